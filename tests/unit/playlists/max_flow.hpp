// SPDX-License-Identifier: Apache-2.0
// How much can flow from a source to a sink (Edmonds and Karp), for graphs of some hundred edges.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

namespace tocsin::playlists::expected {

class MaxFlow {
public:
    static constexpr int kSource = 0;
    static constexpr int kSink = 1;
    static constexpr std::int64_t kMuch = std::int64_t{1} << 60;

    int node() {
        out_.emplace_back();
        return static_cast<int>(out_.size()) - 1;
    }
    void edge(int from, int to, std::int64_t most) {
        out_[at(from)].push_back(edges_.size());
        edges_.push_back({to, most});
        out_[at(to)].push_back(edges_.size());
        edges_.push_back({from, 0});
    }
    std::int64_t run() {
        std::int64_t all = 0;
        while (auto const more = augment()) {
            all += more;
        }
        return all;
    }

private:
    struct Edge {
        int to;
        std::int64_t room;
    };

    static std::size_t at(int node) { return static_cast<std::size_t>(node); }

    /// Sends what a shortest path with room can take.
    std::int64_t augment() {
        constexpr std::size_t kNone = static_cast<std::size_t>(-1);
        std::vector<std::size_t> by(out_.size(), kNone);
        std::deque<int> next{kSource};
        while (!next.empty() && by[kSink] == kNone) {
            auto const node = next.front();
            next.pop_front();
            for (auto const e : out_[at(node)]) {
                auto const to = edges_[e].to;
                if (edges_[e].room > 0 && to != kSource && by[at(to)] == kNone) {
                    by[at(to)] = e;
                    next.push_back(to);
                }
            }
        }
        if (by[kSink] == kNone) {
            return 0;
        }
        auto sent = kMuch;
        for (int node = kSink; node != kSource; node = edges_[by[at(node)] ^ 1].to) {
            sent = std::min(sent, edges_[by[at(node)]].room);
        }
        for (int node = kSink; node != kSource; node = edges_[by[at(node)] ^ 1].to) {
            edges_[by[at(node)]].room -= sent;
            edges_[by[at(node)] ^ 1].room += sent;
        }
        return sent;
    }

    std::vector<Edge> edges_;  ///< each followed by its reverse
    std::vector<std::vector<std::size_t>> out_{2};
};

}  // namespace tocsin::playlists::expected
