// SPDX-License-Identifier: Apache-2.0
// Which renditions there should be.
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "library_state.hpp"
#include "tocsin/library/rendition_record.hpp"

namespace tocsin::library {
namespace {

/// A master with fewer than this many times the pixels of the rendition is shown as it is: making
/// another file would cost more, in work, disk and the network, than decoding it.
constexpr double kWorthwhile = 1.5;
/// Nor does decoding films of this size cost anything to speak of.
constexpr double kSmall = 640.0 * 360;
/// Of a core, that decoding a film may take: the rest is for the next film, which is decoded to its
/// first pictures meanwhile, and for scenes that are harder than the film the player measured with.
constexpr double kShareOfCore = 0.7;
/// Of films whose rate is not known.
constexpr double kUsualRate = 30;
/// By how much a screen is made smaller for a player that cannot decode films for all of it. Few
/// steps, so that screens share renditions.
constexpr std::array<std::pair<int, int>, 7> kSteps{
    {{3, 4}, {2, 3}, {1, 2}, {1, 3}, {1, 4}, {1, 6}, {1, 8}}};
constexpr int kLeastSide = 2;
constexpr int kMostSide = 8192;

/// Of the rendition, as media::TranscodeOrder says: never more than the master's.
double pixelsOf(store::Asset const& asset, store::ScreenClass const& screens) {
    auto const across = static_cast<double>(screens.width) / asset.width;
    auto const down = static_cast<double>(screens.height) / asset.height;
    auto const area = static_cast<double>(asset.width) * asset.height;
    if (screens.fit == Fit::contain) {
        auto const scale = std::min({across, down, 1.0});
        return area * scale * scale;
    }
    return std::min(static_cast<double>(screens.width) * screens.height, area);
}

/// Pixels a picture of the film may have for the player to keep up with.
double mostPixels(store::Asset const& asset, std::int64_t decodeRate) {
    if (decodeRate <= 0) {
        return std::numeric_limits<double>::infinity();
    }
    auto const rate = asset.rateNum > 0 && asset.rateDen > 0
                          ? static_cast<double>(asset.rateNum) / static_cast<double>(asset.rateDen)
                          : kUsualRate;
    return kShareOfCore * static_cast<double>(decodeRate) / rate;
}

}  // namespace

std::optional<store::ScreenClass> renditionFor(store::Asset const& asset,
                                               RenditionNeed const& screen) {
    bool const possible = asset.kind == playlists::AssetKind::film && asset.ready &&
                          asset.width > 0 && asset.height > 0 && screen.width >= kLeastSide &&
                          screen.height >= kLeastSide && screen.width <= kMostSide &&
                          screen.height <= kMostSide;
    if (!possible) {
        return std::nullopt;
    }
    store::ScreenClass const native{screen.width, screen.height, asset.fit.value_or(Fit::contain)};
    auto const pixels = static_cast<double>(asset.width) * asset.height;
    bool const spares = pixels > kSmall && pixels >= kWorthwhile * pixelsOf(asset, native);
    auto const most = mostPixels(asset, screen.decodeRate);
    if ((spares ? pixelsOf(asset, native) : pixels) <= most) {
        return spares ? std::optional(native) : std::nullopt;
    }
    auto smaller = native;
    for (auto const& [num, den] : kSteps) {
        smaller.width = std::max(kLeastSide, screen.width * num / den);
        smaller.height = std::max(kLeastSide, screen.height * num / den);
        if (pixelsOf(asset, smaller) <= most) {
            break;
        }
    }
    return smaller;
}

void Library::onConversionsWanted(std::function<void()> listener) {
    std::lock_guard const lock(state_->listening);
    state_->converters.push_back(std::move(listener));
}

void Library::State::tellConversionsWanted() {
    tell(listening, converters);
}

Result<> Library::wantRenditions(std::vector<std::pair<Digest, store::ScreenClass>> const& wanted,
                                 messages::PublicKey const& approval) {
    auto const now = state_->settings.now();
    bool any = false;
    auto written = state_->store.ingest([&](store::Tx& tx) -> Result<> {
        for (auto const& [digest, screens] : wanted) {
            auto const asset = tx.assets().find(digest);
            auto const known = tx.conversions().find(digest, screens);
            // One that nobody vouches for any more is made once more.
            bool const isNoneOfOurs = asset && known &&
                                      known->state == store::ConversionState::done &&
                                      !isMadeOf(*known, asset->content.master, approval);
            if (!asset || (known && !isNoneOfOurs)) {
                continue;
            }
            store::Conversion order;
            order.asset = digest;
            order.screens = screens;
            order.length = asset->duration;
            order.sound = asset->sound;
            order.owner = "controller";
            order.asked = order.touched = now;
            tx.conversions().put(order);
            any = true;
        }
        return {};
    });
    if (written && any) {
        state_->tellConversionsWanted();
    }
    return written;
}

}  // namespace tocsin::library
