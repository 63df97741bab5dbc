// SPDX-License-Identifier: Apache-2.0
// Proofs of the ledger's log.
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

/// The largest power of two below `count`, which is at least 2.
std::int64_t splitOf(std::int64_t count) {
    return static_cast<std::int64_t>(std::bit_floor(asBits(count - 1)));
}

/// The smaller trees go into the larger ones from the right.
Digest joined(std::vector<Digest> const& peaks) {
    auto hash = peaks.back();
    for (auto peak = std::next(peaks.rbegin()); peak != peaks.rend(); ++peak) {
        hash = nodeHash(*peak, hash);
    }
    return hash;
}

std::vector<Digest> hashesOf(std::int64_t from, std::int64_t to, LogHashes const& hashes) {
    std::vector<Digest> out;
    for (auto const& node : coverOf(from, to)) {
        out.push_back(hashes(node));
    }
    return out;
}

/// Of the leaves [from, to), which are a subtree: `from` is a multiple of its width.
Digest hashOf(std::int64_t from, std::int64_t to, LogHashes const& hashes) {
    return joined(hashesOf(from, to, hashes));
}

/// SUBPROOF of RFC 6962, 2.1.2, for the subtree [from, to); `before` is counted within the tree.
void subproof(std::int64_t before, std::int64_t from, std::int64_t to, bool whole,
              LogHashes const& hashes, std::vector<Digest>& out) {
    if (before == to) {
        if (!whole) {
            out.push_back(hashOf(from, to, hashes));
        }
        return;
    }
    auto const middle = from + splitOf(to - from);
    if (before <= middle) {
        subproof(before, from, middle, whole, hashes, out);
        out.push_back(hashOf(middle, to, hashes));
    } else {
        subproof(before, middle, to, false, hashes, out);
        out.push_back(hashOf(from, middle, hashes));
    }
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

Digest logRoot(std::int64_t size, LogHashes const& hashes) {
    return size == 0 ? sha256("") : hashOf(0, size, hashes);
}

std::vector<Digest> inclusionPath(std::int64_t leaf, std::int64_t size, LogHashes const& hashes) {
    std::vector<Digest> out;
    std::int64_t from = 0;
    std::int64_t to = size;
    while (to - from > 1) {
        auto const middle = from + splitOf(to - from);
        bool const isLeft = leaf < middle;
        out.push_back(isLeft ? hashOf(middle, to, hashes) : hashOf(from, middle, hashes));
        (isLeft ? to : from) = middle;
    }
    return {out.rbegin(), out.rend()};
}

bool isIncluded(Digest const& leafHash, std::int64_t leaf, std::int64_t size,
                std::vector<Digest> const& path, Digest const& root) {
    return isUnderRoot(leafHash, leaf, size, path, root);
}

std::vector<Digest> consistencyProof(std::int64_t before, std::int64_t size,
                                     LogHashes const& hashes) {
    std::vector<Digest> out;
    subproof(before, 0, size, true, hashes, out);
    return out;
}

// RFC 9162, section 2.1.4.2.
bool isConsistent(std::int64_t before, Digest const& rootBefore, std::int64_t size,
                  Digest const& root, std::vector<Digest> const& proof) {
    if (before < 1 || before > size) {
        return false;
    }
    if (before == size) {
        return proof.empty() && rootBefore == root;
    }
    auto path = proof;
    if (std::has_single_bit(asBits(before))) {
        path.insert(path.begin(), rootBefore);
    }
    if (path.empty()) {
        return false;
    }
    auto first = before - 1;
    auto second = size - 1;
    while (!isEven(first)) {
        first /= 2;
        second /= 2;
    }
    auto old = path.front();
    auto now = path.front();
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (second == 0) {
            return false;
        }
        if (!isEven(first) || first == second) {
            old = nodeHash(path[i], old);
            now = nodeHash(path[i], now);
            while (isEven(first) && first != 0) {
                first /= 2;
                second /= 2;
            }
        } else {
            now = nodeHash(now, path[i]);
        }
        first /= 2;
        second /= 2;
    }
    return second == 0 && old == rootBefore && now == root;
}

RangeProof rangeProof(std::int64_t from, std::int64_t to, std::int64_t size,
                      LogHashes const& hashes) {
    return {hashesOf(0, from, hashes), hashesOf(to, size, hashes)};
}

std::optional<Digest> rootOfRange(std::int64_t from, std::vector<Digest> const& leafHashes,
                                  std::int64_t size, RangeProof const& proof) {
    auto const to = from + static_cast<std::int64_t>(leafHashes.size());
    if (from < 0 || to > size) {
        return std::nullopt;
    }
    auto const left = coverOf(0, from);
    auto const right = coverOf(to, size);
    if (left.size() != proof.left.size() || right.size() != proof.right.size()) {
        return std::nullopt;
    }
    LogFrontier tree;
    bool fits = true;
    for (std::size_t i = 0; i < left.size(); ++i) {
        fits = tree.append(left[i].level, proof.left[i]) && fits;
    }
    for (auto const& hash : leafHashes) {
        fits = tree.append(0, hash) && fits;
    }
    for (std::size_t i = 0; i < right.size(); ++i) {
        fits = tree.append(right[i].level, proof.right[i]) && fits;
    }
    return fits ? std::optional(tree.root()) : std::nullopt;
}

}  // namespace tocsin::messages
