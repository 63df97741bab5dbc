// SPDX-License-Identifier: Apache-2.0
// A warning, offices that sign it, and what is found of their signatures.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "support/signing_office.hpp"
#include "tocsin/signatures/verifier.hpp"
#include "tocsin/xml_verifier/verification.hpp"

namespace tocsin::signatures {

inline constexpr char kMessage[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n"
    "  <identifier>a-1</identifier><sender>met@example.cn</sender>\n"
    "  <sent>2026-06-01T08:00:00+08:00</sent>\n"
    "  <!-- made by hand -->\n"
    "  <info><event>暴雨</event><headline>暴雨橙色预警 &amp; 大风</headline></info>\n"
    "</alert>\n";
inline Instant const kSent = parseInstant("2026-06-01T00:00:00Z").value();

/// RSA keys take long to make: one for all tests.
inline test::Office const& rsaOffice() {
    static test::Office const office({.kind = test::Office::Kind::rsa2048});
    return office;
}
inline test::Office const& ecOffice() {
    static test::Office const office({});
    return office;
}
inline test::Office const& foreignOffice() {
    static test::Office const office({.name = "Somebody Else"});
    return office;
}

inline Verdict ask(std::string const& xml, std::vector<PinnedCertificate> const& pins,
                   Instant sent = kSent) {
    xml_verifier::prepareLibraries();
    return xml_verifier::verify({xml, pins, sent});
}
inline Verdict ask(std::string const& xml, test::Office const& office = ecOffice(),
                   Instant sent = kSent) {
    return ask(xml, std::vector{office.pinned()}, sent);
}

/// `text` with the first `what` in it replaced.
inline std::string with(std::string text, std::string const& what, std::string const& by) {
    auto const at = text.find(what);
    if (at == std::string::npos) {
        ADD_FAILURE() << "there is no " << what << " in " << text;
        return text;
    }
    return text.replace(at, what.size(), by);
}

MATCHER_P(IsRefusedFor, words, "") {
    *result_listener << (arg.verified() ? "verified" : arg.why);
    return !arg.verified() && arg.signedText.empty() &&
           testing::Matches(testing::HasSubstr(words))(arg.why);
}

}  // namespace tocsin::signatures
