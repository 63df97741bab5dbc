// SPDX-License-Identifier: Apache-2.0
// tocsin report plays
#include <ostream>

#include "arguments.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

void requireDateOrInstant(std::string const& option, std::string const& text) {
    if (text.size() > 10 ? !parseInstant(text).has_value() : false) {
        throw CommandFailure(ExitCode::usage, option + ": " + parseInstant(text).error().message);
    }
    if (text.size() <= 10) {
        requireDate(option, text);
    }
}

/// "table", "csv" or "json".
std::string formatOf(ReportPlays const& report, bool json) {
    if (!report.format.empty() && report.format != "csv" && report.format != "json") {
        throw CommandFailure(ExitCode::usage, "--format: a report cannot be written as \"" +
                                                  report.format + "\"; use csv or json");
    }
    if (json && report.format == "csv") {
        throw CommandFailure(ExitCode::usage, "--json and --format csv exclude each other");
    }
    return json ? "json" : report.format.empty() ? "table" : report.format;
}

std::string queryOf(ReportPlays const& report) {
    auto query = "?from=" + encoded(report.from) + "&to=" + encoded(report.to);
    for (std::size_t i = 0; i < report.by.size(); ++i) {
        query += (i == 0 ? "&by=" : ",") + encoded(report.by[i]);
    }
    return query;
}

}  // namespace

ExitCode perform(ReportPlays const& report, Context const& context) {
    requireDateOrInstant("--from", report.from);
    requireDateOrInstant("--to", report.to);
    auto const format = formatOf(report, context.json);
    auto const path = "/api/v1/reports/plays" + queryOf(report);
    std::string bytes;
    if (format == "csv") {
        bytes = context.client.getText(path + "&format=csv");
    } else {
        auto const reply = context.client.get(path + "&format=json");
        bytes = format == "json" ? reply.body
                                 : renderReport(reply.document, context.environment.language);
    }
    if (!bytes.ends_with('\n')) {
        bytes += '\n';
    }
    if (report.out.empty()) {
        context.out << bytes;
    } else {
        writeWholeFile(report.out, bytes);
    }
    return ExitCode::ok;
}

}  // namespace tocsin::cli
