// SPDX-License-Identifier: Apache-2.0
// Many screens at once.
#include "garrison.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::fleet {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class Import : public Garrison {
protected:
    Import() {
        EXPECT_TRUE(store_->write(
            [](store::Tx& tx) -> Result<> {
                tx.units().put({"bureau", "bureau", "", ""});
                return {};
            },
            {"test", "unit.set", "bureau", ""}));
    }
    boost::json::object import(std::string const& rows, std::string const& further = "",
                               int status = 200) {
        return json("POST", "/api/v1/screens/import",
                    R"({"screens":[)" + rows + "]" + further + "}", status);
    }
    std::size_t screens() { return json("GET", "/api/v1/screens").at("items").as_array().size(); }
};

constexpr char kGood[] =
    R"({"id":"gate","name":"东门","unit":"bureau","width":192,"height":32,"tags":["outdoor"]},)"
    R"({"id":"hall","unit":"bureau","width":960,"height":540})";

TEST_F(Import, AddsAllAndGivesEachItsToken) {
    auto const done = import(kGood, R"(,"days":7)");
    ASSERT_EQ(done.at("items").as_array().size(), 2U);
    auto const& gate = done.at("items").at(0);
    EXPECT_EQ(gate.at("action").as_string(), "add");
    EXPECT_EQ(gate.at("expires").as_string(), formatInstant(clock_.now() + std::chrono::days(7)));
    EXPECT_THAT(audit(), Contains("screen.import 2 screens"));
    auto const key = messages::KeyPair::generate();
    Player player(*this, key);
    player.hello(gate.at("token").as_string().c_str(), "");
    EXPECT_EQ(player.hear<messages::Welcome>().screen, ScreenId("gate"));
    player.hear<messages::ManifestOffer>();
}

TEST_F(Import, ChangesNothingUnlessAllIsRightAndNamesAllThatIsWrong) {
    auto const wrong =
        std::string(kGood) +
        R"(,{"id":"Yard","unit":"bureau","width":8,"height":8},)"
        R"({"id":"roof","unit":"nowhere","width":8,"height":8},)"
        R"({"id":"gate","unit":"bureau","width":8,"height":8},)"
        R"({"id":"lift","unit":"bureau","width":7,"height":8,"opening":[{"from":"x","to":"y"}]})";
    auto const dry = import(wrong, R"(,"dry_run":true)");
    auto const refused = import(wrong, "", 422);
    EXPECT_EQ(dry.at("errors"), refused.at("errors"));
    auto const& errors = dry.at("errors").as_array();
    std::vector<std::string> places;
    for (auto const& error : errors) {
        places.push_back(std::to_string(error.at("row").as_int64()) + " " +
                         error.at("field").as_string().c_str());
    }
    EXPECT_THAT(places, testing::UnorderedElementsAre("2 id", "3 unit", "4 id", "5 width"));
    EXPECT_THAT(std::string(refused.at("detail").as_string()), HasSubstr("4 things are wrong"));
    EXPECT_EQ(screens(), 0U);
    EXPECT_THAT(audit(), Not(Contains("screen.import 6 screens")));
}

TEST_F(Import, ADryRunOnlySaysWhatWouldBeDone) {
    auto const dry = import(kGood, R"(,"dry_run":true)");
    EXPECT_EQ(dry.at("items").at(1).at("action").as_string(), "add");
    EXPECT_FALSE(dry.at("items").at(0).as_object().contains("token"));
    EXPECT_EQ(screens(), 0U);
}

TEST_F(Import, LeavesScreensThatAreThereUnlessTheyAreToChange) {
    import(kGood);
    auto const other = R"({"id":"gate","name":"西门","unit":"bureau","width":192,"height":32},)"
                       R"({"id":"hall","unit":"bureau","width":960,"height":540})";
    auto const left = import(other);
    EXPECT_EQ(left.at("items").at(0).at("action").as_string(), "exists");
    EXPECT_EQ(left.at("items").at(1).at("action").as_string(), "unchanged");
    EXPECT_EQ(json("GET", "/api/v1/screens/gate").at("name").as_string(), "东门");
    auto const changed = import(other, R"(,"update":true)");
    EXPECT_EQ(changed.at("items").at(0).at("action").as_string(), "update");
    EXPECT_FALSE(changed.at("items").at(0).as_object().contains("token"));
    EXPECT_EQ(json("GET", "/api/v1/screens/gate").at("name").as_string(), "西门");
    json("POST", "/api/v1/screens/gate/retire");
    import(kGood, "", 422);
}

TEST_F(Import, WhatTheTableDoesNotSayOfAScreenStays) {
    import(
        R"({"id":"gate","name":"东门","unit":"bureau","width":192,"height":32,"tags":["outdoor"],)"
        R"("opening":[{"from":"06:00","to":"22:00"}]})");
    auto const before = json("GET", "/api/v1/screens/gate");
    auto const small = R"({"id":"gate","width":384,"height":64})";
    EXPECT_EQ(import(small).at("items").at(0).at("action").as_string(), "exists");
    import(small, R"(,"update":true)");
    auto after = json("GET", "/api/v1/screens/gate");
    EXPECT_EQ(after.at("width").as_int64(), 384);
    for (auto const* member : {"name", "unit", "tags", "opening", "zone"}) {
        EXPECT_EQ(after.at(member), before.at(member)) << member;
    }
    EXPECT_EQ(import(small).at("items").at(0).at("action").as_string(), "unchanged");
}

TEST_F(Import, SaysWhereScreensStand) {
    import(R"({"id":"gate","unit":"bureau","width":8,"height":8,"code":"330106",)"
           R"("place":{"latitude":30.25,"longitude":120.5}})");
    auto const gate = json("GET", "/api/v1/screens/gate");
    EXPECT_EQ(gate.at("place").at("longitude").to_number<double>(), 120.5);
    EXPECT_EQ(gate.at("code").as_string(), "330106");
    import(R"({"id":"gate","width":8,"height":8,"code":"330108"})", R"(,"update":true)");
    auto const moved = json("GET", "/api/v1/screens/gate");
    EXPECT_EQ(moved.at("place"), gate.at("place"));
    EXPECT_EQ(moved.at("code").as_string(), "330108");
    auto const wrong = import(R"({"id":"hall","unit":"bureau","width":8,"height":8,"code":"1"},)"
                              R"({"id":"yard","unit":"bureau","width":8,"height":8,)"
                              R"("place":{"latitude":120,"longitude":30}})",
                              R"(,"dry_run":true)");
    EXPECT_EQ(wrong.at("errors").at(0).at("field").as_string(), "code");
    EXPECT_EQ(wrong.at("errors").at(1).at("field").as_string(), "place");
}

TEST_F(Import, WhatItChangesOnScreensThatAreThereIsAskedOfTheGuard) {
    import(kGood);
    std::optional<access::Reached> asked;
    guard_ = [&](store::Tx&, access::Reached const& reached) -> Result<> {
        asked = reached;
        return Error{Errc::conflict, "held"};
    };
    auto const other = R"({"id":"gate","name":"西门","width":192,"height":32},)"
                       R"({"id":"hall","width":960,"height":540},)"
                       R"({"id":"new","unit":"bureau","width":8,"height":8})";
    import(other, R"(,"update":true)", 409);
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->screens, std::vector<ScreenId>{ScreenId("gate")});
    EXPECT_EQ(asked->units, std::set<std::string>{"bureau"});
    EXPECT_EQ(json("GET", "/api/v1/screens/gate").at("name").as_string(), "东门");
    EXPECT_EQ(screens(), 2U);
}

}  // namespace
}  // namespace tocsin::fleet
