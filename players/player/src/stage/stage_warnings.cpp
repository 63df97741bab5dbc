// SPDX-License-Identifier: Apache-2.0
// How the stage gives way to warnings.
#include "stage/stage.hpp"

namespace tocsin::player {

void Stage::setWarnings(std::shared_ptr<WarningShow const> show) {
    std::lock_guard const lock(mutex_);
    mailWarnings_ = std::move(show);
}

/// Why the plan's showings have to give way, in the words of their rows; empty: they do not.
std::string Stage::withheldFor() const {
    return blank_ ? kBlanked : giveWay() ? warnings_.reason() : "";
}

/// The tick before which what comes next is opened: it may have been on for a while by then, if a
/// warning ends in its middle.
std::int64_t Stage::aheadTick() const {
    return giveWay() ? warnings_.endsAt() : untilTick_;
}

/// By plan, as far as that tells closed hours from hours with nothing to show.
bool Stage::closedAt(std::int64_t tick) const {
    auto const level = plan_->levelAt(parts_.grid.instantOf(tick));
    return closed_ || !level.powered || level.brightness == 0;
}

/// True: another warning is seen than before, or none any more.
bool Stage::followWarnings(std::int64_t tick) {
    if (warnings_.idle() || !warnings_.follow(tick, closedAt(tick))) {
        return false;
    }
    {
        std::lock_guard const lock(mutex_);
        report_.warning = warnings_.takesAll() ? warnings_.headline() : "";
    }
    parts_.changed();
    return true;
}

}  // namespace tocsin::player
