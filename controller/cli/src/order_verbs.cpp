// SPDX-License-Identifier: Apache-2.0
// tocsin screen blank, unblank
#include <boost/json.hpp>

#include "language.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {

ExitCode perform(ScreenBlank const& order, Context const& context) {
    if (order.all != order.screens.empty()) {
        throw CommandFailure(ExitCode::usage, "name the screens, or say --all");
    }
    boost::json::object body;
    if (order.all) {
        body["all"] = true;
    } else {
        body["screens"] = boost::json::array(order.screens.begin(), order.screens.end());
    }
    if (!order.reason.empty()) {
        body["reason"] = order.reason;
    }
    auto const reply = context.client.post(
        order.blank ? "/api/v1/screens/blank" : "/api/v1/screens/unblank", body);
    print(context, reply, renderOrders(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
