// SPDX-License-Identifier: Apache-2.0
// The output tick: every tick one frame from the showing that owns it, handed to all sinks.
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "director/plan.hpp"
#include "sinks/frame_sink.hpp"
#include "stage/accompaniment.hpp"
#include "stage/item.hpp"
#include "stage/outages.hpp"
#include "stage/output_health.hpp"
#include "stage/overlay_deck.hpp"
#include "stage/play_meter.hpp"
#include "stage/resting_place.hpp"
#include "stage/set_levels.hpp"
#include "stage/warning_deck.hpp"
#include "stage/witness.hpp"
#include "timing/tick_lateness.hpp"
#include "tocsin/media/compositor.hpp"

namespace tocsin::player {

/// What the stage shows and has shown since the engine started.
struct StageReport {
    std::shared_ptr<Cue const> cue;  ///< never null
    bool notice = false;             ///< the pairing code is on
    bool blanked = false;            ///< black by order
    std::int64_t tick = 0;
    std::int64_t framesShown = 0, framesRepeated = 0, framesLate = 0;
    std::int64_t completePlays = 0, partialPlays = 0;
    std::string warning = {};  ///< headline of the one that has the whole screen; empty: none has
    int brightness = 100, volume = 100;  ///< percent, in force
    bool identifying = false;            ///< its name stands over the picture
};

class Stage {
public:
    /// An item is opened so long before its first tick.
    static constexpr Milliseconds kPreload{6'000};
    /// From here on it is opened even if what is on has not shown a picture yet.
    static constexpr Milliseconds kPreloadAnyway{3'000};
    /// Who joins a film in its middle waits so long for the frame of the very tick before one that
    /// is behind is shown, which screens beside it would give away.
    static constexpr Milliseconds kJoinExactly{500};
    /// Plans that wait for the tick: the last one counts, the others tell what was gone meanwhile.
    static constexpr std::size_t kMostMail = 8;
    /// A live stream earlier, because a network may take its time.
    static constexpr Milliseconds kStreamPreload{10'000};
    /// Fleet time that falls back farther than this is followed; less is waited out, so that tick
    /// numbers never repeat.
    static constexpr Milliseconds kFollowBack{1'000};
    /// Who the screen is, is shown for so long, on and off.
    static constexpr Milliseconds kIdentify{10'000};
    static constexpr Milliseconds kFlash{500};
    /// How punctual the ticks were is told so often, and at the end.
    static constexpr Milliseconds kTellLateness{3'600'000};

    struct Parts {
        session::Clock& clock;
        FleetClock& fleet;
        TickGrid grid;
        InFlight& inflight;
        StartItem startItem;
        StartOverlay startOverlay;
        std::vector<FrameSink*> sinks = {};
        Size size;
        std::string boot;
        spdlog::logger& log;
        std::function<void(std::unique_ptr<Item>)>
            dispose;                      ///< takes an item down elsewhere; must not block
        std::function<void()> playEnded;  ///< must not block
        std::function<void()> changed;    ///< another showing; must not block
        std::function<void(Cue const&, Error const&)>
            failed;  ///< a showing or an overlay was given up: its source failed or hangs; must not
                     ///< block
        /// A showing was complete; absent: nobody asks. Must not block.
        std::function<void(Cue const&)> shown = {};
        Accompaniment* sound = nullptr;  ///< null: silent
        /// Whether the outputs lead anywhere; absent: they do. Must not block.
        std::function<bool()> connected = {};
        Witness* witness = nullptr;  ///< null: nobody looks
        /// What is wrong with the output changed, `none`: nothing any more; must not block.
        std::function<void(Cue const&, OutputFault)> outputFault = {};
        /// What was seen of a warning; must not block.
        std::function<void(WarningSight)> warning = {};
        /// Whether the outputs are known to lead nowhere; absent: nobody can say. Must not block.
        std::function<bool()> unplugged = {};
    };
    explicit Stage(Parts parts);
    ~Stage();

    // ---- any thread ----
    void setPlan(std::shared_ptr<Plan const> plan);
    /// A picture that takes the place of all content; null: none.
    void setNotice(media::FramePtr notice);
    /// Black on all sinks from the next tick on, whatever the plan says: its plays become rows that
    /// say so. False: the plan goes on.
    ///
    /// Decided: black by order stays black while there are warnings, because 立即停播 is what
    /// people do about a screen that shows what it must not; such warnings have no frame on the
    /// glass.
    void setBlank(bool blank);
    /// These are to be seen from the next tick on, above all content and all overlays. One that
    /// takes the whole screen pre-empts the plan's plays, whose rows say so.
    void setWarnings(std::shared_ptr<WarningShow const> show);
    /// Flashes this layer over the picture for so long, also while it is black.
    void identify(media::Layer name, Milliseconds lasts = kIdentify);
    /// From the next tick on these hold above the plan's levels, each until its end. A screen that
    /// is off is sent the same, and no play claims to have been seen.
    void setLevels(SetLevels const& levels);
    [[nodiscard]] StageReport report() const;

    // ---- before run() ----
    /// Opens what is due now, so that it decodes while windows are still being opened.
    void openFirst();
    /// The sinks, if they were not known before.
    void showOn(std::vector<FrameSink*> sinks) { parts_.sinks = std::move(sinks); }

    // ---- tick thread ----
    /// Ticks until the stop request, then closes the current play as stopped.
    void run(std::stop_token stop);
    /// Composes this tick, waits for its instant, presents it, looks ahead. False: stopped while
    /// waiting.
    bool tick(std::int64_t tick, std::stop_token stop);
    void finish(std::string const& why);

private:
    struct Next {
        Cue cue;
        std::unique_ptr<Item> item;
        std::int64_t opened = 0, from = 0;  ///< ticks: when it was opened, and its first
        bool afterWarning = false;          ///< for the end of one, which may come sooner
    };
    [[nodiscard]] Outages::Answer answerAt(std::int64_t tick) const;
    [[nodiscard]] Outages::Answer orderedAt(std::int64_t tick) const;
    [[nodiscard]] std::string withheldFor() const;
    [[nodiscard]] bool covered() const { return notice_ || blank_; }
    [[nodiscard]] bool giveWay() const { return !covered() && warnings_.takesAll(); }
    [[nodiscard]] bool closedAt(std::int64_t tick) const;
    [[nodiscard]] bool followWarnings(std::int64_t tick);
    [[nodiscard]] std::int64_t aheadTick() const;
    [[nodiscard]] std::int64_t nextTick(std::int64_t last);
    void excuse(std::int64_t ticks);
    void decide(std::int64_t tick, std::string const& interrupted = "");
    void settleOwed(Showing const& showing);
    void enter(Cue const& cue, std::int64_t tick, std::string const& interrupted);
    /// Whether it left a row.
    bool leave(std::string const& interrupted, std::string const& failure, std::int64_t tick);
    void addName(std::vector<media::Layer>& layers, std::int64_t tick);
    bool giveUpIfLost(std::int64_t tick);
    void takeUpRecovered(std::int64_t tick);
    [[nodiscard]] bool nextFollows() const;
    void compose(std::int64_t tick);
    [[nodiscard]] media::FramePtr contentOf(std::int64_t tick);
    [[nodiscard]] bool joinsExactly(std::int64_t tick) const;
    [[nodiscard]] media::FramePtr black();
    [[nodiscard]] media::Fade fadeAt(std::int64_t tick);
    void applyLevels(std::int64_t tick);
    void tellFailure(Cue const& cue, Error const& failure);
    void present(std::int64_t tick);
    void tellFault();
    void lookAhead(std::int64_t tick);
    void giveUpNextIfLost(std::int64_t tick);
    void dropNext();
    void takeMail();
    void tellLateness();

    Parts parts_;
    PlayMeter meter_;

    // tick thread
    std::shared_ptr<Plan const> plan_;
    media::FramePtr notice_;
    media::FramePtr black_;  // while it is in use: its megabytes are wanted for what is shown
    bool decideAnew_ = true;
    bool blank_ = false;
    std::optional<Cue> cut_;            // by an order or a warning, and has its row
    std::optional<media::Layer> name_;  // who the screen is
    std::int64_t nameFrom_ = 0;         // tick
    Milliseconds nameLasts_ = kIdentify;
    SetLevels levels_;  // by instruction
    Cue cue_;
    std::int64_t untilTick_ = 0;
    bool holds_ = false;  // cue_ is dark only because nothing is left to show: the picture stays
    std::optional<Cue> owed_;
    std::string owedReason_;
    Outages outages_;
    std::unique_ptr<Item> item_;
    std::int64_t joinTick_ = 0;  // the one that cue_ was entered at
    std::int64_t fedTick_ = 0;   // of item_'s last frame; before the first, when it was opened
    std::optional<Next> next_;
    RestingPlace resting_;
    media::Compositor compositor_;
    OverlayDeck overlays_;
    WarningDeck warnings_;
    bool closed_ = false;            // the plan says that the screen is closed
    bool page_ = false;              // the picture below all layers is a warning's
    std::int64_t followAtTick_ = 0;  // the plan is asked for overlays again
    OutputHealth health_;
    OutputFault toldFault_ = OutputFault::none;
    media::Frame const* picture_ = nullptr;  // the item's last one; only compared
    bool held_ = false;                      // it stands still because the item gave no other
    media::Tone tone_;
    int volume_ = 100;           // in force
    int toldVolume_ = -1;        // as the sound was told
    int brightness_ = 100;       // in force
    bool lit_ = true;            // there is power for the screen, and it is not dimmed to black
    media::FramePtr fadeFrom_;   // the last content before cue_
    media::FramePtr frame_;      // on the glass
    bool onGlass_ = false;       // its content belongs to cue_
    PlayMeter::Shown composed_;  // of the tick in hand
    std::int64_t lastTick_ = 0;
    TickLateness lateness_;

    mutable std::mutex mutex_;                            // guards what follows
    std::vector<std::shared_ptr<Plan const>> mailPlans_;  ///< oldest first, kMostMail at most
    media::FramePtr mailNotice_;
    bool mailBlank_ = false;
    std::shared_ptr<WarningShow const> mailWarnings_;  ///< null: no others
    std::optional<media::Layer> mailName_;
    Milliseconds mailNameLasts_ = kIdentify;
    std::optional<SetLevels> mailLevels_;  ///< nothing: no others
    bool mail_ = false;
    StageReport report_;
};

}  // namespace tocsin::player
