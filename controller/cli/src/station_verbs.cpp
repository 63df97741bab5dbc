// SPDX-License-Identifier: Apache-2.0
// tocsin station …
#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kStations[] = "/api/v1/stations";

std::string ownId(Context const& context) {
    auto const own = context.credentials.station();
    return own ? own->id : std::string();
}

void checkIsNone(StationRegister const& order, Context const& context) {
    auto const own = context.credentials.station();
    if (own && !order.replace) {
        throw CommandFailure(ExitCode::conflict, "this computer is station " + own->name +
                                                     " already; tocsin station revoke " + own->id +
                                                     " first, or give --replace");
    }
}

}  // namespace

ExitCode perform(StationList const&, Context const& context) {
    auto const reply = context.client.get(kStations);
    print(context, reply,
          renderStations(reply.document, ownId(context), context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(StationRegister const& order, Context const& context) {
    context.credentials.checkPlace();
    checkIsNone(order, context);
    auto station =
        context.client
            .post(kStations, boost::json::object{{"name", order.name}, {"unit", order.unit}})
            .document;
    KeptStation const kept{text(station, "station"), text(station, "id"), order.name};
    if (kept.token.empty()) {
        throw CommandFailure(ExitCode::failure, "the controller gives the station no token");
    }
    context.credentials.keep(kept);
    station.as_object().erase("station");
    print(context, station, renderStation(station, context.environment.language));
    if (!context.json) {
        context.err << printable(fmt::format(
                           fmt::runtime(say(context.environment.language, Text::stationKept)),
                           context.credentials.stationFile().string()))
                    << '\n';
    }
    return ExitCode::ok;
}

ExitCode perform(StationRevoke const& revoke, Context const& context) {
    bool const isOwn = ownId(context) == revoke.id;
    try {
        static_cast<void>(context.client.remove(std::string(kStations) + "/" + encoded(revoke.id)));
    } catch (CommandFailure const& failure) {
        if (isOwn && failure.code() == ExitCode::notFound) {
            context.credentials.forgetStation();  // somebody else has revoked it
        }
        throw;
    }
    if (isOwn) {
        context.credentials.forgetStation();
    }
    print(context, boost::json::object{{"revoked", revoke.id}},
          printable(fmt::format(
              fmt::runtime(say(context.environment.language, Text::stationRevoked)), revoke.id)) +
              "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
