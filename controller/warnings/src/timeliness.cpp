// SPDX-License-Identifier: Apache-2.0
#include "tocsin/warnings/timeliness.hpp"

#include <set>

#include "tocsin/store/warnings.hpp"
#include "wanted.hpp"

namespace tocsin::warnings {
namespace {

/// Screens on whose glass one of these revisions was in time.
std::set<ScreenId> inTimeOn(store::Tx const& tx, store::WarningRecord const& record,
                            Kept const& kept, Milliseconds within) {
    std::set<ScreenId> out;
    for (auto const revision : {kept.brought, record.revision}) {
        for (auto const& row : tx.warnings().receipts(record.id, revision)) {
            if (row.receipt.onGlass && *row.receipt.onGlass - kept.broughtAt <= within) {
                out.insert(row.screen);
            }
        }
    }
    return out;
}

}  // namespace

Result<Timeliness> timelinessOf(store::Tx const& tx, Instant from, Instant to, Milliseconds within,
                                std::function<bool(ScreenId const&)> const& counts) {
    Timeliness out;
    out.within = within;
    for (auto const& record : tx.warnings().raisedWithin(from, to)) {
        if (record.drill || record.revision == 0) {
            continue;
        }
        auto const kept = parseKept(record.asked);
        if (!kept) {
            return Error{Errc::damaged, "warning " + record.id + ": " + kept.error().message};
        }
        if (kept->brought == 0) {
            continue;
        }
        auto const inTime = inTimeOn(tx, record, *kept, within);
        std::int64_t screens = 0;
        for (auto const& row : tx.warnings().targets(record.id, kept->brought)) {
            if (row.target.look != playlists::WarningLook::off && counts(row.target.screen)) {
                ++screens;
                out.inTime += inTime.contains(row.target.screen) ? 1 : 0;
            }
        }
        out.screens += screens;
        if (screens > 0) {
            ++out.warnings;
            out.ids.push_back(record.id);
        }
    }
    return out;
}

}  // namespace tocsin::warnings
