#!/usr/bin/env bash
# format.sh [--check]: clang-format 14 over all C++ sources; --check changes nothing and fails naming the files.
set -euo pipefail
cd "$(dirname "$0")/../.."
mapfile -t files < <(git ls-files -co --exclude-standard -- '*.cpp' '*.hpp')
if [ "${1:-}" = "--check" ]; then
    wrong=$(printf '%s\n' "${files[@]}" | xargs -n 20 -P 2 clang-format-14 --dry-run 2>&1 |
        sed -n 's/^\([^:]*\):.*warning: code should be clang-formatted.*/\1/p' | sort -u)
    if [ -n "$wrong" ]; then
        echo "These files are not formatted; run config/scripts/format.sh:" >&2
        echo "$wrong" >&2
        exit 1
    fi
else
    printf '%s\n' "${files[@]}" | xargs -n 20 -P 2 clang-format-14 -i
fi
