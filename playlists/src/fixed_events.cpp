// SPDX-License-Identifier: Apache-2.0
#include "fixed_events.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "campaign_days.hpp"
#include "day_words.hpp"
#include "tocsin/playlists/words.hpp"
#include "windows.hpp"

namespace tocsin::playlists::detail {
namespace {

constexpr std::size_t kMostTimesNamed = 4;

bool isInside(Interval const& span, Intervals const& windows) {
    auto const around = atOrAfter(windows, span.begin);
    return around != windows.end() && around->begin <= span.begin && span.end <= around->end;
}

class Placer {
public:
    Placer(Programme const& programme, Day const& day, std::vector<Finding>& findings)
        : programme_(programme), day_(day), findings_(findings) {}

    std::vector<FixedPlay> all() {
        for (auto const& event : programme_.fixed) {
            add(event);
        }
        auto kept = withoutOverlaps();
        tell();
        return kept;
    }

private:
    void add(FixedEvent const& event) {
        FixedPlay play;
        play.item = itemOf(programme_, event.asset);
        play.campaign = indexOf(event.campaign);
        auto const& campaign = programme_.campaigns[play.campaign];
        play.priority = campaign.priority;
        auto const spanAt = [&](std::int64_t t) { return Interval{t, t + play.item.duration}; };
        for (auto const instant : event.at) {
            play.span = spanAt(toMillis(instant));
            if (play.span.begin >= day_.begin && play.span.begin < day_.end) {
                addOnce(play, campaign);
            }
        }
        if (event.hourly) {
            auto const windows = windowsOf(campaign);
            for (auto const hour : day_.hours) {
                play.span = spanAt(hour);
                if (isInside(play.span, windows)) {
                    mayShow(play) ? wanted_.push_back(play) : loseExpired(play);
                }
            }
        }
    }

    void addOnce(FixedPlay const& play, ProgrammeCampaign const& campaign) {
        if (day_.date < campaign.from || campaign.to < day_.date) {
            lose("fixed-outside", play, {"is not on that day", "当天不在任务日期内"});
        } else if (!mayShow(play)) {
            loseExpired(play);
        } else if (play.span.end > day_.end) {
            lose("fixed-past-midnight", play,
                 {"would go on past midnight; begin earlier", "会播过午夜，请提前开始"});
        } else if (!isInside(play.span, day_.open)) {
            lose("fixed-closed", play,
                 {"finds the screen closed; change the opening hours or the time",
                  "遇屏幕关屏，请修改开屏时间或播出时刻"});
        } else {
            wanted_.push_back(play);
        }
    }

    [[nodiscard]] bool mayShow(FixedPlay const& play) const {
        return isUsable(programme_.assets[play.item.asset], day_.date);
    }

    void loseExpired(FixedPlay const& play) {
        lose("asset-expired", play, {"may not show that asset on that day", "该素材当天不可播出"});
    }

    /// Where the campaign may play on this day: open, in its dayparts, on its days.
    [[nodiscard]] Intervals windowsOf(ProgrammeCampaign const& campaign) const {
        auto const on = daysAround(campaign, programme_.calendar, day_.date);
        Intervals out;
        for (int back = 1; back >= 0; --back) {
            if (on[back == 1 ? 0 : 1]) {
                auto const parts = daypartsOf(campaign, day_.zone, plusDays(day_.date, -back));
                out.insert(out.end(), parts.begin(), parts.end());
            }
        }
        return intersection(normalised(std::move(out)), day_.open);
    }

    std::vector<FixedPlay> withoutOverlaps() {
        auto const rank = [](FixedPlay const& p) {
            return std::tuple(p.priority, p.span.begin, p.campaign, p.item.asset);
        };
        std::sort(wanted_.begin(), wanted_.end(),
                  [&](auto const& a, auto const& b) { return rank(a) < rank(b); });
        auto const same = [&](auto const& a, auto const& b) { return rank(a) == rank(b); };
        wanted_.erase(std::unique(wanted_.begin(), wanted_.end(), same), wanted_.end());
        std::map<std::int64_t, FixedPlay> kept;
        for (auto const& play : wanted_) {
            auto const next = kept.lower_bound(play.span.begin);
            bool const free =
                (next == kept.end() || next->second.span.begin >= play.span.end) &&
                (next == kept.begin() || std::prev(next)->second.span.end <= play.span.begin);
            if (free) {
                kept.emplace(play.span.begin, play);
            } else {
                lose("fixed-conflict", play,
                     {"meets another fixed event that goes first", "与另一优先的定点播出冲突"});
            }
        }
        std::vector<FixedPlay> out;
        for (auto& [begin, play] : kept) {
            out.push_back(play);
        }
        return out;
    }

    void lose(char const* code, FixedPlay const& play, Words const& why) {
        auto& lost = lost_[{play.campaign, play.item.asset, code}];
        lost.why = why;
        lost.times.push_back(play.span.begin);
    }

    void tell() {
        for (auto& [key, lost] : lost_) {
            auto const& [campaign, asset, code] = key;
            auto const& id = programme_.campaigns[campaign].id;
            std::sort(lost.times.begin(), lost.times.end());
            std::string times;
            for (std::size_t i = 0; i < std::min(lost.times.size(), kMostTimesNamed); ++i) {
                times += (i == 0 ? "" : ", ") + day_.zone.clockAt(fromMillis(lost.times[i]));
            }
            Words at{times, times};
            if (lost.times.size() > kMostTimesNamed) {
                auto const more = std::to_string(lost.times.size() - kMostTimesNamed);
                at = {times + " and " + more + " more", times + " 及另外 " + more + " 次"};
            }
            auto const name = programme_.assets[asset].id.str();
            findings_.push_back(findingOf(
                code.c_str(), id,
                {"with its fixed event " + name + " at " + at.english + " " + lost.why.english,
                 "的定点播出 " + name + "（" + at.chinese + "）" + lost.why.chinese},
                static_cast<std::int64_t>(lost.times.size())));
        }
    }

    [[nodiscard]] std::uint32_t indexOf(CampaignId const& id) const {
        auto const found =
            std::lower_bound(programme_.campaigns.begin(), programme_.campaigns.end(), id,
                             [](auto const& c, auto const& key) { return c.id < key; });
        return static_cast<std::uint32_t>(found - programme_.campaigns.begin());
    }

    struct Lost {
        Words why;
        std::vector<std::int64_t> times;
    };

    Programme const& programme_;
    Day const& day_;
    std::vector<Finding>& findings_;
    std::vector<FixedPlay> wanted_;
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::string>, Lost> lost_;
};

}  // namespace

std::vector<FixedPlay> fixedPlays(Programme const& programme, Day const& day,
                                  std::vector<Finding>& findings) {
    return Placer(programme, day, findings).all();
}

}  // namespace tocsin::playlists::detail
