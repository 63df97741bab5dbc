// SPDX-License-Identifier: Apache-2.0
// Items of all kinds for one screen of 192x32, the films among them with their frame numbers burnt
// in, and the check of a recording against the plan.
#pragma once

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "support/media_samples.hpp"
#include "support/site.hpp"

namespace tocsin::integration {

inline constexpr int kBarWidth = 192, kBarHeight = 32;

/// Other sizes, codecs, containers and frame rates, about two seconds each; numbers tell which film
/// a frame is of.
[[nodiscard]] std::map<std::string, test::FilmSpec> const& numberedFilms();
/// Those films, a picture ("poster") and two slogans ("still", "moving"), mixed.
[[nodiscard]] std::vector<std::string> const& mixedItems();
/// Hands films and picture to the controller. Call with ASSERT_NO_FATAL_FAILURE.
void addNumberedMedia(test::Site& site);
/// A campaign that fills every second of 2026-06-01 on screens with this tag; the slogans come with
/// it. `items` are of mixedItems().
void releaseItems(test::Site& site, std::string const& id, std::vector<std::string> const& items,
                  std::string const& tag = "text");

/// The files of a raw sink, read while nobody writes them.
class Recording {
public:
    Recording(test::Site const& site, std::string const& screen, int width = kBarWidth,
              int height = kBarHeight);
    [[nodiscard]] std::vector<test::RecordedTick> const& ticks() const { return ticks_; }
    /// Valid until the next call.
    [[nodiscard]] media::Frame const& frame(std::size_t index);

private:
    std::vector<test::RecordedTick> ticks_;
    std::ifstream file_;
    media::Frame frame_;
};

/// The number of a film at `ticksASecond` so many ticks after its start: the frame on just before
/// half a tick later. Matroska and WebM round their time stamps to a millisecond, either way.
[[nodiscard]] bool isOn(int number, test::FilmSpec const& spec, std::int64_t ticks,
                        std::int64_t ticksASecond);

/// Looks at ticks one after the other: each shows the play that the plan has then, and each tick of
/// a film the very frame that is due. Faults are test failures.
class FrameCheck {
public:
    /// During `crossFade` after each start the numbers of two films are mixed and not read.
    explicit FrameCheck(std::vector<test::PlannedPlay> const& plan,
                        Milliseconds crossFade = Milliseconds{0});
    /// All of a recording from its first planned play on, up to the first fault.
    void see(Recording& recording);
    /// From one play to the next.
    [[nodiscard]] int transitions() const { return transitions_; }
    [[nodiscard]] std::int64_t ticksSeen() const { return ticksSeen_; }

private:
    void see(test::RecordedTick const& tick, media::Frame const& frame);
    void seePicture(test::PlannedPlay const& play, test::RecordedTick const& tick,
                    media::Frame const& frame) const;

    std::map<std::string, test::PlannedPlay> plays_;
    std::int64_t fadeTicks_;
    std::optional<test::RecordedTick> last_;
    int transitions_ = 0;
    std::int64_t ticksSeen_ = 0;
};

}  // namespace tocsin::integration
