// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/csv.hpp"

#include <algorithm>
#include <string_view>

namespace tocsin::reports {
namespace {

bool startsFormula(std::string_view text) {
    // What spreadsheet programs skip before they look: blanks, a byte order mark, wide blanks.
    constexpr std::string_view kSkipped[] = {" ", "\xEF\xBB\xBF", "\xC2\xA0", "\xE3\x80\x80"};
    constexpr std::string_view kStarts[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                            "\n", "＝", "＋", "－", "＠"};
    auto const begins = [&](std::string_view start) { return text.starts_with(start); };
    for (;;) {
        auto const* const skipped = std::find_if(std::begin(kSkipped), std::end(kSkipped), begins);
        if (skipped == std::end(kSkipped)) {
            break;
        }
        text.remove_prefix(skipped->size());
    }
    return std::any_of(std::begin(kStarts), std::end(kStarts), begins);
}

std::string cell(std::string const& text) {
    auto const out = startsFormula(text) ? "'" + text : text;
    if (out.find_first_of(",\"\r\n") == std::string::npos) {
        return out;
    }
    std::string quoted = "\"";
    for (auto const c : out) {
        quoted += c;
        if (c == '"') {
            quoted += c;
        }
    }
    return quoted + "\"";
}

}  // namespace

std::string csvLine(std::vector<std::string> const& cells) {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        out += (i == 0 ? "" : ",") + cell(cells[i]);
    }
    return out + "\r\n";
}

}  // namespace tocsin::reports
