// SPDX-License-Identifier: Apache-2.0
// Screens at the HTTP API.
#include "garrison.hpp"

namespace tocsin::fleet {
namespace {

using testing::Contains;
using testing::HasSubstr;

using Screens = Garrison;

TEST_F(Screens, AreKeptAsTheyWereGiven) {
    auto const added =
        json("POST", "/api/v1/screens",
             R"({"id":"gate","name":"东门户外屏","unit":"hospital-1","tags":["outdoor"],
                                "width":960,"height":540,"zone":"Asia/Urumqi","seed":"group-a",
                                "opening":[{"days":["mon","fri"],"from":"06:00","to":"22:30"},
                                           {"days":["sat"],"from":"20:00","to":"02:00"}]})",
             201);
    EXPECT_THAT(added.at("token").as_string().c_str(),
                testing::MatchesRegex("[0-9a-f]+\\.[0-9a-f]+"));
    auto const shown = json("GET", "/api/v1/screens/gate");
    EXPECT_FALSE(shown.contains("token"));
    EXPECT_EQ(shown.at("name").as_string(), "东门户外屏");
    EXPECT_EQ(shown.at("zone").as_string(), "Asia/Urumqi");
    EXPECT_EQ(shown.at("bound").as_bool(), false);
    EXPECT_TRUE(shown.at("player").is_null());
    EXPECT_EQ(boost::json::serialize(shown.at("opening")),
              R"([{"days":["mon","fri"],"from":"06:00","to":"22:30"},)"
              R"({"days":["sat"],"from":"20:00","to":"02:00"}])");
    EXPECT_EQ(json("GET", "/api/v1/screens").at("items").as_array().size(), 1U);
    EXPECT_THAT(audit(), Contains("screen.add gate"));
}

TEST_F(Screens, AreAddedOnce) {
    addScreen("gate");
    auto const again = call("POST", "/api/v1/screens", R"({"id":"gate","width":8,"height":8})");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(json("GET", "/api/v1/screens/gate").at("width").as_int64(), 192);
}

TEST_F(Screens, ThatCannotBeAreRefusedWithThePlace) {
    struct Wrong {
        char const* body;
        char const* where;
    };
    for (
        auto const& wrong :
        {Wrong{R"({"id":"Gate 1","width":8,"height":8})", "id"},
         Wrong{R"({"id":"","width":8,"height":8})", "id"},
         Wrong{R"({"id":"g","width":7,"height":8})", "width"},
         Wrong{R"({"id":"g","width":8,"height":8193})", "height"},
         Wrong{R"({"id":"g","width":8})", "height"},
         Wrong{R"({"id":"g","width":8,"height":8,"zone":"Asia/Nowhere"})", "zone"},
         Wrong{R"({"id":"g","width":8,"height":8,"colour":1})", "colour"},
         Wrong{R"({"id":"g","width":8,"height":8,"tags":"all"})", "tags"},
         Wrong{
             R"({"id":"g","width":8,"height":8,"opening":[{"days":["mon"],"from":"25:00","to":"26:00"}]})",
             "opening"},
         Wrong{
             R"({"id":"g","width":8,"height":8,"opening":[{"days":["moon"],"from":"06:00","to":"07:00"}]})",
             "opening"},
         Wrong{"no json", ""}}) {
        auto const answer = call("POST", "/api/v1/screens", wrong.body);
        EXPECT_EQ(answer.status, 422) << wrong.body;
        EXPECT_THAT(answer.body, HasSubstr(wrong.where));
    }
    EXPECT_TRUE(json("GET", "/api/v1/screens").at("items").as_array().empty());
}

TEST_F(Screens, SayWhereTheyStandIfAnybodySaidSo) {
    auto const added = json("POST", "/api/v1/screens",
                            R"({"id":"gate","width":8,"height":8,)"
                            R"("place":{"latitude":30.259244,"longitude":-120},"code":"330106"})",
                            201);
    EXPECT_EQ(added.at("place").at("latitude").to_number<double>(), 30.259244);
    EXPECT_EQ(added.at("place").at("longitude").to_number<double>(), -120);
    EXPECT_EQ(json("GET", "/api/v1/screens/gate").at("place"), added.at("place"));
    EXPECT_EQ(json("GET", "/api/v1/screens/gate").at("code").as_string(), "330106");
    addScreen("hall");
    EXPECT_TRUE(json("GET", "/api/v1/screens/hall").at("place").is_null());
    EXPECT_EQ(json("GET", "/api/v1/screens/hall").at("code").as_string(), "");
}

TEST_F(Screens, StandNowhereElseThanOnTheEarth) {
    struct Wrong {
        char const* member;
        char const* where;
    };
    addScreen("gate");
    for (auto const& wrong :
         {Wrong{R"("place":{"latitude":90.001,"longitude":0})", "place.latitude"},
          Wrong{R"("place":{"latitude":0,"longitude":-180.5})", "place.longitude"},
          Wrong{R"("place":{"latitude":"30","longitude":0})", "place.latitude"},
          Wrong{R"("place":{"latitude":30})", "longitude"},
          Wrong{R"("place":{"latitude":30,"longitude":120,"height":5})", "height"},
          Wrong{R"("place":[30,120])", "place"}, Wrong{R"("code":"33010")", "code"},
          Wrong{R"("code":"3301060010001")", "code"}, Wrong{R"("code":"33010a")", "code"},
          Wrong{R"("code":330106)", "code"}}) {
        auto const added =
            call("POST", "/api/v1/screens",
                 R"({"id":"new","width":8,"height":8,)" + std::string(wrong.member) + "}");
        EXPECT_EQ(added.status, 422) << wrong.member;
        EXPECT_THAT(added.body, HasSubstr(wrong.where));
        auto const changed =
            call("PATCH", "/api/v1/screens/gate", "{" + std::string(wrong.member) + "}");
        EXPECT_EQ(changed.status, 422) << wrong.member;
        EXPECT_THAT(changed.body, HasSubstr(wrong.where));
    }
    for (auto const* edge :
         {R"({"latitude":90,"longitude":180})", R"({"latitude":-90.0,"longitude":-180.0})"}) {
        json("PATCH", "/api/v1/screens/gate", R"({"place":)" + std::string(edge) + "}");
    }
    json("PATCH", "/api/v1/screens/gate", R"({"code":"330106001000"})");
}

TEST_F(Screens, AreChangedInWhatIsSaidAndNothingElse) {
    json("POST", "/api/v1/screens",
         R"({"id":"gate","name":"东门","tags":["outdoor"],"width":192,"height":32,"seed":"a"})",
         201);
    auto before = json("GET", "/api/v1/screens/gate");
    auto const changed =
        json("PATCH", "/api/v1/screens/gate",
             R"({"name":"西门","place":{"latitude":30.5,"longitude":120},"code":"330106"})");
    EXPECT_EQ(changed.at("name").as_string(), "西门");
    EXPECT_EQ(changed.at("code").as_string(), "330106");
    for (auto const* member : {"tags", "width", "seed", "bound", "zone", "added"}) {
        EXPECT_EQ(changed.at(member), before.at(member)) << member;
    }
    json("PATCH", "/api/v1/screens/gate", R"({"tags":["indoor","wall"]})");
    json("PATCH", "/api/v1/screens/gate", R"({"place":null,"code":null})");
    auto const after = json("GET", "/api/v1/screens/gate");
    EXPECT_EQ(boost::json::serialize(after.at("tags")), R"(["indoor","wall"])");
    EXPECT_TRUE(after.at("place").is_null());
    EXPECT_EQ(after.at("code").as_string(), "");
    EXPECT_EQ(after.at("name").as_string(), "西门");
    EXPECT_THAT(audit(), Contains("screen.change gate"));
}

TEST_F(Screens, AreNotChangedInWhatCannotBe) {
    addScreen("gate");
    for (auto const* body : {R"({"width":8})", R"({"name":""})", R"({"tags":null})", "[]", "x"}) {
        EXPECT_EQ(call("PATCH", "/api/v1/screens/gate", body).status, 422) << body;
    }
    EXPECT_EQ(call("PATCH", "/api/v1/screens/nowhere", R"({"name":"x"})").status, 404);
    json("POST", "/api/v1/screens/gate/retire");
    EXPECT_EQ(call("PATCH", "/api/v1/screens/gate", R"({"name":"x"})").status, 409);
}

TEST_F(Screens, AskTheGuardOfWhatMayKeepAWarningOrContentFromThem) {
    addScreen("gate");
    std::vector<std::string> asked;
    guard_ = [&](store::Tx&, access::Reached const& reached) -> Result<> {
        for (auto const& screen : reached.screens) {
            asked.push_back(screen.str());
        }
        return {};
    };
    auto const count = [&](char const* body) {
        asked.clear();
        json("PATCH", "/api/v1/screens/gate", body);
        return asked.size();
    };
    EXPECT_EQ(count(R"({"name":"西门"})"), 0U);
    EXPECT_EQ(count(R"({"place":{"latitude":30,"longitude":120}})"), 0U) << "nobody had said";
    EXPECT_EQ(count(R"({"place":{"latitude":30,"longitude":120}})"), 0U) << "the same";
    EXPECT_EQ(count(R"({"place":{"latitude":31,"longitude":120}})"), 1U);
    EXPECT_EQ(count(R"({"place":null})"), 1U);
    EXPECT_EQ(count(R"({"code":"330106"})"), 1U) << "in the stead of its unit's";
    EXPECT_EQ(count(R"({"tags":["indoor"]})"), 1U);
    guard_ = [](store::Tx&, access::Reached const&) -> Result<> {
        return Error{Errc::conflict, "held"};
    };
    EXPECT_EQ(call("PATCH", "/api/v1/screens/gate", R"({"code":""})").status, 409);
    EXPECT_EQ(json("GET", "/api/v1/screens/gate").at("code").as_string(), "330106");
}

TEST_F(Screens, ThatAreNotThereAreNotFound) {
    EXPECT_EQ(call("GET", "/api/v1/screens/nowhere").status, 404);
    EXPECT_EQ(call("POST", "/api/v1/screens/nowhere/token").status, 404);
    EXPECT_EQ(call("POST", "/api/v1/screens/nowhere/retire").status, 404);
}

TEST_F(Screens, ThatAreRetiredTakeNoPlayer) {
    addScreen("gate");
    json("POST", "/api/v1/screens/gate/retire");
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/token").status, 409);
    EXPECT_THAT(audit(), Contains("screen.retire gate"));
}

}  // namespace
}  // namespace tocsin::fleet
