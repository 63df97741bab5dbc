// SPDX-License-Identifier: Apache-2.0
// Feeds of warnings: the real controller asks a web server on loopback, which changes its mind,
// fails and hangs.
#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>

#include "cap_message.hpp"
#include "people_of_site.hpp"
#include "support/site.hpp"
#include "support/web_server.hpp"

namespace tocsin::integration {
namespace {

using test::Ended;
using test::webAnswer;
using test::WebCaller;
using test::WebServer;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// What stands behind the paths of one host.
class Pages {
public:
    void put(std::string const& path, std::string const& body, std::string const& etag = "") {
        std::scoped_lock const lock(mutex_);
        pages_[path] = {webAnswer(body, etag.empty() ? "" : "ETag: " + etag + "\r\n"), etag};
    }
    void fail(std::string const& path) {
        std::scoped_lock const lock(mutex_);
        pages_[path] = {webAnswer("broken", "", "500 Internal Server Error"), ""};
    }
    /// Of a request as it came.
    [[nodiscard]] std::string answerTo(std::string const& request) const {
        std::scoped_lock const lock(mutex_);
        auto const path = request.substr(4, request.find_first_of("? ", 4) - 4);
        auto const found = pages_.find(path);
        if (found == pages_.end()) {
            return webAnswer("", "", "404 Not Found");
        }
        auto const& [answer, etag] = found->second;
        bool const same = !etag.empty() && request.find("If-None-Match: " + etag) < request.size();
        return same ? webAnswer("", "ETag: " + etag + "\r\n", "304 Not Modified") : answer;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::pair<std::string, std::string>> pages_;
};

std::string atom(std::string const& entries) {
    return "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>t</title>"
           "<updated>2026-06-01T10:00:00+08:00</updated>" +
           entries + "</feed>";
}

std::string entry(std::string const& id, std::string const& link) {
    return "<entry><id>" + id +
           "</id><title>暴雨</title><updated>2026-06-01T10:00:00+08:00</updated>"
           "<link type=\"application/cap+xml\" href=\"" +
           link + "\"/></entry>";
}

class WarningFeeds : public testing::Test {
protected:
    [[nodiscard]] std::string allowed() const {
        return "[outbound]\nhosts = [\"http://" + server.place() + "\"]\n";
    }
    [[nodiscard]] std::string feed() const {
        return "[[warnings.sender]]\nsender = \"met@example.invalid\"\nautomatic = true\n"
               "[[warnings.feed]]\nname = \"met\"\nurl = \"http://" +
               server.place() + "/index.atom?key=geheim\"\nevery = 15\n";
    }
    void begin() {
        site.setTick(Milliseconds(1'000));
        site.setConfiguration(allowed() + feed());
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        auto const set = site.tocsin({"screen", "set", "bar", "--code", "330106"});
        ASSERT_EQ(set.code, 0) << set.err;
        zhang = signedIn(site, "zhang", {"duty"});
    }
    /// The client as the duty officer.
    [[nodiscard]] Ended tocsin(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), (Site::bin() / "tocsin").string());
        arguments.insert(arguments.end(), {"--controller", "http://" + site.address()});
        ::setenv("TOCSIN_TOKEN", zhang.c_str(), 1);
        auto ended = test::run(arguments);
        ::setenv("TOCSIN_TOKEN", site.people().keeper().c_str(), 1);
        return ended;
    }
    /// "standing red 2": state, level and revision of each warning.
    [[nodiscard]] std::vector<std::string> warnings() const {
        auto const list = objectOf(asked(site, zhang, "GET", "/api/v1/warnings?state=all"));
        std::vector<std::string> out;
        for (auto const& one : list.at("items").as_array()) {
            out.push_back(std::string(one.at("state").as_string()) + " " +
                          std::string(one.at("level").as_string()) + " " +
                          std::to_string(one.at("revision").as_int64()));
        }
        return out;
    }
    [[nodiscard]] boost::json::object told() const {
        auto const list = objectOf(asked(site, zhang, "GET", "/api/v1/warning-feeds"));
        return list.at("items").at(0).as_object();
    }
    [[nodiscard]] bool wasAsked(std::string const& text) const {
        auto const all = server.requests();
        return std::any_of(all.begin(), all.end(), [&](std::string const& request) {
            return request.find(text) != std::string::npos;
        });
    }

    using Site = test::Site;

    Pages pages;
    WebServer server{[this](std::string const& request, WebCaller& caller) {
        caller.send(pages.answerTo(request));
    }};
    Site site;
    std::string zhang;
};

TEST_F(WarningFeeds, ALinkedMessageStandsIsChangedByItsUpdateAndStaysWhenTheFeedFails) {
    Cap alert;
    alert.identifier = "a-1";
    pages.put("/index.atom", atom(""));
    pages.put("/cap/1.xml", alert.xml());
    ASSERT_NO_FATAL_FAILURE(begin());
    pages.put("/index.atom", atom(entry("1", "cap/1.xml")), "\"v1\"");
    ASSERT_TRUE(site.passUntil([&] { return !warnings().empty(); })) << site.controller().log();
    EXPECT_THAT(warnings(), ElementsAre("standing orange 1"));
    ASSERT_TRUE(site.passUntil([&] { return wasAsked("If-None-Match: \"v1\""); }));
    ASSERT_TRUE(site.passUntil([&] { return told().at("http_status") == 304; }));
    EXPECT_EQ(told().at("state"), "good");

    Cap update = alert;
    update.identifier = "a-2";
    update.type = "Update";
    update.references = alert.reference();
    update.colour = "red";
    update.sent = "2026-06-01T10:01:00+08:00";
    pages.put("/index.atom", atom(entry("2", "cap/2.xml")), "\"v2\"");
    pages.put("/cap/2.xml", update.xml());
    auto const polled = tocsin({"warn", "feeds", "--poll", "met"});
    EXPECT_EQ(polled.code, 0) << polled.out << polled.err;
    EXPECT_THAT(warnings(), ElementsAre("standing red 2"));
    EXPECT_THAT(polled.out, AllOf(HasSubstr("met   good"), Not(HasSubstr("geheim"))));

    pages.fail("/index.atom");
    EXPECT_EQ(tocsin({"warn", "feeds", "--poll", "all"}).code, 6);
    EXPECT_EQ(told().at("error"), "the server answers 500");
    site.pass(std::chrono::minutes(16), Milliseconds(1));
    EXPECT_THAT(warnings(), ElementsAre("standing red 2"));
    EXPECT_EQ(told().at("state"), "silent");
    EXPECT_THAT(site.tocsin({"status"}).out, HasSubstr("do not answer: met"));

    // What is gone from the feed is not over.
    pages.put("/index.atom", atom(""));
    EXPECT_EQ(tocsin({"warn", "feeds", "--poll", "met"}).code, 0);
    EXPECT_THAT(warnings(), ElementsAre("standing red 2"));
    auto const trail = site.tocsin({"audit", "list", "--json"});
    EXPECT_THAT(trail.out, AllOf(HasSubstr("feed.poll"), HasSubstr("from feed met"),
                                 Not(HasSubstr("geheim"))));
    EXPECT_THAT(site.controller().log(), Not(HasSubstr("geheim")));
}

TEST_F(WarningFeeds, ALinkToAHostThatIsNotAllowedIsToldAndNotFollowed) {
    WebServer const inside(webAnswer("secret"));
    pages.put("/index.atom", atom(entry("1", "http://" + inside.place() + "/admin")));
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_TRUE(site.passUntil([&] { return told().at("refused") == 1; }))
        << site.controller().log();
    auto const listed = tocsin({"warn", "feeds"});
    EXPECT_EQ(listed.code, 0) << listed.err;
    EXPECT_THAT(listed.out, AllOf(HasSubstr("LINK_NOT_ALLOWED"),
                                  HasSubstr("hosts = [\"http://" + inside.place() + "\"]")));
    EXPECT_EQ(inside.connections(), 0);
}

TEST_F(WarningFeeds, AFeedThatMayNeverBeAskedForIsAMistakeInTheConfiguration) {
    auto const file = site.dir() / "check.toml";
    auto const check = [&](std::string const& toml) {
        std::ofstream(file) << toml;
        return test::run({(Site::bin() / "tocsin-controller").string(), "--check-config",
                          "--config", file.string()});
    };
    EXPECT_EQ(check(allowed() + feed()).code, 0);
    auto const wrong = check(feed());
    EXPECT_EQ(wrong.code, 78);
    EXPECT_THAT(wrong.err, AllOf(HasSubstr("[[warnings.feed]] met: "),
                                 HasSubstr("hosts = [\"http://" + server.place() + "\"]"),
                                 Not(HasSubstr("geheim"))));
}

TEST_F(WarningFeeds, AControllerThatStopsWaitsForNoFeed) {
    WebServer const silent([](std::string const&, WebCaller& caller) {
        while (!caller.leaves(std::chrono::seconds(1))) {
        }
    });
    site.setConfiguration("[outbound]\nhosts = [\"http://" + silent.place() +
                          "\"]\n[[warnings.feed]]\nname = \"slow\"\nurl = \"http://" +
                          silent.place() + "/\"\n");
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_TRUE(test::eventually([&] { return !silent.requests().empty(); }));
    // Sooner than the request would have ended by itself.
    EXPECT_EQ(site.controller().stop(std::chrono::seconds(8)), 0) << site.controller().log();
}

}  // namespace
}  // namespace tocsin::integration
