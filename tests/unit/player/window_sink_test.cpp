// SPDX-License-Identifier: Apache-2.0
// The window's sink, on SDL's driver that shows nothing.
#include "sinks/window_sink.hpp"

#include <stdlib.h>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

TEST(WindowSink, DoesNotClaimAFrameThatPushedOutAnother) {
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
    auto const clock = session::systemClock();
    Findings findings;
    auto const sink = WindowSink::open({640, 480}, {}, *clock, silentLog(), findings).value();
    std::string const id = "-";
    // Far more frames than any window can take: the thread that shows them copies each.
    bool lost = false;
    for (std::int64_t tick = 0; tick < 10'000 && !lost; ++tick) {
        auto const frame = std::make_shared<media::Frame>(640, 480);
        lost = !sink->submit(frame, {tick, morning(tick), id});
    }
    EXPECT_TRUE(lost);
    EXPECT_TRUE(findings.first(1).empty());
}

}  // namespace
}  // namespace tocsin::player
