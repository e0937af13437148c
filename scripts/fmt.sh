#!/usr/bin/env bash
# Formats the Rust code with whichever rustfmt is here: `fmt.sh` or `fmt.sh --check`.
set -euo pipefail
cd "$(dirname "$0")/.."

# Debian's toolchain has no rustfmt; rustup's has.
if rustup run stable rustfmt --version >/dev/null 2>&1; then
    exec rustup run stable cargo fmt --all "$@"
elif RUSTUP_TOOLCHAIN="$(cat target/.toolchain 2>/dev/null)" cargo fmt --version >/dev/null 2>&1; then
    RUSTUP_TOOLCHAIN="$(cat target/.toolchain)" exec cargo fmt --all "$@"
else
    echo "fmt: there is no rustfmt here, so the format of the code was not checked."
fi
