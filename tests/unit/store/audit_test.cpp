// SPDX-License-Identifier: Apache-2.0
// The audit trail: a chain that the database keeps from being changed.
#include <sqlite3.h>

#include <vector>

#include "fresh_store.hpp"
#include "tocsin/store/audit_chain.hpp"

namespace tocsin::store {
namespace {

using testing::HasSubstr;

class AuditRows : public FreshStore {
protected:
    void act(std::string const& action, std::string const& subject = "thing") {
        ASSERT_TRUE(store_->write([](Tx&) -> Result<> { return {}; },
                                  {"office", action, subject, "detail"}));
    }
    std::vector<AuditRow> rows(AuditQuery const& query) {
        return look([&](Tx const& tx) { return tx.audit().rows(query); });
    }
    /// What the database says to this, done by hand; "" if it does it.
    std::string byHand(char const* sql) {
        sqlite3* db = nullptr;
        EXPECT_EQ(sqlite3_open((directory_ / "tocsin.db").c_str(), &db), SQLITE_OK);
        char* told = nullptr;
        sqlite3_exec(db, sql, nullptr, nullptr, &told);
        std::string out = told == nullptr ? "" : told;
        sqlite3_free(told);
        sqlite3_close(db);
        return out;
    }
};

TEST_F(AuditRows, EachRowsDigestCoversAllBefore) {
    act("one");
    act("two");
    act("three");
    Digest chain{};
    for (auto const& row : rows({})) {
        chain = chained(chain, row);
        EXPECT_EQ(row.chain, chain) << row.number;
    }
    EXPECT_EQ(look([](Tx const& tx) { return tx.audit().lastNumber(); }), 3);
}

TEST_F(AuditRows, AreReadFromBothEndsAndByWhatTheySay) {
    act("screen.add", "gate");
    act("screen.retire", "gate");
    act("campaign.approve", "fire");
    auto const actions = [this](AuditQuery const& query) {
        std::string out;
        for (auto const& row : rows(query)) {
            out += row.entry.action + " ";
        }
        return out;
    };
    AuditQuery newest;
    newest.newestFirst = true;
    newest.most = 2;
    EXPECT_EQ(actions(newest), "campaign.approve screen.retire ");
    newest.before = 2;
    EXPECT_EQ(actions(newest), "screen.add ");
    AuditQuery asked;
    asked.after = 1;
    EXPECT_EQ(actions(asked), "screen.retire campaign.approve ");
    asked = {};
    asked.action = "screen.";
    EXPECT_EQ(actions(asked), "screen.add screen.retire ");
    asked.action = "screen.add";
    EXPECT_EQ(actions(asked), "screen.add ");
    asked.action = "screen";
    EXPECT_EQ(actions(asked), "");
    asked = {};
    asked.subject = "fire";
    EXPECT_EQ(actions(asked), "campaign.approve ");
    asked.who = "nobody";
    EXPECT_EQ(actions(asked), "");
}

TEST_F(AuditRows, TheDatabaseRefusesToChangeOrRemoveThem) {
    act("one");
    EXPECT_THAT(byHand("UPDATE audit SET who = 'another'"), HasSubstr("never changed"));
    EXPECT_THAT(byHand("DELETE FROM audit"), HasSubstr("never removed"));
    EXPECT_EQ(rows({}).size(), 1U);
}

TEST_F(AuditRows, ANumberIsNeverGivenTwice) {
    act("one");
    act("two");
    EXPECT_EQ(byHand("DROP TRIGGER audit_keeps; DELETE FROM audit WHERE number = 2"), "");
    reopen();
    EXPECT_EQ(rows({}).back().number, 3) << "what the start writes of the trigger";
    act("four");
    EXPECT_EQ(rows({}).back().number, 4) << "the gap stays to be seen";
}

TEST_F(AuditRows, TriggersThatSomebodyTookOrReplacedAreMadeAgainAndThatIsWrittenDown) {
    act("one");
    reopen();
    EXPECT_EQ(rows({}).size(), 1U) << "nothing was wrong";
    EXPECT_EQ(byHand("DROP TRIGGER audit_keeps; DROP TRIGGER audit_stays; CREATE TRIGGER "
                     "audit_stays BEFORE UPDATE ON audit BEGIN SELECT 1; END"),
              "");
    store_.reset();
    std::vector<std::string> told;
    auto const now = at("2026-06-01T08:00:00Z");
    store_ = openSqliteStore(
                 directory_, [now] { return now; },
                 [&told](std::string const& line) { told.push_back(line); })
                 .value();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_THAT(told.front(), HasSubstr("(audit_stays, audit_keeps)"));
    EXPECT_THAT(byHand("UPDATE audit SET who = 'another'"), HasSubstr("never changed"));
    EXPECT_THAT(byHand("DELETE FROM audit"), HasSubstr("never removed"));
    auto const all = rows({});
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].entry.action, "audit.unguarded");
    EXPECT_EQ(chained(all[0].chain, all[1]), all[1].chain) << "it is a row like any other";
}

TEST_F(AuditRows, NumbersThatSomebodyMovedKeepNobodyFromWritingFurtherOnes) {
    act("one");
    act("two");
    EXPECT_EQ(byHand("DROP TRIGGER audit_stays; UPDATE audit SET number = 3 WHERE number = 1; "
                     "INSERT INTO audit(number, at_ms, who, action, subject, detail) "
                     "VALUES(9223372036854775807, 0, 'me', 'a', 'b', 'c')"),
              "");
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.audit().lastNumber(); }), 4)
        << "with the row of the trigger";
    act("five");
    EXPECT_EQ(look([](Tx const& tx) { return tx.audit().lastNumber(); }), 5);
    EXPECT_EQ(rows({}).back().number, 5);
}

TEST_F(AuditRows, ARowPutInByHandIsReadAndTheTrailGoesOnBehindIt) {
    act("one");
    EXPECT_EQ(byHand("INSERT INTO audit(at_ms, who, action, subject, detail) "
                     "VALUES(0, 'me', 'a', 'b', 'c')"),
              "");
    act("three");
    auto const all = rows({});
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[1].chain, Digest{});
    EXPECT_NE(chained(all[0].chain, all[1]), all[1].chain) << "the check finds it";
    EXPECT_EQ(all[2].number, 3);
}

TEST_F(AuditRows, ATrailThatWasNoChainBecomesOne) {
    act("one");
    act("two");
    auto const before = rows({});
    EXPECT_EQ(
        byHand("DROP TRIGGER audit_keeps; DROP TRIGGER audit_stays; ALTER TABLE audit DROP COLUMN "
               "chain; ALTER TABLE conversions DROP COLUMN record; DROP TABLE revocations; DROP "
               "TABLE spares; DROP TABLE held_changes; DROP TABLE reached_screens; ALTER TABLE "
               "screens DROP COLUMN token_expires; ALTER TABLE screens DROP COLUMN token_replaces; "
               "ALTER TABLE screens DROP COLUMN latitude; ALTER TABLE screens DROP COLUMN "
               "longitude; ALTER TABLE screens DROP COLUMN code; DROP TABLE warnings; DROP TABLE "
               "warning_targets; DROP TABLE warning_receipts; DROP TABLE cap_messages; DROP TABLE "
               "ledger_leaves; DROP TABLE ledger_nodes; DROP TABLE ledger_log; DROP TABLE "
               "ledger_checkpoints; DROP TABLE ledger_cosignatures; DROP TABLE key_sets; DROP "
               "TABLE screen_orders; ALTER TABLE daily_sums DROP COLUMN delivered; ALTER TABLE "
               "daily_sums DROP COLUMN answered; ALTER TABLE daily_sums DROP COLUMN photographed; "
               "ALTER TABLE hourly_sums DROP COLUMN delivered; ALTER TABLE hourly_sums DROP COLUMN "
               "answered; ALTER TABLE hourly_sums DROP COLUMN photographed; DROP TABLE "
               "submitted_reports; DROP TABLE ledger_epochs; DROP TABLE ledger_screen_names; DROP "
               "TABLE outbox; ALTER TABLE screens DROP COLUMN location; ALTER TABLE screens DROP "
               "COLUMN type; ALTER TABLE screens DROP COLUMN responsible; ALTER TABLE screens DROP "
               "COLUMN phone; ALTER TABLE screens DROP COLUMN serial; " TOCSIN_UNDO_NEWEST
               "DROP TABLE filings; DROP TABLE filing_events; DROP TABLE filing_drafts; DROP TABLE "
               "activities; DROP TABLE work_records; DROP INDEX plays_gaps; DROP INDEX "
               "plays_clock_unset; DROP INDEX pictures_warning; ALTER TABLE pictures DROP COLUMN "
               "warning; ALTER TABLE pictures DROP COLUMN added_by; DROP TABLE units; DROP TABLE "
               "accounts; DROP TABLE sessions; DROP TABLE api_tokens; DROP TABLE stations; DROP "
               "TABLE delegations; DROP TABLE approvals; ALTER TABLE campaigns DROP COLUMN unit; "
               "ALTER TABLE campaigns DROP COLUMN submitter; ALTER TABLE playlists DROP COLUMN "
               "unit; DELETE FROM schema_version WHERE version >= 18"),
        "");
    reopen();
    auto const after = rows({});
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after[1].chain, before[1].chain);
    EXPECT_THAT(byHand("DELETE FROM audit"), HasSubstr("never removed"));
}

}  // namespace
}  // namespace tocsin::store
