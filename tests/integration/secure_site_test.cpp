// SPDX-License-Identifier: Apache-2.0
// A whole site over TLS: players pin the house's authority and keep to it, whatever comes.
#include <gtest/gtest.h>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

namespace fs = std::filesystem;
using test::readFile;

class TlsSite : public testing::Test {
protected:
    void begin() {
        site.connectPlayersOverTls();
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        site.startPlayer("bar");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    }
    [[nodiscard]] fs::path certificates() const { return site.dir() / "controller" / "tls"; }
    [[nodiscard]] std::string pinned() const {
        return readFile(site.playerData("bar") / "controller-ca.pem");
    }
    [[nodiscard]] bool allPlaysArrived(Instant begun, Instant ended) const {
        auto const total = site.json({"report", "plays", "--from", formatInstant(begun), "--to",
                                      formatInstant(ended), "--by", "screen", "--format", "json"})
                               .at("total");
        return total.at("planned").as_int64() > 0 &&
               total.at("complete").as_int64() >= total.at("planned").as_int64();
    }
    [[nodiscard]] bool online() const {
        auto const items = site.json({"status"}).at("items").as_array();
        return items.at(0).at("state").as_string() == "playing";
    }

    Site site;
};

TEST_F(TlsSite, PlaysAndReportsOverTlsAndOutlivesAChangeOfTheServersCertificate) {
    ASSERT_NO_FATAL_FAILURE(begin());
    EXPECT_EQ(pinned(), readFile(certificates() / "ca.pem"));
    EXPECT_EQ(site.tocsin({"status"}).code, 0) << "loopback is served plain as well";
    auto const begun = site.now();
    site.pass(Milliseconds(30'000), Milliseconds(1));

    EXPECT_EQ(site.controller().stop(), 0);
    auto const before = readFile(certificates() / "server.pem");
    auto const authority = pinned();
    fs::remove(certificates() / "server.pem");
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_NE(readFile(certificates() / "server.pem"), before);
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    EXPECT_EQ(pinned(), authority) << "nobody paired anything anew";
    site.pass(Milliseconds(30'000), Milliseconds(1));
    auto const ended = site.now();
    EXPECT_TRUE(site.passUntil([&] { return allPlaysArrived(begun, ended); }))
        << site.player("bar").log();
}

TEST_F(TlsSite, AnImpostorWithAnotherAuthorityIsRefusedWhileTheScreenGoesOn) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto const authority = pinned();
    // It has everything that the controller has, the signing keys too, but its certificates.
    EXPECT_EQ(site.controller().stop(), 0);
    fs::rename(certificates(), site.dir() / "kept");
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_TRUE(site.passUntil([&] {
        return site.player("bar").log().find("shows another certificate") != std::string::npos;
    })) << site.player("bar").log();
    auto const before = site.recording("bar").size();
    site.pass(Milliseconds(20'000), Milliseconds(1));
    EXPECT_FALSE(online());
    auto const ticks = site.recording("bar");
    ASSERT_GT(ticks.size(), before + 400);
    EXPECT_NE(ticks.back().play, "-");
    EXPECT_EQ(pinned(), authority);

    EXPECT_EQ(site.controller().stop(), 0);
    fs::remove_all(certificates());
    fs::rename(site.dir() / "kept", certificates());
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_TRUE(site.passUntil([&] { return online(); })) << site.player("bar").log();
}

}  // namespace
}  // namespace tocsin::integration
