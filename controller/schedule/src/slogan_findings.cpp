// SPDX-License-Identifier: Apache-2.0
#include "slogan_findings.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "overlays.hpp"
#include "tocsin/library/slogan_reviews.hpp"

namespace tocsin::schedule {
namespace {

using Size = std::pair<int, int>;
using ScreensBySize = std::map<Size, std::vector<ScreenId>>;

ScreensBySize screensOf(Situation const& situation, RunningCampaign const& campaign) {
    ScreensBySize out;
    for (auto const& screen : situation.screens) {
        if (!isMeant(campaign.file.targets, screen)) {
            continue;
        }
        if (campaign.file.placement == Placement::programme) {
            out[{screen.width, screen.height}].push_back(screen.id);
        } else {
            auto const rect = overlayRect(screen, campaign, situation);
            out[{rect.width, rect.height}].push_back(screen.id);
        }
    }
    return out;
}

/// The campaign's slogans, each once.
std::vector<store::Asset const*> slogansOf(Situation const& situation,
                                           RunningCampaign const& campaign) {
    std::vector<store::Asset const*> out;
    for (auto const& item : campaign.items) {
        auto const found = situation.assets.find(item);
        if (found != situation.assets.end() && found->second.kind == playlists::AssetKind::slogan &&
            std::ranges::find(out, &found->second) == out.end()) {
            out.push_back(&found->second);
        }
    }
    return out;
}

/// Its description; "" if it is gone or was damaged, which others tell.
std::string descriptionOf(library::Library const& library, store::Asset const& asset) {
    constexpr char kFormat[] = "tocsin-slogan/";
    auto const file = library.file(asset.content.rendition);
    if (!file) {
        return "";
    }
    std::ifstream in(*file, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    return text.starts_with(kFormat) ? text : "";
}

/// "hall, gate and 12 more"
std::string named(std::vector<ScreenId> const& screens, bool chinese) {
    constexpr std::size_t kNamed = 3;
    std::string out;
    for (std::size_t i = 0; i < screens.size() && i < kNamed; ++i) {
        out += (i == 0 ? "" : chinese ? "、" : ", ") + screens[i].str();
    }
    if (screens.size() <= kNamed) {
        return out;
    }
    return chinese ? out + " 等 " + std::to_string(screens.size()) + " 块屏"
                   : out + " and " + std::to_string(screens.size() - kNamed) + " more";
}

/// One sentence and the screens it is true of.
struct Told {
    media::SloganFinding finding;
    std::vector<ScreenId> screens;
};

void tell(std::vector<Told>& told, media::SloganFinding const& finding,
          std::vector<ScreenId> const& screens) {
    auto const same = std::ranges::find_if(
        told, [&](auto const& one) { return one.finding.message == finding.message; });
    if (same == told.end()) {
        told.push_back({finding, screens});
    } else {
        same->screens.insert(same->screens.end(), screens.begin(), screens.end());
    }
}

ScreenFinding findingOf(CampaignId const& campaign, store::Asset const& asset, Told const& told) {
    auto const& [finding, screens] = told;
    // A finding of one screen names it beside the sentence.
    bool const several = screens.size() > 1;
    auto const english = several ? " on " + named(screens, false) : std::string();
    auto const chinese = several ? "（" + named(screens, true) + "）" : std::string();
    return {screens.size() == 1 ? screens.front() : ScreenId{},
            {finding.code, campaign, "slogan " + asset.handle + english + ": " + finding.message, 0,
             "标语 " + asset.handle + chinese + "：" + finding.chinese}};
}

/// On all sizes, then its words.
Result<std::vector<Told>> toldOf(store::Asset const& asset, std::string const& description,
                                 ScreensBySize const& screens, library::SloganReviews& reviews) {
    std::vector<Told> out;
    std::vector<media::SloganView> views;
    for (auto const& [size, ids] : screens) {
        views.push_back({size.first, size.second, asset.duration});
    }
    auto const seen = reviews.onViews({description, ""}, views);
    if (!seen) {
        return seen.error();
    }
    auto view = seen->begin();
    for (auto const& [size, ids] : screens) {
        for (auto const& finding : *view++) {
            tell(out, finding, ids);
        }
    }
    auto const words = reviews.onText(asset.broughtAs);
    if (!words) {
        return words.error();
    }
    for (auto const& finding : *words) {
        out.push_back({finding, {}});
    }
    return out;
}

}  // namespace

ScreenFindings sloganFindings(Situation const& situation, RunningCampaign const& campaign,
                              library::Library& library) {
    ScreenFindings out;
    auto const screens = screensOf(situation, campaign);
    auto const& id = campaign.file.id;
    for (auto const* asset : slogansOf(situation, campaign)) {
        auto const description = descriptionOf(library, *asset);
        if (description.empty()) {
            continue;
        }
        auto const told = toldOf(*asset, description, screens, library.reviews());
        if (!told) {
            auto const& why = told.error().message;
            out.push_back({ScreenId{},
                           {"slogan-unchecked", id,
                            "slogan " + asset->handle + " could not be looked at: " + why, 0,
                            "标语 " + asset->handle + " 未能检查：" + why}});
            return out;  // the others would wait for the same
        }
        for (auto const& one : *told) {
            out.push_back(findingOf(id, *asset, one));
        }
    }
    return out;
}

}  // namespace tocsin::schedule
