// SPDX-License-Identifier: Apache-2.0
#include "submitted.hpp"

#include <boost/json.hpp>

#include "report_page.hpp"
#include "submitted_addendum.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/access/whole_number.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/reports/play_report.hpp"
#include "tocsin/reports/seconds_report.hpp"
#include "tocsin/store/submitted_reports.hpp"

namespace tocsin::reports {
namespace {

namespace json = boost::json;
using access::Permission;
using store::SubmittedReport;

constexpr std::size_t kMostTitle = 200, kMostReason = 500;
constexpr std::int64_t kMostADay = 100;  // of one unit: each is kept for good

struct Wish {
    std::string kind, title, unit, reason;
    std::int64_t of = 0;  ///< the number that it revises; 0: it is new
    std::map<std::string, std::string> query;
};

Wish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"report", "from", "to", "by", "title", "unit", "of", "reason"});
    Wish out;
    out.kind = in.at("report").string(16);
    if (out.kind != "plays" && out.kind != "seconds") {
        in.at("report").fail("must be \"plays\" or \"seconds\"");
    }
    out.query["from"] = in.at("from").string(64);
    out.query["to"] = in.at("to").string(64);
    if (auto const by = in.find("by")) {
        std::string words;
        for (auto const& one : by->array(16)) {
            words += (words.empty() ? "" : ",") + one.string(16);
        }
        out.query["by"] = words;
    }
    auto const text = [&](char const* key, std::size_t most) {
        auto const found = in.find(key);
        return found ? found->string(most) : std::string();
    };
    out.title = text("title", kMostTitle);
    out.unit = text("unit", 64);
    out.reason = text("reason", kMostReason);
    if (auto const of = in.find("of")) {
        out.of = of->integer(1, INT64_MAX);
    }
    if (out.of != 0 && out.reason.empty()) {
        in.fail("reason: a revision says why there is another one");
    }
    return out;
}

template <class Report>
void freeze(SubmittedReport& out, Report const& report) {
    out.from = report.request.fromText();
    out.to = report.request.toText();
    for (auto const by : report.request.by) {
        out.by.emplace_back(toString(by));
    }
    out.asOf = report.freshness.asOf;
    out.lastBatch = report.freshness.lastBatch;
    out.json = toJson(report);
    out.csv = toCsv(report);
    out.page = toHtml(report);
    out.digest = messages::sha256(out.json);
    out.csvDigest = messages::sha256(out.csv);
    out.pageDigest = messages::sha256(out.page);
    for (auto const& [screen, interval] : report.intervals) {
        out.screens.push_back({screen, interval.begin, interval.end});
    }
}

/// Makes the report as it is now.
Result<SubmittedReport> makeFrozen(store::Store const& store, ReportSettings const& settings,
                                   Wish const& wish, access::UnitSet units) {
    access::Request request;
    request.query = wish.query;
    bool const plays = wish.kind == "plays";
    auto asked = readReportRequest(request, plays ? playsOffer() : secondsOffer());
    if (!asked) {
        return asked.error();
    }
    asked->units = std::move(units);
    SubmittedReport out;
    if (plays) {
        auto const report = makePlayReport(store, *asked, settings);
        if (!report) {
            return report.error();
        }
        freeze(out, *report);
    } else {
        auto const report = makeSecondsReport(store, *asked, settings.now());
        if (!report) {
            return report.error();
        }
        freeze(out, *report);
    }
    if (std::max({out.json.size(), out.csv.size(), out.page.size()}) > kMostSubmittedBytes) {
        return Error{Errc::invalid,
                     "the report is larger than 16 MiB; group it by less or make it shorter"};
    }
    return out;
}

/// The one that the request names, if the caller may see it.
Result<SubmittedReport> findNamed(store::Tx const& tx, access::Principal const& who,
                                  access::Request const& request) {
    auto const text = request.parameters.at("number");
    Error const none{Errc::notFound, "there is no submitted report " + text};
    auto const number = access::positiveNumber(text);
    auto const said = access::queried(request, "revision");
    auto const revision = access::positiveNumber(said);
    if (!number || (!said.empty() && !revision)) {
        return none;
    }
    auto found = tx.submittedReports().find(*number, revision);
    if (!found || !who.may(Permission::viewReports, found->unit)) {
        return none;
    }
    return std::move(*found);
}

/// Of the form that is given out.
Digest const& digestOf(SubmittedReport const& report, std::string const& format) {
    return format == "csv"    ? report.csvDigest
           : format == "html" ? report.pageDigest
                              : report.digest;
}

}  // namespace

Result<access::Response> submitReport(store::Store& store, ReportSettings const& settings,
                                      access::Principal const& who,
                                      access::Request const& request) {
    auto const wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    auto const unit = access::unitFor(who, Permission::submitReports, wish->unit);
    if (!unit) {
        return unit.error();
    }
    auto units = access::UnitSet::all();
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        units = access::UnitTree(tx.units().all()).from(*unit);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    auto frozen = makeFrozen(store, settings, *wish, std::move(units));
    if (!frozen) {
        return frozen.error();
    }
    frozen->number = wish->of;
    frozen->kind = wish->kind;
    frozen->title = wish->title;
    frozen->unit = *unit;
    frozen->who = who.name;
    frozen->reason = wish->reason;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            if (std::as_const(tx).submittedReports().countSince(
                    *unit, frozen->asOf - std::chrono::days(1)) >= kMostADay) {
                return Error{Errc::exhausted,
                             "unit: " + std::to_string(kMostADay) +
                                 " reports were submitted for it within a day; try again tomorrow"};
            }
            auto const before =
                wish->of == 0 ? std::nullopt
                              : std::as_const(tx).submittedReports().find(wish->of, std::nullopt);
            if (wish->of != 0 && (!before || !who.may(Permission::viewReports, before->unit))) {
                return Error{Errc::notFound,
                             "of: there is no submitted report " + std::to_string(wish->of)};
            }
            if (before && (before->kind != frozen->kind || before->unit != frozen->unit ||
                           before->from != frozen->from || before->to != frozen->to)) {
                return Error{Errc::conflict, "of: report " + std::to_string(wish->of) +
                                                 " is of another unit or period; a revision is of "
                                                 "the same"};
            }
            *frozen = tx.submittedReports().add(*frozen);
            return {};
        },
        {who.name, "report.submit", wish->kind + " " + frozen->from + " " + frozen->to,
         frozen->digest.hex()});
    if (!written) {
        return written.error();
    }
    return access::jsonResponse(headOf(*frozen), 201);
}

Result<access::Response> listSubmitted(store::Store const& store, access::Principal const& who) {
    json::array items;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& report : tx.submittedReports().all()) {
            if (who.may(Permission::viewReports, report.unit)) {
                items.emplace_back(headOf(report));
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(json::object{{"items", std::move(items)}});
}

Result<access::Response> showSubmitted(store::Store const& store, access::Principal const& who,
                                       access::Request const& request) {
    auto const format = access::queried(request, "format");
    if (!format.empty() && format != "json" && format != "csv" && format != "html") {
        return Error{Errc::invalid,
                     "format: \"" + format + "\" is unknown; json, csv and html are allowed"};
    }
    Result<SubmittedReport> found = Error{Errc::internal, "nothing was read"};
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        found = findNamed(tx, who, request);
        return {};
    });
    if (!looked || !found) {
        return looked ? found.error() : looked.error();
    }
    access::Response response;
    response.headers["Tocsin-Report-Digest"] = digestOf(*found, format).hex();
    if (format == "csv") {
        response.contentType = "text/csv; charset=utf-8";
        response.body = std::move(found->csv);
    } else if (format == "html") {
        response.contentType = "text/html; charset=utf-8";
        response.headers["Content-Security-Policy"] = kPagePolicy;
        response.body = std::move(found->page);
    } else {
        response.body = std::move(found->json);
    }
    return response;
}

Result<access::Response> showAddendum(store::Store const& store, access::Principal const& who,
                                      access::Request const& request) {
    Result<json::object> made = Error{Errc::internal, "nothing was read"};
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto const found = findNamed(tx, who, request);
        made = found ? Result<json::object>(addendumOf(tx, *found)) : found.error();
        return {};
    });
    if (!looked || !made) {
        return looked ? made.error() : looked.error();
    }
    return access::jsonResponse(*made);
}

}  // namespace tocsin::reports
