// SPDX-License-Identifier: Apache-2.0
// What the room holds of feeds: of each its poller, which one task at a time uses, and what others
// may know of it meanwhile.
#pragma once

#include <deque>
#include <mutex>

#include "feed_poller.hpp"
#include "tocsin/warnings/feeds.hpp"

namespace tocsin::warnings {

struct Feed {
    Feed(FeedSource source, FeedWeb const& web, FeedsSettings const& settings, std::mutex& reading)
        : name(source.name),
          poller(std::move(source), web, settings, reading),
          facts(poller.facts()),
          due(poller.due()),
          lastGood(poller.lastGood()) {}

    std::string const name;
    FeedPoller poller;  ///< of the task that runs
    mutable std::mutex mutex;
    // Guarded by it.
    bool running = false;  ///< a task was given to `later` and has not ended
    bool again = false;    ///< somebody wants it polled when that has ended
    FeedFacts facts;
    Milliseconds due, lastGood;  ///< on the steady clock
};

struct Feeds::State : std::enable_shared_from_this<Feeds::State> {
    State(store::Store& s, FeedWeb const& web, FeedsSettings set);

    store::Store& store;
    FeedsSettings settings;
    std::stop_source stop;
    std::mutex reading;      ///< one document at a time
    std::deque<Feed> feeds;  ///< in the order of the configuration; they stay where they are

    [[nodiscard]] Feed* find(std::string const& name);
    /// Has a task of its own poll it: what is due, or all of it `now`.
    void begin(Feed& feed, bool now);
    [[nodiscard]] FeedFacts factsOf(Feed const& feed) const;
    /// A feed that may be polled now. Errc::notFound, Errc::unavailable: stopped.
    [[nodiscard]] Result<Feed*> pollable(std::string const& name);
    [[nodiscard]] Result<FeedFacts> pollNow(std::string const& name);
    [[nodiscard]] std::vector<FeedFacts> facts() const;

private:
    void work(Feed& feed, bool now);
};

[[nodiscard]] access::Routes feedRoutes(std::shared_ptr<Feeds::State> const& state);

}  // namespace tocsin::warnings
