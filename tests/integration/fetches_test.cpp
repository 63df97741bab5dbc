// SPDX-License-Identifier: Apache-2.0
// tocsin media add https://…: the real controller fetches from servers on loopback, of which some
// are up to no good.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <csignal>
#include <fstream>

#include "support/media_samples.hpp"
#include "support/site.hpp"
#include "support/web_server.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tus_client.hpp"

namespace tocsin::integration {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kSecret[] = "?token=geheim";

class Fetches : public testing::Test {
protected:
    /// Starts the controller with these hosts allowed; `more`: further lines of [outbound].
    void start(std::vector<std::string> const& hosts, std::string const& more = "") {
        std::string list;
        for (auto const& host : hosts) {
            list += (list.empty() ? "\"" : ", \"") + host + "\"";
        }
        site.setConfiguration("[outbound]\nhosts = [" + list + "]\n" + more);
        ASSERT_NO_FATAL_FAILURE(site.startController());
    }
    /// What `tocsin media add` says of a file that it refuses.
    std::string refusal(std::string const& url) const {
        auto const ended = site.tocsin({"media", "add", url});
        EXPECT_EQ(ended.code, 1) << ended.out << ended.err;
        return ended.err;
    }
    bool nothingIsLeft() const {
        return std::filesystem::is_empty(site.dir() / "controller" / "incoming");
    }
    /// Of the newest upload.
    std::string word(char const* key) const {
        auto const answer =
            TusClient(site.address(), site.people().keeper()).ask("GET", "/api/v1/uploads");
        boost::system::error_code ec;
        auto const list = boost::json::parse(answer.body, ec);
        auto const* items = list.is_object() ? list.as_object().if_contains("items") : nullptr;
        return items == nullptr || items->as_array().empty()
                   ? ""
                   : items->as_array().back().at(key).as_string().c_str();
    }
    static std::string urlOf(WebServer const& server, std::string const& path = "/film.mp4") {
        return "http://" + server.place() + path;
    }
    static std::string contentOf(std::filesystem::path const& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }

    Site site;
};

/// Sends half of what it announces and waits until nobody wants the rest.
void sendHalf(std::string const&, WebCaller& caller) {
    caller.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(50'000, 'x'));
    while (!caller.leaves(std::chrono::seconds(1))) {
    }
}

TEST_F(Fetches, AFilmComesFromAnAllowedHostIntoTheLibrary) {
    auto const film = contentOf(sampleFilm({}));
    WebServer const server([&film](std::string const& request, WebCaller& caller) {
        caller.send(request.starts_with("GET /old")
                        ? webRedirect("/%E7%81%AD%E7%81%AB.mp4?key=geheim")
                        : webAnswer(film));
    });
    ASSERT_NO_FATAL_FAILURE(start({"http://" + server.place()}));
    auto const added = site.json({"media", "add", urlOf(server, "/old/film.mp4") + kSecret,
                                  "--handle", "fire", "--tag", "消防"});
    auto const& asset = added.as_array().at(0).at("asset").as_object();
    EXPECT_EQ(asset.at("digest").as_string(), messages::sha256(film).hex());
    EXPECT_EQ(asset.at("handle").as_string(), "fire");
    EXPECT_EQ(asset.at("kind").as_string(), "film");
    EXPECT_EQ(asset.at("tags").as_array().size(), 1U);
    EXPECT_TRUE(nothingIsLeft());
    auto const trail = site.tocsin({"audit", "list", "--json"});
    EXPECT_THAT(trail.out, AllOf(HasSubstr("media.fetch"), HasSubstr("/old/film.mp4?…"),
                                 Not(HasSubstr("geheim"))));
    EXPECT_THAT(site.controller().log(), Not(HasSubstr("geheim")));
    EXPECT_THAT(contentOf(site.dir() / "controller" / "tocsin.db-wal"), Not(HasSubstr("geheim")));
}

TEST_F(Fetches, NothingIsFetchedUntilAHostIsAllowed) {
    WebServer const server(webAnswer("film"));
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_THAT(refusal(urlOf(server)),
                HasSubstr("hosts = [\"http://" + server.place() + "\"] under [outbound]"));
    EXPECT_THAT(refusal("file:///etc/passwd"), HasSubstr("only https and http are fetched"));
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(Fetches, ServersThatLeadAstrayAreNotFollowed) {
    WebServer const inside(webAnswer("secret"));
    std::string to;
    WebServer const server(
        [&to](std::string const&, WebCaller& caller) { caller.send(webRedirect(to)); });
    auto const byName = "http://localhost:" + std::to_string(inside.port());
    ASSERT_NO_FATAL_FAILURE(start({"http://" + server.place(), byName}));
    to = "http://169.254.169.254/latest/meta-data/";
    EXPECT_THAT(refusal(urlOf(server)), HasSubstr("http://169.254.169.254/latest/meta-data/ may"));
    to = urlOf(inside);
    EXPECT_THAT(refusal(urlOf(server)), HasSubstr("is not allowed"));
    // A name that is allowed, whose name server says it were this machine.
    to = byName + "/";
    EXPECT_THAT(refusal(urlOf(server)), AllOf(HasSubstr("localhost is at "),
                                              HasSubstr("this machine and may not be asked")));
    EXPECT_THAT(refusal(byName + "/film.mp4"), HasSubstr("private = [\""));
    EXPECT_EQ(inside.connections(), 0);
    EXPECT_TRUE(nothingIsLeft());
}

TEST_F(Fetches, BodiesAreStoppedAtTheLimit) {
    WebServer const endless([](std::string const&, WebCaller& caller) {
        caller.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        while (caller.send(std::string(100'000, 'x'))) {
        }
    });
    auto const zeros = site.dir() / "zeros";
    std::ofstream(zeros).close();
    std::filesystem::resize_file(zeros, 20'000'000);
    ASSERT_EQ(run({"/usr/bin/env", "gzip", "-9", zeros.string()}).code, 0);
    WebServer const bomb(
        webAnswer(contentOf(zeros.string() + ".gz"), "Content-Encoding: gzip\r\n"));
    ASSERT_NO_FATAL_FAILURE(
        start({"http://" + endless.place(), "http://" + bomb.place()}, "max_mb = 1\n"));
    EXPECT_THAT(refusal(urlOf(endless)), HasSubstr("longer than the 1048576 bytes"));
    EXPECT_THAT(refusal(urlOf(bomb)), HasSubstr("longer than the 1048576 bytes"));
    EXPECT_TRUE(nothingIsLeft());
}

TEST_F(Fetches, SlowServersAreGivenUpAtTheDeadline) {
    WebServer const slow([](std::string const&, WebCaller& caller) {
        caller.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while (!caller.leaves(std::chrono::milliseconds(100)) && caller.send("x")) {
        }
    });
    ASSERT_NO_FATAL_FAILURE(start({"http://" + slow.place()}, "seconds = 2\n"));
    EXPECT_THAT(refusal(urlOf(slow)), HasSubstr("took too long"));
    EXPECT_TRUE(nothingIsLeft());
}

TEST_F(Fetches, AServerWithACertificateOfNobodyIsToldNothing) {
    // The controller itself is such a server: its authority is its own.
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_EQ(site.controller().stop(), 0);
    ASSERT_NO_FATAL_FAILURE(start({site.address()}));
    EXPECT_THAT(refusal("https://" + site.address() + "/livez"),
                HasSubstr("shows a certificate that is not trusted"));
}

TEST_F(Fetches, AKilledControllerLeavesNothingBehind) {
    WebServer const server(&sendHalf);
    ASSERT_NO_FATAL_FAILURE(start({"http://" + server.place()}));
    Program client({(Site::bin() / "tocsin").string(), "media", "add", urlOf(server),
                    "--controller", "http://" + site.address()},
                   site.dir() / "client.log");
    ASSERT_TRUE(eventually([&] { return !nothingIsLeft() && server.connections() == 1; }));
    site.controller().signal(SIGKILL);
    EXPECT_EQ(site.controller().wait(), 128 + SIGKILL);
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_TRUE(nothingIsLeft());
    EXPECT_EQ(word("state"), "refused");
    EXPECT_EQ(client.wait(), 1);
    EXPECT_THAT(client.log(), HasSubstr("the controller was stopped while it fetched this"));
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(Fetches, AControllerThatStopsWaitsForNoServer) {
    WebServer const server(&sendHalf);
    ASSERT_NO_FATAL_FAILURE(start({"http://" + server.place()}));
    Program client({(Site::bin() / "tocsin").string(), "media", "add", urlOf(server),
                    "--controller", "http://" + site.address()},
                   site.dir() / "client.log");
    ASSERT_TRUE(eventually([&] { return server.connections() == 1; }));
    EXPECT_EQ(site.controller().stop(), 0);
    EXPECT_TRUE(nothingIsLeft());
}

TEST_F(Fetches, WhoeverInterruptsTheCommandEndsTheFetch) {
    WebServer const server(&sendHalf);
    ASSERT_NO_FATAL_FAILURE(start({"http://" + server.place()}));
    Program client({(Site::bin() / "tocsin").string(), "media", "add", urlOf(server),
                    "--controller", "http://" + site.address()},
                   site.dir() / "client.log");
    ASSERT_TRUE(eventually([&] { return server.connections() == 1; }));
    client.signal(SIGINT);
    EXPECT_EQ(client.wait(), 1);
    EXPECT_THAT(client.log(), HasSubstr("the controller fetches it no longer"));
    EXPECT_EQ(word("state"), "terminated");
    EXPECT_TRUE(eventually([&] { return nothingIsLeft(); }));
}

TEST_F(Fetches, AConfigurationThatCannotBeMeantIsRefused) {
    auto const check = [&](std::string const& toml) {
        auto const file = site.dir() / "check.toml";
        std::ofstream(file) << "[outbound]\n" << toml;
        auto const ended = run({(Site::bin() / "tocsin-controller").string(), "--check-config",
                                "--config", file.string()});
        EXPECT_EQ(ended.code, 78) << toml;
        return ended.err;
    };
    EXPECT_THAT(check("hosts = [\"*\"]\n"), HasSubstr("[outbound] hosts: \"*\" names no host"));
    EXPECT_THAT(check("private = [\"0.0.0.0/0\"]\n"),
                HasSubstr("[outbound] private: \"0.0.0.0/0\" is not within a private network"));
    EXPECT_THAT(check("ca = \"none.pem\"\n"), HasSubstr("[outbound] ca: "));
    EXPECT_THAT(check("host = [\"a\"]\n"), HasSubstr("did you mean \"hosts\"?"));
}

}  // namespace
}  // namespace tocsin::integration
