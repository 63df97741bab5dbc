// SPDX-License-Identifier: Apache-2.0
// The verdict on a file from outside.
#include "tocsin/media/probe.hpp"

#include <new>

#include "demuxer.hpp"
#include "ffmpeg_log.hpp"
#include "film_judge.hpp"
#include "foreign_file.hpp"
#include "picture_file.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

Verdict judgePicture(OpenFile const& file, PictureKind kind) {
    Verdict verdict;
    verdict.kind = "picture";
    verdict.container = verdict.codec = pictureName(kind);
    if (kind == PictureKind::gif) {
        return refused(verdict, "GIF files that do not move are not shown; export it as PNG.",
                       "GIF with one image");
    }
    auto const picture = decodePicture(file);
    if (!picture) {
        return refused(verdict, picture.error().message);
    }
    auto const shown =
        shownSize({picture->frame->width, picture->frame->height}, 1, 1, picture->orientation);
    verdict.width = shown.width;
    verdict.height = shown.height;
    verdict.accepted = true;
    return verdict;
}

/// An animated GIF: it has more than one image.
bool moves(OpenFile const& gif) {
    auto const demuxer =
        Demuxer::open(duplicate(gif), {}, Demuxer::Tracks::videoOnly, Allowed::fromOutside);
    auto packet = makePacket();
    int images = 0;
    while (demuxer && images < 2) {
        auto const read = (*demuxer)->read(*packet);
        if (!read || !*read) {
            break;
        }
        ++images;
    }
    return images > 1;
}

Verdict judge(OpenFile file, Depth depth) {
    collectFfmpegLog();
    forgetFfmpegErrors();
    try {
        if (file.size() < 0) {
            return refused({}, "The size of the file is not known; copy it to a local disk.");
        }
        if (file.size() == 0) {
            return refused({}, "The file is empty (0 bytes); copy or export it again.");
        }
        constexpr std::size_t kHead = 64;
        auto const head = readBytes(file, kHead);
        if (!head) {
            return refused({}, head.error().message);
        }
        if (auto other = whatElseItIs(*head); !other.empty()) {
            return refused({}, std::move(other), "recognised by its first bytes");
        }
        auto const kind = pictureKind(*head);
        auto const bytes = file.size();
        auto verdict = kind == PictureKind::none || (kind == PictureKind::gif && moves(file))
                           ? judgeFilm(std::move(file), depth)
                           : judgePicture(file, kind);
        verdict.bytes = bytes;
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

}  // namespace tocsin::media
