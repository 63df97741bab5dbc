// SPDX-License-Identifier: Apache-2.0
// The verdict on a file from outside.
#include "tocsin/media/probe.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <new>

#include "ffmpeg_log.hpp"
#include "file_kind.hpp"
#include "film_judge.hpp"
#include "pages.hpp"
#include "picture_file.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

/// The player takes pictures that large without using up its memory.
constexpr int kLargestHouseSide = 4096;

bool playerShows(PictureKind kind) {
    return kind == PictureKind::jpeg || kind == PictureKind::png || kind == PictureKind::webp;
}

Verdict judgePicture(OpenFile const& file, PictureKind kind) {
    Verdict verdict;
    verdict.kind = "picture";
    verdict.container = verdict.codec = pictureName(kind);
    auto const picture = decodePicture(file, Allowed::fromOutside);
    if (!picture) {
        return refused(verdict, picture.error());
    }
    auto const& frame = *picture->frame;
    auto const shown = shownSize({frame.width, frame.height}, 1, 1, picture->orientation);
    auto const* const pixels = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    verdict.width = shown.width;
    verdict.height = shown.height;
    verdict.pixelFormat = pixels != nullptr ? pixels->name : "";
    verdict.bitDepth = pixels != nullptr ? pixels->comp[0].depth : 0;
    verdict.rotation = picture->orientation.quarterTurns * 90;
    auto const side = std::max(shown.width, shown.height);
    verdict.playable = playerShows(kind) && side <= kLargestPlayedSide;
    if (!playerShows(kind)) {
        verdict.needs.emplace_back("format");
    }
    if (side > kLargestHouseSide) {
        verdict.needs.emplace_back("size");
    }
    verdict.accepted = true;
    return verdict;
}

Verdict judgeKind(OpenFile file, Depth depth) {
    auto const kind = fileKind(file);
    if (!kind) {
        return refused({}, kind.error());
    }
    switch (kind->is) {
        case FileKind::Is::pages:
            return judgePages(file);
        case FileKind::Is::picture:
            return judgePicture(file, kind->picture);
        case FileKind::Is::film:
            break;
    }
    return judgeFilm(std::move(file), depth);
}

Verdict judge(OpenFile file, Depth depth) {
    collectFfmpegLog();
    forgetFfmpegErrors();
    try {
        auto const bytes = file.size();
        auto verdict = judgeKind(std::move(file), depth);
        verdict.bytes = std::max<std::int64_t>(bytes, 0);
        return verdict;
    } catch (std::bad_alloc const&) {
        return refused({}, "The file needs more memory than allowed; export it smaller.",
                       "out of memory");
    } catch (std::runtime_error const& error) {
        return refused({}, "The file cannot be decoded; export it again.", error.what());
    }
}

}  // namespace

Verdict probe(std::filesystem::path const& file, Depth depth) {
    auto opened = openForReading(file);
    if (!opened) {
        return refused({}, opened.error().message);
    }
    return judge(std::move(*opened), depth);
}

Verdict probeOpened(int descriptor, Depth depth) {
    return judge(OpenFile(descriptor), depth);
}

bool holdsPages(int descriptor) {
    std::array<std::uint8_t, kPagesHead> head{};
    auto const got = ::pread(descriptor, head.data(), head.size(), 0);
    return got > 0 && isPages(std::span(head).first(static_cast<std::size_t>(got)));
}

}  // namespace tocsin::media
