// SPDX-License-Identifier: Apache-2.0
// Evidence (佐证材料): a picture of the composed output at a known instant. What it shows stands
// inside the JPEG file (a comment segment) and, with the picture's digest, in an Envelope of kind
// kEvidenceKind that the player signs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/messages/play_record.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

inline constexpr char kEvidenceKind[] = "tocsin-evidence/1";
/// With its envelope in base64 a picture of this size fits a message.
inline constexpr std::size_t kMaxEvidenceBytes = 700'000;

/// Why a picture was taken.
enum class EvidenceCause {
    request,    ///< somebody asked for it
    firstPlay,  ///< the day's one of an asset for its campaign
    interval,   ///< every so many minutes
    warning     ///< a warning has come on the screen, or another revision of it
};
[[nodiscard]] std::string_view toString(EvidenceCause cause);

/// What a picture shows, as the player says it.
struct EvidenceFacts {
    ScreenId screen;
    Instant at;             ///< fleet time of the output tick
    std::int64_t tick = 0;  ///< its number on the grid of fpsNum / fpsDen ticks a second
    int fpsNum = 25, fpsDen = 1;
    EvidenceCause cause = EvidenceCause::request;
    std::string request;  ///< id of the request it answers, or empty
    std::string showing;  ///< "play", "fallback", "dark", "notice" or "warning"
    Digest playId;        ///< of a planned play; else all zero
    Digest asset;         ///< of a play or the fallback; else all zero
    std::string assetName;
    CampaignId campaign;        ///< of a planned play; else empty
    int width = 0, height = 0;  ///< of the output; the picture may be smaller
    ClockState clock = ClockState::unset;
    std::int64_t uncertaintyMs = 0;  ///< of `at`
    bool delivered = false;          ///< a connected, powered output took the frame
    std::string fault;               ///< "black" or "frozen" while that was seen; else empty
    std::string warning;             ///< id of the warning that is seen, whole or in part, or empty
    std::int64_t warningRevision = 0;  ///< of it; 0 without one
    bool operator==(EvidenceFacts const&) const = default;
};

/// The facts as they stand inside the JPEG file: one JSON object, at most 4 KB.
[[nodiscard]] std::string toJson(EvidenceFacts const& facts);

/// The envelope's payload.
struct Evidence {
    EvidenceFacts facts;
    Digest picture;          ///< SHA-256 of the JPEG file
    std::int64_t bytes = 0;  ///< its length, 1 to kMaxEvidenceBytes
    bool operator==(Evidence const&) const = default;
};
[[nodiscard]] std::string toJson(Evidence const& evidence);
/// Errc::invalid with the path of the fault.
[[nodiscard]] Result<Evidence> parseEvidence(std::string_view json);

}  // namespace tocsin::messages
