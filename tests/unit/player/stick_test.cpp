// SPDX-License-Identifier: Apache-2.0
#include "carry/stick.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/program.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::player {
namespace {

namespace fs = std::filesystem;

class Stick : public testing::Test {
protected:
    void SetUp() override { fs::create_directories(cache.folder()); }
    static void write(fs::path const& file, std::string const& bytes) {
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
    }
    [[nodiscard]] messages::CarriedFile carried(std::string const& bytes) const {
        return {messages::sha256(bytes), static_cast<std::int64_t>(bytes.size()), "film"};
    }
    [[nodiscard]] Result<> copy(messages::CarriedFile const& wanted) {
        return stick::copyContent(file(), wanted, cache, [this] { return stopped; });
    }
    [[nodiscard]] fs::path file() const { return directory.path() / "stick" / "film"; }
    [[nodiscard]] bool cacheIsEmpty() const { return fs::is_empty(cache.folder()); }

    test::TemporaryDirectory directory;
    ContentCache cache{directory.path() / "cache"};
    bool stopped = false;
};

TEST_F(Stick, IsFoundWhereSystemsMountItAndNotThroughLinks) {
    auto const media = directory.path() / "media";
    fs::create_directories(media / "usb0" / messages::kCarryFolder);
    fs::create_directories(media / "user" / "KINGSTON" / messages::kCarryFolder);
    fs::create_directories(media / "a" / "b" / "c" / messages::kCarryFolder);
    fs::create_directory_symlink(media / "usb0", media / "link");
    auto const found = stick::findIn(media);
    EXPECT_EQ(found.size(), 2U);
    EXPECT_EQ(stick::findIn(media / "usb0"),
              std::vector<fs::path>{media / "usb0" / messages::kCarryFolder});
    EXPECT_TRUE(stick::findIn(directory.path() / "nowhere").empty());
}

TEST_F(Stick, AWholeFileComesUnderItsDigest) {
    auto const wanted = carried(std::string(1 << 20, 'x'));
    write(file(), std::string(1 << 20, 'x'));
    ASSERT_TRUE(copy(wanted));
    EXPECT_TRUE(cache.has(wanted.digest, wanted.bytes));
    EXPECT_EQ(messages::sha256File(cache.path(wanted.digest)).value(), wanted.digest);
}

TEST_F(Stick, ADamagedOrTruncatedFileIsNamedAndLeavesNothing) {
    auto const wanted = carried("right");
    for (auto const* bytes : {"wrong", "righ", "right and more"}) {
        write(file(), bytes);
        auto const done = copy(wanted);
        ASSERT_FALSE(done) << bytes;
        EXPECT_EQ(done.error().code, Errc::damaged);
        EXPECT_NE(done.error().message.find("film"), std::string::npos);
        EXPECT_TRUE(cacheIsEmpty());
    }
}

TEST_F(Stick, AFileThatIsGoneOrACallToStopLeavesNothing) {
    auto const gone = copy(carried("x"));
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, Errc::notFound);
    write(file(), "x");
    stopped = true;
    auto const ended = copy(carried("x"));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, Errc::cancelled);
    EXPECT_TRUE(cacheIsEmpty());
}

TEST_F(Stick, LinksAndPipesAreNotRead) {
    write(directory.path() / "secret", "x");
    fs::create_directories(file().parent_path());
    fs::create_symlink(directory.path() / "secret", file());
    EXPECT_FALSE(stick::read(file(), 100));
    fs::remove(file());
    ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
    auto const pipe = stick::read(file(), 100);
    ASSERT_FALSE(pipe);
    EXPECT_EQ(pipe.error().code, Errc::damaged);
}

TEST_F(Stick, ItsMarkChangesWithWhatItHoldsForTheScreen) {
    auto const folder = directory.path() / messages::kCarryFolder;
    fs::create_directories(folder);
    ScreenId const gate("gate");
    auto const index = folder / messages::kCarryScreens / "gate" / messages::kCarryIndexFile;
    auto const before = stick::markOf(folder, gate);
    EXPECT_FALSE(before.empty());
    write(index, "one");
    auto const after = stick::markOf(folder, gate);
    EXPECT_NE(after, before);
    EXPECT_EQ(stick::markOf(folder, ScreenId()), before);
    fs::remove_all(folder);
    EXPECT_TRUE(stick::markOf(folder, gate).empty());
}

TEST_F(Stick, WhatAnInterruptedCopyLeftIsDropped) {
    write(cache.folder() / (messages::sha256("x").hex() + ".carry"), "half");
    stick::dropCopies(cache);
    EXPECT_TRUE(cacheIsEmpty());
}

}  // namespace
}  // namespace tocsin::player
