// SPDX-License-Identifier: Apache-2.0
// Which signatures verify a message: of whom, and made how. Those that do not because somebody
// tries something are in xml_attack_test.cpp.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "signed_message.hpp"

namespace tocsin::signatures {
namespace {

using test::Office;
using test::Seal;
using testing::HasSubstr;
using testing::Not;

std::string const kMore = "http://www.w3.org/2001/04/xmldsig-more#";
std::string const kEnc = "http://www.w3.org/2001/04/xmlenc#";

TEST(Verification, KnowsTheMessageThatAPinnedCertificateSigned) {
    for (auto const* office : {&rsaOffice(), &ecOffice()}) {
        auto const verdict = ask(office->sign(kMessage), *office);
        ASSERT_TRUE(verdict.verified()) << verdict.why;
        EXPECT_EQ(verdict.pin, 0U);
        EXPECT_EQ(verdict.fingerprint, office->pinned().fingerprint);
        EXPECT_EQ(verdict.subject, "CN=Weather Office");
        EXPECT_THAT(verdict.signedText, HasSubstr("<headline>暴雨橙色预警 &amp; 大风</headline>"));
        EXPECT_THAT(verdict.signedText, Not(HasSubstr("Signature")));
        EXPECT_THAT(verdict.signedText, Not(HasSubstr("made by hand")));
    }
}

TEST(Verification, TakesEveryWayOfSigningThatHolds) {
    static Office const wide({.kind = Office::Kind::p384});
    for (std::string const size : {"256", "384", "512"}) {
        for (auto const canonical : {Seal::kExclusive, Seal::kInclusive, Seal::kInclusive11}) {
            Seal seal;
            seal.canonical = canonical;
            seal.digest = size == "384" ? kMore + "sha384" : kEnc + "sha" + size;
            seal.method = kMore + "rsa-sha" + size;
            EXPECT_TRUE(ask(rsaOffice().sign(kMessage, seal), rsaOffice()).verified()) << size;
            seal.method = kMore + "ecdsa-sha" + size;
            auto const verdict = ask(wide.sign(kMessage, seal), wide);
            EXPECT_TRUE(verdict.verified()) << size << canonical << verdict.why;
        }
    }
}

TEST(Verification, TakesASignatureWithoutAC14NStepOfItsOwn) {
    Seal seal;
    seal.transforms = test::transform(test::kEnveloped);
    EXPECT_TRUE(ask(ecOffice().sign(kMessage, seal)).verified());
}

TEST(Verification, TakesTheRootByItsId) {
    auto const named = with(kMessage, "<alert ", "<alert Id=\"message-1\" ");
    Seal seal;
    seal.uri = "#message-1";
    auto const verdict = ask(ecOffice().sign(named, seal));
    EXPECT_TRUE(verdict.verified()) << verdict.why;
}

TEST(Verification, TakesWhatWasLaidOutAfterItWasSigned) {
    std::string const bare =
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>a-1</identifier>"
        "<info><event> 暴雨 </event><note> </note></info></alert>";
    auto const signedOne = ecOffice().sign(bare);
    std::string laidOut = "<?xml version=\"1.0\"?>\n<?xml-stylesheet href=\"alert.xsl\"?>\n";
    for (std::size_t i = 0; i < signedOne.size(); ++i) {
        bool const between = signedOne[i] == '<' && laidOut.back() == '>';
        bool const isEmpty = signedOne.compare(i, 15, "</ds:Transform>") == 0;
        laidOut += between && !isEmpty ? "\n  <" : std::string(1, signedOne[i]);
    }
    auto const verdict = ask(laidOut);
    ASSERT_TRUE(verdict.verified()) << verdict.why;
    EXPECT_EQ(verdict.signedText, bare) << "what was signed, to the blank";
    EXPECT_THAT(ask(with(laidOut, " 暴雨 ", "暴雨")), IsRefusedFor("altered"));
    EXPECT_THAT(ask(with(laidOut, "<note>", "x<note>")), IsRefusedFor("altered"));
    EXPECT_THAT(ask(with(laidOut, "<info>", "<?x?><info>")), IsRefusedFor("altered"));
}

TEST(Verification, ReadsOtherEncodings) {
    auto latin = with(kMessage, "UTF-8", "ISO-8859-1");
    latin = with(latin, "暴雨橙色预警", "Usulut\xe1n");
    latin = with(latin, "大风", "wind");
    latin = with(latin, "暴雨", "Earthquake");
    auto const verdict = ask(ecOffice().sign(latin));
    ASSERT_TRUE(verdict.verified()) << verdict.why;
    EXPECT_THAT(verdict.signedText, HasSubstr("Usulután &amp; wind"));
}

TEST(Verification, FindsAnAlteredMessage) {
    auto const honest = ecOffice().sign(kMessage);
    for (auto const& [what, by] : std::vector<std::pair<std::string, std::string>>{
             {"橙色", "红色"},
             {"<info>", "<info><language>en</language>"},
             {"a-1", "a-2"},
             {"<sender>met", "<sender x=\"1\">met"},
             {"<info><event>暴雨</event>", "<info>"},
             {"  <sent>", " <sent>"},
             {"</info>", "<?later?></info>"}}) {
        EXPECT_THAT(ask(with(honest, what, by)), IsRefusedFor("the message was altered")) << what;
    }
    // What says nothing to anybody may change.
    EXPECT_TRUE(ask(with(honest, "made by hand", "or not")).verified());
    EXPECT_TRUE(ask(with(honest, "<alert xmlns", "<alert   xmlns")).verified());
}

TEST(Verification, FindsAnAlteredSignature) {
    auto const honest = ecOffice().sign(kMessage);
    auto const value = honest.find("<ds:SignatureValue>") + 30;
    auto forged = honest;
    forged[value] = forged[value] == 'A' ? 'B' : 'A';
    EXPECT_THAT(ask(forged), IsRefusedFor("does not hold"));
    auto const digest = honest.find("<ds:DigestValue>") + 20;
    forged = honest;
    forged[digest] = forged[digest] == 'A' ? 'B' : 'A';
    EXPECT_THAT(ask(forged), IsRefusedFor("does not hold"));
}

TEST(Verification, BelievesNoCertificateThatIsNotPinned) {
    EXPECT_THAT(ask(foreignOffice().sign(kMessage)), IsRefusedFor("CN=Somebody Else"));
    EXPECT_THAT(ask(ecOffice().sign(kMessage), std::vector<PinnedCertificate>{}),
                IsRefusedFor("not pinned"));
}

TEST(Verification, BelievesNoCertificateThatMerelyComesAlong) {
    // By the pinned certificate, says somebody else.
    Seal seal;
    seal.keyInfo = "<ds:X509Data><ds:X509Certificate>" + ecOffice().written() +
                   "</ds:X509Certificate></ds:X509Data>";
    EXPECT_THAT(ask(foreignOffice().sign(kMessage, seal)), IsRefusedFor("does not hold"));
    // Both certificates, with the pinned one anywhere.
    seal.keyInfo = "<ds:X509Data><ds:X509Certificate>" + foreignOffice().written() +
                   "</ds:X509Certificate><ds:X509Certificate>" + ecOffice().written() +
                   "</ds:X509Certificate></ds:X509Data>";
    EXPECT_THAT(ask(foreignOffice().sign(kMessage, seal)), IsRefusedFor("does not hold"));
    EXPECT_TRUE(ask(ecOffice().sign(kMessage, seal)).verified());
}

TEST(Verification, TriesThePinnedOnesWhereNoCertificateComesAlong) {
    for (std::string const keyInfo : {"-", "<ds:KeyName>weather</ds:KeyName>"}) {
        Seal seal;
        seal.keyInfo = keyInfo;
        auto const signedOne = ecOffice().sign(kMessage, seal);
        auto const verdict =
            ask(signedOne, {rsaOffice().pinned(), foreignOffice().pinned(), ecOffice().pinned()});
        EXPECT_EQ(verdict.pin, 2U) << verdict.why;
        EXPECT_THAT(ask(signedOne, foreignOffice()), IsRefusedFor("names no certificate"));
    }
}

TEST(Verification, AsksWhetherTheCertificateWasValidWhenTheMessageWasSent) {
    static Office const old({.from = parseInstant("2025-01-01T00:00:00Z").value(),
                             .until = parseInstant("2025-12-31T23:59:59Z").value()});
    auto const message = old.sign(kMessage);
    EXPECT_THAT(ask(message, old), IsRefusedFor("was not valid when the message was sent"));
    auto const at = [](char const* text) { return parseInstant(text).value(); };
    EXPECT_TRUE(ask(message, old, at("2025-01-01T00:00:00Z")).verified());
    EXPECT_TRUE(ask(message, old, at("2025-12-31T23:59:59.900Z")).verified());
    EXPECT_THAT(ask(message, old, at("2024-12-31T23:59:59.999Z")), IsRefusedFor("not valid"));
    EXPECT_THAT(ask(message, old, at("2026-01-01T00:00:00Z")), IsRefusedFor("not valid"));
    Seal unnamed;
    unnamed.keyInfo = "-";
    EXPECT_THAT(ask(old.sign(kMessage, unnamed), old), IsRefusedFor("holds under none"));
}

class Authorities : public testing::Test {
protected:
    static Office issued(Office::Wish wish = {}) {
        wish.issuer = wish.issuer == nullptr ? &authority() : wish.issuer;
        return Office(wish);
    }
    static Office const& authority() {
        static Office const it({.name = "Weather CA", .isAuthority = true});
        return it;
    }
    static Verdict askFor(std::string const& xml, Instant sent = kSent) {
        return ask(xml, std::vector{authority().pinned(true)}, sent);
    }
};

TEST_F(Authorities, SpeakForWhomTheyGaveACertificate) {
    auto const office = issued({.name = "Weather Office East"});
    auto const verdict = askFor(office.sign(kMessage));
    ASSERT_TRUE(verdict.verified()) << verdict.why;
    EXPECT_EQ(verdict.subject, "CN=Weather Office East");
    EXPECT_EQ(verdict.fingerprint, office.pinned().fingerprint);
    EXPECT_THAT(askFor(with(office.sign(kMessage), "橙色", "红色")), IsRefusedFor("altered"));
}

TEST_F(Authorities, SpeakForNobodyElse) {
    static Office const impostor({.name = "Weather CA", .isAuthority = true});
    EXPECT_THAT(askFor(issued({.issuer = &impostor}).sign(kMessage)), IsRefusedFor("not pinned"));
    EXPECT_THAT(askFor(foreignOffice().sign(kMessage)), IsRefusedFor("not pinned"));
    EXPECT_THAT(askFor(issued({.until = kSent - std::chrono::hours(1)}).sign(kMessage)),
                IsRefusedFor("not pinned"));
    EXPECT_THAT(askFor(issued({.extendedUse = "serverAuth,clientAuth"}).sign(kMessage)),
                IsRefusedFor("not pinned"))
        << "a web server's certificate";
    EXPECT_TRUE(askFor(issued({.extendedUse = "1.3.6.1.5.5.7.3.36"}).sign(kMessage)).verified())
        << "for signing documents, RFC 9336";
    EXPECT_THAT(askFor(issued({.isAuthority = true}).sign(kMessage)), IsRefusedFor("not pinned"));
    EXPECT_THAT(askFor(authority().sign(kMessage)), IsRefusedFor("not pinned"))
        << "it signs certificates, not messages";
    auto const office = issued();
    EXPECT_THAT(ask(issued({.issuer = &office}).sign(kMessage), {authority().pinned(true)}),
                IsRefusedFor("not pinned"))
        << "who has a certificate gives out none";
    EXPECT_THAT(askFor(office.sign(kMessage), kSent + std::chrono::days(365)),
                IsRefusedFor("not pinned"))
        << "the authority's time is over by then";
}

TEST_F(Authorities, LeadOverOthersThatTheMessageBringsAlong) {
    auto const between = issued({.name = "Weather CA 2", .isAuthority = true});
    auto const office = issued({.issuer = &between});
    EXPECT_THAT(askFor(office.sign(kMessage)), IsRefusedFor("not pinned"));
    Seal seal;
    seal.keyInfo = "<ds:X509Data><ds:X509Certificate>" + office.written() +
                   "</ds:X509Certificate><ds:X509Certificate>" + between.written() +
                   "</ds:X509Certificate></ds:X509Data>";
    auto const verdict = askFor(office.sign(kMessage, seal));
    EXPECT_TRUE(verdict.verified()) << verdict.why;
}

class SeveralSignatures : public testing::Test {
protected:
    /// Signed by its sender, then by who passes it on.
    static std::string both() { return rsaOffice().sign(ecOffice().sign(kMessage)); }
    static std::vector<PinnedCertificate> const& pins() {
        static std::vector<PinnedCertificate> const all{ecOffice().pinned(), rsaOffice().pinned()};
        return all;
    }
};

TEST_F(SeveralSignatures, OneThatIsPinnedIsEnough) {
    EXPECT_EQ(ask(both(), pins()).pin, 0U);
    auto const sender = ask(both(), ecOffice());
    EXPECT_TRUE(sender.verified()) << sender.why << ": it did not know of the one behind it";
    auto const distributor = ask(both(), rsaOffice());
    EXPECT_TRUE(distributor.verified()) << distributor.why;
    EXPECT_THAT(ask(both(), foreignOffice()), IsRefusedFor("not pinned"));
}

TEST_F(SeveralSignatures, EachMayHaveSignedTheMessageAlone) {
    auto const first = ecOffice().sign(kMessage), second = rsaOffice().sign(kMessage);
    auto const from = second.find("<ds:Signature ");
    auto const signature = second.substr(from, second.rfind("</alert>") - from);
    auto const verdict = ask(with(first, "</alert>", signature + "</alert>"), rsaOffice());
    EXPECT_TRUE(verdict.verified()) << verdict.why;
}

TEST_F(SeveralSignatures, NoneThatIsPinnedMayBeBroken) {
    auto const message = both();
    auto const at = message.rfind("<ds:SignatureValue>") + 30;
    auto broken = message;
    broken[at] = broken[at] == 'A' ? 'B' : 'A';
    EXPECT_THAT(ask(broken, pins()), IsRefusedFor("does not hold"));
    EXPECT_TRUE(ask(broken, ecOffice()).verified()) << "nobody believes the other one anyway";
    EXPECT_THAT(ask(broken, rsaOffice()), IsRefusedFor("does not hold"));
}

TEST_F(SeveralSignatures, AreFourAtMost) {
    std::string message = kMessage;
    for (int i = 0; i < 4; ++i) {
        message = ecOffice().sign(message);
    }
    EXPECT_TRUE(ask(message).verified());
    EXPECT_THAT(ask(ecOffice().sign(message)), IsRefusedFor("more than 4"));
}

TEST(RealMessages, AreVerifiedWhereTheyAreThere) {
    auto const* named = std::getenv("TOCSIN_CAP_SAMPLES");
    std::filesystem::path const samples = named != nullptr ? named : TOCSIN_CAP_SAMPLES;
    auto const read = [&](char const* name) {
        std::ifstream in(samples / "valid" / name, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    auto const seychelles = read("wmo_sc_valid.xml");
    auto const sha1 = read("google_earthquake-iso8859-1.cap");
    if (seychelles.empty() || sha1.empty()) {
        GTEST_SKIP() << "no messages in " << samples.string();
    }
    std::string const open = "<ds:X509Certificate>";
    auto const from = seychelles.find(open) + open.size();
    auto const file = std::filesystem::path(testing::TempDir()) / "seychelles.pem";
    std::ofstream(file) << "-----BEGIN CERTIFICATE-----\n"
                        << seychelles.substr(from, seychelles.find("</ds:X509C", from) - from)
                        << "-----END CERTIFICATE-----\n";
    auto const pin = readCertificate(file, false);
    ASSERT_TRUE(pin) << pin.error().message;
    // It was signed anew later than it says that it was sent.
    auto const verdict = ask(seychelles, {*pin}, parseInstant("2024-07-10T00:00:00Z").value());
    EXPECT_TRUE(verdict.verified()) << verdict.why;
    EXPECT_EQ(verdict.subject, "CN=www.meteo.sc");
    EXPECT_THAT(ask(seychelles, {*pin}, parseInstant("2024-05-19T13:18:00Z").value()),
                IsRefusedFor("not valid when the message was sent"));
    EXPECT_THAT(ask(sha1, {*pin}), IsRefusedFor("SHA-1"));
}

}  // namespace
}  // namespace tocsin::signatures
