// SPDX-License-Identifier: Apache-2.0
// The timeline (播出单): the compiler's output for one programme and one local day. It is explicit
// and gapless, so that what is on at an instant, and at which position, is arithmetic on every
// machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::playlists {

/// Entries refer into the timeline's tables by index. An entry ends where the next begins, the last
/// one at Timeline::end.
struct TimelineEntry {
    static constexpr std::uint16_t kNone = 0xffff;

    Instant start;
    std::uint16_t asset = kNone;     ///< into Timeline::assets; kNone: the screen is dark on order
                                     ///< (closed, or nothing to show)
    std::uint16_t campaign = kNone;  ///< into Timeline::campaigns; kNone for dark entries
    std::uint16_t reason = 0;        ///< into Timeline::reasons

    bool operator==(TimelineEntry const&) const = default;
};

struct Timeline {
    std::string algorithm;  ///< version of the compiler that made it, e.g. "edf-1"
    std::string zone;
    LocalDay date{};
    Instant begin;  ///< start of the local day, or the instant from which a replan holds
    Instant end;    ///< start of the next local day
    std::vector<AssetId> assets;
    std::vector<CampaignId> campaigns;
    std::vector<std::string> reasons;
    std::vector<TimelineEntry> entries;  ///< ascending, entries.front().start == begin; never empty

    bool operator==(Timeline const&) const = default;
};

/// One entry with its tables resolved.
struct Slot {
    std::size_t index = 0;
    Instant start;
    Instant end;
    bool dark = true;  ///< no asset: closed, or nothing to show
    AssetId asset;
    CampaignId campaign;
    std::string_view reason;  ///< lives as long as the timeline
};

/// What stands in the reason of a play that makes good what was lost on earlier days. Such plays
/// are on top of what is planned for the day.
inline constexpr std::string_view kMakeGoodReason = "make-good";
[[nodiscard]] bool makesGood(Slot const& slot);

/// The entry that is on at `t`; nothing outside [begin, end). O(log n).
[[nodiscard]] std::optional<std::size_t> indexAt(Timeline const& timeline, Instant t);
/// Entry `index` resolved. The index must be in range.
[[nodiscard]] Slot slotOf(Timeline const& timeline, std::size_t index);

/// The compact wire form: the line "tocsin-timeline/1", then tables and variable-length integers; a
/// few bytes a play. Equal timelines give equal bytes. The layout is described in
/// players/protocol/PROTOCOL.md.
[[nodiscard]] std::string encodeTimeline(Timeline const& timeline);
/// Reads the wire form. Errc::damaged for anything that encodeTimeline cannot have written; bounded
/// at 100,000 entries.
[[nodiscard]] Result<Timeline> decodeTimeline(std::string_view bytes);

}  // namespace tocsin::playlists
