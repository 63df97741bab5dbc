// SPDX-License-Identifier: Apache-2.0
// tocsin report plays, tocsin report seconds, tocsin report gaps
#include <ostream>

#include "arguments.hpp"
#include "language.hpp"
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

/// "table", "csv", "html" or "json".
std::string formatOf(ReportMake const& report, bool json) {
    auto const& format = report.format;
    if (report.which == "gaps" && format == "text" && !json) {
        return "table";
    }
    if (report.which == "gaps" && format == "html") {
        throw CommandFailure(ExitCode::usage, "--format: gaps are written as json, csv or text");
    }
    if (!format.empty() && format != "csv" && format != "json" && format != "html") {
        throw CommandFailure(ExitCode::usage, "--format: a report cannot be written as \"" +
                                                  format + "\"; use csv, json or html");
    }
    if (json && !format.empty() && format != "json") {
        throw CommandFailure(ExitCode::usage,
                             "--json and --format " + format + " exclude each other");
    }
    return json ? "json" : format.empty() ? "table" : format;
}

std::string pathOf(ReportMake const& report) {
    auto out = "/api/v1/reports/" + report.which + "?from=" + encoded(report.from) +
               "&to=" + encoded(report.to);
    for (std::size_t i = 0; i < report.by.size(); ++i) {
        out += (i == 0 ? "&by=" : ",") + encoded(report.by[i]);
    }
    return out;
}

std::string bytesOf(ReportMake const& report, std::string const& format, Context const& context) {
    auto const path = pathOf(report);
    auto const spoken = context.environment.language;
    if (format == "csv") {
        return context.client.getText(path + "&format=csv");
    }
    if (format == "html") {
        return context.client.getText(path +
                                      "&format=html&lang=" + languageCode(report.language, spoken));
    }
    auto const reply = context.client.get(path + "&format=json");
    if (format == "json") {
        return reply.body;
    }
    if (report.which == "gaps") {
        return renderGaps(reply.document, spoken);
    }
    return report.which == "seconds" ? renderSeconds(reply.document, spoken)
                                     : renderReport(reply.document, spoken);
}

}  // namespace

ExitCode perform(ReportMake const& report, Context const& context) {
    requireDateOrInstant("--from", report.from);
    requireDateOrInstant("--to", report.to);
    auto bytes = bytesOf(report, formatOf(report, context.json), context);
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
