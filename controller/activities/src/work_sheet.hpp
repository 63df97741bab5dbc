// SPDX-License-Identifier: Apache-2.0
// Work records in a member's workbook: a row each, below a row of headings in Chinese, English or
// both.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/documents/sheet.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/store/activities.hpp"

namespace tocsin::activities {

enum class SheetColumn {
    from,
    to,
    kind,
    title,
    place,
    sessions,
    people,
    text,
    channel,
    responsible,
    phone,
    mail,
    unit
};
struct SheetHeading {
    SheetColumn column;
    std::string_view key;      ///< "people"; also its English heading
    std::string_view chinese;  ///< "人次"
    bool required = false;
};
inline constexpr std::array<SheetHeading, 13> kSheetHeadings{
    {{SheetColumn::from, "from", "开始日期", true},
     {SheetColumn::to, "to", "结束日期"},
     {SheetColumn::kind, "kind", "类别", true},
     {SheetColumn::title, "title", "标题", true},
     {SheetColumn::place, "place", "地点"},
     {SheetColumn::sessions, "sessions", "场次"},
     {SheetColumn::people, "people", "人次"},
     {SheetColumn::text, "text", "内容"},
     {SheetColumn::channel, "channel", "渠道"},
     {SheetColumn::responsible, "responsible", "责任人"},
     {SheetColumn::phone, "phone", "电话"},
     {SheetColumn::mail, "mail", "邮箱"},
     {SheetColumn::unit, "unit", "单位"}}};

/// What is wrong with a cell, or with a row.
struct SheetFault {
    std::size_t row = 0;  ///< as the workbook counts, from 1
    std::string column;   ///< "C"; empty: of the row
    std::string key;      ///< heading; empty: of the row
    playlists::Words message;
    bool operator==(SheetFault const&) const = default;
};

struct SheetRow {
    std::size_t row = 0;      ///< as the workbook counts, from 1
    store::WorkRecord facts;  ///< `unit` as the sheet says it: handle, name or nothing
    bool operator==(SheetRow const&) const = default;
};

struct WorkSheet {
    std::vector<SheetRow> rows;
    std::vector<SheetFault> faults;
    std::string unitColumn;  ///< "M"; empty: there is none
};

inline constexpr std::size_t kMostSheetRows = 1'000;

/// Every row that says anything, checked as far as that goes without the store; rows are wrong one
/// by one. The headings stand in one of the first ten rows. Numbers are whole and exact: "余" is
/// none.
[[nodiscard]] WorkSheet readWorkSheet(documents::Sheet const& sheet, std::string const& today);

/// "2026-06-16" of that, "2026/6/16", "2026.6.16", "2026年6月16日", with a time behind it or not;
/// else nothing.
[[nodiscard]] std::string sheetDay(std::string const& cell);

}  // namespace tocsin::activities
