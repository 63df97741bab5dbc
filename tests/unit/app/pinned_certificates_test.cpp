// SPDX-License-Identifier: Apache-2.0
// Certificates of senders, from the files that the configuration names.
#include "pinned_certificates.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/signing_office.hpp"

namespace tocsin::app {
namespace {

using test::Office;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PinnedCertificatesTest : public testing::Test {
protected:
    PinnedCertificatesTest() {
        std::string name = testing::TempDir() + "pinned-XXXXXX";
        directory_ = ::mkdtemp(name.data());
    }
    ~PinnedCertificatesTest() override { std::filesystem::remove_all(directory_); }
    [[nodiscard]] std::filesystem::path file(std::string const& name, Office const& office) const {
        std::ofstream(directory_ / name) << office.pem();
        return directory_ / name;
    }

    std::filesystem::path directory_;
    Office const office_{Office::Wish{}};
    Office const authority_{Office::Wish{.name = "Weather CA", .isAuthority = true}};
};

TEST_F(PinnedCertificatesTest, AreThoseOfTheSiteAndOfEachSender) {
    config::WarningConfig config;
    config.certificates = {file("distributor.pem", office_)};
    config::WarningSenderConfig sender;
    sender.sender = "met@example.cn";
    sender.certificates = {file("met.pem", office_)};
    sender.authorities = {file("ca.pem", authority_)};
    config.senders = {sender, {"plain@example.cn", false, {}}};
    auto const pinned = pinnedCertificates(config);
    ASSERT_TRUE(pinned) << pinned.error().message;
    EXPECT_THAT(pinned->site, ElementsAre(office_.pinned()));
    EXPECT_THAT(pinned->bySender.at("met@example.cn"),
                ElementsAre(office_.pinned(), authority_.pinned(true)));
    EXPECT_THAT(pinned->bySender.at("plain@example.cn"), IsEmpty());
}

TEST_F(PinnedCertificatesTest, ThatCannotBeReadAreNamedInOneLine) {
    config::WarningConfig config;
    config.authorities = {file("office.pem", office_)};
    auto const wrong = pinnedCertificates(config);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, Errc::invalid);
    EXPECT_THAT(wrong.error().message, HasSubstr("[warnings] authorities: "));
    config.authorities.clear();
    config::WarningSenderConfig sender;
    sender.sender = "met@example.cn";
    sender.certificates = {directory_ / "none.pem"};
    config.senders = {sender};
    auto const missing = pinnedCertificates(config);
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().message,
                HasSubstr("[[warnings.sender]] \"met@example.cn\" certificates: "));
    EXPECT_THAT(missing.error().message, HasSubstr("none.pem cannot be read"));
}

TEST_F(PinnedCertificatesTest, ThatAreNotValidAreTold) {
    PinnedCertificates pinned;
    pinned.site = {office_.pinned()};
    pinned.bySender["met@example.cn"] = {authority_.pinned(true)};
    auto const at = [](char const* text) { return parseInstant(text).value(); };
    EXPECT_THAT(outdated(pinned, at("2026-06-01T00:00:00Z")), IsEmpty());
    EXPECT_THAT(outdated(pinned, at("2027-06-01T00:00:00Z")),
                ElementsAre(HasSubstr("sender=\"\" subject=\"CN=Weather Office\""),
                            HasSubstr("sender=\"met@example.cn\" subject=\"CN=Weather CA\"")));
    EXPECT_THAT(outdated(pinned, at("2025-12-31T23:59:59Z")), testing::SizeIs(2));
}

}  // namespace
}  // namespace tocsin::app
