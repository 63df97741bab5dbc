// SPDX-License-Identifier: Apache-2.0
// When which feed is polled, by one task of each at a time.
#include "tocsin/warnings/feeds.hpp"

#include <algorithm>
#include <exception>

#include "feeds_state.hpp"
#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

/// A feed is silent when its last good poll is older than this, or than so many polls.
constexpr Milliseconds kSilence{std::chrono::minutes(15)};
constexpr int kMissedPolls = 3;

}  // namespace

Feeds::State::State(store::Store& s, FeedWeb const& web, FeedsSettings set)
    : store(s), settings(std::move(set)) {
    for (auto const& source : settings.sources) {
        feeds.emplace_back(source, web, settings, reading);
    }
}

Feed* Feeds::State::find(std::string const& name) {
    auto const found = std::find_if(feeds.begin(), feeds.end(),
                                    [&](Feed const& feed) { return feed.name == name; });
    return found == feeds.end() ? nullptr : &*found;
}

void Feeds::State::begin(Feed& feed, bool now) {
    {
        std::lock_guard const lock(feed.mutex);
        if (feed.running) {
            feed.again = feed.again || now;
            return;
        }
        feed.running = true;
    }
    settings.later([self = shared_from_this(), &feed, now] { self->work(feed, now); });
}

void Feeds::State::work(Feed& feed, bool now) {
    for (bool all = now;;) {
        try {
            feed.poller.run(all, stop.get_token());
        } catch (std::exception const& failure) {
            feed.poller.failedBy(failure.what());
        }
        auto facts = feed.poller.facts();
        auto const due = feed.poller.due();
        std::lock_guard const lock(feed.mutex);
        feed.facts = std::move(facts);
        feed.due = due;
        feed.lastGood = feed.poller.lastGood();
        all = feed.again && !stop.stop_requested();
        feed.again = false;
        if (!all) {
            feed.running = false;
            return;
        }
    }
}

FeedFacts Feeds::State::factsOf(Feed const& feed) const {
    auto const now = settings.steady();
    std::lock_guard const lock(feed.mutex);
    auto out = feed.facts;
    out.polling = feed.running;
    out.silent = now - feed.lastGood;
    out.isSilent = out.silent > std::max<Milliseconds>(kSilence, kMissedPolls * out.every);
    return out;
}

Result<Feed*> Feeds::State::pollable(std::string const& name) {
    auto* const feed = find(name);
    if (feed == nullptr) {
        return Error{Errc::notFound, "there is no feed " + inQuotes(name) +
                                         "; those of [[warnings.feed]] in the controller's "
                                         "configuration are polled"};
    }
    if (stop.stop_requested()) {
        return Error{Errc::unavailable, "the controller is stopping"};
    }
    return feed;
}

Result<FeedFacts> Feeds::State::pollNow(std::string const& name) {
    auto const feed = pollable(name);
    if (!feed) {
        return feed.error();
    }
    begin(**feed, true);
    return factsOf(**feed);
}

std::vector<FeedFacts> Feeds::State::facts() const {
    std::vector<FeedFacts> out;
    for (auto const& feed : feeds) {
        out.push_back(factsOf(feed));
    }
    return out;
}

Feeds::Feeds(store::Store& store, FeedWeb const& web, FeedsSettings settings)
    : state_(std::make_shared<State>(store, web, std::move(settings))) {}

Feeds::~Feeds() {
    stop();
}

void Feeds::pollDue() {
    auto const now = state_->settings.steady();
    for (auto& feed : state_->feeds) {
        bool isDue = false;
        {
            std::lock_guard const lock(feed.mutex);
            isDue = !feed.running && feed.due <= now;
        }
        if (isDue && !state_->stop.stop_requested()) {
            state_->begin(feed, false);
        }
    }
}

Result<FeedFacts> Feeds::pollNow(std::string const& name) {
    return state_->pollNow(name);
}

void Feeds::stop() {
    state_->stop.request_stop();
}

std::vector<FeedFacts> Feeds::facts() const {
    return state_->facts();
}

std::vector<std::string> Feeds::silent() const {
    std::vector<std::string> out;
    for (auto& feed : state_->facts()) {
        if (feed.isSilent) {
            out.push_back(std::move(feed.name));
        }
    }
    return out;
}

access::Routes Feeds::routes() const {
    return feedRoutes(state_);
}

}  // namespace tocsin::warnings
