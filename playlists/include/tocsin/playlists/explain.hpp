// SPDX-License-Identifier: Apache-2.0
// Why a screen shows at a moment what it shows, and why it does not show the rest. Nothing is
// stored for it: the day is worked out again, as the compiler does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::playlists {

/// One step of the reasoning, from the screen's opening hours to the play.
struct Because {
    std::string rule;     ///< "opening", "days", "window", "pacing", "place", "item", "filler",
                          ///< "make-good", "fixed", "pad", "neighbours", "closed", "idle"
    std::string message;  ///< one sentence with figures, times in the screen's zone
    std::string chinese;  ///< the same in Chinese
    bool operator==(Because const&) const = default;
};

/// A campaign of the programme that is not on at the moment.
struct Otherwise {
    CampaignId campaign;
    std::string rule;  ///< "days", "window", "fixed", "pacing", "over-booked", "waits", or the code
                       ///< of the finding that says why it is not booked ("no-window", …)
    std::string message;
    std::string chinese;
    std::optional<Instant> last, next;  ///< starts of its plays around the moment, if it has any
    bool operator==(Otherwise const&) const = default;
};

struct Explanation {
    Instant start, end;   ///< of the entry that is on
    AssetId asset;        ///< empty: dark on order
    CampaignId campaign;  ///< empty: dark on order
    std::string reason;   ///< as in the timeline
    std::vector<Because> because;
    std::vector<Otherwise> others;  ///< by campaign id
};

/// Explains the instant `t` of the local day. `from` as in compile(): the timeline that holds at
/// `t` begins there. Errors as compile(), and Errc::invalid if `t` is not in the timeline.
[[nodiscard]] Result<Explanation> explain(Programme const& programme, LocalDay day, Instant t,
                                          std::optional<Instant> from = std::nullopt);

}  // namespace tocsin::playlists
