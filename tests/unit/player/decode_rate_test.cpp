// SPDX-License-Identifier: Apache-2.0
// What the machine decodes: measured once, and never in the player's way.
#include "engine/decode_rate.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "player_fixtures.hpp"
#include "tocsin/media/decode_rate.hpp"

namespace tocsin::player {
namespace {

class DecodeRate : public testing::Test {
protected:
    /// A measurement that leaves a line in a file: it happens in another process.
    MeasureDecoding counted(std::int64_t rate) {
        return [this, rate]() -> Result<std::int64_t> {
            std::ofstream(folder_ / "calls", std::ios::app) << "measured\n";
            return rate;
        };
    }
    long calls() const {
        std::ifstream in(folder_ / "calls");
        return std::count(std::istreambuf_iterator<char>(in), {}, '\n');
    }
    std::string kept() const {
        std::ifstream in(file_);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::filesystem::path const folder_ = freshFolder();
    std::filesystem::path const file_ = folder_ / "decoding";
};

TEST_F(DecodeRate, IsMeasuredAtTheFirstStartOnlyAndKept) {
    EXPECT_EQ(knownDecodeRate(file_), 0);
    learnDecodeRate(file_, counted(235'000'000));
    EXPECT_EQ(knownDecodeRate(file_), 235'000'000);
    learnDecodeRate(file_, counted(1));
    EXPECT_EQ(knownDecodeRate(file_), 235'000'000);
    EXPECT_EQ(calls(), 1);
}

TEST_F(DecodeRate, IsMeasuredAnewOnAnotherMachineAndByAnotherVersion) {
    learnDecodeRate(file_, counted(235'000'000));
    auto text = kept();
    std::ofstream(file_) << text.replace(text.rfind(TOCSIN_VERSION), 1, "9");
    EXPECT_EQ(knownDecodeRate(file_), 0);
    learnDecodeRate(file_, counted(90'000'000));
    EXPECT_EQ(knownDecodeRate(file_), 90'000'000);
}

TEST_F(DecodeRate, StaysUnknownWhenTheMeasurementFailsOrCrashes) {
    learnDecodeRate(file_, []() -> Result<std::int64_t> {
        return Error{Errc::internal, "no decoder"};
    });
    EXPECT_EQ(knownDecodeRate(file_), 0);
    learnDecodeRate(file_, []() -> Result<std::int64_t> { std::_Exit(70); });
    EXPECT_EQ(knownDecodeRate(file_), 0);
    learnDecodeRate(file_, counted(7));
    EXPECT_EQ(knownDecodeRate(file_), 7) << "the next start tries again";
}

TEST_F(DecodeRate, AFileThatIsNoFigureIsNone) {
    for (auto const* const text : {"", "tocsin-player-decoding/1\nmany\nx\n", "something else"}) {
        std::ofstream(file_) << text;
        EXPECT_EQ(knownDecodeRate(file_), 0) << text;
    }
}

TEST_F(DecodeRate, OfThisMachineIsThatOfAnyThatCanPlayAFilm) {
    auto const rate = media::measureDecodeRate();
    ASSERT_TRUE(rate) << rate.error().message;
    EXPECT_GT(*rate, 1'000'000) << "a tenth of what 640x360 at 25 frames a second takes";
}

}  // namespace
}  // namespace tocsin::player
