// SPDX-License-Identifier: Apache-2.0
// What a set of CAP messages comes to (OASIS CAP 1.2, section 3.2.1): which of them are in force,
// which were superseded, cancelled or refused. Pure, and a function of the set: the order in which
// messages arrived, and how often, makes no difference.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::playlists {

/// What names a CAP message: sender, identifier and sent, compared as an instant.
struct AlertKey {
    std::string sender, identifier;
    Instant sent;
    auto operator<=>(AlertKey const&) const = default;
};

enum class AlertType { alert, update, cancel, ack, error };
[[nodiscard]] std::string_view toString(AlertType type);  ///< "Alert", "Update", …

/// As much of a message as its standing depends on.
struct AlertMessage {
    AlertKey key;
    AlertType type = AlertType::alert;
    std::vector<AlertKey> references;  ///< empty where it has none; its own key is passed over
    bool operator==(AlertMessage const&) const = default;
};

/// Whether `sender` may update or cancel what `origin` sent. Asked only where they differ.
using AlertDelegate = std::function<bool(std::string const& sender, std::string const& origin)>;

enum class AlertStanding {
    inForce,     ///< Alert or Update that nothing ended
    superseded,  ///< an Update took its place, whether that is still in force or not
    cancelled,   ///< a Cancel ended it, or ended what took its place
    ends,        ///< it is a Cancel that may end what it names
    refused,     ///< Update or Cancel of somebody else's message, or one that names nothing
    answer       ///< Ack or Error: never shown
};
[[nodiscard]] std::string_view toString(AlertStanding standing);

struct AlertVerdict {
    AlertStanding standing = AlertStanding::inForce;
    AlertKey by{};      ///< superseded, cancelled: the message that did it
    std::string why{};  ///< refused: one sentence
    AlertKey root{};    ///< first message of its chain that is known or named: what stays the same
                        ///< through all Updates. The key itself of an Alert, of what is refused or
                        ///< an answer. Where an Update joins chains, the earliest of their roots;
                        ///< one that never came may give way to an earlier one when it comes
    bool operator==(AlertVerdict const&) const = default;
};

/// One verdict a message, in the messages' order. Messages of one key are one message: the same
/// verdict for each. Where they differ in type, Cancel counts before Update, Alert, Error and Ack,
/// and what the messages of that type name counts together. References of Alerts, Acks and Errors
/// have no effect.
///
/// An Update that is refused has no effect, and is not shown either. Of what an Update or Cancel
/// names, that which it may not change is passed over; it is refused if nothing is left. An Update
/// acts on its own where what it names never came. A late Alert that an Update or Cancel names does
/// not come back. An Update takes the place of what it names, not of other Updates of the same
/// message: one warning may be split into several, which then are in force together, with one root.
///
/// A Cancel that names any message of a chain ends the chain: what it names stays ended for good,
/// and it ends those Updates of it, and their Updates, that were sent before it by a sender whose
/// messages it may change. Later Updates, and those of the same instant, stay. Where it names both
/// a message and an Update of that message, only Updates of the latter are ended with it, not its
/// siblings. Nothing undoes a Cancel, not even a Cancel of it.
///
/// References in a circle (A updates B, B updates A): all of them refused but the newest, which is
/// in force. Of several that ended a message, `by` names the newest.
///
/// Not deep and about O(n log n) in messages and references.
[[nodiscard]] std::vector<AlertVerdict> judgeAlerts(std::vector<AlertMessage> const& messages,
                                                    AlertDelegate const& delegate = {});

}  // namespace tocsin::playlists
