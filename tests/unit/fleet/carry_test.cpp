// SPDX-License-Identifier: Apache-2.0
// What is carried to screens without a network, and back.
#include "tocsin/messages/carry.hpp"
#include "garrison.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/play_batch.hpp"

namespace tocsin::fleet {
namespace {

namespace json = boost::json;
using testing::Contains;
using testing::HasSubstr;

class CarryTest : public Garrison {
protected:
    CarryTest() { addScreen("gate"); }
    [[nodiscard]] std::string request() const {
        messages::CarriedEnrolment const asked{key_.publicKey(), "tocsin-player", 192, 32,
                                               clock_.now()};
        return messages::toJson(
            messages::seal(key_, messages::kEnrolmentKind, messages::toJson(asked)));
    }
    access::Response bind(std::string const& code, std::string const& text) {
        return call("POST", "/api/v1/screens/gate/carry/player",
                    json::serialize(json::object{{"request", text}, {"code", code}}));
    }
    void bind() {
        auto const answer = bind(messages::enrolmentCode(key_.publicKey()), request());
        ASSERT_EQ(answer.status, 200) << answer.body;
    }
    [[nodiscard]] std::string head(std::string const& screen = "gate") const {
        return messages::toJson(messages::CarriedHead{ScreenId(screen), key_.publicKey()}) + "\n";
    }
    /// A batch of one row, as far as its form goes.
    [[nodiscard]] std::string plays(std::int64_t number) const {
        messages::BatchHeader header;
        header.device = key_.publicKey();
        header.batch = number;
        header.first = number;
        header.count = 1;
        header.wall = clock_.now();
        header.boot = "4b0e";
        messages::PlayBatch batch;
        batch.header = toText(header);
        batch.signature = key_.sign(messages::signedBytes(messages::kProofKind, batch.header));
        batch.lines = {"row"};
        return messages::encode({number, messages::Plays{toText(batch)}}) + "\n";
    }

    messages::KeyPair const key_ = messages::KeyPair::generate();
};

TEST_F(CarryTest, APlayerIsBoundByTheCodeThatAPersonReadOnItsScreen) {
    auto const code = messages::enrolmentCode(key_.publicKey());
    EXPECT_EQ(bind("AAAAAA", request()).status, 409);
    EXPECT_EQ(bind(code, "{}").status, 422);
    auto other = messages::KeyPair::generate();
    EXPECT_EQ(bind(messages::enrolmentCode(other.publicKey()), request()).status, 409);
    ASSERT_NO_FATAL_FAILURE(bind());
    EXPECT_EQ(json("GET", "/api/v1/screens/gate").at("player").as_string(),
              key_.publicKey().fingerprint());
    EXPECT_THAT(audit(), Contains("screen.bind gate"));
}

TEST_F(CarryTest, WhatIsCarriedIsSignedAndNamesThePlayer) {
    ASSERT_NO_FATAL_FAILURE(bind());
    auto const bundle = json("GET", "/api/v1/screens/gate/carry");
    auto const envelope = messages::parseEnvelope(bundle.at("index").as_string());
    ASSERT_TRUE(envelope);
    auto const payload =
        messages::opened(*envelope, messages::kCarryKind, signer_->publicKey(keys::Role::content));
    ASSERT_TRUE(payload) << payload.error().message;
    auto const index = messages::parseCarryIndex(*payload).value();
    std::string const lines(bundle.at("messages").as_string());
    EXPECT_EQ(index.screen, ScreenId("gate"));
    EXPECT_EQ(index.player, key_.publicKey());
    EXPECT_EQ(index.messages, messages::sha256(lines));
    bool hasManifest = false;
    for (auto const line : messages::linesOf(lines)) {
        auto const message = messages::decode(line);
        ASSERT_TRUE(message) << message.error().message;
        hasManifest = hasManifest || std::holds_alternative<messages::ManifestOffer>(message->body);
    }
    EXPECT_TRUE(hasManifest);
    EXPECT_EQ(call("GET", "/api/v1/screens/nowhere/carry").status, 404);
    EXPECT_EQ(call("GET", "/api/v1/screens/gate/carry/" + messages::sha256("x").hex()).status, 404);
}

TEST_F(CarryTest, EachLineIsEnteredOrSaidToBeWrong) {
    ASSERT_NO_FATAL_FAILURE(bind());
    onPlays_ = [](access::PlayerPrincipal const&,
                  messages::Body const&) -> Result<std::optional<messages::Body>> {
        return std::optional<messages::Body>(messages::PlaysStored{1, 1, 1, ""});
    };
    auto const taken = json("POST", "/api/v1/screens/gate/carry",
                            head() + plays(1) + "torn\n" +
                                messages::encode({3, messages::Pending{}}) + "\n" + plays(2));
    EXPECT_EQ(taken.at("rows_new").as_int64(), 2);
    auto const& refused = taken.at("refused").as_array();
    ASSERT_EQ(refused.size(), 2U);
    EXPECT_EQ(refused[0].at("line").as_int64(), 3);
    EXPECT_EQ(refused[1].at("line").as_int64(), 4);
    EXPECT_THAT(audit(), Contains("carry.import gate"));
}

TEST_F(CarryTest, WhatDoesNotFollowTheLedgerWaits) {
    ASSERT_NO_FATAL_FAILURE(bind());
    onPlays_ = [](access::PlayerPrincipal const&,
                  messages::Body const&) -> Result<std::optional<messages::Body>> {
        return Error{Errc::conflict, "ledger-conflict: epoch 1 batch 7 from row 9 skips rows"};
    };
    auto const taken = json("POST", "/api/v1/screens/gate/carry", head() + plays(7) + plays(8));
    EXPECT_EQ(taken.at("rows_waiting").as_int64(), 2);
    ASSERT_EQ(taken.at("refused").as_array().size(), 1U);
    EXPECT_EQ(taken.at("refused").at(0).at("code").as_string(), "gap");
}

TEST_F(CarryTest, AStrangersFileIsRefused) {
    EXPECT_THAT(call("POST", "/api/v1/screens/gate/carry", head() + plays(1)).body,
                HasSubstr("never drove"));
    ASSERT_NO_FATAL_FAILURE(bind());
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/carry", head("hall") + plays(1)).status, 409);
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/carry", plays(1)).status, 422);
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/carry", "").status, 422);
}

}  // namespace
}  // namespace tocsin::fleet
