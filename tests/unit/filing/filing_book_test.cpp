// SPDX-License-Identifier: Apache-2.0
// Drafts and freezing through the routes, as clients use them.
#include <algorithm>
#include <mutex>
#include <thread>

#include "filing_fixture.hpp"

namespace tocsin::filing {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class FilingBookRoutes : public FilingTest {
protected:
    Result<access::Response> ask(std::string const& method, std::string const& pattern,
                                 access::Request request) {
        FilingSettings settings;
        settings.directory = directory_;
        settings.reports = reportSettings();
        settings.print = [](media::PrintDocument const&) -> Result<std::string> {
            return std::string("%PDF");
        };
        FilingBook book(*store_, std::move(settings));
        for (auto const& route : book.routes()) {
            if (route.method == method && route.pattern == pattern) {
                return route.handler(who_, request);
            }
        }
        return Error{Errc::internal, "no route " + pattern};
    }
    Result<access::Response> draft(std::string const& unit = "") {
        access::Request request;
        request.query = {{"activity", activity_.handle}, {"kind", "week"}, {"unit", unit}};
        return ask("GET", "/api/v1/filing-draft", std::move(request));
    }
    Result<access::Response> edit(std::string const& body, std::string const& seen) {
        access::Request request;
        request.query = {{"activity", activity_.handle}, {"kind", "week"}};
        request.headers = {{"if-match", seen}};
        request.body = body;
        return ask("PUT", "/api/v1/filing-draft", std::move(request));
    }
    Result<access::Response> freezeWeek(std::string const& reason = "") {
        access::Request request;
        request.body = boost::json::serialize(boost::json::object{
            {"activity", activity_.handle}, {"kind", "week"}, {"reason", reason}});
        return ask("POST", "/api/v1/filings", std::move(request));
    }
    Result<access::Response> of(std::string const& number, std::string const& part = "",
                                std::map<std::string, std::string> query = {}) {
        access::Request request;
        request.parameters["number"] = number;
        request.query = std::move(query);
        return ask("GET", "/api/v1/filings/{number}" + part, std::move(request));
    }
    static boost::json::object bodyOf(Result<access::Response> const& answer) {
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? boost::json::parse(answer->body).as_object() : boost::json::object{};
    }
};

TEST_F(FilingBookRoutes, ADraftIsCountedAnewAndKeepsWhatPeopleWrote) {
    auto const first = draft();
    EXPECT_EQ(first.value().headers.at("ETag"), "\"0\"");
    EXPECT_EQ(bodyOf(first).at("content").at("figures").at("complete"), 0);
    EXPECT_EQ(bodyOf(edit(R"({"highlights":"写的"})", "\"0\"")).at("revision"), 1);
    deliver({row(0)});
    auto const second = bodyOf(draft());
    EXPECT_EQ(second.at("content").at("figures").at("complete"), 1);
    EXPECT_EQ(second.at("content").at("texts").at("highlights"), "写的");
    auto const stale = edit(R"({"highlights":"别人的"})", "\"0\"");
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code, Errc::conflict);
    EXPECT_EQ(edit(R"({"figures":{}})", "\"1\"").error().code, Errc::invalid);
}

TEST_F(FilingBookRoutes, AFrozenFilingStaysAsItWas) {
    deliver({row(0), row(1)});
    auto const head = bodyOf(freezeWeek());
    EXPECT_EQ(head.at("number"), 1);
    EXPECT_EQ(head.at("revision"), 1);
    EXPECT_THAT(head.at("forms").as_array(), SizeIs(6));
    deliver({row(2)});
    auto const shown = bodyOf(of("1"));
    EXPECT_EQ(shown.at("content").at("figures").at("complete"), 2);
    EXPECT_EQ(shown.at("digest"), head.at("digest"));
    auto const json = of("1", "/form", {{"format", "json"}});
    ASSERT_TRUE(json);
    ASSERT_TRUE(json->file);
    EXPECT_EQ(json->file->etag.hex(), std::string(head.at("digest").as_string()));
    EXPECT_THAT(json->headers.at("Content-Disposition"), HasSubstr("filename*=UTF-8''"));
    EXPECT_EQ(of("1", "/form", {{"format", "exe"}}).error().code, Errc::invalid);
    EXPECT_THAT(of("1", "/text", {{"length", "brief"}}).value().body, HasSubstr("2次"));
}

TEST_F(FilingBookRoutes, FilesOfOneDraftAreOfOneCount) {
    deliver({row(0)});
    // One book, which remembers; ask() makes one each time.
    FilingSettings settings;
    settings.directory = directory_;
    settings.reports = reportSettings();
    FilingBook book(*store_, std::move(settings));
    auto const get = [&](std::string const& pattern, std::string const& digest) {
        access::Request request;
        request.query = {{"activity", activity_.handle}, {"kind", "week"}, {"format", "json"}};
        if (!digest.empty()) {
            request.query["content"] = digest;
        }
        for (auto const& route : book.routes()) {
            if (route.method == "GET" && route.pattern == pattern) {
                return route.handler(who_, request);
            }
        }
        return Result<access::Response>(Error{Errc::internal, "no route " + pattern});
    };
    auto const complete = [](Result<access::Response> const& answer) {
        return bodyOf(answer).at("figures").at("complete").as_int64();
    };
    auto const digest =
        std::string(bodyOf(get("/api/v1/filing-draft", "")).at("digest").as_string());
    deliver({row(1)});
    EXPECT_EQ(complete(get("/api/v1/filing-draft/form", digest)), 1);
    EXPECT_EQ(complete(get("/api/v1/filing-draft/form", "")), 2);
    who_.name = "somebody else";
    EXPECT_EQ(get("/api/v1/filing-draft/form", digest).error().code, Errc::conflict);
}

TEST_F(FilingBookRoutes, WhatHasNotBegunHasNothingToCountAndIsNotFrozen) {
    access::Request request;
    request.query = {{"activity", activity_.handle}, {"kind", "week"}, {"issue", "3"}};
    auto const content = bodyOf(ask("GET", "/api/v1/filing-draft", request)).at("content");
    EXPECT_EQ(content.at("figures").at("planned"), 0);
    EXPECT_EQ(content.at("begun"), false);
    EXPECT_THAT(std::string(content.at("texts").at("overview").as_string()), HasSubstr("尚未开始"));
    request.body = boost::json::serialize(
        boost::json::object{{"activity", activity_.handle}, {"kind", "week"}, {"issue", 3}});
    auto const frozen = ask("POST", "/api/v1/filings", std::move(request));
    ASSERT_FALSE(frozen);
    EXPECT_EQ(frozen.error().code, Errc::conflict);
}

TEST_F(FilingBookRoutes, AWeekThatGoesOnSaysSo) {
    access::Request request;
    request.query = {{"activity", activity_.handle}, {"kind", "week"}, {"issue", "2"}};
    auto const content =
        bodyOf(ask("GET", "/api/v1/filing-draft", std::move(request))).at("content");
    EXPECT_EQ(content.at("provisional"), true);
    EXPECT_THAT(std::string(content.at("texts").at("overview").as_string()), HasSubstr("阶段性"));
}

TEST_F(FilingBookRoutes, AnotherRevisionSaysWhy) {
    ASSERT_TRUE(freezeWeek());
    auto const again = freezeWeek();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::conflict);
    auto const revised = bodyOf(freezeWeek("补录三块屏"));
    EXPECT_EQ(revised.at("number"), 1);
    EXPECT_EQ(revised.at("revision"), 2);
    EXPECT_EQ(bodyOf(of("1")).at("reason"), "补录三块屏");
    EXPECT_EQ(bodyOf(of("1", "", {{"revision", "1"}})).at("reason"), "");
}

TEST_F(FilingBookRoutes, ASumThatIsFrozenMeanwhileComesAfterwards) {
    freeze(week(1, "north"));
    change([&](store::Tx& tx) {
        for (auto const step : {store::FilingStep::submitted, store::FilingStep::accepted}) {
            tx.filings().record({1, 1, step, now_, now_, "li", "", "", ""});
        }
    });
    FilingSettings settings;
    settings.directory = directory_;
    settings.reports = reportSettings();
    access::Routes routes;
    auto const post = [&](std::string const& pattern, char const* reason) {
        access::Request request;
        request.body = boost::json::serialize(boost::json::object{{"activity", activity_.handle},
                                                                  {"kind", "week"},
                                                                  {"issue", 1},
                                                                  {"unit", ""},
                                                                  {"reason", reason}});
        auto const route = std::find_if(routes.begin(), routes.end(), [&](auto const& one) {
            return one.method == "POST" && one.pattern == pattern;
        });
        return route->handler(who_, request);
    };
    // The sum is asked for while the files of the other are written.
    std::thread other;
    Result<access::Response> sum = Error{Errc::internal, "it was not asked for"};
    std::once_flag once;
    settings.print = [&](media::PrintDocument const&) -> Result<std::string> {
        std::call_once(once, [&] {
            other = std::thread([&] { sum = post("/api/v1/filing-roll-up", "汇总"); });
        });
        return std::string("%PDF");
    };
    FilingBook book(*store_, std::move(settings));
    routes = book.routes();
    auto const frozen = post("/api/v1/filings", "");
    ASSERT_TRUE(other.joinable());
    other.join();
    EXPECT_EQ(bodyOf(frozen).at("revision"), 1);
    EXPECT_EQ(bodyOf(sum).at("revision"), 2);
    EXPECT_EQ(bodyOf(sum).at("number"), bodyOf(frozen).at("number"));
}

TEST_F(FilingBookRoutes, AreForThoseWhoReachTheUnit) {
    ASSERT_TRUE(freezeWeek());
    access::UnitSet north;
    north.add(std::string("north"));
    who_.permissions.clear();
    who_.permissions[access::Permission::viewReports] = north;
    who_.permissions[access::Permission::submitReports] = north;
    who_.unit = "north";
    EXPECT_EQ(of("1").error().code, Errc::notFound) << "it is the whole site's";
    EXPECT_TRUE(draft("north"));
    EXPECT_EQ(draft("south").error().code, Errc::permission);
    EXPECT_EQ(bodyOf(freezeWeek()).at("unit"), "north");
    EXPECT_TRUE(of("2"));
}

TEST_F(FilingBookRoutes, WhatIsDueNamesInstantsStatesAndDaysInNoWeek) {
    ASSERT_TRUE(freezeWeek());
    access::Request request;
    request.query = {{"activity", activity_.handle}};
    auto const due = bodyOf(ask("GET", "/api/v1/filing-due", std::move(request)));
    auto const& items = due.at("items").as_array();
    ASSERT_THAT(items, SizeIs(5)) << "four weeks and the final";
    EXPECT_EQ(items[0].at("issue"), 1);
    EXPECT_EQ(items[0].at("due"), "2026-06-09T10:00:00.000Z");
    EXPECT_EQ(items[0].at("state"), "draft") << "frozen and not sent";
    EXPECT_EQ(items[0].at("number"), 1);
    EXPECT_EQ(items[4].at("kind"), "final");
    EXPECT_EQ(items[4].at("due"), "2026-06-30T16:00:00.000Z");
    EXPECT_EQ(due.at("in_no_week").at(0).at("from"), "2026-06-29");
}

}  // namespace
}  // namespace tocsin::filing
