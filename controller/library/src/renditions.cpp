// SPDX-License-Identifier: Apache-2.0
// Which renditions there should be.
#include <algorithm>

#include "library_state.hpp"

namespace tocsin::library {
namespace {

/// A master with fewer than this many times the pixels of the rendition is shown as it is: making
/// another file would cost more, in work, disk and the network, than decoding it.
constexpr double kWorthwhile = 1.5;
/// Nor does decoding films of this size cost anything to speak of.
constexpr double kSmall = 640.0 * 360;
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

}  // namespace

std::optional<store::ScreenClass> renditionFor(store::Asset const& asset, int width, int height) {
    bool const possible = asset.kind == playlists::AssetKind::film && asset.ready &&
                          asset.width > 0 && asset.height > 0 && width >= kLeastSide &&
                          height >= kLeastSide && width <= kMostSide && height <= kMostSide;
    if (!possible) {
        return std::nullopt;
    }
    store::ScreenClass const screens{width, height, asset.fit.value_or(Fit::contain)};
    auto const pixels = static_cast<double>(asset.width) * asset.height;
    return pixels > kSmall && pixels >= kWorthwhile * pixelsOf(asset, screens)
               ? std::optional(screens)
               : std::nullopt;
}

void Library::onConversionsWanted(std::function<void()> listener) {
    std::lock_guard const lock(state_->listening);
    state_->converters.push_back(std::move(listener));
}

void Library::State::tellConversionsWanted() {
    tell(listening, converters);
}

Result<> Library::wantRenditions(std::vector<std::pair<Digest, store::ScreenClass>> const& wanted) {
    auto const now = state_->settings.now();
    bool any = false;
    auto written = state_->store.ingest([&](store::Tx& tx) -> Result<> {
        for (auto const& [digest, screens] : wanted) {
            auto const asset = tx.assets().find(digest);
            if (!asset || tx.conversions().find(digest, screens)) {
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
