// SPDX-License-Identifier: Apache-2.0
// The client and controllers that speak TLS: whom it trusts, and how it comes to.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "support/open_gate.hpp"
#include "tocsin/cli/cli.hpp"
#include "tocsin/http/server.hpp"
#include "tocsin/tls/issue.hpp"

namespace tocsin::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using testing::HasSubstr;

struct House {
    tls::Issued authority = tls::makeAuthority(
        "Test authority", std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()));
    [[nodiscard]] session::TlsIdentity identity() const {
        auto issued =
            tls::issueServer(authority, {{"127.0.0.1"}, {}},
                             std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()))
                .value();
        return {issued.certificate + authority.certificate, issued.key};
    }
    [[nodiscard]] std::string fingerprint() const {
        return session::fingerprintOf(session::authorityOf(authority.certificate)->digest);
    }
};

class TrustTest : public testing::Test {
protected:
    TrustTest() {
        std::string name = testing::TempDir() + "trust-XXXXXX";
        folder = ::mkdtemp(name.data());
        http::ServerSettings settings;
        settings.uploads = folder / "uploads";
        settings.tls = tls;
        auto routes = access::Routes{answering("/livez", "{}"),
                                     answering("/api/v1/screens", R"({"items":[]})")};
        routes.push_back(http::authorityRoute(tls));
        server = http::Server::listen(
                     io.get_executor(),
                     {workers.get_executor(), workers.get_executor(), workers.get_executor()},
                     settings, routes, gate, {})
                     .value();
        server->start();
        thread = std::thread([this] { io.run(); });
        environment.configuration = folder / "config" / "tocsin";
        environment.controller = address();
    }
    ~TrustTest() override {
        asio::post(io, [this] {
            asio::co_spawn(io, server->stop(Milliseconds(5'000)), [](std::exception_ptr) {});
        });
        thread.join();
        workers.join();
        fs::remove_all(folder);
    }
    static access::Route answering(std::string pattern, std::string body) {
        return {
            "GET",
            std::move(pattern),
            access::Permission::viewScreens,
            "",
            "",
            "",
            access::BodyPolicy::none,
            [body](access::Principal const&, access::Request const&) -> Result<access::Response> {
                access::Response response;
                response.body = body;
                return response;
            },
            true};
    }
    [[nodiscard]] std::string hostAndPort() const {
        return "127.0.0.1:" + std::to_string(server->port());
    }
    [[nodiscard]] std::string address() const { return "https://" + hostAndPort(); }
    [[nodiscard]] fs::path keptFile() const {
        return environment.configuration / "authorities" /
               ("127.0.0.1_" + std::to_string(server->port()) + ".pem");
    }
    int tocsin(std::vector<std::string> const& arguments) {
        std::ostringstream o, e;
        auto const code = run(arguments, environment, o, e, {});
        out = o.str();
        err = e.str();
        return code;
    }
    fs::path file(std::string const& name, std::string const& text) {
        std::ofstream(folder / name) << text;
        return folder / name;
    }

    House const house;
    std::shared_ptr<session::TlsServer> tls = session::TlsServer::make(house.identity()).value();
    fs::path folder;
    asio::io_context io{1};
    asio::thread_pool workers{1};
    std::unique_ptr<http::Server> server;
    std::thread thread;
    tocsin::test::OpenGate gate;
    Environment environment;
    std::string out, err;
};

TEST_F(TrustTest, AnUnknownAuthorityIsRefusedWithWhatToDo) {
    EXPECT_EQ(tocsin({"screen", "list"}), 78);
    EXPECT_THAT(err, HasSubstr("not trusted"));
    EXPECT_THAT(err, HasSubstr("tocsin trust " + address()));
}

TEST_F(TrustTest, TheRightFingerprintIsKeptAndUsed) {
    EXPECT_EQ(tocsin({"trust", "--fingerprint", house.fingerprint(), "--json"}), 0) << err;
    auto const document = boost::json::parse(out);
    EXPECT_EQ(document.at("fingerprint").as_string(), house.fingerprint());
    EXPECT_EQ(document.at("file").as_string(), keptFile().string());
    struct stat facts {};
    ASSERT_EQ(::stat(environment.configuration.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0700U);
    EXPECT_EQ(tocsin({"screen", "list"}), 0) << err;
    environment.controller = "";
    EXPECT_EQ(tocsin({"screen", "list", "--controller", address() + "/"}), 0) << err;
}

TEST_F(TrustTest, AnotherFingerprintKeepsNothing) {
    House const another;
    EXPECT_EQ(tocsin({"trust", "--fingerprint", another.fingerprint()}), 4);
    EXPECT_THAT(err, HasSubstr(house.fingerprint()));
    EXPECT_FALSE(fs::exists(keptFile()));
    EXPECT_EQ(tocsin({"trust", "--fingerprint", "3A:9F"}), 2);
}

TEST_F(TrustTest, APersonIsAskedAndMaySayNo) {
    std::string asked;
    std::string answer = "n";
    environment.ask = [&](std::string const& question) {
        asked = question;
        return answer;
    };
    EXPECT_EQ(tocsin({"trust", hostAndPort()}), 1);
    EXPECT_FALSE(asked.empty());
    EXPECT_THAT(err, HasSubstr(house.fingerprint()));
    EXPECT_FALSE(fs::exists(keptFile()));
    answer = "y";
    EXPECT_EQ(tocsin({"trust", hostAndPort()}), 0) << err;
    EXPECT_TRUE(fs::exists(keptFile()));
    environment.language = Language::chinese;
    EXPECT_EQ(tocsin({"trust"}), 0);
    EXPECT_THAT(err, HasSubstr("指纹"));
}

TEST_F(TrustTest, WithoutATerminalTheFingerprintMustBeGiven) {
    EXPECT_EQ(tocsin({"trust"}), 2);
    EXPECT_THAT(err, HasSubstr("--fingerprint"));
    EXPECT_THAT(err, HasSubstr(house.fingerprint()));
}

TEST_F(TrustTest, WhatIsKeptDecidesAndAChangeIsTold) {
    ASSERT_EQ(tocsin({"trust", "--fingerprint", house.fingerprint()}), 0) << err;
    House const another;
    tls->change(another.identity()).value();
    EXPECT_EQ(tocsin({"screen", "list"}), 78);
    EXPECT_THAT(err, HasSubstr("shows another certificate"));
    environment.ask = [](std::string const&) { return "y"; };
    EXPECT_EQ(tocsin({"trust"}), 0);
    EXPECT_THAT(err, HasSubstr("Until now another one was trusted"));
    EXPECT_THAT(err, HasSubstr(house.fingerprint()));
    EXPECT_EQ(tocsin({"screen", "list"}), 0) << err;
}

TEST_F(TrustTest, AFileOfTheAuthorityMayBeGiven) {
    auto const authority = file("ca.pem", house.authority.certificate).string();
    EXPECT_EQ(tocsin({"screen", "list", "--ca", authority}), 0) << err;
    environment.ca = authority;
    EXPECT_EQ(tocsin({"screen", "list"}), 0) << err;
    House const another;
    auto const wrong = file("other.pem", another.authority.certificate).string();
    EXPECT_EQ(tocsin({"screen", "list", "--ca", wrong}), 78) << "the option wins";
    EXPECT_EQ(tocsin({"screen", "list", "--ca", file("none.pem", "nothing").string()}), 2);
    environment.ca = (folder / "gone.pem").string();
    EXPECT_EQ(tocsin({"screen", "list"}), 78);
    EXPECT_THAT(err, HasSubstr("TOCSIN_CA: "));
}

TEST_F(TrustTest, AnAuthorityThatTheControllersOwnCertificateDoesNotLeadToIsNotKept) {
    House const another;
    auto const foreign = another.identity();
    // A certificate of another authority, with this house's certificate at the end of the chain.
    auto const leaf = foreign.chain.substr(0, foreign.chain.find("-----END") + 26);
    tls->change({leaf + house.authority.certificate, foreign.key}).value();
    EXPECT_EQ(tocsin({"trust", "--fingerprint", house.fingerprint()}), 78);
    EXPECT_FALSE(fs::exists(keptFile()));
}

TEST_F(TrustTest, WithoutTlsThereIsNothingToTrust) {
    EXPECT_EQ(tocsin({"trust", "http://" + hostAndPort()}), 2);
    EXPECT_THAT(err, HasSubstr("https://"));
    environment.configuration.clear();
    EXPECT_EQ(tocsin({"trust"}), 2);
    EXPECT_THAT(err, HasSubstr("HOME"));
}

}  // namespace
}  // namespace tocsin::cli
