// SPDX-License-Identifier: Apache-2.0
#include "stage/resting_place.hpp"

namespace tocsin::player {

void RestingPlace::put(Cue const& cue, std::unique_ptr<Item> item) {
    clear();
    resting_.emplace(Resting{cue, std::move(item)});
}

void RestingPlace::clear() {
    if (resting_) {
        dispose_(std::move(resting_->item));
        resting_.reset();
    }
}

std::optional<Cue> RestingPlace::recovered(Instant now) {
    if (resting_ && now >= resting_->cue.end) {
        clear();
    }
    return resting_ && resting_->item->ready() ? std::optional(resting_->cue) : std::nullopt;
}

std::unique_ptr<Item> RestingPlace::take(Cue const& cue) {
    if (!resting_ || !resting_->cue.sameShowing(cue)) {
        return nullptr;
    }
    auto item = std::move(resting_->item);
    resting_.reset();
    return item;
}

}  // namespace tocsin::player
