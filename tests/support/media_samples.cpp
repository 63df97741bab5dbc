// SPDX-License-Identifier: Apache-2.0
// Runs ffmpeg, keeps what it made until the process ends.
#include "media_samples.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

namespace tocsin::test {
namespace {

constexpr int kBars = 10;
// Colour bars and number bars as RGB, so that the encoder's matrix is what is tested.
std::string numberBars(int firstNumber) {
    return fmt::format("255*mod(floor((N+{})/pow(2,floor(X*10/W))),2)", firstNumber);
}

class Folder {
public:
    Folder() {
        auto name = (std::filesystem::path(testing::TempDir()) / "media-XXXXXX").string();
        path_ = ::mkdtemp(name.data()) == nullptr ? "" : name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::filesystem::path freshFile(std::string const& suffix) {
    static int count = 0;
    return sampleFolder() / fmt::format("sample{}.{}", ++count, suffix);
}

std::string patternFilter(std::string const& bits) {
    auto const upper = [&bits](char const* lower) {
        return fmt::format("if(lt(Y,H/2),{},{})", bits, lower);
    };
    return fmt::format("format=gbrp,geq=r='{}':g='{}':b='{}'",
                       upper("255*(eq(floor(X*4/W),0)+eq(floor(X*4/W),3))"),
                       upper("255*(eq(floor(X*4/W),1)+eq(floor(X*4/W),3))"),
                       upper("255*gte(floor(X*4/W),2)"));
}

std::string encoderOptions(FilmSpec const& spec) {
    auto const group = fmt::format(" -g {0} -keyint_min {0}", spec.keyEvery);
    if (spec.encoder == "libx264") {
        return group + " -preset veryfast -crf 8 -sc_threshold 0";
    }
    if (spec.encoder == "libx265") {
        return fmt::format(
            " -preset ultrafast -crf 10 -x265-params "
            "keyint={0}:min-keyint={0}:scenecut=0:log-level=none",
            spec.keyEvery);
    }
    if (spec.encoder == "libvpx" || spec.encoder == "libvpx-vp9") {
        return group + " -deadline realtime -cpu-used 8 -crf 8 -b:v 4M";
    }
    if (spec.encoder == "libaom-av1") {
        return group + " -usage realtime -cpu-used 8 -crf 12 -b:v 0";
    }
    if (spec.encoder == "prores" || spec.encoder == "ffv1") {
        return {};
    }
    return group + " -qscale:v 2 -bf 0";
}

std::string keyOf(FilmSpec const& s) {
    return fmt::format("{} {} {}x{} {}/{} {} {} {} {} {} {} {} {} {} {}", s.encoder, s.suffix,
                       s.width, s.height, s.fpsNum, s.fpsDen, s.frames, s.firstNumber, s.keyEvery,
                       s.matrix, s.fullRange, s.tagged, s.sound, s.rotation, s.pixelAspect,
                       s.pixelFormat);
}

std::filesystem::path makeFilm(FilmSpec const& spec) {
    auto const source = fmt::format("-f lavfi -i color=black:s={}x{}:r={}/{}", spec.width,
                                    spec.height, spec.fpsNum, spec.fpsDen);
    auto const sound =
        spec.sound ? std::string(" -f lavfi -i sine=frequency=440 -shortest") : std::string();
    auto const range = spec.fullRange ? "pc" : "tv";
    auto const filter = fmt::format(
        "{},scale=out_color_matrix={}:out_range={}:flags=neighbor+accurate_rnd,format={},setsar={}",
        patternFilter(numberBars(spec.firstNumber)), spec.matrix, range, spec.pixelFormat,
        spec.pixelAspect);
    auto const tags = spec.tagged
                          ? fmt::format(" -colorspace {} -color_range {}",
                                        spec.matrix == "bt709" ? "bt709" : "smpte170m", range)
                          : std::string();
    auto film = madeByFfmpeg(
        fmt::format("{}{} -filter_complex \"[0:v]{}[v]\" -map \"[v]\"{} -frames:v {} -c:v {}{}{}",
                    source, sound, filter, spec.sound ? " -map 1:a" : "", spec.frames, spec.encoder,
                    encoderOptions(spec), tags),
        spec.suffix);
    if (spec.rotation == 0) {
        return film;
    }
    // ffmpeg counts this one against the clock.
    return madeByFfmpeg(
        fmt::format("-i {} -c copy -metadata:s:v:0 rotate={}", film.string(), 360 - spec.rotation),
        spec.suffix);
}

}  // namespace

std::filesystem::path const& sampleFolder() {
    static Folder const folder;
    return folder.path();
}

std::filesystem::path madeByFfmpeg(std::string const& arguments, std::string const& suffix) {
    auto file = freshFile(suffix);
    auto const command = fmt::format("ffmpeg -nostdin -v error -y {} {}", arguments, file.string());
    EXPECT_EQ(std::system(command.c_str()), 0) << command;  // NOLINT: our own words only
    return file;
}

std::filesystem::path sampleFilm(FilmSpec const& spec) {
    static std::map<std::string, std::filesystem::path> made;
    auto const [at, fresh] = made.try_emplace(keyOf(spec));
    if (fresh) {
        at->second = makeFilm(spec);
    }
    return at->second;
}

std::filesystem::path samplePicture(std::string const& suffix, int width, int height) {
    auto const options = suffix == "webp"  ? " -lossless 1"
                         : suffix == "jpg" ? " -q:v 2"
                         : suffix == "gif" ? ""
                                           : " -pix_fmt rgb24";
    return madeByFfmpeg(fmt::format("-f lavfi -i color=black:s={}x{} -vf \"{}\" -frames:v 1{}",
                                    width, height, patternFilter("0"), options),
                        suffix);
}

std::filesystem::path sampleSound() {
    return madeByFfmpeg("-f lavfi -i sine=frequency=440:duration=1", "mp4");
}

std::filesystem::path fileOf(std::string const& bytes, std::string const& suffix) {
    auto file = freshFile(suffix);
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
}

std::string bytesOf(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path cutFile(std::filesystem::path const& whole, int permille) {
    auto bytes = bytesOf(whole);
    bytes.resize(bytes.size() * static_cast<std::size_t>(permille) / 1000);
    return fileOf(bytes, whole.extension().string().substr(1));
}

Pixel pixelAt(media::Frame const& frame, int x, int y) {
    auto const* const p = frame.pixels.data() + static_cast<std::size_t>(y) * frame.stride() +
                          static_cast<std::size_t>(x) * 4;
    return {p[2], p[1], p[0], p[3]};
}

bool nearColour(Pixel const& pixel, int red, int green, int blue, int tolerance) {
    return std::abs(pixel.red - red) <= tolerance && std::abs(pixel.green - green) <= tolerance &&
           std::abs(pixel.blue - blue) <= tolerance;
}

int numberIn(media::Frame const& frame, int x, int y, int width, int height) {
    int number = 0;
    for (int bar = 0; bar < kBars; ++bar) {
        auto const pixel = pixelAt(frame, x + (2 * bar + 1) * width / (2 * kBars), y + height / 4);
        constexpr int kTolerance = 70;
        if (nearColour(pixel, 255, 255, 255, kTolerance)) {
            number |= 1 << bar;
        } else if (!nearColour(pixel, 0, 0, 0, kTolerance)) {
            return -1;
        }
    }
    return number;
}

int numberIn(media::Frame const& frame) {
    return numberIn(frame, 0, 0, frame.width, frame.height);
}

}  // namespace tocsin::test
