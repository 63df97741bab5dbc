// SPDX-License-Identifier: Apache-2.0
// A warning (预警与应急): what pre-empts everything on the screens that it is for. Payload of an
// Envelope of kind kWarningKind (key_set.hpp), JSON, signed once by the warning key for all
// screens: it says the tree hash (RFC 6962) of the list of its targets, and each player is given
// its own row of that list with the proof that it stands in it.
//
// A warning has revisions, which only go up. Clearing 解除 is a revision like any other, and so is
// a change; screens that a change leaves out have a row with the look `off`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/key_set.hpp"
#include "tocsin/playlists/warning_scene.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

enum class WarningAction {
    show,
    clear  ///< 解除: not shown any more, and never again by an older revision
};

/// A warning's text in one language. Plain text: nothing in it is markup.
struct WarningText {
    std::string language;     ///< BCP 47, e.g. "zh-CN"
    std::string headline;     ///< at most 200 bytes, never empty
    std::string issuer;       ///< at most 200 bytes; may be empty
    std::string body;         ///< at most 4,000 bytes; may be empty; '\n' parts paragraphs
    std::string instruction;  ///< what to do; at most 4,000 bytes; may be empty
    bool operator==(WarningText const&) const = default;
};

struct Warning {
    static constexpr std::size_t kMostTexts = 8;
    static constexpr std::int64_t kMostTargets = 100'000;

    std::string id;               ///< a-z, 0-9, '-'; 1 to 64 characters
    std::int64_t revision = 1;    ///< from 1
    std::int64_t generation = 1;  ///< of the key set it was signed under
    WarningAction action = WarningAction::show;
    bool drill = false;      ///< 演练: shown with 【演练】 before all else
    bool emergency = false;  ///< 应急插播; otherwise 转发预警
    playlists::WarningLevel level = playlists::WarningLevel::none;
    std::string event;  ///< what it is about, e.g. "暴雨"; at most 64 bytes
    std::string icon;   ///< word of a picture that the player knows, e.g. "rain"; or empty
    std::vector<WarningText> texts;  ///< the first is shown first; 1 to kMostTexts, none for clear
    Instant issued;                  ///< of this revision
    Instant published;               ///< what the screen says as its time of issue
    Instant from;                    ///< shown from then on; not later than `expires`
    Instant expires;                 ///< ends by itself, whatever happens
    std::string zone;                ///< IANA name in which times are told, or empty: UTC
    std::int64_t targets = 0;        ///< how many rows the list has, 1 to kMostTargets
    Digest targetRoot;               ///< RFC 6962 tree hash of the rows (targetRow)
    bool operator==(Warning const&) const = default;
};

[[nodiscard]] std::string toJson(Warning const& warning);
/// Errc::invalid with the path of the fault.
[[nodiscard]] Result<Warning> parseWarning(std::string_view json);

/// One screen of a warning's list.
struct WarningTarget {
    ScreenId screen;
    playlists::WarningLook look = playlists::WarningLook::takeover;
    bool sound = false;   ///< an attention signal, where the player has sound
    bool always = false;  ///< also when the screen is closed or dimmed to black by plan
    bool operator==(WarningTarget const&) const = default;
};
/// "screen<TAB>look<TAB>sound 0|1<TAB>always 0|1": a leaf of the tree.
[[nodiscard]] std::string targetRow(WarningTarget const& target);

/// The tree of a list of targets, ascending by screen, each screen once.
struct TargetTree {
    Digest root;
    /// RFC 6962 section 2.1.1 audit path of each target, in the list's order.
    std::vector<std::vector<Digest>> proofs;
};
[[nodiscard]] TargetTree treeOf(std::vector<WarningTarget> const& targets);
/// Whether `row` is leaf `index` of a tree of `count` leaves with this root (RFC 9162, 2.1.3.2).
[[nodiscard]] bool isLeafOf(std::string_view row, std::int64_t index, std::int64_t count,
                            std::vector<Digest> const& proof, Digest const& root);

/// What one player is given: in a message of its own, and in its screen's manifests.
struct WarningDelivery {
    std::string envelope;  ///< JSON text; the payload is a Warning
    WarningTarget target;
    std::int64_t index = 0;
    std::vector<Digest> proof;  ///< at most 20
    bool operator==(WarningDelivery const&) const = default;
};

/// A delivery that the warning key of `keys` has signed and whose target stands in its list.
struct OpenedWarning {
    Warning warning;
    WarningTarget target;
    PublicKey key;
    std::string payload;
    bool operator==(OpenedWarning const&) const = default;
};
/// Errc::permission (signed by another key, or one that is revoked; not in the list),
/// Errc::invalid. Says nothing of expiry, and not which screen asks.
[[nodiscard]] Result<OpenedWarning> openWarning(WarningDelivery const& delivery,
                                                KeySet const& keys);

/// What became of a warning on one screen so far, by fleet time. Sent at each step and again in
/// each session: it says all, so nothing is lost if one goes astray.
struct WarningReceipt {
    std::string warning;
    std::int64_t revision = 0;
    std::optional<Instant> received;  ///< the delivery came in
    std::optional<Instant> verified;  ///< it is signed, and this screen's
    std::optional<Instant> onGlass;   ///< its first frame left the compositor for an output
    bool lit = false;                 ///< onGlass: that output was connected and powered
    std::optional<Instant> ended;     ///< it is shown no longer
    std::string end;     ///< "expired", "cleared", "replaced" (by a later revision), "off"
    std::string reason;  ///< refused: why. Then `verified` is absent
    bool operator==(WarningReceipt const&) const = default;
};

}  // namespace tocsin::messages
