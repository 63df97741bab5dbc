// SPDX-License-Identifier: Apache-2.0
// What a file from outside is, by its contents, before anything decodes it.
#pragma once

#include "open_file.hpp"
#include "picture_kind.hpp"

namespace tocsin::media::detail {

struct FileKind {
    enum class Is { film, picture, pages };
    Is is = Is::film;  ///< also whatever nobody knows: opening it as a film says so
    PictureKind picture = PictureKind::none;  ///< of a picture
};

/// Errc::invalid (empty, plainly something else), Errc::damaged (a GIF that is cut off),
/// Errc::unavailable; each with one sentence for a layman, the technical cause in brackets behind
/// it.
[[nodiscard]] Result<FileKind> fileKind(OpenFile const& file);

}  // namespace tocsin::media::detail
