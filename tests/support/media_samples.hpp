// SPDX-License-Identifier: Apache-2.0
// Small films and pictures for tests, made by the ffmpeg program from its own generators: nothing
// is downloaded or stored.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "tocsin/media/frame.hpp"

namespace tocsin::test {

/// What a test film is made of. Its upper half carries the frame number as 10 black or white bars,
/// lowest bit left; its lower half is one colour bar each of red, green, blue and white.
struct FilmSpec {
    std::string encoder = "libx264";  ///< libx264, libx265, libvpx, libvpx-vp9, libaom-av1, mpeg4
    std::string suffix = "mp4";       ///< mp4, mkv, webm, avi, ts
    int width = 160, height = 96;
    int fpsNum = 25, fpsDen = 1;
    int frames = 50;
    int firstNumber = 0;  ///< of the first frame; numbers stay below 1,024
    int keyEvery = 10;
    std::string matrix = "bt601";  ///< bt601 or bt709
    bool fullRange = false;
    bool tagged = true;  ///< whether the file names its matrix and range
    bool sound = false;
    int rotation =
        0;  ///< degrees clockwise that a player has to turn it, by the file's display matrix
    std::string pixelAspect = "1";
    std::string pixelFormat = "yuv420p";
};

/// Makes the film, or returns the one of the same spec made before by this process. A test failure
/// if ffmpeg is not there.
[[nodiscard]] std::filesystem::path sampleFilm(FilmSpec const& spec);
/// The same colour bars as a picture: "jpg", "png", "webp", "gif", "bmp", "tiff".
[[nodiscard]] std::filesystem::path samplePicture(std::string const& suffix, int width = 160,
                                                  int height = 96);
/// A sine tone alone, as an MP4.
[[nodiscard]] std::filesystem::path sampleSound();
/// What ffmpeg makes of these arguments and a fresh file with this suffix.
[[nodiscard]] std::filesystem::path madeByFfmpeg(std::string const& arguments,
                                                 std::string const& suffix);
/// A fresh file with these bytes.
[[nodiscard]] std::filesystem::path fileOf(std::string const& bytes, std::string const& suffix);
/// The first `permille` of a file.
[[nodiscard]] std::filesystem::path cutFile(std::filesystem::path const& whole, int permille);
[[nodiscard]] std::string bytesOf(std::filesystem::path const& file);
/// A folder of this process, removed at its end.
[[nodiscard]] std::filesystem::path const& sampleFolder();

/// The frame number that a picture of a test film shows; the film fills the rectangle. -1 if a bar
/// is neither black nor white.
[[nodiscard]] int numberIn(media::Frame const& frame, int x, int y, int width, int height);
[[nodiscard]] int numberIn(media::Frame const& frame);

struct Pixel {
    int red = 0, green = 0, blue = 0, alpha = 0;
};
[[nodiscard]] Pixel pixelAt(media::Frame const& frame, int x, int y);
[[nodiscard]] bool nearColour(Pixel const& pixel, int red, int green, int blue, int tolerance);

}  // namespace tocsin::test
