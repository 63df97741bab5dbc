// SPDX-License-Identifier: Apache-2.0
// What a picture says of itself.
#include "tocsin/messages/evidence.hpp"

#include <gmock/gmock.h>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/wire.hpp"

namespace tocsin::messages {
namespace {

using testing::HasSubstr;

Evidence evidence() {
    Evidence out;
    out.facts.screen = ScreenId("gate-led");
    out.facts.at = parseInstant("2026-06-01T00:00:07.760Z").value();
    out.facts.tick = 44'506'800'194;
    out.facts.cause = EvidenceCause::firstPlay;
    out.facts.request = "5c0c";
    out.facts.showing = "play";
    out.facts.playId = sha256("play");
    out.facts.asset = sha256("film");
    out.facts.assetName = "灭火器";
    out.facts.campaign = CampaignId("june");
    out.facts.width = 960;
    out.facts.height = 540;
    out.facts.clock = ClockState::holdover;
    out.facts.uncertaintyMs = 3;
    out.facts.delivered = true;
    out.facts.fault = "frozen";
    out.facts.warning = "rain-0601";
    out.facts.warningRevision = 2;
    out.picture = sha256("jpeg");
    out.bytes = 4;
    return out;
}

TEST(Evidence, SaysAllOfItselfAsJson) {
    EXPECT_EQ(parseEvidence(toJson(evidence())).value(), evidence());
    auto bare = evidence();
    bare.facts.request.clear();
    bare.facts.playId = bare.facts.asset = Digest{};
    bare.facts.assetName.clear();
    bare.facts.campaign = CampaignId();
    bare.facts.fault.clear();
    bare.facts.warning.clear();
    bare.facts.warningRevision = 0;
    auto const text = toJson(bare);
    EXPECT_EQ(parseEvidence(text).value(), bare);
    EXPECT_THAT(text, testing::Not(HasSubstr("play_id")));
    // The file itself cannot name its own digest.
    EXPECT_THAT(toJson(bare.facts), testing::Not(HasSubstr("\"picture\"")));
}

TEST(Evidence, IsRefusedWithThePlaceOfItsFault) {
    auto const spoilt = [](std::string const& from, std::string const& to) {
        auto text = toJson(evidence());
        text.replace(text.find(from), from.size(), to);
        return parseEvidence(text).error().message;
    };
    EXPECT_THAT(spoilt("tocsin-evidence/1", "tocsin-evidence/9"), HasSubstr("format"));
    EXPECT_THAT(spoilt("first-play", "boredom"), HasSubstr("cause"));
    EXPECT_THAT(spoilt("holdover", "sundial"), HasSubstr("clock"));
    EXPECT_THAT(spoilt("\"bytes\":4", "\"bytes\":700001"), HasSubstr("bytes"));
    EXPECT_THAT(spoilt("\"warning_revision\":2", "\"warning_revision\":0"),
                HasSubstr("warning_revision"));
}

TEST(Evidence, TravelsWithItsPictureInOneMessage) {
    EvidencePicture picture{R"({"kind":"k","payload":"","key":"","signature":""})",
                            std::string(kMaxEvidenceBytes, '\xff')};
    auto const text = encode({1, picture});
    EXPECT_LE(text.size() + 4'000, kMaxMessageBytes);
    EXPECT_EQ(std::get<EvidencePicture>(decode(text).value().body), picture);
    picture.jpeg += '\xff';
    EXPECT_THAT(decode(encode({1, picture})).error().message, HasSubstr("jpeg"));
}

}  // namespace
}  // namespace tocsin::messages
