// SPDX-License-Identifier: Apache-2.0
// Where the item of a showing waits that was given up but may have pictures again. Tick thread
// only.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "stage/item.hpp"

namespace tocsin::player {

/// Has room for one: what is put in later takes the place of what rests.
class RestingPlace {
public:
    /// Takes an item down elsewhere; must not block.
    using Dispose = std::function<void(std::unique_ptr<Item>)>;
    explicit RestingPlace(Dispose dispose) : dispose_(std::move(dispose)) {}

    void put(Cue const& cue, std::unique_ptr<Item> item);
    void clear();
    /// Whose showing it is, if its pictures are back and it is not over at `now`; one that is over
    /// is taken down.
    [[nodiscard]] std::optional<Cue> recovered(Instant now);
    /// The item of this showing; null if none rests here.
    [[nodiscard]] std::unique_ptr<Item> take(Cue const& cue);

private:
    struct Resting {
        Cue cue;
        std::unique_ptr<Item> item;
    };
    Dispose dispose_;
    std::optional<Resting> resting_;
};

}  // namespace tocsin::player
