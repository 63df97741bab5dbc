// SPDX-License-Identifier: Apache-2.0
#include "entering.hpp"

#include "asset_properties.hpp"
#include "handle.hpp"
#include "tocsin/access/unit_for.hpp"

namespace tocsin::library {

using access::ownUnit;
namespace {

/// The bytes of a deleted asset are back, but what was made from them went with it.
void makeAgain(store::Tx& tx, store::Asset& asset, Instant now) {
    auto master = tx.conversions().find(asset.content.asset, {});
    if (!master) {
        return;
    }
    master->state = store::ConversionState::waiting;
    master->result.reset();
    master->bytes = 0;
    master->reason.clear();
    master->asked = master->touched = now;
    tx.conversions().put(*master);
    asset.content.master = asset.content.rendition = asset.content.asset;
    asset.bytes = asset.uploadBytes;
    asset.ready = false;
}

}  // namespace

Result<AddedAsset> enter(store::Store& store, access::Principal const& who, store::Asset asset,
                         std::string const& wish, bool exactly, AssetProperties const& properties,
                         std::optional<store::Conversion> const& master) {
    bool isNew = true;
    auto const said = described(properties);
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            if (auto const there = tx.assets().find(asset.content.asset)) {
                asset = *there;
                isNew = false;
                if (asset.retired) {  // whoever brings it again wants to use it again
                    asset.retired = false;
                    if (asset.deleted) {
                        makeAgain(tx, asset, *asset.deleted);
                    }
                    asset.deleted.reset();
                    tx.assets().put(asset);
                }
                return {};
            }
            auto const taken = [&](std::string const& handle) {
                return tx.assets().findByHandle(handle).has_value();
            };
            if (exactly && taken(wish)) {
                return Error{Errc::conflict, "the handle \"" + wish +
                                                 "\" belongs to another asset; choose another"};
            }
            asset.handle = freeHandle(wish, taken);
            tx.assets().put(asset);
            // Of an upload its request says whose it is.
            bool const isFile = asset.kind == playlists::AssetKind::film ||
                                asset.kind == playlists::AssetKind::picture;
            if (auto const unit = ownUnit(who); !isFile && !unit.empty()) {
                tx.uploads().charge(asset.content.asset, unit);
            }
            if (master) {
                tx.conversions().put(*master);
            }
            return {};
        },
        {who.name, "media.add", asset.content.asset.hex(),
         asset.title + (said.empty() ? "" : "; " + said)});
    if (!written) {
        return written.error();
    }
    return AddedAsset{asset, isNew};
}

}  // namespace tocsin::library
