// SPDX-License-Identifier: Apache-2.0
// The window's sink, on SDL's driver that shows nothing.
#include "sinks/window_sink.hpp"

#include <SDL.h>
#include <stdlib.h>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

TEST(WindowSink, DoesNotClaimAFrameThatPushedOutAnother) {
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
    auto const clock = session::systemClock();
    Findings findings;
    auto const sink = WindowSink::open({640, 480}, {}, WindowSink::Closing::reopens, *clock,
                                       silentLog(), findings)
                          .value();
    std::string const id = "-";
    // Far more frames than any window can take: the thread that shows them copies each.
    bool lost = false;
    media::FramePtr const frames[] = {std::make_shared<media::Frame>(640, 480),
                                      std::make_shared<media::Frame>(640, 480)};
    for (std::int64_t tick = 0; tick < 1'000'000 && !lost; ++tick) {
        lost = !sink->submit(frames[tick % 2], {tick, morning(tick), id});
    }
    EXPECT_TRUE(lost);
    EXPECT_TRUE(findings.first(1).empty());
}

/// True once `holds`, with frames coming all the time as they do: `still`, or each another.
bool eventually(WindowSink& sink, std::function<bool()> const& holds,
                media::FramePtr const& still = nullptr) {
    std::string const id = "-";
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    for (std::int64_t tick = 0; std::chrono::steady_clock::now() < until; ++tick) {
        static_cast<void>(sink.submit(still ? still : std::make_shared<media::Frame>(64, 32),
                                      {tick, morning(tick), id}));
        if (holds()) {
            return true;
        }
        std::this_thread::yield();
    }
    return false;
}

void closeAllWindows() {
    SDL_Event event{};
    event.type = SDL_QUIT;
    SDL_PushEvent(&event);
}

TEST(WindowSink, ComesBackWhenItIsClosedOrADisplayChanges) {
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
    auto const clock = session::systemClock();
    Findings findings;
    auto const sink =
        WindowSink::open({64, 32}, {}, WindowSink::Closing::reopens, *clock, silentLog(), findings)
            .value();
    for (int round = 0; round < 3; ++round) {
        ASSERT_TRUE(eventually(*sink, [&] { return sink->opened() == round + 1; }));
        closeAllWindows();
    }
    ASSERT_TRUE(eventually(*sink, [&] { return sink->opened() == 4 && sink->attached(); }));
    EXPECT_TRUE(findings.first(1).empty());
}

TEST(WindowSink, IsGivenAPictureThatStandsOnceAndAgainInANewWindow) {
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
    auto const clock = session::systemClock();
    Findings findings;
    auto const sink =
        WindowSink::open({64, 32}, {}, WindowSink::Closing::reopens, *clock, silentLog(), findings)
            .value();
    auto const still = std::make_shared<media::Frame>(64, 32);
    ASSERT_TRUE(eventually(
        *sink, [&] { return sink->painted() == 1; }, still));
    int more = 0;
    ASSERT_TRUE(eventually(
        *sink, [&] { return ++more == 1'000; }, still));
    EXPECT_EQ(sink->painted(), 1);
    closeAllWindows();
    ASSERT_TRUE(eventually(
        *sink, [&] { return sink->opened() == 2; }, still));
    EXPECT_TRUE(eventually(
        *sink, [&] { return sink->painted() == 2; }, still));
}

TEST(WindowSink, OfATestPatternStaysClosed) {
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
    auto const clock = session::systemClock();
    Findings findings;
    auto const sink =
        WindowSink::open({64, 32}, {}, WindowSink::Closing::ends, *clock, silentLog(), findings)
            .value();
    closeAllWindows();
    EXPECT_TRUE(eventually(*sink, [&] { return !sink->attached(); }));
}

}  // namespace
}  // namespace tocsin::player
