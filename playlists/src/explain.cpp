// SPDX-License-Identifier: Apache-2.0
#include "tocsin/playlists/explain.hpp"

#include <algorithm>

#include "campaign_days.hpp"
#include "day_words.hpp"
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

Words rateText(Pacing const& pacing) {
    Words out;
    auto const amount = std::to_string(pacing.amount);
    switch (pacing.unit) {
        case Pacing::Unit::playsPerHour:
            out = {plural(pacing.amount, "play") + " an hour", "每小时 " + amount + " 次"};
            break;
        case Pacing::Unit::playsPerDay:
            out = {plural(pacing.amount, "play") + " a day", "每天 " + amount + " 次"};
            break;
        case Pacing::Unit::share: {
            auto const part = pacing.amount == 1'000'000
                                  ? std::string("1")
                                  : "0." + std::to_string(1'000'000 + pacing.amount).substr(1);
            out = {(part == "1" ? "all" : part) + " of the airtime", "播出时间的 " + part};
            break;
        }
    }
    if (pacing.leastPerDay > 0) {
        auto const least = std::to_string(pacing.leastPerDay);
        out = {out.english + ", at least " + least, out.chinese + "，至少 " + least + " 次"};
    }
    return out;
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
        out_.reason = detail::reasonText(entry, work_.programme, plan_,
                                         detail::brokenRules(entries_, plan_)[on_]);
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
    void because(char const* rule, Words words) {
        out_.because.push_back({rule, std::move(words.english), std::move(words.chinese)});
    }

    /// To the second, as a clock shows it.
    [[nodiscard]] std::string clock(std::int64_t t) const {
        return work_.day.zone.clockAt(std::chrono::floor<std::chrono::seconds>(fromMillis(t)));
    }
    /// By the clock, each edge exactly.
    [[nodiscard]] Words spansText(Intervals const& spans) const {
        return detail::hoursOf(work_.day, spans);
    }

    [[nodiscard]] ProgrammeCampaign const& campaignOf(std::uint32_t index) const {
        return work_.programme.campaigns[index];
    }

    void explainDark(Placed const& entry) {
        if (entry.dark == Dark::closed) {
            auto const open = detail::openingHours(work_.programme, work_.day);
            auto const hours = spansText(open);
            because("closed", open.empty()
                                  ? Words{"the screen is closed all day", "屏幕全天关屏"}
                                  : Words{"the screen is closed; it is open " + hours.english,
                                          "屏幕关屏，开屏时间为 " + hours.chinese});
        } else {
            auto const span = spansText({entry.span});
            because("idle", {"the screen is open, but nothing is booked for " + span.english +
                                 " and no filler fits; add a filler campaign with pictures or "
                                 "slogans",
                             "屏幕开屏，但 " + span.chinese +
                                 " 没有排定内容，也没有合适的填充；请添加含图片或标语的填充任务"});
        }
    }

    void explainPlay(Placed const& entry) {
        auto const open = spansText(detail::openingHours(work_.programme, work_.day));
        because("opening", work_.programme.screen.opening.empty()
                               ? Words{"the screen is always open", "屏幕始终开屏"}
                               : Words{"the screen is open " + open.english,
                                       "屏幕开屏时间为 " + open.chinese});
        if (entry.booking == Placed::kFixed) {
            auto const at = clock(entry.span.begin);
            auto const whose = campaignText(campaignOf(entry.campaign));
            because("fixed", {whose.english + " has a fixed event at " + at +
                                  "; nothing but a warning moves it",
                              whose.chinese + " 在 " + at + " 有定点播出，除预警外不会移动"});
            return;
        }
        auto const& booking = plan_.bookings[entry.booking];
        explainDay(booking);
        if (entry.pad) {
            auto const time = durationWords(Milliseconds(entry.span.length()));
            because("pad", {"the " + time.english +
                                " until the next play were too short for any whole item, so this "
                                "one fills them",
                            "到下一次播放只剩 " + time.chinese + "，放不下任何完整节目，由它填满"});
        } else if (booking.takesWhatIsLeft) {
            explainFiller(booking);
        } else {
            explainPaced(entry, booking);
            explainMakeGood(entry, booking);
        }
        explainNeighbours(entry);
    }

    void explainMakeGood(Placed const& entry, Booking const& booking) {
        if (detail::makesGood(entry, plan_)) {
            auto const plays = std::to_string(booking.makeGood);
            because("make-good",
                    {"it is one of " + plays +
                         " plays that make good what was lost on earlier days, on top of the day's "
                         "own",
                     "它是当天计划之外的 " + plays + " 次补播之一，补足此前未播出的次数"});
        }
    }

    void explainDay(Booking const& booking) {
        auto const& campaign = campaignOf(booking.campaign);
        auto const origin = detail::plusDays(work_.day.date, booking.ofDayBefore ? -1 : 0);
        auto const whose = campaignText(campaign);
        auto const from = toString(campaign.from);
        auto const to = toString(campaign.to);
        because("days",
                {whose.english + " runs from " + from + " to " + to + " and is on " +
                     toString(origin) + ", a " + fullName(detail::weekdayOf(origin)).english +
                     (booking.ofDayBefore ? "; its window began on the evening before" : ""),
                 whose.chinese + "自 " + from + " 至 " + to + "，" + toString(origin) + "（" +
                     fullName(detail::weekdayOf(origin)).chinese + "）有效" +
                     (booking.ofDayBefore ? "；其时段从前一晚开始" : "")});
        auto const parts = spansText(detail::daypartsOf(campaign, work_.day.zone, origin));
        because("window",
                campaign.dayparts.empty()
                    ? Words{"it may play whenever the screen is open", "屏幕开屏期间都可播出"}
                    : Words{"it may play in " + parts.english, "可播时段为 " + parts.chinese});
    }

    [[nodiscard]] static Words campaignText(ProgrammeCampaign const& campaign) {
        return {
            "campaign " + campaign.id.str() + " (" + std::string(toString(campaign.priority)) + ")",
            "播放任务 " + campaign.id.str() + "（" + std::string(chineseOf(campaign.priority)) +
                "）"};
    }

    void explainFiller(Booking const& booking) {
        auto const next = nextDueText();
        bool const turns = booking.items.size() > 1;
        because("filler", {"nothing that is booked was due, so a filler took the time" +
                               next.english + (turns ? "; its items take turns" : ""),
                           "此时没有到期的排定内容，由填充任务播出" + next.chinese +
                               (turns ? "；其节目轮流播出" : "")});
    }

    /// Whose booked play comes next.
    [[nodiscard]] Words nextDueText() const {
        auto const next = std::find_if(
            entries_.begin() + static_cast<std::ptrdiff_t>(on_), entries_.end(),
            [&](auto const& e) {
                return e.dark == Dark::no &&
                       (e.booking == Placed::kFixed || !plan_.bookings[e.booking].takesWhatIsLeft);
            });
        if (next == entries_.end()) {
            return {" (nothing booked follows on this day)", "（当天之后没有排定内容）"};
        }
        auto const id = campaignOf(next->campaign).id.str();
        auto const at = clock(next->span.begin);
        return {" (the next booked play is of campaign " + id + " at " + at + ")",
                "（下一次排定播放是 " + at + " 的播放任务 " + id + "）"};
    }

    void explainPaced(Placed const& entry, Booking const& booking) {
        auto const& campaign = campaignOf(booking.campaign);
        auto const origin = detail::plusDays(work_.day.date, booking.ofDayBefore ? -1 : 0);
        auto const pacing = detail::pacingOn(campaign, origin);
        bool const keyDate = std::any_of(campaign.keyDates.begin(), campaign.keyDates.end(),
                                         [&](KeyDate const& key) { return key.day == origin; });
        auto const rate = pacing ? rateText(*pacing) : Words();
        Words text{(keyDate ? "this key date asks for " : "its pacing asks for ") + rate.english +
                       ": " + plural(booking.wanted, "play") + " in this timeline",
                   (keyDate ? "重点日频次为" : "播放频次为") + rate.chinese + "：本播出单共 " +
                       std::to_string(booking.wanted) + " 次"};
        if (booking.makeGood > 0) {
            auto const owed = std::to_string(booking.makeGood);
            text.english += ", " + owed + " of them to make good what was lost";
            text.chinese += "，其中 " + owed + " 次为补播";
        }
        auto const number = std::to_string(entry.play + 1);
        because("pacing", {text.english + "; this is number " + number,
                           text.chinese + "；这是第 " + number + " 次"});
        auto const release = plan_.allocation.releaseOf(entry.booking, booking, entry.play);
        auto const due = plan_.allocation.dueOf(entry.booking, booking, entry.play);
        bool const early = entry.span.begin < release - 1000;
        bool const late = entry.span.begin > due;
        because("place", {"spread evenly, it belongs between " + clock(release) + " and " +
                              clock(due) + "; it begins at " + clock(entry.span.begin) +
                              (early  ? ", because hardly any time is free until its windows end"
                               : late ? ", because others were due before it"
                                      : ""),
                          "均匀分布时应在 " + clock(release) + " 与 " + clock(due) +
                              " 之间；实际从 " + clock(entry.span.begin) + " 开始" +
                              (early  ? "，因为可播时段内几乎没有余量"
                               : late ? "，因为其他任务先到期"
                                      : "")});
        if (booking.items.size() > 1) {
            auto const name = work_.programme.assets[entry.item->asset].id.str();
            bool const list = campaign.turn == Turn::list;
            because("item",
                    {"by order " + std::string(toString(campaign.order)) +
                         (list ? ", the whole list in one go," : "") + " it is the turn of " + name,
                     "按" + std::string(chineseOf(campaign.order)) + "次序" +
                         (list ? "（整组连播）" : "") + "轮到 " + name});
        }
    }

    void explainNeighbours(Placed const& entry) {
        if (out_.reason.find("separation-relaxed") == std::string::npos) {
            return;
        }
        auto const before = on_ == 0 ? work_.past.last : entries_[on_ - 1].shown();
        bool const same = before.asset == entry.item->asset;
        because("neighbours",
                same ? Words{"it follows itself, because nothing else could be shown here without "
                             "costing somebody a play",
                             "它与自己相邻，因为此处没有其他内容可播，否则会有任务少播"}
                : plan_.neighbours.clash(before, entry.shown())
                    ? Words{"it stands beside a category that it should not, because nothing else "
                            "could be shown here",
                            "它与应避开的类别相邻，因为此处没有其他内容可播"}
                    : Words{"it is nearer to the asset's play before than its rule asks, because "
                            "the count goes before the distance",
                            "它与该素材上一次播放的间隔小于规定，因为次数优先于间隔"});
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
        auto const [rule, words] = whyNot(index);
        other.rule = rule;
        other.message = words.english;
        other.chinese = words.chinese;
        out_.others.push_back(std::move(other));
    }

    [[nodiscard]] std::pair<std::string, Words> whyNot(std::uint32_t index) const {
        auto const& campaign = campaignOf(index);
        Intervals windows;
        bool booked = false, filler = false;
        std::int64_t wanted = 0, placed = 0;
        for (std::size_t i = 0; i < plan_.bookings.size(); ++i) {
            auto const& booking = plan_.bookings[i];
            if (booking.campaign != index) {
                continue;
            }
            auto const own = windowsOf(campaign, booking.ofDayBefore);
            windows.insert(windows.end(), own.begin(), own.end());
            booked = true;
            filler = filler || (booking.takesWhatIsLeft && isIn(own));
            if (!booking.takesWhatIsLeft) {
                wanted += booking.wanted;
                placed += work_.counts()[i];
            }
        }
        if (!booked) {
            return whyNotBooked(campaign);
        }
        windows = detail::normalised(std::move(windows));
        if (!isIn(windows)) {
            bool const comesOn = !ruleAgainst(campaign) && isIn(windowsOf(campaign, false));
            if (comesOn) {  // its plays of this day all stand elsewhere
                return whyNotBooked(campaign);
            }
            auto const named = spansText(windows);
            return {"window",
                    {"it may not play now; its windows on this day are " + named.english,
                     "现在不可播；当天的可播时段为 " + named.chinese}};
        }
        auto const& on = entries_[on_];
        if (on.dark == Dark::no && on.booking == Placed::kFixed) {
            auto const id = campaignOf(on.campaign).id.str();
            auto const end = clock(on.span.end);
            return {"fixed",
                    {"a fixed event of campaign " + id + " is on until " + end,
                     "播放任务 " + id + " 的定点播出持续到 " + end}};
        }
        if (filler) {
            return {"waits",
                    {"it is a filler and takes its turns when nothing booked is due",
                     "它是填充任务，没有到期的排定内容时轮流播出"}};
        }
        auto const count = plural(wanted, "play") + " on this day";
        auto const all = std::to_string(wanted);
        if (placed < wanted) {
            auto const fit = std::to_string(placed);
            return {"over-booked",
                    {"of its " + count + " only " + fit + " fit beside the others",
                     "当天应播 " + all + " 次，与其他任务一起只排得下 " + fit + " 次"}};
        }
        if (!hasMore(index)) {
            return {"waits", {"it has had its " + count, "当天的 " + all + " 次已播完"}};
        }
        return {"waits",
                {"its " + count + " are spread over its windows",
                 "当天的 " + all + " 次播放分布在其可播时段内"}};
    }

    /// Where the campaign may play in dayparts that began on the day or the one before, fixed
    /// events or not. What a daypart of the day takes from the day before belongs to the day.
    [[nodiscard]] Intervals windowsOf(ProgrammeCampaign const& campaign, bool ofDayBefore) const {
        auto const& day = work_.day;
        auto const partsOf = [&](LocalDay origin) {
            return detail::daypartsOf(campaign, day.zone, origin);
        };
        auto parts = partsOf(ofDayBefore ? detail::plusDays(day.date, -1) : day.date);
        if (ofDayBefore && !ruleAgainst(campaign)) {
            parts = detail::difference(parts, partsOf(day.date));
        }
        return detail::intersection(parts, detail::openingHours(work_.programme, day));
    }

    /// What keeps the campaign off the day.
    [[nodiscard]] std::optional<Words> ruleAgainst(ProgrammeCampaign const& campaign) const {
        return detail::ruleAgainst(campaign, work_.programme.calendar, work_.day.date);
    }

    [[nodiscard]] bool isIn(Intervals const& windows) const {
        auto const window = detail::atOrAfter(windows, t_);
        return window != windows.end() && window->begin <= t_;
    }

    /// Whether a play that its pacing asks for is still to come.
    [[nodiscard]] bool hasMore(std::uint32_t index) const {
        return std::any_of(entries_.begin() + static_cast<std::ptrdiff_t>(on_) + 1, entries_.end(),
                           [&](Placed const& entry) {
                               return entry.dark == Dark::no && entry.campaign == index &&
                                      entry.booking != Placed::kFixed && !entry.pad;
                           });
    }

    [[nodiscard]] std::pair<std::string, Words> whyNotBooked(
        ProgrammeCampaign const& campaign) const {
        if (auto const rule = ruleAgainst(campaign)) {
            return {"days", *rule};
        }
        for (auto const& finding : work_.findings) {
            bool const saysWhy = finding.code == "no-window" || finding.code == "no-pacing" ||
                                 finding.code == "item-too-long" ||
                                 finding.code == "list-too-long" ||
                                 finding.code == "asset-expired" || finding.code == "max-per-hour";
            if (saysWhy && finding.campaign == campaign.id) {
                return {finding.code, {finding.message, finding.chinese}};
            }
        }
        bool const fixedOnly = !detail::pacingOn(campaign, work_.day.date) &&
                               campaign.priority != CampaignClass::filler;
        return {"pacing", fixedOnly ? Words{"it has no pacing and plays only its fixed events",
                                            "它没有播放频次，只播定点内容"}
                                    : Words{"its pacing gives no play in what is left of this day",
                                            "按其频次，当天余下时间没有播放"}};
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
