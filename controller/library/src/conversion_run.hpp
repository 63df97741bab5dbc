// SPDX-License-Identifier: Apache-2.0
// One conversion from its source to a finished file, by the sandboxed worker.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>

#include "tocsin/media/verdict.hpp"
#include "tocsin/store/records.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

struct ConversionWay {
    std::filesystem::path worker;
    int threads = 1;                    ///< of the decoder, the filters and the encoder each
    Milliseconds partLength{60'000};    ///< what an interruption may cost, of the film's length
    Milliseconds partLimit{3'600'000};  ///< the worker is killed after this much real time
    int nice = 10;                      ///< conversions give way to screens and people
};

struct Converted {
    std::filesystem::path file;
    Digest digest;
    media::Verdict verdict;  ///< on the new file: whole, and without needs
};

/// Converts `source`, the asset's upload or, for renditions, its house master. `folder` is this
/// conversion's alone and made if it is not there: parts that are finished stay in it, so that what
/// was interrupted goes on there with the next call; it may be removed when the file was taken
/// away. `progress` is told the share done, 0 to 1, on the calling thread.
///
/// A film is converted in parts, its sound after them in one piece, and joined. Errc::invalid: the
/// source cannot be converted, one sentence says why, trying again is no use. Errc::exhausted,
/// Errc::unavailable: the machine cannot now. Errc::cancelled: `stop`.
[[nodiscard]] Result<Converted> convert(store::Conversion const& what,
                                        std::filesystem::path const& source,
                                        std::filesystem::path const& folder,
                                        ConversionWay const& way,
                                        std::function<void(double share)> const& progress,
                                        std::stop_token const& stop);

}  // namespace tocsin::library
