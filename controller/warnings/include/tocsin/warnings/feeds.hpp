// SPDX-License-Identifier: Apache-2.0
// Feeds of warnings (Atom, RSS, EDXL-DE, or a CAP message alone) that are asked for from time to
// time. What they hold is taken in; what they do not hold any more means nothing: a warning is
// ended by a message, and by its own end.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

struct FeedSource {
    std::string name;  ///< unique among the site's feeds
    std::string url;   ///< may hold a secret behind "?"
    std::chrono::seconds every{60};
};

struct FeedGet {
    std::string url;
    std::string etag, modified;  ///< of the last good answer; empty: none
    std::int64_t mostBytes = 0;  ///< of the body
    Milliseconds whole{0};       ///< from the first look-up to the last byte
};

struct FeedAnswer {
    int status = 0;
    std::string etag, modified, retryAfter;  ///< headers as they came; empty: none
    std::string body;                        ///< of a status from 200 to 299, whole
    /// Which answered, after redirects: links in the body are relative to it. Empty: that asked
    /// for.
    std::string address = {};
};

/// How feeds and messages are asked for. Whom this site may ask at all is decided behind it.
/// Thread-safe.
class FeedWeb {
public:
    virtual ~FeedWeb() = default;
    /// Whether a request may begin; nobody is asked. Errc::invalid, Errc::permission: with the line
    /// of the configuration that would allow it.
    [[nodiscard]] virtual Result<> check(std::string const& url) const = 0;
    /// For lists and logs, without its secrets.
    [[nodiscard]] virtual std::string shown(std::string const& url) const = 0;
    /// The address that `reference` is in a document from `base`. Errc::invalid.
    [[nodiscard]] virtual Result<std::string> absolute(std::string const& base,
                                                       std::string const& reference) const = 0;
    /// Blocks. The last answer of whatever status; no error's message gives a secret away.
    [[nodiscard]] virtual Result<FeedAnswer> get(FeedGet const& request,
                                                 std::stop_token stop) const = 0;
};

struct FeedsSettings {
    std::vector<FeedSource> sources{};
    std::function<Instant()> now;           ///< the wall clock, for what is shown
    std::function<Milliseconds()> steady;   ///< never goes back; everything waits by it
    std::function<std::uint64_t()> random;  ///< from several threads
    /// Takes a message in, "feed NAME". The same message twice is one. Errc::invalid: it cannot be
    /// acted upon and never will be; anything else is tried again.
    std::function<Result<>(std::string const& xml, std::string const& from)> take;
    /// Runs a task on another thread. There is never more than one of each source, and each may
    /// take a minute and a half: with a thread a source none waits for another.
    std::function<void(std::function<void()>)> later;
};

/// What is known of a feed.
struct FeedFacts {
    std::string name;
    std::string url;  ///< without its secrets
    std::chrono::seconds every{60};
    bool polling = false;
    std::int64_t polls = 0;  ///< that ended, since the start
    std::optional<Instant> lastPoll, lastGood, nextPoll;
    int status = 0;                    ///< of the last answer; 0: none came
    std::string kind;                  ///< "atom", "rss", "edxl", "cap"; empty: none was read yet
    std::size_t entries = 0;           ///< of the last good answer
    std::int64_t taken = 0;            ///< messages that it brought, since the start
    std::size_t waiting = 0;           ///< entries that are still to be taken in or fetched
    std::size_t refused = 0;           ///< entries that led to nothing: see findings
    int failures = 0;                  ///< polls that failed, since the last good one
    std::string error;                 ///< of the last poll; empty: it was good
    Milliseconds silent{0};            ///< since the last good poll, or the start
    bool isSilent = false;             ///< for longer than a few missed polls
    std::vector<CapFinding> findings;  ///< at most 50
};

/// Thread-safe. What is remembered of feeds (ETags, entries that were taken in) is lost with the
/// process: the first poll after a start asks for everything once more, and taking a message in
/// twice changes nothing.
class Feeds {
public:
    /// `store` and `web` outlive it and all that `later` was given.
    Feeds(store::Store& store, FeedWeb const& web, FeedsSettings settings);
    ~Feeds();

    /// Has each feed polled that is due; at once and again every second or so. Does not block.
    void pollDue();
    /// Has it polled now, whenever it is due, and tries again what failed. Errc::notFound;
    /// Errc::unavailable: stopped.
    Result<FeedFacts> pollNow(std::string const& name);
    /// Ends the requests that are under way, and begins no others. Does not wait for them.
    void stop();

    [[nodiscard]] std::vector<FeedFacts> facts() const;
    /// Names of the feeds that have been silent for longer than a few missed polls.
    [[nodiscard]] std::vector<std::string> silent() const;
    [[nodiscard]] access::Routes routes() const;

    struct State;  ///< of this room's sources only

private:
    std::shared_ptr<State> state_;
};

}  // namespace tocsin::warnings
