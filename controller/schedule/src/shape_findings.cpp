// SPDX-License-Identifier: Apache-2.0
#include "shape_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "asset_sentences.hpp"

namespace tocsin::schedule {
namespace {

constexpr double kHalf = 0.5, kDistorted = 1.5, kEnlarged = 3;

int percent(double share) {
    return static_cast<int>(std::lround(100 * share));
}

/// How the picture lies on a screen of another size.
struct Lie {
    double larger;     ///< of its sides, by which factor at most it is enlarged
    double covered;    ///< share of the screen that it covers
    double seen;       ///< share of the picture that is seen
    double distorted;  ///< 1: not at all
};

Lie lieOf(store::Asset const& asset, int width, int height) {
    auto const across = static_cast<double>(width) / asset.width;
    auto const down = static_cast<double>(height) / asset.height;
    auto const less = std::min(across, down), more = std::max(across, down);
    switch (asset.fit.value_or(Fit::contain)) {
        case Fit::cover:
            return {more, 1, less / more, 1};
        case Fit::stretch:
            return {more, 1, 1, more / less};
        default:
            return {less, less / more, 1, 1};
    }
}

std::vector<media::Finding> saidOf(store::Asset const& asset, int width, int height) {
    auto const lie = lieOf(asset, width, height);
    auto const on = fmt::format("{}x{}", width, height);
    auto const its = fmt::format("{}x{}", asset.width, asset.height);
    std::vector<media::Finding> out;
    if (lie.covered < kHalf) {
        out.push_back(
            {"asset-shape",
             fmt::format("its {} fill only {} % of {}, the rest stays black; show it on "
                         "screens of its shape, or let it fill them (fit \"cover\")",
                         its, percent(lie.covered), on),
             fmt::format("画面为 {}，在 {} 上只占 {}%，其余为黑；请换用形状相近的屏幕，或改为铺满"
                         "（fit 取 cover）",
                         its, on, percent(lie.covered))});
    }
    if (lie.seen < kHalf) {
        out.push_back(
            {"asset-cut",
             fmt::format("only {} % of its {} are seen on {}, the rest is cut off; show it "
                         "on screens of its shape, or take fit \"contain\"",
                         percent(lie.seen), its, on),
             fmt::format(
                 "画面为 {}，在 {} 上只能看到 {}%，其余被裁掉；请换用形状相近的屏幕，或将 fit "
                 "改为 contain",
                 its, on, percent(lie.seen))});
    }
    if (lie.distorted > kDistorted) {
        out.push_back(
            {"asset-distorted",
             fmt::format("its {} are stretched to {} and look distorted; show it on "
                         "screens of its shape, or take fit \"contain\"",
                         its, on),
             fmt::format(
                 "画面为 {}，被拉伸到 {}，会明显变形；请换用形状相近的屏幕，或将 fit 改为 contain",
                 its, on)});
    }
    if (lie.larger > kEnlarged) {
        out.push_back({"asset-small",
                       fmt::format("its {} are enlarged {:.1f} times on {} and will look blurred; "
                                   "take a larger original",
                                   its, lie.larger, on),
                       fmt::format("画面仅 {}，在 {} 上要放大 {:.1f} 倍，会模糊；请换用更大的原件",
                                   its, on, lie.larger)});
    }
    return out;
}

bool hasShape(store::Asset const& asset) {
    return (asset.kind == playlists::AssetKind::film ||
            asset.kind == playlists::AssetKind::picture) &&
           asset.width > 0 && asset.height > 0;
}

}  // namespace

ScreenFindings shapeFindings(Situation const& situation, RunningCampaign const& campaign) {
    ScreenFindings out;
    auto const screens = screensBySize(situation, campaign);
    std::set<Digest> seen;
    for (auto const& item : campaign.items) {
        auto const found = situation.assets.find(item);
        if (found == situation.assets.end() || !hasShape(found->second) ||
            !seen.insert(item).second) {
            continue;
        }
        auto const& asset = found->second;
        bool const isFilm = asset.kind == playlists::AssetKind::film;
        std::vector<Told> told;
        for (auto const& [size, ids] : screens) {
            for (auto const& finding : saidOf(asset, size.first, size.second)) {
                tell(told, finding, ids);
            }
        }
        for (auto const& one : told) {
            out.push_back(findingOf(
                campaign.file.id, isFilm ? AssetWord{"film", "影片"} : AssetWord{"picture", "图片"},
                asset, one));
        }
    }
    return out;
}

}  // namespace tocsin::schedule
