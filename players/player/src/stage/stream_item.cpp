// SPDX-License-Identifier: Apache-2.0
// A feed as the stage sees it.
#include "stage/stream_item.hpp"

namespace tocsin::player {

Item::Taken StreamItem::take(std::int64_t, std::chrono::nanoseconds) {
    onAirSince_ = onAirSince_.value_or(clock_.monotonicMs());
    auto seen = feed_->look(onAirSince_);
    bool const late = seen.age > seen.interval * 3 / 2 + tick_;
    return {std::move(seen.picture), late};
}

bool StreamItem::ready() const {
    return feed_->look(onAirSince_).picture != nullptr;
}

std::optional<Error> StreamItem::failure() const {
    auto seen = feed_->look(onAirSince_);
    return seen.trouble ? std::optional(Error{Errc::unavailable, std::move(*seen.trouble)})
                        : std::nullopt;
}

}  // namespace tocsin::player
