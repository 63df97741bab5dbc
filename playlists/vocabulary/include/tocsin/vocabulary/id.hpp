// SPDX-License-Identifier: Apache-2.0
// Distinct string ids, so that a screen's id is never passed where a campaign's is meant.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace tocsin {

template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string value) : value_(std::move(value)) {}

    [[nodiscard]] std::string const& str() const noexcept { return value_; }
    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }
    auto operator<=>(Id const&) const = default;

private:
    std::string value_;
};

/// The handle of a screen, chosen when it is added ("gate-led"); a-z, 0-9, '-', '_', '.', at
/// most 64.
using ScreenId = Id<struct ScreenTag>;
/// The handle of a campaign, from its file; same alphabet as ScreenId.
using CampaignId = Id<struct CampaignTag>;
/// A resumable upload; 32 hexadecimal digits that nobody can guess.
using UploadId = Id<struct UploadTag>;
/// In a programme: any name. In programmes the controller makes: the asset's digest in hex.
using AssetId = Id<struct AssetTag>;

}  // namespace tocsin

template <class Tag>
struct std::hash<tocsin::Id<Tag>> {
    std::size_t operator()(tocsin::Id<Tag> const& id) const noexcept {
        return std::hash<std::string>{}(id.str());
    }
};
