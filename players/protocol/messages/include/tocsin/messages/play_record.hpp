// SPDX-License-Identifier: Apache-2.0
// One play (播放): the unit of proof. A record is one UTF-8 line of tab-separated fields exactly as
// the player wrote it; it is never rewritten, because its hash is signed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

enum class PlayResult { complete, partial, failed, preempted, gap };
enum class ClockState { synced, holdover, unset };
/// How far up the chain from plan to light the evidence reaches.
enum class EvidenceTier { scheduled, composed, delivered, answered, photographed };

struct PlayRecord {
    std::int64_t sequence = 0;  ///< 1, 2, 3 … within the epoch, without holes
    Digest playId;              ///< plannedPlayId(timeline, index); all zero for a fallback play
    ContentRef content;
    CampaignId campaign;      ///< empty for a fallback play
    Digest timeline;          ///< the timeline obeyed; all zero for a fallback play
    std::int64_t index = -1;  ///< entry in that timeline; -1 for a fallback play
    Instant start, end;       ///< fleet time of the first tick shown and of the tick after the last
    std::int64_t monoStartMs = 0, monoEndMs = 0;  ///< same on the device's monotonic clock
    std::string boot;                             ///< boot id of the device, a UUID
    ClockState clock = ClockState::unset;
    std::int64_t uncertaintyMs = 0;
    std::int64_t plannedMs = 0, shownMs = 0;
    std::int64_t framesShown = 0, framesRepeated = 0, framesLate = 0;
    PlayResult result = PlayResult::partial;
    std::string reason;  ///< "" for complete; else e.g. "joined-late", "stopped", "crash", "decode:
                         ///< …"; at most 200 bytes
    EvidenceTier tier = EvidenceTier::composed;
    bool operator==(PlayRecord const&) const = default;
};

/// The rule of DESIGN section 5, in one place: at least 98 % of planned shown and at most 5 % of
/// frames repeated.
[[nodiscard]] bool countsAsComplete(std::int64_t plannedMs, std::int64_t shownMs,
                                    std::int64_t framesShown, std::int64_t framesRepeated) noexcept;

/// The id of a planned play: SHA-256("tocsin-play/1" ‖ 0 ‖ timeline digest ‖ index as 8 bytes
/// big-endian).
[[nodiscard]] Digest plannedPlayId(Digest const& timeline, std::int64_t index);

/// The line without its line feed; tabs and control characters in text fields become spaces.
[[nodiscard]] std::string toLine(PlayRecord const& record);
/// Errc::damaged with the field's name.
[[nodiscard]] Result<PlayRecord> parseLine(std::string_view line);

[[nodiscard]] std::string_view toString(PlayResult);
[[nodiscard]] std::string_view toString(ClockState);
[[nodiscard]] std::string_view toString(EvidenceTier);

}  // namespace tocsin::messages
