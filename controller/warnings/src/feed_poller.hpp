// SPDX-License-Identifier: Apache-2.0
// One feed: asks for its index, keeps the last good one, fetches what it links, takes in what it
// holds, and knows when to do so again.
#pragma once

#include <mutex>

#include "feed_items.hpp"
#include "feed_patience.hpp"
#include "tocsin/warnings/feeds.hpp"

namespace tocsin::warnings {

/// Used by one thread at a time, which may be blocked for a minute and a half.
class FeedPoller {
public:
    /// The references outlive it. `reading`: only one feed's document is parsed at a time, for a
    /// tree takes many times its document's memory.
    FeedPoller(FeedSource source, FeedWeb const& web, FeedsSettings const& settings,
               std::mutex& reading);

    /// Does what is due, or all of it `now`. What a minute is not enough for is due at once again.
    void run(bool now, std::stop_token const& stop);
    /// A poll that ended by an exception: as one that failed.
    void failedBy(std::string const& what);

    /// When there is something to be done, on the steady clock.
    [[nodiscard]] Milliseconds due() const;
    [[nodiscard]] FeedFacts facts() const;
    /// When its last good poll was, on the steady clock, or when this began.
    [[nodiscard]] Milliseconds lastGood() const { return lastGood_; }

private:
    void askIndex(std::stop_token const& stop);
    Result<> readIndex(FeedAnswer& answer);
    Result<FeedReading> read(std::string const& document);
    void endPoll(Result<> const& done, std::string const& retryAfterHeader);
    void takeWaiting(Milliseconds began, std::stop_token const& stop);
    void takeIn(FeedItem& item, std::stop_token const& stop);
    void fetch(FeedItem& item, std::stop_token const& stop);
    void takeAnswer(FeedItem& item, std::string const& shown, FeedAnswer const& answer);
    void takeDocument(FeedItem& item, std::string const& shown, std::string const& document);
    Result<> takeMessage(std::string const& xml);
    void conclude(FeedItem& item, Result<> const& taken, std::optional<Digest> body);
    void retry(FeedItem& item, char const* code, std::string const& message,
               std::string const& retryAfterHeader = {});

    FeedSource source_;
    FeedWeb const& web_;
    FeedsSettings const& settings_;
    std::mutex& reading_;
    FeedItems items_;
    FeedAllowance allowance_;
    FeedFacts facts_;
    std::vector<CapFinding> readings_;  ///< of the last good index
    std::string etag_, modified_;       ///< of it; empty: none
    std::string base_;                  ///< of its links
    Milliseconds indexDue_;
    Milliseconds lastGood_;
};

}  // namespace tocsin::warnings
