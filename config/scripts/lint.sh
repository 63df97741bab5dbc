#!/usr/bin/env bash
# lint.sh BUILD_DIR: clang-tidy with the chosen list, and house rules that no tool knows.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
failed=0

complain() { # complain "rule" "matches"
    [ -z "$2" ] && return 0
    echo "lint: $1" >&2
    echo "$2" >&2
    failed=1
}
complain "a capturing lambda inside a co_await expression is destroyed twice by gcc 12" \
    "$(git grep -nE 'co_await.*\[[^]]+\]\s*\(' -- '*.cpp' '*.hpp' || true)"
complain "umbrella headers cost seconds in every unit that sees them" \
    "$(git grep -nE '#include <boost/(asio|beast)\.hpp>' -- '*.cpp' '*.hpp' || true)"
complain "FFmpeg headers belong in media/src only" \
    "$(git grep -nE '#include <lib(av|sw)' -- '*.cpp' '*.hpp' ':!media/src' ':!tests/unit/media' || true)"
complain "QR codes of photographs are read in media/src only, in the worker's cage" \
    "$(git grep -nE '#include <ZXing' -- '*.cpp' '*.hpp' ':!media/src' || true)"
complain "SQL belongs in controller/store only; tests change the database by hand" \
    "$(git grep -nE '#include <(SQLiteCpp|sqlite3)' -- '*.cpp' '*.hpp' ':!controller/store/src' ':!tests/unit/store' ':!tests/unit/proof' ':!tests/unit/truth' ':!tests/bench/proof' ':!tests/integration' || true)"
complain "Beast belongs in controller/http and players/protocol/session" \
    "$(git grep -nE '#include <boost/beast' -- '*.cpp' '*.hpp' ':!controller/http' ':!players/protocol/session' ':!tests/unit' || true)"
complain "the player knows nothing of the controller" \
    "$(git grep -nE '#include "tocsin/(attest|store|keys|tls|audit|outbound|access|guard|mail|documents|helper|signatures|library|schedule|warnings|proof|fleet|ops|reports|http|cli|app)/' -- players || true)"
complain "certificates and TLS belong in players/protocol/session, controller/tls and controller/signatures" \
    "$(git grep -nE '#include <(openssl/(ssl|x509|pem)|boost/asio/ssl)' -- '*.cpp' '*.hpp' ':!players/protocol/session' ':!controller/tls' ':!controller/signatures' ':!tests/unit' ':!tests/support' || true)"
complain "libxml2 and xmlsec1 belong in controller/signatures/verifier, whose program is caged before it reads" \
    "$(git grep -nE '#include <(libxml|xmlsec)' -- '*.cpp' '*.hpp' ':!controller/signatures/verifier' ':!tests/support/signing_office.cpp' || true)"
complain "whom the controller asks is decided in controller/outbound alone" \
    "$(git grep -nE '#include <curl/' -- controller ':!controller/outbound' || true)"
complain "XML from outside is read in controller/warnings, after a look that refuses what is dangerous, and in controller/documents, in the cage of its worker" \
    "$(git grep -nE '#include [<"]pugixml' -- '*.cpp' '*.hpp' ':!controller/warnings/src' ':!controller/documents/src' ':!tests/unit/documents' || true)"
complain "the controller opens no document from outside: it asks documents::Outside, whose program is caged" \
    "$(git grep -nE '\b(readSheet|fillDocx|fillXlsx|unzip)\(' -- 'controller/*.cpp' ':!controller/documents' || true)"
complain "unfinished marks" "$(git grep -nE '\b(TODO|FIXME|XXX|HACK)\b' -- '*.cpp' '*.hpp' || true)"
complain "tests wait for events, they do not sleep" \
    "$(git grep -nE 'sleep_for|usleep|[^a-zA-Z_]sleep\(' -- 'tests/*.cpp' || true)"

mapfile -t files < <(git ls-files -- '*.cpp')
if ! printf '%s\n' "${files[@]}" | xargs -n 4 -P 2 clang-tidy-14 -p "$build" --quiet 2>/dev/null >"$build/tidy.log"; then
    grep -E 'warning:|error:' "$build/tidy.log" | sort -u | head -n 60 >&2 ||
        echo "lint: clang-tidy failed without a finding; run it on a file by hand" >&2
    failed=1
fi
[ "$failed" -eq 0 ] && echo "Lint is clean."
exit "$failed"
