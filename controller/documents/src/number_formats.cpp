// SPDX-License-Identifier: Apache-2.0
#include "number_formats.hpp"

#include <algorithm>
#include <map>

namespace tocsin::documents::spreadsheet {
namespace {

constexpr NumberMeaning kGeneral{.general = true};
constexpr std::size_t kMostStyles = 65'536;

char small(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// Formats that have a number and no code; those from 27 on are dates in Chinese workbooks.
NumberMeaning builtIn(unsigned number) {
    NumberMeaning meaning;
    meaning.general = number == 0 || number == 49;
    meaning.percent = number == 9 || number == 10;
    meaning.date = (number >= 14 && number <= 17) || number == 22 ||
                   (number >= 27 && number <= 31) || number == 36 ||
                   (number >= 50 && number <= 54) || number == 57 || number == 58;
    meaning.time = (number >= 18 && number <= 22) || (number >= 32 && number <= 35) ||
                   number == 55 || number == 56 || (number >= 45 && number <= 47);
    meaning.seconds = number == 19 || number == 21 || number == 33 || number == 35 ||
                      (number >= 45 && number <= 47);
    meaning.elapsed = number == 46;
    return meaning;
}

/// The code's letters that mean something: quoted, escaped, filling and bracketed ones left out,
/// but for "[h]" and its like, which set `elapsed`.
std::string lettersOf(std::string_view code, bool& elapsed) {
    std::string out;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        char const c = small(code[i]);
        if (c == '"' || c == '[') {
            auto const end = code.find(c == '"' ? '"' : ']', i + 1);
            auto const inside =
                code.substr(i + 1, end == std::string_view::npos ? end : end - i - 1);
            bool const unit =
                c == '[' && !inside.empty() &&
                std::all_of(inside.begin(), inside.end(), [&inside](char letter) {
                    return small(letter) == small(inside.front()) &&
                           std::string_view("hms").find(small(letter)) != std::string_view::npos;
                });
            elapsed = elapsed || unit;
            out += unit ? std::string(1, small(inside.front())) : std::string();
            if (end == std::string_view::npos) {
                break;
            }
            i = end;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

NumberMeaning meaningOf(std::string_view code) {
    NumberMeaning meaning;
    auto const letters = lettersOf(code, meaning.elapsed);
    auto const has = [&letters](std::string_view any) {
        return letters.find_first_of(any) != std::string::npos;
    };
    if (letters == "general" || letters == "@") {
        return kGeneral;
    }
    meaning.percent = has("%");
    meaning.seconds = has("s");
    meaning.time = has("hs") || meaning.elapsed;
    // "m" is a month unless hours or seconds stand beside it.
    meaning.date = has("yd") || (has("m") && !meaning.time);
    return meaning;
}

Result<CellStyles> CellStyles::of(Package const& package) {
    CellStyles styles;
    if (package.styles().empty()) {
        return styles;
    }
    pugi::xml_document document;
    if (auto const parsed = package.parse(package.styles(), document); !parsed) {
        return parsed.error();
    }
    auto const root = document.document_element();
    std::map<unsigned, NumberMeaning> own;
    auto const formats = childOf(root, "numFmts");
    for (auto node = childOf(formats, "numFmt"); node; node = nextOf(node, "numFmt")) {
        own[node.attribute("numFmtId").as_uint()] = meaningOf(node.attribute("formatCode").value());
    }
    auto const cells = childOf(root, "cellXfs");
    for (auto node = childOf(cells, "xf"); node && styles.meanings_.size() < kMostStyles;
         node = nextOf(node, "xf")) {
        auto const number = node.attribute("numFmtId").as_uint();
        auto const found = own.find(number);
        styles.meanings_.push_back(found == own.end() ? builtIn(number) : found->second);
    }
    return styles;
}

NumberMeaning const& CellStyles::meaning(unsigned style) const {
    return style < meanings_.size() ? meanings_[style] : kGeneral;
}

}  // namespace tocsin::documents::spreadsheet
