// SPDX-License-Identifier: Apache-2.0
// What an approval is of: content, theme, dates and reach. Times inside the dates, pacing, the
// place of an overlay and a replaced screen are not in it and do not void it; whatever is in it and
// grows or changes does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "campaign_file.hpp"
#include "overlay_spec.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

/// An asset, and the house master that reviewers saw of it.
struct ApprovedItem {
    Digest asset, master;
    std::string handle;  ///< for people
    auto operator<=>(ApprovedItem const&) const = default;
};

struct ApprovalEnvelope {
    CampaignId campaign;
    std::string title;  ///< the theme
    std::string unit;   ///< whose it is
    Placement placement = Placement::programme;
    playlists::LocalDay from{}, to{};               ///< both inclusive
    bool everywhere = false;                        ///< targets.all
    std::vector<std::string> screens, tags, units;  ///< sorted
    std::vector<ApprovedItem> items;                ///< sorted by asset, no two alike
    bool operator==(ApprovalEnvelope const&) const = default;
};

/// Of the campaign as its file says it, with the masters that its assets have now.
[[nodiscard]] ApprovalEnvelope envelopeOf(store::Tx const& tx, store::Campaign const& campaign,
                                          CampaignFile const& file);

/// The same envelope always gives the same bytes. kApprovalKind's payload has its digest.
[[nodiscard]] std::string toJson(ApprovalEnvelope const& envelope);
/// Errc::damaged for text that toJson() did not write.
[[nodiscard]] Result<ApprovalEnvelope> parseApprovalEnvelope(std::string_view text);

/// Empty if all of `now` was approved with `approved`; else the first thing that was not, for
/// people, in English and in Chinese.
struct Beyond {
    std::string english, chinese;
};
[[nodiscard]] std::optional<Beyond> beyond(ApprovalEnvelope const& approved,
                                           ApprovalEnvelope const& now);

}  // namespace tocsin::schedule
