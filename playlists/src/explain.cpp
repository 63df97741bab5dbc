// SPDX-License-Identifier: Apache-2.0
#include "tocsin/playlists/explain.hpp"

#include <algorithm>

#include "campaign_days.hpp"
#include "day_work.hpp"
#include "pacing.hpp"
#include "timeline_of.hpp"
#include "tocsin/playlists/words.hpp"
#include "untangling.hpp"
#include "windows.hpp"

namespace tocsin::playlists {
namespace {

using detail::Booking;
using detail::Dark;
using detail::Interval;
using detail::Intervals;
using detail::Placed;

std::string plural(std::int64_t count, std::string const& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string seconds(std::int64_t ms) {
    auto out = std::to_string(ms / 1000);
    if (ms % 1000 != 0) {
        out += "." + std::to_string(1000 + ms % 1000).substr(1);
    }
    return out + " s";
}

std::string rateText(Pacing const& pacing) {
    std::string out;
    switch (pacing.unit) {
        case Pacing::Unit::playsPerHour:
            out = plural(pacing.amount, "play") + " an hour";
            break;
        case Pacing::Unit::playsPerDay:
            out = plural(pacing.amount, "play") + " a day";
            break;
        case Pacing::Unit::share: {
            auto const digits = std::to_string(1'000'000 + pacing.amount).substr(1);
            out = (pacing.amount == 1'000'000 ? "all" : "0." + digits) + " of the airtime";
            break;
        }
    }
    return pacing.leastPerDay > 0 ? out + ", at least " + std::to_string(pacing.leastPerDay) : out;
}

class Explainer {
public:
    Explainer(detail::DayWork const& work, std::int64_t t)
        : work_(work), t_(t), plan_(work.plan()), entries_(work.entries()) {}

    Explanation all() {
        auto const next =
            std::partition_point(entries_.begin(), entries_.end(),
                                 [this](Placed const& e) { return e.span.begin <= t_; });
        on_ = static_cast<std::size_t>(next - entries_.begin()) - 1;
        auto const& entry = entries_[on_];
        out_.start = fromMillis(entry.span.begin);
        out_.end = fromMillis(entry.span.end);
        out_.reason =
            detail::reasonText(entry, work_.programme, detail::brokenRules(entries_, plan_)[on_]);
        if (entry.dark != Dark::no) {
            explainDark(entry);
        } else {
            out_.asset = work_.programme.assets[entry.item->asset].id;
            out_.campaign = work_.programme.campaigns[entry.campaign].id;
            explainPlay(entry);
        }
        for (std::size_t i = 0; i < work_.programme.campaigns.size(); ++i) {
            if (entry.dark != Dark::no || i != entry.campaign) {
                explainOther(static_cast<std::uint32_t>(i));
            }
        }
        return std::move(out_);
    }

private:
    void because(char const* rule, std::string message) {
        out_.because.push_back({rule, std::move(message)});
    }

    /// To the second, as a clock shows it.
    [[nodiscard]] std::string clock(std::int64_t t) const {
        return work_.day.zone.clockAt(std::chrono::floor<std::chrono::seconds>(fromMillis(t)));
    }
    [[nodiscard]] std::string spanText(Interval const& span) const {
        bool const toMidnight = span.end == work_.day.end;
        return clock(span.begin) + "-" + (toMidnight ? "24:00" : clock(span.end));
    }
    [[nodiscard]] std::string spansText(Intervals const& spans) const {
        constexpr std::size_t kMostNamed = 6;
        std::string out;
        for (std::size_t i = 0; i < std::min(spans.size(), kMostNamed); ++i) {
            out += (i == 0 ? "" : ", ") + spanText(spans[i]);
        }
        return spans.size() > kMostNamed
                   ? out + " and " + std::to_string(spans.size() - kMostNamed) + " more"
                   : out;
    }

    [[nodiscard]] ProgrammeCampaign const& campaignOf(std::uint32_t index) const {
        return work_.programme.campaigns[index];
    }

    void explainDark(Placed const& entry) {
        if (entry.dark == Dark::closed) {
            auto const open = detail::openingHours(work_.programme, work_.day);
            because("closed", open.empty() ? "the screen is closed all day"
                                           : "the screen is closed; it is open " + spansText(open));
        } else {
            because("idle", "the screen is open, but nothing is booked for " +
                                spanText(entry.span) +
                                " and no filler fits; add a filler campaign with pictures or "
                                "slogans");
        }
    }

    void explainPlay(Placed const& entry) {
        because("opening", work_.programme.screen.opening.empty()
                               ? "the screen is always open"
                               : "the screen is open " +
                                     spansText(detail::openingHours(work_.programme, work_.day)));
        if (entry.booking == Placed::kFixed) {
            because("fixed", "campaign " + campaignOf(entry.campaign).id.str() + " (" +
                                 std::string(toString(campaignOf(entry.campaign).priority)) +
                                 ") has a fixed event at " + clock(entry.span.begin) +
                                 "; nothing but a warning moves it");
            return;
        }
        auto const& booking = plan_.bookings[entry.booking];
        explainDay(booking);
        if (entry.pad) {
            because("pad",
                    "the " + seconds(entry.span.length()) +
                        " until the next play were too short for any whole item, so this one "
                        "fills them");
        } else if (booking.takesWhatIsLeft) {
            explainFiller(booking);
        } else {
            explainPaced(entry, booking);
        }
        explainNeighbours(entry);
    }

    void explainDay(Booking const& booking) {
        auto const& campaign = campaignOf(booking.campaign);
        auto const origin = detail::plusDays(work_.day.date, booking.ofDayBefore ? -1 : 0);
        because("days",
                "campaign " + campaign.id.str() + " (" + std::string(toString(campaign.priority)) +
                    ") runs from " + toString(campaign.from) + " to " + toString(campaign.to) +
                    " and is on " + toString(origin) + ", a " +
                    std::string(fullName(detail::weekdayOf(origin))) +
                    (booking.ofDayBefore ? "; its window began on the evening before" : ""));
        because("window", campaign.dayparts.empty()
                              ? "it may play whenever the screen is open"
                              : "it may play in " + spansText(detail::daypartsOf(
                                                        campaign, work_.day.zone, origin)));
    }

    void explainFiller(Booking const& booking) {
        because("filler", "nothing that is booked was due, so a filler took the time" +
                              nextDueText() +
                              (booking.items.size() > 1 ? "; its items take turns" : ""));
    }

    /// Whose booked play comes next.
    [[nodiscard]] std::string nextDueText() const {
        auto const next = std::find_if(
            entries_.begin() + static_cast<std::ptrdiff_t>(on_), entries_.end(),
            [&](auto const& e) {
                return e.dark == Dark::no &&
                       (e.booking == Placed::kFixed || !plan_.bookings[e.booking].takesWhatIsLeft);
            });
        return next == entries_.end() ? " (nothing booked follows on this day)"
                                      : " (the next booked play is of campaign " +
                                            campaignOf(next->campaign).id.str() + " at " +
                                            clock(next->span.begin) + ")";
    }

    void explainPaced(Placed const& entry, Booking const& booking) {
        auto const& campaign = campaignOf(booking.campaign);
        auto const origin = detail::plusDays(work_.day.date, booking.ofDayBefore ? -1 : 0);
        auto const pacing = detail::pacingOn(campaign, origin);
        bool const keyDate = std::any_of(campaign.keyDates.begin(), campaign.keyDates.end(),
                                         [&](KeyDate const& key) { return key.day == origin; });
        std::string text = (keyDate ? "this key date asks for " : "its pacing asks for ") +
                           (pacing ? rateText(*pacing) : std::string()) + ": " +
                           plural(booking.wanted, "play") + " in this timeline";
        if (booking.makeGood > 0) {
            text += ", " + std::to_string(booking.makeGood) + " of them to make good what was lost";
        }
        because("pacing", text + "; this is number " + std::to_string(entry.play + 1));
        auto const release = plan_.allocation.releaseOf(entry.booking, booking, entry.play);
        auto const due = plan_.allocation.dueOf(entry.booking, booking, entry.play);
        because("place", "spread evenly, it belongs between " + clock(release) + " and " +
                             clock(due) + "; it begins at " + clock(entry.span.begin) +
                             (entry.span.begin < release - 1000
                                  ? ", because hardly any time is free until its windows end"
                              : entry.span.begin > due ? ", because others were due before it"
                                                       : ""));
        if (booking.items.size() > 1) {
            because("item", "by order " + std::string(toString(campaign.order)) +
                                (campaign.turn == Turn::list ? ", the whole list in one go," : "") +
                                " it is the turn of " +
                                work_.programme.assets[entry.item->asset].id.str());
        }
    }

    void explainNeighbours(Placed const& entry) {
        if (out_.reason.find("separation-relaxed") == std::string::npos) {
            return;
        }
        auto const before = on_ == 0 ? work_.past.last : entries_[on_ - 1].shown();
        bool const same = before.asset == entry.item->asset;
        because("neighbours",
                same
                    ? "it follows itself, because nothing else could be shown here without costing "
                      "somebody a play"
                : plan_.neighbours.clash(before, entry.shown())
                    ? "it stands beside a category that it should not, because nothing else could "
                      "be shown here"
                    : "it is nearer to the asset's play before than its rule asks, because the "
                      "count goes before the distance");
    }

    void explainOther(std::uint32_t index) {
        auto const& campaign = campaignOf(index);
        Otherwise other;
        other.campaign = campaign.id;
        for (auto const& entry : entries_) {
            if (entry.dark != Dark::no || entry.campaign != index) {
                continue;
            }
            if (entry.span.begin <= t_) {
                other.last = fromMillis(entry.span.begin);
            } else if (!other.next) {
                other.next = fromMillis(entry.span.begin);
            }
        }
        auto const [rule, message] = whyNot(index);
        other.rule = rule;
        other.message = message;
        out_.others.push_back(std::move(other));
    }

    [[nodiscard]] std::pair<std::string, std::string> whyNot(std::uint32_t index) const {
        auto const& campaign = campaignOf(index);
        Intervals runs;
        bool booked = false, filler = false;
        std::int64_t wanted = 0, placed = 0;
        for (std::size_t i = 0; i < plan_.bookings.size(); ++i) {
            auto const& booking = plan_.bookings[i];
            if (booking.campaign == index) {
                booked = true;
                filler = booking.takesWhatIsLeft;
                runs.insert(runs.end(), booking.runs.begin(), booking.runs.end());
                wanted += booking.wanted;
                placed += work_.counts()[i];
            }
        }
        if (!booked) {
            return whyNotBooked(campaign);
        }
        runs = detail::normalised(std::move(runs));
        auto const run = detail::atOrAfter(runs, t_);
        if (run == runs.end() || run->begin > t_) {
            return {"window",
                    "it may not play now; its windows on this day are " + spansText(runs)};
        }
        if (filler) {
            return {"waits", "it is a filler and takes its turns when nothing booked is due"};
        }
        auto const count = plural(wanted, "play") + " on this day";
        if (placed < wanted) {
            return {"over-booked", "of its " + count + " only " + std::to_string(placed) +
                                       " fit beside the others"};
        }
        return {"waits", "its " + count + " are spread over its windows"};
    }

    [[nodiscard]] std::pair<std::string, std::string> whyNotBooked(
        ProgrammeCampaign const& campaign) const {
        if (auto const rule =
                detail::ruleAgainst(campaign, work_.programme.calendar, work_.day.date);
            !rule.empty()) {
            return {"days", rule};
        }
        for (auto const& finding : work_.findings) {
            if (finding.campaign == campaign.id) {
                return {finding.code, finding.message};
            }
        }
        bool const fixedOnly = !detail::pacingOn(campaign, work_.day.date) &&
                               campaign.priority != CampaignClass::filler;
        return fixedOnly ? std::pair<std::string, std::string>(
                               "pacing", "it has no pacing and plays only its fixed events")
                         : std::pair<std::string, std::string>(
                               "pacing", "its pacing gives no play in what is left of this day");
    }

    detail::DayWork const& work_;
    std::int64_t t_;
    detail::Plan plan_;
    std::vector<Placed> const& entries_;
    std::size_t on_ = 0;
    Explanation out_;
};

}  // namespace

Result<Explanation> explain(Programme const& programme, LocalDay day, Instant t,
                            std::optional<Instant> from) {
    auto const work = detail::workOut(programme, day, from);
    if (!work) {
        return work.error();
    }
    auto const at = toMillis(t);
    if (at < (*work)->day.begin || at >= (*work)->day.end) {
        return Error{Errc::invalid, formatInstant(t) + " is not in the timeline of " +
                                        toString(day) + " in " + programme.screen.zone};
    }
    return Explainer(**work, at).all();
}

}  // namespace tocsin::playlists
