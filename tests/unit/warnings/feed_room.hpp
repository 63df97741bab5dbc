// SPDX-License-Identifier: Apache-2.0
// Feeds over the duty room's warnings: a web of canned answers, time that the test moves, and tasks
// that run when the test says so.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include "duty_room.hpp"
#include "tocsin/warnings/feeds.hpp"

namespace tocsin::warnings {

/// Thread-safe.
class FakeFeedWeb final : public FeedWeb {
public:
    /// From now on, for every request; 304 where the conditions hold.
    void answer(std::string const& url, std::string const& body, std::string const& etag = "",
                std::string const& modified = "");
    void refuse(std::string const& url, int status, std::string const& retryAfter = "");
    void breakOff(std::string const& url, Error error);
    /// The next requests to it wait until the test lets them go, or they are stopped.
    void hold(std::string const& url);
    void letGo();
    /// Before each answer from now on, on the thread that asks.
    void onGet(std::function<void()> does) { onGet_ = std::move(does); }
    /// Its host is not allowed.
    void forbid(std::string const& url);

    [[nodiscard]] std::vector<FeedGet> asked() const;
    [[nodiscard]] std::size_t asked(std::string const& url) const;
    /// The last request to it.
    [[nodiscard]] FeedGet last(std::string const& url) const;
    /// Waits until so many requests wait here.
    void awaitHeld(std::size_t count);

    [[nodiscard]] Result<> check(std::string const& url) const override;
    [[nodiscard]] std::string shown(std::string const& url) const override;
    [[nodiscard]] Result<std::string> absolute(std::string const& base,
                                               std::string const& reference) const override;
    [[nodiscard]] Result<FeedAnswer> get(FeedGet const& request,
                                         std::stop_token stop) const override;

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable_any changed_;
    std::map<std::string, Result<FeedAnswer>> answers_;
    std::set<std::string> held_, forbidden_;
    mutable std::vector<FeedGet> asked_;
    mutable std::size_t waiting_ = 0;
    std::function<void()> onGet_;
};

class FeedRoom : public DutyRoom {
protected:
    static constexpr char kUrl[] = "https://met.example/index.atom?token=geheim";

    FeedRoom();
    ~FeedRoom() override;
    /// The controller's start, with these feeds.
    void openFeeds(std::vector<FeedSource> sources);
    void openFeed() { openFeeds({{"met", kUrl, std::chrono::seconds(60)}}); }
    /// Has what is due done, all of it, until nothing is due any more.
    void tick();
    void pass(Milliseconds time) {
        steady_ += time;
        now_ += time;
        tick();
    }
    /// Until the feed is asked for again; how long that was, by seconds.
    std::int64_t secondsToNextPoll(std::int64_t most = 2'000);
    [[nodiscard]] FeedFacts feed(std::string const& name = "met") const;
    [[nodiscard]] std::vector<std::string> codes() const;
    /// An answer of the routes of feeds.
    access::Response askFeeds(std::string const& method, std::string const& path);

    static std::string atom(std::string const& entries);
    static std::string linking(std::string const& id, std::string const& link,
                               std::string const& updated = "2026-06-01T08:00:00Z");
    static std::string holding(DraftCap const& message);

    FakeFeedWeb web_;
    FeedsSettings settingsOfFeeds_;
    std::unique_ptr<Feeds> feeds_;
    std::deque<std::function<void()>> tasks_;
    Milliseconds steady_{1'000'000};
    std::uint64_t random_ = 0;
};

}  // namespace tocsin::warnings
