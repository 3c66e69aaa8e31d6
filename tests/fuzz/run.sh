#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run.sh BUILD SECONDS: fuzzes each target for so long, one after the other, from the seeds and from what
# earlier runs came to (BUILD/tests/fuzz-corpus). Inputs that are findings are left in
# tests/fuzz/found/<target>/, where `make test` replays them once they are committed.
set -u
build=$1
seconds=$2
here=$(dirname "$0")
"$build/bin/th" "$here/seeds.lua" "$here/../golden" "$build/tests/fuzz-seeds" || exit 1
# Leaks of LuaJIT's and OpenBLAS's own are in the list of suppressions.
export LSAN_OPTIONS="suppressions=$here/../support/lsan.supp:print_suppressions=0"
status=0
for target in c_interface idx model t7 t7_lua; do
    corpus=$build/tests/fuzz-corpus/$target
    found=$here/found/$target
    mkdir -p "$corpus" "$found"
    echo "== $target: $seconds s"
    "$build/tests/fuzz-$target" -max_total_time="$seconds" -timeout=100 -rss_limit_mb=3000 -max_len=20000 \
        -print_final_stats=1 -artifact_prefix="$found/" "$corpus" "$build/tests/fuzz-seeds/$target" \
        > "$corpus.log" 2>&1 || status=1
    grep -E 'stat::number_of_executed_units|SUMMARY|Test unit written' "$corpus.log"
    rmdir "$found" 2> /dev/null
done
exit $status
