#!/usr/bin/env bash
# Serves kipp from ./data; the first time it puts a demonstration edition there.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -e data ]; then
    echo "There is no data/ yet: making the demonstration edition, at the stage of submission."
    target/release/kipp demo --data data --stage submission
fi
exec target/release/kipp serve --data data "$@"
