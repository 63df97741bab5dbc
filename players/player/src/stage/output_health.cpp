// SPDX-License-Identifier: Apache-2.0
#include "stage/output_health.hpp"

#include <algorithm>

namespace tocsin::player {
namespace {

/// Content that is darker than this everywhere, of 255, may as well be black.
constexpr int kVisible = 16;
/// Black: less than a quarter of the light that the content asks for.
constexpr int kDimmed = 4;
/// The content moves if so much of it changed: a sixteenth of what is judged.
constexpr std::size_t kMovingOneIn = 16;

bool covered(std::vector<media::Layer> const& layers, int x, int y) {
    return std::any_of(layers.begin(), layers.end(), [&](media::Layer const& layer) {
        return x >= layer.x && x < layer.x + layer.frame->width && y >= layer.y &&
               y < layer.y + layer.frame->height;
    });
}

}  // namespace

std::string_view wordOf(OutputFault fault) {
    switch (fault) {
        case OutputFault::none:
            return "";
        case OutputFault::black:
            return "black";
        default:
            return "frozen";
    }
}

OutputHealth::OutputHealth(TickGrid grid)
    : lookTicks_(grid.ticksIn(kLookEvery)),
      blackTicks_(grid.ticksIn(kBlackFor)),
      frozenTicks_(grid.ticksIn(kFrozenFor)) {}

void OutputHealth::begin() {
    before_ = false;
    lookAt_ = 0;
    blackSince_ = stillSince_ = repeated_ = untaken_ = 0;
}

void OutputHealth::dark() {
    begin();
    finding_ = OutputFault::none;
}

void OutputHealth::expect(media::Frame const& content, std::vector<media::Layer> const& layers,
                          media::Tone const& tone) {
    auto const& table = tone.table();
    std::size_t at = 0;
    for (int row = 0; row < kRows; ++row) {
        int const y = (2 * row + 1) * content.height / (2 * kRows);
        for (int column = 0; column < kColumns; ++column, ++at) {
            int const x = (2 * column + 1) * content.width / (2 * kColumns);
            auto const* pixel = content.pixels.data() +
                                static_cast<std::size_t>(y) * content.stride() +
                                static_cast<std::size_t>(x) * 4;
            std::uint8_t brightest = 0;
            for (std::size_t colour = 0; colour < 3; ++colour) {
                brightest = std::max(brightest, table[std::size_t{4} * pixel[colour] + colour]);
            }
            expected_.values[at] = brightest;
            expected_.free[at] = !covered(layers, x, y);
        }
    }
}

void OutputHealth::seen(std::int64_t tick, media::Frame const& composed) {
    lookAt_ = tick + lookTicks_;
    std::uint8_t wanted = 0;
    std::uint8_t got = 0;
    std::size_t judged = 0;
    std::size_t moved = 0;
    bool same = before_;
    for (std::size_t at = 0; at < seen_.values.size(); ++at) {
        auto const row = static_cast<int>(at) / kColumns;
        auto const column = static_cast<int>(at) % kColumns;
        auto const y = static_cast<std::size_t>((2 * row + 1) * composed.height / (2 * kRows));
        auto const x = static_cast<std::size_t>((2 * column + 1) * composed.width / (2 * kColumns));
        auto const* pixel = composed.pixels.data() + y * composed.stride() + x * 4;
        seen_.values[at] = std::max({pixel[0], pixel[1], pixel[2]});
        if (!expected_.free[at]) {
            continue;
        }
        wanted = std::max(wanted, expected_.values[at]);
        got = std::max(got, seen_.values[at]);
        if (before_ && expectedBefore_.free[at]) {
            ++judged;
            moved += expected_.values[at] != expectedBefore_.values[at] ? 1 : 0;
            same = same && seen_.values[at] == seenBefore_.values[at];
        }
    }
    bool const black = wanted >= kVisible && got * kDimmed < wanted;
    blackSince_ = black ? blackSince_ + lookTicks_ : 0;
    bool const moves = judged > 0 && moved * kMovingOneIn >= judged;
    if (!same) {
        stillSince_ = 0;
    } else if (moves) {
        stillSince_ += lookTicks_;
    }
    expectedBefore_ = expected_;
    seenBefore_ = seen_;
    before_ = true;
}

OutputFault OutputHealth::judge() const {
    if (blackSince_ >= blackTicks_) {
        return OutputFault::black;
    }
    if (untaken_ >= frozenTicks_) {
        return OutputFault::untaken;
    }
    if (repeated_ >= frozenTicks_) {
        return OutputFault::frozenSource;
    }
    return stillSince_ >= frozenTicks_ ? OutputFault::frozen : OutputFault::none;
}

OutputFault OutputHealth::presented(Presented what) {
    repeated_ = what.repeated ? repeated_ + 1 : 0;
    untaken_ = what.wanted && !what.taken ? untaken_ + 1 : 0;
    auto const fault = judge();
    bool const well = blackSince_ == 0 && stillSince_ == 0 && repeated_ == 0 && untaken_ == 0;
    well_ = well ? well_ + 1 : 0;
    if (fault != OutputFault::none) {
        finding_ = fault;
    } else if (well_ >= frozenTicks_) {
        finding_ = OutputFault::none;
    }
    return fault;
}

}  // namespace tocsin::player
