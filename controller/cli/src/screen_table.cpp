// SPDX-License-Identifier: Apache-2.0
#include "screen_table.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

#include "csv_rows.hpp"
#include "failure.hpp"
#include "opening.hpp"
#include "pixel_size.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "whereabouts.hpp"

namespace tocsin::cli {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";  // Excel's, in front of UTF-8
constexpr std::size_t kMostRows = 2'000;

struct Heading {
    std::string_view member;  ///< of the API
    std::string_view english, chinese;
};
constexpr std::array<Heading, 34> kHeadings{{{"id", "id", "编号"},
                                             {"id", "screen", "屏幕编号"},
                                             {"id", "handle", "屏幕"},
                                             {"name", "name", "名称"},
                                             {"name", "title", "屏幕名称"},
                                             {"unit", "unit", "单位"},
                                             {"unit", "department", "所属单位"},
                                             {"size", "size", "尺寸"},
                                             {"size", "pixels", "分辨率"},
                                             {"size", "resolution", "像素"},
                                             {"tags", "tags", "标签"},
                                             {"tags", "tag", "分组"},
                                             {"zone", "zone", "时区"},
                                             {"zone", "time zone", "时间区"},
                                             {"seed", "seed", "同步组"},
                                             {"seed", "sync group", "同步"},
                                             {"opening", "opening", "开屏时间"},
                                             {"opening", "opening hours", "开放时间"},
                                             {"opening", "hours", "时间"},
                                             {"place", "place", "位置"},
                                             {"place", "latitude longitude", "纬度经度"},
                                             {"code", "code", "区划代码"},
                                             {"code", "division", "行政区划代码"},
                                             {"name", "screen name", "屏名"},
                                             {"location", "location", "安装位置"},
                                             {"location", "address", "安装地点"},
                                             {"type", "type", "类型"},
                                             {"type", "kind", "屏幕类型"},
                                             {"responsible", "responsible", "责任人"},
                                             {"responsible", "person", "负责人"},
                                             {"phone", "phone", "电话"},
                                             {"phone", "telephone", "联系电话"},
                                             {"serial", "serial", "资产编号"},
                                             {"serial", "inventory", "序列号"}}};

/// Closes what iconv_open gave.
class Converter {
public:
    Converter() : handle_(::iconv_open("UTF-8", "GB18030")) {}
    ~Converter() {
        if (isOpen()) {
            ::iconv_close(handle_);
        }
    }
    Converter(Converter const&) = delete;
    Converter& operator=(Converter const&) = delete;
    [[nodiscard]] bool isOpen() const {
        return handle_ != reinterpret_cast<iconv_t>(-1);  // NOLINT: as POSIX says it
    }
    /// Nothing: the bytes are not in that code.
    [[nodiscard]] std::optional<std::string> utf8(std::string bytes) const {
        std::string out(bytes.size() * 4 + 16, '\0');
        char* from = bytes.data();
        char* to = out.data();
        std::size_t left = bytes.size();
        std::size_t room = out.size();
        if (::iconv(handle_, &from, &left, &to, &room) == static_cast<std::size_t>(-1)) {
            return std::nullopt;
        }
        out.resize(out.size() - room);
        return out;
    }

private:
    iconv_t handle_;
};

std::string lowered(std::string text) {
    for (auto& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

std::string memberOf(std::string const& heading) {
    auto const word = lowered(heading);
    for (auto const& known : kHeadings) {
        if (word == known.english || word == known.chinese) {
            return std::string(known.member);
        }
    }
    return "";
}

/// Parts of a cell that holds several values, whichever sign stands between them.
std::vector<std::string> partsOf(std::string const& cell, std::vector<std::string> const& signs) {
    std::vector<std::string> out;
    std::string rest = cell;
    for (auto const& sign : signs) {
        for (auto at = rest.find(sign); at != std::string::npos; at = rest.find(sign)) {
            rest.replace(at, sign.size(), "\n");
        }
    }
    std::size_t begin = 0;
    while (begin <= rest.size()) {
        auto const end = std::min(rest.find('\n', begin), rest.size());
        auto part = rest.substr(begin, end - begin);
        auto const first = part.find_first_not_of(' ');
        if (first != std::string::npos) {
            out.push_back(part.substr(first, part.find_last_not_of(' ') - first + 1));
        }
        begin = end + 1;
    }
    return out;
}

/// "960×540" and "960*540" as well.
std::string plainSize(std::string cell) {
    for (std::string const sign : {"×", "*", "X"}) {
        if (auto const at = cell.find(sign); at != std::string::npos) {
            cell.replace(at, sign.size(), "x");
        }
    }
    std::erase(cell, ' ');
    return cell;
}

class RowReader {
public:
    RowReader(ScreenTable& table, std::vector<std::string> const& members, CsvRow const& row)
        : table_(table), members_(members), row_(row) {}

    void read() {
        auto const before = table_.faults.size();
        ScreenTable::Row out;
        out.line = row_.line;
        for (std::size_t i = 0; i < row_.cells.size(); ++i) {
            if (i >= members_.size()) {
                if (!row_.cells[i].empty()) {
                    fault("",
                          "the row has more cells than there are headings; is a comma inside a "
                          "cell without quotes?");
                }
                break;
            }
            if (!row_.cells[i].empty()) {
                take(members_[i], row_.cells[i], out);
            }
        }
        if (!out.screen.contains("id")) {
            fault("id", "the screen has no id; give it one of a-z, 0-9, -, _ and .");
        }
        if (!sized_) {
            fault("size", "the screen has no size; write it like 960x540");
        }
        if (table_.faults.size() == before) {
            table_.rows.push_back(std::move(out));
        }
    }

private:
    void fault(std::string const& member, std::string message) {
        table_.faults.push_back({row_.line, table_.columnOf(member), std::move(message)});
    }
    void take(std::string const& member, std::string const& cell, ScreenTable::Row& out) {
        if (member == "size") {
            takeSize(cell, out);
        } else if (member == "tags") {
            auto const tags = partsOf(cell, {",", "，", ";", "；", "、", "|"});
            out.screen["tags"] = boost::json::array(tags.begin(), tags.end());
        } else if (member == "opening") {
            takeOpening(cell, out);
        } else if (member == "place") {
            takeParsed(member, parsePlace(cell), out);
        } else if (member == "code") {
            takeParsed(member, parseCode(cell), out);
        } else {
            out.screen[member] = cell;
        }
    }
    void takeSize(std::string const& cell, ScreenTable::Row& out) {
        sized_ = true;
        out.size = plainSize(cell);
        try {
            auto const size = requireSize(out.size);
            out.screen["width"] = size.width;
            out.screen["height"] = size.height;
        } catch (CommandFailure const&) {
            fault("size", "\"" + cell + "\" is not a size; write it like 960x540");
        }
    }
    template <class Value>
    void takeParsed(std::string const& member, Result<Value> const& value, ScreenTable::Row& out) {
        if (!value) {
            fault(member, value.error().message);
            return;
        }
        out.screen[member] = *value;
    }
    void takeOpening(std::string const& cell, ScreenTable::Row& out) {
        boost::json::array rules;
        for (auto const& rule : partsOf(cell, {";", "；"})) {
            auto opening = parseOpening(rule);
            if (!opening) {
                fault("opening", opening.error().message);
                return;
            }
            rules.push_back(std::move(*opening));
        }
        out.screen["opening"] = std::move(rules);
    }

    ScreenTable& table_;
    std::vector<std::string> const& members_;
    CsvRow const& row_;
    bool sized_ = false;
};

/// Of each column, the member of the API that it holds.
std::vector<std::string> readHeadings(std::string const& file, CsvRow const& row,
                                      ScreenTable& table) {
    std::vector<std::string> members;
    for (auto const& heading : row.cells) {
        auto const member = memberOf(heading);
        if (member.empty()) {
            throw CommandFailure(
                ExitCode::failure,
                fmt::format(
                    "{} line {}: \"{}\" is no heading of a table of screens; there are id "
                    "(编号), name (名称), unit (单位), size (尺寸), tags (标签), zone "
                    "(时区), seed (同步组), opening (开屏时间), place (位置) and code (区划代码)",
                    file, row.line, heading));
        }
        if (std::find(members.begin(), members.end(), member) != members.end()) {
            throw CommandFailure(ExitCode::failure,
                                 fmt::format("{} line {}: \"{}\" stands for {}, and so does an "
                                             "earlier heading; leave one of them out",
                                             file, row.line, heading, member));
        }
        members.push_back(member);
        table.headings.emplace_back(member, heading);
    }
    for (std::string const needed : {"id", "size"}) {
        if (std::find(members.begin(), members.end(), needed) == members.end()) {
            throw CommandFailure(ExitCode::failure,
                                 fmt::format("{}: the first row has no heading \"{}\" ({})", file,
                                             needed, needed == "id" ? "编号" : "尺寸"));
        }
    }
    return members;
}

}  // namespace

std::string ScreenTable::columnOf(std::string const& member) const {
    auto wanted = member == "width" || member == "height" ? "size" : member;
    for (auto const& [known, heading] : headings) {
        if (known == wanted) {
            return heading;
        }
    }
    return wanted;
}

std::string spreadsheetText(std::string const& file, std::string const& bytes) {
    std::string_view text = bytes;
    if (text.starts_with(kMark)) {
        text.remove_prefix(kMark.size());
    }
    if (isUtf8(text)) {
        return std::string(text);
    }
    Converter const converter;
    if (!converter.isOpen()) {
        throw CommandFailure(ExitCode::failure,
                             file +
                                 " is not UTF-8, and this computer cannot read GB18030; in "
                                 "Excel save it as \"CSV UTF-8\"");
    }
    auto converted = converter.utf8(bytes);
    if (!converted || !isUtf8(*converted)) {
        throw CommandFailure(ExitCode::failure,
                             file +
                                 " is neither UTF-8 nor GB18030; in Excel save it as \"CSV "
                                 "UTF-8\"");
    }
    return std::move(*converted);
}

ScreenTable readScreenTable(std::string const& file, std::string const& bytes) {
    ScreenTable table;
    auto const lines = csvLines(spreadsheetText(file, bytes));
    if (!lines) {
        throw CommandFailure(ExitCode::failure, file + " " + lines.error().message);
    }
    if (lines->size() < 2) {
        throw CommandFailure(ExitCode::failure,
                             file + " holds no screens: a row of headings, and a row a screen");
    }
    if (lines->size() > kMostRows + 1) {
        throw CommandFailure(ExitCode::failure,
                             fmt::format("{} holds {} screens; at most {} go at once", file,
                                         lines->size() - 1, kMostRows));
    }
    auto const members = readHeadings(file, lines->front(), table);
    for (std::size_t i = 1; i < lines->size(); ++i) {
        RowReader(table, members, (*lines)[i]).read();
    }
    return table;
}

std::string safeCell(std::string const& text) {
    bool const isFormula =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    auto cell = (isFormula ? "'" : "") + text;
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (char const c : cell) {
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return quoted + '"';
}

}  // namespace tocsin::cli
