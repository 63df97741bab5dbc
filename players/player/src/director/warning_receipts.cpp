// SPDX-License-Identifier: Apache-2.0
// What became of warnings on this screen: from the stage's sights to receipts.
#include <algorithm>

#include "director/warnings.hpp"

namespace tocsin::player {
namespace {

/// The newest instant that a receipt names.
Instant lastOf(messages::WarningReceipt const& receipt) {
    auto const at = [](std::optional<Instant> const& t) { return t.value_or(Instant::min()); };
    return std::max({at(receipt.received), at(receipt.onGlass), at(receipt.ended)});
}

}  // namespace

void Warnings::saw(WarningSight sight) {
    {
        std::lock_guard const lock(sightsMutex_);
        if (sights_.size() == kMostSights) {
            sights_.pop_front();
        }
        sights_.push_back(std::move(sight));
    }
    tell();
}

void Warnings::onNews(std::function<void()> listener) {
    std::lock_guard const lock(sightsMutex_);
    listener_ = std::move(listener);
}

void Warnings::tell() {
    // Under the lock, so that nobody is told who has just been taken off.
    std::lock_guard const lock(sightsMutex_);
    if (listener_) {
        listener_();
    }
}

/// With the lock held.
void Warnings::settle() {
    std::deque<WarningSight> sights;
    {
        std::lock_guard const lock(sightsMutex_);
        sights.swap(sights_);
    }
    for (auto const& sight : sights) {
        take(sight);
    }
}

void Warnings::take(WarningSight const& sight) {
    auto const found = newest_.find(sight.id);
    auto* const newest = found == newest_.end() ? nullptr : &found->second;
    auto const past = std::find_if(past_.begin(), past_.end(), [&](auto const& one) {
        return one.kept.receipt.warning == sight.id && one.kept.receipt.revision == sight.revision;
    });
    bool const isNewest = newest != nullptr && newest->kept.receipt.revision == sight.revision;
    if (!isNewest && past == past_.end()) {
        return;  // dropped meanwhile
    }
    if (sight.over) {
        takeEnd(sight, newest, isNewest ? nullptr : &*past);
        return;
    }
    auto& receipt = isNewest ? newest->kept.receipt : past->kept.receipt;
    bool const news = !receipt.onGlass || (!receipt.lit && sight.lit);
    if (news) {
        receipt.onGlass = sight.at;
        receipt.lit = sight.lit;
        parts_.log.info("event=warning-on-glass id={} revision={} at={} lit={}", sight.id,
                        sight.revision, formatInstant(sight.at), sight.lit);
    }
    bool const back = receipt.end == "expired";  // the clock was put right
    if (back) {
        receipt.ended.reset();
        receipt.end.clear();
    }
    if (news || back) {
        (isNewest ? newest->untold : past->untold) = changed_ = true;
    }
}

/// `past`: the revision that went, if there is a newer one. Where that shows nothing it has ended
/// with it.
void Warnings::takeEnd(WarningSight const& sight, Newest* newest, Past* past) {
    auto const end = [&](auto& one, messages::WarningReceipt& receipt, std::string const& word) {
        if (!receipt.ended) {
            receipt.ended = sight.at;
            receipt.end = word;
            one.untold = changed_ = true;
            parts_.log.info("event=warning-ended id={} revision={} at={} end={}", sight.id,
                            receipt.revision, formatInstant(sight.at), word);
        }
    };
    if (past == nullptr) {
        end(*newest, newest->kept.receipt, "expired");
        return;
    }
    end(*past, past->kept.receipt, "replaced");
    if (newest != nullptr && !newest->kept.standing()) {
        end(*newest, newest->kept.receipt, newest->kept.gone);
    }
}

void Warnings::tellAgain(Instant now) {
    std::lock_guard const lock(mutex_);
    settle();
    std::vector<std::pair<Instant, bool*>> all;
    auto const add = [&](auto& one) {
        auto const last = lastOf(one.kept.receipt);
        one.untold = false;
        if (last > now - kToldFor) {
            all.emplace_back(last, &one.untold);
        }
    };
    for (auto& [id, one] : newest_) {
        add(one);
    }
    for (auto& one : past_) {
        add(one);
    }
    std::sort(all.begin(), all.end(),
              [](auto const& a, auto const& b) { return a.first > b.first; });
    for (std::size_t i = 0; i < std::min(all.size(), kMostTold); ++i) {
        *all[i].second = true;
    }
}

std::optional<messages::WarningReceipt> Warnings::nextReceipt() {
    std::lock_guard const lock(mutex_);
    settle();
    for (auto& one : past_) {
        if (std::exchange(one.untold, false)) {
            return one.kept.receipt;
        }
    }
    for (auto& [id, one] : newest_) {
        if (std::exchange(one.untold, false)) {
            return one.kept.receipt;
        }
    }
    return std::nullopt;
}

void Warnings::keep() {
    std::lock_guard const lock(mutex_);
    settle();
    write();
}

}  // namespace tocsin::player
