// SPDX-License-Identifier: Apache-2.0
#include "past.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {
namespace {

/// The index of the row with that id, or Shown::kNothing.
template <class Row, class Id>
std::uint32_t indexOf(std::vector<Row> const& rows, Id const& id) {
    auto const found = std::lower_bound(rows.begin(), rows.end(), id,
                                        [](Row const& row, Id const& key) { return row.id < key; });
    return found != rows.end() && found->id == id ? static_cast<std::uint32_t>(found - rows.begin())
                                                  : Shown::kNothing;
}

}  // namespace

Past pastOf(Programme const& programme, Neighbours const& neighbours, std::int64_t begin) {
    Past out;
    if (neighbours.hasSeparations()) {
        out.ended.assign(programme.assets.size(), kNeverEnded);
    }
    for (auto const& play : programme.previous) {
        auto const end = toMillis(play.end);
        if (toMillis(play.start) >= begin) {
            break;
        }
        bool const last =
            &play == &programme.previous.back() || toMillis((&play + 1)->start) >= begin;
        if (!last && out.ended.empty()) {
            continue;
        }
        auto const asset = indexOf(programme.assets, play.asset);
        if (asset == Shown::kNothing) {
            continue;
        }
        if (!out.ended.empty()) {
            out.ended[asset] = std::max(out.ended[asset], std::min(end, begin));
        }
        if (last && end >= begin) {
            out.last = {asset, indexOf(programme.campaigns, play.campaign)};
        }
    }
    return out;
}

}  // namespace tocsin::playlists::detail
