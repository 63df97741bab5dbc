// SPDX-License-Identifier: Apache-2.0
// tocsin plan: a day's plays, what a campaign would change, a calendar file.
#include <ostream>

#include "arguments.hpp"
#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

ExitCode planDay(Plan const& plan, Context const& context) {
    requireDate("--date", plan.date);
    auto const reply = context.client.get("/api/v1/screens/" + encoded(plan.screen) +
                                          "/plan?date=" + encoded(plan.date));
    print(context, reply, renderPlanCsv(reply.document));
    auto const* released = member(reply.document, "released").if_bool();
    if (released != nullptr && !*released) {
        context.err << "tocsin: " << say(context.environment.language, Text::notReleased) << '\n';
    }
    if (!context.json) {
        for (auto const& line : renderOverlays(reply.document, context.environment.language)) {
            context.err << "tocsin: " << line << '\n';
        }
    }
    return printFindings(context, reply.document) == 0 ? ExitCode::ok : ExitCode::findings;
}

ExitCode planDiff(Plan const& plan, Context const& context) {
    auto path = "/api/v1/campaigns/" + encoded(plan.diff) + "/diff";
    if (plan.days) {
        path += "?days=" + std::to_string(*plan.days);
    }
    auto const reply = context.client.get(path);
    print(context, reply, renderDiff(reply.document, context.environment.language));
    std::size_t findings = 0;
    for (auto const& screen : elements(reply.document, "screens")) {
        findings += printFindings(context, screen);
    }
    return findings == 0 ? ExitCode::ok : ExitCode::findings;
}

ExitCode planCalendar(Plan const& plan, Context const& context) {
    auto path = "/api/v1/screens/" + encoded(plan.screen) + "/calendar.ics";
    char separator = '?';
    for (auto const& [key, value] : {std::pair("from", plan.from), std::pair("to", plan.to)}) {
        if (!value.empty()) {
            requireDate(std::string("--") + key, value);
            path += separator + std::string(key) + "=" + encoded(value);
            separator = '&';
        }
    }
    auto const text = context.client.getText(path);
    if (plan.ics == "-") {
        context.out << text;
    } else {
        writeWholeFile(plan.ics, text);
    }
    return ExitCode::ok;
}

}  // namespace

ExitCode perform(Plan const& plan, Context const& context) {
    int const asked =
        (plan.date.empty() ? 0 : 1) + (plan.diff.empty() ? 0 : 1) + (plan.ics.empty() ? 0 : 1);
    if (asked != 1) {
        throw CommandFailure(ExitCode::usage,
                             "say what of the plan: --date for a day's plays, --diff for what a "
                             "campaign would change, or --ics for a calendar file");
    }
    if (plan.diff.empty() == plan.screen.empty()) {
        throw CommandFailure(ExitCode::usage, plan.screen.empty()
                                                  ? "--screen is missing; tocsin screen list "
                                                    "shows those there are"
                                                  : "--diff looks at all screens; leave --screen "
                                                    "out");
    }
    return !plan.date.empty()   ? planDay(plan, context)
           : !plan.diff.empty() ? planDiff(plan, context)
                                : planCalendar(plan, context);
}

ExitCode perform(Explain const& explain, Context const& context) {
    auto path = "/api/v1/screens/" + encoded(explain.screen) + "/explain";
    if (!explain.at.empty()) {
        path += "?at=" + encoded(explain.at);
    }
    auto const reply = context.client.get(path);
    print(context, reply, renderExplanation(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
