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
    std::filesystem::path directory_;
};

TEST_F(UploadFileTest, IsGoneWithItsOwnerUnlessMovedAway) {
    std::filesystem::path left;
    {
        UploadFile file(directory_);
        ASSERT_TRUE(file.append("bytes"));
        left = file.path();
        EXPECT_EQ(std::filesystem::file_size(left), 5U);
        UploadFile kept(directory_);
        std::filesystem::rename(kept.path(), directory_ / "kept");
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
    UploadFile file(directory_);
    auto const fits = file.append(std::string(4'000, 'x'));
    auto const full = file.append(std::string(4'000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_TRUE(fits);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, Errc::exhausted);
}

TEST_F(UploadFileTest, SaysThatItCannotBeKept) {
    UploadFile file(directory_ / "nowhere");
    auto const kept = file.append("bytes");
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace tocsin::http
