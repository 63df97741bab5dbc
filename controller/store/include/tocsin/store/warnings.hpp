// SPDX-License-Identifier: Apache-2.0
// Warnings, which screens each of their revisions is for, what became of them there, and CAP
// messages as they came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/messages/warning.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

struct WarningRecord {
    std::string id;
    std::string unit;           ///< handle of the unit that raised it; empty: the whole site
    std::string state;          ///< "waiting" (for a release), "standing", "cleared", "expired",
                                ///< "rejected"
    std::int64_t revision = 0;  ///< newest that was signed; 0: none yet
    std::string source;         ///< "duty", "cap"
    std::string asked;          ///< JSON of what was asked for, as the warnings room writes it
    std::string pending;        ///< JSON of a change that waits for a second person, or empty
    std::string envelope;       ///< of the newest revision, JSON text; empty: none yet
    std::string level, event, headline;  ///< for lists
    bool drill = false, emergency = false;
    Instant raised, issued, from, expires;
    std::optional<Instant> ended;
    std::string raisedBy, releasedBy, endedBy;
    /// Of the CAP chain it comes from: playlists::AlertVerdict::root; empty: none.
    std::string alertSender, alertIdentifier;
    std::optional<Instant> alertSent;
    bool operator==(WarningRecord const&) const = default;
};

struct WarningTargetRecord {
    std::string warning;
    std::int64_t revision = 0;
    messages::WarningTarget target;
    std::int64_t index = 0;
    std::vector<Digest> proof;
    std::string why;  ///< why it was chosen
    bool operator==(WarningTargetRecord const&) const = default;
};

struct WarningReceiptRecord {
    ScreenId screen;
    messages::WarningReceipt receipt;
    Instant stored;  ///< when the last that was new in it came
    bool operator==(WarningReceiptRecord const&) const = default;
};

/// A warning that was on a screen.
struct WarningShown {
    std::string warning;
    std::int64_t revision = 0;
    ScreenId screen;
    playlists::WarningLook look = playlists::WarningLook::takeover;
    Instant from;
    Instant to;          ///< as its receipt says; without that, the end of the warning
    bool lit = false;    ///< a connected, powered output took it
    bool ended = false;  ///< its receipt says when it ended
    bool operator==(WarningShown const&) const = default;
};

/// A CAP message that came, whatever became of it. One row a key; the same key again is kept once.
struct CapRecord {
    std::string sender, identifier;
    Instant sent;
    std::string type;     ///< "Alert", "Update", …
    std::string verdict;  ///< JSON: findings, standing, what was done and why
    std::string from;     ///< "post", "folder", "feed NAME"
    std::string who;      ///< account, or empty
    Digest digest;        ///< of `xml`
    std::string xml;      ///< at most 4 MiB
    std::string warning;  ///< id of the warning it led to, or empty
    Instant arrived;
    bool operator==(CapRecord const&) const = default;
};

class Warnings {
public:
    virtual ~Warnings() = default;
    /// The newest first; `most` of them.
    [[nodiscard]] virtual std::vector<WarningRecord> all(std::size_t most) const = 0;
    /// Those raised in [from, to), the newest first, without their envelopes.
    [[nodiscard]] virtual std::vector<WarningRecord> raisedWithin(Instant from,
                                                                  Instant to) const = 0;
    /// Those "waiting" or "standing", the newest first.
    [[nodiscard]] virtual std::vector<WarningRecord> open() const = 0;
    [[nodiscard]] virtual std::optional<WarningRecord> find(std::string const& id) const = 0;
    /// The newest of them, if there are several.
    [[nodiscard]] virtual std::optional<WarningRecord> findByAlert(std::string const& sender,
                                                                   std::string const& identifier,
                                                                   Instant sent) const = 0;
    virtual void put(WarningRecord const& warning) = 0;  ///< adds or replaces; none ever goes

    /// Takes the place of all targets of this revision.
    virtual void putTargets(std::string const& warning, std::int64_t revision,
                            std::vector<WarningTargetRecord> const& targets) = 0;
    /// By screen.
    [[nodiscard]] virtual std::vector<WarningTargetRecord> targets(std::string const& warning,
                                                                   std::int64_t revision) const = 0;
    /// What the screen's player is to hold: of each warning whose newest revision is for it, that
    /// has been signed, and whose `expires` is after `now`, cleared ones too; by id.
    [[nodiscard]] virtual std::vector<messages::WarningDelivery> deliveries(ScreenId const& screen,
                                                                            Instant now) const = 0;

    /// Merges: an instant that is there stays, with `lit` and `end` as they came with it; others
    /// are added. The first `reason` stays until the warning is verified after all. Keeps receipts
    /// of warnings that are not there too: the caller looks first. False: nothing was new.
    virtual bool noteReceipt(ScreenId const& screen, messages::WarningReceipt const& receipt,
                             Instant now) = 0;
    /// Of one revision, by screen.
    [[nodiscard]] virtual std::vector<WarningReceiptRecord> receipts(
        std::string const& warning, std::int64_t revision) const = 0;

    /// Of all screens, what was on them at some time in [from, to); by screen and begin.
    [[nodiscard]] virtual std::vector<WarningShown> shown(Instant from, Instant to) const = 0;

    [[nodiscard]] virtual std::optional<CapRecord> findCap(std::string const& sender,
                                                           std::string const& identifier,
                                                           Instant sent) const = 0;
    /// Without their xml; those that arrived since then, the oldest first.
    [[nodiscard]] virtual std::vector<CapRecord> capsSince(Instant t) const = 0;
    virtual void putCap(CapRecord const& message) = 0;  ///< adds or replaces
};

}  // namespace tocsin::store
