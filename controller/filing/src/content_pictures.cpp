// SPDX-License-Identifier: Apache-2.0
// Which pictures a filing shows: those that somebody chose, or else by rule, so that nobody picks
// the good ones: of each screen in turn the one whose asset and day were shown least so far, of
// equals the oldest.
#include <algorithm>
#include <tuple>

#include "content_parts.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/proof/evidence.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostPictures = 30;   // by rule; two a row, six a page
constexpr std::size_t kMostOfScreen = 6;    // by rule
constexpr std::size_t kMostLookedAt = 400;  // of a screen

/// A picture of a screen as a row of the content.
json::object rowOf(store::KeptPicture const& picture, Scope const& scope) {
    auto const facts = proof::pictureJson(picture);
    auto const text = [&](char const* key) {
        auto const* found = facts.if_contains(key);
        auto const* said = found != nullptr ? found->if_string() : nullptr;
        return said != nullptr ? std::string(*said) : std::string();
    };
    return {{"digest", picture.picture.hex()},
            {"screen", picture.screen.str()},
            {"name", scope.screenName(picture.screen)},
            {"asset", text("asset")},
            {"shows", text("asset_name")},
            {"at", formatInstant(picture.at)},
            {"day", scope.dayOf(picture.at)},
            {"source", picture.addedBy.empty() ? "player" : "person"},
            {"type", text("type")},
            {"caption", text("note")}};
}

class Choice {
public:
    Choice(store::Tx const& tx, Scope const& scope) : tx_(tx), scope_(scope) {}

    json::array byRule() {
        std::vector<std::vector<json::object>> screens;
        for (auto const& [id, screen] : scope_.screens) {
            if (auto some = picturesOf(id, screen.zone); !some.empty()) {
                screens.push_back(std::move(some));
            }
        }
        // Of more screens than pictures, some spread over all of them.
        if (screens.size() > kMostPictures) {
            std::vector<std::vector<json::object>> some;
            for (std::size_t i = 0; i < kMostPictures; ++i) {
                some.push_back(std::move(screens[i * screens.size() / kMostPictures]));
            }
            screens = std::move(some);
        }
        json::array out;
        for (std::size_t round = 0; round < kMostOfScreen; ++round) {
            for (auto& candidates : screens) {
                if (!candidates.empty() && out.size() < kMostPictures) {
                    out.push_back(take(candidates));
                }
            }
        }
        return out;
    }

    /// In their order; what is not there any more is left out.
    json::array chosen(std::vector<Digest> const& pictures) {
        std::map<Digest, json::object> works;
        for (auto const& record : tx_.workRecords().of(scope_.wish.activity.handle)) {
            for (auto const& picture : record.pictures) {
                if (!record.withdrawn && scope_.units.contains(record.unit)) {
                    works.emplace(picture.digest, json::object{{"digest", picture.digest.hex()},
                                                               {"work", record.number},
                                                               {"name", record.title},
                                                               {"taken", picture.taken},
                                                               {"source", "work"},
                                                               {"type", "image/jpeg"},
                                                               {"caption", picture.caption}});
                }
            }
        }
        json::array out;
        for (auto const& digest : pictures) {
            auto const evidence = tx_.pictures().find(digest);
            if (evidence && scope_.screens.contains(evidence->screen)) {
                out.push_back(rowOf(*evidence, scope_));
            } else if (auto const work = works.find(digest); work != works.end()) {
                out.push_back(work->second);
            }
        }
        return out;
    }

private:
    /// The oldest first.
    [[nodiscard]] std::vector<json::object> picturesOf(ScreenId const& screen,
                                                       std::string const& zone) const {
        auto const first = playlists::dayBounds(zone, scope_.days->first);
        auto const last = playlists::dayBounds(zone, scope_.days->last);
        std::vector<json::object> out;
        if (!first || !last) {
            return out;
        }
        store::PictureQuery query;
        query.screen = screen;
        query.from = first->begin;
        query.to = last->end;
        query.most = kMostLookedAt;
        for (auto const& picture : tx_.pictures().list(query)) {
            if (picture.campaign.empty() || scope_.campaigns.contains(picture.campaign)) {
                out.push_back(rowOf(picture, scope_));
            }
        }
        std::reverse(out.begin(), out.end());
        return out;
    }

    json::object take(std::vector<json::object>& candidates) {
        auto const rank = [this](json::object const& one) {
            auto const asset = std::string(one.at("asset").as_string());
            auto const day = std::string(one.at("day").as_string());
            return std::pair(assets_[asset], days_[day]);
        };
        auto const best = std::min_element(
            candidates.begin(), candidates.end(),
            [&](json::object const& a, json::object const& b) { return rank(a) < rank(b); });
        auto out = std::move(*best);
        candidates.erase(best);
        ++assets_[std::string(out.at("asset").as_string())];
        ++days_[std::string(out.at("day").as_string())];
        return out;
    }

    store::Tx const& tx_;
    Scope const& scope_;
    std::map<std::string, int> assets_, days_;
};

}  // namespace

void addPictures(json::object& out, store::Tx const& tx, Scope const& scope) {
    auto const& wished = scope.wish.texts.pictures;
    bool const shows = scope.days && scope.wish.period.kind != store::FilingKind::plan;
    out["pictures_chosen"] = !wished.empty();
    out["pictures"] = !wished.empty() ? Choice(tx, scope).chosen(wished)
                      : shows         ? Choice(tx, scope).byRule()
                                      : json::array();
}

}  // namespace tocsin::filing
