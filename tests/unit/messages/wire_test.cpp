// SPDX-License-Identifier: Apache-2.0
// What the examples in PROTOCOL.md do not show: bounds, unknown things, refusals.
#include "tocsin/messages/wire.hpp"

#include <gtest/gtest.h>

#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::messages {
namespace {

Status fullStatus() {
    Status out;
    out.at = fromMillis(1'780'272'000'007);
    out.state = "playing";
    out.playId = sha256("play").hex();
    out.asset = sha256("asset").hex();
    out.assetName = "灭火器";
    out.campaign = CampaignId("june");
    out.positionMs = 1;
    out.lengthMs = 2;
    out.manifest = ManifestVersion{3, 4};
    out.framesShown = 5;
    out.framesRepeated = 6;
    out.framesLate = 7;
    out.completePlays = 8;
    out.partialPlays = 9;
    out.unsentRows = 10;
    out.clockOffsetMs = -11;
    out.clockUncertaintyMs = 12;
    out.engineStarts = 13;
    out.findings = {"one", "two"};
    return out;
}

std::string faultOf(std::string_view text) {
    auto const message = decode(text);
    return message ? "" : message.error().message;
}

TEST(Wire, KeepsEveryMemberOfAStatus) {
    Message const message{7, fullStatus()};
    EXPECT_EQ(decode(encode(message)).value(), message);
    Message const bare{8, Status{}};
    EXPECT_EQ(decode(encode(bare)).value(), bare);
}

TEST(Wire, IgnoresUnknownMembersAndReportsUnknownTypes) {
    auto const clock =
        decode(R"({"type":"clock","id":3,"t1":"2026-06-01T00:00:00Z","mood":"good"})").value();
    EXPECT_TRUE(std::holds_alternative<ClockRequest>(clock.body));
    auto const unknown = decode(R"({"type":"dance","id":4,"steps":[1,2]})").value();
    EXPECT_EQ(unknown.id, 4);
    EXPECT_EQ(std::get<Unknown>(unknown.body).type, "dance");
    EXPECT_EQ(typeName(unknown.body), "dance");
}

TEST(Wire, NamesThePathOfAFault) {
    EXPECT_EQ(faultOf(R"({"id":1})"), "top level: the member \"type\" is missing");
    EXPECT_EQ(faultOf(R"({"type":"pending"})"), "top level: the member \"id\" is missing");
    EXPECT_EQ(faultOf(R"({"type":"manifest","id":1,"envelope":"text"})"),
              "envelope: expected an object");
    EXPECT_EQ(faultOf(R"({"type":"plays_stored","id":1,"epoch":1,"batch":-1,"sequence":2})"),
              "batch: expected a whole number from 0 to 9007199254740991, found -1");
    EXPECT_EQ(
        faultOf(R"({"type":"challenge","id":1,"protocol":1,"controller":"AA==","nonce":"AA=="})"),
        "controller: expected an Ed25519 public key, 32 bytes in base64");
}

TEST(Wire, RefusesWhatIsTooLong) {
    EXPECT_FALSE(decode(std::string(kMaxMessageBytes + 1, ' ')));
    EXPECT_EQ(faultOf(R"({"type":")" + std::string(65, 'x') + R"(","id":1})"),
              "type: a string of 65 bytes; at most 64 are allowed");
    auto status = boost::json::parse(encode({1, fullStatus()})).as_object();
    status["findings"] = boost::json::array(21, "x");
    EXPECT_EQ(faultOf(boost::json::serialize(status)),
              "findings: 21 items; at most 20 are allowed");
}

TEST(Wire, ClipsItsOwnFreeTextSoThatNoMessageIsRefusedForIt) {
    auto status = fullStatus();
    status.assetName = std::string(500, 'n');
    status.findings.assign(30, "bad \xff byte " + std::string(2000, 'f'));
    auto const read = std::get<Status>(decode(encode({1, status})).value().body);
    EXPECT_EQ(read.assetName.size(), 200U);
    EXPECT_EQ(read.findings.size(), 20U);
    EXPECT_EQ(read.findings[0].size(), 1000U);
    EXPECT_TRUE(read.findings[0].starts_with("bad ? byte"));
}

TEST(Wire, CarriesAManifestsEnvelopeUnharmed) {
    auto const key = KeyPair::generate();
    auto const sealed = seal(key, kManifestKind, std::string("\0\xff payload", 10));
    auto const message = decode(encode({1, ManifestOffer{toJson(sealed)}})).value();
    EXPECT_EQ(parseEnvelope(std::get<ManifestOffer>(message.body).envelope).value(), sealed);
    EXPECT_THROW((void)encode({1, ManifestOffer{"not json"}}), Failure);
}

TEST(Wire, CarriesAnEnvelopesFourMembersAndNoOther) {
    auto sealed = boost::json::parse(toJson(seal(KeyPair::generate(), kManifestKind, "payload")));
    auto const text = boost::json::serialize(sealed);
    sealed.as_object()["mood"] = 2.5;
    auto const message = decode(boost::json::serialize(
        boost::json::object{{"type", "manifest"}, {"id", 1}, {"envelope", sealed}}));
    EXPECT_EQ(std::get<ManifestOffer>(message.value().body).envelope, text);
    EXPECT_EQ(faultOf(R"({"type":"manifest","id":1,"envelope":{"kind":"tocsin-manifest/1"}})"),
              "envelope: the member \"payload\" is missing");
}

WarningOffer someWarningOffer() {
    WarningOffer out;
    out.delivery.envelope = toJson(seal(KeyPair::generate(), kWarningKind, "payload"));
    out.delivery.target = {ScreenId("gate-led"), playlists::WarningLook::split, true, false};
    out.delivery.index = 2;
    out.delivery.proof = {sha256("a"), sha256("b")};
    return out;
}

TEST(Wire, CarriesAWarningsDeliveryUnharmed) {
    Message const message{1, someWarningOffer()};
    EXPECT_EQ(decode(encode(message)).value(), message);
    EXPECT_THROW((void)encode({1, WarningOffer{}}), Failure);
}

TEST(Wire, RefusesADeliveryThatCannotBe) {
    auto const faultWith = [](char const* member, boost::json::value const& value) {
        auto json = boost::json::parse(encode({1, someWarningOffer()})).as_object();
        json[member] = value;
        return faultOf(boost::json::serialize(json));
    };
    EXPECT_EQ(faultWith("mood", 1), "");
    EXPECT_EQ(faultWith("proof", boost::json::array(20, sha256("p").hex().c_str())), "");
    EXPECT_EQ(faultWith("proof", boost::json::array(21, sha256("p").hex().c_str())),
              "proof: 21 items; at most 20 are allowed");
    EXPECT_NE(faultWith("proof", nullptr), "");
    EXPECT_NE(faultWith("index", -1), "");
    EXPECT_EQ(faultWith("index", Warning::kMostTargets - 1), "");
    EXPECT_NE(faultWith("index", Warning::kMostTargets), "");
    EXPECT_EQ(faultWith("envelope", "text"), "envelope: expected an object");
    boost::json::object target{
        {"screen", "gate led"}, {"look", "split"}, {"sound", true}, {"always", true}};
    EXPECT_EQ(faultWith("target", target), "target.screen: expected 1 to 64 of a-z, 0-9 and -_.");
    target["screen"] = "gate-led";
    target["look"] = "huge";
    EXPECT_EQ(faultWith("target", target),
              R"(target.look: expected "off", "ticker", "split" or "takeover")");
    target["look"] = "off";
    EXPECT_EQ(faultWith("target", target), "");
}

TEST(Wire, KeepsEveryMemberOfAWarningsReceiptAndLeavesOutWhatHasNotHappened) {
    auto const at = fromMillis(1'780'272'000'007);
    WarningReceipt receipt{
        "rain-1",  3, at, at + Milliseconds(1), at + Milliseconds(40), false, at + Milliseconds(90),
        "cleared", ""};
    EXPECT_EQ(decode(encode({1, receipt})).value(), (Message{1, receipt}));
    receipt.lit = true;
    EXPECT_EQ(decode(encode({1, receipt})).value(), (Message{1, receipt}));
    WarningReceipt const refused{"rain-1", 3, at, {}, {}, false, {}, "", "of another key"};
    auto const text = encode({2, refused});
    for (auto const* member : {"verified", "on_glass", "lit", "ended", "\"end\""}) {
        EXPECT_EQ(text.find(member), std::string::npos) << member;
    }
    EXPECT_EQ(decode(text).value(), (Message{2, refused}));
    EXPECT_EQ(decode(encode({3, WarningReceipt{}})).value(), (Message{3, WarningReceipt{}}));
}

TEST(Wire, SaysInOneLineWhatIsWrongWithTextOfSeveral) {
    auto const fault =
        faultOf(R"({"type":"clock","id":1,"t1":"2026-06-01\n2026-06-01T00:00:00.000 forged"})");
    EXPECT_NE(fault.find("2026-06-01?2026"), std::string::npos) << fault;
    EXPECT_EQ(fault.find('\n'), std::string::npos) << fault;
}

TEST(Wire, FindsTheIdOfAMessageThatItRefuses) {
    EXPECT_EQ(idOf(R"({"type":"clock","id":12})"), 12);
    for (auto const* bad : {"", "[]", "{}", R"({"id":"12"})", R"({"id":-1})"}) {
        EXPECT_EQ(idOf(bad), 0) << bad;
    }
}

TEST(Wire, BindsTheHelloToNonceAndController) {
    auto const player = KeyPair::generate();
    auto const controller = KeyPair::generate().publicKey();
    auto const proof = player.sign(helloBytes("nonce", controller));
    EXPECT_TRUE(verify(player.publicKey(), helloBytes("nonce", controller), proof));
    EXPECT_FALSE(verify(player.publicKey(), helloBytes("other", controller), proof));
    EXPECT_FALSE(verify(player.publicKey(), helloBytes("nonce", player.publicKey()), proof));
}

}  // namespace
}  // namespace tocsin::messages
