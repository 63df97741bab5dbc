// SPDX-License-Identifier: Apache-2.0
// The sound of films: positions in, samples out.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>

#include "tocsin/media/film.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Sound comes out at so many samples a second, in two channels of 16 bits.
inline constexpr int kSoundRate = 48'000;
using Sample = std::array<std::int16_t, 2>;  ///< left, right

/// The sound track of one open film, decoded in one thread. Not thread-safe. Destroying it may
/// block on the file.
class Sound {
public:
    virtual ~Sound() = default;
    /// Which sample read() gives next, counted from the film's first shown frame.
    [[nodiscard]] virtual std::int64_t next() const = 0;
    /// The next samples; how many there are, 0 at the end. Gaps in the file are silence; what
    /// cannot be decoded too. Errc::damaged, Errc::cancelled after a stop request.
    virtual Result<std::size_t> read(std::span<Sample> into) = 0;
    /// Goes on with this sample.
    virtual Result<> seek(std::int64_t sample) = 0;
};

/// Opens the first sound track of a film. Errc::notFound if there is no file or no sound in it,
/// Errc::damaged, Errc::cancelled after a stop request.
[[nodiscard]] Result<std::unique_ptr<Sound>> openSound(std::filesystem::path const& file,
                                                       std::stop_token stop);

}  // namespace tocsin::media
