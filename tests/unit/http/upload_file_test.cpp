// SPDX-License-Identifier: Apache-2.0
#include "upload_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>

namespace tocsin::http {
namespace {

class UploadFileTest : public testing::Test {
protected:
    UploadFileTest() {
        std::string name = testing::TempDir() + "uploads-XXXXXX";
        directory_ = ::mkdtemp(name.data());
    }
    ~UploadFileTest() override { std::filesystem::remove_all(directory_); }
    static Result<std::unique_ptr<UploadFile>> open(std::filesystem::path const& directory) {
        return UploadFile::open(directory, 0, [](std::int64_t) { return Result<>(); });
    }
    std::filesystem::path directory_;
};

TEST_F(UploadFileTest, IsGoneWithItsOwnerUnlessMovedAway) {
    std::filesystem::path left;
    {
        auto const file = open(directory_).value();
        ASSERT_TRUE(file->append("bytes"));
        left = file->path();
        EXPECT_EQ(std::filesystem::file_size(left), 5U);
        auto const kept = open(directory_).value();
        std::filesystem::rename(kept->path(), directory_ / "kept");
    }
    EXPECT_FALSE(std::filesystem::exists(left));
    EXPECT_TRUE(std::filesystem::exists(directory_ / "kept"));
}

TEST_F(UploadFileTest, SaysThatTheDiskIsFull) {
    // A limit on the size of files stands in for the end of the disk.
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 4'096;
    auto const handler = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &small);
    auto const file = open(directory_).value();
    auto const fits = file->append(std::string(4'000, 'x'));
    auto const full = file->append(std::string(4'000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_TRUE(fits);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, Errc::exhausted);
}

TEST_F(UploadFileTest, SaysThatItCannotBeKept) {
    auto const file = open(directory_ / "nowhere");
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, Errc::unavailable);
    EXPECT_NE(file.error().message.find("nowhere: No such file"), std::string::npos)
        << file.error().message;
}

TEST_F(UploadFileTest, AsksForItsRoomFirstAndAgainAsItGrows) {
    std::vector<std::int64_t> asked;
    Result<> answer;
    auto const room = [&](std::int64_t more) {
        asked.push_back(more);
        return answer;
    };
    auto const file = UploadFile::open(directory_, 7'000'000, room).value();
    EXPECT_EQ(asked, std::vector<std::int64_t>{7'000'000});
    answer = Error{Errc::exhausted, "the reserve is reached"};
    std::string const mebibyte(1 << 20, 'x');
    int kept = 0;
    while (kept < 100 && file->append(mebibyte)) {
        ++kept;
    }
    EXPECT_EQ(kept, 3) << "the disk has been filled meanwhile";
    EXPECT_EQ(UploadFile::open(directory_, 1, room).error().code, Errc::exhausted);
}

}  // namespace
}  // namespace tocsin::http
