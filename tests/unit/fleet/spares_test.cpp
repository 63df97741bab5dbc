// SPDX-License-Identifier: Apache-2.0
// Players that wait to take the place of another.
#include "garrison.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::fleet {
namespace {

using messages::KeyPair;
using messages::Pending;
using messages::SpareList;
using messages::Welcome;
using testing::Contains;
using testing::IsEmpty;

class Spares : public Garrison {
protected:
    void wait(Player& player, char const* code) {
        player.hello("", code);
        player.hear<Pending>();
    }
    boost::json::object add(char const* body) { return json("POST", "/api/v1/spares", body, 201); }
    boost::json::array list() { return json("GET", "/api/v1/spares").at("items").as_array(); }
    messages::Manifest manifestOf(char const* screen) {
        std::string envelope;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            envelope = tx.manifests().newest(ScreenId(screen)).value().envelope;
            return {};
        }));
        return messages::parseManifest(messages::parseEnvelope(envelope).value().payload).value();
    }

    KeyPair const key_ = KeyPair::generate();
    KeyPair const dead_ = KeyPair::generate();
};

TEST_F(Spares, AreToldWhatTheirScreensNeedTheSoonestFirst) {
    addScreen("gate");
    Player player(*this, key_);
    wait(player, "ABC234");
    auto const spare = add(R"({"code":"abc234","screens":["gate"]})");
    EXPECT_EQ(spare.at("stands_in_for").as_int64(), 1);
    EXPECT_EQ(spare.at("code").as_string(), "ABC234");
    auto const told = player.hear<SpareList>();
    EXPECT_NE(told.ticket, "");
    std::vector<Digest> spans;
    for (auto const& span : manifestOf("gate").spans) {
        spans.push_back(span.timeline);
    }
    std::vector<Digest> files;
    for (auto const& file : told.files) {
        files.push_back(file.digest);
    }
    EXPECT_EQ(files, spans);
    access::Request request;
    request.headers["tocsin-ticket"] = told.ticket;
    EXPECT_TRUE(fleet_->admitContent(request));

    clock_.step(std::chrono::days(2));
    ASSERT_TRUE(schedule_->replan());
    EXPECT_NE(player.hear<SpareList>().files, told.files) << "the plan has moved on";
}

TEST_F(Spares, SayHowFarTheyHaveCome) {
    addScreen("gate");
    Player player(*this, key_);
    wait(player, "ABC234");
    add(R"({"code":"ABC234","screens":["gate"]})");
    player.hear<SpareList>();
    EXPECT_TRUE(list().at(0).at("files").is_null());
    player.say(messages::SpareReport{8, 3});
    until([&] { return list().at(0).at("files").is_object(); });
    EXPECT_EQ(list().at(0).at("files").at("here").as_int64(), 3);
    player.hangUp();
    until([&] { return !list().at(0).at("online").as_bool(); });
    EXPECT_TRUE(list().at(0).at("code").is_null());

    Player again(*this, key_);
    wait(again, "XYZ789");
    again.hear<SpareList>();
    EXPECT_EQ(list().at(0).at("code").as_string(), "XYZ789");
}

TEST_F(Spares, TakeADeadPlayersPlaceByTheirCode) {
    auto const begun = clock_.now();
    Player dead(*this, dead_);
    dead.hello(addScreen("gate"), "");
    dead.hear<Welcome>();
    dead.hangUp();
    until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    Player spare(*this, key_);
    wait(spare, "ABC234");
    add(R"({"code":"ABC234","screens":["gate"]})");
    spare.hear<SpareList>();
    clock_.step(std::chrono::hours(1));
    json("POST", "/api/v1/screens/gate/pair", R"({"code":"ABC234"})");
    EXPECT_EQ(spare.hear<Welcome>().screen, ScreenId("gate"));
    spare.hear<messages::ManifestOffer>();
    EXPECT_THAT(list(), IsEmpty());
    std::vector<store::Binding> before;
    ASSERT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
        before = tx.bindings().of(dead_.publicKey());
        return {};
    }));
    EXPECT_THAT(before,
                testing::ElementsAre(store::Binding{ScreenId("gate"), begun, clock_.now()}));
    Player returns(*this, dead_);
    returns.hello("", "");
    returns.hear<Pending>();
    EXPECT_TRUE(fleet_->links().at(ScreenId("gate")).online);
}

TEST_F(Spares, AreNoneAnyMoreWhenTheyAreRemoved) {
    addScreen("gate");
    Player player(*this, key_);
    wait(player, "ABC234");
    add(R"({"code":"ABC234","screens":["gate"]})");
    auto const ticket = player.hear<SpareList>().ticket;
    EXPECT_EQ(call("DELETE", "/api/v1/spares/nobody").status, 404);
    json("DELETE", "/api/v1/spares/" + key_.publicKey().fingerprint());
    EXPECT_EQ(player.hear<SpareList>(), SpareList{});
    access::Request request;
    request.headers["tocsin-ticket"] = ticket;
    EXPECT_FALSE(fleet_->admitContent(request));
    EXPECT_THAT(audit(), Contains("spare.remove " + key_.publicKey().fingerprint()));
}

TEST_F(Spares, AreRefusedForWhatIsNotThere) {
    addScreen("gate");
    Player player(*this, key_);
    wait(player, "ABC234");
    EXPECT_EQ(call("POST", "/api/v1/spares", R"({"code":"ZZZ999"})").status, 404);
    EXPECT_EQ(call("POST", "/api/v1/spares", R"({"code":"ABC234","screens":["no"]})").status, 404);
    EXPECT_EQ(call("POST", "/api/v1/spares", R"({"code":"ABC234","unit":"no"})").status, 404);
    EXPECT_EQ(
        call("POST", "/api/v1/spares", R"({"code":"ABC234","screens":["gate"],"tag":"t"})").status,
        422);
    EXPECT_THAT(list(), IsEmpty());
}

}  // namespace
}  // namespace tocsin::fleet
