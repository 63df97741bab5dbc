// SPDX-License-Identifier: Apache-2.0
// tocsin spare …, tocsin screen revoke
#include <fmt/format.h>

#include <boost/json.hpp>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kSpares[] = "/api/v1/spares";

}  // namespace

ExitCode perform(SpareAdd const& add, Context const& context) {
    boost::json::object body{{"code", add.code}};
    if (!add.screens.empty()) {
        body["screens"] = boost::json::array(add.screens.begin(), add.screens.end());
    }
    if (!add.unit.empty()) {
        body["unit"] = add.unit;
    }
    if (!add.tag.empty()) {
        body["tag"] = add.tag;
    }
    auto const reply = context.client.post(kSpares, body);
    print(context, reply,
          renderSpares(boost::json::object{{"items", boost::json::array{reply.document}}},
                       context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(SpareList const&, Context const& context) {
    auto const reply = context.client.get(kSpares);
    print(context, reply, renderSpares(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(SpareRemove const& remove, Context const& context) {
    auto const reply = context.client.remove(std::string(kSpares) + "/" + encoded(remove.player));
    print(context, reply,
          printable(fmt::format(fmt::runtime(say(context.environment.language, Text::spareRemoved)),
                                remove.player)) +
              "\n");
    return ExitCode::ok;
}

ExitCode perform(ScreenRevoke const& revoke, Context const& context) {
    boost::json::object body;
    if (!revoke.reason.empty()) {
        body["reason"] = revoke.reason;
    }
    auto const reply =
        context.client.post("/api/v1/screens/" + encoded(revoke.screen) + "/revoke", body);
    auto const player = text(reply.document, "player");
    auto const said = player.empty()                   ? Text::revokedToken
                      : flag(reply.document, "online") ? Text::revokedNow
                                                       : Text::revokedAway;
    print(context, reply,
          printable(fmt::format(fmt::runtime(say(context.environment.language, said)),
                                revoke.screen, player)) +
              "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
