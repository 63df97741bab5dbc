// SPDX-License-Identifier: Apache-2.0
// Submitted reports never change; what comes later is in their addendum.
#include "report_fixture.hpp"

namespace tocsin::reports {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class Submitted : public ReportTest {
protected:
    Result<access::Response> ask(std::string const& method, std::string const& pattern,
                                 access::Request request) {
        ReportSettings settings;
        settings.now = [this] { return now_; };
        auto const all = routes(*store_, std::move(settings));
        for (auto const& route : all) {
            if (route.method == method && route.pattern == pattern) {
                return route.handler(who_, request);
            }
        }
        return Error{Errc::internal, "no route"};
    }
    Result<access::Response> submit(std::string const& body) {
        access::Request request;
        request.body = body;
        return ask("POST", "/api/v1/reports/submitted", std::move(request));
    }
    Result<access::Response> show(std::string const& number, std::string const& part = "",
                                  std::map<std::string, std::string> query = {}) {
        access::Request request;
        request.parameters["number"] = number;
        request.query = std::move(query);
        return ask("GET", "/api/v1/reports/submitted/{number}" + part, std::move(request));
    }
    boost::json::array list() {
        auto const answer = ask("GET", "/api/v1/reports/submitted", {});
        return boost::json::parse(answer.value().body).at("items").as_array();
    }
    static boost::json::object bodyOf(Result<access::Response> const& answer) {
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? boost::json::parse(answer->body).as_object() : boost::json::object{};
    }

    char const* const kJune1 =
        R"({"report":"plays","from":"2026-06-01","to":"2026-06-01","by":["screen"],"title":"第1周"})";
};

TEST_F(Submitted, AReportStaysAsItWasWhateverComesLater) {
    ingest("gate", {row(0), row(1)});
    auto const head = bodyOf(submit(kJune1));
    EXPECT_EQ(head.at("number"), 1);
    EXPECT_EQ(head.at("revision"), 1);
    EXPECT_EQ(head.at("title"), "第1周");
    auto const before = show("1").value().body;
    EXPECT_EQ(head.at("digest").as_string(), messages::sha256(before).hex());
    EXPECT_EQ(boost::json::parse(before).at("total").at("complete"), 2);
    ingest("hall", {row(2)});
    change([](store::Tx& tx) {
        auto gate = tx.screens().find(ScreenId("gate")).value();
        gate.name = "renamed";
        tx.screens().put(gate);
    });
    EXPECT_EQ(show("1").value().body, before);
    EXPECT_THAT(show("1", "", {{"format", "csv"}}).value().body, HasSubstr("gate,'=gate,10,2"));
    for (auto const& [format, member] :
         {std::pair{"json", "digest"}, {"csv", "digest_csv"}, {"html", "digest_html"}}) {
        auto const form = show("1", "", {{"format", format}}).value();
        EXPECT_EQ(form.headers.at("Tocsin-Report-Digest"), messages::sha256(form.body).hex());
        EXPECT_EQ(head.at(member).as_string(), messages::sha256(form.body).hex());
    }
    EXPECT_THAT(show("1", "", {{"format", "html"}}).value().body, HasSubstr("电子屏播放情况报告"));
}

TEST_F(Submitted, LateRowsStandInTheAddendum) {
    ingest("gate", {row(0), row(1)});
    ASSERT_TRUE(submit(kJune1));
    EXPECT_EQ(bodyOf(show("1", "/addendum")).at("rows"), boost::json::array{});
    auto elsewhere = row(0);
    elsewhere.start += std::chrono::hours(48);
    elsewhere.end += std::chrono::hours(48);
    ingest("hall", {row(2), row(4), row(3, PlayResult::partial), elsewhere});
    auto const addendum = bodyOf(show("1", "/addendum"));
    ASSERT_THAT(addendum.at("rows").as_array(), SizeIs(2)) << "film and poster";
    EXPECT_EQ(addendum.at("total").at("complete"), 2);
    EXPECT_EQ(addendum.at("total").at("partial"), 1);
    EXPECT_EQ(addendum.at("total").at("shown_ms"), 24'000);
    EXPECT_EQ(rowOf(addendum, "asset_name", "film").at("complete"), 2);
    EXPECT_EQ(rowOf(addendum, "asset_name", "film").at("screen"), "hall");
}

TEST_F(Submitted, TheAddendumIsOfTheScreensOfThen) {
    change([](store::Tx& tx) {
        tx.units().put({"north", "北院", "", ""});
        tx.units().put({"south", "南院", "", ""});
    });
    auto north = boost::json::parse(kJune1).as_object();
    north["unit"] = "north";
    ASSERT_TRUE(submit(boost::json::serialize(north)));
    change([](store::Tx& tx) {
        auto gate = tx.screens().find(ScreenId("gate")).value();
        auto hall = tx.screens().find(ScreenId("hall")).value();
        std::swap(gate.unit, hall.unit);
        tx.screens().put(gate);
        tx.screens().put(hall);
    });
    ingest("gate", {row(0)});
    ingest("hall", {row(1)});
    auto const addendum = bodyOf(show("1", "/addendum"));
    ASSERT_THAT(addendum.at("rows").as_array(), SizeIs(1));
    EXPECT_EQ(addendum.at("rows").at(0).at("screen"), "gate");
}

TEST_F(Submitted, AreSoManyAUnitAndDay) {
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(submit(kJune1)) << i;
    }
    auto const refused = submit(kJune1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::exhausted);
    now_ += std::chrono::hours(25);
    EXPECT_TRUE(submit(kJune1));
}

TEST_F(Submitted, NeedARightOfTheirOwn) {
    auto const all = routes(*store_, {});
    for (auto const& route : all) {
        if (route.method == "POST" && route.pattern == "/api/v1/reports/submitted") {
            EXPECT_EQ(route.permission, access::Permission::submitReports);
        }
    }
    who_.permissions.erase(access::Permission::submitReports);
    ASSERT_FALSE(submit(kJune1));
    EXPECT_THAT(list(), SizeIs(0));
}

TEST_F(Submitted, ACorrectionIsARevisionWithAReason) {
    ingest("gate", {row(0)});
    ASSERT_TRUE(submit(kJune1));
    auto const first = show("1").value().body;
    ingest("hall", {row(1)});
    auto again = boost::json::parse(kJune1).as_object();
    again["of"] = 1;
    auto const without = submit(boost::json::serialize(again));
    ASSERT_FALSE(without);
    EXPECT_THAT(without.error().message, HasSubstr("reason"));
    again["reason"] = "大厅屏补传";
    EXPECT_EQ(bodyOf(submit(boost::json::serialize(again))).at("revision"), 2);
    EXPECT_EQ(boost::json::parse(show("1").value().body).at("total").at("complete"), 2);
    EXPECT_EQ(show("1", "", {{"revision", "1"}}).value().body, first);
    EXPECT_EQ(bodyOf(show("1", "/addendum")).at("rows"), boost::json::array{});
    EXPECT_THAT(bodyOf(show("1", "/addendum", {{"revision", "1"}})).at("rows").as_array(),
                SizeIs(1));
    EXPECT_THAT(list(), SizeIs(2));
    again["to"] = "2026-06-02";
    auto const other = submit(boost::json::serialize(again));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, Errc::conflict);
}

TEST_F(Submitted, SecondsCanBeSubmittedToo) {
    auto const head = bodyOf(
        submit(R"({"report":"seconds","from":"2026-06-01","to":"2026-06-01","by":["unit"]})"));
    EXPECT_EQ(head.at("report"), "seconds");
    EXPECT_EQ(boost::json::parse(show("1").value().body).at("rule"), "tocsin-seconds/3");
}

TEST_F(Submitted, BelongToAUnitAndAreOfItsScreens) {
    change([](store::Tx& tx) {
        tx.units().put({"north", "北院", "", ""});
        tx.units().put({"south", "南院", "", ""});
    });
    ingest("gate", {row(0)});
    ingest("hall", {row(1)});
    ASSERT_TRUE(submit(kJune1));  // of the whole site
    access::UnitSet south;
    south.add("south");
    who_.permissions[access::Permission::viewReports] = south;
    who_.permissions[access::Permission::submitReports] = south;
    who_.unit = "south";
    EXPECT_THAT(list(), SizeIs(0));
    ASSERT_FALSE(show("1"));
    EXPECT_EQ(show("1").error().code, Errc::notFound);
    auto const mine = bodyOf(submit(kJune1));
    EXPECT_EQ(mine.at("unit"), "south");
    auto const rows = boost::json::parse(show("2").value().body).at("rows").as_array();
    ASSERT_THAT(rows, SizeIs(1));
    EXPECT_EQ(rows[0].at("screen"), "hall");
    auto of = boost::json::parse(kJune1).as_object();
    of["of"] = 1;
    of["reason"] = "x";
    EXPECT_EQ(submit(boost::json::serialize(of)).error().code, Errc::notFound);
}

TEST_F(Submitted, WrongQuestionsGetOneClearLine) {
    for (auto const& [body, told] :
         {std::pair{R"({"from":"2026-06-01","to":"2026-06-01"})", "report"},
          {R"({"report":"films","from":"2026-06-01","to":"2026-06-01"})", "plays"},
          {R"({"report":"plays","from":"2026-06-01","to":"2026-06-01","by":["colour"]})", "colour"},
          {R"({"report":"plays","from":"2026-06-01","to":"2026-06-01","of":7,"reason":"x"})",
           "no submitted report 7"}}) {
        auto const answer = submit(body);
        ASSERT_FALSE(answer) << body;
        EXPECT_THAT(answer.error().message, HasSubstr(told));
    }
    for (auto const* number : {"0", "-1", "x", "9", "99999999999999999999"}) {
        EXPECT_EQ(show(number).error().code, Errc::notFound) << number;
    }
}

}  // namespace
}  // namespace tocsin::reports
