// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/attempts.hpp"

#include <algorithm>

namespace tocsin::access {
namespace {

std::string pairOf(std::string const& account, std::string const& address) {
    return account + '\n' + address;
}

}  // namespace

std::optional<Milliseconds> Attempts::wait(std::string const& account, std::string const& address,
                                           Instant now) {
    std::scoped_lock const lock(mutex_);
    Instant until = now;
    auto const pair = pairs_.find(pairOf(account, address));
    if (pair != pairs_.end()) {
        until = std::max(until, pair->second.until);
    }
    bool const known = pair != pairs_.end() && pair->second.known;
    if (auto const found = accounts_.find(account); found != accounts_.end() && !known) {
        until = std::max(until, found->second.until);
    }
    if (auto const found = addresses_.find(address); found != addresses_.end()) {
        until = std::max(until, found->second.until);
    }
    return until > now ? std::optional(until - now) : std::nullopt;
}

bool Attempts::fail(Counts& counts, std::string const& key, int most, Instant now) {
    if (!counts.contains(key)) {
        makeRoom(counts);
    }
    auto& count = counts[key];
    count.last = now;
    if (++count.inARow < most) {
        return false;
    }
    auto const longer = std::min(count.series, 10);
    count.until = now + std::min(limits_.longestWait, limits_.firstWait * (1 << longer));
    count.inARow = 0;
    ++count.series;
    return true;
}

bool Attempts::failed(std::string const& account, std::string const& address, Instant now) {
    std::scoped_lock const lock(mutex_);
    bool const pair = fail(pairs_, pairOf(account, address), limits_.ofAccountAtAddress, now);
    bool const all = fail(accounts_, account, limits_.ofAccount, now);
    if (!addresses_.contains(address)) {
        makeRoom(addresses_);
    }
    auto& from = addresses_[address];
    if (now - from.last >= limits_.window) {
        from.inARow = 0;
    }
    if (from.inARow == 0) {
        from.last = now;  // the window begins
    }
    if (++from.inARow >= limits_.ofAddress) {
        from.until = from.last + limits_.window;
        from.inARow = 0;
    }
    return pair || all;
}

void Attempts::succeeded(std::string const& account, std::string const& address, Instant now) {
    std::scoped_lock const lock(mutex_);
    accounts_.erase(account);
    auto const key = pairOf(account, address);
    if (!pairs_.contains(key)) {
        makeRoom(pairs_);
    }
    Count fresh;
    fresh.last = now;
    fresh.known = true;
    pairs_[key] = fresh;
}

void Attempts::forgive(std::string const& account) {
    std::scoped_lock const lock(mutex_);
    accounts_.erase(account);
    std::erase_if(pairs_, [&](auto const& entry) {
        return !entry.second.known && entry.first.starts_with(account + '\n');
    });
    for (auto& [key, count] : pairs_) {
        if (key.starts_with(account + '\n')) {
            count.until = Instant{};
            count.inARow = count.series = 0;
        }
    }
}

void Attempts::makeRoom(Counts& counts) const {
    if (counts.size() < limits_.kept) {
        return;
    }
    auto const oldest = std::min_element(counts.begin(), counts.end(), [](auto& a, auto& b) {
        return a.second.last < b.second.last;
    });
    counts.erase(oldest);
}

}  // namespace tocsin::access
