// SPDX-License-Identifier: Apache-2.0
#include "tocsin/documents/exchange.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <new>
#include <stdexcept>
#include <utility>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostWhy = 1'000;  ///< bytes of a sentence
constexpr std::size_t kMostNames = 100'000;

Error damaged() {
    return {Errc::damaged,
            "what was said is no question or answer about a document; are all programs of one "
            "version?"};
}

/// The line and the bytes that it counts.
struct Parts {
    json::object head;
    std::string_view bytes;
};

Result<Parts> partsOf(std::string_view text) {
    auto const end = text.find('\n');
    if (end == std::string_view::npos) {
        return damaged();
    }
    boost::system::error_code failed;
    auto head = json::parse(text.substr(0, end), failed);
    auto const bytes = text.substr(end + 1);
    if (failed || !head.is_object()) {
        return damaged();
    }
    auto const* count = head.as_object().if_contains("bytes");
    if (count == nullptr || !count->is_int64() ||
        std::cmp_not_equal(count->as_int64(), bytes.size())) {
        return damaged();
    }
    return Parts{std::move(head.as_object()), bytes};
}

std::string whole(json::object head, std::string_view bytes) {
    head["bytes"] = static_cast<std::int64_t>(bytes.size());
    auto out = json::serialize(head);
    out.reserve(out.size() + 1 + bytes.size());
    out += '\n';
    return out += bytes;
}

/// Nothing in them breaks a log or a line of an answer.
std::string lineOf(json::object const& from, std::string_view key) {
    auto const& text = from.at(key).as_string();
    bool const isLine = std::none_of(text.begin(), text.end(),
                                     [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (text.size() > kMostWhy || !isLine) {
        throw std::length_error("a text is too long, or not one line");
    }
    return std::string(text);
}

json::object toJson(Cell const& cell) {
    json::object out{{"text", cell.text}};
    if (cell.number) {
        out["value"] = cell.number->value;
        out["form"] = static_cast<int>(cell.number->form);
    }
    return out;
}

json::object toJson(std::map<std::string, Cell> const& cells) {
    json::object out;
    for (auto const& [name, cell] : cells) {
        out[name] = toJson(cell);
    }
    return out;
}

Cell cellIn(json::object const& from) {
    Cell out;
    out.text = std::string(from.at("text").as_string());
    if (auto const* value = from.if_contains("value")) {
        auto const form = from.at("form").as_int64();
        if (form < 0 || form > static_cast<int>(NumberForm::hours)) {
            throw std::out_of_range("no form of a number");
        }
        out.number = Number{value->to_number<double>(), static_cast<NumberForm>(form)};
    }
    return out;
}

std::map<std::string, Cell> cellsIn(json::object const& from) {
    std::map<std::string, Cell> out;
    for (auto const& [name, cell] : from) {
        out.emplace(name, cellIn(cell.as_object()));
    }
    return out;
}

json::array toJson(std::vector<std::string> const& names) {
    return json::array(names.begin(), names.end());
}

std::vector<std::string> namesIn(json::array const& from) {
    if (from.size() > kMostNames) {
        throw std::length_error("too many names");
    }
    std::vector<std::string> out;
    for (auto const& name : from) {
        out.emplace_back(name.as_string());
    }
    return out;
}

OutsideQuestion questionIn(Parts const& parts) {
    OutsideQuestion out;
    out.bytes = parts.bytes;
    auto const& command = parts.head.at("command").as_string();
    if (command == "sheet") {
        return out;
    }
    auto const& format = parts.head.at("format").as_string();
    if (command != "fill" || (format != "docx" && format != "xlsx")) {
        throw std::invalid_argument("no such command");
    }
    out.form = format == "docx" ? FormFormat::docx : FormFormat::xlsx;
    out.filling.values = cellsIn(parts.head.at("values").as_object());
    for (auto const& [name, rows] : parts.head.at("tables").as_object()) {
        auto& table = out.filling.tables[name];
        for (auto const& row : rows.as_array()) {
            table.push_back(cellsIn(row.as_object()));
        }
    }
    return out;
}

Sheet sheetIn(json::object const& head) {
    SheetLimits const limits;
    Sheet out;
    out.name = shownAsUtf8(head.at("name").as_string());
    auto const& rows = head.at("rows").as_array();
    if (rows.size() > limits.rows) {
        throw std::length_error("too many rows");
    }
    for (auto const& row : rows) {
        auto const& cells = row.as_array();
        if (cells.size() > limits.columns) {
            throw std::length_error("too many columns");
        }
        auto& into = out.rows.emplace_back();
        for (auto const& cell : cells) {
            if (cell.as_string().size() > limits.cellBytes) {
                throw std::length_error("a cell is too long");
            }
            into.emplace_back(cell.as_string());
        }
    }
    return out;
}

/// What `read` makes of an answer that is no refusal.
template <class T, class Read>
Result<T> answerIn(std::string_view text, Read read) {
    auto const parts = partsOf(text);
    if (!parts) {
        return parts.error();
    }
    try {
        if (parts->head.contains("refused")) {
            return Error{Errc::invalid, lineOf(parts->head, "refused")};
        }
        return read(*parts);
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const&) {
        return damaged();
    }
}

}  // namespace

std::string sheetQuestion(std::string_view workbook) {
    return whole({{"command", "sheet"}}, workbook);
}

std::string fillQuestion(FormFormat format, std::string_view form, Filling const& filling) {
    json::object tables;
    for (auto const& [name, rows] : filling.tables) {
        json::array into;
        for (auto const& row : rows) {
            into.push_back(toJson(row));
        }
        tables[name] = std::move(into);
    }
    return whole({{"command", "fill"},
                  {"format", format == FormFormat::docx ? "docx" : "xlsx"},
                  {"values", toJson(filling.values)},
                  {"tables", std::move(tables)}},
                 form);
}

Result<OutsideQuestion> readOutsideQuestion(std::string_view text) {
    auto const parts = partsOf(text);
    if (!parts) {
        return parts.error();
    }
    try {
        return questionIn(*parts);
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const&) {
        return damaged();
    }
}

std::string toText(Sheet const& sheet) {
    json::array rows;
    for (auto const& row : sheet.rows) {
        rows.push_back(toJson(row));
    }
    return whole({{"name", sheet.name}, {"rows", std::move(rows)}}, "");
}

std::string toText(Filled const& filled) {
    return whole({{"unknown", toJson(filled.unknown)}, {"used", toJson(filled.used)}},
                 filled.bytes);
}

std::string refusalText(std::string_view why) {
    return whole({{"refused", shownAsUtf8(why.substr(0, kMostWhy))}}, "");
}

Result<Sheet> readSheetAnswer(std::string_view text) {
    return answerIn<Sheet>(text, [](Parts const& parts) { return sheetIn(parts.head); });
}

Result<Filled> readFilledAnswer(std::string_view text) {
    return answerIn<Filled>(text, [](Parts const& parts) {
        return Filled{std::string(parts.bytes), namesIn(parts.head.at("unknown").as_array()),
                      namesIn(parts.head.at("used").as_array())};
    });
}

}  // namespace tocsin::documents
