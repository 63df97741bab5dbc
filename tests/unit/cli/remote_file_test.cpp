// SPDX-License-Identifier: Apache-2.0
// tocsin media add https://…, against a controller that gives canned answers.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <sstream>
#include <thread>

#include "fake_controller.hpp"
#include "remote_file.hpp"
#include "tocsin/cli/cli.hpp"

namespace tocsin::cli::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kUrl[] = "https://media.example/2026/flood.mp4?token=geheim";

class RemoteFile : public testing::Test {
protected:
    int tocsin(std::vector<std::string> const& arguments, std::stop_token const& stop = {}) {
        std::ostringstream outStream, errStream;
        Environment environment;
        environment.controller = controller.address();
        int const code = run(arguments, environment, outStream, errStream, stop);
        out = outStream.str();
        err = errStream.str();
        return code;
    }
    void begins() {
        controller.answer("POST /api/v1/media/fetch", 202, R"({"id":"f1","state":"receiving"})");
    }

    FakeController controller;
    std::string out, err;
};

TEST_F(RemoteFile, TheControllerIsAskedToFetchItAndThenWhatBecameOfIt) {
    begins();
    controller.answerOnce("GET /api/v1/uploads/f1", 200,
                          R"({"state":"receiving","offset":0,"length":0,"reason":""})");
    controller.answerOnce("GET /api/v1/uploads/f1", 200,
                          R"({"state":"receiving","offset":50,"length":100,"reason":""})");
    controller.answerOnce("GET /api/v1/uploads/f1", 200,
                          R"({"state":"checking","verdict":"plays","reason":""})");
    controller.answer("GET /api/v1/uploads/f1", 200,
                      R"({"state":"done","asset":{"handle":"flood","kind":"film"}})");
    EXPECT_EQ(tocsin({"media", "add", kUrl, "--handle", "flood", "--unit", "east", "--seconds", "9",
                      "--tag", "防汛", "--category", "flood"}),
              0)
        << err;
    EXPECT_THAT(out, HasSubstr("flood"));
    EXPECT_EQ(err, "");
    ASSERT_EQ(controller.asked().size(), 5U);
    EXPECT_EQ(boost::json::parse(controller.asked().at(0).body),
              (boost::json::object{{"url", kUrl},
                                   {"handle", "flood"},
                                   {"unit", "east"},
                                   {"seconds", 9},
                                   {"tags", boost::json::array{"防汛"}},
                                   {"category", "flood"}}));
}

TEST_F(RemoteFile, ARefusalIsOneLineWithoutTheAddressesSecrets) {
    begins();
    controller.answer("GET /api/v1/uploads/f1", 200,
                      R"({"state":"refused","reason":"media.example took too long"})");
    EXPECT_EQ(tocsin({"media", "add", kUrl}), 1);
    EXPECT_EQ(err, "tocsin: https://media.example/2026/flood.mp4: media.example took too long\n");
    controller.answer("POST /api/v1/media/fetch", 403, R"({"detail":"its host is not allowed"})");
    EXPECT_EQ(tocsin({"media", "add", "--json", kUrl}), 1);
    EXPECT_THAT(std::string(boost::json::parse(out).at(0).at("error").as_string()),
                AllOf(HasSubstr("its host is not allowed"), Not(HasSubstr("geheim"))));
}

TEST_F(RemoteFile, AnInterruptionEndsTheFetch) {
    begins();
    controller.answer("GET /api/v1/uploads/f1", 200,
                      R"({"state":"receiving","offset":0,"length":0,"reason":""})");
    controller.answer("DELETE /api/v1/uploads/f1", 204, "");
    std::stop_source stop;
    int code = 0;
    std::thread command([&] { code = tocsin({"media", "add", kUrl}, stop.get_token()); });
    while (controller.asked().size() < 2) {
        std::this_thread::yield();
    }
    stop.request_stop();
    command.join();
    EXPECT_EQ(code, 1);
    EXPECT_THAT(err, HasSubstr("interrupted; the controller fetches it no longer"));
    auto const last = controller.asked().back();
    EXPECT_EQ(last.method, "DELETE");
    EXPECT_EQ(last.header("tus-resumable"), "1.0.0");
}

TEST(IsAddress, KnowsAddressesFromFiles) {
    for (auto const* address : {"https://a/b", "HTTP://a", "file:///etc/passwd", "ftp://a"}) {
        EXPECT_TRUE(isAddress(address)) << address;
    }
    for (auto const* file : {"a.mp4", "./https:/a", "C:film.mp4", "://a", "a b://c", ""}) {
        EXPECT_FALSE(isAddress(file)) << file;
    }
}

}  // namespace
}  // namespace tocsin::cli::test
