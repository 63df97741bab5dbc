// SPDX-License-Identifier: Apache-2.0
#include "tocsin/signatures/exchange.hpp"

#include "signed_message.hpp"

namespace tocsin::signatures {
namespace {

TEST(SignatureExchange, AQuestionArrivesAsItWas) {
    Question question;
    question.xml = std::string("<alert>\n\0\xff</alert>\n", 20);
    question.pins = {ecOffice().pinned(), rsaOffice().pinned()};
    question.pins[1].isAuthority = true;
    question.sent = parseInstant("2026-06-01T00:00:00.123Z").value();
    auto const read = readQuestion(toText(question));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->xml, question.xml);
    EXPECT_EQ(read->sent, question.sent);
    ASSERT_EQ(read->pins.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(read->pins[i].der, question.pins[i].der);
        EXPECT_EQ(read->pins[i].isAuthority, question.pins[i].isAuthority);
    }
}

TEST(SignatureExchange, AVerdictArrivesAsItWas) {
    Question const question{"", {foreignOffice().pinned(), ecOffice().pinned()}, kSent};
    Verdict verdict;
    verdict.pin = 1;
    verdict.fingerprint = ecOffice().pinned().fingerprint;
    verdict.subject = "CN=气象台";
    verdict.signedText = "<alert>\n</alert>";
    auto const read = readVerdict(toText(verdict), question);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, verdict);
    Verdict refused;
    refused.why = "it has no signature";
    EXPECT_EQ(readVerdict(toText(refused), question).value(), refused);
}

TEST(SignatureExchange, AnAuthoritysCertificateMayBeAnyButHasAFingerprint) {
    auto pin = foreignOffice().pinned();
    pin.isAuthority = true;
    Question const question{"", {pin}, kSent};
    Verdict verdict;
    verdict.pin = 0;
    verdict.fingerprint = ecOffice().pinned().fingerprint;
    EXPECT_TRUE(readVerdict(toText(verdict), question));
    verdict.fingerprint = "none";
    EXPECT_FALSE(readVerdict(toText(verdict), question));
}

TEST(SignatureExchange, WhatIsNeitherIsDamaged) {
    for (std::string const text :
         {"", "\n", "{}\n", "[]\n", "{\"bytes\":1}\n", "{\"bytes\":0}\n", "{\"bytes\":-1}\n",
          R"({"bytes":0,"sent":1,"pins":[]})", "{\"bytes\":0,\"sent\":\"x\",\"pins\":[]}\n",
          "{\"bytes\":0,\"sent\":\"2026-06-01T00:00:00Z\",\"pins\":[1]}\n",
          "{\"bytes\":0,\"verified\":1}\n", "{\"bytes\":0,\"verified\":true,\"pin\":0}\n"}) {
        auto const question = readQuestion(text);
        ASSERT_FALSE(question) << text;
        EXPECT_EQ(question.error().code, Errc::damaged);
        EXPECT_FALSE(readVerdict(text, {})) << text;
    }
}

}  // namespace
}  // namespace tocsin::signatures
