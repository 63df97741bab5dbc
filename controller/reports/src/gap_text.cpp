// SPDX-License-Identifier: Apache-2.0
// The report of gaps as JSON and CSV.
#include <boost/json.hpp>

#include "tocsin/reports/csv.hpp"
#include "tocsin/reports/gap_report.hpp"

namespace tocsin::reports {
namespace {

namespace json = boost::json;

json::value numberOrNull(std::optional<std::int64_t> const& number) {
    return number ? json::value(*number) : json::value(nullptr);
}

std::string numberOrNothing(std::optional<std::int64_t> const& number) {
    return number ? std::to_string(*number) : "";
}

}  // namespace

std::string toJson(GapReport const& report) {
    json::array items;
    for (auto const& gap : report.gaps) {
        items.push_back(json::object{{"kind", toString(gap.kind)},
                                     {"screen", gap.screen},
                                     {"screen_name", gap.screenName},
                                     {"player", gap.player},
                                     {"epoch", gap.epoch},
                                     {"at", formatInstant(gap.at)},
                                     {"first", numberOrNull(gap.first)},
                                     {"last", numberOrNull(gap.last)},
                                     {"message", gap.words.english},
                                     {"message_zh", gap.words.chinese}});
    }
    return json::serialize(json::object{{"from", report.request.fromText()},
                                        {"to", report.request.toText()},
                                        {"as_of", formatInstant(report.asOf)},
                                        {"cut", report.cut},
                                        {"items", std::move(items)}});
}

std::string toCsv(GapReport const& report) {
    auto out = kByteOrderMark + csvLine({"kind", "screen", "screen_name", "player", "epoch", "at",
                                         "first", "last", "message", "message_zh"});
    for (auto const& gap : report.gaps) {
        out +=
            csvLine({std::string(toString(gap.kind)), gap.screen, gap.screenName, gap.player,
                     std::to_string(gap.epoch), formatInstant(gap.at), numberOrNothing(gap.first),
                     numberOrNothing(gap.last), gap.words.english, gap.words.chinese});
    }
    return out;
}

}  // namespace tocsin::reports
