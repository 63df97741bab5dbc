// SPDX-License-Identifier: Apache-2.0
// Files that the controller fetches, from the order to the asset, from servers on loopback.
#include <gmock/gmock.h>

#include <mutex>

#include <future>

#include "incoming.hpp"
#include "support/web_server.hpp"
#include "unit/outbound/names.hpp"

namespace tocsin::library {
namespace {

using test::webAnswer;
using test::WebCaller;
using test::WebServer;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string const kFilm = "film\nwith some bytes";

/// What the server says, which is another thread's to send.
class Answer {
public:
    void set(std::string text) {
        std::scoped_lock const lock(mutex_);
        text_ = std::move(text);
    }
    void sendTo(WebCaller& caller) {
        std::scoped_lock const lock(mutex_);
        caller.send(text_);
    }

private:
    std::mutex mutex_;
    std::string text_;  // guarded by mutex_
};

class FetchesTest : public Incoming {
protected:
    FetchesTest() {
        settings.fetching.limits.mostBytes = 500'000;
        settings.fetching.later = [this](std::function<void()> task) {
            fetches.push_back(std::move(task));
        };
        allow({});
    }
    ~FetchesTest() override { fetches.clear(); }

    /// These hosts may be asked from now on; they are on this machine.
    void allow(std::vector<std::string> const& hosts) {
        uploads.reset();
        outbound = std::make_unique<outbound::Outbound>(
            outbound::readRules(hosts, {"127.0.0.1"}).value(), resolver);
        settings.fetching.outbound = outbound.get();
        restart();
    }
    /// Allows the server by a name.
    std::string allow(WebServer const& server) {
        resolver.answer("media.example", {{"127.0.0.1"}});
        auto url = "http://media.example:" + std::to_string(server.port());
        allow(std::vector<std::string>{url});
        return url;
    }
    Response order(std::string const& body, std::string const& who = "office") {
        Request request;
        auto const* found = route("POST", "/api/v1/media/fetch", request);
        request.body = body;
        return answered(found->handler(test::everyRight(who), request));
    }
    /// The path of a new fetch; `more`: members behind the URL.
    std::string begun(std::string const& url, std::string const& more = "") {
        auto const answer = order("{\"url\":\"" + url + "\"" + more + "}");
        EXPECT_EQ(answer.status, 202) << answer.body;
        auto const location = answer.headers.find("Location");
        return location == answer.headers.end() ? "" : location->second;
    }
    /// One after the other, then what follows from them.
    void runFetches() {
        while (!fetches.empty()) {
            auto const task = std::move(fetches.front());
            fetches.pop_front();
            task();
        }
        runTasks();
    }
    /// Of the newest first.
    std::string audited(std::size_t rows) {
        std::string out;
        store
            ->read([&](store::Tx const& tx) -> Result<> {
                for (auto const& row : tx.audit().newest(rows)) {
                    out += row.entry.who + " " + row.entry.action + " " + row.entry.detail + "\n";
                }
                return {};
            })
            .value();
        return out;
    }
    std::string reason(std::string const& path) {
        return look(path).at("reason").as_string().c_str();
    }

    outbound::FakeResolver resolver;
    std::unique_ptr<outbound::Outbound> outbound;
    std::deque<std::function<void()>> fetches;
};

/// Sends half of a file and then waits until nobody wants the rest.
class HalfAFile {
public:
    HalfAFile()
        : server([this](std::string const&, WebCaller& caller) {
              caller.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" +
                          std::string(50'000, 'x'));
              sent_.set_value();
              while (!caller.leaves(std::chrono::seconds(1))) {
              }
          }) {}
    void awaitHalf() { sent_.get_future().wait(); }

private:
    std::promise<void> sent_;

public:
    WebServer server;
};

TEST_F(FetchesTest, AFetchedFileBecomesAnAssetLikeAnyUpload) {
    WebServer const server(webAnswer(kFilm));
    auto const url = allow(server);
    auto const path = begun(url + "/2026/%E6%B6%88%E9%98%B2.mp4?token=geheim",
                            R"(,"category":"fire","tags":["a","b"],"seconds":7,"unit":"east")");
    EXPECT_EQ(state(path), "receiving");
    EXPECT_EQ(look(path).at("source").as_string(), url + "/2026/%E6%B6%88%E9%98%B2.mp4?…");
    EXPECT_EQ(look(path).at("length").as_int64(), 0) << "nobody knows it yet";
    runFetches();
    ASSERT_EQ(state(path), "done") << reason(path);
    auto const asset = look(path).at("asset").as_object();
    EXPECT_EQ(asset.at("digest").as_string(), messages::sha256(kFilm).hex());
    EXPECT_EQ(asset.at("handle").as_string(), "消防");
    EXPECT_EQ(asset.at("brought_as").as_string(), "消防.mp4");
    EXPECT_EQ(asset.at("category").as_string(), "fire");
    EXPECT_EQ(asset.at("tags").as_array().size(), 2U);
    EXPECT_EQ(runs(), 1U) << "the worker has looked at every frame";
    EXPECT_EQ(filesLeft(), 0U);
}

TEST_F(FetchesTest, TheAuditTrailHasTheAddressAndNobodyKeepsItsSecrets) {
    WebServer const server(webAnswer("no film"));
    auto const url = allow(server);
    auto const path = begun(url + "/a.mp4?token=geheim", R"(,"unit":"east")");
    EXPECT_EQ(audited(1), "office media.fetch " + url + "/a.mp4?… unit=east\n");
    runFetches();
    EXPECT_EQ(state(path), "refused");
    EXPECT_THAT(server.requests().at(0), HasSubstr("token=geheim"));
    EXPECT_THAT(audited(10), Not(HasSubstr("geheim")));
    EXPECT_THAT(boost::json::serialize(look(path)), Not(HasSubstr("geheim")));
    store
        ->read([&](store::Tx const& tx) -> Result<> {
            EXPECT_THAT(tx.uploads().all().at(0).metadata, Not(HasSubstr("geheim")));
            return {};
        })
        .value();
}

TEST_F(FetchesTest, AHostThatIsNotAllowedIsRefusedAtOnce) {
    WebServer const server(webAnswer(kFilm));
    auto const answer = order("{\"url\":\"http://" + server.place() + "/a.mp4\"}");
    EXPECT_EQ(answer.status, 403);
    EXPECT_THAT(answer.body, HasSubstr("under [outbound]"));
    EXPECT_TRUE(fetches.empty());
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(FetchesTest, AnOrderThatCannotBeIsRefusedInOneLine) {
    WebServer const server(webAnswer(kFilm));
    auto const url = allow(server);
    auto const refusal = [&](std::string const& body) {
        auto const answer = order(body);
        EXPECT_TRUE(answer.status == 400 || answer.status == 422) << answer.status << body;
        return answer.body;
    };
    EXPECT_THAT(refusal("{}"), HasSubstr("url"));
    EXPECT_THAT(refusal("{"), HasSubstr("detail"));
    EXPECT_THAT(refusal(R"({"url":"file:///etc/passwd"})"), HasSubstr("only https and http"));
    EXPECT_THAT(refusal(R"({"url":"https://u:p@a.example/"})"), HasSubstr("user name"));
    auto const with = [&](std::string const& more) {
        return "{\"url\":\"" + url + "/a.mp4\"," + more + "}";
    };
    EXPECT_THAT(refusal(with(R"("handle":"a b")")), HasSubstr("handle"));
    EXPECT_THAT(refusal(with(R"("seconds":0)")), HasSubstr("seconds"));
    EXPECT_THAT(refusal(with(R"("color":"red")")), HasSubstr("color"));
    EXPECT_THAT(refusal(with(R"("tags":["a,b"])")), HasSubstr("tag"));
    EXPECT_THAT(refusal(with(R"("add_tags":["a"])")), HasSubstr("tags"));
    EXPECT_TRUE(fetches.empty());
}

TEST_F(FetchesTest, WhatTheServerSaysInsteadIsTold) {
    Answer says;
    WebServer const server([&says](std::string const&, WebCaller& caller) { says.sendTo(caller); });
    auto const url = allow(server);
    std::pair<std::string, char const*> const answers[] = {
        {webAnswer("x", "", "404 Not Found"), "answers 404, there is no such file"},
        {webAnswer("x", "", "403 Forbidden"), "answers 403, it may not be fetched without"},
        {webAnswer("x", "", "206 Partial Content"), "answers 206 instead of a file"},
        {webAnswer("x", "", "500 Oops"), "answers 500 instead of a file"},
        {webAnswer(""), "the file is empty"},
        {webAnswer("<html>"), "this is not a film"},
        {webAnswer(std::string(500'001, 'x')), "longer than the 500000 bytes"},
        {test::webRedirect("http://169.254.169.254/"), "may not be fetched"}};
    for (auto const& [answer, expected] : answers) {
        says.set(answer);
        auto const path = begun(url + "/a.mp4");
        runFetches();
        EXPECT_EQ(state(path), "refused") << expected;
        EXPECT_THAT(reason(path), HasSubstr(expected));
        EXPECT_EQ(filesLeft(), 0U) << expected;
    }
    EXPECT_THAT(audited(1), HasSubstr("controller upload.refuse"));
}

TEST_F(FetchesTest, WhoeverEndsItEndsItAtOnce) {
    HalfAFile half;
    auto const path = begun(allow(half.server) + "/a.mp4");
    auto running = std::async(std::launch::async, [this] { runFetches(); });
    half.awaitHalf();
    EXPECT_EQ(ask("DELETE", path).status, 204);
    running.wait();
    EXPECT_EQ(state(path), "terminated");
    EXPECT_EQ(filesLeft(), 0U);
    // One that waits for its turn.
    auto const waiting = begun(allow(half.server) + "/b.mp4");
    EXPECT_EQ(ask("DELETE", waiting).status, 204);
    runFetches();
    EXPECT_EQ(state(waiting), "terminated");
    EXPECT_EQ(half.server.connections(), 1);
    EXPECT_EQ(filesLeft(), 0U);
}

TEST_F(FetchesTest, AControllerThatStopsWaitsForNoServer) {
    HalfAFile half;
    auto const url = allow(half.server);
    auto const path = begun(url + "/a.mp4");
    auto running = std::async(std::launch::async, [this] { runFetches(); });
    half.awaitHalf();
    uploads->stop();
    running.wait();
    EXPECT_EQ(state(path), "refused");
    EXPECT_THAT(reason(path), HasSubstr("the controller was stopped"));
    EXPECT_EQ(filesLeft(), 0U);
    EXPECT_EQ(order("{\"url\":\"" + url + "/b.mp4\"}").status, 503);
}

TEST_F(FetchesTest, AControllerThatWasKilledLeavesNothingBehind) {
    WebServer const server(webAnswer(kFilm));
    auto const path = begun(allow(server) + "/a.mp4");
    std::ofstream(directory / "incoming" / path.substr(path.rfind('/') + 1)) << "half a film";
    fetches.clear();
    restart();
    EXPECT_EQ(state(path), "refused");
    EXPECT_THAT(reason(path), HasSubstr("ask for it again"));
    EXPECT_EQ(filesLeft(), 0U);
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(FetchesTest, NobodySendsBytesOfAFileThatIsFetched) {
    WebServer const server(webAnswer(kFilm));
    auto const path = begun(allow(server) + "/a.mp4");
    EXPECT_EQ(ask("HEAD", path).status, 409);
    EXPECT_EQ(patch(path, 0, "film").status, 409);
    runFetches();
    EXPECT_EQ(state(path), "done");
    EXPECT_EQ(look(path).at("asset").at("digest").as_string(), messages::sha256(kFilm).hex());
}

TEST_F(FetchesTest, NoClientCanPassItsUploadOffAsAFetch) {
    auto const answer = create(4, meta({{"filename", "a.mp4"}, {"tocsin-source", "https://a/b"}}));
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.body, HasSubstr("tocsin-source is the controller's own"));
}

TEST_F(FetchesTest, AFewAtATimeForEachAccountAndForAll) {
    settings.fetching.mostUnfinished = 3;
    settings.fetching.mostUnfinishedOfAccount = 2;
    WebServer const server(webAnswer(kFilm));
    auto const body = "{\"url\":\"" + allow(server) + "/a.mp4\"}";
    EXPECT_EQ(order(body, "wang").status, 202);
    EXPECT_EQ(order(body, "wang").status, 202);
    auto const third = order(body, "wang");
    EXPECT_EQ(third.status, 503);
    EXPECT_THAT(third.body, HasSubstr("you have 2 files fetched already"));
    EXPECT_EQ(order(body, "li").status, 202);
    auto const fourth = order(body, "zhao");
    EXPECT_EQ(fourth.status, 503);
    EXPECT_THAT(fourth.body, HasSubstr("3 files are being fetched already"));
    runFetches();
    EXPECT_EQ(order(body, "zhao").status, 202);
}

TEST_F(FetchesTest, SoManyAnHourForEachAccount) {
    settings.fetching.mostOfAccountAnHour = 2;
    WebServer const server(webAnswer(kFilm));
    auto const body = "{\"url\":\"" + allow(server) + "/a.mp4\"}";
    EXPECT_EQ(order(body, "wang").status, 202);
    now += Milliseconds(600'000);
    EXPECT_EQ(order(body, "wang").status, 202);
    runFetches();
    auto const third = order(body, "wang");
    EXPECT_EQ(third.status, 429);
    EXPECT_EQ(third.headers.at("Retry-After"), "3001");
    EXPECT_EQ(order(body, "li").status, 202);
    now += Milliseconds(3'000'000);
    EXPECT_EQ(order(body, "wang").status, 202);
}

TEST_F(FetchesTest, CountsAgainstTheQuotaAsSoonAsItsLengthIsKnown) {
    settings.quotas.units["east"] = 100;
    Answer says;
    says.set(webAnswer("film" + std::string(97, 'x')));
    WebServer const server([&says](std::string const&, WebCaller& caller) { says.sendTo(caller); });
    auto const url = allow(server);
    auto const tooLarge = begun(url + "/a.mp4", R"(,"unit":"east")");
    runFetches();
    EXPECT_EQ(state(tooLarge), "refused");
    EXPECT_THAT(reason(tooLarge), HasSubstr("unit east has filled"));
    // Of one that does not say how long it is, the most that may come counts.
    says.set("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nfilm");
    auto const unknown = begun(url + "/b.mp4", R"(,"unit":"east")");
    runFetches();
    EXPECT_EQ(state(unknown), "refused");
    says.set(webAnswer("film" + std::string(96, 'x')));
    auto const fits = begun(url + "/c.mp4", R"(,"unit":"east")");
    runFetches();
    EXPECT_EQ(state(fits), "done") << reason(fits);
    EXPECT_EQ(look(fits).at("length").as_int64(), 100);
}

TEST_F(FetchesTest, AFileOfUnknownLengthIsTakenAsItComes) {
    WebServer const server("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + kFilm);
    auto const path = begun(allow(server) + "/");
    runFetches();
    EXPECT_EQ(state(path), "done") << reason(path);
    EXPECT_EQ(look(path).at("length").as_int64(), static_cast<std::int64_t>(kFilm.size()));
}

}  // namespace
}  // namespace tocsin::library
