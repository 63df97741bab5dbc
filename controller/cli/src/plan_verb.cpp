// SPDX-License-Identifier: Apache-2.0
// tocsin plan
#include <ostream>

#include "arguments.hpp"
#include "language.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {

ExitCode perform(Plan const& plan, Context const& context) {
    requireDate("--date", plan.date);
    auto const reply = context.client.get("/api/v1/screens/" + encoded(plan.screen) +
                                          "/plan?date=" + encoded(plan.date));
    print(context, reply, renderPlanCsv(reply.document));
    auto const* released = member(reply.document, "released").if_bool();
    if (released != nullptr && !*released) {
        context.err << "tocsin: " << say(context.environment.language, Text::notReleased) << '\n';
    }
    printFindings(context, reply.document);
    return ExitCode::ok;
}

}  // namespace tocsin::cli
