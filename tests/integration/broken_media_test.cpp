// SPDX-License-Identifier: Apache-2.0
// A set of broken media made from good ones: every file ends in a play or in a reasoned skip, by
// the player's own sources and by the worker's probe. TOCSIN_DAMAGES is how many files each kind of
// damage makes of each sample.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <random>

#include "engine/findings.hpp"
#include "media_samples.hpp"
#include "stage/sources.hpp"
#include "tocsin/media/probe.hpp"

namespace tocsin::player {
namespace {

constexpr std::uint32_t kSeed = 20260601;
constexpr int kFrames = 30;
#if defined(__SANITIZE_ADDRESS__)
constexpr double kMostCpuSeconds = 20;
constexpr long kMostMegabytes = 4'000;
#else
constexpr double kMostCpuSeconds = 2;
constexpr long kMostMegabytes = 500;
#endif

struct Sample {
    std::string name;
    playlists::AssetKind kind = playlists::AssetKind::film;
    std::string bytes;
};

test::FilmSpec film(std::string const& encoder, std::string const& suffix, bool sound = false) {
    test::FilmSpec spec;
    spec.encoder = encoder;
    spec.suffix = suffix;
    spec.frames = kFrames;
    spec.sound = sound;
    return spec;
}

std::vector<Sample> const& samples() {
    static std::vector<Sample> const made = [] {
        std::vector<Sample> out;
        auto const add = [&out](std::string name, playlists::AssetKind kind,
                                std::filesystem::path const& file) {
            out.push_back({std::move(name), kind, test::bytesOf(file)});
        };
        for (auto const& spec :
             {film("libx264", "mp4", true), film("libx264", "ts"), film("libx264", "mkv"),
              film("libx265", "mp4"), film("libvpx", "webm"), film("libvpx-vp9", "webm"),
              film("libaom-av1", "mkv"), film("mpeg4", "avi", true)}) {
            add(spec.encoder + "." + spec.suffix, playlists::AssetKind::film,
                test::sampleFilm(spec));
        }
        std::string const noise = "-f lavfi -i testsrc2=s=160x96:r=25:d=1 -c:v ";
        for (auto const& [options, suffix] :
             {std::pair{"mpeg2video -q:v 3", "mpg"}, std::pair{"mjpeg -q:v 3", "avi"},
              std::pair{"prores_ks", "mov"}, std::pair{"libx264 -movflags +faststart", "mov"}}) {
            add(std::string(options) + "." + suffix, playlists::AssetKind::film,
                test::madeByFfmpeg(noise + options, suffix));
        }
        for (auto const* suffix : {"png", "jpg", "webp"}) {
            add(suffix, playlists::AssetKind::picture, test::samplePicture(suffix));
        }
        return out;
    }();
    return made;
}

/// One way to break a file.
struct Damage {
    char const* name;
    void (*apply)(std::string& bytes, std::mt19937& random);
};

std::size_t below(std::mt19937& random, std::size_t end) {
    return end == 0 ? 0 : random() % end;
}

Damage const kDamages[] = {
    {"truncated",
     [](std::string& bytes, std::mt19937& random) { bytes.resize(below(random, bytes.size())); }},
    {"bits-flipped",
     [](std::string& bytes, std::mt19937& random) {
         for (auto flips = 1 + below(random, 60); flips > 0 && !bytes.empty(); --flips) {
             auto& byte = bytes[below(random, bytes.size())];
             byte = static_cast<char>(byte ^ (1 << below(random, 8)));
         }
     }},
    {"header-damaged",
     [](std::string& bytes, std::mt19937& random) {
         auto const header = std::min<std::size_t>(bytes.size(), 600);
         for (auto hits = 1 + below(random, 12); hits > 0 && header > 0; --hits) {
             bytes[below(random, header)] = static_cast<char>(random());
         }
     }},
    {"tail-index-damaged",
     [](std::string& bytes, std::mt19937& random) {
         auto const tail = std::min<std::size_t>(bytes.size(), 2'000);
         for (auto hits = 1 + below(random, 12); hits > 0 && tail > 0; --hits) {
             bytes[bytes.size() - 1 - below(random, tail)] = static_cast<char>(random());
         }
     }},
    {"zero-filled", [](std::string& bytes, std::mt19937& random) {
         auto const begin = below(random, bytes.size());
         auto const length = 1 + below(random, bytes.size() - begin);
         std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(begin), length, '\0');
     }}};

double cpuSeconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class BrokenMedia : public testing::Test {
protected:
    struct Outcome {
        int frames = 0;
        std::string why;  ///< it ended before its time
    };
    /// As the stage does: opens the file and takes one picture after the other.
    Outcome play(std::filesystem::path const& file, playlists::AssetKind kind) {
        auto const open =
            openFromCache([&](Digest const&) { return file; }, {96, 64}, grid, findings);
        Cue cue;
        cue.asset = kind;
        cue.name = file.filename().string();
        auto source = open(cue, {});
        if (!source) {
            return {0, source.error().message};
        }
        Outcome out;
        for (; out.frames < kFrames; ++out.frames) {
            auto const picture = (*source)->pictureForTick(out.frames);
            if (!picture) {
                out.why = picture.error().message;
                return out;
            }
            auto const frame = (*picture)->frame();
            if (!frame) {
                out.why = frame.error().message;
                return out;
            }
            EXPECT_EQ((*frame)->width, 96);
        }
        return out;
    }
    void judge(std::filesystem::path const& file, Sample const& sample, std::string const& what) {
        auto const begun = cpuSeconds();
        auto const outcome = play(file, sample.kind);
        EXPECT_TRUE(outcome.frames == kFrames || !outcome.why.empty())
            << what << ": ended after " << outcome.frames << " frames without a reason";
        auto const verdict = media::probe(file);
        EXPECT_TRUE(verdict.accepted || !verdict.reason.empty()) << what << ": no reason";
        auto const took = cpuSeconds() - begun;
        EXPECT_LE(took, kMostCpuSeconds) << what;
        slowest = std::max(slowest, took);
        ++(outcome.frames == kFrames ? played : skipped);
    }
    TickGrid const grid{{25, 1}};
    Findings findings;
    int played = 0, skipped = 0;
    double slowest = 0;
};

TEST_F(BrokenMedia, EveryBrokenFileEndsInAPlayOrAReasonedSkip) {
    std::mt19937 random(kSeed);
    for (auto const& sample : samples()) {
        for (auto const& damage : kDamages) {
            // If one of these crashes, this line says among which.
            std::printf("%s, %s\n", sample.name.c_str(), damage.name);
            std::fflush(stdout);
            for (int i = 0; i < TOCSIN_DAMAGES; ++i) {
                auto bytes = sample.bytes;
                damage.apply(bytes, random);
                auto const broken = test::fileOf(bytes, "broken");
                judge(broken, sample, sample.name + " " + damage.name + " " + std::to_string(i));
                if (HasFailure()) {
                    FAIL() << "kept as " << broken;
                }
                std::filesystem::remove(broken);
            }
        }
    }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    auto const megabytes = usage.ru_maxrss / 1024;
    std::printf("%d files: %d played, %d skipped; slowest %.0f ms of processor time, peak %ld MB\n",
                played + skipped, played, skipped, slowest * 1000, megabytes);
    EXPECT_LE(megabytes, kMostMegabytes);
    // The set is worth something only if it holds both kinds.
    EXPECT_GT(played, 0);
    EXPECT_GT(skipped, 0);
}

TEST_F(BrokenMedia, WholeFilesArePlayed) {
    for (auto const& sample : samples()) {
        auto const outcome = play(test::fileOf(sample.bytes, "whole"), sample.kind);
        if (sample.name.starts_with("prores") || sample.name.starts_with("mjpeg") ||
            sample.name.starts_with("mpeg2")) {
            // Not all of these are among the kinds that play; then it is said.
            EXPECT_TRUE(outcome.frames == kFrames || !outcome.why.empty()) << sample.name;
        } else {
            EXPECT_EQ(outcome.frames, kFrames) << sample.name << ": " << outcome.why;
        }
    }
}

}  // namespace
}  // namespace tocsin::player
