// SPDX-License-Identifier: Apache-2.0
// A showing of a live stream: what its feed has, and given up while that is nothing.
#pragma once

#include "stage/item.hpp"
#include "stage/stream_feed.hpp"

namespace tocsin::player {

class StreamItem final : public Item {
public:
    /// `tick` is the length of an output tick.
    StreamItem(std::shared_ptr<StreamFeed const> feed, session::Clock& clock,
               std::chrono::nanoseconds tick)
        : feed_(std::move(feed)), clock_(clock), tick_(tick) {}

    /// The newest picture, never waited for. A stream has no position: a picture is late if the
    /// next one is overdue by more than half its time on the glass and a tick.
    Taken take(std::int64_t tick, std::chrono::nanoseconds patience) override;
    [[nodiscard]] bool ready() const override;
    [[nodiscard]] std::optional<Error> failure() const override;
    [[nodiscard]] bool mayRecover() const override { return true; }

private:
    std::shared_ptr<StreamFeed const> feed_;
    session::Clock& clock_;
    std::chrono::nanoseconds const tick_;
    std::optional<std::int64_t> onAirSince_;  // tick thread
};

}  // namespace tocsin::player
