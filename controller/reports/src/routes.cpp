// SPDX-License-Identifier: Apache-2.0
// The reports room's entries in the route table.
#include "play_report.hpp"
#include "tocsin/reports/reports.hpp"

namespace tocsin::reports {
namespace {

constexpr char kReport[] =
    R"({"type":"object","required":["from","to","by","rows","total"],"properties":{"from":{"type":"string"},)"
    R"("to":{"type":"string"},"by":{"type":"array","items":{"enum":["screen","campaign","asset","unit","hour"]}},)"
    R"("rows":{"type":"array","items":{"type":"object"}},"total":{"type":"object"}}})";

Result<access::Response> plays(store::Store const& store, access::Principal const& who,
                               access::Request const& request) {
    auto asked = readPlayRequest(request.query);
    if (!asked) {
        return asked.error();
    }
    asked->units = who.unitsFor(access::Permission::viewReports);
    auto const report = makePlayReport(store, *asked);
    if (!report) {
        return report.error();
    }
    access::Response response;
    if (asked->csv) {
        response.contentType = "text/csv; charset=utf-8";
        response.headers["Content-Disposition"] = "attachment; filename=\"plays.csv\"";
        response.body = toCsv(*report);
    } else {
        response.body = toJson(*report);
    }
    return response;
}

}  // namespace

access::Routes routes(store::Store& store) {
    return {{"GET",
             "/api/v1/reports/plays",
             access::Permission::viewReports,
             "Planned against played (?from&to&by&format=json|csv)",
             "",
             kReport,
             access::BodyPolicy::none,
             [&store](access::Principal const& who, access::Request const& request) {
                 return plays(store, who, request);
             },
             false,
             false,
             {{"from", true}, {"to", true}, {"by"}, {"format"}},
             "",
             {"application/json", "text/csv"},
             {200},
             {},
             {},
             {},
             access::filtered()}};
}

}  // namespace tocsin::reports
