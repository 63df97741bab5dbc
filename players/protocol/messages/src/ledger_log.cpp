// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/ledger_log.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <string_view>
#include <utility>

#include "tocsin/messages/crypto.hpp"
#include "tree_hash.hpp"

namespace tocsin::messages {
namespace {

bool isEven(std::int64_t number) {
    return number % 2 == 0;
}

std::uint64_t asBits(std::int64_t number) {
    return static_cast<std::uint64_t>(number);
}

std::int64_t leavesOf(int level) {
    return std::int64_t{1} << level;
}

/// The smaller trees go into the larger ones from the right.
Digest joined(std::vector<Digest> const& peaks) {
    auto hash = peaks.back();
    for (auto peak = std::next(peaks.rbegin()); peak != peaks.rend(); ++peak) {
        hash = nodeHash(*peak, hash);
    }
    return hash;
}

}  // namespace

Digest logLeaf(Digest const& header) {
    return leafHash({reinterpret_cast<char const*>(header.bytes.data()), header.bytes.size()});
}

std::vector<LogNode> coverOf(std::int64_t from, std::int64_t to) {
    std::vector<LogNode> out;
    while (from < to) {
        int level = static_cast<int>(std::bit_width(asBits(to - from))) - 1;
        if (from != 0) {
            level = std::min(level, std::countr_zero(asBits(from)));
        }
        out.push_back({level, from >> level});
        from += leavesOf(level);
    }
    return out;
}

std::optional<LogFrontier> LogFrontier::from(std::int64_t size, std::vector<Digest> peaks) {
    if (size < 0 || static_cast<std::size_t>(std::popcount(asBits(size))) != peaks.size()) {
        return std::nullopt;
    }
    LogFrontier out;
    out.size_ = size;
    out.peaks_ = std::move(peaks);
    return out;
}

bool LogFrontier::append(int level, Digest const& hash) {
    if (level < 0 || level >= kHighestLevel || size_ % leavesOf(level) != 0 ||
        size_ > leavesOf(kHighestLevel) - leavesOf(level)) {
        return false;
    }
    auto grown = hash;
    for (auto number = size_ >> level; !isEven(number); number /= 2) {
        grown = nodeHash(peaks_.back(), grown);
        peaks_.pop_back();
    }
    peaks_.push_back(grown);
    size_ += leavesOf(level);
    return true;
}

Digest LogFrontier::root() const {
    return peaks_.empty() ? sha256("") : joined(peaks_);
}

}  // namespace tocsin::messages
