// SPDX-License-Identifier: Apache-2.0
// From plays on a screen to a file that proves them: exported, checked by both verifiers, cosigned;
// and somebody who works on the ledger in the database is found.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <boost/json.hpp>

#include <fstream>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using test::readFile;
using testing::HasSubstr;

constexpr int kFindings = 6;

class Proof : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        site.startPlayer("bar");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
        site.pass(Milliseconds(60'000), Milliseconds(1));
    }
    [[nodiscard]] std::string root() const {
        return site.json({"keys", "show"}).at("root").at("fingerprint").as_string().c_str();
    }
    [[nodiscard]] std::filesystem::path exported() {
        auto const file = site.dir() / "june.zip";
        auto const ended = site.tocsin({"proof", "export", "--from", "2026-06-01", "--to",
                                        "2026-06-01", "--out", file.string()});
        EXPECT_EQ(ended.code, 0) << ended.err << site.controller().log();
        return file;
    }
    [[nodiscard]] std::int64_t size() {
        return site.json({"proof", "checkpoint", "--new"}).at("size").as_int64();
    }
    /// Until the ledger has a batch more than it had.
    void passBatch() {
        auto const begun = [&] { return site.tocsin({"proof", "checkpoint", "--new"}).code == 0; };
        ASSERT_TRUE(site.passUntil(begun)) << site.player("bar").log();
        auto const before = size();
        ASSERT_TRUE(site.passUntil([&] { return size() > before; }));
    }

    Site site;
};

TEST_F(Proof, PlaysOfAScreenAreProvedOfflineAndByAnIndependentProgram) {
    ASSERT_NO_FATAL_FAILURE(passBatch());
    auto const file = exported();
    auto const ended = site.tocsin({"proof", "verify", file.string(), "--root", root(), "--json"});
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
    auto const verdict = boost::json::parse(ended.out);
    EXPECT_TRUE(verdict.at("holds").as_bool());
    auto const report = site.json({"report", "plays", "--from", "2026-06-01", "--to", "2026-06-01",
                                   "--by", "screen", "--format", "json"});
    EXPECT_GT(verdict.at("plays").as_int64(), 3);
    EXPECT_LE(verdict.at("plays").as_int64(), report.at("total").at("complete").as_int64() +
                                                  report.at("total").at("partial").as_int64() +
                                                  report.at("total").at("failed").as_int64() +
                                                  report.at("total").at("preempted").as_int64());
    auto const python =
        test::run({"/usr/bin/python3", "-B", TOCSIN_VERIFY_PY, file.string(), "--root", root()});
    EXPECT_EQ(python.code, 0) << python.out << python.err;
    EXPECT_THAT(python.out,
                HasSubstr("PASS: " + std::to_string(verdict.at("plays").as_int64()) + " plays"));
    EXPECT_EQ(site.tocsin({"proof", "verify", file.string(), "--root", "0123456789abcdef"}).code,
              kFindings);
    EXPECT_THAT(site.tocsin({"audit", "list", "--action", "proof.export"}).out,
                HasSubstr("proof.export"));
}

TEST_F(Proof, AnOfficeOutsideCosignsACheckpointAndTheBundleSaysSo) {
    ASSERT_NO_FATAL_FAILURE(passBatch());
    auto const page = site.dir() / "page.txt";
    auto const key = site.dir() / "office.key";
    auto const back = site.dir() / "back.txt";
    EXPECT_EQ(site.tocsin({"proof", "checkpoint", "--new", "--print", page.string()}).code, 0);
    EXPECT_THAT(readFile(page), HasSubstr("检查点"));
    auto const open = site.json({"proof", "cosign-key", "--out", key.string()}).at("key");
    EXPECT_NE(site.tocsin({"proof", "cosign-key", "--out", key.string()}).code, 0)
        << "a key is never written over";
    auto const cosigned =
        site.tocsin({"proof", "cosign", "--checkpoint", page.string(), "--key", key.string(),
                     "--name", "区应急管理局", "--out", back.string()});
    EXPECT_EQ(cosigned.code, 0) << cosigned.err;
    auto const kept = site.tocsin({"proof", "cosigned", back.string()});
    EXPECT_EQ(kept.code, 0) << kept.err;
    EXPECT_THAT(site.tocsin({"proof", "checkpoint", "--list"}).out, HasSubstr("区应急管理局"));
    auto const file = exported();
    auto const ended = site.tocsin(
        {"proof", "verify", file.string(), "--cosigner", std::string(open.as_string().c_str())});
    EXPECT_EQ(ended.code, 0) << ended.out;
    EXPECT_THAT(ended.out, HasSubstr("区应急管理局"));
}

TEST_F(Proof, WhoeverWorksOnTheLedgersLogByHandIsFound) {
    ASSERT_NO_FATAL_FAILURE(passBatch());
    EXPECT_EQ(site.tocsin({"status"}).code, 0);
    ASSERT_EQ(site.controller().stop(), 0) << site.controller().log();
    {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open((site.dir() / "controller" / "tocsin.db").c_str(), &db), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(db, "UPDATE ledger_leaves SET header = zeroblob(32) WHERE leaf = 0",
                               nullptr, nullptr, nullptr),
                  SQLITE_OK);
        sqlite3_close(db);
    }
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_NE(site.tocsin({"proof", "checkpoint", "--new"}).code, 0);
    auto const status = site.tocsin({"status"});
    EXPECT_EQ(status.code, kFindings);
    EXPECT_THAT(status.out, HasSubstr("DOUBTFUL"));
    EXPECT_THAT(site.tocsin({"audit", "list", "--action", "ledger.misfit"}).out,
                HasSubstr("ledger.misfit"));
    ASSERT_TRUE(site.allPlaying()) << "screens go on";
}

}  // namespace
}  // namespace tocsin::integration
