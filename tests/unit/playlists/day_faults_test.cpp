// SPDX-License-Identifier: Apache-2.0
// The checks can fail: each sees a day that was spoilt after it was compiled.
#include "day_faults.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "avoidable_flags.hpp"
#include "programmes.hpp"

namespace tocsin::playlists {
namespace {

using expected::Day;
using expected::Seen;

constexpr int kRounds = 150;

/// A day and what it shows, both to be spoilt.
struct Spoilt {
    Programme programme;
    Day day;
    Seen seen;
};

/// Any paced play that `fits`, or nothing.
template <class Fits>
expected::Play* anyPlay(Spoilt& of, Fits const& fits) {
    auto const found = std::find_if(of.seen.plays.rbegin(), of.seen.plays.rend(), [&](auto& play) {
        return !play.dark() && !play.pad && fits(play);
    });
    return found == of.seen.plays.rend() ? nullptr : &*found;
}

/// Exchanges two plays so that two of one film stand side by side, where none did before.
bool spoilAnExchange(Spoilt& of) {
    auto& plays = of.seen.plays;
    auto const quiet = [&](std::size_t i) {
        auto const& play = plays[i];
        auto const& campaign = of.programme.campaigns[play.campaign];
        return play.paced() && campaign.turn == Turn::item && campaign.items.size() == 1 &&
               campaign.mostPerHour == 0 && !play.relaxed;
    };
    bool const plain = of.programme.avoid.empty() && of.day.fixed.empty() &&
                       std::none_of(of.programme.campaigns.begin(), of.programme.campaigns.end(),
                                    [](auto const& c) {
                                        return !c.avoid.empty() || c.leastSeparation.count() > 0;
                                    });
    for (std::size_t i = 1; plain && i + 3 < plays.size(); ++i) {
        // A B C A becomes A A C B.
        if (std::all_of(plays.begin() + static_cast<std::ptrdiff_t>(i) - 1,
                        plays.begin() + static_cast<std::ptrdiff_t>(i) + 4,
                        [&](auto const& play) {
                            return !play.dark() &&
                                   quiet(static_cast<std::size_t>(&play - plays.data())) &&
                                   play.span.length() == plays[i].span.length();
                        }) &&
            plays[i].asset == plays[i + 3].asset && plays[i].campaign == plays[i + 3].campaign &&
            plays[i + 1].campaign != plays[i + 2].campaign) {
            std::swap(plays[i + 1].asset, plays[i + 3].asset);
            std::swap(plays[i + 1].campaign, plays[i + 3].campaign);
            plays[i + 1].relaxed = true;
            return true;
        }
    }
    return false;
}

TEST(DayFaults, EveryCheckSeesADayThatIsSpoilt) {
    struct Case {
        char const* what;
        std::string (*check)(Day const&, Seen const&);
        bool (*spoil)(Spoilt&);  ///< false if the day has nothing to spoil
    };
    Case const cases[] = {
        {"a play is dropped", expected::faultOfTiling,
         [](Spoilt& of) {
             of.seen.plays.erase(of.seen.plays.begin() +
                                 static_cast<std::ptrdiff_t>(of.seen.plays.size() / 2));
             return true;
         }},
        {"the screen is dark after it has opened", expected::faultOfTiling,
         [](Spoilt& of) {
             auto* play = anyPlay(of, [](auto const&) { return true; });
             return play != nullptr && (play->closed = true);
         }},
        {"a play is lost and not told", expected::faultOfCounts,
         [](Spoilt& of) {
             auto* play = anyPlay(of, [&](auto const& p) {
                 auto const& c = of.programme.campaigns[p.campaign];
                 return p.paced() && c.pacing && c.turn == Turn::item;
             });
             return play != nullptr && (play->pad = true);
         }},
        {"a limit that takes plays away is not told", expected::faultOfCounts,
         [](Spoilt& of) {
             return std::erase_if(of.seen.missing, [](auto const& row) {
                        return row.first.first == "max-per-hour" && row.second > 0;
                    }) > 0;
         }},
        {"a play begins before its window", expected::faultOfWindows,
         [](Spoilt& of) {
             auto* play = anyPlay(of, [](auto const& p) { return p.paced(); });
             if (play != nullptr) {
                 auto const by = play->span.begin - of.day.begin + 1;
                 play->span = {play->span.begin - by, play->span.end - by};
             }
             return play != nullptr;
         }},
        {"a film is cut", expected::faultOfWindows,
         [](Spoilt& of) {
             auto* play = anyPlay(of, [&](auto const& p) {
                 return p.paced() && of.programme.assets[p.asset].kind == AssetKind::film;
             });
             return play != nullptr && --play->span.end > 0;
         }},
        {"all plays of a campaign come at the end", expected::faultOfPlaces,
         [](Spoilt& of) {
             auto const& part = of.day.parts.front();
             auto const plays = expected::playsOf(part, of.seen);
             auto const free = expected::without(part.here, of.day.taken);
             if (!of.day.fixed.empty() || expected::fullness(of.day) > 500 || plays.size() < 60 ||
                 part.plays < 60 || part.list > 1 || of.programme.debts.size() > 0 ||
                 free.back().length() < static_cast<std::int64_t>(plays.size()) ||
                 std::any_of(of.programme.campaigns.begin(), of.programme.campaigns.end(),
                             [](auto const& c) { return c.mostPerHour > 0; }) ||
                 of.programme.assets.front().duration > std::chrono::seconds(20)) {
                 return false;
             }
             auto at = free.back().end - static_cast<std::int64_t>(plays.size());
             for (auto& play : of.seen.plays) {
                 if (play.paced() && play.campaign == part.campaign &&
                     expected::contains(part.here, play.span)) {
                     play.span = {at, at + 1};
                     ++at;
                 }
             }
             return true;
         }},
        {"an hour has more starts than its limit", expected::faultOfLimits,
         [](Spoilt& of) {
             auto* play = anyPlay(of, [&](auto const& p) {
                 return p.paced() && of.programme.campaigns[p.campaign].mostPerHour > 0;
             });
             if (play != nullptr) {
                 auto const most = of.programme.campaigns[play->campaign].mostPerHour;
                 of.seen.plays.insert(of.seen.plays.end(), static_cast<std::size_t>(most),
                                      expected::Play(*play));
             }
             return play != nullptr;
         }},
        {"a fixed event is a millisecond late", expected::faultOfFixed,
         [](Spoilt& of) {
             auto* play = anyPlay(of, [](auto const& p) { return p.fixed; });
             return play != nullptr && ++play->span.begin > 0;
         }},
        {"a fixed event is missing", expected::faultOfFixed,
         [](Spoilt& of) {
             auto* play = anyPlay(of, [](auto const& p) { return p.fixed; });
             return play != nullptr && !(play->fixed = false);
         }},
        {"a conflict is not told", expected::faultOfFixed,
         [](Spoilt& of) {
             return std::erase_if(of.seen.missing, [](auto const& row) {
                        return row.first.first == "fixed-conflict";
                    }) > 0;
         }},
        {"a flag is missing", expected::faultOfFlags,
         [](Spoilt& of) {
             auto* play = anyPlay(of, [](auto const& p) { return p.relaxed; });
             return play != nullptr && !(play->relaxed = false);
         }},
        {"a flag is too many", expected::faultOfFlags,
         [](Spoilt& of) {
             auto* play = anyPlay(of, [](auto const& p) { return !p.relaxed; });
             return play != nullptr && (play->relaxed = true);
         }},
        {"a flag stands where an exchange would help", expected::faultOfAvoidable, spoilAnExchange},
        {"a list falls apart", expected::faultOfLists,
         [](Spoilt& of) {
             for (auto& part : of.day.parts) {
                 // So that the list that went in one go seems to begin in the middle of one.
                 if (part.list > 1 && !part.takesWhatIsLeft &&
                     expected::playsOf(part, of.seen).size() >
                         3 * static_cast<std::size_t>(part.list)) {
                     anyPlay(of, [&](auto const& p) {
                         return p.paced() && p.campaign == part.campaign;
                     })->pad = true;
                     auto const first = std::find_if(
                         of.seen.plays.begin(), of.seen.plays.end(),
                         [&](auto const& p) { return p.paced() && p.campaign == part.campaign; });
                     first->pad = true;
                     return expected::fullness(of.day) < 300;
                 }
             }
             return false;
         }},
        {"an item is shown out of turn", expected::faultOfTurns,
         [](Spoilt& of) {
             for (auto const& part : of.day.parts) {
                 auto const& c = of.programme.campaigns[part.campaign];
                 if (c.order != Order::weighted && part.items.size() > 1 && c.pacing &&
                     expected::fullness(of.day) < 500 && of.programme.debts.empty() &&
                     of.day.fixed.empty() && part.plays > 1) {
                     auto* play = anyPlay(of, [&](auto const& p) {
                         return p.paced() && p.campaign == part.campaign;
                     });
                     play->asset = of.programme.assets.size();  // no item at all
                     return true;
                 }
             }
             return false;
         }},
        {"an item comes more often than its weight says", expected::faultOfTurns,
         [](Spoilt& of) {
             for (auto const& part : of.day.parts) {
                 auto const& c = of.programme.campaigns[part.campaign];
                 if (c.order == Order::weighted && part.items.size() > 1 && c.pacing &&
                     expected::fullness(of.day) < 500 && of.programme.debts.empty() &&
                     of.day.fixed.empty() && part.plays > 30) {
                     for (auto& play : of.seen.plays) {
                         if (play.paced() && play.campaign == part.campaign) {
                             play.asset = part.items.front();
                         }
                     }
                     return true;
                 }
             }
             return false;
         }},
        {"a campaign goes short for nothing", expected::faultOfShortages,
         [](Spoilt& of) {
             auto const& part = of.day.parts.front();
             of.seen.missing[{"over-booked", part.campaign}] = 5;
             return expected::fullness(of.day) < 300 && part.plays > 40 &&
                    of.programme.campaigns[part.campaign].mostPerHour == 0 &&
                    of.programme.campaigns[part.campaign].priority == CampaignClass::mandatory;
         }},
        {"the least flexible goes short for nothing", expected::faultOfService, [](Spoilt& of) {
             auto const& part = of.day.parts.front();
             of.seen.missing[{"over-booked", part.campaign}] = expected::kRounding + 1;
             return expected::fullness(of.day) < 300 && part.plays > 40 &&
                    of.programme.campaigns[part.campaign].mostPerHour == 0;
         }}};
    struct Tally {
        int spoilt = 0, seen = 0;
    };
    std::vector<Tally> tallies(std::size(cases));
    for (int round = 0; round < kRounds; ++round) {
        Dice dice(static_cast<std::uint64_t>(round) + 18'000'000);
        auto const varied = variedDay(dice, static_cast<Booked>(round % 3));
        auto const compiled = compile(varied.programme, varied.date).value();
        for (std::size_t i = 0; i < std::size(cases); ++i) {
            Spoilt of{varied.programme, {}, {}};
            of.day = expected::dayOf(of.programme, varied.date);
            of.seen = expected::seenOf(of.programme, compiled);
            if (!of.day.parts.empty() && cases[i].spoil(of)) {
                ++tallies[i].spoilt;
                tallies[i].seen += cases[i].check(of.day, of.seen).empty() ? 0 : 1;
            }
        }
    }
    for (std::size_t i = 0; i < std::size(cases); ++i) {
        EXPECT_GT(tallies[i].spoilt, 0) << cases[i].what;
        EXPECT_EQ(tallies[i].seen, tallies[i].spoilt) << cases[i].what;
    }
}

}  // namespace
}  // namespace tocsin::playlists
