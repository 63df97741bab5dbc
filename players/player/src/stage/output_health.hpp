// SPDX-License-Identifier: Apache-2.0
// Whether what was composed is what the content asks for: black where it is not, standing still
// where it moves. Looks at a few hundred pixels twice a second. Tick thread only.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "timing/tick_grid.hpp"
#include "tocsin/media/compositor.hpp"

namespace tocsin::player {

enum class OutputFault {
    none,
    black,         ///< the output is black and the content is not
    frozen,        ///< the output stands still and the content moves
    frozenSource,  ///< the item gives no new pictures
    untaken        ///< no connected output takes the pictures
};
/// As it stands in play records and evidence: "black", "frozen", or "" for none.
[[nodiscard]] std::string_view wordOf(OutputFault fault);

class OutputHealth {
public:
    static constexpr Milliseconds kLookEvery{500};
    /// A fault is one when it has lasted so long: a picture is held for a moment at every stumble.
    static constexpr Milliseconds kBlackFor{1'000};
    static constexpr Milliseconds kFrozenFor{2'000};

    explicit OutputHealth(TickGrid grid);

    /// Another showing: what was wrong with the one before is not held against it.
    void begin();
    /// It is dark on order: there is nothing to judge, and nothing to tell.
    void dark();
    [[nodiscard]] bool due(std::int64_t tick) const { return tick >= lookAt_; }
    /// What the content lets expect. Pixels under overlays are not judged. Between this and seen()
    /// the content may be drawn upon.
    void expect(media::Frame const& content, std::vector<media::Layer> const& layers,
                media::Tone const& tone);
    /// What was composed of it.
    void seen(std::int64_t tick, media::Frame const& composed);

    struct Presented {
        bool repeated = false;  ///< the item had no new picture
        bool wanted = true;     ///< there is an output, and the screen is lit
        bool taken = true;      ///< one of the outputs took the frame
    };
    /// After each tick that shows the content. What is wrong with this showing now.
    OutputFault presented(Presented what);

    /// What people are to be told. It stays through a change of items until the output has been
    /// well for as long as a fault takes to be one.
    [[nodiscard]] OutputFault finding() const noexcept { return finding_; }

private:
    static constexpr int kColumns = 32, kRows = 18;
    struct Samples {
        std::array<std::uint8_t, std::size_t{kColumns} * kRows> values{};
        std::array<bool, std::size_t{kColumns} * kRows> free{};
    };
    [[nodiscard]] OutputFault judge() const;

    std::int64_t lookTicks_, blackTicks_, frozenTicks_;
    std::int64_t lookAt_ = 0;
    Samples expected_, expectedBefore_, seen_, seenBefore_;
    bool before_ = false;  ///< the two samples of the last look are of this showing
    std::int64_t blackSince_ = 0, stillSince_ = 0, repeated_ = 0, untaken_ = 0;  ///< in ticks
    std::int64_t well_ = 0;
    OutputFault finding_ = OutputFault::none;
};

}  // namespace tocsin::player
