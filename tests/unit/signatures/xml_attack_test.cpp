// SPDX-License-Identifier: Apache-2.0
// Signatures that are genuine, and do not say what they are made to look like.
#include "signed_message.hpp"

namespace tocsin::signatures {
namespace {

using test::reference;
using test::Seal;
using test::transform;
using testing::HasSubstr;
using testing::Not;

std::string const kMore = "http://www.w3.org/2001/04/xmldsig-more#";
std::string const kWithComments = "#WithComments";

/// Really signed by the pinned certificate, and refused for what it is.
Verdict verdictOf(Seal const& seal, std::string const& message = kMessage) {
    return ask(ecOffice().sign(message, seal));
}
std::string steps(std::string_view canonical = Seal::kExclusive) {
    return transform(test::kEnveloped) + transform(canonical);
}

TEST(XmlAttack, Sha1AndMd5AreNamedAsWhatTheyAre) {
    Seal seal;
    seal.digest = "http://www.w3.org/2000/09/xmldsig#sha1";
    EXPECT_THAT(verdictOf(seal), IsRefusedFor("SHA-1, which can be forged"));
    seal = {};
    seal.method = kMore + "ecdsa-sha1";
    EXPECT_THAT(verdictOf(seal), IsRefusedFor("SHA-1, which can be forged"));
    seal.method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
    EXPECT_THAT(ask(rsaOffice().sign(kMessage, seal), rsaOffice()), IsRefusedFor("SHA-1"));
    auto const honest = ecOffice().sign(kMessage);
    EXPECT_THAT(ask(with(honest, kMore + "ecdsa-sha256", kMore + "rsa-md5")), IsRefusedFor("MD5"));
}

TEST(XmlAttack, OtherKeysAndAlgorithmsAreRefused) {
    auto const honest = ecOffice().sign(kMessage);
    for (std::string const& other :
         {kMore + "hmac-sha256", kMore + "ecdsa-sha224", std::string("urn:own"), std::string()}) {
        EXPECT_THAT(ask(with(honest, kMore + "ecdsa-sha256", other)), IsRefusedFor("not taken"));
    }
    EXPECT_THAT(ask(with(honest, kMore + "ecdsa-sha256", kMore + "rsa-sha256")),
                IsRefusedFor("does not hold"));
    EXPECT_THAT(ask(with(honest, "ecdsa-sha256\"/>",
                         "ecdsa-sha256\"><ds:HMACOutputLength>1</ds:HMACOutputLength>"
                         "</ds:SignatureMethod>")),
                IsRefusedFor("parameters"));
}

TEST(XmlAttack, XPathXsltAndOtherStepsAreRefused) {
    for (std::string const& step :
         {transform("http://www.w3.org/TR/1999/REC-xpath-19991116",
                    "<ds:XPath>not(ancestor-or-self::headline)</ds:XPath>"),
          transform("http://www.w3.org/2002/06/xmldsig-filter2",
                    "<f:XPath xmlns:f=\"http://www.w3.org/2002/06/xmldsig-filter2\" "
                    "Filter=\"intersect\">//x</f:XPath>")}) {
        Seal seal;
        seal.transforms = transform(test::kEnveloped) + step;
        EXPECT_THAT(verdictOf(seal), IsRefusedFor("not taken"));
        seal.transforms = step;
        EXPECT_THAT(verdictOf(seal), IsRefusedFor("leave out itself, and nothing else"));
        seal.transforms = transform(test::kEnveloped) + step + transform(Seal::kExclusive);
        EXPECT_THAT(verdictOf(seal), IsRefusedFor("leave out itself, and nothing else"));
    }
    auto const honest = ecOffice().sign(kMessage);
    auto const xslt = with(honest, transform(Seal::kExclusive),
                           transform("http://www.w3.org/TR/1999/REC-xslt-19991116",
                                     "<xsl:stylesheet xmlns:xsl="
                                     "\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\"/>"));
    EXPECT_THAT(ask(xslt), IsRefusedFor("not taken"));
    auto const base64 =
        with(honest, steps(), transform("http://www.w3.org/2000/09/xmldsig#base64"));
    EXPECT_THAT(ask(base64), IsRefusedFor("leave out itself"));
}

TEST(XmlAttack, CommentsAreNotSigned) {
    Seal seal;
    seal.canonical = std::string(Seal::kExclusive) + "WithComments";
    EXPECT_THAT(verdictOf(seal), IsRefusedFor("not taken"));
    seal = {};
    seal.transforms = steps(std::string(Seal::kInclusive) + kWithComments);
    EXPECT_THAT(verdictOf(seal), IsRefusedFor("not taken"));
}

TEST(XmlAttack, WhatIsSignedIsWhatIsRead) {
    // A comment in a text parts it for careless readers. Ours get the canonical text.
    auto const honest = ecOffice().sign(kMessage);
    auto const verdict = ask(with(honest, "met@example.cn", "met@example.cn<!-- x -->.attacker"));
    EXPECT_FALSE(verdict.verified());
    auto const parted = ask(with(honest, "met@example.cn", "met@<!-- x -->example.cn"));
    ASSERT_TRUE(parted.verified()) << parted.why;
    EXPECT_THAT(parted.signedText, HasSubstr("<sender>met@example.cn</sender>"));
    auto const section = ask(with(honest, "met@example.cn", "<![CDATA[met@example.cn]]>"));
    ASSERT_TRUE(section.verified()) << section.why;
    EXPECT_THAT(section.signedText, HasSubstr("<sender>met@example.cn</sender>"));
    auto const instruction = ask(with(honest, "met@example.cn", "met@<?x y?>example.cn"));
    EXPECT_FALSE(instruction.verified()) << "processing instructions are signed";
}

TEST(XmlAttack, APartIsNotTheWhole) {
    // The signed message stands inside of another one.
    auto const inner = with(kMessage, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "");
    auto const named = with(inner, "<alert ", "<alert Id=\"m\" ");
    Seal seal;
    seal.uri = "#m";
    auto const honest = ecOffice().sign(named, seal);
    ASSERT_TRUE(ask(honest).verified());
    auto const from = honest.find("<ds:Signature ");
    auto const signature = honest.substr(from, honest.rfind("</alert>") - from);
    auto const bare = with(honest, signature, "");
    for (std::string const& wrapped :
         {"<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><headline>forged</headline>" +
              honest + "</alert>",
          "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><headline>forged</headline>" +
              bare + signature + "</alert>",
          "<envelope><alert>forged</alert>" + honest + "</envelope>",
          with(with(honest, "<headline>", "<headline>forged "), "</ds:Signature>",
               "<ds:Object>" + bare + "</ds:Object></ds:Signature>")}) {
        auto const verdict = ask(wrapped);
        EXPECT_FALSE(verdict.verified()) << wrapped;
        EXPECT_THAT(verdict.why,
                    testing::AnyOf(HasSubstr("another message inside"),
                                   HasSubstr("inside of one of its elements"),
                                   HasSubstr("more than a signature"), HasSubstr("whole message")));
    }
}

TEST(XmlAttack, AReferenceNamesTheRootAlone) {
    auto const named = with(kMessage, "<info>", "<info Id=\"part\">");
    Seal seal;
    seal.uri = "#part";
    EXPECT_THAT(verdictOf(seal, named), IsRefusedFor("not over the whole message"));
    auto const rooted = with(named, "<alert ", "<alert Id=\"m\" ");
    seal.uri = "#m";
    EXPECT_TRUE(verdictOf(seal, rooted).verified());
    auto const honest = ecOffice().sign(rooted, seal);
    for (std::string const uri :
         {"#xpointer(/)", "#xpointer(id('m'))", "#xpointer(id('part'))", "#", "m", "#m ",
          "file:///etc/passwd", "http://192.0.2.1/message.xml", "message.xml", "#n"}) {
        EXPECT_THAT(ask(with(honest, "URI=\"#m\"", "URI=\"" + uri + "\"")),
                    IsRefusedFor("not over the whole message"))
            << uri;
    }
    EXPECT_THAT(ask(with(honest, " URI=\"#m\"", "")), IsRefusedFor("not over the whole message"));
    EXPECT_THAT(ask(with(honest, "URI=\"#m\"",
                         "URI=\"#m\" Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\"")),
                IsRefusedFor("of a type of its own"));
}

TEST(XmlAttack, AnIdIsThereOnce) {
    auto const rooted = with(kMessage, "<alert ", "<alert Id=\"m\" ");
    Seal seal;
    seal.uri = "#m";
    for (std::string const twin :
         {"Id=\"m\"", "ID=\"m\"", "id=\"m\"", "xml:id=\"m\"", "u:Id=\"m\" xmlns:u=\"urn:u\""}) {
        auto const doubled = with(rooted, "<info>", "<info " + twin + ">");
        EXPECT_THAT(verdictOf(seal, doubled), IsRefusedFor("not over the whole message")) << twin;
    }
    auto const plain = with(kMessage, "<info>", "<info xml:id=\"m\">");
    EXPECT_THAT(verdictOf(seal, plain), IsRefusedFor("not over the whole message"));
}

TEST(XmlAttack, ThereIsOneReference) {
    Seal seal;
    seal.references = reference("", steps()) + reference("", steps());
    EXPECT_THAT(verdictOf(seal), IsRefusedFor("more than one Reference"));
    auto const named = with(kMessage, "<info>", "<info Id=\"part\">");
    seal.references = reference("", steps()) + reference("#part", transform(Seal::kExclusive));
    EXPECT_THAT(verdictOf(seal, named), IsRefusedFor("more than one Reference"));
    auto const honest = ecOffice().sign(kMessage);
    auto const from = honest.find("<ds:Reference "), to = honest.find("</ds:SignedInfo>");
    EXPECT_FALSE(ask(with(honest, honest.substr(from, to - from), "")).verified());
}

TEST(XmlAttack, ASignatureIsAChildOfTheMessageAndHoldsNothingElse) {
    Seal inside;
    inside.before = "</info>";
    EXPECT_THAT(verdictOf(inside), IsRefusedFor("inside of one of its elements"));
    auto const honest = ecOffice().sign(kMessage);
    EXPECT_THAT(ask(with(honest, "</info>",
                         "<x:Signature xmlns:x=\"http://www.w3.org/2000/09/xmldsig#\"/></info>")),
                IsRefusedFor("inside of one of its elements"));
    Seal seal;
    seal.objects = "<ds:Object><forged/></ds:Object>";
    EXPECT_THAT(verdictOf(seal), IsRefusedFor("more than a signature"));
    seal.objects =
        "<ds:Object><ds:Manifest>" + reference("", steps()) + "</ds:Manifest></ds:Object>";
    EXPECT_THAT(verdictOf(seal), IsRefusedFor("more than a signature"));
    EXPECT_THAT(ask(with(honest, "</ds:Signature>", "<forged xmlns=\"urn:x\"/></ds:Signature>")),
                IsRefusedFor("more than a signature"));
    EXPECT_THAT(ask(kMessage), IsRefusedFor("no signature"));
}

TEST(XmlAttack, KeysAreFetchedFromNowhere) {
    for (std::string const where :
         {"<ds:RetrievalMethod URI=\"http://192.0.2.1/key\"/>",
          "<ds:RetrievalMethod URI=\"#key\"/>",
          "<d:KeyInfoReference xmlns:d=\"http://www.w3.org/2009/xmldsig11#\" URI=\"#key\"/>"}) {
        Seal seal;
        seal.keyInfo = where;
        EXPECT_THAT(verdictOf(seal), IsRefusedFor("leads elsewhere")) << where;
    }
}

TEST(XmlAttack, DoctypesAreNotRead) {
    auto const honest = ecOffice().sign(kMessage);
    std::string laughs = "<!DOCTYPE alert [<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 30; ++i) {
        auto const before = "&a" + std::to_string(i - 1) + ";";
        laughs += "<!ENTITY a" + std::to_string(i) + " \"" + before + before + before + "\">";
    }
    for (std::string const& type :
         {std::string("<!DOCTYPE alert>"), laughs + "]>",
          std::string("<!DOCTYPE alert SYSTEM \"file:///etc/passwd\">"),
          std::string("<!DOCTYPE alert [<!ATTLIST info Id ID #FIXED \"m\">]>")}) {
        EXPECT_THAT(ask(with(honest, "<alert ", type + "<alert ")), IsRefusedFor("DOCTYPE"));
    }
    EXPECT_THAT(ask(with(honest, "a-1", "&a29;")), IsRefusedFor("not well-formed"));
}

TEST(XmlAttack, WhatIsNoDocumentIsRefused) {
    for (std::string const& text :
         {std::string(), std::string("no message"), std::string("<alert"),
          std::string("<alert/><alert/>"), std::string("\xff\xfe<\0", 4), std::string(1000, '\0'),
          ecOffice().sign(kMessage).substr(0, 1500)}) {
        EXPECT_THAT(ask(text), IsRefusedFor("not well-formed"));
    }
    EXPECT_THAT(ask(std::string(kMostDocument + 1, ' ')), IsRefusedFor("longer than"));
}

TEST(XmlAttack, WhatWouldTakeTooLongIsRefused) {
    std::string deep, open;
    for (int i = 0; i < 100; ++i) {
        open += "<a>";
        deep += "</a>";
    }
    auto const honest = ecOffice().sign(kMessage);
    EXPECT_THAT(ask(with(honest, "<event>", open + deep + "<event>")), IsRefusedFor("nested"));
    std::string spaces, many;
    for (int i = 0; i < 1'000; ++i) {
        spaces += " xmlns:n" + std::to_string(i) + "=\"urn:n\"";
    }
    for (int i = 0; i < 1'000; ++i) {
        many += "<a/>";
    }
    EXPECT_THAT(ask(with(honest, "<event>", "<x" + spaces + ">" + many + "</x><event>")),
                IsRefusedFor("nested"));
    // All the characters that grow in canonical form.
    Seal seal;
    auto const grown = ecOffice().sign(with(kMessage, "大风", std::string(1'200'000, '>')), seal);
    EXPECT_THAT(ask(grown), IsRefusedFor("longer than"));
    EXPECT_TRUE(
        ask(ecOffice().sign(with(kMessage, "大风", std::string(4'000'000, 'x')))).verified());
}

TEST(XmlAttack, ReasonsHoldNothingThatALineCannot) {
    auto const honest = ecOffice().sign(kMessage);
    auto const verdict =
        ask(with(honest, "URI=\"\"", "URI=\"&#10;\x1b暴雨" + std::string(5'000, 'x') + "\""));
    EXPECT_FALSE(verdict.verified());
    auto const named =
        ask(with(honest, "URI=\"\"", "URI=\"&#10;暴雨" + std::string(900, 'x') + "\""));
    EXPECT_THAT(named, IsRefusedFor("\"???????xxxx"));
    EXPECT_LT(named.why.size(), 300U);
    EXPECT_THAT(named.why, Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace tocsin::signatures
