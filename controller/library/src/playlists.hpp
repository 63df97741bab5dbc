// SPDX-License-Identifier: Apache-2.0
// Playlists as the library keeps them, and what a change of one does to the campaigns that show it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// What is said of a playlist; absent: stays.
struct PlaylistWish {
    std::optional<std::string> title;
    /// Handles, digests or unique beginnings of digests, in order; the same asset may come again.
    std::optional<std::vector<std::string>> items;
};

/// A campaign that a changed playlist made a draft again, and what it was before.
struct Voided {
    CampaignId campaign;
    store::CampaignState before = store::CampaignState::draft;
    std::int64_t revision = 0;  ///< that was approved or submitted
};

/// Whose a new playlist is.
struct PlaylistOwner {
    std::string principal;
    std::string unit;  ///< empty: the whole site's
};

// All inside Store::write. Errc::invalid, Errc::notFound, Errc::conflict.

/// Adds it; one of this handle that was retired comes into use again, with these items.
[[nodiscard]] Result<store::Playlist> addPlaylist(store::Tx& tx, std::string const& handle,
                                                  PlaylistWish const& wish,
                                                  PlaylistOwner const& owner, Instant now);
/// Changes it. Other items make drafts of all campaigns that show it: any new content voids an
/// approval. Those are added to `voided`.
[[nodiscard]] Result<store::Playlist> setPlaylist(store::Tx& tx, std::string const& handle,
                                                  PlaylistWish const& wish, Instant now,
                                                  std::vector<Voided>& voided);
/// Errc::conflict that names the campaigns in force which show it.
[[nodiscard]] Result<store::Playlist> retirePlaylist(store::Tx& tx, std::string const& handle,
                                                     Instant now);

[[nodiscard]] Result<store::Playlist> findPlaylist(store::Tx const& tx, std::string const& handle);
/// Campaigns that are not retired and show the playlist, by id.
[[nodiscard]] std::vector<store::Campaign> showingPlaylist(store::Tx const& tx,
                                                           std::string const& handle);

}  // namespace tocsin::library
