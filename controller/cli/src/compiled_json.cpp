// SPDX-License-Identifier: Apache-2.0
// Timeline and findings → JSON.
#include "compiled_json.hpp"

#include <fmt/format.h>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::cli {
namespace {

Result<std::string> local(std::string const& zone, Instant t) {
    auto const offset = playlists::offsetAt(zone, t);
    if (!offset) {
        return offset.error();
    }
    return formatInstant(t, *offset);
}

Result<boost::json::array> plays(playlists::Timeline const& timeline) {
    auto const digest = messages::sha256(playlists::encodeTimeline(timeline));
    boost::json::array out;
    out.reserve(timeline.entries.size());
    for (std::size_t i = 0; i < timeline.entries.size(); ++i) {
        auto const slot = playlists::slotOf(timeline, i);
        auto const start = local(timeline.zone, slot.start);
        auto const end = local(timeline.zone, slot.end);
        if (!start || !end) {
            return start ? end.error() : start.error();
        }
        auto const id = messages::plannedPlayId(digest, static_cast<std::int64_t>(i));
        out.push_back({{"start", *start},
                       {"end", *end},
                       {"asset", slot.asset.str()},
                       {"campaign", slot.campaign.str()},
                       {"reason", slot.reason},
                       {"id", id.hex()}});
    }
    return out;
}

boost::json::array findings(std::vector<playlists::Finding> const& list) {
    boost::json::array out;
    for (auto const& finding : list) {
        out.push_back({{"code", finding.code},
                       {"campaign", finding.campaign.str()},
                       {"message", finding.message},
                       {"message_zh", finding.chinese},
                       {"missing_plays", finding.missingPlays}});
    }
    return out;
}

std::string dateText(playlists::LocalDay day) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

}  // namespace

Result<Json> compiledJson(ScreenId const& screen, playlists::Compiled const& compiled) {
    auto const& timeline = compiled.timeline;
    auto entries = plays(timeline);
    if (!entries) {
        return entries.error();
    }
    return Json{{"screen", screen.str()},       {"date", dateText(timeline.date)},
                {"zone", timeline.zone},        {"algorithm", timeline.algorithm},
                {"plays", std::move(*entries)}, {"findings", findings(compiled.findings)}};
}

}  // namespace tocsin::cli
