// SPDX-License-Identifier: Apache-2.0
// Messages in force with a part in whose area no screen stood when they came: one may be put there
// later.
#include <string>

#include "chain.hpp"
#include "state.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::warnings {
namespace {

/// Of all by which areas find screens; another one whenever a screen or a unit came, moved or went.
Digest whereaboutsIn(store::Tx const& tx) {
    std::string all;
    auto const add = [&all](std::string const& text) { all += text + '\n'; };
    for (auto const& unit : tx.units().all()) {
        add(unit.handle + ' ' + unit.parent + ' ' + unit.code);
    }
    for (auto const& screen : tx.screens().all()) {
        if (screen.retired) {
            continue;
        }
        add(screen.id.str() + ' ' + screen.unit + ' ' + screen.code);
        if (screen.place) {
            add(std::to_string(screen.place->latitude) + ' ' +
                std::to_string(screen.place->longitude));
        }
        for (auto const& tag : screen.tags) {
            add(tag);
        }
    }
    return messages::sha256(all);
}

}  // namespace

Result<> Warnings::State::lookForNewScreens() {
    if (!someUnmet) {
        return {};
    }
    Digest whereabouts;
    auto looked = store.read([&](store::Tx const& tx) -> Result<> {
        whereabouts = whereaboutsIn(tx);
        return {};
    });
    if (!looked) {
        return looked;
    }
    if (seen == whereabouts) {
        return {};
    }
    auto const history = readHistory(store, settings, now());
    if (!history) {
        return history.error();
    }
    bool some = false;
    auto marked = store.ingest([&](store::Tx& tx) -> Result<> {
        for (auto const& entry : history->entries()) {
            auto const standing = history->verdictOf(keyOf(entry.row)).standing;
            if (entry.kept.unmet && standing == playlists::AlertStanding::inForce) {
                changeKept(tx, keyOf(entry.row), [](CapKept& kept) { kept.settled = false; });
                some = true;
            }
        }
        return {};
    });
    if (!marked) {
        return marked;
    }
    seen = whereabouts;
    someUnmet = some;
    if (some) {
        unsettled = true;
    }
    return {};
}

}  // namespace tocsin::warnings
