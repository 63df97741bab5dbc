// SPDX-License-Identifier: Apache-2.0
// tocsin warn feeds
#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <ostream>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kFeeds[] = "/api/v1/warning-feeds";
constexpr Milliseconds kLookAgain{200};
/// A server may take half a minute to answer, and what it links some more.
constexpr std::chrono::seconds kPatience{100};

/// How often each that is to be polled had been before.
using Polls = std::map<std::string, std::int64_t>;

Polls pollsOf(Json const& list, std::string const& wanted) {
    Polls out;
    for (auto const& feed : elements(list, "items")) {
        auto const name = text(feed, "name");
        if (wanted == "all" || wanted == name) {
            out[name] = integer(feed, "polls");
        }
    }
    return out;
}

/// Those that have not answered since; a poll is over when what it brought is taken in.
std::vector<std::string> unanswered(Json const& list, Polls const& before) {
    std::vector<std::string> out;
    for (auto const& feed : elements(list, "items")) {
        auto const known = before.find(text(feed, "name"));
        if (known != before.end() &&
            (integer(feed, "polls") <= known->second || flag(feed, "polling"))) {
            out.push_back(known->first);
        }
    }
    return out;
}

struct Polled {
    Reply list;
    bool all = true;  ///< whether each has answered
};

Polled pollAndWait(std::string const& wanted, Context const& context) {
    auto reply = context.client.get(kFeeds);
    auto before = pollsOf(reply.document, wanted);
    if (before.empty() && wanted != "all") {
        before[wanted] = 0;  // the controller says what is wrong with that
    }
    for (auto const& [name, polls] : before) {
        auto const path = std::string(kFeeds) + "/" + encoded(name) + "/poll";
        (void)context.client.post(path, boost::json::object());  // the list will say more
    }
    auto const until = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
        reply = context.client.get(kFeeds);
        auto const left = unanswered(reply.document, before);
        if (left.empty() || context.stop.stop_requested()) {
            return {std::move(reply), left.empty()};
        }
        if (std::chrono::steady_clock::now() > until) {
            for (auto const& name : left) {
                context.err << "tocsin: "
                            << printable(fmt::format(fmt::runtime(say(context.environment.language,
                                                                      Text::feedNoAnswer)),
                                                     name))
                            << "\n";
            }
            return {std::move(reply), false};
        }
        context.client.wait(kLookAgain);
    }
}

}  // namespace

ExitCode perform(WarnFeeds const& order, Context const& context) {
    auto const polled =
        order.poll.empty() ? Polled{context.client.get(kFeeds)} : pollAndWait(order.poll, context);
    auto const& list = polled.list;
    print(context, list, renderFeeds(list.document, context.environment.language));
    return polled.all && allFeedsAnswer(list.document) ? ExitCode::ok : ExitCode::findings;
}

}  // namespace tocsin::cli
