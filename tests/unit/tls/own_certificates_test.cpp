// SPDX-License-Identifier: Apache-2.0
// A configured certificate: what is wrong with it is told in one line, and a new one is taken up.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "tocsin/tls/certificates.hpp"

namespace tocsin::tls {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;

class OwnTest : public testing::Test {
protected:
    OwnTest() {
        std::string name = testing::TempDir() + "own-XXXXXX";
        folder = ::mkdtemp(name.data());
        put(issue());
    }
    ~OwnTest() override { fs::remove_all(folder); }

    Issued issue() {
        return issueServer(authority, {{"192.0.2.7"}, {"screens.example"}}, now).value();
    }
    void put(Issued const& server) { put(server.certificate + authority.certificate, server.key); }
    void put(std::string const& chain, std::string const& key) {
        std::ofstream(folder / "chain.pem") << chain;
        std::ofstream(folder / "chain.key") << key;
        ::chmod((folder / "chain.key").c_str(), 0640);
    }
    Result<std::unique_ptr<Certificates>> open() {
        return openOwnCertificates(
            {folder / "chain.pem", folder / "chain.key", [this] { return now; }});
    }
    /// What is said about what is there.
    std::string complaint() {
        auto const opened = open();
        EXPECT_FALSE(opened);
        if (opened) {
            return "";
        }
        EXPECT_EQ(opened.error().code, Errc::invalid);
        EXPECT_EQ(opened.error().message.find('\n'), std::string::npos);
        return opened.error().message;
    }

    fs::path folder;
    Instant now{std::chrono::sys_days(std::chrono::year(2026) / 6 / 1)};
    Issued authority = makeAuthority("The bureau", now - days(100));
};

TEST_F(OwnTest, IsTakenAsItIs) {
    auto const own = open().value();
    EXPECT_TRUE(own->identity().chain.ends_with(authority.certificate));
    EXPECT_TRUE(session::TlsServer::make(own->identity()));
    EXPECT_FALSE(own->refresh().value());
}

TEST_F(OwnTest, IsLookedAtAgainWhenItsFilesChanged) {
    auto const own = open().value();
    auto const renewed = issue();
    put(renewed);
    EXPECT_TRUE(own->refresh().value());
    EXPECT_EQ(own->identity().key, renewed.key);
    EXPECT_FALSE(own->refresh().value());
}

TEST_F(OwnTest, GoesOnAsItIsWhenTheNewFilesAreWrong) {
    auto const own = open().value();
    auto const before = own->identity();
    auto const renewed = issue();
    std::ofstream(folder / "chain.key") << renewed.key;  // the certificate follows later
    EXPECT_FALSE(own->refresh());
    EXPECT_EQ(own->identity().key, before.key);
    std::ofstream(folder / "chain.pem") << renewed.certificate << authority.certificate;
    EXPECT_TRUE(own->refresh().value());
}

TEST_F(OwnTest, SaysWhatIsMissing) {
    fs::remove(folder / "chain.key");
    EXPECT_NE(complaint().find("chain.key: cannot be read: No such file"), std::string::npos)
        << complaint();
    fs::remove(folder / "chain.pem");
    EXPECT_NE(complaint().find("chain.pem: cannot be read"), std::string::npos);
}

TEST_F(OwnTest, SaysWhatCannotBeRead) {
    auto const server = issue();
    put("nothing", server.key);
    EXPECT_NE(complaint().find("there is no certificate in it"), std::string::npos);
    put(server.certificate, "nothing");
    EXPECT_NE(complaint().find("there is no private key in it"), std::string::npos);
}

TEST_F(OwnTest, SaysThatTheKeyIsAnothers) {
    put(issue().certificate + authority.certificate, issue().key);
    EXPECT_NE(complaint().find("this is not the key of"), std::string::npos) << complaint();
}

TEST_F(OwnTest, SaysThatTheChainIsNotInOrder) {
    auto const server = issue();
    auto const other = makeAuthority("Somebody else", now);
    put(server.certificate + other.certificate, server.key);
    EXPECT_NE(complaint().find("certificate 1 was not issued by the one after it"),
              std::string::npos)
        << complaint();
}

TEST_F(OwnTest, SaysThatItDoesNotHoldNow) {
    now += days(365);
    EXPECT_NE(complaint().find("has expired on 2027-06-01"), std::string::npos) << complaint();
    now -= days(400);
    EXPECT_NE(complaint().find("holds from 2026-05-31"), std::string::npos) << complaint();
}

TEST_F(OwnTest, IsNotTakenWithAKeyThatEverybodyMayRead) {
    ::chmod((folder / "chain.key").c_str(), 0644);
    EXPECT_NE(complaint().find("chmod o-r"), std::string::npos) << complaint();
}

}  // namespace
}  // namespace tocsin::tls
