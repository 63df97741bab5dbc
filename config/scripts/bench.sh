#!/usr/bin/env bash
# bench.sh BIN_DIR [PATTERN]: measures the budgets whose names contain PATTERN; writes build/bench/results.json and prints a table.
# Exit 6 if one does not hold.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$1
pattern=${2:-}
mkdir -p build/bench
{
    for program in "$bin"/tocsin-bench-*; do "$program" "$pattern"; done
    python3 tests/bench/player_bench.py "$bin" "$pattern"
    python3 tests/bench/upload_bench.py "$bin" "$pattern"
    python3 tests/bench/transcode_bench.py "$bin" "$pattern"
    /usr/bin/python3 tests/bench/serve_bench.py "$bin" "$pattern"
    python3 tests/bench/flood_bench.py "$bin" "$pattern"
    python3 tests/bench/fleet_bench.py "$bin" "$pattern"
    python3 tests/bench/proof_bench.py "$bin" "$pattern"
    python3 tests/bench/filing_bench.py "$bin" "$pattern"
} | jq -s . >build/bench/results.json
if [ "$(jq length build/bench/results.json)" -eq 0 ]; then
    echo "dev: no budget has \"$pattern\" in its name" >&2
    exit 3
fi
jq -r '.[] | [.name, (.value * 1000 | round / 1000), .unit, "target \(.target)", (if .peer then "\(.peer) \(.peer_value), ratio \(.ratio)" else "no peer" end),
    (if .holds then "holds" else "DOES NOT HOLD" end)] | map(tostring) | join(" | ")' build/bench/results.json
jq -e 'all(.holds)' build/bench/results.json >/dev/null || exit 6
