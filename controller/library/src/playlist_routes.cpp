// SPDX-License-Identifier: Apache-2.0
// Routes of playlists.
#include "playlist_routes.hpp"

#include <boost/json.hpp>
#include <set>

#include "playlists.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::library {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

constexpr char kPlaylist[] =
    R"({"type":"object","required":["handle","title","revision","items","duration_ms","campaigns","owner","retired","changed"],"properties":{)"
    R"("handle":{"type":"string"},"title":{"type":"string"},"revision":{"type":"integer"},)"
    R"("items":{"type":"array","items":{"type":"object","properties":{"asset":{"type":"string"},"digest":{"type":"string"},"kind":{"type":"string"},"title":{"type":"string"},"duration_ms":{"type":"integer"},"retired":{"type":"boolean"}}}},)"
    R"("duration_ms":{"type":"integer"},"campaigns":{"type":"array","items":{"type":"string"}},"owner":{"type":"string"},)"
    R"("retired":{"type":"boolean"},"changed":{"type":"string","format":"date-time"},"findings":{"type":"array","items":{"type":"object"}}}})";
constexpr char kWish[] =
    R"({"type":"object","properties":{"title":{"type":["string","null"]},"items":{"type":"array","items":{"type":"string"}}}})";
constexpr char kNewWish[] =
    R"({"type":"object","required":["handle","items"],"properties":{"handle":{"type":"string"},"title":{"type":["string","null"]},"items":{"type":"array","items":{"type":"string"}}}})";

boost::json::object toJson(store::Tx const& tx, store::Playlist const& playlist) {
    boost::json::array items, campaigns;
    Milliseconds length{};
    for (auto const& digest : playlist.items) {
        auto const asset = tx.assets().find(digest);
        if (!asset) {
            throw Failure({Errc::damaged, "playlist " + playlist.handle + " names asset " +
                                              digest.hex() +
                                              ", which the database does not have; restore a "
                                              "backup"});
        }
        length += asset->duration;
        items.push_back(boost::json::object{{"asset", asset->handle},
                                            {"digest", digest.hex()},
                                            {"kind", playlists::toString(asset->kind)},
                                            {"title", asset->title},
                                            {"duration_ms", asset->duration.count()},
                                            {"retired", asset->retired}});
    }
    for (auto const& campaign : showingPlaylist(tx, playlist.handle)) {
        campaigns.emplace_back(campaign.id.str());
    }
    return {{"handle", playlist.handle},     {"title", playlist.title},
            {"revision", playlist.revision}, {"items", std::move(items)},
            {"duration_ms", length.count()}, {"campaigns", std::move(campaigns)},
            {"owner", playlist.owner},       {"retired", playlist.retired},
            {"unit", playlist.unit},         {"changed", formatInstant(playlist.changed)}};
}

boost::json::object findingOf(Voided const& voided) {
    auto const revision = std::to_string(voided.revision);
    bool const shown = voided.before == store::CampaignState::approved;
    return {{"code", "no-longer-approved"},
            {"screen", ""},
            {"campaign", voided.campaign.str()},
            {"message", "revision " + revision +
                            (shown ? " was on the screens and leaves them now"
                                   : " was submitted and is a draft again") +
                            ", for its playlist is another; submit and approve it anew"},
            {"message_zh", "第 " + revision +
                               (shown ? " 版此前正在播出，现已撤下" : " 版此前待审批，现退回草稿") +
                               "：所用播放列表已改动，请重新送审"}};
}

PlaylistWish readWish(messages::JsonReader const& in) {
    PlaylistWish out;
    if (in.value().as_object().contains("title")) {
        auto const title = in.find("title");
        out.title = title ? title->string(4096) : "";
    }
    if (auto const items = in.find("items")) {
        out.items.emplace();
        for (auto const& item : items->array(store::kMostItems)) {
            out.items->push_back(item.string(256));
        }
    }
    return out;
}

std::string described(PlaylistWish const& wish) {
    std::string out = wish.title ? "title=" + *wish.title : "";
    if (wish.items) {
        out += out.empty() ? "items=" : " items=";
        for (auto const& item : *wish.items) {
            out += (out.back() == '=' ? "" : ",") + item;
        }
    }
    return out;
}

Result<Response> list(store::Store const& store, Principal const& who, Request const& request) {
    auto const wanted = request.query.find("retired");
    bool const any = wanted != request.query.end() && wanted->second == "any";
    if (wanted != request.query.end() && !any && wanted->second != "no") {
        return Error{Errc::invalid, "retired: take no or any"};
    }
    boost::json::array items;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& playlist : tx.playlists().all()) {
            if ((any || !playlist.retired) && who.uses(Permission::viewMedia, playlist.unit)) {
                items.push_back(toJson(tx, playlist));
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> show(store::Store const& store, Request const& request) {
    boost::json::object out;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto const playlist = findPlaylist(tx, request.parameters.at("handle"));
        if (!playlist) {
            return playlist.error();
        }
        out = toJson(tx, *playlist);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(out);
}

/// One change with its audit entry; answers with the playlist as it is then.
template <class Change>
Result<Response> change(store::Store& store, Change const& what, store::AuditEntry const& entry,
                        int status = 200) {
    boost::json::object out;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const playlist = what(tx);
            if (!playlist) {
                return playlist.error();
            }
            out = toJson(tx, *playlist);
            return {};
        },
        entry);
    if (!written) {
        return written.error();
    }
    return access::jsonResponse(out, status);
}

/// Errc::permission for an asset of a unit whose things the caller may not use.
Result<> checkItems(store::Tx const& tx, Principal const& who, store::Playlist const& playlist) {
    for (auto const& item : playlist.items) {
        if (!who.uses(Permission::viewMedia, tx.uploads().chargedTo(item))) {
            auto const asset = tx.assets().find(item);
            return Error{Errc::permission, "asset " + (asset ? asset->handle : item.hex()) +
                                               " belongs to another unit"};
        }
    }
    return {};
}

Result<Response> add(store::Store& store, Instant now, Principal const& who,
                     Request const& request) {
    std::string handle;
    std::string asked;
    auto const wish = messages::readJson(request.body, [&](messages::JsonReader const& in) {
        in.onlyKeys({"handle", "title", "items", "unit"});
        handle = in.at("handle").string(256);
        if (auto const unit = in.find("unit")) {
            asked = unit->string(64);
        }
        return readWish(in);
    });
    if (!wish) {
        return wish.error();
    }
    auto const unit = access::unitFor(who, Permission::editMedia, asked);
    if (!unit) {
        return unit.error();
    }
    return change(
        store,
        [&](store::Tx& tx) {
            auto made = addPlaylist(tx, handle, *wish, {who.name, *unit}, now);
            if (auto fine = made ? checkItems(tx, who, *made) : Result<>(); !fine) {
                return Result<store::Playlist>(fine.error());
            }
            return made;
        },
        {who.name, "playlist.add", handle, described(*wish)}, 201);
}

/// Which screens lose what they show when these campaigns become drafts.
access::Reached reachOf(store::Tx const& tx, store::Playlist const& playlist,
                        std::vector<Voided> const& voided, ShownPlaylists const& shown) {
    std::set<ScreenId> screens;
    std::string names, revisions;
    for (auto const& one : voided) {
        auto const campaign = tx.campaigns().find(one.campaign);
        if (one.before != store::CampaignState::approved || !campaign || !shown.meantScreens) {
            continue;
        }
        auto const meant = shown.meantScreens(tx, *campaign);
        screens.insert(meant.begin(), meant.end());
        names += (names.empty() ? "" : ", ") + one.campaign.str();
        revisions += one.campaign.str() + " " + std::to_string(campaign->revision) + "\n";
    }
    access::Reached out;
    auto const before = tx.playlists().find(playlist.handle);
    out.before = revisions + std::to_string(before ? before->revision : 0);
    out.screens.assign(screens.begin(), screens.end());
    out.units.insert(playlist.unit);
    auto const number = std::to_string(screens.size());
    out.english = "other items of playlist \"" + playlist.handle + "\" take the campaigns " +
                  names + " from " + number + (screens.size() == 1 ? " screen" : " screens");
    out.chinese =
        "更改播放单“" + playlist.handle + "”使播放任务 " + names + " 从 " + number + " 块屏撤下";
    return out;
}

Result<Response> set(store::Store& store, Instant now, ShownPlaylists const& shown,
                     Principal const& who, Request const& request) {
    auto const wish = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"title", "items"});
        return readWish(in);
    });
    if (!wish) {
        return wish.error();
    }
    auto const& handle = request.parameters.at("handle");
    std::vector<Voided> voided;
    boost::json::object out;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const playlist = setPlaylist(tx, handle, *wish, now, voided);
            if (!playlist) {
                return playlist.error();
            }
            if (auto fine = checkItems(tx, who, *playlist); !fine) {
                return fine;
            }
            if (auto may =
                    access::askGuard(request.guard, tx, reachOf(tx, *playlist, voided, shown));
                !may) {
                return may;
            }
            out = toJson(tx, *playlist);
            return {};
        },
        {who.name, "playlist.set", handle, described(*wish)});
    if (!written) {
        return written.error();
    }
    boost::json::array findings;
    bool left = false;
    for (auto const& one : voided) {
        findings.push_back(findingOf(one));
        left = left || one.before == store::CampaignState::approved;
    }
    out["findings"] = std::move(findings);
    if (left) {
        shown.plansChanged();
    }
    return access::jsonResponse(out);
}

}  // namespace

access::Routes playlistRoutes(store::Store& store, std::function<Instant()> now,
                              ShownPlaylists const& shown) {
    auto const all = std::string("/api/v1/playlists");
    auto const one = all + "/{handle}";
    access::Routes routes;
    routes.push_back({"GET", all, Permission::viewMedia, "Playlists (retired=any: all)", "",
                      std::string(R"({"type":"object","properties":{"items":{"type":"array",)"
                                  R"("items":)") +
                          kPlaylist + "}}}",
                      access::BodyPolicy::none,
                      [&store](Principal const& who, Request const& request) {
                          return list(store, who, request);
                      }});
    routes.back().query = {{"retired"}};
    routes.push_back(
        {"GET", one, Permission::viewMedia, "One playlist with its assets", "", kPlaylist,
         access::BodyPolicy::none,
         [&store](Principal const&, Request const& request) { return show(store, request); }});
    routes.push_back({"POST", all, Permission::editMedia, "Add a playlist", kNewWish, kPlaylist,
                      access::BodyPolicy::text,
                      [&store, now](Principal const& who, Request const& request) {
                          return add(store, now(), who, request);
                      }});
    routes.back().success = {201};
    routes.push_back({"PATCH", one, Permission::editMedia,
                      "Change a playlist; other items make drafts of the campaigns that show it",
                      kWish, kPlaylist, access::BodyPolicy::text,
                      [&store, now, shown](Principal const& who, Request const& request) {
                          return set(store, now(), shown, who, request);
                      }});
    routes.push_back(
        {"POST", one + "/retire", Permission::editMedia, "Retire a playlist", "", kPlaylist,
         access::BodyPolicy::none, [&store, now](Principal const& who, Request const& request) {
             auto const& handle = request.parameters.at("handle");
             return change(store, [&](store::Tx& tx) { return retirePlaylist(tx, handle, now()); },
                           {who.name, "playlist.retire", handle, ""});
         }});
    routes = access::withGuard(std::move(routes), {"PATCH /api/v1/playlists/{handle}"});
    using access::row;
    return access::withReach(
        std::move(routes),
        {{"GET /api/v1/playlists", access::filtered()},
         {"GET /api/v1/playlists/{handle}", access::shared("playlist", "handle")},
         {"POST /api/v1/playlists", access::filtered()},
         {"PATCH /api/v1/playlists/{handle}", row("playlist", "handle")},
         {"POST /api/v1/playlists/{handle}/retire", row("playlist", "handle")}});
}

}  // namespace tocsin::library
