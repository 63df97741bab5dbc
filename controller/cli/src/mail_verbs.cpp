// SPDX-License-Identifier: Apache-2.0
// tocsin mail …
#include <boost/json.hpp>
#include <chrono>
#include <ostream>

#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kMail[] = "/api/v1/mail";
constexpr Milliseconds kLookAgain{200};

std::string queryOf(MailList const& order) {
    std::string out = "?most=" + std::to_string(order.most);
    out += order.state.empty() ? "" : "&state=" + encoded(order.state);
    out += order.purpose.empty() ? "" : "&purpose=" + encoded(order.purpose);
    out += order.before == 0 ? "" : "&before=" + std::to_string(order.before);
    return out;
}

/// Not tried yet.
bool isNew(Json const& mail) {
    auto const state = text(mail, "state");
    return state == "sending" || (state == "queued" && elements(mail, "attempts").empty());
}

}  // namespace

ExitCode perform(MailList const& order, Context const& context) {
    auto const reply = context.client.get(kMail + queryOf(order));
    print(context, reply, renderMails(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(MailShow const& order, Context const& context) {
    auto const reply = context.client.get(std::string(kMail) + "/" + encoded(order.number));
    print(context, reply, renderMail(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(MailStep const& order, Context const& context) {
    Reply all;
    boost::json::array items;
    std::string lines;
    for (auto const& number : order.numbers) {
        all = context.client.post(std::string(kMail) + "/" + encoded(number) +
                                  (order.again ? "/retry" : "/cancel"));
        lines += renderMailState(all.document, context.environment.language);
        items.push_back(all.document);
    }
    if (items.size() > 1) {
        all.document = boost::json::object{{"items", std::move(items)}};
        all.body = boost::json::serialize(all.document);
    }
    print(context, all, lines);
    return ExitCode::ok;
}

ExitCode perform(MailTest const& order, Context const& context) {
    auto reply =
        context.client.post(std::string(kMail) + "/test", boost::json::object{{"to", order.to}});
    auto const path = std::string(kMail) + "/" + std::to_string(integer(reply.document, "number"));
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(order.waitSeconds);
    while (isNew(reply.document) && !context.stop.stop_requested() &&
           std::chrono::steady_clock::now() < until) {
        context.client.wait(kLookAgain);
        reply = context.client.get(path);
    }
    print(context, reply, renderMail(reply.document, context.environment.language));
    return text(reply.document, "state") == "sent" ? ExitCode::ok : ExitCode::findings;
}

}  // namespace tocsin::cli
