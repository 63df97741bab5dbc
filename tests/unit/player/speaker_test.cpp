// SPDX-License-Identifier: Apache-2.0
// Sound in step with fleet time, whatever pace the sound card has.
#include "sound/speaker.hpp"

#include <cmath>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

constexpr std::int64_t kRate = media::kSoundRate;

/// Each sample says which one it is: left the low, right the high part of its number.
media::Sample numbered(std::int64_t number) {
    return {static_cast<std::int16_t>(number % 30'000 + 1),
            static_cast<std::int16_t>(number / 30'000)};
}
std::int64_t numberOf(media::Sample const& sample) {
    return sample[0] == 0 ? -1 : sample[1] * 30'000LL + sample[0] - 1;
}

class CountingSound final : public media::Sound {
public:
    explicit CountingSound(std::int64_t length) : length_(length) {}
    [[nodiscard]] std::int64_t next() const override { return next_; }
    Result<std::size_t> read(std::span<media::Sample> into) override {
        std::size_t count = 0;
        while (count < into.size() && next_ < length_) {
            into[count++] = numbered(next_++);
        }
        return count;
    }
    Result<> seek(std::int64_t sample) override {
        next_ = sample;
        return {};
    }

private:
    std::int64_t length_, next_ = 0;
};

Cue cueAt(std::int64_t startMs, std::int64_t endMs, std::string const& name = "film") {
    Cue cue;
    cue.kind = Cue::Kind::play;
    cue.name = name;
    cue.content = assetNamed(name).content;
    cue.index = startMs;
    cue.start = morning(startMs);
    cue.end = morning(endMs);
    return cue;
}

OpenSound counting(std::int64_t length = 60 * kRate) {
    return [length](Cue const&, std::stop_token) -> Result<std::unique_ptr<media::Sound>> {
        return std::unique_ptr<media::Sound>(std::make_unique<CountingSound>(length));
    };
}

class SoundTrackTest : public testing::Test {
protected:
    void decode(SoundTrack& track) {
        while (track.work({})) {
        }
    }
    std::vector<std::int64_t> take(SoundTrack& track, std::int64_t wanted, std::size_t count) {
        std::vector<media::Sample> out(count, media::Sample{7, 7});
        track.take(wanted, out);
        std::vector<std::int64_t> numbers;
        std::transform(out.begin(), out.end(), std::back_inserter(numbers), numberOf);
        return numbers;
    }
};

TEST_F(SoundTrackTest, GivesExactlyTheSamplesThatAreDue) {
    SoundTrack track(cueAt(0, 60'000), counting());
    decode(track);
    for (std::int64_t at = 0; at < kRate / 3; at += 480) {
        auto const got = take(track, at, 480);
        ASSERT_EQ(got.front(), at);
        ASSERT_EQ(got.back(), at + 479);
    }
}

TEST_F(SoundTrackTest, HoldsNoMoreThanHalfASecondAhead) {
    SoundTrack track(cueAt(0, 60'000), counting());
    int pieces = 0;
    while (track.work({})) {
        ++pieces;
    }
    EXPECT_LE(pieces, 12);
}

TEST_F(SoundTrackTest, JoinsInTheMiddle) {
    SoundTrack track(cueAt(0, 60'000), counting());
    decode(track);
    EXPECT_EQ(take(track, 20 * kRate, 480).front(), -1);
    decode(track);
    EXPECT_EQ(take(track, 20 * kRate + 480, 480).front(), 20 * kRate + 480);
}

TEST_F(SoundTrackTest, WaitsInSilenceForItsBeginning) {
    SoundTrack track(cueAt(0, 60'000), counting());
    decode(track);
    auto const got = take(track, -100, 480);
    EXPECT_EQ(got[99], -1);
    EXPECT_EQ(got[100], 0);
    EXPECT_EQ(take(track, 380, 10).front(), 380);
}

/// The card's quartz runs one in ten thousand too fast or too slow for an hour.
TEST_F(SoundTrackTest, FollowsACardThatRunsFastOrSlowWithoutAJump) {
    for (double const rate : {0.9999, 1.0001}) {
        SoundTrack track(cueAt(0, 86'400'000), counting(86'400 * kRate));
        decode(track);
        std::int64_t last = -1;
        double fleet = 0;
        for (int call = 0; call < 50'000; ++call) {
            auto const got = take(track, static_cast<std::int64_t>(fleet), 1'024);
            decode(track);
            for (auto const number : got) {
                ASSERT_TRUE(number - last <= 2 && number >= last) << number << " after " << last;
                last = number;
            }
            fleet += 1'024 * rate;
            ASSERT_NEAR(static_cast<double>(last), fleet, kRate * 0.005);
        }
    }
}

TEST_F(SoundTrackTest, JumpsOnlyWhenItIsFarOff) {
    SoundTrack track(cueAt(0, 60'000), counting());
    decode(track);
    take(track, 0, 480);
    EXPECT_EQ(take(track, 480 + kRate / 50, 480).front(), 480);  // 20 ms: mended bit by bit
    EXPECT_EQ(take(track, 960 + kRate / 10, 480).front(), 960 + kRate / 10);
}

TEST_F(SoundTrackTest, IsSilentAfterItsEndAndSeeksNoMore) {
    int opened = 0;
    SoundTrack track(cueAt(0, 60'000), [&](Cue const&, std::stop_token stop) {
        ++opened;
        return counting(kRate)({}, std::move(stop));
    });
    for (std::int64_t at = 0; at < 3 * kRate; at += 480) {
        decode(track);
        auto const got = take(track, at, 480);
        EXPECT_EQ(got.front(), at < kRate ? at : -1);
    }
    EXPECT_FALSE(track.work({}));
    EXPECT_EQ(opened, 1);
}

TEST_F(SoundTrackTest, TellsAFailureOnceAndAMissingSoundNever) {
    SoundTrack bad(cueAt(0, 1'000), [](Cue const&, std::stop_token) {
        return Result<std::unique_ptr<media::Sound>>(Error{Errc::damaged, "broken"});
    });
    decode(bad);
    EXPECT_EQ(bad.failure(), "broken");
    EXPECT_FALSE(bad.failure());
    EXPECT_EQ(take(bad, 0, 10).front(), -1);
    SoundTrack none(cueAt(0, 1'000), [](Cue const&, std::stop_token) {
        return Result<std::unique_ptr<media::Sound>>(Error{Errc::notFound, "no sound"});
    });
    decode(none);
    EXPECT_FALSE(none.failure());
}

class SpeakerTest : public testing::Test {
protected:
    /// What is heard from `atMs` on, ten milliseconds at a time.
    std::vector<media::Sample> heard(std::int64_t atMs, std::int64_t ms) {
        std::vector<media::Sample> out(static_cast<std::size_t>(ms * kRate / 1'000));
        for (std::int64_t done = 0; done < ms; done += 10) {
            while (speaker.work({})) {
            }
            speaker.fill(
                morning(atMs + done),
                std::span(out).subspan(static_cast<std::size_t>(done * kRate / 1'000), 480));
        }
        return out;
    }
    OpenSound loud() {
        return [this](Cue const& cue, std::stop_token) -> Result<std::unique_ptr<media::Sound>> {
            ++opened;
            class Loud final : public media::Sound {
            public:
                explicit Loud(std::int16_t level) : level_(level) {}
                [[nodiscard]] std::int64_t next() const override { return next_; }
                Result<std::size_t> read(std::span<media::Sample> into) override {
                    std::fill(into.begin(), into.end(), media::Sample{level_, level_});
                    next_ += std::ssize(into);
                    return into.size();
                }
                Result<> seek(std::int64_t sample) override {
                    next_ = sample;
                    return {};
                }

            private:
                std::int16_t level_;
                std::int64_t next_ = 0;
            };
            return std::unique_ptr<media::Sound>(std::make_unique<Loud>(
                cue.name == "one" ? std::int16_t{10'000} : std::int16_t{20'000}));
        };
    }
    int opened = 0;
    Speaker speaker{{loud(), silentLog()}};
};

TEST_F(SpeakerTest, HandsOverFromOneFilmToTheNextOnTheSample) {
    speaker.onAir(cueAt(0, 1'005, "one"));
    speaker.comes(cueAt(1'005, 2'000, "two"));
    auto const out = heard(0, 1'100);
    auto const handOver = static_cast<std::size_t>(1'005 * kRate / 1'000);
    EXPECT_EQ(out[handOver - 1][0], 10'000);
    EXPECT_EQ(out[handOver][0], 20'000);
    EXPECT_EQ(out.back()[1], 20'000);
}

TEST_F(SpeakerTest, AnotherShowingEndsTheSoundAtOnce) {
    speaker.onAir(cueAt(0, 10'000, "one"));
    EXPECT_EQ(heard(0, 100).back()[0], 10'000);
    speaker.onAir({});
    EXPECT_EQ(heard(100, 10).front(), media::Sample{});
}

TEST_F(SpeakerTest, GoesOnWithTheTrackThatWasOpenedAhead) {
    speaker.onAir(cueAt(0, 500, "one"));
    speaker.comes(cueAt(500, 1'000, "two"));
    heard(0, 490);
    speaker.onAir(cueAt(500, 1'000, "two"));
    EXPECT_EQ(heard(500, 10).front()[0], 20'000);
    EXPECT_EQ(opened, 2);
}

TEST_F(SpeakerTest, VolumeComesAndGoesWithoutAClick) {
    speaker.onAir(cueAt(0, 10'000, "one"));
    auto out = heard(0, 100);
    EXPECT_EQ(out.back()[0], 10'000);
    speaker.setVolume(50);
    out = heard(100, 100);
    EXPECT_EQ(out.back()[0], 5'000);
    int last = 10'000;
    for (auto const& sample : out) {
        ASSERT_LE(std::abs(sample[0] - last), 25);
        last = sample[0];
    }
    speaker.setVolume(0);
    EXPECT_EQ(heard(200, 100).back(), media::Sample{});
}

TEST_F(SpeakerTest, PicturesAndSlogansAreSilent) {
    auto cue = cueAt(0, 10'000, "one");
    cue.asset = playlists::AssetKind::slogan;
    speaker.onAir(cue);
    EXPECT_EQ(heard(0, 100).back(), media::Sample{});
    EXPECT_EQ(opened, 0);
}

TEST(AttentionSignal, IsAStrokeOfThreeSecondsThatBeginsAndEndsInSilence) {
    auto const signal = attentionSignal();
    EXPECT_EQ(std::ssize(signal), 3 * kRate);
    EXPECT_EQ(signal.front()[0], 0);
    EXPECT_LE(std::abs(signal.back()[0]), 10);
    int loudest = 0;
    for (auto const& sample : signal) {
        loudest = std::max(loudest, std::abs(sample[0]));
    }
    EXPECT_GT(loudest, 6'000);
    EXPECT_LT(loudest, 20'000);
}

TEST(Speaker, TheAttentionSignalSoundsFromItsInstantOn) {
    Speaker speaker({counting(), silentLog()});
    speaker.attention(morning(1'000));
    std::vector<media::Sample> out(static_cast<std::size_t>(kRate));
    speaker.fill(morning(0), out);
    EXPECT_EQ(out.back()[0], 0) << "not before";
    speaker.fill(morning(1'000), out);
    auto const signal = attentionSignal();
    EXPECT_EQ(out[4'800], signal[4'800]);
    speaker.fill(morning(3'000), out);
    EXPECT_EQ(out[100], signal[static_cast<std::size_t>(2 * kRate) + 100]);
    speaker.fill(morning(4'000), out);
    EXPECT_EQ(out[100][0], 0) << "not after";
}

}  // namespace
}  // namespace tocsin::player
