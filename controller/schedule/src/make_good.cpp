// SPDX-License-Identifier: Apache-2.0
#include "make_good.hpp"

#include <algorithm>
#include <map>

#include "debts.hpp"
#include "planned_days.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

using playlists::LocalDay;
using std::chrono::days;
using std::chrono::sys_days;

/// As players say it in their rows (PROTOCOL.md).
constexpr char kReason[] = "warning ";
/// A play that was to be repaid and was lost again is owed for another week.
constexpr int kDaysLooked = 2 * kDebtDays;

LocalDay after(LocalDay day, int by) {
    return sys_days(day) + days(by);
}

struct Way {
    MakeGoodWay way = MakeGoodWay::none;
    std::string why, whyZh;
};

class LossReading {
public:
    LossReading(store::Tx const& tx, Compilations const& compilations, SiteTimes const& times,
                Instant now)
        : tx_(tx), planned_(tx, compilations), situation_(readSituation(tx, times)), now_(now) {}

    Result<WarningLoss> read(store::WarningRecord warning) {
        WarningLoss out;
        out.warning = std::move(warning);
        std::map<CampaignId, CampaignLoss> campaigns;
        for (auto const& row : tx_.warnings().targets(out.warning.id, out.warning.revision)) {
            auto const screen = tx_.screens().find(row.target.screen);
            if (auto done = readScreen(row.target.screen, screen, out, campaigns); !done) {
                return done.error();
            }
        }
        for (auto& [id, loss] : campaigns) {
            out.campaigns.push_back(std::move(loss));
        }
        return out;
    }

private:
    using Campaigns = std::map<CampaignId, CampaignLoss>;

    Result<> readScreen(ScreenId const& id, std::optional<store::Screen> const& screen,
                        WarningLoss& out, Campaigns& campaigns) {
        auto const& warning = out.warning;
        auto const end = warning.ended.value_or(now_);
        if (tx_.ledger().plays(id, end, Instant::max(), 1).empty()) {
            out.open.push_back(id);
        }
        // A player that did not hear of its end shows it until its time is over.
        auto const last = std::max(end, warning.expires) + Milliseconds(1);
        std::map<CampaignId, ScreenLoss> losses;
        for (auto& plays : tx_.ledger().preempted(id, kReason + warning.id, warning.raised, last)) {
            auto& campaign = campaigns[plays.campaign];
            campaign.campaign = plays.campaign;
            campaign.title = plays.campaignTitle;
            auto& loss = losses[plays.campaign];
            loss.plays += plays.plays;
            loss.lostMs += plays.lostMs;
            loss.assets.push_back(std::move(plays));
        }
        for (auto& [campaign, loss] : losses) {
            loss.screen = id;
            loss.name = screen ? screen->name : "";
            if (auto done = judge(campaigns[campaign], screen, loss); !done) {
                return done;
            }
            campaigns[campaign].screens.push_back(std::move(loss));
        }
        return {};
    }

    /// What became of the loss since, and what may.
    Result<> judge(CampaignLoss& campaign, std::optional<store::Screen> const& screen,
                   ScreenLoss& loss) {
        auto const stored = tx_.campaigns().find(campaign.campaign);
        campaign.unit = stored ? std::optional(stored->unit) : std::nullopt;
        if (!screen) {
            return say(loss, {MakeGoodWay::none, "the screen is gone", "屏幕已不存在"});
        }
        auto const lost = lostByDay(*screen, loss);
        auto const today = playlists::localDayOf(screen->zone, now_);
        if (!lost || !today) {
            return !lost ? lost.error() : today.error();
        }
        LocalDay const day = lost->rbegin()->first;
        auto const madeGood = madeGoodSince(*screen, campaign.campaign, *lost, *today);
        if (!madeGood) {
            return madeGood.error();
        }
        loss.madeGood = *madeGood;
        if (loss.madeGood == loss.plays) {
            return say(loss, {MakeGoodWay::done, "it has been made good on later days",
                              "后续各日已全部补播"});
        }
        auto const name = playlists::toString(*today);
        for (auto const& debt : tx_.debts().of(screen->id, name, name)) {
            if (debt.campaign == campaign.campaign) {
                loss.owed = debt.owed;
            }
        }
        return say(loss, wayFor(campaign.campaign, *screen, day, *today));
    }

    static Result<> say(ScreenLoss& loss, Way way) {
        loss.way = way.way;
        loss.why = std::move(way.why);
        loss.whyZh = std::move(way.whyZh);
        return {};
    }

    using LostByDay = std::map<LocalDay, std::int64_t>;

    /// By the days on which they began; at least one.
    static Result<LostByDay> lostByDay(store::Screen const& screen, ScreenLoss const& loss) {
        LostByDay out;
        for (auto const& plays : loss.assets) {
            for (auto const start : plays.starts) {
                auto const day = playlists::localDayOf(screen.zone, start);
                if (!day) {
                    return day.error();
                }
                ++out[*day];
            }
        }
        return out;
    }

    Result<std::int64_t> madeGoodSince(store::Screen const& screen, CampaignId const& campaign,
                                       LostByDay const& lost, LocalDay today) {
        auto const day = lost.begin()->first;
        auto const first = playlists::toString(day);
        std::int64_t open = 0;  // all that was to be repaid at the end of the day looked at
        for (auto const& debt : tx_.debts().of(screen.id, first, first)) {
            open += debt.campaign == campaign ? debt.owed : 0;
        }
        std::int64_t all = 0;
        auto const end =
            std::min(sys_days(today), sys_days(lost.rbegin()->first) + days(kDaysLooked));
        for (auto next = day; sys_days(next) <= std::max(end, sys_days(day));
             next = after(next, 1)) {
            auto const found = lost.find(next);
            auto const lostThen = found == lost.end() ? 0 : found->second;
            auto const played = playedOn(screen, campaign, next, lostThen);
            if (!played) {
                return played.error();
            }
            all += lostThen;
            open = std::max<std::int64_t>(0, open - played->onTop) +
                   (next == day ? std::max(lostThen, played->missing) : lostThen);
        }
        return all - std::clamp<std::int64_t>(open, 0, all);
    }

    struct PlayedDay {
        std::int64_t onTop = 0;    ///< complete plays on top of the day's own but for the lost ones
        std::int64_t missing = 0;  ///< of the day's own
    };
    Result<PlayedDay> playedOn(store::Screen const& screen, CampaignId const& campaign,
                               LocalDay day, std::int64_t lost) {
        auto const bounds = playlists::dayBounds(screen.zone, day);
        if (!bounds) {
            return bounds.error();
        }
        auto const planned = planned_.of(screen, *bounds);
        auto const of = [&](PlannedDay::Counts const& counts) {
            auto const found = counts.find(campaign);
            return found == counts.end() ? std::int64_t{0} : found->second;
        };
        std::int64_t complete = 0;
        for (auto const& plays : tx_.ledger().dayPlays(screen.id, playlists::toString(day))) {
            complete += plays.campaign == campaign ? plays.complete : 0;
        }
        auto const onTop = of(planned.onTop), own = of(planned.counts) - onTop;
        return PlayedDay{std::clamp<std::int64_t>(complete - (own - lost), 0, onTop),
                         std::max<std::int64_t>(0, own - complete)};
    }

    Way wayFor(CampaignId const& id, store::Screen const& screen, LocalDay day,
               LocalDay today) const {
        if (id.str().empty()) {
            return {MakeGoodWay::none, "it is the fallback loop, which is owed nothing",
                    "属备播内容，无需补播"};
        }
        auto const campaign =
            std::find_if(situation_.campaigns.begin(), situation_.campaigns.end(),
                         [&](RunningCampaign const& one) { return one.file.id == id; });
        if (campaign == situation_.campaigns.end()) {
            return {MakeGoodWay::none, "the campaign is not approved any more",
                    "该播放任务已不在已批准状态"};
        }
        auto const& file = campaign->file;
        if (screen.retired || !isMeant(file.targets, screen)) {
            return {MakeGoodWay::none, "the campaign is not for this screen any more",
                    "该播放任务已不再投放此屏"};
        }
        if (!file.rules.pacing) {
            return {MakeGoodWay::none,
                    "the campaign has no pacing, so it is owed no count: fixed events are at their "
                    "instants only, and a filler takes what is left",
                    "该播放任务未设播放频次，不计欠播：定时播出仅在其时刻，垫播只用余量"};
        }
        if (file.rules.to <= day || file.rules.to < today) {
            return {MakeGoodWay::none,
                    "no day of the campaign is left after it: its last is " +
                        playlists::toString(file.rules.to),
                    "该播放任务此后已无播出日：末日为 " + playlists::toString(file.rules.to)};
        }
        if (sys_days(today) > sys_days(day) + days(kDebtDays)) {
            return {MakeGoodWay::none,
                    "it was lost more than " + std::to_string(kDebtDays) + " days ago",
                    "已超过 " + std::to_string(kDebtDays) + " 天，不再补播"};
        }
        if (file.makeGood.wanted) {
            return {MakeGoodWay::planner,
                    "later days repay it: the campaign says make_good = \"flight\"",
                    "由后续播出单自动补播（make_good = \"flight\"）"};
        }
        return offerFor(file, screen, today);
    }

    /// A day's debts are taken once.
    Way offerFor(CampaignFile const& file, store::Screen const& screen, LocalDay today) const {
        auto const name = playlists::toString(today);
        bool const isTaken = !tx_.debts().of(screen.id, name, name).empty();
        if (isTaken && file.rules.to == today) {
            return {MakeGoodWay::none, "today is the campaign's last day, and is planned already",
                    "今日为该播放任务末日，播出单已定"};
        }
        return {
            MakeGoodWay::offer,
            "nothing repays it, as the campaign does not say make_good = \"flight\"; with that, "
            "later days would",
            "目前不会补播：该播放任务未设 make_good = \"flight\"；设置后由后续各日补播"};
    }

    store::Tx const& tx_;
    PlannedDays planned_;
    Situation const situation_;
    Instant const now_;
};

}  // namespace

std::string_view toString(MakeGoodWay way) {
    switch (way) {
        case MakeGoodWay::done:
            return "done";
        case MakeGoodWay::planner:
            return "planner";
        case MakeGoodWay::offer:
            return "offer";
        case MakeGoodWay::none:
            return "none";
    }
    return "none";
}

Result<WarningLoss> lossOf(store::Tx const& tx, Compilations const& compilations,
                           SiteTimes const& times, std::string const& warning, Instant now) {
    auto record = tx.warnings().find(warning);
    if (!record) {
        return Error{Errc::notFound, "there is no warning \"" + warning +
                                         "\"; tocsin warn list --all shows those there are"};
    }
    return LossReading(tx, compilations, times, now).read(std::move(*record));
}

}  // namespace tocsin::schedule
