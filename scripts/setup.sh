#!/usr/bin/env bash
# Installs what is missing: `setup.sh build` for the build, `setup.sh test` for the tests as well.
#
# It first tries what an ordinary machine offers (rustup's wasm target) and then Debian's packages
# with a standard library compiled here. Which of the two it was is written to target/.toolchain,
# which the Makefile reads. When all is there it does nothing and takes no time.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly want="${1:-build}" wasm=wasm32-unknown-unknown
readonly known=target/.toolchain least=94

say() { printf 'setup: %s\n' "$*"; }
die() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# --- Debian's packages -------------------------------------------------------------------------

updated=no
apt_install() {
    has apt-get || die "$* is needed and there is no apt-get here; install it and try again."
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        has sudo || die "$* is needed; run this as root, or install it yourself."
        sudo=(sudo)
    fi
    if [ "$updated" = no ]; then
        say "asking Debian for its list of packages"
        "${sudo[@]}" apt-get -qq update || say "the list could not be renewed; using the old one"
        updated=yes
    fi
    say "installing $*"
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$@" >/dev/null ||
        die "Debian's packages $* could not be installed."
}

# --- Rust --------------------------------------------------------------------------------------

# The minor version of a toolchain's rustc, 0 if it has none.
minor() {
    RUSTUP_TOOLCHAIN="$1" rustc --version 2>/dev/null | sed -n 's/^rustc 1\.\([0-9]*\).*/\1/p' | grep . || echo 0
}

# Whether a toolchain can compile for the browser: the only proof is to do it.
compiles_wasm() {
    [ "$(minor "$1")" -ge "$least" ] || return 1
    local dir
    dir=$(mktemp -d)
    local answer=1
    if printf 'pub fn one() -> Vec<u8> { vec![1] }\n' >"$dir/a.rs" &&
        RUSTUP_TOOLCHAIN="$1" rustc --edition 2024 --crate-type cdylib --target $wasm \
            -o "$dir/a.wasm" "$dir/a.rs" >/dev/null 2>&1; then
        answer=0
    fi
    rm -r "$dir"
    return $answer
}

use_toolchain() {
    mkdir -p target
    printf '%s\n' "$1" >$known
}

# The standard library for wasm, from Debian's sources: a minute, once for a machine.
build_std() {
    say "compiling Rust's standard library for wasm"
    local dir lib=/usr/lib/rustlib/$wasm/lib sudo=()
    [ "$(id -u)" -eq 0 ] || sudo=(sudo)
    dir=$(mktemp -d)
    mkdir "$dir/src"
    printf '#![no_std]\n' >"$dir/src/lib.rs"
    printf '[package]\nname = "sysroot"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n' >"$dir/Cargo.toml"
    (
        cd "$dir"
        unset CARGO_TARGET_DIR CARGO_ENCODED_RUSTFLAGS
        # Without the bitcode the fat LTO of the release cannot take the library in.
        RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc /usr/bin/cargo --quiet build --release \
            -Zbuild-std=std,panic_abort --target $wasm
    ) || die "Rust's standard library for wasm could not be compiled."
    "${sudo[@]}" mkdir -p "$lib"
    # A library of another compiler left there would be found twice.
    "${sudo[@]}" find "$lib" -name '*.rlib' -delete
    find "$dir/target/$wasm/release/deps" -name '*.rlib' ! -name 'libsysroot*' \
        -exec "${sudo[@]}" cp {} "$lib/" \;
    rm -r "$dir"
}

setup_rust() {
    # Whoever chose a toolchain, or has rustup's with the target, keeps it.
    if [ -n "${RUSTUP_TOOLCHAIN:-}" ] && compiles_wasm "$RUSTUP_TOOLCHAIN"; then
        use_toolchain "$RUSTUP_TOOLCHAIN"
        return
    fi
    local toolchains=()
    if has rustup; then
        # `rustup target add` asks the network; a closed one answers at once.
        mapfile -t toolchains < <(rustup toolchain list 2>/dev/null | sed 's/ .*//' | grep -v -e nightly -e '^debian$')
        local name
        for name in "${toolchains[@]}"; do
            [ "$(minor "$name")" -ge "$least" ] || continue
            if compiles_wasm "$name"; then
                use_toolchain "$name"
                return
            fi
        done
        if ! compiles_wasm debian; then
            for name in "${toolchains[@]}"; do
                [ "$(minor "$name")" -ge "$least" ] || continue
                say "asking rustup for the wasm target of $name"
                if timeout 120 rustup target add --toolchain "$name" $wasm >/dev/null 2>&1 && compiles_wasm "$name"; then
                    use_toolchain "$name"
                    return
                fi
            done
        fi
    elif has rustc && compiles_wasm ""; then
        use_toolchain ""
        return
    fi

    say "rustup has no wasm target here; using Debian's Rust"
    [ -x /usr/bin/rustc ] && /usr/bin/rustc --version | grep -q ' 1\.9[4-9]\| 1\.[1-9][0-9][0-9]' &&
        [ -x /usr/bin/cargo ] && [ -x /usr/bin/cargo-clippy ] && [ -d /usr/lib/rustlib/src ] && has lld-22 ||
        apt_install rustc-web cargo-web rust-web-src rust-web-clippy lld-22
    if has rustup; then
        rustup toolchain link debian /usr
        compiles_wasm debian || build_std
        compiles_wasm debian || die "Debian's Rust still cannot compile for wasm."
        use_toolchain debian
    else
        compiles_wasm "" || build_std
        compiles_wasm "" || die "Debian's Rust still cannot compile for wasm."
        use_toolchain ""
    fi
}

# --- Node's tools ------------------------------------------------------------------------------

setup_node() {
    local done=end2end/node_modules/.package-lock.json
    if [ -e $done ] && [ ! end2end/package-lock.json -nt $done ]; then
        return
    fi
    if ! has node || ! has npm; then
        apt_install nodejs npm
    fi
    say "installing the tools of end2end/package-lock.json"
    (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error) ||
        die "npm could not install the tools of end2end/package-lock.json."
    touch $done
}

# --- What only the tests need ------------------------------------------------------------------

setup_tests() {
    local missing=()
    [ -n "${CHROMIUM:-}" ] || has chromium || missing+=(chromium)
    has brotli || missing+=(brotli)
    has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

# --- ---------------------------------------------------------------------------------------------

case $want in
build | test) ;;
*) die "usage: setup.sh build|test" ;;
esac
# A toolchain that worked once is trusted until its compiler changes.
stamp() { (RUSTUP_TOOLCHAIN="$(cat $known)" rustc --version --verbose && cat $known) 2>/dev/null | cksum; }
if ! { [ -e $known ] && [ -e $known.ok ] && [ "$(stamp)" = "$(cat $known.ok)" ]; }; then
    setup_rust
    stamp >$known.ok
fi
setup_node
[ "$want" = build ] || setup_tests
