// SPDX-License-Identifier: Apache-2.0
// Requests over loopback, which the rules of these tests allow as a private network, to servers
// that try to lead them astray. No test asks a real name server.
#include "tocsin/outbound/outbound.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>

#include "exchange.hpp"
#include "names.hpp"

namespace tocsin::outbound {
namespace {

using test::webAnswer;
using test::WebCaller;
using test::webRedirect;
using test::WebServer;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class OutboundTest : public testing::Test {
protected:
    /// Allows these hosts, and this machine as the network they are in.
    Outbound allowing(std::vector<std::string> const& hosts,
                      std::vector<std::string> const& networks = {"127.0.0.0/8"}) {
        return {readRules(hosts, networks).value(), resolver};
    }
    static std::string withPort(std::string const& host, WebServer const& server) {
        return host + ":" + std::to_string(server.port());
    }
    /// "http://name:port" of the server, which the resolver now knows by that name.
    std::string named(std::string const& name, WebServer const& server,
                      std::string const& address = "127.0.0.1") {
        resolver.answer(name, {{address}});
        return "http://" + withPort(name, server);
    }

    FakeResolver resolver;
};

TEST(OutboundAddress, OfALinkMayBeRelativeToItsDocument) {
    auto const base = "https://a.example/cap/index.atom?key=1";
    EXPECT_EQ(Outbound::absolute(base, "1.xml").value(), "https://a.example/cap/1.xml");
    EXPECT_EQ(Outbound::absolute(base, "/1.xml?key=2").value(), "https://a.example/1.xml?key=2");
    EXPECT_EQ(Outbound::absolute(base, "http://b.example/1").value(), "http://b.example/1");
    EXPECT_FALSE(Outbound::absolute(base, "file:///etc/passwd"));
    EXPECT_FALSE(Outbound::absolute("nothing", "1.xml"));
}

TEST_F(OutboundTest, FetchesFromAHostThatIsNamed) {
    WebServer const server(webAnswer("film", "X-A: b\r\n"));
    auto const address = named("media.example", server);
    auto const got = fetch(allowing({address}), {address + "/film.mp4?token=1", "", ""});
    ASSERT_TRUE(got.head) << got.refusal();
    EXPECT_EQ(got.head->status, 200);
    EXPECT_EQ(got.head->length, 4);
    EXPECT_EQ(got.head->headers.at("x-a"), "b");
    EXPECT_EQ(got.head->address, address + "/film.mp4?…");
    EXPECT_EQ(got.body, "film");
    EXPECT_EQ(got.begun, 1);
    ASSERT_EQ(server.requests().size(), 1U);
    EXPECT_THAT(
        server.requests()[0],
        AllOf(HasSubstr("GET /film.mp4?token=1 HTTP/1.1\r\n"),
              HasSubstr("Host: " + address.substr(7) + "\r\n"), HasSubstr("User-Agent: tocsin/"),
              Not(HasSubstr("Cookie")), Not(HasSubstr("Authorization"))));
}

TEST_F(OutboundTest, NobodyIsAskedUntilAHostIsNamed) {
    WebServer const server(webAnswer("film"));
    auto const address = named("media.example", server);
    auto const got = fetch(allowing({}), {address + "/film.mp4", "", ""});
    EXPECT_EQ(got.code(), Errc::permission);
    EXPECT_THAT(got.refusal(), HasSubstr("hosts = [\"" + address + "\"] under [outbound]"));
    EXPECT_THAT(resolver.asked(), IsEmpty()) << "not even the name server is asked";
    EXPECT_EQ(server.connections(), 0);
    auto const https = allowing({}).check("https://media.example/film.mp4?a=b");
    ASSERT_FALSE(https);
    EXPECT_THAT(https.error().message, AllOf(HasSubstr("hosts = [\"media.example\"]"),
                                             HasSubstr("/film.mp4?…"), Not(HasSubstr("a=b"))));
}

TEST_F(OutboundTest, ARuleHoldsForItsHostSchemeAndPortAlone) {
    auto const may = [&](std::string const& rule, std::string const& url) {
        return allowing({rule}).check(url).has_value();
    };
    EXPECT_TRUE(may("a.example", "https://A.example./x"));
    EXPECT_TRUE(may("a.example", "https://a.example:443/x"));
    EXPECT_FALSE(may("a.example", "http://a.example/x")) << "plain http has to be said";
    EXPECT_FALSE(may("a.example", "https://a.example:8443/x"));
    EXPECT_FALSE(may("a.example", "https://b.a.example/x"));
    EXPECT_FALSE(may("a.example", "https://a.example.evil.example/x"));
    EXPECT_FALSE(may("a.example", "https://xa.example/x"));
    EXPECT_TRUE(may("http://a.example", "http://a.example/x"));
    EXPECT_TRUE(may("http://a.example", "https://a.example/x"));
    EXPECT_FALSE(may("http://a.example:8080", "http://a.example/x"));
    EXPECT_TRUE(may("http://a.example:8080", "http://a.example:8080/x"));
    EXPECT_TRUE(may("*.gov.cn", "https://www.mem.gov.cn/x"));
    EXPECT_FALSE(may("*.gov.cn", "https://gov.cn/x"));
    EXPECT_FALSE(may("*.gov.cn", "https://evilgov.cn/x"));
    EXPECT_FALSE(may("*.gov.cn", "https://.gov.cn/x"));
    EXPECT_TRUE(may("*.政务.cn", "https://a.xn--zfr164b.cn/x"));
}

TEST_F(OutboundTest, AnAddressThatIsNamedMayBePrivateButNeverForbidden) {
    EXPECT_TRUE(allowing({"10.1.2.3"}, {}).check("https://10.1.2.3/x"));
    EXPECT_TRUE(allowing({"10.1.2.3"}, {}).check("https://0x0a010203/x"));
    for (auto const* forbidden : {"169.254.169.254", "100.100.100.200", "0.0.0.0", "[fe80::1]",
                                  "[fd00:ec2::254]", "[::ffff:169.254.169.254]"}) {
        auto const checked = allowing({forbidden}, {}).check(std::string("https://") + forbidden);
        ASSERT_FALSE(checked) << forbidden;
        EXPECT_EQ(checked.error().code, Errc::permission);
        EXPECT_THAT(checked.error().message, HasSubstr("are never asked"));
    }
}

TEST_F(OutboundTest, ANameThatLeadsIntoAPrivateNetworkIsRefusedWithTheLineThatAllowsIt) {
    WebServer const server(webAnswer("secret"));
    auto const address = named("media.example", server);
    auto const got = fetch(allowing({address}, {"10.0.0.0/8"}), {address + "/", "", ""});
    EXPECT_EQ(got.code(), Errc::permission);
    EXPECT_THAT(got.refusal(), AllOf(HasSubstr("media.example is at 127.0.0.1"),
                                     HasSubstr("private = [\"127.0.0.1\"] under [outbound]")));
    EXPECT_EQ(server.connections(), 0);
    for (auto const* inside : {"::ffff:127.0.0.1", "64:ff9b::7f00:1", "::1", "192.168.1.1"}) {
        resolver.answer("media.example", {{inside}});
        EXPECT_EQ(fetch(allowing({address}, {"10.0.0.0/8"}), {address + "/", "", ""}).code(),
                  Errc::permission)
            << inside;
    }
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(OutboundTest, OnlyThoseOfANamesAddressesAreAskedThatMayBe) {
    WebServer const inside(webAnswer("secret"), "127.0.0.1");
    WebServer const outside(webAnswer("film"), "127.0.0.2");
    resolver.answer("media.example", {{"127.0.0.1", "169.254.169.254", "127.0.0.2"}});
    auto const address = "http://" + withPort("media.example", outside);
    auto const got = fetch(allowing({address}, {"127.0.0.2"}), {address + "/", "", ""});
    ASSERT_TRUE(got.head) << got.refusal();
    EXPECT_EQ(got.body, "film");
    EXPECT_EQ(inside.connections(), 0);
}

TEST_F(OutboundTest, ANameIsLookedUpOnceAndTheConnectionGoesThere) {
    WebServer const server(webAnswer("film"), "127.0.0.2");
    // The answer to a second question, whoever asked it, would lead inside.
    resolver.answer("localhost", {{"127.0.0.2"}, {"127.0.0.1"}});
    auto const address = "http://" + withPort("localhost", server);
    auto const got = fetch(allowing({address}, {"127.0.0.2"}), {address + "/", "", ""});
    ASSERT_TRUE(got.head) << got.refusal();
    EXPECT_EQ(got.body, "film");
    EXPECT_THAT(resolver.asked(), ElementsAre("localhost"));
}

TEST_F(OutboundTest, ANameThatChangesItsAddressMeanwhileIsRefused) {
    WebServer const inside(webAnswer("secret"), "127.0.0.1");
    WebServer const outside(
        [&](std::string const&, WebCaller& caller) { caller.send(webRedirect("/again")); },
        "127.0.0.2");
    resolver.answer("rebinding.example", {{"127.0.0.2"}, {"127.0.0.1"}});
    auto const address = "http://" + withPort("rebinding.example", outside);
    auto const got = fetch(allowing({address}, {"127.0.0.2"}), {address + "/", "", ""});
    EXPECT_EQ(got.code(), Errc::permission);
    EXPECT_THAT(got.refusal(), HasSubstr("rebinding.example is at 127.0.0.1"));
    EXPECT_EQ(outside.connections(), 1);
    EXPECT_EQ(inside.connections(), 0);
}

TEST_F(OutboundTest, WhateverLibcurlMakesOfAnAddressItGoesWhereItWasSent) {
    WebServer const inside(webAnswer("secret"));
    ExchangeOrder order;
    order.target = readTarget("http://" + inside.place() + "/").value();
    order.addresses = {*Address::parse("127.0.0.2")};
    order.until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    auto const got = exchange(order, {}, {{}, [](std::string_view) { return Result<>(); }});
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, Errc::permission);
    EXPECT_EQ(inside.connections(), 0);
}

TEST_F(OutboundTest, ARedirectIsFollowedToAHostThatIsNamedToo) {
    WebServer const last(webAnswer("film"));
    auto const to = named("b.example", last);
    WebServer const first(webRedirect(to + "/film?key=1"));
    auto const from = named("a.example", first);
    auto const got = fetch(allowing({from, to}), {from + "/", "", ""});
    ASSERT_TRUE(got.head) << got.refusal();
    EXPECT_EQ(got.body, "film");
    EXPECT_EQ(got.begun, 1) << "what a redirect says besides is no part of the file";
    EXPECT_EQ(got.head->address, to + "/film?…");
}

TEST_F(OutboundTest, ARedirectElsewhereIsRefusedLikeAnyOtherAddress) {
    WebServer const trap(webAnswer("secret"));
    auto const elsewhere = named("b.example", trap);
    for (auto const& to : {elsewhere + "/", std::string("http://169.254.169.254/latest/meta-data/"),
                           std::string("http://0xa9fea9fe/"), "http://" + trap.place() + "/",
                           std::string("http://[::ffff:127.0.0.1]/"),
                           std::string("file:///etc/passwd"), std::string("gopher://a.example/"),
                           std::string("http://u:p@a.example/"), std::string("ftp://a.example/")}) {
        WebServer const first(webRedirect(to));
        auto const from = named("a.example", first);
        auto const got = fetch(allowing({from}), {from + "/", "", ""});
        EXPECT_FALSE(got.head) << to;
        EXPECT_TRUE(got.code() == Errc::permission || got.code() == Errc::invalid)
            << to << ": " << got.refusal();
        EXPECT_THAT(got.body, IsEmpty());
    }
    EXPECT_EQ(trap.connections(), 0);
    // Were metadata addresses named, by mistake or by an attacker: they stay forbidden.
    WebServer const first(webRedirect("http://169.254.169.254/"));
    auto const from = named("a.example", first);
    auto const got = fetch(allowing({from, "http://169.254.169.254"}), {from + "/", "", ""});
    EXPECT_THAT(got.refusal(), HasSubstr("169.254.169.254 is where clouds keep the secrets"));
}

TEST_F(OutboundTest, FiveRedirectsAreTheMost) {
    int most = 0;
    WebServer const server([&](std::string const& request, WebCaller& caller) {
        int const step = std::atoi(request.substr(5).c_str());
        caller.send(step == most ? webAnswer("film")
                                 : webRedirect("/" + std::to_string(step + 1), 307));
    });
    auto const address = named("a.example", server);
    most = 5;
    EXPECT_EQ(fetch(allowing({address}), {address + "/0", "", ""}).body, "film");
    most = 6;
    auto const got = fetch(allowing({address}), {address + "/0", "", ""});
    EXPECT_EQ(got.code(), Errc::invalid);
    EXPECT_THAT(got.refusal(), HasSubstr("more than 5 times"));
    EXPECT_EQ(server.connections(), 6 + 6);
}

TEST_F(OutboundTest, SecretsOfOneHostAreNotShownToAnother) {
    WebServer const last(webAnswer("film"));
    auto const to = named("b.example", last);
    std::string from;
    WebServer const first([&](std::string const& request, WebCaller& caller) {
        caller.send(request.starts_with("GET /first")
                        ? webRedirect("/second", 302, "Set-Cookie: a=b\r\n")
                        : webRedirect(to + "/"));
    });
    from = named("a.example", first);
    auto const got = fetch(allowing({from, to}), {from + "/first",
                                                  "\"e1\"",
                                                  "Mon, 01 Jun 2026 00:00:00 GMT",
                                                  {{"Authorization", "Bearer geheim"}}});
    ASSERT_TRUE(got.head) << got.refusal();
    ASSERT_EQ(first.requests().size(), 2U);
    EXPECT_THAT(first.requests()[1],
                AllOf(HasSubstr("Authorization: Bearer geheim"), Not(HasSubstr("Cookie"))));
    ASSERT_EQ(last.requests().size(), 1U);
    EXPECT_THAT(last.requests()[0],
                AllOf(Not(HasSubstr("geheim")), Not(HasSubstr("Cookie")),
                      HasSubstr("If-None-Match: \"e1\"\r\n"),
                      HasSubstr("If-Modified-Since: Mon, 01 Jun 2026 00:00:00 GMT\r\n")));
}

TEST_F(OutboundTest, WhatHasNotChangedComesWithoutABody) {
    WebServer const server("HTTP/1.1 304 Not Modified\r\nETag: \"e1\"\r\n\r\n");
    auto const address = named("feed.example", server);
    auto const got = fetch(allowing({address}), {address + "/", "\"e1\"", ""});
    ASSERT_TRUE(got.head) << got.refusal();
    EXPECT_EQ(got.head->status, 304);
    EXPECT_EQ(got.head->headers.at("etag"), "\"e1\"");
    EXPECT_EQ(got.begun, 0);
}

TEST_F(OutboundTest, AHeaderCannotBecomeTwo) {
    WebServer const server(webAnswer("film"));
    auto const address = named("a.example", server);
    EXPECT_EQ(fetch(allowing({address}), {address + "/", "e\r\nX-Evil: 1", ""}).code(),
              Errc::invalid);
    EXPECT_EQ(fetch(allowing({address}), {address + "/", "", "", {{"A", "b\nX-Evil: 1"}}}).code(),
              Errc::invalid);
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(OutboundTest, ABodyThatSaysItIsTooLongIsNotBegun) {
    WebServer const server(webAnswer(std::string(5'000, 'x')));
    auto const address = named("a.example", server);
    Limits limits;
    limits.mostBytes = 4'999;
    auto const got = fetch(allowing({address}), {address + "/", "", ""}, limits);
    EXPECT_EQ(got.code(), Errc::exhausted);
    EXPECT_EQ(got.begun, 0);
    limits.mostBytes = 5'000;
    EXPECT_EQ(fetch(allowing({address}), {address + "/", "", ""}, limits).body.size(), 5'000U);
}

TEST_F(OutboundTest, ABodyWithoutEndIsStoppedAtTheLimit) {
    WebServer const server([](std::string const&, WebCaller& caller) {
        caller.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        while (caller.send(std::string(10'000, 'x'))) {
        }
    });
    auto const address = named("a.example", server);
    Limits limits;
    limits.mostBytes = 100'000;
    auto const got = fetch(allowing({address}), {address + "/", "", ""}, limits);
    EXPECT_EQ(got.code(), Errc::exhausted);
    EXPECT_LE(got.body.size(), 100'000U);
}

std::string output(std::string const& command) {
    std::string out;
    std::array<char, 65536> block{};
    auto* const pipe = ::popen(command.c_str(), "re");
    for (std::size_t got = 1; pipe != nullptr && got > 0;) {
        got = std::fread(block.data(), 1, block.size(), pipe);
        out.append(block.data(), got);
    }
    if (pipe != nullptr) {
        ::pclose(pipe);
    }
    return out;
}

TEST_F(OutboundTest, APackedBodyIsUnpackedAndCountedAsWhatItUnpacksTo) {
    auto const bomb = output("head -c 20000000 /dev/zero | gzip -9");
    ASSERT_GT(bomb.size(), 1'000U);
    ASSERT_LT(bomb.size(), 100'000U);
    WebServer const server(webAnswer(bomb, "Content-Encoding: gzip\r\n"));
    auto const address = named("a.example", server);
    Limits limits;
    limits.mostBytes = 1'000'000;
    auto const got = fetch(allowing({address}), {address + "/", "", ""}, limits);
    EXPECT_EQ(got.code(), Errc::exhausted);
    EXPECT_LE(got.body.size(), 1'000'000U);
    limits.mostBytes = 20'000'000;
    auto const whole = fetch(allowing({address}), {address + "/", "", ""}, limits);
    ASSERT_TRUE(whole.head) << whole.refusal();
    EXPECT_EQ(whole.body.size(), 20'000'000U);
    EXPECT_EQ(whole.head->length, -1) << "what is announced is not what comes out";
}

TEST_F(OutboundTest, PackedBytesThatUnpackToNothingAreCountedToo) {
    WebServer const server([](std::string const&, WebCaller& caller) {
        caller.send(std::string("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") +
                    std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10));
        std::string empty;
        for (int i = 0; i < 2'000; ++i) {
            empty += std::string("\0\0\0\xff\xff", 5);  // a stored block without bytes
        }
        while (caller.send(empty)) {
        }
    });
    auto const address = named("a.example", server);
    Limits limits;
    limits.mostBytes = 500'000;
    limits.whole = Milliseconds(60'000);
    auto const got = fetch(allowing({address}), {address + "/", "", ""}, limits);
    EXPECT_EQ(got.code(), Errc::exhausted) << got.refusal();
}

TEST_F(OutboundTest, HeadersWithoutEndAreStopped) {
    WebServer const server([](std::string const&, WebCaller& caller) {
        caller.send("HTTP/1.1 200 OK\r\n");
        while (caller.send("X-" + std::string(1'000, 'a') + ": b\r\n")) {
        }
    });
    auto const address = named("a.example", server);
    auto const got = fetch(allowing({address}), {address + "/", "", ""});
    EXPECT_EQ(got.code(), Errc::exhausted) << got.refusal();
}

TEST_F(OutboundTest, AServerThatFallsSilentIsGivenUp) {
    WebServer const server([](std::string const&, WebCaller& caller) {
        caller.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        while (!caller.leaves(std::chrono::seconds(1))) {
        }
    });
    auto const address = named("a.example", server);
    Limits limits;
    limits.stalled = Milliseconds(1'000);
    auto const got = fetch(allowing({address}), {address + "/", "", ""}, limits);
    EXPECT_EQ(got.code(), Errc::timedOut) << got.refusal();
    EXPECT_EQ(got.body, "half");
}

TEST_F(OutboundTest, AServerThatIsTooSlowIsGivenUpAtTheDeadline) {
    WebServer const server([](std::string const&, WebCaller& caller) {
        caller.send("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n");
        while (!caller.leaves(std::chrono::milliseconds(20)) &&
               caller.send(std::string(500, 'x'))) {
        }
    });
    auto const address = named("a.example", server);
    Limits limits;
    limits.whole = Milliseconds(700);
    auto const got = fetch(allowing({address}), {address + "/", "", ""}, limits);
    EXPECT_EQ(got.code(), Errc::timedOut) << got.refusal();
}

TEST_F(OutboundTest, TheDeadlineHoldsForAllRedirectsTogether) {
    WebServer const server([](std::string const&, WebCaller& caller) {
        static_cast<void>(caller.leaves(std::chrono::milliseconds(300)));
        caller.send(webRedirect("/next"));
    });
    auto const address = named("a.example", server);
    Limits limits;
    limits.whole = Milliseconds(700);
    auto const got = fetch(allowing({address}), {address + "/", "", ""}, limits);
    EXPECT_EQ(got.code(), Errc::timedOut) << got.refusal();
}

TEST_F(OutboundTest, AStopEndsItAtOnce) {
    std::promise<void> reached;
    WebServer const server([&](std::string const&, WebCaller& caller) {
        caller.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        reached.set_value();
        while (!caller.leaves(std::chrono::seconds(1))) {
        }
    });
    auto const address = named("a.example", server);
    auto const outbound = allowing({address});
    std::stop_source stop;
    auto got = std::async(std::launch::async, [&] {
        return fetch(outbound, {address + "/", "", ""}, {}, stop.get_token());
    });
    reached.get_future().wait();
    stop.request_stop();
    EXPECT_EQ(got.get().code(), Errc::cancelled);
}

TEST_F(OutboundTest, ABodyThatBreaksOffIsNoFile) {
    WebServer const server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    auto const address = named("a.example", server);
    auto const got = fetch(allowing({address}), {address + "/", "", ""});
    EXPECT_EQ(got.code(), Errc::unavailable);
}

TEST_F(OutboundTest, ARefusalIsAnAnswerAndItsPageNoFile) {
    WebServer const server(webAnswer("<html>", "", "404 Not Found"));
    auto const address = named("a.example", server);
    auto const got = fetch(allowing({address}), {address + "/", "", ""});
    ASSERT_TRUE(got.head) << got.refusal();
    EXPECT_EQ(got.head->status, 404);
    EXPECT_EQ(got.begun, 0);
    EXPECT_THAT(got.body, IsEmpty());
}

TEST_F(OutboundTest, TheEnvironmentHasNoSay) {
    WebServer const trap(webAnswer("secret"));
    WebServer const server(webAnswer("film"));
    auto const address = named("a.example", server);
    auto const home =
        std::filesystem::path(testing::TempDir()) / ("tocsin-netrc-" + std::to_string(::getpid()));
    std::filesystem::create_directories(home);
    std::ofstream(home / ".netrc") << "machine a.example login chef password geheim\n";
    for (auto const* variable : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"}) {
        ::setenv(variable, ("http://" + trap.place()).c_str(), 1);
    }
    ::setenv("HOME", home.c_str(), 1);
    auto const got = fetch(allowing({address}), {address + "/", "", ""});
    for (auto const* variable : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"}) {
        ::unsetenv(variable);
    }
    std::filesystem::remove_all(home);
    EXPECT_EQ(got.body, "film");
    EXPECT_EQ(trap.connections(), 0);
    EXPECT_THAT(server.requests().at(0), Not(HasSubstr("Authorization")));
}

TEST_F(OutboundTest, SendsToAHostThatIsNamed) {
    WebServer const server(webAnswer("thanks", "", "201 Created"));
    auto const address = named("hook.example", server);
    auto const got = allowing({address}).post(
        {address + "/hook", "application/json", R"({"a":1})", {{"X-Signature", "abc"}}}, {}, {});
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->head.status, 201);
    EXPECT_EQ(got->body, "thanks");
    EXPECT_THAT(
        server.requests().at(0),
        AllOf(HasSubstr("POST /hook HTTP/1.1\r\n"), HasSubstr("Content-Type: application/json\r\n"),
              HasSubstr("X-Signature: abc\r\n"), HasSubstr("\r\n\r\n{\"a\":1}")));
    EXPECT_EQ(allowing({}).post({address + "/hook"}, {}, {}).error().code, Errc::permission);
}

TEST_F(OutboundTest, WhatIsSentFollowsNoRedirectAndItsAnswerIsShort) {
    WebServer const trap(webAnswer("secret"));
    auto const to = named("b.example", trap);
    WebServer const server(webRedirect(to + "/", 307));
    auto const address = named("a.example", server);
    auto const got = allowing({address, to}).post({address + "/", "text/plain", "hello"}, {}, {});
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, Errc::invalid);
    EXPECT_EQ(trap.connections(), 0);
    WebServer const talker(webAnswer(std::string(70'000, 'x')));
    auto const talking = named("c.example", talker);
    EXPECT_EQ(allowing({talking}).post({talking + "/"}, {}, {}).error().code, Errc::exhausted);
}

}  // namespace
}  // namespace tocsin::outbound
