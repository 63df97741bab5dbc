// SPDX-License-Identifier: Apache-2.0
// What a programme must be before it is compiled.
#include "validation.hpp"

#include <algorithm>

#include "tocsin/playlists/timeline.hpp"

namespace tocsin::playlists::detail {
namespace {

using std::chrono::hours;

constexpr std::size_t kMostTableRows = TimelineEntry::kNone - 1;
constexpr std::size_t kMostIdBytes = 200;
constexpr std::size_t kMostDayparts = 96;
constexpr std::size_t kMostItems = 10'000;
constexpr std::int64_t kMostPlays = 1'000'000;

[[noreturn]] void refuse(std::string what) {
    throw Failure(Error{Errc::invalid, std::move(what)});
}

void checkId(std::string const& id, char const* kind) {
    if (id.empty() || id.size() > kMostIdBytes) {
        refuse(std::string(kind) + " id \"" + id.substr(0, 64) + "\" must have 1 to " +
               std::to_string(kMostIdBytes) + " bytes");
    }
}

void checkHours(Daypart const& part, std::string const& where) {
    bool const inRange = part.from >= TimeOfDay{0} && part.from < hours{24} &&
                         part.to >= TimeOfDay{0} && part.to <= hours{24};
    if (!inRange || part.from == part.to) {
        refuse(where + " must lie within 00:00 and 24:00 and have different ends");
    }
}

void checkAsset(ProgrammeAsset const& asset) {
    checkId(asset.id.str(), "asset");
    auto const where = "asset " + asset.id.str();
    if (asset.duration < Milliseconds{1} || asset.duration > hours{24}) {
        refuse(where + " lasts " + std::to_string(asset.duration.count()) +
               " ms; allowed are 1 ms to 24 h");
    }
    if (asset.least && (*asset.least < Milliseconds{1} || *asset.least > asset.duration)) {
        refuse(where + " has a shortest time that is not between 1 ms and its duration");
    }
    if (asset.most && (*asset.most < asset.duration || *asset.most > hours{24})) {
        refuse(where + " has a longest time that is not between its duration and 24 h");
    }
}

void checkCampaign(ProgrammeCampaign const& campaign, std::vector<ProgrammeAsset> const& assets) {
    checkId(campaign.id.str(), "campaign");
    auto const where = "campaign " + campaign.id.str();
    if (!campaign.from.ok() || !campaign.to.ok()) {
        refuse(where + " has a first or last day that is not a date of the calendar");
    }
    if (campaign.to < campaign.from) {
        refuse(where + " ends before it begins");
    }
    if (campaign.dayparts.size() > kMostDayparts) {
        refuse(where + " has more than " + std::to_string(kMostDayparts) + " dayparts");
    }
    for (auto const& part : campaign.dayparts) {
        checkHours(part, "a daypart of " + where);
    }
    if (campaign.items.empty() || campaign.items.size() > kMostItems) {
        refuse(where + " must have 1 to " + std::to_string(kMostItems) + " items");
    }
    for (auto const& id : campaign.items) {
        bool const known =
            std::binary_search(assets.begin(), assets.end(), ProgrammeAsset{id, {}, {}, {}, {}, {}},
                               [](auto const& a, auto const& b) { return a.id < b.id; });
        if (!known) {
            refuse(where + " has the item \"" + id.str() + "\", which is not among the assets");
        }
    }
    if (campaign.pacing && (campaign.pacing->plays < 0 || campaign.pacing->plays > kMostPlays)) {
        refuse(where + " asks for " + std::to_string(campaign.pacing->plays) +
               " plays; allowed are 0 to " + std::to_string(kMostPlays));
    }
}

template <class Row>
void sortById(std::vector<Row>& rows, char const* kind) {
    if (rows.size() > kMostTableRows) {
        refuse("a programme may have at most " + std::to_string(kMostTableRows) + " " + kind + "s");
    }
    std::sort(rows.begin(), rows.end(), [](Row const& a, Row const& b) { return a.id < b.id; });
    auto const twice = std::adjacent_find(rows.begin(), rows.end(),
                                          [](Row const& a, Row const& b) { return a.id == b.id; });
    if (twice != rows.end()) {
        refuse(std::string(kind) + " " + twice->id.str() + " stands twice in the programme");
    }
}

}  // namespace

Result<Programme> validated(Programme programme) {
    try {
        sortById(programme.assets, "asset");
        sortById(programme.campaigns, "campaign");
        for (auto const& rule : programme.screen.opening) {
            checkHours(rule.hours, "opening hours");
        }
        for (auto const& asset : programme.assets) {
            checkAsset(asset);
        }
        for (auto const& campaign : programme.campaigns) {
            checkCampaign(campaign, programme.assets);
        }
    } catch (Failure const& failure) {
        return failure.error();
    }
    return programme;
}

}  // namespace tocsin::playlists::detail
