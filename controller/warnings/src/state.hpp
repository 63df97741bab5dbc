// SPDX-License-Identifier: Apache-2.0
// What the room holds. All that changes warnings goes through `changing`, so that revisions count
// up without gaps and players hear of them in that order; the store has the rest.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "intake.hpp"
#include "receipts.hpp"
#include "signing.hpp"
#include "targeting.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/store/warnings.hpp"
#include "tocsin/warnings/warnings.hpp"
#include "waiting_files.hpp"
#include "wanted.hpp"

namespace tocsin::warnings {

inline constexpr char kWaiting[] = "waiting", kStanding[] = "standing", kCleared[] = "cleared",
                      kExpired[] = "expired", kRejected[] = "rejected";

/// A warning as it is stored.
struct Stored {
    store::WarningRecord record;
    Kept kept;
    TargetRows rows;  ///< of record.revision
};

/// Done in the transaction of a step, with the warning's id.
using Beside = std::function<void(store::Tx&, std::string const&)>;

/// One change of one warning, ready to be stored with its audit row.
struct Step {
    std::optional<store::WarningRecord> before{};  ///< as it was read; nothing: it is new
    store::WarningRecord after{};
    Kept kept{};
    TargetRows rows{};  ///< of after.revision; empty: nothing was signed
    store::AuditEntry entry{};
    Beside beside{};
};

struct Warnings::State {
    State(store::Store& s, keys::Signer const& k, std::function<Instant()> n, WarningSettings set)
        : store(s), signer(k), now(std::move(n)), settings(std::move(set)), receipts(s, now) {}

    store::Store& store;
    keys::Signer const& signer;
    std::function<Instant()> now;
    WarningSettings settings;
    ReceiptBook receipts;

    std::mutex changing;
    std::function<void(std::vector<Addressed>)> listener;  ///< guarded by changing
    std::function<bool(ScreenId const&)> isOnline;         ///< set before anybody asks
    /// A message may have been kept and not acted upon: by the process before, or just now.
    std::atomic<bool> unsettled{true};
    WaitingFiles waitingFiles;  ///< of the folder; has its lock
    /// Warnings of which the log has been told why they cannot be signed anew; guarded by changing.
    std::set<std::string> notRenewed;
    /// Of where all screens stand, when that was looked at last; guarded by changing, as is the
    /// next.
    std::optional<Digest> seen;
    /// There may be messages with a part for which there is no screen.
    bool someUnmet = true;

    // Reading. Errc::notFound.
    [[nodiscard]] Result<Stored> find(std::string const& id) const;
    [[nodiscard]] Result<Chosen> choose(Wanted const& wanted) const;

    // Under `changing`: one step each. They return the warning as it is then.
    /// A new one, raised by somebody of `unit`: standing at once if `releasedBy` says by whom, else
    /// waiting.
    Result<Stored> begin(Wanted wanted, std::string const& unit, std::string const& releasedBy,
                         std::string source, playlists::AlertKey const& root, Beside beside = {});
    /// What is shown becomes `wanted`, or what waits does.
    Result<Stored> show(Stored const& warning, Wanted wanted, std::string const& by,
                        std::string const& action, Beside beside = {});
    /// A change that a second person has to release.
    Result<Stored> propose(Stored const& warning, Wanted wanted, Beside beside = {});
    /// Another text for what waits.
    Result<Stored> replaceWaiting(Stored const& warning, Wanted wanted, Beside beside = {});
    Result<Stored> extend(Stored const& warning, Instant expires, std::string const& by);
    /// Ends what stands, or gives up what waits.
    Result<Stored> end(Stored const& warning, std::string const& by, std::string const& reason);
    Result<Stored> reject(Stored const& warning, std::string const& by, std::string const& reason);
    Result<> expireDue();
    Result<> renewDue();
    /// Messages that found no screen are acted upon again, if screens came or moved since.
    Result<> lookForNewScreens();
    /// Signs it anew if it is for other screens by now, or stands under an earlier key set.
    Result<> renew(Stored const& warning);

    /// Stores the step, unless the warning has changed since it was read, and tells the listener.
    Result<Stored> take(Step step);

    /// A CAP message from a person, the folder or a feed. Takes `changing`.
    Result<CapTaken> takeCap(std::string const& xml, CapSource const& source);
    /// The chains of messages that were stored, but not acted upon. Takes `changing`, again and
    /// again.
    Result<> settleRest();
    /// Some of them, without those that were tried. Whether there are more.
    bool settleSome(std::set<playlists::AlertKey>& tried, Result<>& done);
};

/// One line for lists of the trail: what it is, for how many screens, until when.
[[nodiscard]] std::string auditDetail(Wanted const& wanted, std::size_t screens);

}  // namespace tocsin::warnings
