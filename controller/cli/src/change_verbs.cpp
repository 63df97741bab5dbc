// SPDX-License-Identifier: Apache-2.0
// tocsin change …
#include <fmt/format.h>

#include <boost/json.hpp>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kChanges[] = "/api/v1/changes";

}  // namespace

ExitCode perform(ChangeList const&, Context const& context) {
    auto const reply = context.client.get(kChanges);
    print(context, reply, renderChanges(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(ChangeShow const& order, Context const& context) {
    auto const reply = context.client.get(std::string(kChanges) + "/" + encoded(order.id));
    print(context, reply, renderChange(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(ChangeStep const& order, Context const& context) {
    auto const reply = context.client.post(std::string(kChanges) + "/" + encoded(order.id) +
                                           (order.confirmed ? "/confirm" : "/cancel"));
    auto const& change = order.confirmed ? member(reply.document, "change") : reply.document;
    auto const language = context.environment.language;
    auto const what = text(change, language == Language::chinese ? "what_zh" : "what");
    auto const said = order.confirmed ? Text::changeDone : Text::changeCancelled;
    print(context, reply, printable(fmt::format(fmt::runtime(say(language, said)), what)) + "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
