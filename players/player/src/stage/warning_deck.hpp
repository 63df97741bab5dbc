// SPDX-License-Identifier: Apache-2.0
// The warnings of this screen, tick by tick: which one is seen, what of it, and what the stage has
// to tell of them. Tick thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "director/held_warning.hpp"
#include "stage/warning_show.hpp"
#include "timing/tick_grid.hpp"
#include "tocsin/media/compositor.hpp"

namespace tocsin::player {

class WarningDeck {
public:
    /// The attention signal of a warning comes with its turns, but not sooner than this after the
    /// last one.
    static constexpr Milliseconds kAttentionEvery{60'000};

    struct Parts {
        TickGrid grid;
        Size size;
        std::function<void(WarningSight)> tell;       ///< may be empty; must not block
        std::function<void(Instant)> attention = {};  ///< a signal from this instant on
    };
    explicit WarningDeck(Parts parts) : parts_(std::move(parts)) {}

    /// Takes the place of what was to be shown. Never null.
    void setShow(std::shared_ptr<WarningShow const> show);
    /// There is nothing to follow.
    [[nodiscard]] bool idle() const { return show_->warnings.empty() && answer_ == Answer{}; }
    /// What is to be seen at this tick. `closed`: the screen is closed by plan, so only warnings
    /// that are for closed hours too are seen. True: another warning than before, or another look.
    bool follow(std::int64_t tick, bool closed);

    /// A warning is to be seen.
    [[nodiscard]] bool on() const noexcept { return on_.has_value(); }
    /// It takes the whole screen: the plan's showings have to give way. In closed hours any look
    /// does, because a screen that is lit for a warning shows nothing else.
    [[nodiscard]] bool takesAll() const noexcept;
    /// It is seen although the screen is closed.
    [[nodiscard]] bool overridesHours() const noexcept { return on_ && closed_; }
    /// Why a showing had to give way, in the words of its row.
    [[nodiscard]] std::string reason() const;
    [[nodiscard]] std::string headline() const;
    /// The one that is to be seen; id empty: none. The id lives until setShow().
    struct Seen {
        std::string_view id = {};
        std::int64_t revision = 0;
    };
    [[nodiscard]] Seen seen() const noexcept;
    /// First tick at which takesAll() will not hold any more, as things stand.
    [[nodiscard]] std::int64_t endsAt() const noexcept { return endsAt_; }

    /// What is to be seen in the place of all content; null: nothing is.
    [[nodiscard]] media::FramePtr page(std::int64_t tick) const;
    /// What is to lie over it.
    [[nodiscard]] std::optional<media::Layer> layer(std::int64_t tick) const;

    struct Presented {
        bool covered = false;  ///< something that is not a warning had the whole screen
        bool lit = false;      ///< a connected, powered output took the frame
        bool lingers = false;  ///< a page is still there although it is over, for want of content
    };
    /// After each tick.
    void presented(std::int64_t tick, Presented what);

private:
    /// Who has its turn.
    struct On {
        std::size_t index = 0;  ///< in show_
        playlists::WarningLook look = playlists::WarningLook::takeover;
        Instant began;  ///< of its turn, or of one before by whole turns
    };
    struct Turn {
        std::string id;
        std::int64_t revision = 0;
        std::int64_t number = 0;
        bool operator==(Turn const&) const = default;
    };
    /// What has been told of a revision.
    struct Track {
        std::string id;
        std::int64_t revision = 0;
        Instant to;
        bool seen = false, lit = false, over = false;
        std::optional<Instant> attention = {};  ///< the last one
    };
    /// What follow() compares.
    struct Answer {
        std::string id;
        std::int64_t revision = 0;
        playlists::WarningLook look = playlists::WarningLook::off;
        bool all = false;
        bool operator==(Answer const&) const = default;
    };
    struct Drawn {
        playlists::WarningLook look;
        WarningPrint const* print;
    };
    using Standing = std::vector<playlists::StandingWarning>;

    [[nodiscard]] std::vector<std::size_t> admitted(bool drills) const;
    [[nodiscard]] Standing standing(std::vector<std::size_t> const& which,
                                    playlists::WarningLook look) const;
    [[nodiscard]] std::optional<On> onAt(Instant at, Instant& until) const;
    [[nodiscard]] std::optional<On> onOf(std::vector<std::size_t> const& which, Instant at,
                                         Instant& until) const;
    [[nodiscard]] std::int64_t findEnd(Instant at) const;
    [[nodiscard]] ShownWarning const& shown() const { return show_->warnings[on_->index]; }
    [[nodiscard]] static Drawn drawn(ShownWarning const& warning, playlists::WarningLook look);
    [[nodiscard]] Milliseconds lengthOf(WarningPrint const& print) const;
    [[nodiscard]] media::FramePtr pictureAt(std::int64_t tick) const;
    void end(Track& track);
    void noteSeen(Instant at, Track& track, bool lit);
    void callAttention(Instant at, Track& track);
    void tell(WarningSight sight) const;

    Parts parts_;
    std::shared_ptr<WarningShow const> show_ = std::make_shared<WarningShow>();
    std::optional<On> on_;
    bool closed_ = false;
    Instant asked_ = Instant::max(), until_ = Instant::min();  ///< on_ holds in [asked_, until_)
    std::int64_t endsAt_ = 0;
    std::vector<Track> tracks_;
    std::vector<Track> over_;  ///< to be told with the next tick
    std::optional<Turn> turn_;
    Answer answer_;
};

}  // namespace tocsin::player
