// SPDX-License-Identifier: Apache-2.0
// One item on its way to the glass: a source of frames, and the item as the stage sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "director/plan.hpp"
#include "tocsin/media/decoded.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::player {

/// Pictures of one asset. One thread uses it; what it gives is converted on another.
class ItemSource {
public:
    virtual ~ItemSource() = default;
    /// The picture `tick` output ticks after the showing's first tick.
    virtual Result<media::DecodedPtr> pictureForTick(std::int64_t tick) = 0;
    /// Every tick has the same picture.
    [[nodiscard]] virtual bool still() const = 0;
};

/// Opens the source of a cue on the calling thread; a stop request ends it between two
/// reads.
using OpenSource = std::function<Result<std::unique_ptr<ItemSource>>(Cue const&, std::stop_token)>;

/// The stage's view: frames by absolute tick.
class Item {
public:
    virtual ~Item() = default;
    struct Taken {
        media::FramePtr frame;  ///< null: there is none for this tick
        bool late = false;      ///< the frame belongs to an earlier tick: it came too late
    };
    /// The frame for `tick`; waits for it so long. Ticks only go up.
    virtual Taken take(std::int64_t tick, std::chrono::nanoseconds patience) = 0;
    /// A frame can be taken, now or as soon as its tick has come.
    [[nodiscard]] virtual bool ready() const = 0;
    /// The last look before it is given up as hanging: a clock that only tests move stands still
    /// until the item is ready or fails, so that a decoder is never behind a week that passes in
    /// minutes. The real clock waits for nothing.
    [[nodiscard]] virtual bool readyAfterAll() { return ready(); }
    /// Why there will be no more frames, if so.
    [[nodiscard]] virtual std::optional<Error> failure() const = 0;
    /// A failure of this item can pass: ready() holds again then. Such an item says itself when
    /// there is nothing to wait for.
    [[nodiscard]] virtual bool mayRecover() const { return false; }
};

/// Starts an item whose frames are wanted from `fromTick` on (absolute).
using StartItem = std::function<std::unique_ptr<Item>(Cue const&, std::int64_t fromTick)>;

}  // namespace tocsin::player
