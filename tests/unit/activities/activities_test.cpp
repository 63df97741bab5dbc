// SPDX-License-Identifier: Apache-2.0
// Activities at the API: added, changed, cloned, retired; by whom.
#include "activity_fixtures.hpp"

namespace tocsin::activities {
namespace {

using testing::Contains;
using testing::HasSubstr;

using Activities = BookFixture;

constexpr char kMonth[] = "/api/v1/activities/month";

std::string wish(std::string const& more = "") {
    return R"({"title":"2026年安全生产月","from":"2026-06-01","to":"2026-06-30")" + more + "}";
}

std::vector<store::Theme> themesIn(store::Tx const& tx) {
    return tx.themes().all();
}

TEST_F(Activities, AndTheirWorkAreDescribedInJson) {
    for (auto const& route : book_->routes()) {
        for (auto const& schema : {route.requestSchema, route.responseSchema}) {
            boost::json::error_code wrong;
            boost::json::parse(schema.empty() ? "{}" : schema, wrong);
            EXPECT_FALSE(wrong) << route.method << " " << route.pattern << ": " << schema;
        }
    }
}

TEST_F(Activities, AreAddedOfTheCallersUnitAndListed) {
    addMonth();
    auto const shown = objectOf(call("GET", kMonth));
    EXPECT_EQ(shown.at("unit"), "bureau");
    EXPECT_EQ(shown.at("revision"), 1);
    EXPECT_EQ(shown.at("owner"), "ren");
    EXPECT_EQ(shown.at("completeness").at("there"), 0);
    EXPECT_EQ(shown.at("work").at("people"), 0);
    EXPECT_EQ(objectOf(call("GET", "/api/v1/activities")).at("items").as_array().size(), 1U);
    EXPECT_THAT(actions(), Contains("ren activity.set month"));
    EXPECT_EQ(call("GET", "/api/v1/activities/none").status, 404);
}

TEST_F(Activities, AreChangedOnlyAsTheyWereSeen) {
    addMonth();
    EXPECT_EQ(call("GET", kMonth).headers.at("ETag"), "\"1\"");
    auto const changed = call("PUT", kMonth, wish(), {}, {{"if-match", "\"1\""}});
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(changed.headers.at("ETag"), "\"2\"");
    EXPECT_EQ(call("PUT", kMonth, wish(), {}, {{"if-match", "\"1\""}}).status, 412);
    EXPECT_EQ(call("PUT", kMonth, wish(), {}, {{"if-none-match", "*"}}).status, 412);
    EXPECT_EQ(call("PUT", "/api/v1/activities/none", wish(), {}, {{"if-match", "\"1\""}}).status,
              412);
    EXPECT_EQ(objectOf(call("GET", kMonth)).at("revision"), 2);
}

TEST_F(Activities, ThatAreChangedKeepTheirPartsAndCampaigns) {
    addMonth();
    EXPECT_EQ(call("PUT", std::string(kMonth) + "/campaigns/fire").status, 200);
    EXPECT_EQ(call("PUT", std::string(kMonth) + "/parts/deployment", R"({"text":"已部署"})").status,
              200);
    auto const shown = objectOf(call("PUT", kMonth, wish()));
    EXPECT_EQ(shown.at("campaigns").at(0).at("title"), "消防宣传");
    EXPECT_EQ(shown.at("campaigns").at(0).at("state"), "approved");
    EXPECT_EQ(shown.at("parts").at(0).at("text"), "已部署");
    EXPECT_EQ(shown.at("completeness").at("there"), 2);
}

TEST_F(Activities, EnterTheirThemeIntoTheListByWhichSlogansAreChecked) {
    addMonth();
    EXPECT_EQ(look(themesIn),
              (std::vector<store::Theme>{{"2026年安全生产月", "人人讲安全", "2026"}}));
    EXPECT_EQ(call("PUT", kMonth, wish(R"(,"theme":"个个会应急")")).status, 200);
    EXPECT_EQ(look(themesIn).at(0).text, "个个会应急");
    EXPECT_EQ(call("PUT", kMonth, wish()).status, 200);
    EXPECT_TRUE(look(themesIn).empty());
}

TEST_F(Activities, DoNotWriteOverAThemeThatSomebodyElseSet) {
    change([](store::Tx& tx) { tx.themes().put({"2026年安全生产月", "官方主题", "2026"}); });
    auto const answer = call("PUT", kMonth, wish(R"(,"theme":"官方主題")"));
    EXPECT_EQ(answer.status, 409);
    EXPECT_THAT(detailOf(answer), HasSubstr("官方主题"));
    EXPECT_EQ(call("PUT", kMonth, wish(R"(,"theme":"官方主题")")).status, 201);
    EXPECT_EQ(call("PUT", kMonth, wish(R"(,"theme":"另一个")")).status, 200)
        << "it is this activity's own by now";
}

TEST_F(Activities, OfAUnitAboveAreSeenByMembersAndNotChanged) {
    addMonth();
    become("li", "east", {"east"});
    EXPECT_EQ(call("GET", kMonth).status, 200);
    EXPECT_EQ(objectOf(call("GET", "/api/v1/activities")).at("items").as_array().size(), 1U);
    EXPECT_EQ(call("PUT", kMonth, wish()).status, 403);
    EXPECT_EQ(call("POST", std::string(kMonth) + "/retire").status, 403);
    EXPECT_EQ(call("PUT", std::string(kMonth) + "/parts/plan", R"({"done":true})").status, 403);
    EXPECT_EQ(call("PUT", "/api/v1/activities/own", wish()).status, 201);
    EXPECT_EQ(objectOf(call("GET", "/api/v1/activities/own")).at("unit"), "east");
    become("wu", "west", {"west"});
    EXPECT_EQ(call("GET", "/api/v1/activities/own").status, 403);
    EXPECT_EQ(objectOf(call("GET", "/api/v1/activities")).at("items").as_array().size(), 1U);
}

TEST_F(Activities, NeverMoveToAnotherUnit) {
    addMonth();
    EXPECT_EQ(call("PUT", kMonth, wish(R"(,"unit":"east")")).status, 409);
    EXPECT_EQ(call("PUT", "/api/v1/activities/x", wish(R"(,"unit":"nowhere")")).status, 403);
}

TEST_F(Activities, OfLastYearAreClonedAlsoByMembersForThemselves) {
    addMonth();
    EXPECT_EQ(
        call("POST", std::string(kMonth) + "/key-dates", R"({"day":"2026-06-16","title":"咨询日"})")
            .status,
        200);
    auto const path = std::string(kMonth) + "/clone";
    auto const cloned = call("POST", path, R"({"handle":"month-2027"})");
    ASSERT_EQ(cloned.status, 201) << cloned.body;
    auto const shown = objectOf(cloned);
    EXPECT_EQ(shown.at("title"), "2027年安全生产月");
    EXPECT_EQ(shown.at("theme"), "");
    EXPECT_EQ(shown.at("from"), "2027-06-01");
    EXPECT_EQ(shown.at("key_dates").at(0).at("day"), "2027-06-16");
    EXPECT_EQ(shown.at("unit"), "bureau");
    EXPECT_EQ(look(themesIn).size(), 1U) << "no theme was said of the new one";
    EXPECT_EQ(call("POST", path, R"({"handle":"month-2027"})").status, 409);
    become("li", "east", {"east"});
    EXPECT_EQ(objectOf(call("POST", path, R"({"handle":"east-2028","years":2})")).at("unit"),
              "east");
}

TEST_F(Activities, ThatAreRetiredStayAndAreBroughtBackByAddingThemAgain) {
    addMonth();
    EXPECT_EQ(call("POST", std::string(kMonth) + "/retire").status, 200);
    EXPECT_TRUE(objectOf(call("GET", "/api/v1/activities")).at("items").as_array().empty());
    EXPECT_EQ(objectOf(call("GET", "/api/v1/activities", "", {{"retired", "any"}}))
                  .at("items")
                  .as_array()
                  .size(),
              1U);
    EXPECT_EQ(call("PUT", std::string(kMonth) + "/campaigns/fire").status, 409);
    EXPECT_EQ(call("PUT", kMonth, wish(), {}, {{"if-none-match", "*"}}).status, 200);
    EXPECT_EQ(objectOf(call("GET", kMonth)).at("retired"), false);
}

TEST_F(Activities, HaveCampaignsThatTheCallerMaySee) {
    addMonth();
    change([](store::Tx& tx) {
        store::Campaign hidden;
        hidden.id = CampaignId("hidden");
        hidden.unit = "elsewhere";
        tx.campaigns().put(hidden);
    });
    auto const campaigns = std::string(kMonth) + "/campaigns/";
    EXPECT_EQ(call("PUT", campaigns + "hidden").status, 404);
    EXPECT_EQ(call("PUT", campaigns + "none").status, 404);
    EXPECT_EQ(call("PUT", campaigns + "fire").status, 200);
    EXPECT_EQ(call("PUT", campaigns + "fire").status, 409);
    EXPECT_EQ(call("DELETE", campaigns + "fire").status, 200);
    EXPECT_EQ(call("DELETE", campaigns + "fire").status, 404);
}

TEST_F(Activities, HaveSeveralKeyDatesADay) {
    addMonth();
    auto const dates = std::string(kMonth) + "/key-dates";
    for (auto const* title : {"咨询日", "启动仪式"}) {
        EXPECT_EQ(
            call("POST", dates, R"({"day":"2026-06-16","title":")" + std::string(title) + "\"}")
                .status,
            200);
    }
    auto const noted =
        objectOf(call("POST", dates, R"({"day":"2026-06-16","title":"咨询日","note":"广场"})"));
    EXPECT_EQ(noted.at("key_dates").as_array().size(), 2U);
    EXPECT_EQ(call("DELETE", dates + "/2026-06-16", "", {{"title", "启动仪式"}}).status, 200);
    EXPECT_EQ(objectOf(call("GET", kMonth)).at("key_dates").at(0).at("note"), "广场");
    EXPECT_EQ(call("DELETE", dates + "/2026-06-17").status, 404);
}

}  // namespace
}  // namespace tocsin::activities
