// SPDX-License-Identifier: Apache-2.0
#include "month_of_plays.hpp"

#include <algorithm>
#include <future>
#include <iterator>
#include <utility>

#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"
#include "tocsin/messages/play_batch.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::bench {
namespace {

using messages::EvidenceTier;
using messages::PlayRecord;
using messages::PlayResult;

constexpr int kGroups = 10, kAssets = 40, kAssetsOfGroup = 10, kCampaigns = 3, kUnits = 5;
constexpr std::int64_t kBatchRows = 500;
constexpr int kWidth = 192, kHeight = 32;
constexpr std::chrono::hours kDay{24};
constexpr char kZone[] = "Asia/Shanghai";
constexpr char kBoot[] = "0b5b3a0e-6f3c-4c8e-9d59-6f0a4f1f2d11";
constexpr char const* kCategories[] = {"案例警示", "消防", "用电", "防汛"};

void check(Result<> const& done) {
    if (!done) {
        throw Failure(done.error());
    }
}

Digest assetOf(int number) {
    return messages::sha256("asset " + std::to_string(number));
}
std::string screenOf(int number) {
    return "led-" + std::to_string(1'000 + number);
}
std::string campaignOf(int number) {
    return "campaign-" + std::to_string(number);
}
int groupOf(int screen) {
    return screen % kGroups;
}

template <class Change>
void change(store::Store& store, Change const& what) {
    check(store.write(
        [&](store::Tx& tx) -> Result<> {
            what(tx);
            return {};
        },
        {"bench", "bench.fill", "", ""}));
}

}  // namespace

MonthOfPlays::MonthOfPlays(MonthSize const& size, Instant first)
    : first_(first),
      screens_(size.screens),
      dayCount_(size.days),
      playsADay_((size.plays + size.screens * size.days - 1) / (size.screens * size.days)),
      rowsOfScreen_(playsADay_ * size.days),
      players_(static_cast<std::size_t>(size.screens)) {
    for (int group = 0; group < kGroups; ++group) {
        for (int day = 0; day < dayCount_; ++day) {
            days_.push_back(dayOf(group, day));
        }
    }
}

MonthOfPlays::Day MonthOfPlays::dayOf(int group, int day) const {
    Day out;
    auto& timeline = out.timeline;
    timeline.algorithm = "edf-1";
    timeline.zone = kZone;
    timeline.begin = first_ + day * kDay;
    timeline.end = timeline.begin + kDay;
    timeline.date = std::chrono::floor<std::chrono::days>(timeline.begin + std::chrono::hours(8));
    for (int i = 0; i < kAssetsOfGroup; ++i) {
        timeline.assets.emplace_back(assetOf((group * 4 + i) % kAssets).hex());
    }
    for (int i = 0; i < kCampaigns; ++i) {
        timeline.campaigns.emplace_back(campaignOf(i));
    }
    timeline.reasons = {"fill"};
    Milliseconds const slot = Milliseconds(kDay) / playsADay_;
    for (std::int64_t i = 0; i < playsADay_; ++i) {
        timeline.entries.push_back(
            {timeline.begin + i * slot, static_cast<std::uint16_t>(i % kAssetsOfGroup),
             static_cast<std::uint16_t>(i % kAssetsOfGroup % kCampaigns), 0});
    }
    out.bytes = playlists::encodeTimeline(timeline);
    out.digest = messages::sha256(out.bytes);
    return out;
}

MonthOfPlays::Day const& MonthOfPlays::dayOf(int screen, std::int64_t row) const {
    return days_[static_cast<std::size_t>(groupOf(screen) * dayCount_ + row / playsADay_)];
}

/// Of a hundred plays one is cut short, one fails and one gives way; the others are complete.
PlayRecord MonthOfPlays::row(int screen, std::int64_t number) const {
    auto const& day = dayOf(screen, number);
    auto const index = number % playsADay_;
    auto const slot = playlists::slotOf(day.timeline, static_cast<std::size_t>(index));
    constexpr std::int64_t kHundred = 100, kFrameMs = 40;
    auto const side = (number * 7 + screen) % kHundred;
    PlayRecord out;
    out.sequence = number + 1;
    out.content.asset = out.content.master = out.content.rendition =
        Digest::fromHex(slot.asset.str()).value();
    out.campaign = slot.campaign;
    out.timeline = day.digest;
    out.index = index;
    out.playId = messages::plannedPlayId(day.digest, index);
    out.plannedMs = (slot.end - slot.start).count();
    out.shownMs = side == 0 ? out.plannedMs / 2 : side <= 2 ? 0 : out.plannedMs;
    out.start = slot.start;
    out.end = slot.start + Milliseconds(out.shownMs);
    out.monoStartMs = (out.start - first_).count();
    out.monoEndMs = out.monoStartMs + out.shownMs;
    out.boot = kBoot;
    out.clock = messages::ClockState::synced;
    out.uncertaintyMs = 2;
    out.framesShown = out.shownMs / kFrameMs;
    out.result = side == 0   ? PlayResult::partial
                 : side == 1 ? PlayResult::failed
                 : side == 2 ? PlayResult::preempted
                             : PlayResult::complete;
    out.reason = side == 0   ? "stopped"
                 : side == 1 ? "decode: bench"
                 : side == 2 ? "blanked by order"
                             : "";
    out.tier = number % 3 == 0 ? EvidenceTier::composed : EvidenceTier::delivered;
    return out;
}

/// Batch `number` from 0 on of the screen's player.
store::LedgerBatch MonthOfPlays::batch(int screen, std::int64_t number) {
    auto& player = players_[static_cast<std::size_t>(screen)];
    store::LedgerBatch out;
    auto& verified = out.verified;
    messages::PlayBatch signedBatch;
    auto const first = number * kBatchRows;
    auto const last = std::min(first + kBatchRows, rowsOfScreen_);
    for (auto i = first; i < last; ++i) {
        verified.records.push_back(row(screen, i));
        signedBatch.lines.push_back(messages::toLine(verified.records.back()));
    }
    auto& header = verified.header;
    auto const& newest = verified.records.back();
    header.device = player.key.publicKey();
    header.batch = number + 1;
    header.first = first + 1;
    header.count = last - first;
    header.root = messages::treeHash(signedBatch.lines);
    header.prev = player.prev;
    header.wall = newest.end;
    header.monoMs = newest.monoEndMs;
    header.boot = kBoot;
    header.clock = messages::ClockState::synced;
    header.uncertaintyMs = 2;
    signedBatch.header = messages::toText(header);
    signedBatch.signature =
        player.key.sign(messages::signedBytes(messages::kProofKind, signedBatch.header));
    verified.headerDigest = player.prev = messages::sha256(signedBatch.header);
    out.screen = ScreenId(screenOf(screen));
    out.zone = kZone;
    out.received = newest.end + std::chrono::seconds(1);
    out.text = messages::toText(signedBatch);
    return out;
}

/// The next batch of every player.
std::vector<store::LedgerBatch> MonthOfPlays::round(std::int64_t number) {
    std::vector<store::LedgerBatch> out;
    for (int screen = 0; number * kBatchRows < rowsOfScreen_ && screen < screens_; ++screen) {
        out.push_back(batch(screen, number));
    }
    return out;
}

TakenPicture MonthOfPlays::picture(std::int64_t number, std::int64_t all, std::string jpeg) const {
    auto const screen = static_cast<int>(number % screens_);
    auto shown = row(screen, number * rowsOfScreen_ / all);
    while (shown.result != PlayResult::complete) {
        shown = row(screen, shown.sequence % rowsOfScreen_);
    }
    messages::Evidence evidence;
    auto& facts = evidence.facts;
    facts.screen = ScreenId(screenOf(screen));
    facts.at = shown.start + Milliseconds(shown.shownMs / 2);
    facts.tick = facts.at.time_since_epoch().count() * facts.fpsNum / (1'000 * facts.fpsDen);
    facts.cause = messages::EvidenceCause::firstPlay;
    facts.showing = "play";
    facts.playId = shown.playId;
    facts.asset = shown.content.asset;
    facts.assetName = "宣传片";
    facts.campaign = shown.campaign;
    facts.width = kWidth;
    facts.height = kHeight;
    facts.clock = shown.clock;
    facts.uncertaintyMs = shown.uncertaintyMs;
    facts.delivered = shown.tier == EvidenceTier::delivered;
    evidence.picture = messages::sha256(jpeg);
    evidence.bytes = static_cast<std::int64_t>(jpeg.size());
    auto const& key = players_[static_cast<std::size_t>(screen)].key;
    auto const envelope = messages::seal(key, messages::kEvidenceKind, messages::toJson(evidence));
    return {key.publicKey(), facts.screen, {messages::toJson(envelope), std::move(jpeg)}};
}

void MonthOfPlays::writeSite(store::Store& store) const {
    change(store, [this](store::Tx& tx) {
        for (int i = 0; i < kUnits; ++i) {
            tx.units().put({"unit-" + std::to_string(i), "单位" + std::to_string(i),
                            i == 0 ? "" : "unit-0", ""});
        }
        for (int i = 0; i < kAssets; ++i) {
            store::Asset asset;
            auto const digest = assetOf(i);
            asset.content = {digest, digest, digest};
            asset.handle = "asset-" + std::to_string(i);
            asset.category = kCategories[static_cast<std::size_t>(i) % std::size(kCategories)];
            asset.added = first_;
            tx.assets().put(asset);
        }
        // They are drafts, so that nothing is planned anew: what they showed is in the plans.
        for (int i = 0; i < kCampaigns; ++i) {
            store::Campaign campaign;
            campaign.id = CampaignId(campaignOf(i));
            campaign.title = "播放任务" + std::to_string(i);
            campaign.owner = "bench";
            campaign.changed = first_;
            tx.campaigns().put(campaign);
        }
        for (int i = 0; i < screens_; ++i) {
            auto const key = players_[static_cast<std::size_t>(i)].key.publicKey();
            store::Screen screen;
            screen.id = ScreenId(screenOf(i));
            screen.name = "屏" + std::to_string(i);
            screen.unit = "unit-" + std::to_string(i % kUnits);
            screen.width = kWidth;
            screen.height = kHeight;
            screen.zone = kZone;
            screen.player = key;
            screen.added = first_ - kDay;
            tx.screens().put(screen);
            tx.bindings().begin(key, screen.id, screen.added);
        }
    });
}

void MonthOfPlays::writePlans(store::Store& store) const {
    change(store, [this](store::Tx& tx) {
        for (auto const& day : days_) {
            tx.timelines().put({day.digest, day.bytes});
        }
        for (int screen = 0; screen < screens_; ++screen) {
            for (int i = 0; i < dayCount_; ++i) {
                auto const& day = dayOf(screen, i * playsADay_);
                auto const& plan = day.timeline;
                tx.timelines().replaceSpans(
                    ScreenId(screenOf(screen)), plan.begin, {1, i + 1},
                    {{day.digest, static_cast<std::int64_t>(day.bytes.size()), plan.begin,
                      plan.end}});
            }
        }
    });
}

void MonthOfPlays::write(store::Store& store) {
    writeSite(store);
    writePlans(store);
    auto const rounds = (rowsOfScreen_ + kBatchRows - 1) / kBatchRows;
    auto batches = round(0);
    for (std::int64_t number = 0; number < rounds; ++number) {
        // The next round is signed while this one is written.
        auto next = std::async(std::launch::async, [this, number] { return round(number + 1); });
        check(store.ingest([&](store::Tx& tx) -> Result<> {
            for (auto const& one : batches) {
                tx.ledger().append(one);
            }
            return {};
        }));
        batches = next.get();
    }
}

}  // namespace tocsin::bench
