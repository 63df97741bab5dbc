// SPDX-License-Identifier: Apache-2.0
#include "overlay_findings.hpp"

#include <algorithm>

#include "overlays.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

/// Chinese characters have no fewer rows of pixels.
constexpr int kLeastReadable = 12;

struct Look {
    store::Screen const& screen;
    RunningCampaign const& campaign;
    Situation const& situation;
    OverlayRect rect;
    store::Asset const* asset = nullptr;
    std::vector<playlists::Finding> out{};

    void add(char const* code, std::string english, std::string chinese) {
        out.push_back({code, campaign.file.id, std::move(english), 0, std::move(chinese)});
    }
};

std::string text(OverlayRect const& rect) {
    return std::to_string(rect.width) + "x" + std::to_string(rect.height) + " at " +
           std::to_string(rect.x) + "," + std::to_string(rect.y);
}

void lookAtPlace(Look& look) {
    auto const& rect = look.rect;
    auto const screen =
        std::to_string(look.screen.width) + "x" + std::to_string(look.screen.height);
    if (rect.x < 0 || rect.y < 0 || rect.x + rect.width > look.screen.width ||
        rect.y + rect.height > look.screen.height) {
        look.add("overlay-outside",
                 "it lies " + text(rect) + ", beyond the screen's " + screen +
                     " pixels, and is cut off there; make it smaller or move it",
                 "叠加区域（" + text(rect) + "）超出屏幕 " + screen +
                     " 像素，超出部分不显示；请缩小或移动");
    }
    if (std::min(rect.width, rect.height) < kLeastReadable) {
        look.add("overlay-small",
                 "it would be " + text(rect) + " pixels; below " + std::to_string(kLeastReadable) +
                     " pixels nobody can read it: make it larger",
                 "叠加区域仅 " + text(rect) + " 像素，不足 " + std::to_string(kLeastReadable) +
                     " 像素无法辨认；请放大");
    }
}

void lookAtAsset(Look& look, library::Library const& library) {
    if (look.asset == nullptr || !library.file(look.asset->content.rendition)) {
        auto const name = look.situation.nameOf(look.campaign.items.front());
        look.add("asset-missing",
                 "the file of asset " + name +
                     " is not in the library, so no player can show it; add it again",
                 "素材 " + name + " 的文件不在素材库中，无法播出；请重新添加");
        return;
    }
    auto const& asset = *look.asset;
    bool const isPicture = asset.kind == playlists::AssetKind::picture;
    if (isPicture && (look.rect.width > asset.width + asset.width / 4 ||
                      look.rect.height > asset.height + asset.height / 4)) {
        auto const own = std::to_string(asset.width) + "x" + std::to_string(asset.height);
        look.add("overlay-enlarged",
                 "asset " + asset.handle + " has " + own + " pixels and would be blown up to " +
                     std::to_string(look.rect.width) + "x" + std::to_string(look.rect.height) +
                     "; bring a larger picture or make the overlay smaller",
                 "素材 " + asset.handle + " 仅 " + own +
                     " 像素，放大后会模糊；请换用更大的图片或缩小叠加区域");
    }
    auto const& rules = look.campaign.file.rules;
    auto const until = store::lastDay(asset);
    if ((asset.usableFrom && *asset.usableFrom > rules.from) || (until && *until < rules.to)) {
        auto const from = playlists::toString(asset.usableFrom.value_or(rules.from));
        auto const to = playlists::toString(until.value_or(rules.to));
        look.add("asset-expired",
                 "asset " + asset.handle + " may be shown from " + from + " to " + to +
                     " only, and is left out on the campaign's other days",
                 "素材 " + asset.handle + " 仅限 " + from + " 至 " + to + " 播出，其余日期不显示");
    }
}

void lookAtTimes(Look& look, Instant begin, Instant end) {
    auto const windows = overlayWindows(look.screen, look.campaign, look.situation, begin, end);
    if (!windows) {
        look.add("not-planned", windows.error().message, "无法编排：" + windows.error().message);
    } else if (windows->empty()) {
        look.add("overlay-never",
                 "on its first days the screen is closed, or the asset not usable, whenever it "
                 "would be on",
                 "起始各日屏幕未开放或素材不可用，不会显示");
    }
}

bool overlap(OverlayRect const& a, OverlayRect const& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

bool atTheSameTime(std::vector<playlists::Window> const& some,
                   std::vector<playlists::Window> const& others) {
    return std::any_of(some.begin(), some.end(), [&](auto const& one) {
        return std::any_of(others.begin(), others.end(), [&](auto const& other) {
            return one.begin < other.end && other.begin < one.end;
        });
    });
}

/// Whether this one or the other lies above, both are named.
void lookAtNeighbours(Look& look, Instant begin, Instant end) {
    auto const own = overlayWindows(look.screen, look.campaign, look.situation, begin, end);
    bool above = false;  // whether those that follow lie above this one
    for (auto const* other : overlaysMeant(look.screen, look.situation)) {
        if (other->file.id == look.campaign.file.id) {
            above = true;
            continue;
        }
        auto const windows = overlayWindows(look.screen, *other, look.situation, begin, end);
        if (!own || !windows || !atTheSameTime(*own, *windows) ||
            !overlap(look.rect, overlayRect(look.screen, *other, look.situation))) {
            continue;
        }
        auto const& id = other->file.id.str();
        look.add("overlay-covered",
                 above ? "overlay " + id + " lies on it; move one of them, or change their layers"
                       : "it lies on overlay " + id + "; move one of them, or change their layers",
                 above ? "被叠加任务 " + id + " 遮挡；请移动其一或调整层级"
                       : "遮挡叠加任务 " + id + "；请移动其一或调整层级");
    }
}

}  // namespace

std::vector<playlists::Finding> overlayFindings(store::Screen const& screen,
                                                RunningCampaign const& campaign,
                                                Situation const& situation,
                                                library::Library const& library, Instant now) {
    constexpr int kDays = 8;
    if (campaign.items.empty()) {
        return {};
    }
    auto const found = situation.assets.find(campaign.items.front());
    Look look{screen, campaign, situation, overlayRect(screen, campaign, situation),
              found == situation.assets.end() ? nullptr : &found->second};
    lookAtPlace(look);
    lookAtAsset(look, library);
    auto const first = playlists::dayBounds(screen.zone, campaign.file.rules.from);
    auto const begin = first ? std::max(now, first->begin) : now;
    auto const end = begin + std::chrono::days(kDays);
    lookAtTimes(look, begin, end);
    lookAtNeighbours(look, begin, end);
    return std::move(look.out);
}

}  // namespace tocsin::schedule
