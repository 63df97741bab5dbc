// SPDX-License-Identifier: Apache-2.0
#include "timely.hpp"

#include <boost/json.hpp>

namespace tocsin::warnings {

Timely timelyOf(Stored const& warning, std::map<ScreenId, messages::WarningReceipt> const& receipts,
                Milliseconds within) {
    Timely out;
    out.within = within;
    for (auto const& row : warning.rows) {
        if (row.target.look == playlists::WarningLook::off) {
            continue;
        }
        out.screens += 1;
        auto const receipt = receipts.find(row.target.screen);
        bool const inTime = receipt != receipts.end() && receipt->second.onGlass &&
                            *receipt->second.onGlass - warning.kept.broughtAt <= within;
        out.inTime += inTime ? 1 : 0;
    }
    return out;
}

boost::json::object timelyJson(Timely const& timely) {
    namespace json = boost::json;
    auto const seconds = static_cast<double>(timely.within.count()) / 1'000;
    return {
        {"within_seconds", seconds},
        {"warnings_screens", timely.screens},
        {"in_time", timely.inTime},
        {"rate", timely.screens == 0 ? json::value(nullptr)
                                     : json::value(static_cast<double>(timely.inTime) /
                                                   static_cast<double>(timely.screens))},
        {"formula", "warnings on glass within the set seconds, divided by warnings times screens"},
        {"formula_zh", "及时率 = 在规定秒数内上屏的预警数 ÷（预警数 × 屏幕数）"}};
}

}  // namespace tocsin::warnings
