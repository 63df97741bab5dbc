// SPDX-License-Identifier: Apache-2.0
#include "data_directory.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace tocsin::app {
namespace {

using testing::HasSubstr;

std::string contentOf(std::filesystem::path const& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

class DataDirectoryTest : public testing::Test {
protected:
    DataDirectoryTest() {
        std::string name = testing::TempDir() + "data-XXXXXX";
        root_ = ::mkdtemp(name.data());
    }
    ~DataDirectoryTest() override { std::filesystem::remove_all(root_); }
    std::filesystem::path root_;
};

TEST_F(DataDirectoryTest, BelongsToOneProcess) {
    auto const path = root_ / "deep" / "data";
    {
        auto const first = DataDirectory::take(path);
        ASSERT_TRUE(first) << first.error().message;
        auto const second = DataDirectory::take(path);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, Errc::conflict);
        EXPECT_THAT(second.error().message, HasSubstr(path.string()));
        EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(::getpid())));
    }
    EXPECT_TRUE(DataDirectory::take(path));
}

TEST_F(DataDirectoryTest, CarriesItsFormatAndRefusesAnother) {
    ASSERT_TRUE(DataDirectory::take(root_));
    EXPECT_EQ(contentOf(root_ / "format"), "tocsin-controller-data/1\n");
    std::ofstream(root_ / "format") << "tocsin-controller-data/2\n";
    auto const newer = DataDirectory::take(root_);
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().code, Errc::damaged);
    EXPECT_THAT(newer.error().message, HasSubstr("tocsin-controller-data/2"));
}

TEST_F(DataDirectoryTest, ForgetsTheAddressOfAControllerThatDied) {
    {
        auto const directory = DataDirectory::take(root_);
        ASSERT_TRUE(directory);
        ASSERT_TRUE(directory->writeAddress("127.0.0.1:8440"));
        EXPECT_EQ(contentOf(root_ / "address"), "127.0.0.1:8440\n");
    }
    ASSERT_TRUE(DataDirectory::take(root_));
    EXPECT_FALSE(std::filesystem::exists(root_ / "address"));
}

TEST_F(DataDirectoryTest, ThatCannotBeIsSaidSo) {
    std::ofstream(root_ / "file") << "x";
    auto const taken = DataDirectory::take(root_ / "file");
    ASSERT_FALSE(taken);
    EXPECT_THAT(taken.error().message, HasSubstr((root_ / "file").string()));
    EXPECT_THAT(taken.error().message, HasSubstr("--data"));
}

}  // namespace
}  // namespace tocsin::app
