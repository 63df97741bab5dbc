// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/attempts.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace tocsin::access {
namespace {

constexpr std::size_t kNetworkBytes = 8;

std::string pairOf(std::string const& account, std::string const& network) {
    return account + '\n' + network;
}

}  // namespace

std::string networkOf(std::string const& address) {
    in6_addr v6{};
    auto const text = address.substr(0, address.find('%'));  // without a zone
    if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1 || IN6_IS_ADDR_LOOPBACK(&v6) ||
        IN6_IS_ADDR_V4MAPPED(&v6)) {
        return address;
    }
    std::fill(std::begin(v6.s6_addr) + kNetworkBytes, std::end(v6.s6_addr),
              static_cast<unsigned char>(0));
    std::array<char, INET6_ADDRSTRLEN> out{};
    ::inet_ntop(AF_INET6, &v6, out.data(), out.size());
    return std::string(out.data()) + "/64";
}

bool Attempts::knows(std::string const& pair, Instant now) const {
    auto const found = known_.find(pair);
    return found != known_.end() && now - found->second < limits_.knownFor;
}

void Attempts::know(std::string const& pair, Instant then) {
    if (!known_.contains(pair) && known_.size() >= limits_.keptKnown) {
        auto const oldest = std::min_element(known_.begin(), known_.end(),
                                             [](auto& a, auto& b) { return a.second < b.second; });
        known_.erase(oldest);
    }
    auto& last = known_[pair];
    last = std::max(last, then);
}

Instant Attempts::strangerWaits(std::string const& account, std::string const& network,
                                Instant now) const {
    Instant until = now;
    if (auto const found = accounts_.find(account); found != accounts_.end()) {
        until = std::max(until, found->second.until);
    }
    auto const found = addresses_.find(network);
    if (found == addresses_.end()) {
        return until;
    }
    auto const& from = found->second;
    until = std::max(until, from.until);
    bool const flood = now - house_.last < limits_.window && house_.inARow >= limits_.ofHouse;
    if (flood && from.inARow >= limits_.ofAddressInFlood) {
        until = std::max(until, from.last + limits_.window);
    }
    return until;
}

std::optional<Milliseconds> Attempts::wait(std::string const& account, std::string const& address,
                                           Instant now) {
    std::scoped_lock const lock(mutex_);
    auto const network = networkOf(address);
    auto const pair = pairOf(account, network);
    auto until = knows(pair, now) ? now : strangerWaits(account, network, now);
    if (auto const found = pairs_.find(pair); found != pairs_.end()) {
        until = std::max(until, found->second.until);
    }
    return until > now ? std::optional(until - now) : std::nullopt;
}

bool Attempts::isKnown(std::string const& account, std::string const& address, Instant now) {
    std::scoped_lock const lock(mutex_);
    auto const pair = pairOf(account, networkOf(address));
    auto const found = pairs_.find(pair);
    return knows(pair, now) && (found == pairs_.end() || found->second.until <= now);
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

/// A window of its own for each address, and one for all of them.
void Attempts::failAt(std::string const& network, Instant now) {
    if (!addresses_.contains(network)) {
        makeRoom(addresses_);
    }
    auto& from = addresses_[network];
    for (auto* const count : {&from, &house_}) {
        if (now - count->last >= limits_.window) {
            count->inARow = 0;
        }
        if (count->inARow == 0) {
            count->last = now;  // the window begins
        }
        ++count->inARow;
    }
    if (from.inARow >= limits_.ofAddress) {
        from.until = from.last + limits_.window;
        from.inARow = 0;
    }
}

bool Attempts::failed(std::string const& account, std::string const& address, Instant now) {
    std::scoped_lock const lock(mutex_);
    auto const network = networkOf(address);
    auto const key = pairOf(account, network);
    bool const pair = fail(pairs_, key, limits_.ofAccountAtAddress, now);
    bool const all = fail(accounts_, account, limits_.ofAccount, now);
    if (!knows(key, now)) {
        failAt(network, now);
    }
    return pair || all;
}

void Attempts::succeeded(std::string const& account, std::string const& address, Instant now) {
    std::scoped_lock const lock(mutex_);
    auto const pair = pairOf(account, networkOf(address));
    accounts_.erase(account);
    pairs_.erase(pair);
    know(pair, now);
}

void Attempts::remember(std::string const& account, std::string const& address, Instant then) {
    std::scoped_lock const lock(mutex_);
    know(pairOf(account, networkOf(address)), then);
}

void Attempts::forgive(std::string const& account) {
    std::scoped_lock const lock(mutex_);
    accounts_.erase(account);
    std::erase_if(pairs_,
                  [&](auto const& entry) { return entry.first.starts_with(account + '\n'); });
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
