// SPDX-License-Identifier: Apache-2.0
// The house's certificates under a clock that the test moves.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "tocsin/tls/certificates.hpp"

namespace tocsin::tls {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;

std::string readFile(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class HouseTest : public testing::Test {
protected:
    HouseTest() {
        std::string name = testing::TempDir() + "tls-XXXXXX";
        data = ::mkdtemp(name.data());
    }
    ~HouseTest() override { fs::remove_all(data); }

    Result<std::unique_ptr<Certificates>> open() {
        HouseSettings settings;
        settings.directory = data / "tls";
        settings.now = [this] { return now; };
        settings.names = [this] { return names; };
        settings.host = "office";
        return openHouseCertificates(std::move(settings));
    }
    [[nodiscard]] std::string authority() const { return readFile(data / "tls" / "ca.pem"); }

    fs::path data;
    Instant now{std::chrono::sys_days(std::chrono::year(2026) / 6 / 1)};
    ServerNames names{{"127.0.0.1", "192.0.2.7"}, {"localhost", "office"}};
};

TEST_F(HouseTest, MakesItsAuthorityOnceAndKeepsKeysToItself) {
    auto const first = open().value();
    auto const identity = first->identity();
    EXPECT_TRUE(identity.chain.ends_with(authority()));
    EXPECT_TRUE(session::TlsServer::make(identity));
    struct stat facts {};
    ASSERT_EQ(::stat((data / "tls").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0700U);
    ASSERT_EQ(::stat((data / "tls" / "ca.key").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
    auto const second = open().value();
    EXPECT_EQ(second->identity().chain, identity.chain) << "nothing was due";
    EXPECT_EQ(second->identity().key, identity.key);
}

TEST_F(HouseTest, RenewsWhenLessThanThirtyDaysRemainAndKeepsTheAuthority) {
    auto const house = open().value();
    auto const first = house->identity().chain;
    auto const ca = authority();
    now += days(335);
    EXPECT_FALSE(house->refresh().value()) << "thirty days remain";
    now += Milliseconds(1'000);
    EXPECT_TRUE(house->refresh().value());
    EXPECT_NE(house->identity().chain, first);
    EXPECT_TRUE(house->identity().chain.ends_with(ca));
    EXPECT_FALSE(house->refresh().value()) << "once is enough";
    EXPECT_EQ(authority(), ca);
    EXPECT_EQ(open().value()->identity().chain, house->identity().chain) << "it is on disk";
}

TEST_F(HouseTest, RenewsAtTheStartWhatHasExpiredMeanwhile) {
    auto const first = open().value()->identity().chain;
    now += days(2'000);
    auto const later = open().value()->identity().chain;
    EXPECT_NE(later, first);
    EXPECT_TRUE(later.ends_with(authority()));
}

TEST_F(HouseTest, RenewsForAnAddressThatCameAndForNamesThatChanged) {
    auto const house = open().value();
    auto const ca = authority();
    names.addresses.erase("192.0.2.7");
    EXPECT_FALSE(house->refresh().value()) << "an interface that is down comes back";
    names.addresses.insert("fd00::7");
    EXPECT_TRUE(house->refresh().value());
    names.names.insert("screens.example");
    EXPECT_TRUE(house->refresh().value());
    names.names.erase("screens.example");
    EXPECT_TRUE(house->refresh().value());
    EXPECT_FALSE(house->refresh().value());
    EXPECT_EQ(authority(), ca);
}

TEST_F(HouseTest, ReplacesAServerCertificateThatIsDamagedOrDoesNotFitItsKey) {
    auto const other = [&] {
        auto made = open().value()->identity();
        fs::remove(data / "tls" / "server.key");
        return made;
    }();
    auto const fresh = open().value()->identity();
    EXPECT_NE(fresh.key, other.key);
    std::ofstream(data / "tls" / "server.key") << other.key;
    EXPECT_NE(open().value()->identity().chain, fresh.chain);
    std::ofstream(data / "tls" / "server.pem") << "spoilt";
    EXPECT_TRUE(session::TlsServer::make(open().value()->identity()));
}

TEST_F(HouseTest, NeverReplacesAnAuthorityThatPlayersKnow) {
    (void)open().value();
    fs::rename(data / "tls" / "ca.key", data / "kept");
    auto const without = open();
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().code, Errc::damaged);
    EXPECT_NE(without.error().message.find("backup"), std::string::npos);
    std::ofstream(data / "tls" / "ca.key") << "spoilt";
    EXPECT_FALSE(open());
    fs::rename(data / "kept", data / "tls" / "ca.key");
    EXPECT_TRUE(open());
}

TEST_F(HouseTest, AHouseThatWasHalfMadeIsMadeAnew) {
    fs::create_directories(data / "tls.part");
    std::ofstream(data / "tls.part" / "ca.key") << "half";
    EXPECT_TRUE(open());
    EXPECT_FALSE(fs::exists(data / "tls.part"));
}

TEST_F(HouseTest, AClockThatIsNotSetMakesNothingThatHasEndedWhenItIs) {
    now = Instant{};
    auto const house = open().value();
    EXPECT_FALSE(house->refresh().value());
    now = Instant{std::chrono::sys_days(std::chrono::year(2026) / 6 / 1)};
    EXPECT_FALSE(house->refresh().value());
}

TEST_F(HouseTest, AServerCertificateThatIsNotValidYetIsReplaced) {
    now += days(400);
    auto const house = open().value();
    now -= days(100);  // the clock was ahead
    EXPECT_TRUE(house->refresh().value());
    EXPECT_FALSE(house->refresh().value());
}

TEST(MachineNames, HaveLoopbackAndNoLinkLocalAddresses) {
    auto const names = machineNames();
    EXPECT_TRUE(names.addresses.contains("127.0.0.1"));
    EXPECT_TRUE(names.names.contains("localhost"));
    EXPECT_TRUE(names.names.contains(hostName()));
    for (auto const& address : names.addresses) {
        EXPECT_FALSE(address.starts_with("fe80:")) << address;
    }
}

}  // namespace
}  // namespace tocsin::tls
