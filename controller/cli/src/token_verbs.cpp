// SPDX-License-Identifier: Apache-2.0
// tocsin token …
#include <fmt/format.h>

#include <boost/json.hpp>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kTokens[] = "/api/v1/tokens";

}  // namespace

ExitCode perform(TokenList const& list, Context const& context) {
    auto const query = list.account.empty() ? "" : "?account=" + encoded(list.account);
    auto const reply = context.client.get(kTokens + query);
    print(context, reply, renderTokens(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(TokenCreate const& create, Context const& context) {
    boost::json::object body{
        {"name", create.name},
        {"scope", boost::json::array(create.scope.begin(), create.scope.end())},
        {"days", create.days}};
    if (!create.account.empty()) {
        body["account"] = create.account;
    }
    auto const reply = context.client.post(kTokens, body);
    print(context, reply, renderToken(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(TokenRevoke const& revoke, Context const& context) {
    static_cast<void>(context.client.remove(std::string(kTokens) + "/" + encoded(revoke.id)));
    print(context, boost::json::object{{"revoked", revoke.id}},
          printable(fmt::format(fmt::runtime(say(context.environment.language, Text::tokenRevoked)),
                                revoke.id)) +
              "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
