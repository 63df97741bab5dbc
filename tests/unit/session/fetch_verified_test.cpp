// SPDX-License-Identifier: Apache-2.0
// The file is absent or right, whatever server and network do.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "http_test_server.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/session/http_client.hpp"

namespace tocsin::session {
namespace {

namespace fs = std::filesystem;

std::string someBytes(std::size_t count) {
    std::string out(count, '\0');
    unsigned state = 1;
    for (auto& c : out) {
        state = state * 1103515245 + 12345;
        c = static_cast<char>(state >> 16);
    }
    return out;
}

class FetchVerified : public testing::Test {
protected:
    FetchVerified() {
        std::string pattern = testing::TempDir() + "tocsin-fetch-XXXXXX";
        directory = ::mkdtemp(pattern.data());
        target = directory / "film";
        part = directory / "film.part";
    }
    ~FetchVerified() override { fs::remove_all(directory); }

    Result<> fetch(std::stop_token stop = {}, Progress const& progress = {}) {
        return fetchVerified(server.url("/content"), target, messages::sha256(content),
                             static_cast<std::int64_t>(content.size()), {}, stop, progress);
    }
    static std::string read(fs::path const& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void writePart(std::string const& bytes) { std::ofstream(part, std::ios::binary) << bytes; }

    std::string const content = someBytes(200'000);
    FileBehaviour file{content};
    fs::path directory, target, part;
    HttpTestServer server{[this](std::string const& got) { return answerFile(file, got); }};
};

TEST_F(FetchVerified, BringsTheFileAndLeavesNoPart) {
    std::int64_t last = 0;
    auto const done = fetch({}, [&last](std::int64_t now, std::int64_t total) {
        EXPECT_EQ(total, 200'000);
        last = now;
    });
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(read(target), content);
    EXPECT_FALSE(fs::exists(part));
    EXPECT_EQ(last, 200'000);
}

TEST_F(FetchVerified, ResumesWhereItWasCut) {
    for (std::size_t const cut : {0U, 1U, 65'536U, 199'999U}) {
        fs::remove(target);
        file.cutAfter = cut;
        auto const first = fetch();
        ASSERT_FALSE(first);
        EXPECT_EQ(first.error().code, Errc::unavailable);
        EXPECT_FALSE(fs::exists(target));
        EXPECT_EQ(fs::file_size(part), cut);
        file.cutAfter = std::string::npos;
        ASSERT_TRUE(fetch());
        EXPECT_EQ(read(target), content);
        auto const asked = server.requests().back();
        EXPECT_EQ(asked.find("Range: bytes=" + std::to_string(cut) + "-") != std::string::npos,
                  cut > 0)
            << asked;
    }
}

TEST_F(FetchVerified, StartsOverWhenTheServerKnowsNoRanges) {
    file.ranges = false;
    writePart(content.substr(0, 1000));
    ASSERT_TRUE(fetch());
    EXPECT_EQ(read(target), content);
}

TEST_F(FetchVerified, StartsOverWhenThePartIsLongerThanTheFile) {
    writePart(content + "more");
    ASSERT_TRUE(fetch());
    EXPECT_EQ(read(target), content);
}

TEST_F(FetchVerified, AsksForNothingWhenThePartIsWhole) {
    writePart(content);
    ASSERT_TRUE(fetch());
    EXPECT_EQ(read(target), content);
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(FetchVerified, DeletesWrongBytesAndBringsTheRightOnesNextTime) {
    file.content[100'000] ^= 1;
    EXPECT_EQ(fetch().error().code, Errc::damaged);
    EXPECT_FALSE(fs::exists(target));
    EXPECT_FALSE(fs::exists(part));
    file.content = content;
    writePart(std::string(500, '?'));
    EXPECT_EQ(fetch().error().code, Errc::damaged);
    EXPECT_FALSE(fs::exists(part));
    ASSERT_TRUE(fetch());
    EXPECT_EQ(read(target), content);
}

TEST_F(FetchVerified, RefusesALengthThatIsNotTheRightOne) {
    file.content = content + "more";
    EXPECT_EQ(fetch().error().code, Errc::damaged);
    file.content = content.substr(1);
    EXPECT_EQ(fetch().error().code, Errc::damaged);
    EXPECT_FALSE(fs::exists(target));
    EXPECT_FALSE(fs::exists(part));
}

TEST_F(FetchVerified, StartsOverOnceWhenTheRangeIsRefused) {
    writePart(content.substr(0, 150'000));
    file.content = content.substr(0, 1000);  // answers 416, then sends a file that is too short
    EXPECT_EQ(fetch().error().code, Errc::damaged);
    EXPECT_EQ(server.requests().size(), 2U);
    EXPECT_FALSE(fs::exists(part));
}

TEST_F(FetchVerified, KeepsThePartWhenItIsStopped) {
    writePart(content.substr(0, 1000));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(fetch(stop.get_token()).error().code, Errc::cancelled);
    EXPECT_EQ(fs::file_size(part), 1000U);
}

TEST_F(FetchVerified, SendsItsHeadersWithEachRequest) {
    file.cutAfter = 1'000;
    auto const ask = [this] {
        return fetchVerified(server.url("/content"), target, messages::sha256(content),
                             static_cast<std::int64_t>(content.size()), {}, {}, {},
                             {{"Authorization", "Bearer abc"}});
    };
    ASSERT_FALSE(ask());
    file.cutAfter = std::string::npos;
    ASSERT_TRUE(ask());
    for (auto const& request : server.requests()) {
        EXPECT_NE(request.find("Authorization: Bearer abc\r\n"), std::string::npos) << request;
    }
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(FetchVerified, TellsAMissingFileAndAnAilingServerApart) {
    std::string status;
    HttpTestServer const other([&status](std::string const&) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: 4\r\nConnection: close\r\n\r\ntext";
    });
    for (auto const& [line, code] : {std::pair{"404 Not Found", Errc::notFound},
                                     {"401 Unauthorized", Errc::permission},
                                     {"403 Forbidden", Errc::permission},
                                     {"503 Service Unavailable", Errc::unavailable}}) {
        status = line;
        auto const done = fetchVerified(other.url("/x"), target, {}, 4, {}, {});
        EXPECT_EQ(done.error().code, code) << line;
        EXPECT_FALSE(fs::exists(target));
        EXPECT_EQ(fs::file_size(part), 0U);
    }
}

TEST_F(FetchVerified, SaysThatTheDiskIsFull) {
    fs::create_symlink("/dev/full", part);
    auto const done = fetch();
    EXPECT_EQ(done.error().code, Errc::exhausted);
    EXPECT_NE(done.error().message.find("full"), std::string::npos) << done.error().message;
    EXPECT_FALSE(fs::exists(target));
}

TEST_F(FetchVerified, NamesTheFolderItCannotWriteTo) {
    target = directory / "absent" / "film";
    auto const done = fetch();
    EXPECT_EQ(done.error().code, Errc::unavailable);
    EXPECT_NE(done.error().message.find("absent"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::session
