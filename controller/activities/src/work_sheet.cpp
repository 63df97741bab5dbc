// SPDX-License-Identifier: Apache-2.0
#include "work_sheet.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>
#include <set>

#include "reading.hpp"
#include "tocsin/playlists/words.hpp"
#include "work_reading.hpp"

namespace tocsin::activities {
namespace {

using store::WorkRecord;

constexpr std::size_t kHeadingRows = 10;

std::string trimmed(std::string const& cell) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const begin = cell.find_first_not_of(blanks);
    return begin == std::string::npos
               ? std::string()
               : cell.substr(begin, cell.find_last_not_of(blanks) - begin + 1);
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

/// "C" of 2.
std::string letterOf(std::size_t index) {
    std::string out;
    for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
        out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return out;
}

SheetHeading const* headingOf(std::string const& cell) {
    auto const said = lower(trimmed(cell));
    for (auto const& heading : kSheetHeadings) {
        auto const both = std::string(heading.chinese) + " " + std::string(heading.key);
        if (said == heading.key || said == heading.chinese || said == both) {
            return &heading;
        }
    }
    return nullptr;
}

bool isHeadings(std::vector<std::string> const& row) {
    // Title and kind are on every such sheet, and two cells of other rows are hardly called so.
    auto const has = [&](SheetColumn column) {
        return std::ranges::any_of(row, [&](auto const& cell) {
            auto const* heading = headingOf(cell);
            return heading != nullptr && heading->column == column;
        });
    };
    return has(SheetColumn::title) && has(SheetColumn::kind);
}

std::string nameOf(SheetHeading const& heading) {
    return std::string(heading.chinese) + " " + std::string(heading.key);
}

class SheetReader {
public:
    SheetReader(documents::Sheet const& sheet, std::string const& today)
        : sheet_(sheet), today_(today) {}

    WorkSheet read() {
        std::size_t const headings = findHeadings();
        if (headings == sheet_.rows.size() || !takeHeadings(headings)) {
            return std::move(out_);
        }
        for (std::size_t i = headings + 1; i < sheet_.rows.size(); ++i) {
            auto const& cells = sheet_.rows[i];
            bool const says =
                std::ranges::any_of(cells, [](auto const& cell) { return !trimmed(cell).empty(); });
            if (says) {
                takeRow(i + 1, cells);
            }
        }
        if (out_.rows.size() > kMostSheetRows) {
            out_.faults.push_back(
                {headings + 1,
                 "",
                 "",
                 {"the sheet has " + std::to_string(out_.rows.size()) + " rows; at most " +
                      std::to_string(kMostSheetRows) + " are taken at once",
                  "共 " + std::to_string(out_.rows.size()) + " 行，一次最多 " +
                      std::to_string(kMostSheetRows) + " 行"}});
        } else if (out_.rows.empty() && out_.faults.empty()) {
            out_.faults.push_back(
                {headings + 2, "", "", {"there is no row below the headings", "标题行下没有数据"}});
        }
        return std::move(out_);
    }

private:
    std::size_t findHeadings() {
        auto const end = std::min(sheet_.rows.size(), kHeadingRows);
        for (std::size_t i = 0; i < end; ++i) {
            if (isHeadings(sheet_.rows[i])) {
                return i;
            }
        }
        out_.faults.push_back({1,
                               "",
                               "",
                               {"there is no row of headings (类别 kind, 标题 title …); begin with "
                                "the template: tocsin work template",
                                "没有标题行（类别、标题……）；请使用模板：tocsin work template"}});
        return sheet_.rows.size();
    }

    bool takeHeadings(std::size_t row) {
        auto const& cells = sheet_.rows[row];
        for (std::size_t i = 0; i < cells.size(); ++i) {
            auto const cell = trimmed(cells[i]);
            auto const* heading = headingOf(cell);
            if (cell.empty()) {
                continue;
            }
            if (heading == nullptr) {
                out_.faults.push_back({row + 1,
                                       letterOf(i),
                                       "",
                                       {"\"" + cell + "\" is no heading of the template",
                                        "“" + cell + "”不是模板中的标题"}});
            } else if (!columns_.emplace(heading->column, i).second) {
                out_.faults.push_back(
                    {row + 1,
                     letterOf(i),
                     std::string(heading->key),
                     {"\"" + cell + "\" stands there twice", "“" + cell + "”重复"}});
            }
        }
        for (auto const& heading : kSheetHeadings) {
            if (heading.required && !columns_.contains(heading.column)) {
                out_.faults.push_back({row + 1,
                                       "",
                                       std::string(heading.key),
                                       {"the column " + nameOf(heading) + " is missing",
                                        "缺少“" + std::string(heading.chinese) + "”列"}});
            }
        }
        if (auto const unit = columns_.find(SheetColumn::unit); unit != columns_.end()) {
            out_.unitColumn = letterOf(unit->second);
        }
        return out_.faults.empty();
    }

    [[nodiscard]] std::string cell(SheetColumn column) const {
        auto const found = columns_.find(column);
        return found == columns_.end() || found->second >= cells_->size()
                   ? std::string()
                   : trimmed((*cells_)[found->second]);
    }

    void fault(SheetColumn column, playlists::Words message) {
        auto const& heading = kSheetHeadings[static_cast<std::size_t>(column)];
        auto const found = columns_.find(column);
        out_.faults.push_back({row_, found == columns_.end() ? "" : letterOf(found->second),
                               std::string(heading.key), std::move(message)});
    }

    std::string line(SheetColumn column) {
        auto const said = lineOf("", cell(column));
        if (!said) {
            fault(column,
                  {"one line of at most " + std::to_string(kLineBytes) + " bytes is allowed",
                   "只能是一行，最多 " + std::to_string(kLineBytes) + " 字节"});
        }
        return said ? *said : "";
    }

    std::string day(SheetColumn column, std::string const& otherwise) {
        auto const said = cell(column);
        if (said.empty()) {
            return otherwise;
        }
        auto out = sheetDay(said);
        if (out.empty()) {
            fault(column, {"\"" + said + "\" is not a date; write it like 2026-06-16",
                           "“" + said + "”不是日期，请写成 2026-06-16"});
        }
        return out;
    }

    std::optional<std::int64_t> count(SheetColumn column, std::int64_t most) {
        auto const said = cell(column);
        if (said.empty()) {
            return std::nullopt;
        }
        std::int64_t out = -1;
        auto const [end, ec] = std::from_chars(said.data(), said.data() + said.size(), out);
        if (ec != std::errc{} || end != said.data() + said.size() || out < 0 || out > most) {
            fault(column, {"\"" + said + "\" is no whole number up to " + std::to_string(most) +
                               "; write what was counted, in digits",
                           "“" + said + "”不是整数；请用数字填写实际数，不写“余”"});
            return std::nullopt;
        }
        return out;
    }

    void takeRow(std::size_t row, std::vector<std::string> const& cells) {
        row_ = row;
        cells_ = &cells;
        auto const before = out_.faults.size();
        WorkRecord record;
        record.title = line(SheetColumn::title);
        if (record.title.empty() && out_.faults.size() == before) {
            fault(SheetColumn::title, {"it is empty; say what was done in a few words",
                                       "未填；请用一句话说明做了什么"});
        }
        takeKind(record);
        takeDays(record);
        record.place = line(SheetColumn::place);
        record.sessions = count(SheetColumn::sessions, kMostSessions);
        record.people = count(SheetColumn::people, kMostPeople);
        auto const text = textOf("", cell(SheetColumn::text));
        if (!text) {
            fault(SheetColumn::text, {"the text is too long, or holds control characters",
                                      "文字过长，或含有控制字符"});
        } else {
            record.text = *text;
        }
        record.channel = line(SheetColumn::channel);
        record.responsible = {line(SheetColumn::responsible), line(SheetColumn::phone),
                              line(SheetColumn::mail)};
        record.unit = line(SheetColumn::unit);
        out_.rows.push_back({row, std::move(record)});
    }

    void takeKind(WorkRecord& record) {
        auto const said = cell(SheetColumn::kind);
        auto const kind = kindNamed(lower(said));
        if (!kind) {
            fault(SheetColumn::kind,
                  {"\"" + said +
                       "\" is no kind; 培训, 演练, 警示片观看, 咨询日, 检查, 宣讲 and 其他 are",
                   "“" + said + "”不是类别；可选培训、演练、警示片观看、咨询日、检查、宣讲、其他"});
        }
        record.kind = kind.value_or(store::WorkKind::other);
    }

    void takeDays(WorkRecord& record) {
        record.firstDay = day(SheetColumn::from, "");
        if (record.firstDay.empty()) {
            if (cell(SheetColumn::from).empty()) {
                fault(SheetColumn::from,
                      {"it is empty; write the day like 2026-06-16", "未填；请写成 2026-06-16"});
            }
            return;
        }
        record.lastDay = day(SheetColumn::to, record.firstDay);
        if (record.firstDay > today_) {
            fault(SheetColumn::from, {record.firstDay + " is not yet; a record says what was done",
                                      record.firstDay + " 尚未到；工作记录只记已做的事"});
        }
        if (!record.lastDay.empty() && record.lastDay < record.firstDay) {
            fault(SheetColumn::to, {"the last day is before the first", "结束日期早于开始日期"});
        }
    }

    documents::Sheet const& sheet_;
    std::string const& today_;
    WorkSheet out_;
    std::map<SheetColumn, std::size_t> columns_;
    std::size_t row_ = 0;
    std::vector<std::string> const* cells_ = nullptr;
};

}  // namespace

std::string sheetDay(std::string const& cell) {
    int year = 0, month = 0, day = 0, read = 0;
    constexpr std::array<char const*, 4> kForms{"%4d-%2d-%2d%n", "%4d/%2d/%2d%n", "%4d.%2d.%2d%n",
                                                "%4d年%2d月%2d日%n"};
    for (auto const* form : kForms) {
        read = 0;
        if (std::sscanf(cell.c_str(), form, &year, &month, &day, &read) == 3 && read > 0) {
            auto const rest = cell.substr(static_cast<std::size_t>(read));
            bool const time = rest.empty() || ((rest[0] == ' ' || rest[0] == 'T') &&
                                               rest.find(':') != std::string::npos);
            std::chrono::year_month_day const date(std::chrono::year(year),
                                                   std::chrono::month(static_cast<unsigned>(month)),
                                                   std::chrono::day(static_cast<unsigned>(day)));
            auto text = date.ok() ? playlists::toString(date) : std::string();
            return time && playlists::parseDate(text) ? text : "";
        }
    }
    return "";
}

WorkSheet readWorkSheet(documents::Sheet const& sheet, std::string const& today) {
    return SheetReader(sheet, today).read();
}

}  // namespace tocsin::activities
