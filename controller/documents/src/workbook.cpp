// SPDX-License-Identifier: Apache-2.0
// Documents as XLSX workbooks.
#include <algorithm>
#include <chrono>
#include <memory>
#include <new>

#include "document_bounds.hpp"
#include "spreadsheet_text.hpp"
#include "tocsin/documents/write.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "workbook_charts.hpp"
#include "workbook_file.hpp"
#include "workbook_overview.hpp"
#include "workbook_sheet_names.hpp"
#include "workbook_table.hpp"

namespace tocsin::documents {
namespace {

using namespace spreadsheet;

constexpr std::size_t kMostPropertyUnits = 255;
constexpr std::time_t kNoTime = 315'532'800;  // 1980-01-01: without a time, libxlsxwriter takes now

std::time_t createdOf(Document const& document) {
    auto const instant = parseInstant(document.created);
    if (!instant) {
        return kNoTime;
    }
    auto const seconds = std::chrono::floor<std::chrono::seconds>(*instant);
    auto const time = static_cast<std::time_t>(seconds.time_since_epoch().count());
    return time == 0 ? kNoTime : time;
}

void setProperties(lxw_workbook& workbook, Document const& document) {
    auto title = firstUnits(cleanText(document.title), kMostPropertyUnits);
    auto author = firstUnits(cleanText(document.author), kMostPropertyUnits);
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.author = author.data();
    properties.created = createdOf(document);
    expectWritten(workbook_set_properties(&workbook, &properties), "properties");
}

std::vector<Table const*> tablesOf(Document const& document) {
    std::vector<Table const*> tables;
    for (auto const& block : document.blocks) {
        if (auto const* const table = std::get_if<Table>(&block)) {
            tables.push_back(table);
        }
    }
    return tables;
}

void writeSheets(lxw_workbook& workbook, Document const& document) {
    Formats formats(workbook, document.language);
    WorkbookContext context{workbook, formats, document};
    SheetNames names(document.language);
    auto const overviewName = names.take(context.words("概况", "Overview"));
    Charts charts(context, names.take(context.words("图表数据", "Chart data")));
    auto const tables = tablesOf(document);
    std::vector<std::string> tableNames;
    for (auto const* const table : tables) {
        tableNames.push_back(names.take(table->sheet.empty() ? table->title : table->sheet));
    }

    Overview(context, overviewName, charts, tableNames).write();
    for (std::size_t i = 0; i < tables.size(); ++i) {
        writeTable(context, tableNames[i], *tables[i]);
    }
    charts.writeData();
}

struct Freed {
    void operator()(lxw_workbook* workbook) const noexcept { lxw_workbook_free(workbook); }
};

Error exhausted(std::string const& why) {
    return {Errc::exhausted,
            "a workbook cannot be written: " + why + "; is the disk of the temporary files full?"};
}

}  // namespace

Result<std::string> toXlsx(Document const& document) {
    checkBounds(document);
    WorkbookFile const file;
    std::unique_ptr<lxw_workbook, Freed> workbook(workbook_new(file.path().c_str()));
    if (!workbook) {
        throw std::bad_alloc();
    }
    setProperties(*workbook, document);
    writeSheets(*workbook, document);
    // Closing frees it, whatever comes of it.
    if (auto const closed = workbook_close(workbook.release()); closed != LXW_NO_ERROR) {
        return exhausted(lxw_strerror(closed));
    }
    auto bytes = file.bytes();
    if (bytes && !isWholeWorkbook(*bytes)) {
        return exhausted("parts of it are missing");
    }
    return bytes;
}

}  // namespace tocsin::documents
