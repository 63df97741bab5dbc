// SPDX-License-Identifier: Apache-2.0
#include "held_warnings.hpp"

#include <algorithm>

namespace tocsin::swarm {
namespace {

void end(messages::WarningReceipt& receipt, std::string word, Instant now) {
    receipt.ended = now;
    receipt.end = std::move(word);
}

}  // namespace

HeldWarnings::Taken HeldWarnings::take(messages::Warning const& warning,
                                       messages::WarningTarget const& target, Instant now) {
    Taken out;
    auto const known = std::find_if(held_.begin(), held_.end(), [&](Held const& one) {
        return one.receipt.warning == warning.id;
    });
    if (known != held_.end() && known->receipt.revision == warning.revision) {
        out.receipts.push_back(known->receipt);
        return out;
    }
    Held fresh;
    fresh.receipt.warning = warning.id;
    fresh.receipt.revision = warning.revision;
    fresh.receipt.received = now;
    bool const clears = warning.action == messages::WarningAction::clear;
    bool const isOld = known != held_.end() && known->receipt.revision > warning.revision;
    if (isOld || (!clears && warning.expires <= now)) {
        fresh.receipt.reason = isOld ? "it is older than the revision that is held"
                                     : "it expired at " + formatInstant(warning.expires);
        out.receipts.push_back(std::move(fresh.receipt));
        return out;
    }
    fresh.receipt.verified = now;
    fresh.expires = warning.expires;
    fresh.shown = !clears && target.look != playlists::WarningLook::off;
    if (!fresh.shown) {
        end(fresh.receipt, clears ? "cleared" : "off", now);
    }
    out.isNew = true;
    out.shows = fresh.shown;
    out.receipts.push_back(fresh.receipt);
    if (known != held_.end()) {
        if (!known->receipt.ended) {
            end(known->receipt, "replaced", now);
            out.receipts.push_back(known->receipt);
        }
        *known = std::move(fresh);
    } else {
        makeRoom();
        held_.push_back(std::move(fresh));
    }
    return out;
}

void HeldWarnings::makeRoom() {
    if (held_.size() < kMost) {
        return;
    }
    auto const over = std::find_if(held_.begin(), held_.end(),
                                   [](Held const& one) { return one.receipt.ended.has_value(); });
    held_.erase(over == held_.end() ? held_.begin() : over);
}

std::optional<messages::WarningReceipt> HeldWarnings::onGlass(std::string const& id,
                                                              std::int64_t revision, Instant now) {
    for (auto& one : held_) {
        auto& receipt = one.receipt;
        if (receipt.warning == id && receipt.revision == revision && one.shown &&
            !receipt.onGlass && !receipt.ended) {
            receipt.onGlass = now;
            receipt.lit = true;
            return receipt;
        }
    }
    return std::nullopt;
}

std::vector<messages::WarningReceipt> HeldWarnings::endExpired(Instant now) {
    std::vector<messages::WarningReceipt> out;
    for (auto& one : held_) {
        if (!one.receipt.ended && one.expires <= now) {
            end(one.receipt, "expired", now);
            out.push_back(one.receipt);
        }
    }
    return out;
}

std::vector<messages::WarningReceipt> HeldWarnings::receipts() const {
    std::vector<messages::WarningReceipt> out;
    std::transform(held_.begin(), held_.end(), std::back_inserter(out),
                   [](Held const& one) { return one.receipt; });
    return out;
}

bool HeldWarnings::shows(Instant now) const {
    return std::any_of(held_.begin(), held_.end(), [&](Held const& one) {
        return one.shown && !one.receipt.ended && one.expires > now;
    });
}

}  // namespace tocsin::swarm
