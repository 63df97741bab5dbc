// SPDX-License-Identifier: Apache-2.0
// Kills, full disks, files that are not ours: one clear error, and nothing stored is lost.
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <fstream>

#include "failure.hpp"
#include "fresh_store.hpp"
#include "tocsin/store/epoch_totals.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::store {
namespace {

using testing::HasSubstr;

class Failures : public FreshStore {
protected:
    Failures() { store_.reset(); }
    [[nodiscard]] std::filesystem::path file() const { return directory_ / "tocsin.db"; }
    Error refusal() {
        auto opened = openSqliteStore(directory_, [] { return Instant{}; });
        EXPECT_FALSE(opened);
        return opened ? Error{} : opened.error();
    }
    void sql(char const* text, std::string* answer = nullptr) {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open(file().c_str(), &db), SQLITE_OK);
        auto const keep = [](void* out, int, char** values, char**) {
            if (out != nullptr) {
                *static_cast<std::string*>(out) += values[0];
            }
            return 0;
        };
        EXPECT_EQ(sqlite3_exec(db, text, keep, answer, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
        sqlite3_close(db);
    }
    /// As it was before assets had a category.
    void dropNewerThings() {
        sql("ALTER TABLE assets DROP COLUMN category; ALTER TABLE assets DROP COLUMN usable_from; "
            "ALTER TABLE assets DROP COLUMN usable_until; ALTER TABLE assets DROP COLUMN fit; "
            "ALTER TABLE assets DROP COLUMN brought_as; ALTER TABLE assets DROP COLUMN "
            "description; ALTER TABLE assets DROP COLUMN tags; ALTER TABLE assets DROP COLUMN "
            "folder; ALTER TABLE assets DROP COLUMN owner; ALTER TABLE assets DROP COLUMN licence; "
            "ALTER TABLE assets DROP COLUMN licence_until; ALTER TABLE assets DROP COLUMN deleted; "
            "ALTER TABLE assets DROP COLUMN upload_bytes; ALTER TABLE assets DROP COLUMN ready; "
            "ALTER TABLE assets DROP COLUMN rate_num; ALTER TABLE assets DROP COLUMN rate_den; "
            "ALTER TABLE screens DROP COLUMN decode_rate; ALTER TABLE screens DROP COLUMN "
            "token_expires; ALTER TABLE screens DROP COLUMN token_replaces; ALTER TABLE screens "
            "DROP COLUMN latitude; ALTER TABLE screens DROP COLUMN longitude; ALTER TABLE screens "
            "DROP COLUMN code; DROP TABLE warnings; DROP TABLE warning_targets; DROP TABLE "
            "warning_receipts; DROP TABLE cap_messages; DROP TABLE ledger_leaves; DROP TABLE "
            "ledger_nodes; DROP TABLE ledger_log; DROP TABLE ledger_checkpoints; DROP TABLE "
            "ledger_cosignatures; DROP TABLE key_sets; ALTER TABLE daily_sums DROP COLUMN "
            "delivered; ALTER TABLE daily_sums DROP COLUMN answered; ALTER TABLE daily_sums DROP "
            "COLUMN photographed; ALTER TABLE hourly_sums DROP COLUMN delivered; ALTER TABLE "
            "hourly_sums DROP COLUMN answered; ALTER TABLE hourly_sums DROP COLUMN photographed; "
            "DROP TABLE submitted_reports; DROP TABLE ledger_epochs; DROP TABLE "
            "ledger_screen_names; DROP TABLE outbox; ALTER TABLE screens DROP COLUMN location; "
            "ALTER TABLE screens DROP COLUMN type; ALTER TABLE screens DROP COLUMN responsible; "
            "ALTER TABLE screens DROP COLUMN phone; ALTER TABLE screens DROP COLUMN "
            "serial; " TOCSIN_UNDO_NEWEST
            "DROP TABLE filings; DROP TABLE filing_events; DROP TABLE filing_drafts; DROP TABLE "
            "activities; DROP TABLE work_records; DROP INDEX plays_gaps; DROP INDEX "
            "plays_clock_unset; DROP TABLE revocations; DROP TABLE spares; DROP TABLE "
            "examinations; DROP TABLE documents; DROP TABLE conversions; ALTER TABLE campaigns "
            "DROP COLUMN parts; ALTER TABLE campaigns DROP COLUMN unit; ALTER TABLE campaigns DROP "
            "COLUMN submitter; DROP TABLE units; DROP TABLE accounts; DROP TABLE sessions; DROP "
            "TABLE api_tokens; DROP TABLE stations; DROP TABLE delegations; DROP TABLE approvals; "
            "DROP TABLE categories; DROP TABLE playlists; DROP TABLE wrong_words; DROP TABLE "
            "themes; DROP TABLE slogan_templates; DROP TABLE office_characters; DROP TABLE "
            "screen_orders; DROP TABLE held_changes; DROP TABLE reached_screens; DROP TRIGGER "
            "audit_stays; DROP TRIGGER audit_keeps; ALTER TABLE audit DROP COLUMN chain; DROP "
            "TABLE asset_words; DROP TABLE asset_texts; DROP TABLE settings_files; DROP TABLE "
            "uploads; DROP TABLE asset_charges");
    }
    /// An asset whose row is changed like this is told of as damaged, with what is wrong in it.
    void expectDamage(char const* edit, std::string const& told) {
        open();
        change([](Tx& tx) { tx.assets().put(sampleAsset("extinguisher")); });
        store_.reset();
        sql(edit);
        open();
        auto const read = store_->read([](Tx const& tx) -> Result<> {
            (void)tx.assets().all();
            return {};
        });
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, Errc::damaged);
        EXPECT_THAT(read.error().message, HasSubstr(told));
    }
    std::string integrity() {
        std::string answer;
        sql("PRAGMA integrity_check", &answer);
        return answer;
    }
};

// Runs in a child: writes without end, and tells the number of each write once it is acknowledged.
[[noreturn]] void writeForEver(std::filesystem::path const& directory, int acknowledged) {
    auto store = openSqliteStore(directory, [] { return Instant{}; });
    for (std::int64_t n = 1; store; ++n) {
        auto const done = (*store)->write(
            [&](Tx& tx) -> Result<> {
                tx.settings().put("last", std::to_string(n));
                tx.ledger().append(sampleBatch(
                    "p", "gate", n, n, {samplePlay("a", "fire", at("2026-06-01T08:00:00Z"))}));
                return {};
            },
            someone());
        if (!done || ::write(acknowledged, &n, sizeof n) != sizeof n) {
            break;
        }
    }
    _exit(1);
}

TEST_F(Failures, AKillLosesNoAcknowledgedWrite) {
    std::int64_t known = 0;
    for (int round = 0; round < 3; ++round) {
        std::filesystem::remove_all(directory_);
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        pid_t const child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            close(ends[0]);
            writeForEver(directory_, ends[1]);
        }
        close(ends[1]);
        for (std::int64_t n = 0; n < 20 + 7 * round;) {
            ASSERT_EQ(read(ends[0], &n, sizeof n), static_cast<ssize_t>(sizeof n));
            known = n;
        }
        kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status));
        for (std::int64_t n = 0; read(ends[0], &n, sizeof n) == static_cast<ssize_t>(sizeof n);) {
            known = n;
        }
        close(ends[0]);
        open();
        auto const last = look([](Tx const& tx) { return tx.settings().get("last"); });
        ASSERT_TRUE(last);
        // The write after the last acknowledged one may be there or not, but whole.
        auto const stored = std::stoll(*last);
        EXPECT_GE(stored, known);
        EXPECT_LE(stored, known + 1);
        EXPECT_EQ(look([](Tx const& tx) { return tx.ledger().mark(keyOf("p")); })->sequence,
                  stored);
        EXPECT_EQ(
            look([](Tx const& tx) { return tx.ledger().dailySums("2026-06-01", "2026-06-01"); })[0]
                .totals.complete,
            stored);
        EXPECT_EQ(look([](Tx const& tx) { return tx.audit().newest(100'000).size(); }),
                  static_cast<std::size_t>(stored));
        store_.reset();
        EXPECT_EQ(integrity(), "ok");
    }
}

// Runs in a child, because the limit is the whole process's. Returns the number of the check that
// failed, or 0.
int writeUntilFull(std::filesystem::path const& directory) {
    std::signal(SIGXFSZ, SIG_IGN);
    auto store = openSqliteStore(directory, [] { return Instant{}; });
    if (!store) {
        return 1;
    }
    rlimit const small{4 << 20, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &small);
    auto const put = [&](int n) {
        return (*store)->write(
            [&](Tx& tx) -> Result<> {
                tx.settings().put("last", std::to_string(n));
                tx.timelines().put({digestOf(std::to_string(n)), std::string(300'000, 'x')});
                return {};
            },
            someone());
    };
    int stored = 0;
    Result<> done;
    while (stored < 1000 && (done = put(stored + 1))) {
        ++stored;
    }
    if (stored == 0 || stored == 1000) {
        return 2;
    }
    if (done.error().code != Errc::exhausted ||
        done.error().message.find("is full") == std::string::npos) {
        std::fprintf(stderr, "%s\n", done.error().message.c_str());
        return 3;
    }
    bool kept = false;
    auto const looked = (*store)->read([&](Tx const& tx) -> Result<> {
        kept = tx.settings().get("last") == std::to_string(stored) &&
               tx.audit().newest(10'000).size() == static_cast<std::size_t>(stored);
        return {};
    });
    if (!looked || !kept) {
        return 4;
    }
    rlimit const large{RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &large);
    return put(stored + 1) ? 0 : 5;
}

TEST_F(Failures, AFullDiskIsSaidAndKeepsWhatIsStored) {
    pid_t const child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        _exit(writeUntilFull(directory_));
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(integrity(), "ok");
}

TEST_F(Failures, ADatabaseOfANewerProgramIsRefused) {
    sql("INSERT INTO schema_version VALUES(99, 'from the future', 0)");
    auto const error = refusal();
    EXPECT_EQ(error.code, Errc::damaged);
    EXPECT_THAT(error.message, HasSubstr("newer Tocsin (schema 99"));
    EXPECT_THAT(error.message, HasSubstr(file().string()));
}

TEST_F(Failures, ADatabaseOfAnotherProgramIsRefused) {
    std::filesystem::remove(file());
    sql("CREATE TABLE recipes(cake TEXT)");
    auto const error = refusal();
    EXPECT_EQ(error.code, Errc::damaged);
    EXPECT_THAT(error.message, HasSubstr("another program"));
}

TEST_F(Failures, AFileThatIsNoDatabaseIsRefusedAndLeftAlone) {
    std::string const text = "This is a letter, and a long one, to whom it may concern.\n";
    std::ofstream(file(), std::ios::trunc) << text << text;
    EXPECT_EQ(refusal().code, Errc::damaged);
    std::ifstream in(file());
    std::string first;
    std::getline(in, first);
    EXPECT_EQ(first + "\n", text);
}

TEST_F(Failures, ADamagedDatabaseIsNamed) {
    open();
    change([](Tx& tx) {
        for (int i = 0; i < 200; ++i) {
            tx.campaigns().put(sampleCampaign("campaign-" + std::to_string(i)));
        }
    });
    store_.reset();
    auto const size = std::filesystem::file_size(file());
    {
        std::fstream io(file(), std::ios::in | std::ios::out | std::ios::binary);
        io.seekp(8192);
        io << std::string(size - 8192, '\x5a');
    }
    auto opened = openSqliteStore(directory_, [] { return Instant{}; });
    Error const error = opened ? (*opened)
                                     ->read([](Tx const& tx) -> Result<> {
                                         (void)tx.campaigns().all();
                                         return {};
                                     })
                                     .error()
                               : opened.error();
    EXPECT_EQ(error.code, Errc::damaged);
    EXPECT_THAT(error.message, HasSubstr("restore a backup"));
}

TEST_F(Failures, ADirectoryThatCannotBeIsNamed) {
    std::ofstream(directory_ / "blocker") << "x";
    auto const opened = openSqliteStore(directory_ / "blocker", [] { return Instant{}; });
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, HasSubstr("blocker is not a directory"));
}

TEST_F(Failures, OpeningTwiceRunsNoMigrationTwice) {
    open();
    change([](Tx& tx) { tx.settings().put("k", "v"); });
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.settings().get("k"); }), "v");
    store_.reset();
    std::string versions;
    sql("SELECT count(*) FROM schema_version", &versions);
    EXPECT_EQ(versions, "37");
}

TEST_F(Failures, AssetsOfADatabaseWithoutCategoriesHaveNoneAndMayBeShownOnEveryDay) {
    open();
    change([](Tx& tx) { tx.assets().put(sampleAsset("extinguisher")); });
    store_.reset();
    sql("DELETE FROM schema_version WHERE version >= 3; DROP TABLE day_debts; DROP TABLE pictures");
    dropNewerThings();
    open();
    auto expected = sampleAsset("extinguisher");
    expected.category.clear();
    expected.usableFrom.reset();
    expected.usableUntil.reset();
    expected.fit.reset();
    expected.broughtAs = expected.title;
    expected.description = expected.folder = expected.owner = expected.licence = "";
    expected.tags.clear();
    expected.licenceUntil.reset();
    expected.uploadBytes = expected.bytes;
    expected.rateNum = 0;
    expected.rateDen = 1;
    EXPECT_EQ(look([](Tx const& tx) { return tx.assets().findByHandle("extinguisher"); }),
              expected);
    AssetQuery query;
    query.search = "灭火";
    EXPECT_EQ(look([&](Tx const& tx) { return tx.assets().search(query); }).total, 1)
        << "what was there before is found by its title";
}

TEST_F(Failures, ADayThatIsNoneInTheDatabaseIsDamage) {
    expectDamage("UPDATE assets SET usable_until = '2026-02-30'", "2026-02-30");
}

TEST_F(Failures, AFitThatIsNoneInTheDatabaseIsDamage) {
    expectDamage("UPDATE assets SET fit = 'squeeze'", "squeeze");
}

TEST_F(Failures, AWarningsTargetThatCannotBeReadIsDamage) {
    for (auto const& [edit, told] :
         {std::pair{"look = 'sideways'", "sideways"}, {"look = 'off', proof = x'0102'", "32"}}) {
        open();
        change([](Tx& tx) {
            WarningTargetRecord target;
            target.target.screen = ScreenId("gate");
            tx.warnings().putTargets("rain", 1, {target});
        });
        store_.reset();
        sql(("UPDATE warning_targets SET " + std::string(edit)).c_str());
        open();
        auto const read = store_->read([](Tx const& tx) -> Result<> {
            (void)tx.warnings().targets("rain", 1);
            return {};
        });
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, Errc::damaged);
        EXPECT_THAT(read.error().message, HasSubstr(told));
    }
}

TEST_F(Failures, ScreensOfADatabaseWithoutPlacesStandNowhereThatIsKnown) {
    open();
    change([](Tx& tx) { tx.screens().put(sampleScreen("gate")); });
    store_.reset();
    sql("DELETE FROM schema_version WHERE version >= 25; DROP INDEX pictures_warning; ALTER TABLE "
        "pictures DROP COLUMN warning; ALTER TABLE pictures DROP COLUMN added_by; DROP TABLE "
        "warnings; DROP TABLE warning_targets; DROP TABLE warning_receipts; DROP TABLE "
        "cap_messages; ALTER TABLE screens DROP COLUMN latitude; ALTER TABLE screens DROP COLUMN "
        "longitude; ALTER TABLE screens DROP COLUMN code; DROP TABLE ledger_leaves; DROP TABLE "
        "ledger_nodes; DROP TABLE ledger_log; DROP TABLE ledger_checkpoints; DROP TABLE "
        "ledger_cosignatures; DROP TABLE key_sets; ALTER TABLE daily_sums DROP COLUMN delivered; "
        "ALTER TABLE daily_sums DROP COLUMN answered; ALTER TABLE daily_sums DROP COLUMN "
        "photographed; ALTER TABLE hourly_sums DROP COLUMN delivered; ALTER TABLE hourly_sums DROP "
        "COLUMN answered; ALTER TABLE hourly_sums DROP COLUMN photographed; DROP TABLE "
        "submitted_reports; DROP TABLE ledger_epochs; DROP TABLE ledger_screen_names; DROP TABLE "
        "outbox; ALTER TABLE screens DROP COLUMN location; ALTER TABLE screens DROP COLUMN type; "
        "ALTER TABLE screens DROP COLUMN responsible; ALTER TABLE screens DROP COLUMN phone; ALTER "
        "TABLE screens DROP COLUMN serial; " TOCSIN_UNDO_NEWEST
        "DROP TABLE filings; DROP TABLE filing_events; DROP TABLE filing_drafts; DROP TABLE "
        "activities; DROP TABLE work_records; DROP INDEX plays_gaps; DROP INDEX plays_clock_unset");
    open();
    auto expected = sampleScreen("gate");
    expected.place.reset();
    expected.code.clear();
    EXPECT_EQ(look([](Tx const& tx) { return tx.screens().find(ScreenId("gate")); }), expected);
}

TEST_F(Failures, SumsOfADatabaseWithoutTiersGetThemFromTheirRows) {
    open();
    change([](Tx& tx) {
        auto screen = sampleScreen("gate");
        screen.zone = "Asia/Kathmandu";  // a quarter to six hours ahead
        tx.screens().put(screen);
    });
    auto const midnight = at("2026-06-01T18:15:00Z");
    auto photographed = samplePlay("a", "fire", midnight - Milliseconds(1));
    photographed.tier = messages::EvidenceTier::photographed;
    auto composed = samplePlay("a", "fire", midnight);
    composed.tier = messages::EvidenceTier::composed;
    auto batch = sampleBatch("p", "gate", 1, 1,
                             {photographed, composed, samplePlay("a", "fire", midnight),
                              samplePlay("a", "fire", midnight, messages::PlayResult::partial)});
    batch.zone = "Asia/Kathmandu";
    ASSERT_TRUE(store_->ingest([&](Tx& tx) -> Result<> {
        tx.ledger().append(batch);
        return {};
    }));
    auto const sums = [&] {
        return look([](Tx const& tx) {
            auto out = tx.ledger().dailySums("2026-06-01", "2026-06-02");
            for (auto const& sum :
                 tx.ledger().hourlySums(at("2026-06-01T18:00:00Z"), at("2026-06-01T19:00:00Z"))) {
                out.push_back(sum);
            }
            std::vector<std::pair<std::string, PlayTotals>> told;
            for (auto const& sum : out) {
                told.emplace_back(sum.bucket, sum.totals);
            }
            return told;
        });
    };
    auto const before = sums();
    ASSERT_EQ(before.size(), 3U);
    EXPECT_EQ(before[0].second.delivered, 1);
    EXPECT_EQ(before[1].second.delivered, 1);
    EXPECT_EQ(before[2].second.delivered, 2);
    EXPECT_EQ(before[2].second.photographed, 1);
    store_.reset();
    sql("DELETE FROM schema_version WHERE version >= 27; DROP INDEX pictures_warning; ALTER TABLE "
        "pictures DROP COLUMN warning; ALTER TABLE pictures DROP COLUMN added_by; ALTER TABLE "
        "daily_sums DROP COLUMN delivered; ALTER TABLE daily_sums DROP COLUMN answered; ALTER "
        "TABLE daily_sums DROP COLUMN photographed; ALTER TABLE hourly_sums DROP COLUMN delivered; "
        "ALTER TABLE hourly_sums DROP COLUMN answered; ALTER TABLE hourly_sums DROP COLUMN "
        "photographed; DROP TABLE submitted_reports; DROP TABLE ledger_epochs; DROP TABLE "
        "ledger_screen_names; DROP TABLE outbox; ALTER TABLE screens DROP COLUMN location; ALTER "
        "TABLE screens DROP COLUMN type; ALTER TABLE screens DROP COLUMN responsible; ALTER TABLE "
        "screens DROP COLUMN phone; ALTER TABLE screens DROP COLUMN serial; " TOCSIN_UNDO_NEWEST
        "DROP TABLE filings; DROP TABLE filing_events; DROP TABLE filing_drafts; DROP TABLE "
        "activities; DROP TABLE work_records; DROP INDEX plays_gaps; DROP INDEX plays_clock_unset");
    open();
    EXPECT_EQ(sums(), before);
}

TEST_F(Failures, EpochsOfADatabaseWithoutThemAreThoseOfItsRows) {
    open();
    auto const noon = at("2026-06-01T04:00:00Z");
    change([&](Tx& tx) {
        tx.screens().put(sampleScreen("gate"));
        tx.ledger().append(sampleBatch(
            "gate", "gate", 1, 1,
            {samplePlay("a", "fire", noon),
             samplePlay("a", "fire", noon + Milliseconds(10'000), messages::PlayResult::partial)}));
        tx.ledger().append(sampleBatch(
            "gate", "gate", 2, 3,
            {samplePlay("b", "fire", noon + Milliseconds(20'000), messages::PlayResult::gap)}));
    });
    auto const epochs = [&] {
        auto const all = look(
            [&](Tx const& tx) { return tx.epochTotals().within(noon, noon + Milliseconds(1)); });
        EXPECT_EQ(all.size(), 1U);
        return all.empty() ? std::tuple<std::int64_t, messages::EpochSums, Instant>()
                           : std::tuple(all[0].until, all[0].held, all[0].last);
    };
    auto const before = epochs();
    EXPECT_EQ(std::get<0>(before), 3);
    EXPECT_EQ(std::get<1>(before), (messages::EpochSums{3, 1, 1, 0, 0, 1, 30'000}));
    store_.reset();
    sql("DELETE FROM schema_version WHERE version >= (SELECT version FROM schema_version WHERE "
        "name = 'epochs of players'); DROP TABLE ledger_epochs; DROP TABLE ledger_screen_names; "
        "DROP TABLE outbox; ALTER TABLE screens DROP COLUMN location; ALTER TABLE screens DROP "
        "COLUMN type; ALTER TABLE screens DROP COLUMN responsible; ALTER TABLE screens DROP COLUMN "
        "phone; ALTER TABLE screens DROP COLUMN serial; " TOCSIN_UNDO_NEWEST
        "DROP TABLE filings; DROP TABLE filing_events; DROP TABLE filing_drafts; DROP TABLE "
        "activities; DROP TABLE work_records; DROP INDEX plays_gaps; DROP INDEX pictures_warning; "
        "ALTER TABLE pictures DROP COLUMN warning; ALTER TABLE pictures DROP COLUMN added_by");
    open();
    EXPECT_EQ(epochs(), before);
    EXPECT_EQ(look([](Tx const& tx) {
                  return tx.ledger().namesOf(ScreenId("gate"), at("2026-06-01T00:00:00Z"));
              }),
              (ScreenNames{"东门户外屏", "hospital-1", ""}));
}

TEST_F(Failures, BindingsOfADatabaseWithoutThemAreThoseOfItsScreens) {
    open();
    change([](Tx& tx) {
        tx.screens().put(sampleScreen("gate"));
        Screen bare;
        bare.id = ScreenId("bare");
        tx.screens().put(bare);
        auto retired = sampleScreen("hall");
        retired.retired = true;
        tx.screens().put(retired);
    });
    ASSERT_TRUE(
        store_->write([](Tx&) -> Result<> { return {}; }, {"office", "screen.retire", "hall", ""}));
    store_.reset();
    sql("DROP TABLE bindings; DELETE FROM schema_version WHERE version >= 2; DROP TABLE day_debts; "
        "DROP TABLE pictures");
    dropNewerThings();
    open();
    auto const of = [&](char const* player) {
        return look([&](Tx const& tx) { return tx.bindings().of(keyOf(player)); });
    };
    auto const added = sampleScreen("gate").added;
    EXPECT_THAT(of("gate"), testing::ElementsAre(Binding{ScreenId("gate"), added, {}}));
    EXPECT_THAT(of("hall"),
                testing::ElementsAre(Binding{ScreenId("hall"), added, at("2026-06-01T08:00:00Z")}));
}

TEST(DatabaseError, OfAFileThatMayNotBeWrittenIsTheControllersOwn) {
    for (int const code : {SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH}) {
        EXPECT_EQ(databaseError("tocsin.db", code, "attempt to write", 0).code, Errc::unavailable);
    }
    auto const closed = databaseError("tocsin.db", SQLITE_CANTOPEN, "unable to open", EACCES);
    EXPECT_EQ(closed.code, Errc::unavailable);
    EXPECT_THAT(closed.message, HasSubstr("check owner and mode"));
}

}  // namespace
}  // namespace tocsin::store
