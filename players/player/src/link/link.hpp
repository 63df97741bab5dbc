// SPDX-License-Identifier: Apache-2.0
// The link to the controller: one thread, one session at a time, everything else on this player
// goes on without it.
#pragma once

#include <spdlog/logger.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "deeds/instructions.hpp"
#include "director/orders.hpp"
#include "director/plan_keeper.hpp"
#include "director/warnings.hpp"
#include "evidence/camera.hpp"
#include "journal/journal_thread.hpp"
#include "link/authority_pin.hpp"
#include "link/bond.hpp"
#include "timing/fleet_clock.hpp"
#include "tocsin/player/player.hpp"
#include "tocsin/session/backoff.hpp"
#include "tocsin/session/fleet_time.hpp"
#include "tocsin/session/task_group.hpp"

namespace tocsin::player {

class LinkSession;

/// What was carried here for this player, judged: what a session would have brought.
struct Carried {
    Trust trust;
    ScreenId screen;
    std::string screenName;
    std::vector<messages::Body> told;
};
/// What became of it.
struct CarriedReceipt {
    messages::ManifestReceipt manifest;
    messages::Status status;  ///< as a session would be told afterwards
};

/// What the link needs and whom it tells. The functions are called on the link's thread and must
/// not block.
struct LinkParts {
    Options const& options;
    messages::KeyPair const& key;
    std::filesystem::path bondFile, clockFile;
    std::string boot;
    std::int64_t decodeRate = 0;  ///< as messages::Hello says
    session::Clock& clock;
    FleetClock& fleet;
    AuthorityPin& authority;
    PlanKeeper& plans;
    Orders& orders;
    Warnings& warnings;
    JournalThread& journal;
    EvidenceCamera& camera;
    spdlog::logger& log;
    Findings& findings;
    std::function<messages::Status()> status;
    /// The code, and the fingerprint of the controller's root; no code: bound, show content.
    std::function<void(std::string const& code, std::string const& root)> showCode;
    std::function<void(bool spare)> showSpare = {};  ///< the code that is shown is a spare's
    std::function<void(std::string const& ticket)> ticket = {};  ///< to be shown for content
    std::function<void(Bond const&)> bound;  ///< a session is bound to this screen
    /// A revocation was obeyed and the controller knows: this key is at its end.
    std::function<void()> revoked = {};
    Instructions* instructions = nullptr;  ///< null: this player takes none
};

class Link {
public:
    Link(LinkParts parts, std::optional<Bond> bond);
    ~Link();
    void start();
    /// Closes the session properly and joins the thread.
    void stop();

    // ---- for what is carried by hand: any other thread, which waits; between start() and stop()
    [[nodiscard]] std::optional<Bond> bond();
    /// Obeys all of it, and is bound by it if it was not before.
    [[nodiscard]] CarriedReceipt obey(Carried const& carried);
    [[nodiscard]] messages::Status status();
    /// Shows the code of this player's own request, unless it is bound or shows another.
    void showEnrolment(std::string const& code);

    /// Any thread: the status changed; sent soon, several changes at once.
    void statusChanged();

private:
    friend class LinkSession;
    boost::asio::awaitable<void> run();
    void unreachable(Error const& error);
    boost::asio::awaitable<void> closeCurrent();
    void stopOnThread();
    void onThread(std::function<void()> task);
    void beBound(Carried const& carried);
    [[nodiscard]] CarriedReceipt obeyOnThread(Carried const& carried);
    void wakePlays();
    void wakeEvidence();
    void wakeWarnings();
    void wakeInstructions();
    /// The code to show, a new one every ten minutes.
    std::string const& code();

    LinkParts parts_;
    boost::asio::io_context io_{1};
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guard_;
    session::TaskGroup tasks_;

    // link thread
    std::optional<Bond> bond_;
    bool stopping_ = false;
    bool needCode_ = false;
    bool tokenIsDead_ = false;            ///< the controller does not take it, so the code is shown
    session::OffsetEstimator estimator_;  ///< outlives sessions: one slow answer is not the truth
    session::DriftEstimator drift_;
    std::int64_t estimatorSteps_ = 0;  ///< FleetClock::wallSteps() for which the samples hold
    std::optional<CachedClock> keptClock_;
    bool retryAtOnce_ = false;
    std::string lastFailure_;  ///< to connect; empty while it works
    std::string code_;
    std::int64_t codeMadeMs_ = 0;
    session::Backoff backoff_;
    LinkSession* current_ = nullptr;

    std::atomic<bool> statusPosted_{false};
    std::jthread thread_;
};

}  // namespace tocsin::player
