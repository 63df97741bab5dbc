// SPDX-License-Identifier: Apache-2.0
// Deleting: the bytes go, the record stays, so that reports and proof still name what was shown.
#include <algorithm>
#include <mutex>
#include <set>

#include "find_asset.hpp"
#include "library_state.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kMostNamed = 5;

/// "a, b, c and 7 more"
std::string named(std::vector<std::string> const& names) {
    std::string out;
    for (std::size_t i = 0; i < std::min(names.size(), kMostNamed); ++i) {
        out += (i == 0 ? "" : ", ") + names[i];
    }
    return names.size() <= kMostNamed
               ? out
               : out + " and " + std::to_string(names.size() - kMostNamed) + " more";
}

Result<> checkRetired(store::Asset const& asset) {
    if (asset.deleted) {
        return Error{Errc::conflict, "asset " + asset.handle + " is deleted already"};
    }
    if (!asset.retired) {
        return Error{Errc::conflict, "asset " + asset.handle +
                                         " is in use; retire it first (tocsin media retire " +
                                         asset.handle + ")"};
    }
    return {};
}

/// Errc::conflict that names the campaigns and playlists which hold the asset.
Result<> checkNobodyNamesIt(store::Tx const& tx, store::Asset const& asset) {
    auto const holds = [&](std::vector<Digest> const& items) {
        return std::find(items.begin(), items.end(), asset.content.asset) != items.end();
    };
    std::vector<std::string> users;
    for (auto const& campaign : tx.campaigns().all()) {
        if (campaign.state != store::CampaignState::retired && holds(campaign.items)) {
            users.push_back("campaign " + campaign.id.str());
        }
    }
    for (auto const& playlist : tx.playlists().all()) {
        if (!playlist.retired && holds(playlist.items)) {
            users.push_back("playlist " + playlist.handle);
        }
    }
    if (users.empty()) {
        return {};
    }
    return Error{Errc::conflict, "asset " + asset.handle + " is needed by " + named(users) +
                                     "; retire those or take it out of them first"};
}

/// Errc::conflict that names the screens whose manifest in force lists the asset.
Result<> checkNoManifestNeedsIt(store::Tx const& tx, store::Asset const& asset, Instant now) {
    std::vector<std::string> screens;
    for (auto const& screen : tx.screens().all()) {
        auto const newest = tx.manifests().newest(screen.id);
        if (!newest || newest->expires <= now) {
            continue;
        }
        auto const envelope = messages::parseEnvelope(newest->envelope);
        auto const manifest =
            envelope ? messages::parseManifest(envelope->payload) : envelope.error();
        if (!manifest) {
            return Error{Errc::damaged, "the manifest of screen " + screen.id.str() +
                                            " cannot be read (" + manifest.error().message +
                                            "); restore a backup"};
        }
        if (std::any_of(manifest->assets.begin(), manifest->assets.end(), [&](auto const& needed) {
                return needed.content.asset == asset.content.asset;
            })) {
            screens.push_back(screen.id.str());
        }
    }
    if (screens.empty()) {
        return {};
    }
    return Error{Errc::conflict, "asset " + asset.handle + " stands in the plans in force of " +
                                     named(screens) + "; delete it when those are over or renewed"};
}

std::set<Digest> filesOf(store::Tx const& tx, store::Asset const& asset) {
    std::set<Digest> out{asset.content.asset, asset.content.master, asset.content.rendition};
    for (auto const& made : tx.conversions().of(asset.content.asset)) {
        if (made.result) {
            out.insert(*made.result);
        }
    }
    return out;
}

/// Renditions are not wanted any more; the record of the master says how to make it again.
void forgetRenditions(store::Tx& tx, store::Asset const& asset) {
    for (auto const& made : tx.conversions().of(asset.content.asset)) {
        if (made.screens.width > 0) {
            tx.conversions().remove(made.asset, made.screens);
        }
    }
}

/// Files of the asset that no other asset's bytes are.
std::set<Digest> filesOfItsOwn(store::Tx const& tx, store::Asset const& asset) {
    auto out = filesOf(tx, asset);
    for (auto const& other : tx.assets().all()) {
        if (other.content.asset != asset.content.asset && !other.deleted) {
            for (auto const& file : filesOf(tx, other)) {
                out.erase(file);
            }
        }
    }
    return out;
}

}  // namespace

Result<store::Asset> Library::remove(access::Principal const& who, std::string const& name) {
    auto const now = state_->settings.now();
    // Manifests are many; they are looked through before, not inside, the change. No plan that is
    // made from now on takes in an asset that no campaign holds.
    store::Asset asset;
    auto const looked = state_->store.read([&](store::Tx const& tx) -> Result<> {
        auto const found = findAsset(tx, name);
        if (!found) {
            return found.error();
        }
        asset = *found;
        if (auto fine = checkRetired(asset); !fine) {
            return fine;
        }
        if (auto fine = checkNobodyNamesIt(tx, asset); !fine) {
            return fine;
        }
        return checkNoManifestNeedsIt(tx, asset, now);
    });
    if (!looked) {
        return looked.error();
    }
    // Proof and reports show it later. Where none can be made, the bytes go all the same.
    static_cast<void>(state_->thumbnails.thumbnail(asset));
    // Nobody brings the same bytes back between the record and the files.
    std::unique_lock const alone(state_->bringing);
    std::set<Digest> files;
    auto const written = state_->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const found = findAsset(tx, name);
            if (!found) {
                return found.error();
            }
            asset = *found;
            if (auto fine = checkRetired(asset); !fine) {
                return fine;
            }
            if (auto fine = checkNobodyNamesIt(tx, asset); !fine) {
                return fine;
            }
            files = filesOfItsOwn(tx, asset);
            forgetRenditions(tx, asset);
            asset.deleted = now;
            tx.assets().put(asset);
            return {};
        },
        {who.name, "media.delete", name, ""});
    if (!written) {
        return written.error();
    }
    for (auto const& file : files) {
        state_->files.remove(file);
    }
    return asset;
}

void Library::State::removeLeftOvers() {
    std::error_code ignored;
    std::filesystem::remove_all(settings.directory / "pages", ignored);
    std::set<Digest> left;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& asset : tx.assets().all()) {
            if (asset.deleted) {
                left.merge(filesOf(tx, asset));
            }
        }
        for (auto const& asset : tx.assets().all()) {
            if (!asset.deleted) {
                for (auto const& file : filesOf(tx, asset)) {
                    left.erase(file);
                }
            }
        }
        return {};
    });
    if (looked) {
        for (auto const& file : left) {
            files.remove(file);
        }
    }
}

}  // namespace tocsin::library
