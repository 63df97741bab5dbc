// SPDX-License-Identifier: Apache-2.0
// tocsin unit …
#include <fmt/format.h>

#include <boost/json.hpp>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kUnits[] = "/api/v1/units";

/// The unit as it is now, or an empty object.
Json knownUnit(Client const& client, std::string const& unit) {
    for (auto const& item : elements(client.get(kUnits).document, "items")) {
        if (text(item, "unit") == unit) {
            return item;
        }
    }
    return boost::json::object();
}

}  // namespace

ExitCode perform(UnitList const&, Context const& context) {
    auto const reply = context.client.get(kUnits);
    print(context, reply, renderUnits(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(UnitSet const& set, Context const& context) {
    auto const known = knownUnit(context.client, set.unit);
    auto const name = set.name.value_or(text(known, "name"));
    boost::json::object const body{{"name", name.empty() ? set.unit : name},
                                   {"parent", set.parent.value_or(text(known, "parent"))},
                                   {"code", set.code.value_or(text(known, "code"))}};
    auto const reply = context.client.put(std::string(kUnits) + "/" + encoded(set.unit),
                                          "application/json", boost::json::serialize(body));
    print(context, reply, renderUnit(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(UnitRemove const& remove, Context const& context) {
    static_cast<void>(context.client.remove(std::string(kUnits) + "/" + encoded(remove.unit)));
    print(context, boost::json::object{{"removed", remove.unit}},
          printable(fmt::format(fmt::runtime(say(context.environment.language, Text::unitRemoved)),
                                remove.unit)) +
              "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
