// SPDX-License-Identifier: Apache-2.0
// Reading films: positions in, finished frames out. Files given here were verified by digest and
// passed the worker's probe.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>

#include "tocsin/media/decoded.hpp"
#include "tocsin/media/frame_pool.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Position inside a film, from its first shown frame.
using MediaTime = std::chrono::duration<std::int64_t, std::micro>;

/// One open film, decoded in one thread. Not thread-safe: one thread uses it at a time. Destroying
/// it may block on the file.
class Film {
public:
    virtual ~Film() = default;

    /// The picture that is on at `position`: the one with the greatest presentation time not after
    /// position + tolerance. Positions may go forward cheaply (decoding only what lies between);
    /// going back or far ahead seeks to the key frame before. Past the last frame the last one is
    /// returned again. The same shared picture is returned as long as it does not change. It may
    /// outlive the film. Errc::damaged if nothing can be decoded there, Errc::cancelled after a
    /// stop request.
    virtual Result<DecodedPtr> pictureAt(MediaTime position, MediaTime tolerance) = 0;
    /// Whether the decoder met damage so far, such as it could conceal included: pictures may not
    /// be what they were, and the file should be verified anew.
    [[nodiscard]] virtual bool metDamage() const noexcept = 0;
    /// The same, converted.
    [[nodiscard]] Result<FramePtr> frameAt(MediaTime position, MediaTime tolerance) {
        auto const picture = pictureAt(position, tolerance);
        return picture ? (*picture)->frame() : picture.error();
    }
};

/// Opens a film whose frames come out at the canvas's size, in frames of `pool` if there is one (of
/// the same size). A stop request ends the work with
/// Errc::cancelled, a read that hangs only when the kernel lets it go. Errc::notFound,
/// Errc::damaged (not a film, or no decoder: the message says which).
[[nodiscard]] Result<std::unique_ptr<Film>> openFilm(std::filesystem::path const& file,
                                                     Canvas canvas, std::stop_token stop,
                                                     std::shared_ptr<FramePool> pool = {});
/// The same of a file that is open for reading, which it takes over: for processes that may open
/// none.
[[nodiscard]] Result<std::unique_ptr<Film>> openFilm(int descriptor, Canvas canvas,
                                                     std::stop_token stop,
                                                     std::shared_ptr<FramePool> pool = {});

}  // namespace tocsin::media
