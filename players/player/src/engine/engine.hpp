// SPDX-License-Identifier: Apache-2.0
// The engine: everything that plays, in the order in which it is built and taken down.
#pragma once

#include <spdlog/logger.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "carry/courier.hpp"
#include "deeds/hands.hpp"
#include "deeds/instructions.hpp"
#include "director/cache_check.hpp"
#include "director/cache_keeper.hpp"
#include "director/content_cache.hpp"
#include "director/orders.hpp"
#include "director/plan_keeper.hpp"
#include "director/quarantine.hpp"
#include "director/warnings.hpp"
#include "engine/data_directory.hpp"
#include "engine/findings.hpp"
#include "engine/item_factory.hpp"
#include "engine/open_sinks.hpp"
#include "engine/trouble_reports.hpp"
#include "engine/warning_press.hpp"
#include "evidence/camera.hpp"
#include "journal/crash_notes.hpp"
#include "journal/inflight.hpp"
#include "journal/journal_thread.hpp"
#include "link/fetcher.hpp"
#include "link/link.hpp"
#include "link/ticket.hpp"
#include "sinks/output_watch.hpp"
#include "sinks/x_presence.hpp"
#include "sound/sdl_sound.hpp"
#include "stage/reaper.hpp"
#include "stage/stage.hpp"
#include "timing/fleet_clock.hpp"
#include "tocsin/player/player.hpp"

namespace tocsin::player {

class Engine {
public:
    /// Opens everything, starts nothing. The error's code says which exit code it is: see
    /// exitCodeOf.
    [[nodiscard]] static Result<std::unique_ptr<Engine>> open(Options const& options,
                                                              session::Clock& clock,
                                                              spdlog::logger& log,
                                                              BeforeOpen beforeOpen = {});
    ~Engine();
    void start();
    /// Closes the current play, brings the rows to the ledger if it answers within two seconds,
    /// ends all threads.
    void stop();
    /// Its key was revoked: a fresh process finds another.
    [[nodiscard]] bool beginsAnew() const noexcept { return anew_; }
    /// It was told to end and to be started again.
    [[nodiscard]] bool beginsAgain() const noexcept { return again_; }

private:
    Engine(Options const& options, session::Clock& clock, spdlog::logger& log, DataDirectory data,
           InFlight inflight, CrashNotes crashes, BeforeOpen beforeOpen);
    void settleCrash();
    [[nodiscard]] Result<> openJournal();
    [[nodiscard]] Result<> openCamera();
    void makeStage();
    [[nodiscard]] Result<> openSinks(std::string const& title);
    void makeOutputWatch();
    void makeWarnings();
    void makeInstructions();
    void takeUpBond(Bond const& bond);
    void makeLink(std::optional<Bond> bond);
    void makeCourier();
    void tickThread(std::stop_token stop);
    [[nodiscard]] messages::Status status();
    [[nodiscard]] messages::BatchHeader headerFacts();
    void showCode(std::string const& code, std::string const& root);
    void showSpare(bool spare);
    void revoked();
    void endRevoked();
    void bound(Bond const& bond);
    void showWords(std::string const& words);
    [[nodiscard]] Result<> identify(Milliseconds lasts);
    void beginAgain();

    Options const options_;
    session::Clock& clock_;
    spdlog::logger& log_;
    TickGrid const grid_;
    std::string const boot_;
    Findings findings_;
    DataDirectory data_;
    InFlight inflight_;
    CrashNotes crashes_;
    FleetClock fleet_;
    std::unique_ptr<AuthorityPin> authority_;
    TroubleReports troubles_;
    ContentCache cache_;
    CacheKeeper keeper_;
    std::unique_ptr<Quarantine> quarantine_;
    ItemFactory items_;
    OpenSinks sinks_;
    std::optional<XPresence> presence_;    // if there is a window
    std::unique_ptr<OutputWatch> output_;  // if there is a window
    std::unique_ptr<Speaker> speaker_;     // if there is to be sound
    std::unique_ptr<SdlSound> sound_;
    std::unique_ptr<JournalThread> journal_;
    std::unique_ptr<EvidenceCamera> camera_;
    std::unique_ptr<Fetcher> fetcher_;  // outlives the decoders, which tell it of damage
    Reaper reaper_{clock_};
    std::unique_ptr<Stage> stage_;
    std::unique_ptr<PlanKeeper> plans_;
    std::unique_ptr<CacheCheck> check_;
    std::unique_ptr<Orders> orders_;
    std::unique_ptr<WarningPress> press_;
    std::unique_ptr<Warnings> warnings_;
    std::unique_ptr<Hands> hands_;
    std::unique_ptr<Instructions> instructions_;
    std::mutex nameMutex_;               // guards name_
    std::string name_;                   // of the screen
    std::string shownCode_, shownRoot_;  // link thread, as what follows
    bool spare_ = false;
    std::atomic<bool> anew_{false}, again_{false};
    Ticket ticket_;
    std::unique_ptr<Link> link_;
    std::unique_ptr<Courier> courier_;  // if sticks are looked for; needs the link and the journal
    std::jthread ticker_;
};

/// 73 for what cannot be created, opened or locked; 78 for a data directory that cannot be
/// understood; 70 for the rest.
[[nodiscard]] int exitCodeOf(Error const& error);

}  // namespace tocsin::player
