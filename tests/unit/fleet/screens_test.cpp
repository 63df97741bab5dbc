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
