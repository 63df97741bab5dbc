// SPDX-License-Identifier: Apache-2.0
#include "day_faults.hpp"

#include <algorithm>
#include <set>

#include "max_flow.hpp"

namespace tocsin::playlists::expected {
namespace {

template <class Row, class Id>
std::size_t indexOf(std::vector<Row> const& rows, Id const& id) {
    auto const found =
        std::find_if(rows.begin(), rows.end(), [&](Row const& row) { return row.id == id; });
    return static_cast<std::size_t>(found - rows.begin());
}

std::string timeOf(std::int64_t t) {
    return formatInstant(fromMillis(t));
}

std::string nameOf(Day const& day, std::size_t campaign) {
    return day.programme->campaigns[campaign].id.str();
}

std::string told(Day const& day, Play const& play, std::string const& what) {
    return (play.dark() ? std::string("dark") : nameOf(day, play.campaign)) + " from " +
           timeOf(play.span.begin) + " to " + timeOf(play.span.end) + " " + what;
}

std::int64_t durationOf(Day const& day, std::size_t asset) {
    return day.programme->assets[asset].duration.count();
}

std::int64_t longestItem(Day const& day, Part const& part) {
    std::int64_t out = 0;
    for (auto const item : part.items) {
        out = std::max(out, durationOf(day, item));
    }
    return out;
}

std::int64_t listLength(Day const& day, Part const& part) {
    std::int64_t out = 0;
    for (std::size_t i = 0; i < part.items.size(); ++i) {
        out += durationOf(day, part.items[i]) * part.weights[i];
    }
    return out;
}

/// The longest thing that plays in one piece on the day.
std::int64_t longestPiece(Day const& day) {
    std::int64_t out = 0;
    for (auto const& part : day.parts) {
        out = std::max(out, part.list > 1 ? listLength(day, part) : longestItem(day, part));
    }
    return out;
}

/// What can play in one go, beside fixed events.
Spans freeOf(Day const& day, Part const& part) {
    return without(part.here, day.taken);
}

bool allFit(Day const& day, Part const& part) {
    return longestItem(day, part) <= longestOf(freeOf(day, part));
}

/// The open time, cut at every edge of a window, and at every hour if `hourly`.
Spans stretches(Day const& day, Spans const& open, bool hourly) {
    std::set<std::int64_t> cuts;
    for (auto const& part : day.parts) {
        for (auto const& window : part.here) {
            cuts.insert(window.begin);
            cuts.insert(window.end);
        }
    }
    if (hourly) {
        cuts.insert(day.hours.begin(), day.hours.end());
    }
    Spans out;
    for (auto const& whole : open) {
        auto at = whole.begin;
        for (auto cut = cuts.upper_bound(at); cut != cuts.end() && *cut < whole.end; ++cut) {
            out.push_back({at, *cut});
            at = *cut;
        }
        out.push_back({at, whole.end});
    }
    return out;
}

bool avoids(ProgrammeCampaign const& campaign, std::string const& category) {
    return !category.empty() && std::find(campaign.avoid.begin(), campaign.avoid.end(), category) !=
                                    campaign.avoid.end();
}

/// Whether a neighbour rule may keep a play of the part from its place.
bool meetsOthers(Day const& day, Part const& part) {
    auto const& programme = *day.programme;
    auto const shows = [&](std::size_t asset) {
        return std::find(part.items.begin(), part.items.end(), asset) != part.items.end();
    };
    bool const avoiding =
        !programme.avoid.empty() ||
        std::any_of(programme.campaigns.begin(), programme.campaigns.end(), [](auto const& c) {
            return !c.avoid.empty() || c.leastSeparation.count() > 0;
        });
    return avoiding ||
           std::any_of(day.fixed.begin(), day.fixed.end(),
                       [&](Fixed const& fixed) { return shows(fixed.asset); }) ||
           std::any_of(day.parts.begin(), day.parts.end(), [&](Part const& other) {
               return other.campaign != part.campaign &&
                      std::any_of(other.items.begin(), other.items.end(), shows);
           });
}

std::string faultOfWeights(Day const& day, Part const& part,
                           std::vector<Play const*> const& plays) {
    std::int64_t whole = 0;
    for (auto const weight : part.weights) {
        whole += weight;
    }
    // Counted from the first turn of a cycle no item is a whole play from its share, so between
    // two other turns it is less than two.
    auto const turn = part.first + part.turn;
    auto const most = turn == 0 ? whole : 2 * whole;
    for (std::size_t i = 0; i < part.items.size(); ++i) {
        std::int64_t shown = 0, all = 0;
        for (auto const* play : plays) {
            shown += play->asset == part.items[i] ? 1 : 0;
            ++all;
            if (std::abs(shown * whole - all * part.weights[i]) >= most) {
                return told(day, *play,
                            "is play " + std::to_string(all) + ", and " + std::to_string(shown) +
                                " of them are of weight " + std::to_string(part.weights[i]) +
                                " of " + std::to_string(whole));
            }
        }
    }
    return "";
}

}  // namespace

bool mayNotMeet(Day const& day, Play const& a, Play const& b) {
    if (a.dark() || b.dark()) {
        return false;
    }
    auto const& programme = *day.programme;
    auto const& first = programme.assets[a.asset].category;
    auto const& second = programme.assets[b.asset].category;
    bool const apart =
        std::find(programme.avoid.begin(), programme.avoid.end(), first) != programme.avoid.end();
    return a.asset == b.asset || (!first.empty() && first == second && apart) ||
           avoids(programme.campaigns[a.campaign], second) ||
           avoids(programme.campaigns[b.campaign], first);
}

std::map<std::size_t, std::int64_t> separations(Day const& day) {
    std::map<std::size_t, std::int64_t> out;
    auto const apart = [&](std::size_t asset, std::size_t campaign) {
        auto const least = day.programme->campaigns[campaign].leastSeparation.count();
        out[asset] = std::max(out[asset], least);
    };
    for (auto const& part : day.parts) {
        auto const repaid = part.ofDayBefore || day.repaid.count(part.campaign) == 0
                                ? 0
                                : day.repaid.at(part.campaign);
        auto const longest = longestOf(freeOf(day, part));
        bool const fits = part.list == 1 || listLength(day, part) <= longest;
        for (auto const item : part.items) {
            if ((part.takesWhatIsLeft || part.plays + repaid > 0) && fits &&
                durationOf(day, item) <= longest) {
                apart(item, part.campaign);
            }
        }
    }
    for (auto const& fixed : day.fixed) {
        apart(fixed.asset, fixed.campaign);
    }
    return out;
}

Play lastBefore(Day const& day, Seen const& seen) {
    if (day.programme->previous.empty()) {
        return {};
    }
    auto const& past = day.programme->previous.back();
    auto const begin = seen.plays.front().span.begin;
    Play play;
    play.span = {toMillis(past.start), std::min(toMillis(past.end), begin)};
    play.asset = indexOf(day.programme->assets, past.asset);
    play.campaign = indexOf(day.programme->campaigns, past.campaign);
    return play.span.end == begin ? play : Play{};
}

std::int64_t Seen::missingOf(std::string const& code, std::size_t campaign) const {
    auto const found = missing.find({code, campaign});
    return found == missing.end() ? 0 : found->second;
}

Seen seenOf(Programme const& programme, Compiled const& compiled) {
    auto const& timeline = compiled.timeline;
    std::vector<std::size_t> assets, campaigns;
    for (auto const& id : timeline.assets) {
        assets.push_back(indexOf(programme.assets, id));
    }
    for (auto const& id : timeline.campaigns) {
        campaigns.push_back(indexOf(programme.campaigns, id));
    }
    Seen out;
    out.plays.reserve(timeline.entries.size());
    for (std::size_t i = 0; i < timeline.entries.size(); ++i) {
        auto const& entry = timeline.entries[i];
        auto const& reason = timeline.reasons[entry.reason];
        Play play;
        play.span = {toMillis(entry.start),
                     toMillis(i + 1 < timeline.entries.size() ? timeline.entries[i + 1].start
                                                              : timeline.end)};
        if (entry.asset != TimelineEntry::kNone) {
            play.asset = assets[entry.asset];
            play.campaign = campaigns[entry.campaign];
        }
        play.fixed = reason.find(",fixed") != std::string::npos;
        play.pad = reason.starts_with("pad");
        play.relaxed = reason.ends_with(",separation-relaxed");
        play.closed = reason == "closed";
        out.plays.push_back(play);
    }
    for (auto const& finding : compiled.findings) {
        out.missing[{finding.code, indexOf(programme.campaigns, finding.campaign)}] +=
            finding.missingPlays;
    }
    return out;
}

std::int64_t countOf(Seen const& seen, std::size_t campaign, std::int64_t until) {
    return std::count_if(seen.plays.begin(), seen.plays.end(), [&](Play const& play) {
        return play.paced() && play.campaign == campaign && play.span.begin < until;
    });
}

std::vector<Play const*> playsOf(Part const& part, Seen const& seen) {
    std::vector<Play const*> out;
    for (auto const& play : seen.plays) {
        if (play.paced() && play.campaign == part.campaign && contains(part.here, play.span)) {
            out.push_back(&play);
        }
    }
    return out;
}

std::int64_t shortOf(Day const& day, Seen const& seen, std::size_t campaign) {
    auto const byRule = day.told.find({"no-window", campaign});
    return seen.missingOf("over-booked", campaign) + seen.missingOf("list-too-long", campaign) +
           seen.missingOf("no-window", campaign) - (byRule == day.told.end() ? 0 : byRule->second);
}

std::int64_t fullness(Day const& day) {
    std::int64_t out = 0;
    for (auto const& stretch : stretches(day, day.open, false)) {
        std::int64_t airtime = lengthOf(common(day.taken, {stretch}));
        for (auto const& part : day.parts) {
            if (contains(part.here, stretch)) {
                airtime +=
                    part.plays * longestItem(day, part) * stretch.length() / lengthOf(part.here);
            }
        }
        out = std::max(out, airtime * 1000 / stretch.length());
    }
    return out;
}

std::string faultOfTiling(Day const& day, Seen const& seen) {
    auto at = day.begin;
    Spans closed;
    for (auto const& play : seen.plays) {
        if (play.span.begin != at || play.span.length() <= 0) {
            return told(day, play, "does not go on from " + timeOf(at));
        }
        at = play.span.end;
        if (play.closed) {
            closed.push_back(play.span);
        }
    }
    if (at != day.end) {
        return "the last entry ends at " + timeOf(at) + ", not at " + timeOf(day.end);
    }
    return joined(closed) == without({{day.begin, day.end}}, day.open)
               ? ""
               : "the screen is closed at other times than its opening hours say";
}

std::string faultOfCounts(Day const& day, Seen const& seen) {
    for (std::size_t c = 0; c < day.programme->campaigns.size(); ++c) {
        std::int64_t owed = 0;
        bool takesWhatIsLeft = false;
        for (auto const& part : day.parts) {
            if (part.campaign == c) {
                owed += part.plays;
                takesWhatIsLeft = takesWhatIsLeft || part.takesWhatIsLeft;
            }
        }
        std::int64_t debt = 0;
        for (auto const& row : day.programme->debts) {
            debt += row.campaign == day.programme->campaigns[c].id ? row.plays : 0;
        }
        auto const repaid = debt - seen.missingOf("debt-left", c);
        auto const most = day.repaid.count(c) == 0 ? 0 : day.repaid.at(c);
        if (repaid < 0 || repaid > most) {
            return nameOf(day, c) + " is repaid " + std::to_string(repaid) + " of at most " +
                   std::to_string(most);
        }
        auto const placed = countOf(seen, c);
        auto const lost = shortOf(day, seen, c);
        if (!takesWhatIsLeft && (placed != owed + repaid - lost || lost < 0)) {
            return nameOf(day, c) + " plays " + std::to_string(placed) + ", owes " +
                   std::to_string(owed) + ", is repaid " + std::to_string(repaid) + " and misses " +
                   std::to_string(lost);
        }
    }
    for (std::string const code : {"max-per-hour", "no-window"}) {
        for (std::size_t c = 0; c < day.programme->campaigns.size(); ++c) {
            auto const found = day.told.find({code, c});
            auto const wanted = found == day.told.end() ? 0 : found->second;
            auto const given = seen.missingOf(code, c);
            if (given < wanted || (given > wanted && code == "max-per-hour")) {
                return nameOf(day, c) + " has a finding " + code + " of " + std::to_string(given) +
                       " plays instead of " + std::to_string(wanted);
            }
        }
    }
    return "";
}

std::string faultOfWindows(Day const& day, Seen const& seen) {
    for (auto const& play : seen.plays) {
        if (play.dark() || play.fixed) {
            continue;
        }
        auto const& asset = day.programme->assets[play.asset];
        auto const length = play.span.length();
        bool const film = asset.kind == AssetKind::film;
        auto const least = film ? asset.duration : asset.least.value_or(asset.duration / 2);
        auto const most = film ? asset.duration : asset.most.value_or(asset.duration * 3);
        if (length < least.count() || length > most.count()) {
            return told(day, play, "is cut or stretched too far");
        }
        bool inWindow = false, isItem = false;
        for (auto const& part : day.parts) {
            if (part.campaign == play.campaign) {
                inWindow = inWindow || contains(part.here, play.span);
                isItem = isItem || std::find(part.items.begin(), part.items.end(), play.asset) !=
                                       part.items.end();
            }
        }
        if (!inWindow) {
            return told(day, play, "is outside its windows");
        }
        if (!isItem) {
            return told(day, play, "shows what is not the campaign's");
        }
    }
    return "";
}

std::string faultOfPlaces(Day const& day, Seen const& seen) {
    bool limited = false, lost = false;
    for (auto const& part : day.parts) {
        limited = limited || day.programme->campaigns[part.campaign].mostPerHour > 0;
        lost = lost || shortOf(day, seen, part.campaign) > 0;
    }
    if (fullness(day) > 970 || !day.programme->debts.empty() || limited || lost) {
        return "";
    }
    for (auto const& part : day.parts) {
        // A play that may not stand where it is due lets others go first, and then may find them in
        // its way.
        auto const pieces = meetsOthers(day, part) ? 2 : 1;
        auto const inTheWay = pieces * longestPiece(day) + longestOf(day.taken);
        auto const plays = playsOf(part, seen);
        if (part.plays == 0 || part.list > 1 ||
            static_cast<std::int64_t>(plays.size()) != part.plays) {
            continue;
        }
        auto const free = freeOf(day, part);
        auto const time = lengthOf(free);
        auto const period = time / part.plays + 1;
        std::int64_t before = 0;
        for (std::size_t k = 0; k < plays.size(); ++k) {
            auto const at = lengthBefore(free, plays[k]->span.begin);
            auto const place = time * static_cast<std::int64_t>(k) / part.plays;
            if (std::abs(at - place) > period + inTheWay) {
                return told(day, *plays[k],
                            "is " + std::to_string(at - place) + " ms from its place; period " +
                                std::to_string(period) + ", in the way " +
                                std::to_string(inTheWay) + ", full " +
                                std::to_string(fullness(day)));
            }
            if (k > 0 && at - before > 2 * period + (pieces > 1 ? 2 : 1) * inTheWay) {
                return told(day, *plays[k],
                            "comes " + std::to_string(at - before) +
                                " ms after the one before; period " + std::to_string(period) +
                                ", in the way " + std::to_string(inTheWay));
            }
            before = at;
        }
    }
    return "";
}

std::string faultOfLimits(Day const& day, Seen const& seen) {
    std::map<std::pair<std::size_t, std::int64_t>, std::int64_t> starts;
    for (auto const& play : seen.plays) {
        if (play.paced()) {
            auto const most = day.programme->campaigns[play.campaign].mostPerHour;
            if (most > 0 && ++starts[{play.campaign, hourOf(day, play.span.begin)}] > most) {
                return told(day, play, "is one more than may start in its hour");
            }
        }
    }
    return "";
}

std::string faultOfFixed(Day const& day, Seen const& seen) {
    std::size_t next = 0;
    for (auto const& play : seen.plays) {
        if (!play.fixed) {
            continue;
        }
        if (next == day.fixed.size()) {
            return told(day, play, "is a fixed event that nobody wants");
        }
        auto const& wanted = day.fixed[next++];
        if (play.span != wanted.span || play.campaign != wanted.campaign ||
            play.asset != wanted.asset) {
            return told(day, play,
                        "stands where a fixed event of " + nameOf(day, wanted.campaign) +
                            " is due at " + timeOf(wanted.span.begin));
        }
    }
    if (next != day.fixed.size()) {
        return "no fixed event at " + timeOf(day.fixed[next].span.begin);
    }
    for (std::string const code :
         {"fixed-outside", "fixed-closed", "fixed-past-midnight", "fixed-conflict"}) {
        for (std::size_t c = 0; c < day.programme->campaigns.size(); ++c) {
            auto const found = day.told.find({code, c});
            auto const wanted = found == day.told.end() ? 0 : found->second;
            if (seen.missingOf(code, c) != wanted) {
                return nameOf(day, c) + " has findings " + code + " of " +
                       std::to_string(seen.missingOf(code, c)) + " instead of " +
                       std::to_string(wanted);
            }
        }
    }
    return "";
}

std::string faultOfFlags(Day const& day, Seen const& seen) {
    auto const apart = separations(day);
    std::map<std::size_t, std::int64_t> ended;
    for (auto const& past : day.programme->previous) {
        ended[indexOf(day.programme->assets, past.asset)] =
            std::min(toMillis(past.end), seen.plays.front().span.begin);
    }
    auto before = lastBefore(day, seen);
    for (auto const& play : seen.plays) {
        bool broken = mayNotMeet(day, before, play);
        if (!play.dark()) {
            auto const last = ended.find(play.asset);
            auto const least = apart.find(play.asset);
            broken = broken || (last != ended.end() && least != apart.end() && least->second > 0 &&
                                play.span.begin < last->second + least->second);
            ended[play.asset] = play.span.end;
        }
        if (broken != play.relaxed) {
            return told(day, play, broken ? "breaks a rule without a flag" : "has a needless flag");
        }
        before = play;
    }
    return "";
}

std::string faultOfLists(Day const& day, Seen const& seen) {
    for (auto const& part : day.parts) {
        if (part.list == 1 || part.takesWhatIsLeft || !allFit(day, part)) {
            continue;
        }
        auto const plays = playsOf(part, seen);
        for (std::size_t k = 1; k < plays.size(); ++k) {
            bool const begins = static_cast<std::int64_t>(k) % part.list == 0;
            if (!begins && plays[k]->span.begin != plays[k - 1]->span.end) {
                return told(day, *plays[k], "does not follow the play of its list before it");
            }
        }
    }
    return "";
}

std::string faultOfTurns(Day const& day, Seen const& seen) {
    for (auto const& part : day.parts) {
        auto const& campaign = day.programme->campaigns[part.campaign];
        auto const plays = playsOf(part, seen);
        // Which of them are missing is not told.
        if (part.takesWhatIsLeft || !allFit(day, part) || shortOf(day, seen, part.campaign) > 0 ||
            seen.missingOf("debt-left", part.campaign) > 0) {
            continue;
        }
        if (campaign.order == Order::weighted) {
            auto fault = faultOfWeights(day, part, plays);
            if (!fault.empty()) {
                return fault;
            }
            continue;
        }
        for (std::size_t k = 0; k < plays.size(); ++k) {
            auto const turn = part.turn + part.first + static_cast<std::int64_t>(k);
            auto const item = static_cast<std::size_t>(turn) % part.items.size();
            if (plays[k]->asset != part.items[item]) {
                return told(day, *plays[k], "shows an item whose turn it is not");
            }
        }
    }
    return "";
}

namespace {

/// Whether the plays of the parts that `counts` fit in whatever division of the day, with three per
/// cent and two items of every stretch to spare.
template <class Counts>
bool fit(Day const& day, Counts const& counts) {
    auto const& campaigns = day.programme->campaigns;
    bool const hourly = std::any_of(campaigns.begin(), campaigns.end(),
                                    [](auto const& c) { return c.mostPerHour > 0; });
    auto const parts = stretches(day, without(day.open, day.taken), hourly);
    auto const piece = longestPiece(day);
    MaxFlow flow;
    std::int64_t demand = 0;
    std::vector<int> rooms;
    for (auto const& stretch : parts) {
        rooms.push_back(flow.node());
        flow.edge(rooms.back(), MaxFlow::kSink,
                  std::max<std::int64_t>(0, stretch.length() * 97 / 100 - 2 * piece));
    }
    for (auto const& part : day.parts) {
        auto const& campaign = campaigns[part.campaign];
        if (part.plays == 0 || !counts(part)) {
            continue;
        }
        auto const lists = (part.plays + part.list - 1) / part.list;
        auto const airtime = part.list > 1 ? lists * part.list * longestItem(day, part)
                                           : part.plays * longestItem(day, part);
        demand += airtime;
        auto const source = flow.node();
        flow.edge(MaxFlow::kSource, source, airtime);
        std::map<std::int64_t, int> hours;
        for (std::size_t s = 0; s < parts.size(); ++s) {
            if (!contains(part.here, parts[s])) {
                continue;
            }
            if (campaign.mostPerHour == 0) {
                flow.edge(source, rooms[s], MaxFlow::kMuch);
                continue;
            }
            auto const hour = hourOf(day, parts[s].begin);
            if (hours.count(hour) == 0) {
                hours[hour] = flow.node();
                // Both of a campaign's days may want the same hour; each gets half of it here.
                flow.edge(
                    source, hours[hour],
                    campaign.mostPerHour / part.list * part.list / 2 * longestItem(day, part));
            }
            flow.edge(hours[hour], rooms[s], MaxFlow::kMuch);
        }
    }
    return flow.run() >= demand;
}

std::string goesShort(Day const& day, Seen const& seen, std::size_t campaign,
                      std::string const& whose) {
    return nameOf(day, campaign) + " misses " +
           std::to_string(seen.missingOf("over-booked", campaign)) + " plays, though all " + whose +
           " fit with room to spare";
}

}  // namespace

std::string faultOfShortages(Day const& day, Seen const& seen) {
    auto const& campaigns = day.programme->campaigns;
    for (std::size_t c = 0; c < campaigns.size(); ++c) {
        auto const counts = [&](Part const& part) {
            return campaigns[part.campaign].priority <= campaigns[c].priority;
        };
        if (seen.missingOf("over-booked", c) > 0 && fit(day, counts)) {
            return goesShort(day, seen, c, "of its class and above");
        }
    }
    return "";
}

std::string faultOfService(Day const& day, Seen const& seen) {
    auto const& campaigns = day.programme->campaigns;
    for (std::size_t c = 0; c < campaigns.size(); ++c) {
        std::int64_t own = 0;
        for (auto const& part : day.parts) {
            own = part.campaign == c ? std::max(own, lengthOf(freeOf(day, part))) : own;
        }
        auto const counts = [&](Part const& part) {
            auto const priority = campaigns[part.campaign].priority;
            return priority < campaigns[c].priority || part.campaign == c ||
                   (priority == campaigns[c].priority && lengthOf(freeOf(day, part)) <= own);
        };
        if (seen.missingOf("over-booked", c) > kRounding && fit(day, counts)) {
            return goesShort(day, seen, c, "that are served before it");
        }
    }
    return "";
}

}  // namespace tocsin::playlists::expected
