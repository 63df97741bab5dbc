// SPDX-License-Identifier: Apache-2.0
// The warnings of this player's screen: which are accepted, which of them hold, and what became of
// each (file "warnings").
#pragma once

#include <spdlog/logger.h>

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "director/held_warning.hpp"
#include "director/trust.hpp"
#include "director/warnings_file.hpp"
#include "engine/findings.hpp"

namespace tocsin::player {

/// Thread-safe.
///
/// Decided: a warning that is accepted is handed on to be shown first and kept on the disk then,
/// within the same call. A power cut between the two loses it for this player, and the controller,
/// which has no receipt that says `verified`, sends it again; a glass that waits for a slow disk
/// would lose what warnings are for. For the same reason a full disk refuses none.
class Warnings {
public:
    /// To be shown at a time; one more is refused.
    static constexpr std::size_t kMostStanding = 50;
    /// Cleared, expired and for other screens, remembered so that no older revision comes back.
    static constexpr std::size_t kMostOver = 500;
    /// Receipts of revisions that were replaced.
    static constexpr std::size_t kMostPast = 200;
    /// Sights that wait to be settled; the oldest are lost beyond.
    static constexpr std::size_t kMostSights = 1'000;
    /// What each session is told again: the newest of the last days.
    static constexpr std::size_t kMostTold = 100;
    static constexpr std::chrono::days kToldFor{7};

    struct Parts {
        std::filesystem::path file;
        spdlog::logger& log;
        Findings& findings;
        /// What is to be shown is another. Called under the lock, so that the last call counts:
        /// must not block, nor call back.
        std::function<void(HeldWarnings)> show;
    };
    explicit Warnings(Parts parts) : parts_(std::move(parts)) {}

    /// As PlanKeeper::trust: what a revoked key has signed holds no longer, also as a number that
    /// bars others.
    void trust(Trust const& trust);
    /// Takes up what an earlier run held; signatures are checked again.
    void load(ScreenId const& screen, Instant now);
    /// Judges a warning and shows it if it is good. The receipt has no id if the delivery cannot
    /// even be read. The very same one is accepted again.
    [[nodiscard]] messages::WarningReceipt offer(messages::WarningDelivery const& delivery,
                                                 ScreenId const& screen, Instant now);
    /// The same with those that stand in a manifest. What is old there is passed over in silence.
    void embedded(std::vector<messages::WarningDelivery> const& deliveries, ScreenId const& screen,
                  Instant now);
    /// The player was bound to this screen: warnings of another one hold no longer.
    void bindTo(ScreenId const& screen);
    /// The screen is not this player's any more.
    void forget();

    /// The stage saw something. Never waits for the disk.
    void saw(WarningSight sight);
    /// Called whenever there may be receipts to send, from the thread that caused it; must not
    /// block. Empty: nobody.
    void onNews(std::function<void()> listener);
    /// A session began: all of the last days is told again.
    void tellAgain(Instant now);
    /// The next receipt that has not been told; it counts as told then.
    [[nodiscard]] std::optional<messages::WarningReceipt> nextReceipt();
    /// Takes in what was seen, and brings all that changed to the disk.
    void keep();

private:
    struct Newest {
        KeptWarning kept;
        std::shared_ptr<HeldWarning const> held = {};  ///< null: not to be shown (any more)
        bool untold = false;
    };
    struct Past {
        KeptReceipt kept;
        bool untold = false;
    };
    using Id = std::string;

    [[nodiscard]] messages::WarningReceipt judge(messages::WarningDelivery const& delivery,
                                                 ScreenId const& screen, Instant now, bool tell);
    [[nodiscard]] Result<messages::OpenedWarning> opened(messages::WarningDelivery const& delivery,
                                                         ScreenId const& screen, Instant now) const;
    [[nodiscard]] Result<> mayFollow(messages::OpenedWarning const& opened, Instant now) const;
    Newest& accept(messages::OpenedWarning opened, messages::WarningDelivery const& delivery,
                   Instant now);
    void replace(Newest& former, Instant now, bool onGlass);
    [[nodiscard]] Result<Newest> takenUp(KeptWarning kept) const;
    void settleOver(Instant now);
    void settle();
    void take(WarningSight const& sight);
    void takeEnd(WarningSight const& sight, Newest* newest, Past* past);
    void prune(Instant now);
    void publish(Instant now);
    void write();
    void drop();
    void tell();

    Parts parts_;
    mutable std::mutex mutex_;  // guards what follows
    Trust trust_;
    ScreenId screen_;
    std::map<Id, Newest> newest_;
    std::deque<Past> past_;  // the oldest first
    std::vector<Digest> shown_;
    bool changed_ = false;  // since the file was written

    std::mutex sightsMutex_;  // guards what follows; held for a moment only, also after mutex_
    std::deque<WarningSight> sights_;
    std::function<void()> listener_;
};

}  // namespace tocsin::player
