// SPDX-License-Identifier: Apache-2.0
// A picture is asked for, and comes, or the reason why not.
#include "garrison.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"

namespace tocsin::fleet {
namespace {

using testing::HasSubstr;

class ShotsTest : public Garrison {
protected:
    ShotsTest() { token_ = addScreen("gate"); }
    void welcome(Player& player) {
        player.hello(token_, "");
        player.hear<messages::Welcome>();
    }
    std::future<access::Response> shoot(std::string const& screen = "gate") {
        return std::async(std::launch::async, [this, screen] {
            return call("POST", "/api/v1/screens/" + screen + "/shot");
        });
    }
    access::Response answerOf(std::future<access::Response>& shot) {
        until([&] { return shot.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
        return shot.get();
    }
    /// Archives it as the room for that does.
    messages::EvidenceStored keep(std::string const& request) {
        messages::Evidence evidence;
        evidence.facts.screen = ScreenId("gate");
        evidence.facts.showing = "dark";
        evidence.facts.width = 192;
        evidence.facts.height = 32;
        evidence.picture = messages::sha256("jpeg");
        evidence.bytes = 4;
        store::KeptPicture row;
        row.picture = evidence.picture;
        row.screen = evidence.facts.screen;
        row.envelope = messages::toJson(
            messages::seal(key_, messages::kEvidenceKind, messages::toJson(evidence)));
        EXPECT_TRUE(store_->ingest([&](store::Tx& tx) -> Result<> {
            tx.pictures().put(row);
            return {};
        }));
        return {evidence.picture, request};
    }

    messages::KeyPair const key_ = messages::KeyPair::generate();
    messages::EvidencePicture const picture_{R"({"kind":"k","payload":"","key":"","signature":""})",
                                             "jpeg"};
    std::string token_;
};

TEST_F(ShotsTest, ThePictureThatAnswersTheRequestIsTheAnswer) {
    Player player(*this, key_);
    welcome(player);
    auto shot = shoot();
    auto const asked = player.hear<messages::EvidenceRequest>();
    EXPECT_THAT(asked.reason, HasSubstr("local-operator"));
    // A picture that answers nothing is passed over.
    onEvidence_ = [&](auto const&, auto const&) {
        return std::optional<messages::Body>(messages::EvidenceStored{messages::sha256("x"), ""});
    };
    player.say(picture_);
    player.hear<messages::EvidenceStored>();
    onEvidence_ = [&](auto const&, auto const&) {
        return std::optional<messages::Body>(keep(asked.request));
    };
    player.say(picture_);
    auto const answer = answerOf(shot);
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(boost::json::parse(answer.body).at("picture").as_string(),
              messages::sha256("jpeg").hex());
    EXPECT_THAT(audit(), testing::Contains("screen.shot gate"));
}

TEST_F(ShotsTest, APlayerThatTakesNoneSaysWhy) {
    Player player(*this, key_);
    welcome(player);
    auto const refuse = [&](std::string const& code) {
        auto shot = shoot();
        until([&] { return player.hasHeard("evidence_request"); });
        auto const id = player.wire()->toPlayer.back().id;
        player.hear<messages::EvidenceRequest>();
        player.say(messages::Refusal{id, code, "disk full"});
        return answerOf(shot);
    };
    EXPECT_THAT(refuse("unavailable").body, HasSubstr("took no picture: disk full"));
    EXPECT_THAT(refuse("unknown-type").body, HasSubstr("too old"));
}

TEST_F(ShotsTest, APictureThatIsNotKeptIsNoAnswer) {
    Player player(*this, key_);
    welcome(player);
    auto shot = shoot();
    player.hear<messages::EvidenceRequest>();
    onEvidence_ = [](auto const&, auto const&) -> Result<std::optional<messages::Body>> {
        return Error{Errc::exhausted, "no room"};
    };
    player.say(picture_);
    EXPECT_THAT(answerOf(shot).body, HasSubstr("no room"));
    EXPECT_EQ(player.hear<messages::Refusal>().code, "exhausted");
}

TEST_F(ShotsTest, WithoutAPlayerThereIsNoPicture) {
    auto offline = shoot();
    auto const answer = answerOf(offline);
    EXPECT_EQ(answer.status, 503);
    EXPECT_THAT(answer.body, HasSubstr("offline"));
    auto nowhere = shoot("nowhere");
    EXPECT_EQ(answerOf(nowhere).status, 404);
}

TEST_F(ShotsTest, APlayerThatGoesAwayOrKeepsSilentIsNotWaitedForForEver) {
    {
        Player player(*this, key_);
        welcome(player);
        auto shot = shoot();
        player.hear<messages::EvidenceRequest>();
        player.hangUp();
        EXPECT_THAT(answerOf(shot).body, HasSubstr("went away"));
    }
    Player player(*this, key_);
    player.hello("", "");
    player.hear<messages::Welcome>();
    auto shot = shoot();
    player.hear<messages::EvidenceRequest>();
    until([&] {
        clock_.advance(Milliseconds(1'000));
        return shot.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    EXPECT_THAT(answerOf(shot).body, HasSubstr("within 10 s"));
}

}  // namespace
}  // namespace tocsin::fleet
