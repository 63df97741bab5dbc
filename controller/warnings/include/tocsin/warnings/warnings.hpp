// SPDX-License-Identifier: Apache-2.0
// Warnings on this site: raised by the duty officer or taken in as CAP messages, released, signed
// once, handed to whoever delivers them, changed, extended, cleared, and answered for by receipts.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/access/message_handler.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/signatures/verifier.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/warnings/cap_meaning.hpp"

namespace tocsin::warnings {

/// How a warning looks on which screens; the first rule that fits decides. Empty lists fit all.
struct LookRule {
    std::vector<std::string> units, tags;
    std::vector<playlists::WarningLevel> levels;
    std::optional<bool> emergency;
    playlists::WarningLook look = playlists::WarningLook::takeover;
    bool sound = false;
};

/// Who may send CAP messages to this site.
struct SenderRule {
    std::string sender;  ///< exactly as in the messages
    /// Shown without a person where it came by itself (drop folder, feed); otherwise a duty officer
    /// releases it.
    bool automatic = false;
    std::vector<std::string> mayChange;  ///< senders whose messages it may update and cancel
    /// Whose signature of its messages is believed; none: those of the settings.
    std::vector<signatures::PinnedCertificate> pins{};
    bool isSigned = false;  ///< what none of them verifies is refused
};

struct WarningSettings {
    Lasting lasting{};
    Milliseconds byPeople{std::chrono::hours(1)};  ///< where a person names no end
    bool freeTextByOne = false;                    ///< free text needs no second person
    std::vector<LookRule> looks{};                 ///< asked before the house's own rules
    std::vector<SenderRule> senders{};
    /// Screens with a threshold below which forwarded warnings are not for them, by tag.
    std::map<std::string, playlists::WarningLevel> thresholds{};
    std::filesystem::path folder{};                     ///< watched for CAP files; empty: none
    std::string zone = "Asia/Shanghai";                 ///< of the times on screens
    Milliseconds glassWithin{std::chrono::seconds(5)};  ///< 及时率: on glass within so long
    /// Of senders that have none of their own.
    std::vector<signatures::PinnedCertificate> pins{};
    /// Needed where anything is pinned.
    std::shared_ptr<signatures::Verifier const> verifier{};
};

/// For one screen's player.
struct Addressed {
    ScreenId screen;
    messages::WarningDelivery delivery;
};

/// Thread-safe; calls block, but for the listener.
class Warnings {
public:
    Warnings(store::Store& store, keys::Signer const& signer, std::function<Instant()> now,
             WarningSettings settings);
    ~Warnings();

    /// Told at once of each revision that was signed, after it is stored, on the calling thread of
    /// whatever caused it. Must not block.
    void onSigned(std::function<void(std::vector<Addressed>)> listener);
    /// What the screen's player is to hold now.
    [[nodiscard]] Result<std::vector<messages::WarningDelivery>> deliveriesFor(
        ScreenId const& screen) const;

    /// Takes in what lies in the folder. A file that was taken in goes to `done`, one that could
    /// not be read to `refused` with a line of text beside it.
    void sweepFolder();
    /// Warnings whose time is over become `expired`; what waits longer than its end is rejected.
    /// What stands is signed anew where other screens are meant by now (one was added, moved or
    /// retired), or the key set is another.
    Result<> sweep();

    /// Of players: `warning_receipt`.
    [[nodiscard]] access::MessageCollectors messageCollectors();
    [[nodiscard]] access::Routes routes();

    /// For details: whether the screen's player is connected. Set before the routes are used.
    void askOnline(std::function<bool(ScreenId const&)> isOnline);
    /// Takes in a CAP message that came by itself, "feed NAME". The same message twice is one.
    /// Errc::invalid: it cannot be read, or is not signed as it has to be; the audit trail says so.
    /// After any other error it is to be brought again.
    Result<> takeCap(std::string const& xml, std::string const& from);

    struct State;  ///< of this room's sources only

private:
    std::shared_ptr<State> state_;
};

}  // namespace tocsin::warnings
