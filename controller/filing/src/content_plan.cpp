// SPDX-License-Identifier: Apache-2.0
// 《电子屏播放计划表》: what released timelines want on each screen, before anything of it played.
#include <algorithm>
#include <tuple>

#include "content_parts.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/timeline.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/reports/timeline_cache.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;

struct Wanted {
    Instant first = Instant::max(), last = Instant::min();
    /// Of the day, local to the screen, over all days.
    Milliseconds from = Milliseconds::max(), to = Milliseconds::min();
    std::int64_t plays = 0, ms = 0;
};

class Plan {
public:
    Plan(store::Tx const& tx, Scope const& scope) : tx_(tx), scope_(scope), timelines_(tx) {}

    Result<> add(json::object& out) {
        for (auto const& [id, screen] : scope_.screens) {
            if (auto const counted = count(screen); !counted) {
                return counted.error();
            }
        }
        json::array rows;
        for (auto const& [key, wanted] : wanted_) {
            rows.push_back(rowOf(key, wanted));
        }
        out["plan"] = std::move(rows);
        out["plan_until"] =
            until_ == Instant::min() ? std::string() : scope_.dayOf(until_ - Milliseconds(1));
        return {};
    }

private:
    using Key = std::tuple<ScreenId, CampaignId, AssetId>;

    Result<> count(store::Screen const& screen) {
        auto const first = playlists::dayBounds(screen.zone, scope_.days->first);
        auto const last = playlists::dayBounds(screen.zone, scope_.days->last);
        if (!first || !last) {
            return first ? last.error() : first.error();
        }
        for (auto const& released : tx_.timelines().spans(screen.id, first->begin, last->end)) {
            auto const timeline = timelines_.get(released.span.timeline);
            auto const from = std::max(first->begin, released.span.from);
            auto const to = std::min(last->end, released.span.to);
            until_ = std::max(until_, to);
            for (std::size_t i = 0; i < timeline->entries.size(); ++i) {
                auto const slot = playlists::slotOf(*timeline, i);
                if (!slot.dark && slot.start >= from && slot.start < to &&
                    scope_.campaigns.contains(slot.campaign) && !playlists::makesGood(slot)) {
                    add(screen, slot);
                }
            }
        }
        return {};
    }

    void add(store::Screen const& screen, playlists::Slot const& slot) {
        auto const offset = playlists::offsetAt(screen.zone, slot.start).value();
        auto const local = slot.start + offset;
        auto const ofDay = local - std::chrono::floor<std::chrono::days>(local);
        auto& wanted = wanted_[{screen.id, slot.campaign, slot.asset}];
        wanted.first = std::min(wanted.first, slot.start);
        wanted.last = std::max(wanted.last, slot.start);
        wanted.from = std::min(wanted.from, Milliseconds(ofDay));
        wanted.to = std::max(wanted.to, ofDay + (slot.end - slot.start));
        ++wanted.plays;
        wanted.ms += (slot.end - slot.start).count();
    }

    [[nodiscard]] json::object rowOf(Key const& key, Wanted const& wanted) const {
        auto const& [screenId, campaignId, assetId] = key;
        auto const& screen = scope_.screens.at(screenId);
        auto const digest = Digest::fromHex(assetId.str());
        auto const asset = digest ? tx_.assets().find(*digest) : std::nullopt;
        auto const campaign = tx_.campaigns().find(campaignId);
        auto const clock = [](Milliseconds time) {
            return playlists::toString(std::chrono::floor<std::chrono::seconds>(
                std::min(time, Milliseconds(std::chrono::hours(24)))));
        };
        return {{"screen", screenId.str()},
                {"name", scope_.screenName(screenId)},
                {"unit_name", scope_.unitName(screen.unit)},
                {"campaign", campaignId.str()},
                {"campaign_title", campaign ? campaign->title : campaignId.str()},
                {"asset", asset ? (asset->title.empty() ? asset->handle : asset->title)
                                : assetId.str().substr(0, 8)},
                {"category", asset ? asset->category : std::string()},
                {"duration_ms", asset ? asset->duration.count() : 0},
                {"first_day", scope_.dayOf(wanted.first)},
                {"last_day", scope_.dayOf(wanted.last)},
                {"from_time", clock(wanted.from)},
                {"to_time", clock(wanted.to)},
                {"planned", wanted.plays},
                {"planned_ms", wanted.ms}};
    }

    store::Tx const& tx_;
    Scope const& scope_;
    reports::TimelineCache timelines_;
    std::map<Key, Wanted> wanted_;
    Instant until_ = Instant::min();
};

}  // namespace

Result<> addPlan(json::object& out, store::Tx const& tx, Scope const& scope) {
    out["plan"] = json::array();
    out["plan_until"] = "";
    return scope.days ? Plan(tx, scope).add(out) : Result<>();
}

}  // namespace tocsin::filing
