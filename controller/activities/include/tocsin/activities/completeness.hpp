// SPDX-License-Identifier: Apache-2.0
// 五有: which of an activity's five parts are there, and what the others lack. Computed whenever it
// is asked; nothing of it is stored.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tocsin/playlists/words.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::activities {

/// What was filed of an activity, which another room knows.
struct Filed {
    std::int64_t patrols = 0;  ///< 巡查日报 that are frozen
    bool final = false;        ///< a final summary is frozen
    bool operator==(Filed const&) const = default;
};
using FiledOf = std::function<Filed(store::Tx const&, store::Activity const&)>;

/// What speaks for the parts beside what people wrote into them.
struct CompletenessFacts {
    std::int64_t approvedCampaigns = 0;
    std::int64_t inspections = 0;  ///< work records of that kind; withdrawn ones never count
    std::int64_t works = 0;        ///< of the other kinds
    std::int64_t pictures = 0;     ///< of work records
    bool plays = false;            ///< the ledger has complete plays of its campaigns in its period
    Filed filed;
    bool operator==(CompletenessFacts const&) const = default;
};
[[nodiscard]] CompletenessFacts completenessFacts(store::Tx const& tx,
                                                  store::Activity const& activity,
                                                  Filed const& filed);

struct PartState {
    store::ActivityPart part = store::ActivityPart::plan;
    bool there = false;
    std::vector<playlists::Words> by{};  ///< what speaks for it
    playlists::Words lacks{};            ///< what would; empty if it is there
    bool operator==(PartState const&) const = default;
};

struct Completeness {
    std::vector<PartState> parts;  ///< all five, in their order
    playlists::Words sentence;     ///< "五有：方案✓ 部署✗（缺…）…"
    [[nodiscard]] int there() const;
};
[[nodiscard]] Completeness completenessOf(store::Activity const& activity,
                                          CompletenessFacts const& facts);
/// 方案 and "plan".
[[nodiscard]] playlists::Words partWords(store::ActivityPart part);
/// {"there","of","complete","en","zh","parts":[…]}.
[[nodiscard]] boost::json::object toJson(Completeness const& completeness);

}  // namespace tocsin::activities
