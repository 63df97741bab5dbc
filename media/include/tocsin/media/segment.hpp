// SPDX-License-Identifier: Apache-2.0
// One item of a programme as a file that needs no player: shown for exactly so many frames on
// exactly a screen's pixels, drawn as the player draws it. For LED sending cards that are fed by
// hand; tocsin-media-worker makes segments inside its sandbox and joins them to a loop (join.hpp).
//
// Decided: a segment has no sound, since the cards that take such files have none, and overlays and
// the screen's tone are not drawn into it. H.264 of 4:2:0 has even sides, so a screen of an odd
// width or height gets its last column or row twice: black there would darken its visible
// neighbour, with which it shares its colour.
#pragma once

#include <chrono>
#include <cstdint>

#include "tocsin/media/transcode.hpp"
#include "tocsin/vocabulary/fit.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

enum class SegmentKind { film, picture, slogan };
enum class SegmentFormat {
    mp4,  ///< the house format (transcode.hpp), silent
    png   ///< one picture, of what does not move
};

struct SegmentOrder {
    SegmentKind kind = SegmentKind::film;
    SegmentFormat format = SegmentFormat::mp4;
    int width = 0, height = 0;               ///< the screen's pixels, 1 to 8192
    Fit fit = Fit::contain;                  ///< of films and pictures of another shape
    std::int64_t rateNum = 25, rateDen = 1;  ///< frames a second, at most 120
    /// How many it is shown, 1 to 24 hours; past its end a film stands. A PNG stands for them.
    std::int64_t frames = 0;
    int crf = 16;     ///< 0 to 51, as x264 counts quality: smaller is better
    int threads = 1;  ///< of the encoder, 1 to 64
    /// Slogans with live fields: when the showing begins, and the offset of the screen's clock east
    /// of UTC, which holds to its end.
    Instant begins{};
    std::chrono::seconds offset{0};
};

struct Segment {
    std::int64_t frames = 0;              ///< as ordered
    int width = 0, height = 0;            ///< of the file
    int addedColumns = 0, addedRows = 0;  ///< 1 where the screen's size is odd: a repeated last one
    bool still = false;                   ///< all its frames are alike
    std::int64_t bytes = 0;
};

/// Reads the item of descriptor `in` (a film or picture as players get it, or a slogan's canonical
/// description) and writes to `out`, an empty regular file open for reading and writing; takes both
/// over. The file's contents are of use only after success. One thread, and the encoder's. Errors
/// carry one sentence for a layman: Errc::invalid (a PNG of what moves, an order that makes no
/// sense, a slogan that cannot be laid out), Errc::damaged (the item cannot be decoded whole),
/// Errc::exhausted (disk, size limit or memory).
[[nodiscard]] Result<Segment> renderSegment(int in, int out, SegmentOrder const& order,
                                            Progress const& progress);

/// An order that renderSegment() takes.
[[nodiscard]] Result<> checkOrder(SegmentOrder const& order);

}  // namespace tocsin::media
