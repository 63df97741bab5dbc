// SPDX-License-Identifier: Apache-2.0
// From any film to the house format. Runs decoders on untrusted bytes: for tocsin-media-worker
// inside its sandbox, and for tests.
//
// The house format: MP4 with its index in front; H.264 High, 4:2:0 of 8 bits, BT.709 of limited
// range and tagged so, progressive, square pixels, upright, a constant rate, closed groups of one
// second, no B-pyramid; AAC-LC, stereo, 48 kHz, at -23 LUFS (EBU R128) with true peaks under -1 dB.
//
// Decided: interlaced pictures keep their rate (50i becomes 25p, by bwdif; frames that are not
// interlaced pass through): screens of lamps gain nothing from 50p, and it halves what players
// decode. HDR (PQ, HLG) is brought to standard range with 203 cd/m² as white (ITU-R BT.2408).
// Sound is made at most 20 dB louder, so that a quiet room is not blown up to a roar; silence
// stays.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "tocsin/vocabulary/fit.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// As EBU R128 measures it.
struct Loudness {
    double integrated = -70;  ///< LUFS; -70 and below: silence
    double truePeak = -70;    ///< dBTP
    double range = 0;         ///< LU
};

struct TranscodeOrder {
    int width = 0, height = 0;  ///< the screen's pixels; 0: the film's own size, if
                                ///< players take it (H.264 level 5.1), else as large as they do
    /// contain: inside the screen's pixels (bars are the player's business); cover: cropped to the
    /// screen's shape; stretch. Never more pixels than the film has; always even.
    Fit fit = Fit::contain;
    std::int64_t rateNum = 0, rateDen = 1;  ///< 0: as the container declares it, at most 60
    int crf = 20;                           ///< 0 to 51, as x264 counts quality: smaller is better
    std::int64_t maxKbit = 0;               ///< highest bit rate over a second; 0: the level's own
    int level = 0;                          ///< as 10 times H.264's number; 0: as the size needs
    /// A part, from the first shown frame on: the ticks of the whole film's grid with from <= time
    /// < to. 0: from the beginning, to the end. Parts of one film with one order fit together.
    std::int64_t fromMs = 0, toMs = 0;
    bool video = true, sound = true;     ///< sound: if there is any
    std::optional<Loudness> loudness{};  ///< as measured before; absent: the sound stays as loud
    int threads = 1;                     ///< of the decoder, the filters and the encoder each
};

struct Transcoded {
    std::int64_t frames = 0;  ///< duration times rate, exactly
    std::int64_t rateNum = 0, rateDen = 1;
    std::int64_t durationMs = 0;
    int width = 0, height = 0, level = 0;
    bool sound = false;
    std::int64_t bytes = 0;
};

/// Share done, 0 to 1, and frames written. Called often, on the calling thread.
using Progress = std::function<void(double share, std::int64_t frames)>;

/// Reads the film of descriptor `in` and writes to `out`, an empty regular file open for reading
/// and writing; takes both over. The file's contents are of use only after success. Errors carry
/// one sentence for a layman: Errc::invalid (no film, or an order that makes no sense),
/// Errc::damaged (a film decoded strictly), Errc::exhausted (disk, size limit or memory: not the
/// film's fault).
[[nodiscard]] Result<Transcoded> transcode(int in, int out, TranscodeOrder const& order,
                                           Progress const& progress);

/// Decodes the sound of a film. Errc::invalid if it has none; else as above.
[[nodiscard]] Result<Loudness> measureLoudness(int in, Progress const& progress);

/// An order that transcode() takes.
[[nodiscard]] Result<> checkOrder(TranscodeOrder const& order);

}  // namespace tocsin::media
