// SPDX-License-Identifier: Apache-2.0
// tocsin report submit, tocsin report submitted, tocsin report addendum
#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kSubmitted[] = "/api/v1/reports/submitted";

std::string pathOf(std::int64_t number, char const* part, std::int64_t revision,
                   std::string const& format = "") {
    auto out = std::string(kSubmitted) + "/" + std::to_string(number) + part;
    char mark = '?';
    if (revision != 0) {
        out += mark + ("revision=" + std::to_string(revision));
        mark = '&';
    }
    return format.empty() ? out : out + mark + "format=" + format;
}

void put(boost::json::object& body, char const* key, std::string const& text) {
    if (!text.empty()) {
        body[key] = text;
    }
}

}  // namespace

ExitCode perform(ReportSubmit const& report, Context const& context) {
    boost::json::object body{{"report", report.which}, {"from", report.from}, {"to", report.to}};
    put(body, "title", report.title);
    put(body, "unit", report.unit);
    put(body, "reason", report.reason);
    if (!report.by.empty()) {
        body["by"] = boost::json::array(report.by.begin(), report.by.end());
    }
    if (report.of != 0) {
        body["of"] = report.of;
    }
    auto const reply = context.client.post(kSubmitted, body);
    auto const& made = reply.document;
    print(context, reply,
          fmt::format(fmt::runtime(say(context.environment.language, Text::reportSubmitted)),
                      integer(made, "number"), integer(made, "revision"), text(made, "digest")) +
              "\n");
    return ExitCode::ok;
}

ExitCode perform(ReportSubmitted const& report, Context const& context) {
    auto const language = context.environment.language;
    if (report.number == 0) {
        auto const reply = context.client.get(kSubmitted);
        print(context, reply, renderSubmitted(reply.document, language));
        return ExitCode::ok;
    }
    std::string bytes;
    if (report.format.empty() && !context.json) {
        auto const document =
            context.client.get(pathOf(report.number, "", report.revision)).document;
        bytes = member(document, "classes").is_array() ? renderSeconds(document, language)
                                                       : renderReport(document, language);
    } else {
        // Byte for byte: its digest is over these.
        bytes = context.client.getText(
            pathOf(report.number, "", report.revision, context.json ? "json" : report.format));
    }
    if (report.out.empty()) {
        context.out << bytes;
    } else {
        writeWholeFile(report.out, bytes);
    }
    return ExitCode::ok;
}

ExitCode perform(ReportAddendum const& report, Context const& context) {
    auto const reply = context.client.get(pathOf(report.number, "/addendum", report.revision));
    print(context, reply, renderAddendum(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
