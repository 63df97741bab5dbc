// SPDX-License-Identifier: Apache-2.0
// What is known to be missing, and what the play report says of totals that differ.
#include "report_fixture.hpp"
#include "tocsin/messages/running_totals.hpp"
#include "tocsin/store/epoch_totals.hpp"

namespace tocsin::reports {
namespace {

using testing::HasSubstr;

class Gaps : public ReportTest {
protected:
    /// Rows of a player as the ledger takes them; `counted`: its totals say so many rows.
    void take(messages::KeyPair const& player, char const* screen, std::int64_t epoch,
              std::int64_t batch, std::int64_t first, std::vector<messages::PlayRecord> records,
              std::optional<messages::RunningTotals> totals = {}) {
        store::LedgerBatch entry;
        entry.screen = ScreenId(screen);
        entry.zone = "Asia/Shanghai";
        entry.received = at("2026-06-02T00:00:00Z");
        entry.text = std::string(screen) + std::to_string(epoch) + "-" + std::to_string(batch);
        auto& header = entry.verified.header;
        header.device = player.publicKey();
        header.epoch = epoch;
        header.batch = batch;
        header.first = first;
        header.count = static_cast<std::int64_t>(records.size());
        entry.verified.headerDigest = messages::sha256(entry.text);
        for (auto& record : records) {
            record.sequence = first++;
        }
        entry.verified.records = std::move(records);
        ASSERT_TRUE(store_->ingest([&](store::Tx& tx) -> Result<> {
            if (totals) {
                totals->device = player.publicKey();
                totals->epoch = epoch;
                auto const text = messages::toText(*totals);
                tx.epochTotals().tell(
                    *totals,
                    messages::toText(messages::SignedText{
                        text, player.publicKey().fingerprint(),
                        player.sign(messages::signedBytes(messages::kTotalsKind, text))}),
                    entry.received);
            }
            tx.ledger().append(entry);
            return {};
        }));
    }
    static messages::RunningTotals counted(std::int64_t rows) {
        return {{}, 1, rows, {rows, rows, 0, 0, 0, 0, rows * 10'000}};
    }
    [[nodiscard]] messages::PlayRecord gapRow(char const* reason) const {
        auto record = row(0, PlayResult::gap);
        record.shownMs = 0;
        record.reason = reason;
        return record;
    }
    std::vector<std::string> kinds() {
        std::vector<std::string> out;
        auto const items = made("gaps", kDay).at("items").as_array();
        for (auto const& item : items) {
            out.emplace_back(item.at("kind").as_string());
        }
        return out;
    }

    std::map<std::string, std::string> const kDay{{"from", "2026-06-01"}, {"to", "2026-06-01"}};
    messages::KeyPair const gate_ = messages::KeyPair::generate();
    messages::KeyPair const hall_ = messages::KeyPair::generate();
};

TEST_F(Gaps, NoneAreKnownWhereEveryRowIsThereAndCounted) {
    take(gate_, "gate", 1, 1, 1, {row(0), row(1)}, counted(2));
    EXPECT_TRUE(kinds().empty());
    EXPECT_TRUE(made("plays", kDay).at("mismatches").as_array().empty());
}

TEST_F(Gaps, NameWhatThePlayerSaysItLost) {
    take(gate_, "gate", 1, 1, 1, {gapRow("rows-damaged: 3 rows cannot be read"), row(1)});
    auto const items = made("gaps", kDay).at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("kind").as_string(), "gap_record");
    EXPECT_EQ(items[0].at("screen").as_string(), "gate");
    EXPECT_EQ(items[0].at("player").as_string(), gate_.publicKey().fingerprint());
    EXPECT_EQ(items[0].at("epoch").as_int64(), 1);
    EXPECT_EQ(items[0].at("message").as_string(), "rows-damaged: 3 rows cannot be read");
    EXPECT_EQ(items[0].at("message_zh").as_string(),
              "部分记录损坏，无法读取（rows-damaged: 3 rows cannot be read）");
    EXPECT_TRUE(made("gaps", {{"from", "2026-06-02"}, {"to", "2026-06-02"}})
                    .at("items")
                    .as_array()
                    .empty());
}

TEST_F(Gaps, NameBatchesThatAreNotThere) {
    take(gate_, "gate", 1, 1, 1, {row(0)});
    take(gate_, "gate", 1, 4, 4, {row(3)});
    auto const items = made("gaps", kDay).at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("kind").as_string(), "missing_batches");
    EXPECT_EQ(items[0].at("first").as_int64(), 2);
    EXPECT_EQ(items[0].at("last").as_int64(), 3);
}

TEST_F(Gaps, SayWaitingWhileRowsAreMissingAndNeverThatFiguresDiffer) {
    take(gate_, "gate", 1, 1, 1, {row(0)}, counted(3));
    auto const items = made("gaps", kDay).at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("kind").as_string(), "waiting_for_rows");
    EXPECT_EQ(items[0].at("first").as_int64(), 2);
    EXPECT_EQ(items[0].at("last").as_int64(), 3);
    take(gate_, "gate", 1, 2, 2, {row(1), row(2)});
    EXPECT_TRUE(kinds().empty());
}

TEST_F(Gaps, SayWhereNobodyKnowsTheEndOfAnEpoch) {
    take(gate_, "gate", 1, 1, 1, {row(0)}, counted(3));
    take(gate_, "gate", 2, 1, 1, {row(1)});
    take(hall_, "hall", 1, 1, 1, {row(2)}, counted(1));
    take(hall_, "hall", 2, 1, 1, {row(3)});
    auto const items = made("gaps", kDay).at("items").as_array();
    ASSERT_EQ(items.size(), 1U) << "hall said where its first epoch ended";
    EXPECT_EQ(items[0].at("kind").as_string(), "end_unknown");
    EXPECT_EQ(items[0].at("screen").as_string(), "gate");
    EXPECT_EQ(items[0].at("last").as_int64(), 3);
}

TEST_F(Gaps, NameFiguresThatDifferHereAndInThePlayReport) {
    auto wrong = counted(2);
    wrong.sums.rows = wrong.sums.complete = 3;
    take(gate_, "gate", 1, 1, 1, {row(0), row(1)}, wrong);
    EXPECT_EQ(kinds(), std::vector<std::string>{"mismatch"});
    auto const notes = made("plays", kDay).at("mismatches").as_array();
    ASSERT_EQ(notes.size(), 1U);
    auto const message = std::string(notes[0].at("message").as_string());
    EXPECT_THAT(message, HasSubstr("screen =gate"));
    EXPECT_THAT(message, HasSubstr("epoch 1: up to row 2 the player counted 3 rows"));
    EXPECT_THAT(message, HasSubstr("the ledger has 2 rows"));
    auto page = kDay;
    page["format"] = "html";
    page["lang"] = "zh";
    EXPECT_THAT(call("plays", page)->body, HasSubstr("终端自计与台账不符"));
}

TEST_F(Gaps, ShowNobodyTheScreensOfOthers) {
    take(gate_, "gate", 1, 1, 1, {gapRow("journal-lost")}, counted(4));
    take(hall_, "hall", 1, 1, 1, {gapRow("journal-lost")});
    // The gate's player drove the hall before, so its figures are of both.
    change([&](store::Tx& tx) {
        tx.bindings().begin(gate_.publicKey(), ScreenId("hall"), at("2026-01-01T00:00:00Z"));
        tx.bindings().begin(gate_.publicKey(), ScreenId("gate"), at("2026-05-01T00:00:00Z"));
    });
    access::UnitSet north;
    north.add("north");
    who_.permissions[access::Permission::viewReports] = north;
    EXPECT_EQ(kinds(), std::vector<std::string>{"gap_record"});
}

TEST_F(Gaps, SayThatThereAreMoreThanAreListed) {
    constexpr int kListed = 10'000;
    take(hall_, "hall", 1, 1, 1, {gapRow("journal-lost")});
    take(gate_, "gate", 1, 1, 1, std::vector(kListed, gapRow("journal-lost")));
    auto const both = made("gaps", kDay);
    EXPECT_EQ(both.at("items").as_array().size(), std::size_t{kListed});
    EXPECT_TRUE(both.at("cut").as_bool());
    access::UnitSet north, south;
    north.add("north");
    south.add("south");
    who_.permissions[access::Permission::viewReports] = north;
    auto const exactly = made("gaps", kDay);
    EXPECT_EQ(exactly.at("items").as_array().size(), std::size_t{kListed});
    EXPECT_FALSE(exactly.at("cut").as_bool());
    who_.permissions[access::Permission::viewReports] = south;
    EXPECT_EQ(made("gaps", kDay).at("items").as_array().size(), 1U)
        << "others' gaps take no room from one's own";
}

TEST_F(Gaps, AreWrittenAsJsonOrCsv) {
    take(gate_, "gate", 1, 1, 1, {gapRow("=HYPERLINK(1)")});
    auto asked = kDay;
    asked["format"] = "csv";
    EXPECT_THAT(call("gaps", asked)->body, HasSubstr("gap_record,gate,'=gate,"));
    EXPECT_THAT(call("gaps", asked)->body, HasSubstr("'=HYPERLINK(1)"));
    asked["format"] = "html";
    EXPECT_THAT(whyNot("gaps", asked), HasSubstr("json or csv"));
}

}  // namespace
}  // namespace tocsin::reports
