// SPDX-License-Identifier: Apache-2.0
// Somebody works on the audit trail in the database, or on an export of it; the programs find it.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "support/site.hpp"
#include "tocsin/store/audit_chain.hpp"

namespace tocsin::integration {
namespace {

using test::readFile;
using test::Site;
using testing::HasSubstr;
using testing::Not;

constexpr int kFindings = 6;

/// The database by hand, as somebody with the machine has it.
class Hand {
public:
    explicit Hand(std::filesystem::path const& file) {
        EXPECT_EQ(sqlite3_open(file.c_str(), &database_), SQLITE_OK);
        run("DROP TRIGGER IF EXISTS audit_stays");
        run("DROP TRIGGER IF EXISTS audit_keeps");
    }
    ~Hand() { sqlite3_close(database_); }
    Hand(Hand const&) = delete;
    Hand& operator=(Hand const&) = delete;

    void run(std::string const& sql) const {
        char* error = nullptr;
        EXPECT_EQ(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK)
            << sql << ": " << (error != nullptr ? error : "");
        sqlite3_free(error);
    }
    /// Gives every row a digest that fits what stands in it now.
    void chainAnew() const {
        Digest chain{};
        std::vector<store::AuditRow> rows;
        sqlite3_stmt* query = nullptr;
        ASSERT_EQ(sqlite3_prepare_v2(database_,
                                     "SELECT number, at_ms, who, action, subject, detail FROM "
                                     "audit ORDER BY number",
                                     -1, &query, nullptr),
                  SQLITE_OK);
        auto const text = [&](int column) {
            return std::string(reinterpret_cast<char const*>(sqlite3_column_text(query, column)));
        };
        while (sqlite3_step(query) == SQLITE_ROW) {
            store::AuditRow row;
            row.number = sqlite3_column_int64(query, 0);
            row.at = fromMillis(sqlite3_column_int64(query, 1));
            row.entry = {text(2), text(3), text(4), text(5)};
            row.chain = chain = store::chained(chain, row);
            rows.push_back(std::move(row));
        }
        sqlite3_finalize(query);
        for (auto const& row : rows) {
            run("UPDATE audit SET chain = x'" + row.chain.hex() +
                "' WHERE number = " + std::to_string(row.number));
        }
    }

private:
    sqlite3* database_ = nullptr;
};

class AuditHeads : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(site.addScreen("hall", "192x32", "text"));
    }
    [[nodiscard]] std::filesystem::path data() const { return site.dir() / "controller"; }
    /// Stops the controller, lets somebody work on its database, starts it again.
    template <class Work>
    void byHand(Work const& work) {
        ASSERT_EQ(site.controller().stop(), 0) << site.controller().log();
        {
            Hand const hand(data() / "tocsin.db");
            work(hand);
        }
        ASSERT_NO_FATAL_FAILURE(site.startController());
    }
    [[nodiscard]] std::string verified(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), {"audit", "verify"});
        auto const ended = site.tocsin(arguments);
        EXPECT_TRUE(ended.code == 0 || ended.code == kFindings) << ended.err;
        return (ended.code == 0 ? "whole: " : "broken: ") + ended.out;
    }
    [[nodiscard]] std::filesystem::path exported(std::vector<std::string> arguments = {}) {
        auto const file = site.dir() / "trail.jsonl";
        arguments.insert(arguments.begin(), {"audit", "export", "--out", file.string()});
        auto const ended = site.tocsin(arguments);
        EXPECT_EQ(ended.code, 0) << ended.err;
        return file;
    }
    [[nodiscard]] std::string root() const {
        return site.json({"keys", "show"}).at("root").at("fingerprint").as_string().c_str();
    }

    Site site;
};

TEST_F(AuditHeads, ATrailMadeAnewAsAWholeInTheDatabaseIsFound) {
    EXPECT_THAT(verified(), HasSubstr("whole: "));
    EXPECT_THAT(verified(), HasSubstr("under root " + root()));
    auto const before = exported();
    auto const kept = site.dir() / "kept.jsonl";
    std::filesystem::copy_file(before, kept);
    byHand([](Hand const& hand) {
        hand.run("UPDATE audit SET who = 'somebody else' WHERE action = 'screen.add'");
        hand.chainAnew();
    });
    auto const told = verified();
    EXPECT_THAT(told, HasSubstr("broken: "));
    EXPECT_THAT(told, HasSubstr("made anew"));
    EXPECT_NE(site.controller().log().find("the audit trail cannot be trusted as a whole"),
              std::string::npos);
    EXPECT_FALSE(site.json({"audit", "list", "--action", "audit.heads-misfit"})
                     .at("items")
                     .as_array()
                     .empty());
    // An export of it is found out without the controller, and one from before is still whole.
    EXPECT_THAT(verified({exported().string()}), HasSubstr("broken: "));
    EXPECT_THAT(verified({kept.string()}), HasSubstr("whole: "));
}

TEST_F(AuditHeads, ARowThatWasAlteredRemovedOrMovedIsNamed) {
    byHand([](Hand const& hand) { hand.run("UPDATE audit SET detail = 'x' WHERE number = 3"); });
    EXPECT_THAT(verified(), HasSubstr("row 3 was altered"));
    byHand([](Hand const& hand) { hand.run("DELETE FROM audit WHERE number = 2"); });
    EXPECT_THAT(verified(), HasSubstr("row 2 missing"));
}

TEST_F(AuditHeads, TwoRowsThatChangedPlacesAreNamed) {
    byHand([](Hand const& hand) {
        hand.run("UPDATE audit SET number = -1 WHERE number = 2");
        hand.run("UPDATE audit SET number = 2 WHERE number = 3");
        hand.run("UPDATE audit SET number = 3 WHERE number = -1");
    });
    EXPECT_THAT(verified(), HasSubstr("row 2 was altered"));
}

TEST_F(AuditHeads, ALineOfTheSignedHeadsThatWasAlteredIsNamed) {
    ASSERT_EQ(site.controller().stop(), 0);
    auto const file = data() / "audit-heads.jsonl";
    auto text = readFile(file);
    auto const at = text.find("\"payload\":\"", text.find('\n')) + 15;
    text[at] = text[at] == 'A' ? 'B' : 'A';
    std::ofstream(file, std::ios::binary) << text;
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_THAT(verified(), HasSubstr("broken: "));
    EXPECT_THAT(verified(), HasSubstr("line 2"));
}

TEST_F(AuditHeads, ATrailMadeAnewTogetherWithItsFileOfHeadsIsFound) {
    auto const heads = data() / "audit-heads.jsonl";
    byHand([&](Hand const& hand) {
        hand.run("UPDATE audit SET who = 'somebody else' WHERE action = 'screen.add'");
        hand.chainAnew();
        std::filesystem::remove(heads);
    });
    EXPECT_THAT(verified(), HasSubstr("broken: "));
    EXPECT_THAT(verified(), HasSubstr("made anew"));
    EXPECT_FALSE(std::filesystem::exists(heads)) << "nothing is signed that would vouch for it";
    auto const status = site.tocsin({"status"});
    EXPECT_EQ(status.code, kFindings);
    EXPECT_THAT(status.out, HasSubstr("the audit trail is NOT WHOLE"));
    EXPECT_FALSE(
        site.json({"audit", "list", "--action", "audit.unguarded"}).at("items").as_array().empty())
        << "the triggers were gone, and that is written down";
}

TEST_F(AuditHeads, AFileOfHeadsThatWasEmptiedIsToldByEveryLaterCheck) {
    auto const heads = data() / "audit-heads.jsonl";
    byHand([&](Hand const&) { std::ofstream(heads, std::ios::trunc).close(); });
    EXPECT_THAT(verified(), HasSubstr("begun anew"));
    ASSERT_EQ(site.controller().stop(), 0);
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_THAT(verified(), HasSubstr("begun anew"));
    EXPECT_THAT(verified({exported().string()}), HasSubstr("begun anew"));
    EXPECT_THAT(site.tocsin({"status"}).out, HasSubstr("the audit trail is NOT WHOLE"));
}

TEST_F(AuditHeads, ANumberThatWasMovedBeyondTheLastOneIsNamedAndTheControllerStarts) {
    byHand([](Hand const& hand) {
        hand.run("UPDATE audit SET number = (SELECT max(number) + 1 FROM audit) WHERE number = 3");
    });
    EXPECT_THAT(verified(), HasSubstr("row 3 missing"));
}

TEST_F(AuditHeads, AreSignedAtTheStopAndAsTimePasses) {
    auto const heads = [&] {
        auto const text = readFile(data() / "audit-heads.jsonl");
        return std::count(text.begin(), text.end(), '\n');
    };
    auto const before = heads();
    site.setTick(Milliseconds(10'000));
    ASSERT_TRUE(site.passUntil([&] { return heads() > before; }, Milliseconds(40 * 60'000)))
        << site.controller().log();
    ASSERT_NO_FATAL_FAILURE(site.addScreen("gate", "192x32", "text"));
    auto const running = heads();
    EXPECT_EQ(site.controller().stop(), 0);
    EXPECT_EQ(heads(), running + 1);
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_THAT(verified(), HasSubstr("whole: "));
}

TEST_F(AuditHeads, AnExportIsCheckedWithoutTheControllerAndEveryAlterationIsFound) {
    auto const file = exported();
    auto const text = readFile(file);
    auto const ours = root();
    EXPECT_THAT(verified({file.string(), "--root", ours}), HasSubstr("rows after it: 0"));
    ASSERT_EQ(site.controller().stop(), 0);
    auto const whole = verified({file.string(), "--root", ours});
    EXPECT_THAT(whole, HasSubstr("whole: "));
    EXPECT_THAT(whole, Not(HasSubstr("\n0 signed heads hold")));
    auto const altered = site.dir() / "altered.jsonl";
    // Every byte is tried in the unit tests; here it is the real client's word.
    for (std::size_t i = 0; i < text.size(); i += text.size() / 40) {
        auto changed = text;
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        std::ofstream(altered, std::ios::binary) << changed;
        auto const ended = site.tocsin({"audit", "verify", altered.string()});
        EXPECT_NE(ended.code, 0) << i;
        EXPECT_THAT(ended.out + ended.err, HasSubstr("line ")) << i;
    }
    // Without its signatures it is no proof of anything, whatever its rows say.
    std::string rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("{\"number\"")) {
            rows += line + "\n";
        }
    }
    std::ofstream(altered, std::ios::binary) << rows;
    auto const bare = site.tocsin({"audit", "verify", altered.string(), "--root", ours});
    EXPECT_EQ(bare.code, 6);
    EXPECT_THAT(bare.err, HasSubstr("no signature"));
}

TEST_F(AuditHeads, AnExportOfSomeTimeIsCoveredByASignature) {
    site.setTick(Milliseconds(10'000));
    site.pass(Milliseconds(60'000));
    auto const from = formatInstant(site.now());
    ASSERT_NO_FATAL_FAILURE(site.addScreen("gate", "192x32", "text"));
    auto const file = exported({"--from", from});
    auto const told = verified({file.string()});
    EXPECT_THAT(told, HasSubstr("whole: "));
    EXPECT_THAT(told, HasSubstr("rows after it: 0"));
    EXPECT_EQ(readFile(file).find("controller.start"), std::string::npos);
    EXPECT_NE(readFile(file).find("screen.add"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::integration
