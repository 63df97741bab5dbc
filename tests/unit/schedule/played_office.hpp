// SPDX-License-Identifier: Apache-2.0
// An office whose screen has shown its plan for days, and sends its rows.
#pragma once

#include <list>

#include "office.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::schedule {

/// The office on the 10th at 10:00; a campaign of 100 plays a day runs since the day before.
class PlayedOffice : public Office {
protected:
    PlayedOffice() {
        addAsset("film", Milliseconds(8'000));
        addScreen("gate", true);
        now_ = at("2026-06-09T15:50:00Z");  // ten minutes before the 10th
    }
    void release(std::string const& wish = "make_good = \"flight\"\n") {
        approve("fire", file("\"film\"", "class = \"normal\"\n" + wish) +
                            "[pacing]\nplays_per_day = 100\n");
    }
    void replanAt(char const* time) {
        now_ = at(time);
        auto const done = schedule_->replan();
        ASSERT_TRUE(done) << done.error().message;
    }
    static Instant dayBegin(int day) {
        return at("2026-06-01T00:00:00+08:00") + std::chrono::days(day - 1);
    }
    /// What the released plan has from `from` to `to`.
    std::vector<std::pair<Digest, playlists::Slot>> planned(Instant from, Instant to) {
        std::vector<std::pair<Digest, playlists::Slot>> out;
        for (auto const& span : spans("gate")) {
            auto const& plan = kept_.emplace_back(timeline(span.timeline));
            for (std::size_t i = 0; i < plan.entries.size(); ++i) {
                auto const slot = playlists::slotOf(plan, i);
                if (!slot.dark && slot.start >= std::max(from, span.from) && slot.end <= span.to &&
                    slot.start < to) {
                    out.emplace_back(span.timeline, slot);
                }
            }
        }
        return out;
    }
    std::size_t plannedOn(int day) { return planned(dayBegin(day), dayBegin(day + 1)).size(); }

    std::int64_t owed(std::string const& day) {
        std::int64_t sum = 0;
        for (auto const& debt :
             look([&](store::Tx const& tx) { return tx.debts().of(ScreenId("gate"), day, day); })) {
            sum += debt.owed;
        }
        return sum;
    }

    /// The player's rows of all that was planned in that time come in; what begins while it is out
    /// of order is not among them, or, if there is a reason, preempted for it. The number of plays
    /// that it lost.
    std::int64_t rowsComeIn(Instant from, Instant to, Instant outFrom = {}, Instant outTo = {},
                            std::string const& reason = "") {
        store::LedgerBatch batch;
        std::int64_t lost = 0;
        for (auto const& [digest, slot] : planned(from, to)) {
            bool const isLost = slot.start >= outFrom && slot.start < outTo;
            lost += isLost ? 1 : 0;
            if (isLost && reason.empty()) {
                continue;
            }
            messages::PlayRecord record;
            record.sequence = ++rows_;
            record.timeline = digest;
            record.index = static_cast<std::int64_t>(slot.index);
            record.playId = messages::plannedPlayId(digest, record.index);
            auto const asset = Digest::fromHex(slot.asset.str()).value();
            record.content = {asset, asset, asset};
            record.campaign = slot.campaign;
            record.start = slot.start;
            record.end = slot.end;
            record.plannedMs = (slot.end - slot.start).count();
            record.shownMs = isLost ? 0 : record.plannedMs;
            record.result =
                isLost ? messages::PlayResult::preempted : messages::PlayResult::complete;
            record.reason = isLost ? reason : "";
            batch.verified.records.push_back(record);
        }
        auto const count = static_cast<std::int64_t>(batch.verified.records.size());
        batch.screen = ScreenId("gate");
        batch.zone = "Asia/Shanghai";
        batch.received = now_;
        batch.text = "batch " + std::to_string(++batches_);
        batch.verified.header.device.bytes = messages::sha256("gate").bytes;
        batch.verified.header.epoch = 1;
        batch.verified.header.batch = batches_;
        batch.verified.header.first = rows_ - count + 1;
        batch.verified.header.count = count;
        change([&](store::Tx& tx) { tx.ledger().append(batch); });
        return lost;
    }

    std::int64_t rows_ = 0, batches_ = 0;
    std::list<playlists::Timeline> kept_;  // slots refer to them
};

}  // namespace tocsin::schedule
