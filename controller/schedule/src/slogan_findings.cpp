// SPDX-License-Identifier: Apache-2.0
#include "slogan_findings.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "asset_sentences.hpp"
#include "tocsin/library/slogan_reviews.hpp"

namespace tocsin::schedule {
namespace {

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
    auto const screens = screensBySize(situation, campaign);
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
            out.push_back(findingOf(id, {"slogan", "标语"}, *asset, one));
        }
    }
    return out;
}

}  // namespace tocsin::schedule
