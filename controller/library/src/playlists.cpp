// SPDX-License-Identifier: Apache-2.0
#include "playlists.hpp"

#include <algorithm>

#include "asset_texts.hpp"
#include "find_asset.hpp"
#include "handle.hpp"

namespace tocsin::library {
namespace {

using store::Campaign;
using store::CampaignState;
using store::Playlist;

constexpr std::size_t kTitleBytes = 300;

Result<std::vector<Digest>> resolved(store::Tx const& tx, std::vector<std::string> const& names) {
    if (names.empty() || names.size() > store::kMostItems) {
        return Error{Errc::invalid, "items: a playlist has 1 to " +
                                        std::to_string(store::kMostItems) + " assets, not " +
                                        std::to_string(names.size())};
    }
    std::vector<Digest> out;
    for (auto const& name : names) {
        auto const asset = findAsset(tx, name);
        if (!asset) {
            return asset.error();
        }
        if (asset->retired) {
            return Error{Errc::conflict, "asset " + asset->handle +
                                             " is retired; leave it out, or add it again first"};
        }
        out.push_back(asset->content.asset);
    }
    return out;
}

/// What is said, checked, in its place.
Result<> apply(store::Tx const& tx, Playlist& playlist, PlaylistWish const& wish) {
    if (wish.title) {
        auto const title = lineFrom("title", *wish.title, kTitleBytes);
        if (!title) {
            return title.error();
        }
        playlist.title = title->empty() ? playlist.handle : *title;
    }
    if (wish.items) {
        auto const items = resolved(tx, *wish.items);
        if (!items) {
            return items.error();
        }
        playlist.items = *items;
    }
    return {};
}

/// The campaign with the playlist's items where it names the playlist.
Campaign shownAnew(Campaign campaign, Playlist const& playlist) {
    std::vector<Digest> items;
    auto next = campaign.items.begin();
    for (auto& part : campaign.parts) {
        auto const end = next + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(part.items),
                                                         campaign.items.end() - next);
        if (part.playlist == playlist.handle) {
            items.insert(items.end(), playlist.items.begin(), playlist.items.end());
            part.items = playlist.items.size();
        } else {
            items.insert(items.end(), next, end);
        }
        next = end;
    }
    campaign.items = std::move(items);
    return campaign;
}

Result<> voidApprovals(store::Tx& tx, Playlist const& playlist, Instant now,
                       std::vector<Voided>& voided) {
    for (auto const& before : showingPlaylist(tx, playlist.handle)) {
        auto campaign = shownAnew(before, playlist);
        if (campaign.items.size() > store::kMostItems) {
            return Error{Errc::conflict,
                         "campaign " + campaign.id.str() + " would have " +
                             std::to_string(campaign.items.size()) + " items, and " +
                             std::to_string(store::kMostItems) +
                             " are allowed; shorten the playlist or divide the campaign"};
        }
        ++campaign.revision;
        campaign.state = CampaignState::draft;
        campaign.changed = now;
        tx.campaigns().put(campaign);
        if (before.state != CampaignState::draft) {
            voided.push_back({before.id, before.state, before.revision});
        }
    }
    return {};
}

}  // namespace

Result<Playlist> findPlaylist(store::Tx const& tx, std::string const& handle) {
    auto const found = tx.playlists().find(handle);
    if (!found) {
        return Error{Errc::notFound,
                     "there is no playlist \"" + handle + "\"; see tocsin playlist list"};
    }
    return *found;
}

std::vector<Campaign> showingPlaylist(store::Tx const& tx, std::string const& handle) {
    std::vector<Campaign> out;
    for (auto& campaign : tx.campaigns().all()) {
        bool const shows = std::any_of(campaign.parts.begin(), campaign.parts.end(),
                                       [&](auto const& part) { return part.playlist == handle; });
        if (shows && campaign.state != CampaignState::retired) {
            out.push_back(std::move(campaign));
        }
    }
    return out;
}

Result<Playlist> addPlaylist(store::Tx& tx, std::string const& handle, PlaylistWish const& wish,
                             PlaylistOwner const& owner, Instant now) {
    if (auto fine = checkHandle(handle); !fine) {
        return fine.error();
    }
    auto const there = tx.playlists().find(handle);
    if (there && !there->retired) {
        return Error{Errc::conflict, "there is a playlist \"" + handle +
                                         "\" already; change it with tocsin playlist set, or "
                                         "choose another name"};
    }
    Playlist playlist{
        handle,    there ? there->revision + 1 : 1, handle, {}, owner.principal, false, now,
        owner.unit};
    if (auto fine =
            apply(tx, playlist, {wish.title, wish.items.value_or(std::vector<std::string>())});
        !fine) {
        return fine.error();
    }
    tx.playlists().put(playlist);
    return playlist;
}

Result<Playlist> setPlaylist(store::Tx& tx, std::string const& handle, PlaylistWish const& wish,
                             Instant now, std::vector<Voided>& voided) {
    auto playlist = findPlaylist(tx, handle);
    if (!playlist) {
        return playlist;
    }
    if (playlist->retired) {
        return Error{Errc::conflict, "playlist \"" + handle +
                                         "\" is retired; add it again with tocsin playlist add"};
    }
    auto const before = *playlist;
    if (auto fine = apply(tx, *playlist, wish); !fine) {
        return fine.error();
    }
    if (*playlist == before) {
        return playlist;
    }
    playlist->changed = now;
    if (playlist->items != before.items) {
        ++playlist->revision;
        if (auto fine = voidApprovals(tx, *playlist, now, voided); !fine) {
            return fine.error();
        }
    }
    tx.playlists().put(*playlist);
    return playlist;
}

Result<Playlist> retirePlaylist(store::Tx& tx, std::string const& handle, Instant now) {
    auto playlist = findPlaylist(tx, handle);
    if (!playlist) {
        return playlist;
    }
    std::string users;
    for (auto const& campaign : showingPlaylist(tx, handle)) {
        users += (users.empty() ? "" : ", ") + campaign.id.str() + " (" +
                 std::string(store::toString(campaign.state)) + ")";
    }
    if (!users.empty()) {
        return Error{Errc::conflict, "playlist " + handle + " is named by campaigns: " + users +
                                         "; retire them or apply them without it first"};
    }
    playlist->retired = true;
    playlist->changed = now;
    tx.playlists().put(*playlist);
    return playlist;
}

}  // namespace tocsin::library
