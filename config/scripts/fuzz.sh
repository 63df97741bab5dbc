#!/usr/bin/env bash
# fuzz.sh BUILD SECONDS [FUZZER…]: runs the fuzzers that were built in BUILD, all or those named, for SECONDS each. Each has its words in
# tests/fuzz/<fuzzer>.dict and its seeds in tests/fuzz/corpus/<fuzzer>; what they learn stays in BUILD/corpus for the next run. One line a
# fuzzer; fails if one finds something, and says which input it was.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1 seconds=$2
shift 2
if ! [[ $seconds =~ ^[1-9][0-9]*$ ]]; then
    echo "dev: fuzz takes a number of seconds, e.g. ./dev fuzz 120" >&2
    exit 2
fi
fuzzers=("$@")
if [ ${#fuzzers[@]} -eq 0 ]; then
    mapfile -t fuzzers < <(basename -s .cpp tests/fuzz/*_fuzz.cpp)
fi
failed=0
for fuzzer in "${fuzzers[@]}"; do
    log="$build/$fuzzer.log" findings="$build/findings/$fuzzer-"
    mkdir -p "$build/corpus/$fuzzer" "$build/findings"
    status=0
    "$build/bin/$fuzzer" -max_total_time="$seconds" -max_len=8192 -rss_limit_mb=2048 -timeout=25 -print_final_stats=1 \
        -dict="tests/fuzz/$fuzzer.dict" -artifact_prefix="$findings" "$build/corpus/$fuzzer" "tests/fuzz/corpus/$fuzzer" >"$log" 2>&1 || status=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if [ "$status" -eq 0 ]; then
        echo "$fuzzer: ${runs:-?} inputs in $seconds s, $(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1) places reached, nothing found."
    else
        failed=1
        what=$(sed -n 's/^SUMMARY: *//p' "$log" | tail -n 1)
        input=$(sed -n 's/.*Test unit written to *//p' "$log" | tail -n 1)
        echo "$fuzzer: found ${what:-exit status $status}; the input is ${input:-not written}, the report $log" >&2
    fi
done
exit "$failed"
