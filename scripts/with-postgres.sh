#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: `with-postgres.sh cargo test`.
#
# The cluster lives in a temporary folder, listens on a free port of 127.0.0.1 and is gone
# afterwards, whatever became of the command. Its address is in KIPP_TEST_POSTGRES.
set -euo pipefail

# A server that is already named is used as it is.
if [ -n "${KIPP_TEST_POSTGRES:-}" ]; then
    exec "$@"
fi

bin=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -1 || true)
[ -n "$bin" ] || {
    echo "with-postgres: there is no initdb here; run scripts/setup.sh test." >&2
    exit 1
}
bin=$(dirname "$(readlink -f "$bin")")

home=$(mktemp -d /tmp/kipp-postgres.XXXXXX)
as_owner=()
# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
    as_owner=(runuser -u postgres --)
    chown postgres "$home"
fi
# The owner may not read the folder that this was called from.
owner() { (cd "$home" && "${as_owner[@]}" "$@"); }

stop() {
    status=$?
    trap - EXIT INT TERM
    owner "$bin/pg_ctl" -D "$home/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$home"
    exit $status
}
trap stop EXIT INT TERM

owner "$bin/initdb" -D "$home/data" -U kipp -A trust -E UTF8 --locale=C --no-sync >"$home/log" 2>&1 || {
    cat "$home/log" >&2
    exit 1
}
# It holds nothing worth keeping, so it need not wait for a disk.
cat >>"$home/data/postgresql.conf" <<EOF
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
listen_addresses = '127.0.0.1'
unix_socket_directories = '$home'
EOF
started=no
for _ in 1 2 3 4 5 6 7 8; do
    port=$((20000 + RANDOM % 12000))
    if owner "$bin/pg_ctl" -D "$home/data" -o "-p $port" -l "$home/data/server.log" -s -w start 2>/dev/null; then
        started=yes
        break
    fi
done
[ $started = yes ] || {
    echo "with-postgres: PostgreSQL does not start." >&2
    tail -20 "$home/data/server.log" >&2
    exit 1
}
owner "$bin/createdb" -h "$home" -p "$port" -U kipp kipp

export KIPP_TEST_POSTGRES="postgres://kipp@127.0.0.1:$port/kipp"
"$@"
