// SPDX-License-Identifier: Apache-2.0
#include "workbook_sheet_names.hpp"

#include <algorithm>
#include <cctype>

#include "spreadsheet_text.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

constexpr std::size_t kMostUnits = 31;

bool isLetter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool isPlain(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

std::string inSmallLetters(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return text;
}

std::string withoutEdges(std::string text) {
    auto const from = text.find_first_not_of(" '");
    if (from == std::string::npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(" '") - from + 1);
}

std::string allowed(std::string_view wanted) {
    auto text = cleanText(wanted);
    for (auto& c : text) {
        if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos) {
            c = '-';
        } else if (c == '\n' || c == '\t') {
            c = ' ';
        }
    }
    return withoutEdges(firstUnits(withoutEdges(std::move(text)), kMostUnits));
}

/// libxlsxwriter quotes no name of plain letters and digits, but formulas read "2026", "A1",
/// "R1C1", "RC" and "TRUE" as something else; and "History" is Excel's own.
bool readAsSomethingElse(std::string const& name) {
    if (name.empty() || !std::all_of(name.begin(), name.end(), isPlain)) {
        return false;
    }
    static std::set<std::string> const words{"r", "c", "rc", "true", "false", "history"};
    bool const digits = std::any_of(name.begin(), name.end(), [](char c) { return !isLetter(c); });
    return digits || words.contains(inSmallLetters(name));
}

}  // namespace

std::string SheetNames::take(std::string_view wanted) {
    std::string const word = language_ == Language::chinese ? "表" : "Sheet";
    auto name = allowed(wanted);
    if (name.empty()) {
        name = word;
    } else if (readAsSomethingElse(name)) {
        name = firstUnits(word + " " + name, kMostUnits);
    }
    return numbered(name);
}

std::string SheetNames::numbered(std::string const& name) {
    auto candidate = name;
    for (int number = 2; !taken_.insert(inSmallLetters(candidate)).second; ++number) {
        auto const suffix = " (" + std::to_string(number) + ")";
        candidate = firstUnits(name, kMostUnits - suffix.size()) + suffix;
    }
    return candidate;
}

}  // namespace tocsin::documents::spreadsheet
