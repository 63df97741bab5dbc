// SPDX-License-Identifier: Apache-2.0
// Raw recordings: whole frames, one line each, also after a crash.
#include "sinks/raw_sink.hpp"

#include "row_fixtures.hpp"

namespace tocsin::player {
namespace {

media::FramePtr grey(std::uint8_t level) {
    auto frame = std::make_shared<media::Frame>(2, 2);
    std::fill(frame->pixels.begin(), frame->pixels.end(), level);
    return frame;
}

class RawSinkTest : public testing::Test {
protected:
    std::unique_ptr<RawSink> open() {
        return RawSink::open(file, 2, 2, silentLog(), findings).value();
    }
    void submit(RawSink& sink, std::int64_t tick) {
        std::string const id = tick % 2 == 0 ? "-" : "abc";
        EXPECT_TRUE(
            sink.submit(grey(static_cast<std::uint8_t>(tick)), {tick, morning(tick * 40), id}));
    }
    std::filesystem::path const file = freshFolder() / "out.bgra";
    std::filesystem::path const lines = file.string() + ".tsv";
    Findings findings;
};

TEST_F(RawSinkTest, WritesAFrameAndALineATick) {
    auto sink = open();
    submit(*sink, 1);
    submit(*sink, 2);
    EXPECT_EQ(contentOf(file), std::string(16, '\1') + std::string(16, '\2'));
    EXPECT_EQ(contentOf(lines), "1\t" + std::to_string(kMorning + 40) + "\tabc\n2\t" +
                                    std::to_string(kMorning + 80) + "\t-\n");
}

TEST_F(RawSinkTest, CutsTornTailsToWholeFramesWithALineEach) {
    {
        auto sink = open();
        submit(*sink, 1);
        submit(*sink, 2);
    }
    auto const frames = contentOf(file);
    auto const text = contentOf(lines);
    auto const firstLine = text.substr(0, text.find('\n') + 1);
    struct Case {
        std::string frames, lines;
        std::size_t left;
    };
    for (auto const& torn :
         {Case{frames + "xyz", text, 2}, Case{frames, text + "3\t12", 2},
          Case{frames.substr(0, 31), text, 1}, Case{frames, text.substr(0, text.size() - 1), 1},
          Case{frames, firstLine, 1}, Case{"", text, 0}}) {
        ASSERT_TRUE(files::replace(file, torn.frames));
        ASSERT_TRUE(files::replace(lines, torn.lines));
        auto sink = open();
        EXPECT_EQ(contentOf(file), frames.substr(0, torn.left * 16));
        EXPECT_EQ(contentOf(lines), torn.left == 2 ? text : torn.left == 1 ? firstLine : "");
        submit(*sink, 7);
        EXPECT_EQ(contentOf(file).size(), (torn.left + 1) * 16);
    }
}

TEST_F(RawSinkTest, SaysWhichFileCannotBeOpened) {
    auto const sink = RawSink::open("/nonexistent-folder/x.bgra", 2, 2, silentLog(), findings);
    ASSERT_FALSE(sink);
    EXPECT_NE(sink.error().message.find("/nonexistent-folder/x.bgra"), std::string::npos);
}

TEST_F(RawSinkTest, DetachesOnAWriteErrorAndComesBack) {
    // The lines go to a device that is always full.
    std::filesystem::create_symlink("/dev/full", lines);
    auto sink = open();
    std::string const id = "-";
    EXPECT_FALSE(sink->submit(grey(1), {1, morning(0), id}));
    EXPECT_EQ(findings.first(20).size(), 1U);
    EXPECT_FALSE(sink->submit(grey(1), {2, morning(29'999), id}));
    std::filesystem::remove(lines);
    EXPECT_FALSE(sink->submit(grey(1), {3, morning(29'999), id}));
    EXPECT_TRUE(sink->submit(grey(1), {4, morning(30'000), id}));
    EXPECT_TRUE(findings.first(20).empty());
    EXPECT_EQ(contentOf(file).size(), 16U);
}

}  // namespace
}  // namespace tocsin::player
