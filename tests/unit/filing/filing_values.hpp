// SPDX-License-Identifier: Apache-2.0
// A week of an activity, and filings of it, for tests.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "rollup.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/filings.hpp"

namespace tocsin::filing {

/// Hours after 2026-06-15T00:00Z.
inline Instant hour(int hours) {
    return parseInstant("2026-06-15T00:00:00Z").value() + std::chrono::hours(hours);
}

struct ScreenSays {
    std::string id, unit;
    std::int64_t planned = 0, complete = 0, shownMs = 0;
    bool covered = true, landed = true;
    std::string serial{}, source{};
};
struct AssetSays {
    std::string digest, kind = "film";
    std::int64_t screens = 1, planned = 0, complete = 0;
};

inline RollUpHead weekHead(std::string const& unit) {
    RollUpHead out;
    out.activity = "safety";
    out.title = "安全生产月";
    out.unit = unit;
    out.unitName = unit;
    out.issue = 2;
    out.firstDay = "2026-06-08";
    out.lastDay = "2026-06-14";
    out.zone = "Asia/Shanghai";
    out.asOf = hour(40);
    return out;
}

/// Whose figures say what its rows say.
inline boost::json::object contentOfWeek(std::string const& unit,
                                         std::vector<ScreenSays> const& screens,
                                         std::vector<AssetSays> const& assets = {}) {
    namespace json = boost::json;
    json::array rows, assetRows;
    std::int64_t ordered = 0, covered = 0, landed = 0, planned = 0, complete = 0, shownMs = 0;
    for (auto const& screen : screens) {
        json::object row{{"id", screen.id},
                         {"name", screen.id},
                         {"unit", screen.unit},
                         {"unit_name", screen.unit},
                         {"serial", screen.serial},
                         {"planned", screen.planned},
                         {"complete", screen.complete},
                         {"shown_ms", screen.shownMs},
                         {"covered", screen.covered},
                         {"landed", screen.landed}};
        if (!screen.source.empty()) {
            row["source"] = screen.source;
        }
        rows.emplace_back(std::move(row));
        if (screen.source == "manual") {
            continue;
        }
        ordered += screen.planned > 0 ? 1 : 0;
        covered += screen.planned > 0 && screen.covered ? 1 : 0;
        landed += screen.planned > 0 && screen.landed ? 1 : 0;
        planned += screen.planned;
        complete += screen.complete;
        shownMs += screen.shownMs;
    }
    for (auto const& asset : assets) {
        assetRows.emplace_back(json::object{{"digest", asset.digest},
                                            {"name", asset.digest},
                                            {"kind", asset.kind},
                                            {"screens", asset.screens},
                                            {"planned", asset.planned},
                                            {"complete", asset.complete}});
    }
    return {{"format", "tocsin-filing/1"},
            {"activity", "safety"},
            {"unit", unit},
            {"kind", "week"},
            {"issue", 2},
            {"from", "2026-06-08"},
            {"to", "2026-06-14"},
            {"rules", "tocsin-plays/3"},
            {"figures", json::object{{"screens_ordered", ordered},
                                     {"screens_covered", covered},
                                     {"screens_delivered", ordered},
                                     {"screens_landed", landed},
                                     {"planned", planned},
                                     {"complete", complete},
                                     {"shown_ms", shownMs},
                                     {"preempted", 1}}},
            {"screens", std::move(rows)},
            {"assets", std::move(assetRows)},
            {"days", json::array{json::object{
                         {"day", "2026-06-08"}, {"planned", planned}, {"complete", complete}}}}};
}

inline RollUpMember memberOf(std::string const& unit, std::int64_t number,
                             boost::json::object const& content, std::string const& origin = "") {
    return {unit, unit, number, 1, hour(20), origin, boost::json::serialize(content), false};
}

inline store::Filing weekOf(std::string const& unit, std::string const& who = "li") {
    store::Filing out;
    out.activity = "safety";
    out.kind = store::FilingKind::week;
    out.issue = 2;
    out.unit = unit;
    out.firstDay = "2026-06-08";
    out.lastDay = "2026-06-14";
    out.asOf = hour(1);
    out.due = hour(34);
    out.who = who;
    out.content =
        boost::json::serialize(contentOfWeek(unit, {{unit + "-gate", unit, 10, 9, 9000}}));
    out.digest = messages::sha256(out.content);
    return out;
}

}  // namespace tocsin::filing
