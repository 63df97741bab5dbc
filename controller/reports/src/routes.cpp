// SPDX-License-Identifier: Apache-2.0
// The reports room's entries in the route table.
#include "report_page.hpp"
#include "submitted.hpp"
#include "tocsin/reports/gap_report.hpp"
#include "tocsin/reports/play_report.hpp"
#include "tocsin/reports/reports.hpp"
#include "tocsin/reports/seconds_report.hpp"

namespace tocsin::reports {
namespace {

constexpr char kPlays[] =
    R"({"type":"object","required":["from","to","by","rule","as_of","unreported","formulas","rows","total"],"properties":{"from":{"type":"string"},)"
    R"("to":{"type":"string"},"by":{"type":"array","items":{"enum":["screen","campaign","asset","category","unit","tree","daypart","day","hour"]}},"rule":{"type":"string"},"as_of":{"type":"string","format":"date-time"},)"
    R"("unreported":{"type":"array","items":{"type":"object"}},"formulas":{"type":"array","items":{"type":"object"}},)"
    R"("rows":{"type":"array","items":{"type":"object"}},"total":{"type":"object"}}})";
constexpr char kSeconds[] =
    R"({"type":"object","required":["from","to","by","rule","as_of","unreported","classes","rows","total"],"properties":{"from":{"type":"string"},)"
    R"("to":{"type":"string"},"by":{"type":"array","items":{"enum":["screen","unit","tree","day","hour"]}},"rule":{"type":"string"},)"
    R"("as_of":{"type":"string","format":"date-time"},"unreported":{"type":"array","items":{"type":"object"}},"classes":{"type":"array","items":{"type":"object"}},)"
    R"("rows":{"type":"array","items":{"type":"object"}},"total":{"type":"object"}}})";

constexpr char kGaps[] =
    R"({"type":"object","required":["from","to","as_of","cut","items"],"properties":{"from":{"type":"string"},"to":{"type":"string"},"as_of":{"type":"string","format":"date-time"},"cut":{"type":"boolean"},)"
    R"("items":{"type":"array","items":{"type":"object","required":["kind","screen","player","epoch","at"],"properties":{"kind":{"enum":["gap_record","missing_batches","end_unknown","waiting_for_rows","mismatch"]}}}}}})";

#define TOCSIN_SUBMITTED                                                                                                                                     \
    R"("number":{"type":"integer"},"revision":{"type":"integer"},"report":{"enum":["plays","seconds"]},"title":{"type":"string"},"unit":{"type":"string"},)" \
    R"("from":{"type":"string"},"to":{"type":"string"},"by":{"type":"array","items":{"type":"string"}},"as_of":{"type":"string","format":"date-time"},"who":{"type":"string"},"reason":{"type":"string"},"digest":{"type":"string"},"digest_csv":{"type":"string"},"digest_html":{"type":"string"})"
constexpr char kWish[] =
    R"({"type":"object","required":["report","from","to"],"properties":{"report":{"enum":["plays","seconds"]},"from":{"type":"string"},"to":{"type":"string"},)"
    R"("by":{"type":"array","items":{"type":"string"}},"title":{"type":"string"},"unit":{"type":"string"},"of":{"type":"integer"},"reason":{"type":"string"}}})";
constexpr char kHead[] =
    R"({"type":"object","required":["number","revision","digest"],"properties":{)" TOCSIN_SUBMITTED
    "}}";
constexpr char kHeads[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","properties":{)" TOCSIN_SUBMITTED
    "}}}}}";
constexpr char kAddendum[] =
    R"({"type":"object","required":["number","revision","rows","total"],"properties":{"rows":{"type":"array","items":{"type":"object"}},"total":{"type":"object"},)" TOCSIN_SUBMITTED
    "}}";
#undef TOCSIN_SUBMITTED

/// The report in the form that was asked for.
template <class Report>
access::Response answered(Report const& report, std::string const& name) {
    access::Response response;
    switch (report.request.format) {
        case Format::json:
            response.body = toJson(report);
            break;
        case Format::csv:
            response.contentType = "text/csv; charset=utf-8";
            response.headers["Content-Disposition"] = "attachment; filename=\"" + name + ".csv\"";
            response.body = toCsv(report);
            break;
        case Format::html:
            response.contentType = "text/html; charset=utf-8";
            response.headers["Content-Security-Policy"] = kPagePolicy;
            response.headers["Vary"] = "Accept-Language";
            response.body = toHtml(report);
            break;
    }
    return response;
}

Result<access::Response> plays(store::Store const& store, ReportSettings const& settings,
                               access::Principal const& who, access::Request const& request) {
    auto asked = readReportRequest(request, playsOffer());
    if (!asked) {
        return asked.error();
    }
    asked->units = who.unitsFor(access::Permission::viewReports);
    auto const report = makePlayReport(store, *asked, settings);
    if (!report) {
        return report.error();
    }
    return answered(*report, "plays");
}

Result<access::Response> seconds(store::Store const& store, ReportSettings const& settings,
                                 access::Principal const& who, access::Request const& request) {
    auto asked = readReportRequest(request, secondsOffer());
    if (!asked) {
        return asked.error();
    }
    asked->units = who.unitsFor(access::Permission::viewReports);
    auto const report = makeSecondsReport(store, *asked, settings.now());
    if (!report) {
        return report.error();
    }
    return answered(*report, "seconds");
}

Result<access::Response> gaps(store::Store const& store, ReportSettings const& settings,
                              access::Principal const& who, access::Request const& request) {
    auto asked = readReportRequest(request, gapsOffer());
    if (!asked) {
        return asked.error();
    }
    if (asked->format == Format::html) {
        return Error{Errc::invalid, "format: gaps are written as json or csv"};
    }
    asked->units = who.unitsFor(access::Permission::viewReports);
    auto const report = makeGapReport(store, *asked, settings.now());
    if (!report) {
        return report.error();
    }
    access::Response response;
    response.body = asked->format == Format::csv ? toCsv(*report) : toJson(*report);
    if (asked->format == Format::csv) {
        response.contentType = "text/csv; charset=utf-8";
        response.headers["Content-Disposition"] = "attachment; filename=\"gaps.csv\"";
    }
    return response;
}

access::Route reportRoute(char const* path, char const* summary, char const* schema,
                          access::Handler handler) {
    access::Route out;
    out.method = "GET";
    out.pattern = path;
    out.permission = access::Permission::viewReports;
    out.summary = summary;
    out.responseSchema = schema;
    out.handler = std::move(handler);
    out.query = {{"from", true}, {"to", true}, {"by"}, {"format"}, {"lang"}};
    out.responseTypes = {"application/json", "text/csv", "text/html"};
    out.requestHeaders = {{"Accept-Language"}};
    out.reach = access::filtered();
    return out;
}

access::Route submittedRoute(char const* method, char const* path, char const* summary,
                             char const* schema, access::Handler handler) {
    access::Route out;
    out.method = method;
    out.pattern = std::string("/api/v1/reports/submitted") + path;
    out.permission = access::Permission::viewReports;
    out.summary = summary;
    out.responseSchema = schema;
    out.handler = std::move(handler);
    out.reach = access::filtered();
    return out;
}

access::Routes submittedRoutes(store::Store& store,
                               std::shared_ptr<ReportSettings const> const& shared) {
    using access::Principal;
    using access::Request;
    auto post = submittedRoute("POST", "", "Freeze a report: it never changes again", kHead,
                               [&store, shared](Principal const& who, Request const& request) {
                                   return submitReport(store, *shared, who, request);
                               });
    post.permission = access::Permission::submitReports;
    post.requestSchema = kWish;
    post.body = access::BodyPolicy::text;
    post.success = {201};
    auto list = submittedRoute(
        "GET", "", "Submitted reports", kHeads,
        [&store](Principal const& who, Request const&) { return listSubmitted(store, who); });
    auto show = submittedRoute("GET", "/{number}", "A submitted report as it was", "",
                               [&store](Principal const& who, Request const& request) {
                                   return showSubmitted(store, who, request);
                               });
    show.query = {{"revision"}, {"format"}};
    show.responseTypes = {"application/json", "text/csv", "text/html"};
    auto addendum = submittedRoute(
        "GET", "/{number}/addendum", "Plays of a submitted report's period that came after it",
        kAddendum, [&store](Principal const& who, Request const& request) {
            return showAddendum(store, who, request);
        });
    addendum.query = {{"revision"}};
    return {post, list, show, addendum};
}

}  // namespace

access::Routes routes(store::Store& store, ReportSettings settings) {
    auto const shared = std::make_shared<ReportSettings const>(std::move(settings));
    access::Routes out = {
        reportRoute("/api/v1/reports/plays",
                    "Planned against played (?from&to&by&format=json|csv|html)", kPlays,
                    [&store, shared](access::Principal const& who, access::Request const& request) {
                        return plays(store, *shared, who, request);
                    }),
        reportRoute("/api/v1/reports/seconds",
                    "What opening hours went to (?from&to&by&format=json|csv|html)", kSeconds,
                    [&store, shared](access::Principal const& who, access::Request const& request) {
                        return seconds(store, *shared, who, request);
                    })};
    auto gapRoute = reportRoute(
        "/api/v1/reports/gaps", "What is not there of players' plays (?from&to&format=json|csv)",
        kGaps, [&store, shared](access::Principal const& who, access::Request const& request) {
            return gaps(store, *shared, who, request);
        });
    gapRoute.query = {{"from", true}, {"to", true}, {"format"}};
    gapRoute.responseTypes = {"application/json", "text/csv"};
    gapRoute.requestHeaders.clear();
    out.push_back(std::move(gapRoute));
    auto const submitted = submittedRoutes(store, shared);
    out.insert(out.end(), submitted.begin(), submitted.end());
    return out;
}

}  // namespace tocsin::reports
