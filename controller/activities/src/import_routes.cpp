// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/work-template.xlsx, POST /api/v1/work/import: all rows or none, and none twice.
#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>
#include <tuple>
#include <utility>

#include "activity_json.hpp"
#include "activity_routes.hpp"
#include "attachment.hpp"
#include "reading.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/store/people.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "work_reading.hpp"
#include "work_sheet.hpp"
#include "work_template.hpp"

namespace tocsin::activities {
namespace {

using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;
using store::WorkRecord;

constexpr char kWorkbookType[] =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr char kAnswer[] =
    R"({"type":"object","properties":{"activity":{"type":"string"},"added":{"type":"array","items":{"type":"object"}},"already":{"type":"array","items":{"type":"object","properties":{"row":{"type":"integer"},"number":{"type":"integer"},"differs":{"type":"boolean"}}}},)"
    R"("errors":{"type":"array","items":{"type":"object","properties":{"row":{"type":"integer"},"column":{"type":"string"},"key":{"type":"string"},"message":{"type":"string"},"message_zh":{"type":"string"}}}}}})";
constexpr std::size_t kNameBytes = 200;

/// By what a row is known again, though its figures were corrected since.
auto identityOf(WorkRecord const& record) {
    return std::tuple(record.unit, record.kind, record.firstDay, record.title, record.place);
}
using Identity = decltype(identityOf(std::declval<WorkRecord>()));

bool saysTheSame(WorkRecord const& one, WorkRecord const& other) {
    return identityOf(one) == identityOf(other) && one.lastDay == other.lastDay &&
           one.sessions == other.sessions && one.people == other.people && one.text == other.text &&
           one.channel == other.channel && one.responsible == other.responsible;
}

struct Already {
    std::size_t row = 0;
    std::int64_t number = 0;
    bool differs = false;  ///< somebody changed the record, or the row, since
};

/// What becomes of a workbook.
struct Import {
    std::string activity, file;
    WorkSheet sheet;
    std::vector<WorkRecord> added;
    std::vector<std::size_t> rowsAdded;
    std::vector<Already> already;
};

/// Fills in what the store knows, and finds what is wrong or there already.
class Judge {
public:
    Judge(store::Tx const& tx, Principal const& who, store::Activity const& activity, Import& taken)
        : tx_(tx), who_(who), activity_(activity), import_(taken), units_(tx.units().all()) {}

    void judge(Result<std::string> const& otherwise, Instant now) {
        for (auto const& record : tx_.workRecords().of(activity_.handle)) {
            if (!record.withdrawn) {
                there_.emplace(identityOf(record), record);
            }
        }
        for (auto const& row : import_.sheet.rows) {
            auto record = row.facts;
            if (!placeIn(record, row.row, otherwise)) {
                continue;
            }
            record.activity = activity_.handle;
            record.author = who_.name;
            record.imported = import_.file;
            record.changed = now;
            enter(std::move(record), row.row);
        }
    }

private:
    void fault(std::size_t row, playlists::Words message) {
        import_.sheet.faults.push_back({row, import_.sheet.unitColumn, "unit", std::move(message)});
    }

    bool placeIn(WorkRecord& record, std::size_t row, Result<std::string> const& otherwise) {
        if (record.unit.empty()) {
            if (!otherwise) {
                fault(row, {otherwise.error().message, "请填写单位"});
                return false;
            }
            record.unit = *otherwise;
        } else if (auto const unit = unitNamed(record.unit)) {
            record.unit = *unit;
        } else {
            fault(row, {"there is no unit \"" + record.unit + "\"; see tocsin unit list",
                        "没有单位“" + record.unit + "”；见 tocsin unit list"});
            return false;
        }
        if (!who_.may(Permission::editActivities, record.unit)) {
            fault(row, {"you may not enter work of the unit \"" + record.unit + "\"",
                        "没有权限填报单位“" + record.unit + "”的工作"});
            return false;
        }
        auto const part = checkTakesPart(tx_, activity_, record.unit);
        if (!part) {
            fault(row, {part.error().message, "单位“" + record.unit + "”不参加该活动"});
        }
        return part.has_value();
    }

    /// By its handle, or by its name if only one is called so.
    [[nodiscard]] std::optional<std::string> unitNamed(std::string const& word) const {
        std::optional<std::string> byName;
        for (auto const& unit : units_) {
            if (unit.handle == word) {
                return word;
            }
            if (unit.name == word) {
                byName = byName ? std::string() : unit.handle;
            }
        }
        return byName && byName->empty() ? std::nullopt : byName;
    }

    void enter(WorkRecord record, std::size_t row) {
        auto const identity = identityOf(record);
        if (auto const there = there_.find(identity); there != there_.end()) {
            import_.already.push_back(
                {row, there->second.number, !saysTheSame(there->second, record)});
            return;
        }
        if (auto const [first, isNew] = rows_.emplace(identity, row); !isNew) {
            import_.sheet.faults.push_back(
                {row,
                 "",
                 "",
                 {"it says the same as row " + std::to_string(first->second),
                  "与第 " + std::to_string(first->second) + " 行相同"}});
            return;
        }
        import_.added.push_back(std::move(record));
        import_.rowsAdded.push_back(row);
    }

    store::Tx const& tx_;
    Principal const& who_;
    store::Activity const& activity_;
    Import& import_;
    std::vector<store::Unit> const units_;
    std::map<Identity, WorkRecord> there_;
    std::map<Identity, std::size_t> rows_;
};

boost::json::object answerOf(Import const& taken) {
    boost::json::array added, already, errors;
    for (std::size_t i = 0; i < taken.added.size(); ++i) {
        auto one = toJson(taken.added[i]);
        one["row"] = taken.rowsAdded[i];
        added.push_back(std::move(one));
    }
    for (auto const& one : taken.already) {
        already.push_back(boost::json::object{
            {"row", one.row}, {"number", one.number}, {"differs", one.differs}});
    }
    for (auto const& fault : taken.sheet.faults) {
        errors.push_back(boost::json::object{{"row", fault.row},
                                             {"column", fault.column},
                                             {"key", fault.key},
                                             {"message", fault.message.english},
                                             {"message_zh", fault.message.chinese}});
    }
    return {{"activity", taken.activity},
            {"added", std::move(added)},
            {"already", std::move(already)},
            {"errors", std::move(errors)}};
}

playlists::Words lineOfFault(SheetFault const& fault) {
    auto const row = std::to_string(fault.row);
    playlists::Words out{"row " + row, "第 " + row + " 行"};
    if (!fault.column.empty()) {
        out.english += ", column " + fault.column;
        out.chinese += " " + fault.column + " 列";
    }
    auto const heading = std::ranges::find(kSheetHeadings, fault.key, &SheetHeading::key);
    if (heading != kSheetHeadings.end()) {
        out.english += " (" + fault.key + ")";
        out.chinese += "（" + std::string(heading->chinese) + "）";
    }
    return {out.english + ": " + fault.message.english, out.chinese + "：" + fault.message.chinese};
}

/// The problem document: a line a mistake, and each of them as a value.
Response refused(Import& taken) {
    std::ranges::stable_sort(taken.sheet.faults, {}, &SheetFault::row);
    constexpr std::size_t kTold = 50;
    auto const number = taken.sheet.faults.size();
    auto const count = std::to_string(number);
    playlists::Words lines{
        "nothing was imported: " + count + (number == 1 ? " mistake" : " mistakes"),
        "未导入任何内容，共 " + count + " 处错误"};
    for (std::size_t i = 0; i < std::min(number, kTold); ++i) {
        auto const line = lineOfFault(taken.sheet.faults[i]);
        lines.english += "\n" + line.english;
        lines.chinese += "\n" + line.chinese;
    }
    auto out = access::problem(Error{Errc::invalid, lines.english});
    taken.added.clear();
    auto body = boost::json::parse(out.body).as_object();
    body["detail_zh"] = shownAsLines(lines.chinese);
    for (auto& [name, value] : answerOf(taken)) {
        body[name] = std::move(value);
    }
    out.body = boost::json::serialize(body);
    return out;
}

Result<documents::Sheet> sheetIn(StatePtr const& state, std::filesystem::path const& file) {
    auto const& outside = state->settings.outside;
    if (!outside) {
        return Error{Errc::unavailable, "this controller reads no workbooks"};
    }
    std::error_code failed;
    auto const bytes = static_cast<std::int64_t>(std::filesystem::file_size(file, failed));
    if (failed || bytes < 1 || bytes > ActivityBook::kMostFileBytes) {
        return Error{Errc::invalid, "the workbook has " + std::to_string(failed ? 0 : bytes) +
                                        " bytes; allowed are 1 to " +
                                        std::to_string(ActivityBook::kMostFileBytes)};
    }
    std::ifstream in(file, std::ios::binary);
    std::string const workbook{std::istreambuf_iterator<char>(in), {}};
    return outside->sheet(workbook);
}

/// The activity that the workbook is for, before any row is read: it says which day it is.
Result<store::Activity> activityOf(StatePtr const& state, Principal const& who,
                                   Request const& request) {
    Result<store::Activity> out = Error{Errc::internal, "nothing was read"};
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        out = activityForWork(tx, who, queried(request, "activity"), state->settings.now());
        return {};
    });
    return looked ? out : looked.error();
}

Result<Response> importWorkbook(StatePtr const& state, Principal const& who,
                                Request const& request) {
    auto const name = lineOf("name", queried(request, "name"), kNameBytes);
    auto const activity = name ? activityOf(state, who, request) : name.error();
    auto const sheet = activity ? sheetIn(state, request.bodyFile) : activity.error();
    if (!sheet) {
        return sheet.error();
    }
    auto const now = state->settings.now();
    Import taken{
        activity->handle, *name, readWorkSheet(*sheet, todayOf(*activity, now)), {}, {}, {}};
    if (!taken.sheet.faults.empty() && taken.sheet.rows.empty()) {
        return refused(taken);
    }
    auto const unit = access::unitFor(who, Permission::editActivities, queried(request, "unit"));
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            Judge(tx, who, *activity, taken).judge(unit, now);
            if (!taken.sheet.faults.empty()) {
                return Error{Errc::invalid, ""};  // said in full below
            }
            for (auto& record : taken.added) {
                record = tx.workRecords().put(record);
            }
            return {};
        },
        {who.name, "work.import", activity->handle,
         *name + ": " + std::to_string(taken.sheet.rows.size()) + " rows"});
    if (!taken.sheet.faults.empty()) {
        return refused(taken);
    }
    return written ? Result<Response>(access::jsonResponse(answerOf(taken))) : written.error();
}

Response giveTemplate() {
    Response response;
    response.contentType = kWorkbookType;
    response.body = workTemplate();
    response.headers["Content-Disposition"] = dispositionOf("工作记录模板.xlsx");
    return response;
}

}  // namespace

access::Routes importRoutes(StatePtr const& state) {
    access::Routes routes;
    routes.push_back(
        {"GET", "/api/v1/work-template.xlsx", Permission::editActivities,
         "The workbook for work records, to be filled in", "", "", access::BodyPolicy::none,
         [](Principal const&, Request const&) -> Result<Response> { return giveTemplate(); }});
    routes.back().responseTypes = {kWorkbookType};
    routes.back().reach = access::filtered();
    routes.push_back({"POST", "/api/v1/work/import", Permission::editActivities,
                      "Import work records from a workbook, all rows or none", "", kAnswer,
                      access::BodyPolicy::upload,
                      [state](Principal const& who, Request const& request) {
                          return importWorkbook(state, who, request);
                      }});
    routes.back().query = {{"activity"}, {"unit"}, {"name"}};
    routes.back().reach = access::filtered();
    return routes;
}

}  // namespace tocsin::activities
