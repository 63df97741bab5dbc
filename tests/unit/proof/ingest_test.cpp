// SPDX-License-Identifier: Apache-2.0
// Ingest: each play once, in an unbroken chain, and nothing else.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <tuple>

#include "tocsin/proof/proof.hpp"

namespace tocsin::proof {
namespace {

using messages::PlaysStored;
using testing::HasSubstr;
using testing::StartsWith;

/// A player's side of the chain.
struct Chain {
    messages::KeyPair key = messages::KeyPair::generate();
    std::int64_t epoch = 1, batch = 0, sequence = 0;
    Digest prev{};
};

messages::PlayRecord play(std::int64_t sequence) {
    messages::PlayRecord record;
    record.sequence = sequence;
    record.content.asset = messages::sha256("film");
    record.campaign = CampaignId("fire");
    record.timeline = messages::sha256("timeline");
    record.index = sequence;
    record.playId = messages::plannedPlayId(record.timeline, record.index);
    record.start = parseInstant("2026-06-01T00:00:00Z").value() + Milliseconds(sequence * 8'000);
    record.end = record.start + Milliseconds(8'000);
    record.boot = "0b5b3a0e-6f3c-4c8e-9d59-6f0a4f1f2d11";
    record.plannedMs = record.shownMs = 8'000;
    record.framesShown = 200;
    record.result = messages::PlayResult::complete;
    return record;
}

/// The batch that continues `chain` with `rows` rows, as text; `monoMs` makes two of them differ.
std::string next(Chain& chain, int rows, std::int64_t monoMs = 1) {
    messages::PlayBatch batch;
    messages::BatchHeader header;
    header.device = chain.key.publicKey();
    header.epoch = chain.epoch;
    header.batch = ++chain.batch;
    header.first = chain.sequence + 1;
    header.count = rows;
    for (int i = 0; i < rows; ++i) {
        batch.lines.push_back(messages::toLine(play(++chain.sequence)));
    }
    header.root = messages::treeHash(batch.lines);
    header.prev = chain.prev;
    header.wall = parseInstant("2026-06-01T01:00:00Z").value();
    header.monoMs = monoMs;
    header.boot = "0b5b3a0e-6f3c-4c8e-9d59-6f0a4f1f2d11";
    batch.header = messages::toText(header);
    batch.signature = chain.key.sign(messages::signedBytes(messages::kProofKind, batch.header));
    chain.prev = messages::sha256(batch.header);
    return messages::toText(batch);
}

class Ingest : public testing::Test {
protected:
    Ingest() {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        auto const now = [] { return parseInstant("2026-06-01T02:00:00Z").value(); };
        store_ = store::openSqliteStore(directory_, now).value();
        change([&](store::Tx& tx) {
            for (auto const* id : {"gate", "hall"}) {
                store::Screen screen;
                screen.id = ScreenId(id);
                screen.added = now();
                tx.screens().put(screen);
            }
            tx.bindings().begin(chain_.key.publicKey(), ScreenId("gate"), play(0).start);
        });
        handlers_ = messageHandlers(*store_, now);
    }
    ~Ingest() override {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    void change(std::function<void(store::Tx&)> const& what) {
        EXPECT_TRUE(store_->write(
            [&](store::Tx& tx) -> Result<> {
                what(tx);
                return {};
            },
            {"test", "test", "test", ""}));
    }
    /// The sequence numbers of the rows that the ledger has of a screen.
    std::vector<std::int64_t> rowsOf(char const* screen) {
        std::vector<std::int64_t> out;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            for (auto const& found :
                 tx.ledger().plays(ScreenId(screen), parseInstant("2026-01-01T00:00:00Z").value(),
                                   parseInstant("2027-01-01T00:00:00Z").value(), 1'000)) {
                out.push_back(found.record.sequence);
            }
            return {};
        }));
        return out;
    }
    Result<PlaysStored> send(Chain const& chain, std::string const& text) {
        auto const reply =
            handlers_.at("plays")({chain.key.publicKey(), ScreenId("gate")}, messages::Plays{text});
        if (!reply) {
            return reply.error();
        }
        return std::get<PlaysStored>(reply->value());
    }
    void expectRefused(Chain const& chain, std::string const& text, std::string const& why,
                       char const* code = "ledger-conflict: ") {
        auto const rows = stored();
        auto const reply = send(chain, text);
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error().code, Errc::conflict);
        EXPECT_THAT(reply.error().message, StartsWith(code));
        EXPECT_THAT(reply.error().message, HasSubstr(why));
        EXPECT_EQ(stored(), rows) << "nothing of it is stored";
    }
    std::size_t stored() {
        std::size_t rows = 0;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            rows = tx.ledger()
                       .plays(std::nullopt, parseInstant("2026-01-01T00:00:00Z").value(),
                              parseInstant("2027-01-01T00:00:00Z").value(), 1'000)
                       .size();
            return {};
        }));
        return rows;
    }

    std::filesystem::path directory_ =
        std::filesystem::path(testing::TempDir()) /
        ("tocsin-proof-" + std::to_string(getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
    std::unique_ptr<store::Store> store_;
    access::MessageHandlers handlers_;
    Chain chain_;
};

TEST_F(Ingest, BatchesInOrderAreStoredAndAcknowledged) {
    EXPECT_EQ(send(chain_, next(chain_, 3)).value(), (PlaysStored{1, 1, 3}));
    EXPECT_EQ(send(chain_, next(chain_, 2)).value(), (PlaysStored{1, 2, 5}));
    EXPECT_EQ(stored(), 5U);
}

TEST_F(Ingest, ABatchWhoseReplyWasLostIsAcknowledgedAgainAndStoredOnce) {
    auto const first = next(chain_, 3);
    auto const second = next(chain_, 2);
    EXPECT_TRUE(send(chain_, first));
    EXPECT_TRUE(send(chain_, second));
    EXPECT_EQ(send(chain_, second).value(), (PlaysStored{1, 2, 5}));
    EXPECT_EQ(send(chain_, first).value(), (PlaysStored{1, 2, 5})) << "the mark, not the batch";
    EXPECT_EQ(stored(), 5U);
}

TEST_F(Ingest, ASkippedBatchIsRefusedAndTheRightOneStillTaken) {
    EXPECT_TRUE(send(chain_, next(chain_, 1)));
    auto const second = next(chain_, 1);
    auto const third = next(chain_, 1);
    expectRefused(chain_, third, "expects batch 2 from row 2");
    EXPECT_TRUE(send(chain_, second));
    EXPECT_TRUE(send(chain_, third));
}

TEST_F(Ingest, SkippedRowsAreRefused) {
    EXPECT_TRUE(send(chain_, next(chain_, 1)));
    ++chain_.sequence;
    expectRefused(chain_, next(chain_, 1), "skips rows");
}

TEST_F(Ingest, AForkIsRefusedAndTheOtherChainGoesOn) {
    auto const before = std::make_tuple(chain_.batch, chain_.sequence, chain_.prev);
    EXPECT_TRUE(send(chain_, next(chain_, 1)));
    auto const honest = std::make_tuple(chain_.batch, chain_.sequence, chain_.prev);
    // Another first batch of the same key.
    std::tie(chain_.batch, chain_.sequence, chain_.prev) = before;
    expectRefused(chain_, next(chain_, 1, 2), "differs from the one already stored", "forked: ");
    // A second batch that continues the other first one.
    expectRefused(chain_, next(chain_, 1), "does not continue the batch", "forked: ");
    std::tie(chain_.batch, chain_.sequence, chain_.prev) = honest;
    EXPECT_TRUE(send(chain_, next(chain_, 2))) << "nothing of the player that was first is lost";
    EXPECT_TRUE(send(chain_, next(chain_, 1)));
}

TEST_F(Ingest, NothingIsTakenFromAKeyThatWasRevoked) {
    EXPECT_TRUE(send(chain_, next(chain_, 1)));
    ASSERT_TRUE(store_->write(
        [&](store::Tx& tx) -> Result<> {
            tx.revocations().put({chain_.key.publicKey(), ScreenId("gate"), Instant{}, "wang", ""});
            return {};
        },
        {"wang", "screen.revoke", "gate", ""}));
    auto const reply = send(chain_, next(chain_, 1));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::permission);
    EXPECT_EQ(stored(), 1U);
}

TEST_F(Ingest, ANewEpochBeginsAtBatchOneRowOne) {
    EXPECT_TRUE(send(chain_, next(chain_, 4)));
    auto const old = next(chain_, 1);
    chain_ = Chain{std::move(chain_.key), 3, 0, 0, {}};
    EXPECT_EQ(send(chain_, next(chain_, 1)).value(), (PlaysStored{3, 1, 1}));
    expectRefused(chain_, old, "older than the ledger's mark");
    EXPECT_EQ(stored(), 5U);
}

TEST_F(Ingest, AnEpochThatDoesNotBeginAtItsBeginningIsRefused) {
    for (auto const& [batch, sequence, prev] :
         {std::tuple{1L, 0L, Digest{}}, {0L, 1L, Digest{}}, {0L, 0L, Digest{{7}}}}) {
        chain_.batch = batch;
        chain_.sequence = sequence;
        chain_.prev = prev;
        expectRefused(chain_, next(chain_, 1), "cannot begin an epoch");
    }
}

TEST_F(Ingest, AnotherPlayersBatchIsRefused) {
    Chain other;
    expectRefused(chain_, next(other, 1), "");
}

TEST_F(Ingest, ChangedRowsAreRefused) {
    auto text = next(chain_, 2);
    auto const at = text.rfind("8000");
    ASSERT_NE(at, std::string::npos);
    text[at] = '9';
    expectRefused(chain_, text, "");
    expectRefused(chain_, "no batch at all", "");
}

TEST_F(Ingest, RowsBelongToTheScreenThatThePlayerDroveWhenTheyBegan) {
    auto const player = chain_.key.publicKey();
    change([&](store::Tx& tx) {
        tx.bindings().end(ScreenId("gate"), play(2).start);
        tx.bindings().begin(player, ScreenId("hall"), play(4).start);
        tx.bindings().begin(player, ScreenId("gate"), play(6).start);
    });
    EXPECT_TRUE(send(chain_, next(chain_, 7)));
    EXPECT_THAT(rowsOf("gate"), testing::ElementsAre(1, 2, 3, 6, 7)) << "2 and 3: the last before";
    EXPECT_THAT(rowsOf("hall"), testing::ElementsAre(4, 5));
}

TEST_F(Ingest, RowsFromBeforeTheFirstBindingBelongToItsScreen) {
    Chain other;
    change([&](store::Tx& tx) {
        tx.bindings().begin(other.key.publicKey(), ScreenId("hall"), play(3).start);
    });
    EXPECT_TRUE(send(other, next(other, 2)));
    EXPECT_THAT(rowsOf("hall"), testing::ElementsAre(1, 2));
}

TEST_F(Ingest, APlayerThatWasNeverBoundIsRefused) {
    Chain stranger;
    auto const reply = send(stranger, next(stranger, 1));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::notFound);
    EXPECT_EQ(stored(), 0U);
}

TEST_F(Ingest, TheLedgerKeepsTheBatchExactlyAsItCame) {
    auto const text = next(chain_, 2);
    EXPECT_TRUE(send(chain_, text));
    EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
        EXPECT_EQ(tx.ledger().batch(chain_.key.publicKey(), 1, 1), text);
        return {};
    }));
}

}  // namespace
}  // namespace tocsin::proof
