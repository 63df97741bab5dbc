// SPDX-License-Identifier: Apache-2.0
// Signed messages: whose signature is demanded, what is done without one, and that nothing else is
// acted upon than what was signed.
#include <algorithm>
#include <fstream>

#include "duty_room.hpp"
#include "support/signing_office.hpp"
#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::warnings {
namespace {

using signatures::Question;
using signatures::Verdict;
using test::Office;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Says what a test wants, and counts.
class StandingVerifier final : public signatures::Verifier {
public:
    Result<Verdict> verify(Question const& question) const override {
        ++asked;
        last = question;
        if (away) {
            return Error{Errc::unavailable, "the verifier is away"};
        }
        return verdict;
    }
    bool away = false;
    Verdict verdict;
    mutable int asked = 0;
    mutable Question last;
};

Office const& metOffice() {
    static Office const office({});
    return office;
}
Office const& otherOffice() {
    static Office const office({.name = "Somebody Else"});
    return office;
}

constexpr char kEmptySignature[] =
    "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"></ds:Signature>";

class SignedMessages : public DutyRoom {
protected:
    SignedMessages() {
        settings_.senders = {{"met@example.invalid", true, {}, {metOffice().pinned()}, true},
                             {"flood@example.invalid", true, {}},
                             {"lenient@example.invalid", true, {}, {metOffice().pinned()}, false}};
        settings_.verifier = signatures::verifierProcess(TOCSIN_XML_VERIFIER);
        open();
    }
    /// Instead of the real one.
    StandingVerifier& stand() {
        auto const standing = std::make_shared<StandingVerifier>();
        settings_.verifier = standing;
        open();
        return *standing;
    }
    boost::json::object post(std::string const& xml, int status = 200) {
        return json(zhang_, "POST", "/api/v1/cap", xml, status);
    }
    static std::string codes(boost::json::object const& answer) {
        return boost::json::serialize(answer.at("findings"));
    }
    /// That it is refused, with this finding first, and nothing of it is kept.
    void expectRefused(std::string const& xml, std::string const& code, std::string const& words) {
        auto const answer = post(xml, 422);
        auto const& first = answer.at("findings").as_array().at(0).as_object();
        EXPECT_EQ(std::string(first.at("code").as_string()), code);
        EXPECT_EQ(first.at("weight"), "fatal");
        EXPECT_EQ(answer.at("verdict"), "refused");
        EXPECT_THAT(std::string(answer.at("detail").as_string()), HasSubstr(words));
        EXPECT_THAT(shownOn("wall-east"), IsEmpty());
        EXPECT_THAT(json(zhang_, "GET", "/api/v1/cap").at("items").as_array(), IsEmpty());
    }
    static DraftCap of(std::string const& sender) {
        DraftCap out;
        out.sender = sender;
        return out;
    }
    static std::string altered(std::string text, std::string const& what, std::string const& by) {
        auto const at = text.find(what);
        EXPECT_NE(at, std::string::npos) << what;
        return at == std::string::npos ? text : text.replace(at, what.size(), by);
    }
    DraftCap const alert_{};
};

TEST_F(SignedMessages, OneThatIsVerifiedIsShownAndSaysByWhom) {
    auto const answer = post(metOffice().sign(alert_.xml()));
    EXPECT_EQ(answer.at("verdict"), "accepted");
    EXPECT_EQ(codes(answer).find("SIGNATURE"), std::string::npos) << codes(answer);
    auto const& signature = answer.at("signature").as_object();
    EXPECT_EQ(signature.at("verified"), true);
    EXPECT_EQ(std::string(signature.at("certificate").as_string()),
              metOffice().pinned().fingerprint);
    EXPECT_EQ(signature.at("subject"), "CN=Weather Office");
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    auto const listed = json(zhang_, "GET", "/api/v1/cap").at("items").as_array();
    EXPECT_EQ(listed.at(0).at("signature"), answer.at("signature"));
    auto const id = std::string(answer.at("warning").as_string());
    EXPECT_EQ(show(id).at("signature"), answer.at("signature"));
    auto const warnings = json(zhang_, "GET", "/api/v1/warnings").at("items").as_array();
    EXPECT_EQ(warnings.at(0).at("signature"), answer.at("signature"));
}

TEST_F(SignedMessages, OneThatWasAlteredIsOnNoScreen) {
    auto const honest = metOffice().sign(alert_.xml());
    expectRefused(altered(honest, "暴雨橙色", "暴雨红色"), "SIGNATURE_INVALID", "altered");
    EXPECT_THAT(audited(), ElementsAre("zhang cap.refuse"));
    // Nor is it in the way of the true one.
    EXPECT_EQ(post(honest).at("verdict"), "accepted");
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
}

TEST_F(SignedMessages, OneThatIsNotSignedOrBySomebodyElseIsOnNoScreen) {
    expectRefused(alert_.xml(), "SIGNATURE_MISSING", "only if they are signed");
    expectRefused(otherOffice().sign(alert_.xml()), "SIGNATURE_INVALID", "CN=Somebody Else");
    DraftCap empty;
    empty.more = kEmptySignature;
    expectRefused(empty.xml(), "SIGNATURE_INVALID", "more than a signature");
}

TEST_F(SignedMessages, ACancelNeedsASignatureToo) {
    post(metOffice().sign(alert_.xml()));
    DraftCap cancel;
    cancel.identifier = "c-1";
    cancel.type = "Cancel";
    cancel.sent = "2026-06-01T07:58:00+00:00";
    cancel.references = alert_.reference();
    post(cancel.xml(), 422);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    post(metOffice().sign(cancel.xml()));
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
}

TEST_F(SignedMessages, WhatIsSentBeforeTheCertificateOrAfterItIsRefused) {
    DraftCap old;
    old.sent = "2025-06-01T07:50:00+00:00";
    expectRefused(metOffice().sign(old.xml()), "SIGNATURE_INVALID", "not valid when");
}

TEST_F(SignedMessages, NothingThatIsNotSignedIsRead) {
    // Beside the message, inside of the signature, and in a comment.
    auto const honest = metOffice().sign(alert_.xml());
    for (auto const& [what, by] : std::vector<std::pair<std::string, std::string>>{
             {"</ds:Signature>",
              "<ds:Object><info><headline>forged</headline></info></ds:Object></ds:Signature>"},
             {"</ds:KeyInfo>", "<info><headline>forged</headline></info></ds:KeyInfo>"},
             {"</ds:Signature>", "</ds:Signature><info><headline>forged</headline></info>"},
             {"<info>", "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"/><info>"}}) {
        expectRefused(altered(honest, what, by), "SIGNATURE_INVALID", "");
    }
    auto const parted = post(altered(honest, "met@example.invalid", "met@exam<!-- -->ple.invalid"));
    EXPECT_EQ(parted.at("sender"), "met@example.invalid") << "read as it was signed";
    EXPECT_EQ(parted.at("signature").at("verified"), true);
}

TEST_F(SignedMessages, WhatReadsOtherwiseThanWhatWasSignedIsRefused) {
    auto& verifier = stand();
    DraftCap draft;
    draft.more = kEmptySignature;
    DraftCap other;
    other.headline = "别的";
    verifier.verdict.pin = 0;
    for (auto const& text : {other.xml(), std::string("<alert/>"), std::string()}) {
        verifier.verdict.signedText = text;
        expectRefused(draft.xml(), "SIGNATURE_INVALID", "reads otherwise");
    }
    verifier.verdict.signedText = DraftCap().xml();
    EXPECT_EQ(post(draft.xml()).at("verdict"), "accepted");
    EXPECT_EQ(verifier.last.xml, draft.xml()) << "as it came";
    EXPECT_EQ(verifier.last.sent, parseInstant("2026-06-01T07:50:00Z").value());
    EXPECT_EQ(verifier.last.pins, settings_.senders[0].pins);
}

TEST_F(SignedMessages, WithoutTheVerifierNothingIsTakenThatHasToBeSigned) {
    auto& verifier = stand();
    verifier.away = true;
    auto const xml = metOffice().sign(alert_.xml());
    auto const answer = post(xml, 503);
    EXPECT_THAT(std::string(answer.at("detail").as_string()), HasSubstr("verifier is away"));
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
    EXPECT_EQ(warnings_->takeCap(xml, "feed cma").error().code, Errc::unavailable);
    auto const lenient = post(metOffice().sign(of("lenient@example.invalid").xml()));
    EXPECT_THAT(codes(lenient), HasSubstr("SIGNATURE_NOT_VERIFIED"));
    EXPECT_EQ(lenient.at("signature").at("verified"), false);
    EXPECT_THAT(codes(lenient), HasSubstr("verifier is away"));
}

TEST_F(SignedMessages, AFileWaitsInTheFolderUntilTheVerifierIsBack) {
    settings_.folder = directory_ / "drop";
    std::filesystem::create_directories(settings_.folder);
    auto& verifier = stand();
    verifier.away = true;
    std::ofstream(settings_.folder / "rain.xml") << metOffice().sign(alert_.xml());
    warnings_->sweepFolder();
    warnings_->sweepFolder();
    EXPECT_TRUE(std::filesystem::exists(settings_.folder / "rain.xml"));
    EXPECT_THAT(audited(), IsEmpty());
    settings_.verifier = signatures::verifierProcess(TOCSIN_XML_VERIFIER);
    open();
    warnings_->sweepFolder();
    EXPECT_TRUE(std::filesystem::exists(settings_.folder / "done" / "rain.xml"));
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
}

TEST_F(SignedMessages, EveryWayInAsksForTheSignature) {
    settings_.folder = directory_ / "drop";
    std::filesystem::create_directories(settings_.folder);
    open();
    std::ofstream(settings_.folder / "rain.xml") << alert_.xml();
    warnings_->sweepFolder();
    warnings_->sweepFolder();
    EXPECT_TRUE(std::filesystem::exists(settings_.folder / "refused" / "rain.xml"));
    auto const byFeed = warnings_->takeCap(alert_.xml(), "feed cma");
    ASSERT_FALSE(byFeed);
    EXPECT_EQ(byFeed.error().code, Errc::invalid);
    EXPECT_THAT(audited(), ElementsAre("cap cap.refuse", "cap cap.refuse"));
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
}

TEST_F(SignedMessages, OfWhomNobodyDemandsItASignatureIsAFinding) {
    auto draft = of("flood@example.invalid");
    auto const unknown = post(metOffice().sign(draft.xml()));
    EXPECT_THAT(codes(unknown), HasSubstr("SIGNATURE_NOT_VERIFIED"));
    EXPECT_THAT(codes(unknown), HasSubstr("no certificate is pinned for its sender"));
    EXPECT_EQ(unknown.at("signature").at("verified"), false);
    EXPECT_TRUE(unknown.at("signature").at("certificate").is_null());
    EXPECT_EQ(unknown.at("state"), "standing");
    draft.identifier = "a-2";
    EXPECT_TRUE(post(draft.xml()).at("signature").is_null());
    auto const lenient =
        post(altered(metOffice().sign(of("lenient@example.invalid").xml()), "橙色", "红色"));
    EXPECT_THAT(codes(lenient), HasSubstr("SIGNATURE_NOT_VERIFIED"));
    EXPECT_THAT(codes(lenient), HasSubstr("altered"));
}

TEST_F(SignedMessages, TheSitesCertificatesAreForThoseWithoutTheirOwn) {
    settings_.pins = {otherOffice().pinned()};
    settings_.senders.push_back({"county@example.invalid", true, {}, {}, true});
    open();
    auto const flood = post(otherOffice().sign(of("flood@example.invalid").xml()));
    EXPECT_EQ(flood.at("signature").at("verified"), true);
    EXPECT_EQ(post(otherOffice().sign(of("county@example.invalid").xml())).at("verdict"),
              "accepted");
    post(of("county@example.invalid").xml(), 422);
    post(otherOffice().sign(alert_.xml()), 422);
}

TEST_F(SignedMessages, AMessageIsVerifiedOnce) {
    auto& verifier = stand();
    DraftCap draft;
    draft.more = kEmptySignature;
    verifier.verdict.pin = 0;
    verifier.verdict.fingerprint = Digest{}.hex();
    verifier.verdict.signedText = DraftCap().xml();
    auto const first = post(draft.xml());
    EXPECT_EQ(post(draft.xml()).at("signature"), first.at("signature"));
    ASSERT_TRUE(warnings_->takeCap(draft.xml(), "feed cma"));
    EXPECT_EQ(verifier.asked, 1);
    // Another one under its key is not taken on the word of the first.
    verifier.verdict = {};
    verifier.verdict.why = "its signature does not hold";
    DraftCap forged = draft;
    forged.headline = "别的";
    post(forged.xml(), 422);
    EXPECT_EQ(verifier.asked, 2);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
}

}  // namespace
}  // namespace tocsin::warnings
