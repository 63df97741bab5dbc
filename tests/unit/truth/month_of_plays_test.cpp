// SPDX-License-Identifier: Apache-2.0
// Thirty days of 37 screens: whatever goes wrong on the way, reports say what players have shown,
// to the play.
#include "faults.hpp"
#include "play_history.hpp"
#include "play_journal.hpp"
#include "truth_fixture.hpp"

namespace tocsin::truth {
namespace {

using swarm::Cut;
using swarm::drawn;

constexpr std::uint64_t kSeed = 20'260'601, kAwaySeed = kSeed + 77;
constexpr int kPlaysADay = 96;
constexpr char kFirstDay[] = "2026-06-01";
std::vector<std::string> const kByAll{"screen", "asset", "campaign", "day"};

swarm::Faults allFaults() {
    swarm::Faults out;
    out.lostPercent = 15;
    out.doublePercent = 15;
    out.latePercent = 10;
    out.late = Milliseconds(1);
    out.cutPercent = 10;
    return out;
}

swarm::PastPlays playsOf(int days) {
    swarm::PastPlays out;
    out.days = days;
    out.aDay = kPlaysADay;
    out.from = swarm::parseFirstDay(kFirstDay).value();
    return out;
}

struct Player {
    Player(std::uint64_t ordinal, int days)
        : number(ordinal),
          screen("led-" + std::to_string(ordinal)),
          history(playsOf(days), kSeed, ordinal) {}
    std::uint64_t number;
    std::string screen;
    messages::KeyPair key = messages::KeyPair::generate();
    swarm::PlayHistory history;
    swarm::PlayJournal journal{key, 200};
    std::uint64_t sent = 0;
};

class MonthOfPlays : public TruthTest {
protected:
    void begin(int players, int days) {
        for (int i = 0; i < players; ++i) {
            players_.push_back(std::make_unique<Player>(i, days));
            addScreen(players_.back()->screen, players_.back()->key.publicKey());
        }
        change([this](store::Tx& tx) {
            for (int i = 0; i < swarm::kSimulatedAssets; ++i) {
                store::Asset asset;
                auto const digest = swarm::simulatedAsset(i);
                asset.content = {digest, digest, digest};
                asset.handle = "asset-" + std::to_string(i);
                asset.added = now_;
                tx.assets().put(asset);
            }
        });
    }
    void showHalfADay(Player& player) {
        for (int i = 0; i < kPlaysADay / 2; ++i) {
            auto play = player.history.next();
            ASSERT_TRUE(play);
            truth_.count(player.screen, *play);
            player.journal.write(*std::move(play), player.history.clockOffset());
        }
    }
    /// A session, until all is delivered or its connection breaks.
    void deliver(Player& player) {
        auto const key = player.key.publicKey();
        auto const mark = markOf(key);
        player.journal.cut();
        player.journal.reconcile({mark.epoch, mark.batch, mark.sequence,
                                  mark.epoch > 0 ? std::optional(mark.header) : std::nullopt});
        while (auto const* const batch = player.journal.next()) {
            auto const fate = swarm::fateOf(faults_, kSeed, player.number, ++player.sent);
            auto const cut = swarm::cutAt(faults_, kSeed, player.number, player.sent);
            if (cut == Cut::before) {
                return;
            }
            auto const stored = send(key, *batch);
            if (fate.twice) {
                EXPECT_EQ(send(key, *batch), stored) << "the same answer again";
            }
            if (fate.late > Milliseconds(0)) {
                send(key, *player.journal.batch(1));  // a copy that was under way for long
            }
            if (cut == Cut::after) {
                return;
            }
            if (!fate.lost) {
                ASSERT_EQ(stored.epoch, player.journal.epoch());
                player.journal.acknowledge({stored.epoch, stored.batch, stored.sequence});
            }
        }
    }
    void deliverAll() {
        for (auto const& player : players_) {
            for (int session = 0; session < 100; ++session) {
                ASSERT_NO_FATAL_FAILURE(deliver(*player));
                if (player->journal.next() == nullptr) {
                    break;
                }
            }
            ASSERT_EQ(player->journal.unsent(), 0) << player->screen;
        }
    }
    /// All in both halves of a day, except who is away.
    template <class IsAway>
    void liveADay(int day, IsAway const& isAway) {
        now_ = playsOf(1).from + std::chrono::days(day);
        for (auto const& player : players_) {
            for (int half = 0; half < 2; ++half) {
                ASSERT_NO_FATAL_FAILURE(showHalfADay(*player));
                if (!isAway(player->number)) {
                    ASSERT_NO_FATAL_FAILURE(deliver(*player));
                }
            }
        }
    }
    /// Its bytes are gone; what it was called stays.
    void deleteAsset(int number) {
        change([&](store::Tx& tx) {
            auto asset = tx.assets().find(swarm::simulatedAsset(number)).value();
            asset.retired = true;
            asset.deleted = now_;
            tx.assets().put(asset);
        });
    }
    /// A day more at both ends: clocks that were not set say other days.
    void expectTruth() {
        auto const expected = folded(truth_, kByAll);
        EXPECT_EQ(reported(kByAll, "2026-05-30", "2026-07-02"), expected);
        EXPECT_EQ(countedFromBatches(kByAll), expected);
    }

    swarm::Faults faults_ = allFaults();
    std::vector<std::unique_ptr<Player>> players_;
    swarm::PlayTruth truth_;
};

TEST_F(MonthOfPlays, IsReportedToThePlay) {
    constexpr int kScreens = 37, kDays = 30;
    ASSERT_NO_FATAL_FAILURE(begin(kScreens, kDays));
    deleteAsset(5);  // before any row of it arrives
    for (int day = 0; day < kDays; ++day) {
        if (day == 10) {
            deleteAsset(3);
        }
        for (auto const& player : players_) {
            if (day == 15 && player->number % 11 == 5) {
                player->journal.leaveEpoch();
            }
        }
        // Every ninth is away for more than thirty days, the others now and then for one.
        ASSERT_NO_FATAL_FAILURE(liveADay(day, [day](std::uint64_t player) {
            return player % 9 == 0
                       ? day >= 3
                       : drawn(kAwaySeed, player, static_cast<std::uint64_t>(day)) % 8 == 0;
        }));
    }
    now_ = playsOf(1).from + std::chrono::days(3 + 34);
    ASSERT_NO_FATAL_FAILURE(deliverAll());

    auto const total = truth_.total();
    EXPECT_EQ(total.complete + total.partial + total.failed + total.preempted,
              kScreens * kDays * kPlaysADay);
    expectTruth();
    for (auto const* by : {"screen", "asset", "campaign", "day"}) {
        EXPECT_EQ(reported({by}, "2026-05-30", "2026-07-02"), folded(truth_, {by})) << by;
    }
    // Hours are other sums; plays of clocks that were not set are in none of them, and not lost.
    EXPECT_EQ(withoutKeys(reported({"hour"}, kFirstDay, "2026-06-30")),
              folded(truth_, {}, kFirstDay, "2026-06-30"));
}

TEST_F(MonthOfPlays, IsWholeAgainAfterAnOldBackupOfTheControllerWasRestored) {
    ASSERT_NO_FATAL_FAILURE(begin(5, 6));
    auto const nobody = [](std::uint64_t) { return false; };
    for (int day = 0; day < 6; ++day) {
        ASSERT_NO_FATAL_FAILURE(liveADay(day, nobody));
        if (day == 1) {
            closeStore();
            std::filesystem::copy(data(), folder_ / "backup",
                                  std::filesystem::copy_options::recursive);
            openStore();
        }
        if (day == 4) {
            closeStore();
            std::filesystem::remove_all(data());
            std::filesystem::copy(folder_ / "backup", data(),
                                  std::filesystem::copy_options::recursive);
            openStore();
        }
    }
    ASSERT_NO_FATAL_FAILURE(deliverAll());
    expectTruth();
}

}  // namespace
}  // namespace tocsin::truth
