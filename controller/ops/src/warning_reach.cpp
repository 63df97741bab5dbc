// SPDX-License-Identifier: Apache-2.0
#include "warning_reach.hpp"

#include <algorithm>

#include "tocsin/ops/status.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::ops {
namespace {

constexpr std::size_t kMostWarnings = 200;

/// A report may be a little older than the end.
bool mayBeShown(store::WarningRecord const& warning, Instant now) {
    auto const end = warning.ended ? std::min(*warning.ended, warning.expires) : warning.expires;
    return warning.revision > 0 && warning.from <= now + kChangeover && end + kChangeover > now;
}

std::set<ScreenId> reachedBy(store::Tx const& tx, store::WarningRecord const& warning) {
    std::set<ScreenId> out;
    for (auto const& receipt : tx.warnings().receipts(warning.id, warning.revision)) {
        if (receipt.receipt.verified) {
            out.insert(receipt.screen);
        }
    }
    return out;
}

}  // namespace

WarningReach warningReach(store::Tx const& tx, Instant now) {
    WarningReach out;
    for (auto const& warning : tx.warnings().all(kMostWarnings)) {
        bool const stands = warning.state == "standing";
        out.standing += stands ? 1 : 0;
        out.waiting += warning.state == "waiting" || !warning.pending.empty() ? 1 : 0;
        if (!stands && !mayBeShown(warning, now)) {
            continue;
        }
        auto const reached = reachedBy(tx, warning);
        for (auto const& target : tx.warnings().targets(warning.id, warning.revision)) {
            auto const& screen = target.target.screen;
            if (mayBeShown(warning, now)) {
                out.warned.insert(screen);
            }
            if (stands && !reached.contains(screen)) {
                out.unreached.insert(screen);
            }
        }
    }
    return out;
}

}  // namespace tocsin::ops
