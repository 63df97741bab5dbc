// SPDX-License-Identifier: Apache-2.0
// Signed CAP messages on a whole site: from the certificate in the configuration to the warning,
// with the real verifier.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>

#include "people_of_site.hpp"
#include "support/signing_office.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using test::Ended;
using test::Office;
using testing::HasSubstr;

class SignedWarnings : public testing::Test {
protected:
    void begin() {
        std::ofstream(site.dir() / "weather.pem") << office.pem();
        std::filesystem::create_directories(site.dir() / "drop");
        site.setConfiguration(
            "[warnings]\nfolder = \"drop\"\n[[warnings.sender]]\nsender = \"met@example.invalid\"\n"
            "automatic = true\ncertificates = [\"weather.pem\"]\n");
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_EQ(site.tocsin({"screen", "set", "bar", "--code", "330106"}).code, 0);
        zhang = signedIn(site, "zhang", {"duty"});
    }
    static std::string message(std::string const& identifier) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert "
               "xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>" +
               identifier +
               "</identifier><sender>met@example.invalid</sender>"
               "<sent>2026-06-01T10:00:00+08:00</sent><status>Actual</status>"
               "<msgType>Alert</msgType><scope>Public</scope><info><language>zh-CN</language>"
               "<category>Met</category><event>暴雨</event><urgency>Immediate</urgency>"
               "<severity>Severe</severity><certainty>Observed</certainty>"
               "<expires>2026-06-01T12:00:00+08:00</expires>"
               "<headline>市气象台发布暴雨橙色预警信号</headline><area><areaDesc>杭州市</areaDesc>"
               "<geocode><valueName>GB/T 2260</valueName><value>330100</value></geocode></area>"
               "</info></alert>\n";
    }
    [[nodiscard]] Ended ingest(std::string const& xml, bool asJson = false) const {
        auto const file = site.dir() / "message.xml";
        std::ofstream(file, std::ios::binary) << xml;
        std::vector<std::string> arguments{(test::Site::bin() / "tocsin").string(), "warn",
                                           "ingest", file.string()};
        if (asJson) {
            arguments.emplace_back("--json");
        }
        arguments.insert(arguments.end(), {"--controller", "http://" + site.address()});
        ::setenv("TOCSIN_TOKEN", zhang.c_str(), 1);
        auto ended = test::run(arguments);
        ::setenv("TOCSIN_TOKEN", site.people().keeper().c_str(), 1);
        return ended;
    }

    test::Site site;
    Office const office{Office::Wish{}};
    std::string zhang;
};

TEST_F(SignedWarnings, OnlyWhatThePinnedCertificateVerifiesIsTaken) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto const honest = office.sign(message("a-1"));
    auto altered = honest;
    altered.replace(altered.find("橙色"), std::string("橙色").size(), "红色");
    auto const refused = ingest(altered);
    EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
    EXPECT_THAT(refused.out, HasSubstr("SIGNATURE_INVALID"));
    auto const bare = ingest(message("a-1"));
    EXPECT_EQ(bare.code, 1) << bare.out << bare.err;
    EXPECT_THAT(bare.out, HasSubstr("SIGNATURE_MISSING"));

    auto const taken = ingest(honest, true);
    ASSERT_EQ(taken.code, 0) << taken.out << taken.err;
    auto const answer = boost::json::parse(taken.out);
    EXPECT_TRUE(answer.at("signature").at("verified").as_bool());
    EXPECT_EQ(std::string(answer.at("signature").at("certificate").as_string()),
              office.pinned().fingerprint);
    EXPECT_EQ(answer.at("state").as_string(), "standing");
    EXPECT_THAT(ingest(honest).out, HasSubstr("verified, by CN=Weather Office"));
}

TEST_F(SignedWarnings, AFileThatIsNotSignedIsRefusedAndASignedOneIsTaken) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto const drop = site.dir() / "drop";
    std::ofstream(drop / "bare.xml") << message("b-1");
    std::ofstream(drop / "signed.xml") << office.sign(message("b-2"));
    ASSERT_TRUE(site.passUntil([&] {
        return std::filesystem::exists(drop / "refused" / "bare.xml") &&
               std::filesystem::exists(drop / "done" / "signed.xml");
    })) << site.controller().log();
}

TEST_F(SignedWarnings, ACertificateThatCannotBeReadStopsTheStartWithOneLine) {
    auto const file = site.dir() / "wrong.toml";
    std::ofstream(file) << "[[warnings.sender]]\nsender = \"a\"\ncertificates = [\"none.pem\"]\n";
    auto const ended = test::run({(test::Site::bin() / "tocsin-controller").string(),
                                  "--check-config", "--config", file.string()});
    EXPECT_EQ(ended.code, 78);
    EXPECT_THAT(ended.err, HasSubstr("[[warnings.sender]] \"a\" certificates: "));
    EXPECT_THAT(ended.err, HasSubstr("none.pem cannot be read"));
}

}  // namespace
}  // namespace tocsin::integration
