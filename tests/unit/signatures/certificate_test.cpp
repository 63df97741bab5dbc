// SPDX-License-Identifier: Apache-2.0
// Files with certificates that a site pins.
#include "tocsin/signatures/certificate.hpp"

#include <fstream>

#include "signed_message.hpp"

namespace tocsin::signatures {
namespace {

using test::Office;
using testing::HasSubstr;

class CertificateFiles : public testing::Test {
protected:
    CertificateFiles() {
        std::string name = testing::TempDir() + "certificates-XXXXXX";
        directory_ = ::mkdtemp(name.data());
    }
    ~CertificateFiles() override { std::filesystem::remove_all(directory_); }
    [[nodiscard]] Result<PinnedCertificate> read(std::string const& bytes,
                                                 bool isAuthority = false) const {
        std::ofstream(directory_ / "office.pem", std::ios::binary) << bytes;
        return readCertificate(directory_ / "office.pem", isAuthority);
    }
    [[nodiscard]] std::string refusalOf(std::string const& bytes, bool isAuthority = false) const {
        auto const pin = read(bytes, isAuthority);
        EXPECT_FALSE(pin);
        if (pin) {
            return "";
        }
        EXPECT_EQ(pin.error().code, Errc::invalid);
        EXPECT_THAT(pin.error().message, HasSubstr((directory_ / "office.pem").string()));
        return pin.error().message;
    }
    std::filesystem::path directory_;
};

TEST_F(CertificateFiles, AreReadAsPemAndAsDer) {
    auto const pem = read("Weather Office:\n" + ecOffice().pem());
    ASSERT_TRUE(pem) << pem.error().message;
    EXPECT_EQ(pem->der, ecOffice().der());
    EXPECT_EQ(pem->subject, "CN=Weather Office");
    EXPECT_EQ(pem->fingerprint.size(), 64U);
    EXPECT_EQ(pem->from, parseInstant("2026-01-01T00:00:00Z").value());
    EXPECT_EQ(pem->until, parseInstant("2027-01-01T00:00:00Z").value());
    EXPECT_FALSE(pem->isAuthority);
    EXPECT_EQ(read(ecOffice().der()).value(), *pem);
}

TEST_F(CertificateFiles, HoldOneCertificateEach) {
    EXPECT_THAT(refusalOf(""), HasSubstr("no certificate"));
    EXPECT_THAT(refusalOf("no certificate"), HasSubstr("no certificate"));
    EXPECT_THAT(refusalOf(ecOffice().der() + "x"), HasSubstr("no certificate"));
    EXPECT_THAT(refusalOf(ecOffice().pem() + rsaOffice().pem()), HasSubstr("2 certificates"));
    EXPECT_THAT(refusalOf(std::string(70'000, 'x')), HasSubstr("too large"));
    auto const missing = readCertificate(directory_ / "nowhere.pem", false);
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().message, HasSubstr("nowhere.pem cannot be read"));
    EXPECT_THAT(readCertificate(directory_, false).error().message, HasSubstr("cannot be read"));
}

TEST_F(CertificateFiles, OfWeakKeysAreRefused) {
    EXPECT_THAT(refusalOf(Office({.kind = Office::Kind::rsa1024}).pem()),
                HasSubstr("RSA of 2048 bits"));
}

TEST_F(CertificateFiles, OfAuthoritiesAreOfAuthorities) {
    EXPECT_THAT(refusalOf(ecOffice().pem(), true), HasSubstr("name it under certificates"));
    auto const authority = read(Office({.name = "CA", .isAuthority = true}).pem(), true);
    ASSERT_TRUE(authority) << authority.error().message;
    EXPECT_TRUE(authority->isAuthority);
}

TEST_F(CertificateFiles, HaveNamesThatFitALine) {
    auto const pin = read(Office({.name = "暴雨\n\x1b[1m" + std::string(40, 'x')}).pem());
    ASSERT_TRUE(pin) << pin.error().message;
    EXPECT_THAT(pin->subject, HasSubstr("CN=暴雨"));
    for (char const c : pin->subject) {
        EXPECT_FALSE(c >= 0 && c < ' ') << pin->subject;
    }
}

}  // namespace
}  // namespace tocsin::signatures
