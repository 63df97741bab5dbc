// SPDX-License-Identifier: Apache-2.0
#include "tocsin/store/asset_names.hpp"

namespace tocsin::store {
namespace {

constexpr std::size_t kFewestDigits = 8;

}  // namespace

std::vector<Asset> assetsNamed(Tx const& tx, std::string const& name) {
    if (auto asset = tx.assets().findByHandle(name)) {
        return {*asset};
    }
    std::vector<Asset> out;
    if (name.size() < kFewestDigits) {
        return out;
    }
    for (auto const& asset : tx.assets().all()) {
        if (asset.content.asset.hex().starts_with(name)) {
            out.push_back(asset);
        }
    }
    return out;
}

}  // namespace tocsin::store
