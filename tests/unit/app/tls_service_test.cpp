// SPDX-License-Identifier: Apache-2.0
#include "tls_service.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "exit_codes.hpp"
#include "fake_clock.hpp"
#include "tocsin/app/controller.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

class TlsServiceTest : public testing::Test {
protected:
    TlsServiceTest() {
        std::string name = testing::TempDir() + "tls-service-XXXXXX";
        config.data = ::mkdtemp(name.data());
    }
    ~TlsServiceTest() override { fs::remove_all(config.data); }

    /// A certificate of somebody else, in the data directory.
    void configureOwn() {
        auto const now = clock.now();
        auto const authority = tls::makeAuthority("The bureau", now);
        auto const server = tls::issueServer(authority, {{"192.0.2.7"}, {}}, now).value();
        config.tlsCertificate = config.data / "chain.pem";
        config.tlsKey = config.data / "chain.key";
        std::ofstream(config.tlsCertificate) << server.certificate << authority.certificate;
        std::ofstream(config.tlsKey) << server.key;
        ::chmod(config.tlsKey.c_str(), 0600);
    }
    static std::string bytesOf(fs::path const& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    int checkConfiguration() {
        auto const file = config.data / "controller.toml";
        std::ofstream(file) << "[tls]\ncertificate = \"chain.pem\"\nkey = \"chain.key\"\n";
        std::vector<std::string> arguments{"tocsin-controller", "--config", file.string(),
                                           "--check-config"};
        std::vector<char*> argv;
        for (auto& argument : arguments) {
            argv.push_back(argument.data());
        }
        return runController(static_cast<int>(argv.size()), argv.data(), clock);
    }

    config::ControllerConfig config;
    test::FakeClock clock;
};

TEST_F(TlsServiceTest, ShowsTheRenewedCertificateOfTheSameAuthority) {
    auto const service = TlsService::open(config, clock).value();
    auto const authority = service->server()->authority();
    auto const file = config.data / "tls" / "server.pem";
    auto const written = bytesOf(file);
    clock.step(std::chrono::days(340));
    service->refresh();
    EXPECT_NE(bytesOf(file), written);
    EXPECT_EQ(service->server()->authority(), authority);
}

TEST_F(TlsServiceTest, TakesUpAConfiguredCertificateThatChanged) {
    configureOwn();
    auto const service = TlsService::open(config, clock).value();
    auto const first = service->server()->authority();
    EXPECT_FALSE(fs::exists(config.data / "tls")) << "the house needs no authority of its own";
    configureOwn();
    service->refresh();
    EXPECT_NE(service->server()->authority(), first);
    auto const second = service->server()->authority();
    std::ofstream(config.tlsKey) << "spoilt";
    service->refresh();
    EXPECT_EQ(service->server()->authority(), second) << "what is wrong changes nothing";
}

TEST_F(TlsServiceTest, AConfiguredCertificateThatCannotBeUsedIsAMatterOfConfiguration) {
    configureOwn();
    EXPECT_EQ(checkConfiguration(), 0);
    clock.step(std::chrono::days(400));
    EXPECT_EQ(checkConfiguration(), kExitConfiguration);
    EXPECT_EQ(TlsService::open(config, clock).error().code, Errc::invalid);
}

TEST_F(TlsServiceTest, TheControllerIsCalledByItsHostNameToo) {
    config.tlsNames = {"screens.example"};
    auto const names = namesOf(config);
    EXPECT_NE(std::find(names.begin(), names.end(), "screens.example"), names.end());
    EXPECT_NE(std::find(names.begin(), names.end(), tls::hostName()), names.end());
}

}  // namespace
}  // namespace tocsin::app
