// SPDX-License-Identifier: Apache-2.0
// What is remembered of a feed's entries: which are still to be taken in, when they are tried
// again, and what was wrong with them. So each is taken in once however often the feed lists it,
// one that the feed lists no more means nothing, and what failed is not forgotten. Pure; times are
// on the steady clock.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

struct FeedItem {
    std::string link;                     ///< to be fetched; empty: `cap` is the message
    std::string cap;                      ///< until it was taken in
    std::string updated;                  ///< as the feed said it last
    std::size_t place = 0;                ///< in the last index that listed it
    std::uint64_t listed = 0;             ///< which index that was, counted from 1
    bool waiting = true;                  ///< to be taken in, or fetched (again)
    Milliseconds due{0};                  ///< not before
    int failures = 0;                     ///< in a row
    std::string etag, modified;           ///< of what the link led to last; empty: none
    std::optional<Digest> body{};         ///< of that, once it was settled
    std::optional<CapFinding> refusal{};  ///< it led to nothing, and will not until it changes
    std::optional<CapFinding> trouble{};  ///< why it still waits
};

class FeedItems {
public:
    /// All that a feed may list, and as many that it listed before; of messages that it lists no
    /// more and that still wait, kMostCapBytes together.
    static constexpr std::size_t kMost = 2'000;

    /// A good index: its entries, of which those that are new or have changed wait from now on.
    void list(std::vector<FeedEntry> entries, Milliseconds now);
    /// The first that is due, in the order of the index. Stays valid until the next list().
    [[nodiscard]] FeedItem* next(Milliseconds now);
    /// When the next one is.
    [[nodiscard]] std::optional<Milliseconds> due() const;
    /// What waits is due now.
    void hurry(Milliseconds now);

    /// It is what it was.
    static void settleAsBefore(FeedItem& item, Milliseconds now);
    /// Taken in; or refused for good, as the finding says.
    static void settle(FeedItem& item, std::optional<Digest> body,
                       std::optional<CapFinding> refusal, Milliseconds now);
    /// It is tried again after so long.
    static void failed(FeedItem& item, CapFinding trouble, Milliseconds wait, Milliseconds now);

    [[nodiscard]] std::size_t listed() const { return listed_; }
    [[nodiscard]] std::size_t waiting() const;
    [[nodiscard]] std::size_t refused() const;
    /// Of those that the last index listed, in its order.
    [[nodiscard]] std::vector<CapFinding> findings(std::size_t most) const;

private:
    [[nodiscard]] bool isDueSometime(FeedItem const& item) const;
    void forget();

    std::map<Digest, FeedItem> items_;  ///< by id and link, or by the message's own bytes
    std::uint64_t index_ = 0;
    std::size_t listed_ = 0;
};

}  // namespace tocsin::warnings
