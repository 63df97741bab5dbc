// SPDX-License-Identifier: Apache-2.0
// Ten thousand mutated messages at a live controller crash nothing and change nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <sstream>

#include "campaigns.hpp"
#include "hostile_frames.hpp"
#include "hostile_requests.hpp"
#include "raw_connection.hpp"
#include "support/site.hpp"
#include "tus_client.hpp"

namespace tocsin::integration {
namespace {

namespace json = boost::json;

// Requests and messages of sessions; a quarter of the requests have a connection of their own.
constexpr int kRequests = 7'000;
constexpr int kSessions = 300;
constexpr int kMessagesASession = 9;
constexpr int kHandshakes = 300;
static_assert(kRequests + kSessions * (1 + kMessagesASession) + kHandshakes >= 10'000);

class HostileInput : public testing::Test {
protected:
    void SetUp() override {
        site.showFilmsAsTheyCome();
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        // What the controller still does by itself must not look like somebody's work.
        ASSERT_TRUE(test::eventually([&] { return isExamined("fire") && isExamined("power"); }));
    }
    bool isExamined(std::string const& handle) {
        return site.json({"media", "show", handle}).at("examined").as_bool();
    }

    /// All rows of all tables, a line each, without marks of last use and what refusals and starts
    /// leave in the audit trail. The controller does not run.
    std::vector<std::string> rows() {
        auto const copy = site.dir() / "copy";
        std::filesystem::remove_all(copy);
        std::filesystem::create_directory(copy);
        for (auto const& file : std::filesystem::directory_iterator(site.dir() / "controller")) {
            if (file.path().filename().string().starts_with("tocsin.db")) {
                std::filesystem::copy_file(file, copy / file.path().filename());
            }
        }
        auto const database = (copy / "tocsin.db").string();
        auto const ended = test::run(
            {"/usr/bin/sqlite3", database,
             "UPDATE sessions SET used = 0; UPDATE api_tokens SET used = 0;"
             "DELETE FROM settings WHERE key = 'audit-head';"
             "DROP TRIGGER IF EXISTS audit_keeps;"
             "DELETE FROM audit WHERE action LIKE '%.refused' OR action = 'controller.start';"
             "DELETE FROM sqlite_sequence WHERE name = 'audit';",
             ".dump"});
        EXPECT_EQ(ended.code, 0) << ended.err;
        std::vector<std::string> out;
        std::istringstream lines(ended.out);
        for (std::string line; std::getline(lines, line);) {
            out.push_back(line);
        }
        std::sort(out.begin(), out.end());
        return out;
    }
    void expectSame(std::vector<std::string> const& before, std::vector<std::string> const& after) {
        EXPECT_GT(before.size(), 50U);
        std::vector<std::string> gone, come;
        std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                            std::back_inserter(gone));
        std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                            std::back_inserter(come));
        EXPECT_TRUE(gone.empty()) << gone.size() << " rows have gone, e.g. " << gone.front();
        EXPECT_TRUE(come.empty()) << come.size() << " rows have come, e.g. " << come.front();
    }
    void stopController() { ASSERT_EQ(site.controller().stop(), 0) << site.controller().log(); }

    /// Every line is one that the controller wrote, and none says that a person should act.
    void expectQuietLog() {
        std::regex const line(
            R"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3} (debug|info|warning|error|critical) .*)");
        std::istringstream lines(site.controller().log());
        for (std::string text; std::getline(lines, text);) {
            std::smatch found;
            ASSERT_TRUE(std::regex_match(text, found, line)) << text;
            EXPECT_NE(found[1], "error") << text;
            EXPECT_NE(found[1], "critical") << text;
        }
    }
    void expectHealthy() {
        for (std::string const path : {"/livez", "/readyz"}) {
            EXPECT_EQ(TusClient(site.address(), "").ask("GET", path).status, 200) << path;
        }
    }
    json::object description() {
        auto const answer = TusClient(site.address(), "").ask("GET", "/api/v1/openapi.json");
        return json::parse(answer.body).as_object();
    }

    /// Sends requests that will be answered one after the other on as few connections as the
    /// controller allows, the others alone; how often each status came.
    std::map<int, int> sendRequests(Dice& dice);
    void sendAlone(std::string const& bytes, int number);
    void holdSession(Dice& dice, HostileFrames const& frames, int number);

    Site site;
};

std::map<int, int> HostileInput::sendRequests(Dice& dice) {
    HostileRequests const requests(
        description(), {"bar", "fire", "films", "keeper", "reviewer", "bureau", "editor", "unit",
                        "2026-06-01", "..", "%2e%2e%2f", "%00", "nobody", "0", "-1",
                        "eb4d67fa94a1035e41117b2890d6281a1ad461ac0c9cfa6d3c0e94256a08532f"});
    std::map<int, int> statuses;
    std::unique_ptr<RawConnection> connection;
    for (int i = 0; i < kRequests; ++i) {
        auto const request = requests.next(dice);
        if (!request.whole) {
            sendAlone(request.bytes, i);
            continue;
        }
        if (!connection) {
            connection = std::make_unique<RawConnection>(site.address());
        }
        connection->send(request.bytes);
        auto const answer = connection->answer(!request.head);
        if (!answer) {
            ADD_FAILURE() << "no answer to request " << i << ": " << request.bytes;
            connection.reset();
            continue;
        }
        ++statuses[answer->status];
        EXPECT_NE(answer->status, 500) << request.bytes;
        EXPECT_TRUE(request.open || answer->status >= 400)
            << answer->status << " to " << request.bytes;
        if (answer->closes) {
            connection.reset();
        }
    }
    return statuses;
}

void HostileInput::sendAlone(std::string const& bytes, int number) {
    RawConnection connection(site.address());
    connection.send(bytes);
    connection.endSending();
    auto const said = connection.rest();
    EXPECT_FALSE(connection.late()) << "message " << number << " holds its connection: " << bytes;
    EXPECT_FALSE(said.starts_with("HTTP/1.1 500")) << "message " << number << ": " << bytes;
}

/// A stranger who greets as a player does, and then sends what it likes.
void HostileInput::holdSession(Dice& dice, HostileFrames const& frames, int number) {
    RawConnection connection(site.address());
    connection.send(playerHandshake());
    ASSERT_TRUE(connection.head().starts_with("HTTP/1.1 101 ")) << "session " << number;
    auto const greeting = connection.frame();
    ASSERT_TRUE(greeting) << "session " << number;
    auto const challenge = messages::decode(*greeting).value();
    // Every third one says nothing that holds.
    std::string sent = number % 3 == 0 ? frames.message(dice)
                                       : HostileFrames::strangersHello(
                                             dice, std::get<messages::Challenge>(challenge.body));
    for (int i = 1; i < kMessagesASession; ++i) {
        sent += frames.message(dice);
    }
    sent += HostileFrames::lastFrame(dice);
    connection.send(sent);
    connection.endSending();
    auto const answers = connection.rest();
    EXPECT_FALSE(connection.late()) << "session " << number << " holds its connection";
    if (number % 3 != 0) {
        EXPECT_NE(answers.find(R"("type":"pending")"), std::string::npos) << answers;
    }
    EXPECT_EQ(answers.find(R"("type":"welcome")"), std::string::npos) << answers;
}

TEST_F(HostileInput, TenThousandMutatedMessagesChangeNothingAndCrashNothing) {
    // The first start after the changes may do something by itself; what it does is not looked at.
    ASSERT_NO_FATAL_FAILURE(stopController());
    ASSERT_NO_FATAL_FAILURE(site.startController());
    expectHealthy();
    ASSERT_NO_FATAL_FAILURE(stopController());
    auto const before = rows();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    Dice dice(20'260'601);
    HostileFrames const frames(TOCSIN_PROTOCOL_MD);
    auto const statuses = sendRequests(dice);
    for (int i = 0; i < kSessions; ++i) {
        ASSERT_NO_FATAL_FAILURE(holdSession(dice, frames, i));
    }
    for (int i = 0; i < kHandshakes; ++i) {
        sendAlone(mutatedHandshake(dice), i);
    }
    ASSERT_TRUE(site.controller().running());
    expectHealthy();
    ASSERT_NO_FATAL_FAILURE(stopController());
    expectQuietLog();
    expectSame(before, rows());
    EXPECT_TRUE(std::filesystem::is_empty(site.dir() / "controller" / "uploads"));
    // Otherwise the messages never came where they could have done harm.
    for (int const status : {200, 400, 401, 403, 404, 405, 421, 422, 431}) {
        EXPECT_GT(statuses.contains(status) ? statuses.at(status) : 0, 0) << status;
    }
    EXPECT_GT(statuses.at(401), 1'000);
}

}  // namespace
}  // namespace tocsin::integration
