// SPDX-License-Identifier: Apache-2.0
// Pictures on disk: whole, bounded, in the right order, and never in the journal's way.
#include "evidence/picture_box.hpp"

#include <fstream>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

messages::EvidencePicture picture(std::string const& jpeg) {
    return {R"({"kind":"test"})", jpeg};
}

class PictureBoxTest : public testing::Test {
protected:
    std::unique_ptr<PictureBox> open(PictureBox::Limits limits = {}) {
        return PictureBox::open(folder, limits, [this] { return Result<DiskSpace>(space); })
            .value();
    }
    std::string nextJpeg(PictureBox& box) {
        auto const kept = box.next();
        return kept ? kept->picture.jpeg : "";
    }
    void put(PictureBox& box, std::string const& jpeg, std::int64_t ms, bool asked = false) {
        auto const done = box.put(picture(jpeg), morning(ms), asked);
        EXPECT_TRUE(done) << done.error().message;
    }
    std::filesystem::path const folder = freshFolder() / "evidence";
    DiskSpace space{100LL << 30, 50LL << 30};
};

TEST_F(PictureBoxTest, GivesTheOldestFirstAndWhatWasAskedForBeforeAll) {
    auto const box = open();
    put(*box, "second", 2'000);
    put(*box, "first", 1'000);
    put(*box, "asked", 3'000, true);
    for (auto const* expected : {"asked", "first", "second"}) {
        auto const kept = box->next();
        ASSERT_TRUE(kept);
        EXPECT_EQ(kept->picture, picture(expected));
        box->remove(kept->name);
    }
    EXPECT_FALSE(box->next());
    EXPECT_EQ(box->size(), 0U);
}

TEST_F(PictureBoxTest, IsThereAgainAfterARestartUntilDelivered) {
    put(*open(), "kept\nwith a line", 1'000);
    auto const box = open();
    EXPECT_EQ(nextJpeg(*box), "kept\nwith a line");
    box->remove(box->next()->name);
    EXPECT_EQ(open()->size(), 0U);
}

TEST_F(PictureBoxTest, DropsTheOldestWhenItIsFull) {
    auto const byNumber = open({2, 1 << 20});
    put(*byNumber, "a", 1'000);
    put(*byNumber, "b", 2'000);
    EXPECT_EQ(byNumber->put(picture("c"), morning(3'000), false).value(), 1U);
    EXPECT_EQ(nextJpeg(*byNumber), "b");
    EXPECT_EQ(byNumber->size(), 2U);
    auto const bySize = open({100, 40});
    EXPECT_EQ(bySize->put(picture("0123456789"), morning(4'000), false).value(), 2U);
    EXPECT_EQ(bySize->size(), 1U);
}

TEST_F(PictureBoxTest, LeavesTheJournalsReserveAlone) {
    auto const box = open();
    put(*box, "old", 1'000);
    space.free = diskReserve(space.capacity) + 5;
    auto const done = box->put(picture("new picture"), morning(2'000), true);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::exhausted);
    EXPECT_EQ(box->size(), 0U);  // what was there went first
    space.free = 50LL << 30;
    put(*box, "new picture", 2'000);
}

TEST_F(PictureBoxTest, RemovesFilesThatCannotBeRead) {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "000000000001000-0123456789abcdef.sample") << "no line feed";
    std::ofstream(folder / "sampled") << "not a picture";
    auto const box = open();
    put(*box, "good", 2'000);
    EXPECT_EQ(box->size(), 2U);
    EXPECT_EQ(nextJpeg(*box), "good");
    EXPECT_EQ(box->size(), 1U);
    EXPECT_TRUE(std::filesystem::exists(folder / "sampled"));
}

}  // namespace
}  // namespace tocsin::player
