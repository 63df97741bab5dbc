// SPDX-License-Identifier: Apache-2.0
#include "feed_items.hpp"

#include <algorithm>
#include <tuple>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::warnings {
namespace {

/// An entry that does not say when it was changed may have changed: its link is asked again, with
/// the conditions of the last answer.
constexpr Milliseconds kUndatedAgain{std::chrono::minutes(10)};

Digest keyOf(FeedEntry const& entry) {
    return messages::sha256(entry.cap.empty() ? "link " + std::to_string(entry.id.size()) + " " +
                                                    entry.id + entry.link
                                              : "cap " + entry.cap);
}

}  // namespace

void FeedItems::list(std::vector<FeedEntry> entries, Milliseconds now) {
    ++index_;
    listed_ = entries.size();
    for (std::size_t place = 0; place < entries.size(); ++place) {
        auto& entry = entries[place];
        auto const [at, isNew] = items_.try_emplace(keyOf(entry));
        auto& item = at->second;
        if (item.listed == index_) {
            continue;  // twice in one index
        }
        item.place = place;
        item.listed = index_;
        if (!isNew && item.updated == entry.updated) {
            continue;
        }
        if (entry.cap.empty()) {
            item.link = std::move(entry.link);
        } else if (isNew) {
            item.cap = std::move(entry.cap);
        }
        item.updated = std::move(entry.updated);
        if (isNew || !item.link.empty()) {
            item.waiting = true;
            item.failures = 0;
            item.due = now;
            item.trouble.reset();
        }
    }
    forget();
}

/// Whether there is anything to be done for it. Nobody knows how long a link lasts that its feed
/// lists no more; a message that is here already is taken in all the same.
bool FeedItems::isDueSometime(FeedItem const& item) const {
    if (item.link.empty()) {
        return item.waiting;
    }
    return item.listed == index_ && (item.waiting || item.updated.empty());
}

FeedItem* FeedItems::next(Milliseconds now) {
    FeedItem* first = nullptr;
    auto const rank = [](FeedItem const& item) {
        return std::tuple(~item.listed, item.place);  // the newest index first
    };
    for (auto& [key, item] : items_) {
        if (isDueSometime(item) && item.due <= now &&
            (first == nullptr || rank(item) < rank(*first))) {
            first = &item;
        }
    }
    return first;
}

std::optional<Milliseconds> FeedItems::due() const {
    std::optional<Milliseconds> out;
    for (auto const& [key, item] : items_) {
        if (isDueSometime(item)) {
            out = out ? std::min(*out, item.due) : item.due;
        }
    }
    return out;
}

void FeedItems::hurry(Milliseconds now) {
    for (auto& [key, item] : items_) {
        if (item.waiting) {
            item.due = std::min(item.due, now);
        }
    }
}

void FeedItems::settleAsBefore(FeedItem& item, Milliseconds now) {
    item.waiting = false;
    item.failures = 0;
    item.trouble.reset();
    item.due = now + kUndatedAgain;
    item.cap = std::string();
}

void FeedItems::settle(FeedItem& item, std::optional<Digest> body,
                       std::optional<CapFinding> refusal, Milliseconds now) {
    settleAsBefore(item, now);
    item.body = body;
    item.refusal = std::move(refusal);
}

void FeedItems::failed(FeedItem& item, CapFinding trouble, Milliseconds wait, Milliseconds now) {
    item.waiting = true;
    ++item.failures;
    item.trouble = std::move(trouble);
    item.due = now + wait;
}

std::size_t FeedItems::waiting() const {
    return static_cast<std::size_t>(std::count_if(items_.begin(), items_.end(), [&](auto& one) {
        return one.second.waiting && isDueSometime(one.second);
    }));
}

std::size_t FeedItems::refused() const {
    return static_cast<std::size_t>(std::count_if(items_.begin(), items_.end(), [&](auto& one) {
        return one.second.listed == index_ && !one.second.waiting && one.second.refusal;
    }));
}

std::vector<CapFinding> FeedItems::findings(std::size_t most) const {
    std::vector<FeedItem const*> told;
    for (auto const& [key, item] : items_) {
        if (item.listed == index_ && (item.trouble || item.refusal)) {
            told.push_back(&item);
        }
    }
    std::sort(told.begin(), told.end(),
              [](FeedItem const* one, FeedItem const* other) { return one->place < other->place; });
    std::vector<CapFinding> out;
    for (std::size_t i = 0; i < std::min(most, told.size()); ++i) {
        auto finding = told[i]->trouble ? *told[i]->trouble : *told[i]->refusal;
        finding.where = "entry[" + std::to_string(told[i]->place) + "]";
        out.push_back(std::move(finding));
    }
    return out;
}

/// Those that were listed longest ago; and of messages that wait here for longer than their feed
/// lists them, what is too much to be kept.
void FeedItems::forget() {
    std::vector<std::pair<std::uint64_t, Digest>> byAge;
    for (auto const& [key, item] : items_) {
        byAge.emplace_back(item.listed, key);
    }
    std::sort(byAge.rbegin(), byAge.rend());
    std::size_t kept = 0, bytes = 0;
    for (auto const& [listed, key] : byAge) {
        auto const item = items_.find(key);
        bytes += listed == index_ ? 0 : item->second.cap.size();
        bool const tooMuch = !item->second.cap.empty() && listed != index_ && bytes > kMostCapBytes;
        if (tooMuch || kept == kMost) {
            items_.erase(item);
        } else {
            ++kept;
        }
    }
}

}  // namespace tocsin::warnings
