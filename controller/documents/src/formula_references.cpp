// SPDX-License-Identifier: Apache-2.0
#include "formula_references.hpp"

#include <algorithm>
#include <cctype>

#include "spreadsheet_cells.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

bool isWord(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_' || c == '.' || c == '$' || c == '\\';
}

/// "$B$7", "B", "7".
std::optional<ReferencePoint> pointOf(std::string_view word) {
    ReferencePoint point;
    auto const take = [&word](bool& fixed, auto const& belongs) {
        fixed = word.starts_with('$');
        auto const from = word.begin() + (fixed ? 1 : 0);
        auto const to = std::find_if_not(from, word.end(), belongs);
        std::string_view const part(from, to);
        if (!part.empty()) {
            word.remove_prefix(static_cast<std::size_t>(to - word.begin()));
        } else {
            fixed = false;
        }
        return part;
    };
    auto const letters = take(point.columnFixed, [](unsigned char c) { return std::isalpha(c); });
    auto const digits = take(point.rowFixed, [](unsigned char c) { return std::isdigit(c); });
    if (!word.empty() || (letters.empty() && digits.empty())) {
        return std::nullopt;
    }
    // Its numbers are read as of a cell: what is not there is made up.
    auto const cell = parseCell((letters.empty() ? "A" : std::string(letters)) +
                                (digits.empty() ? "1" : std::string(digits)));
    if (!cell) {
        return std::nullopt;
    }
    point.column = letters.empty() ? 0 : cell->column;
    point.row = digits.empty() ? 0 : cell->row;
    return point;
}

std::string textOf(ReferencePoint const& point) {
    std::string out;
    if (point.column > 0) {
        out += (point.columnFixed ? "$" : "") + columnText(point.column);
    }
    if (point.row > 0) {
        out += (point.rowFixed ? "$" : "") + std::to_string(point.row);
    }
    return out;
}

class Scanner {
public:
    Scanner(std::string_view formula, ChangeReference const& change)
        : rest_(formula), change_(change) {}

    Result<std::string> run() {
        while (!rest_.empty()) {
            if (auto const done = step(); !done) {
                return done.error();
            }
        }
        return out_;
    }

private:
    Result<> step() {
        char const c = rest_.front();
        if (c == '"') {
            copy(quotedLength('"'));
        } else if (c == '[') {
            copy(bracketLength());
            outside_ = true;  // a column of a table, or a sheet of another workbook
        } else if (c == '#') {
            auto const end = std::find_if_not(rest_.begin() + 1, rest_.end(), [](char letter) {
                return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '/' ||
                       letter == '!' || letter == '?';
            });
            copy(static_cast<std::size_t>(end - rest_.begin()));
        } else if (c == '\'') {
            return quotedSheet();
        } else if (isWord(c)) {
            return word();
        } else {
            copy(1);
            outside_ = false;
        }
        return {};
    }

    Result<> quotedSheet() {
        auto const length = quotedLength('\'');
        auto const inside = rest_.substr(1, length < 2 ? 0 : length - 2);
        std::string name;
        for (std::size_t i = 0; i < inside.size(); ++i) {
            name += inside[i];
            i += inside[i] == '\'' ? 1 : 0;
        }
        outside_ = name.find('[') != std::string::npos;
        bool const several = name.find(':') != std::string::npos;
        copy(length);
        return several ? severalSheets() : afterSheet(std::move(name));
    }

    Result<> word() {
        auto const length = wordLength(rest_);
        auto const first = rest_.substr(0, length);
        auto const after = rest_.substr(length);
        if (after.starts_with('!')) {
            std::string name(first);
            copy(length);
            return afterSheet(std::move(name));
        }
        if (after.starts_with(':') && after.size() > 1) {
            auto const second = after.substr(1, wordLength(after.substr(1)));
            if (after.substr(1 + second.size()).starts_with('!')) {
                return severalSheets();
            }
        }
        if (outside_ || after.starts_with('(')) {
            copy(length);
            return {};
        }
        return reference(std::nullopt);
    }

    /// After a sheet's name, at its "!".
    Result<> afterSheet(std::string name) {
        if (!rest_.starts_with('!')) {
            return {};
        }
        copy(1);
        bool const here = !outside_ && !rest_.empty() && isWord(rest_.front());
        if (!here) {
            return {};
        }
        return reference(std::move(name));
    }

    /// At a word that may be a reference.
    Result<> reference(std::optional<std::string> sheet) {
        auto length = wordLength(rest_);
        auto const first = pointOf(rest_.substr(0, length));
        if (!first) {
            copy(length);
            return {};
        }
        Reference found{std::move(sheet), *first, std::nullopt};
        if (auto const after = rest_.substr(length); after.starts_with(':') && after.size() > 1) {
            auto const second = after.substr(1, wordLength(after.substr(1)));
            found.last = pointOf(second);
            length += found.last ? 1 + second.size() : 0;
        }
        bool const cell = found.first.column > 0 && found.first.row > 0;
        if (!cell && !found.last) {
            copy(length);  // a number, or a name
            return {};
        }
        auto const before = found;
        if (auto const changed = change_(found); !changed) {
            return changed.error();
        }
        if (found == before) {
            copy(length);
            return {};
        }
        out_ += textOf(found.first) + (found.last ? ":" + textOf(*found.last) : std::string());
        rest_.remove_prefix(length);
        return {};
    }

    static Result<> severalSheets() {
        return Error{Errc::invalid, "a formula refers to cells of several sheets at once"};
    }

    static std::size_t wordLength(std::string_view text) {
        return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), isWord) -
                                        text.begin());
    }

    /// A quote within quotes is doubled.
    [[nodiscard]] std::size_t quotedLength(char quote) const {
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == quote) {
                if (i + 1 >= rest_.size() || rest_[i + 1] != quote) {
                    return i + 1;
                }
                ++i;
            }
        }
        return rest_.size();
    }

    [[nodiscard]] std::size_t bracketLength() const {
        int open = 0;
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            open += rest_[i] == '[' ? 1 : rest_[i] == ']' ? -1 : 0;
            if (open == 0) {
                return i + 1;
            }
        }
        return rest_.size();
    }

    void copy(std::size_t length) {
        out_ += rest_.substr(0, length);
        rest_.remove_prefix(length);
    }

    std::string_view rest_;
    ChangeReference const& change_;
    std::string out_;
    bool outside_ = false;
};

}  // namespace

Result<std::string> withReferences(std::string_view formula, ChangeReference const& change) {
    return Scanner(formula, change).run();
}

}  // namespace tocsin::documents::spreadsheet
