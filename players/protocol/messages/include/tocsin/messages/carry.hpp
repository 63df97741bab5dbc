// SPDX-License-Identifier: Apache-2.0
// What is carried to screens without a network, on a U盘 (PROTOCOL.md, section 12): the signed list
// of what a folder holds for one screen, the lines that such folders hold, and the request of a
// player that has never met a controller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/key_set.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

inline constexpr char kEnrolmentKind[] = "tocsin-enrolment/1";
/// Names in the folder that is carried.
inline constexpr char kCarryFolder[] = "tocsin-carry";
inline constexpr char kCarryScreens[] = "screens", kCarryContent[] = "content",
                      kCarryProof[] = "proof", kCarryEnrolment[] = "enrolment";
inline constexpr char kCarryIndexFile[] = "index.json", kCarryKeysFile[] = "keys.json",
                      kCarryMessagesFile[] = "messages.jsonl";
/// Of the lines for one screen, together.
inline constexpr std::size_t kMaxCarriedBytes = 4 << 20;
/// Of one file of lines that a player writes: what the API takes at once.
inline constexpr std::size_t kMaxCarriedFileBytes = 1 << 20;

/// A file of content, as manifests name it.
struct CarriedFile {
    Digest digest;
    std::int64_t bytes = 0;
    std::string name;  ///< for people
    bool operator==(CarriedFile const&) const = default;
};

/// Payload of an envelope of kind kCarryKind, signed by the content key, JSON.
struct CarryIndex {
    static constexpr std::size_t kMostFiles = 20'000;

    ScreenId screen;
    std::string screenName;
    std::optional<PublicKey> player;  ///< that drives the screen; nothing: none is bound yet
    Instant issued;
    Digest messages;  ///< of the file with the lines …
    std::int64_t messageBytes = 0;
    std::vector<CarriedFile> content;
    bool operator==(CarryIndex const&) const = default;
};
[[nodiscard]] std::string toJson(CarryIndex const& index);
/// Errc::invalid with the path of the fault.
[[nodiscard]] Result<CarryIndex> parseCarryIndex(std::string_view json);

/// A player's request to drive a screen, carried instead of its hello. Payload of an envelope of
/// kind kEnrolmentKind, signed by the player's own key, JSON.
struct CarriedEnrolment {
    PublicKey player;
    std::string software;
    int width = 0, height = 0;
    Instant at;  ///< the player's clock, which nobody has set
    bool operator==(CarriedEnrolment const&) const = default;
};
[[nodiscard]] std::string toJson(CarriedEnrolment const& enrolment);
/// The request in an envelope that its own key has signed. Errc::invalid, Errc::permission.
[[nodiscard]] Result<CarriedEnrolment> openedEnrolment(std::string_view envelope);
/// Six characters of the key, without those that are mistaken for one another, which the player
/// shows and whoever binds it compares.
[[nodiscard]] std::string enrolmentCode(PublicKey const& player);

/// "tocsin-carried/1": the first line of a file that a player writes; the others are its messages,
/// as it sends them in a session.
struct CarriedHead {
    ScreenId screen;
    PublicKey player;
    bool operator==(CarriedHead const&) const = default;
};
[[nodiscard]] std::string toJson(CarriedHead const& head);
/// Errc::invalid.
[[nodiscard]] Result<CarriedHead> parseCarriedHead(std::string_view line);

/// The lines of a text, without their ends and without empty ones.
[[nodiscard]] std::vector<std::string_view> linesOf(std::string_view text);

}  // namespace tocsin::messages
