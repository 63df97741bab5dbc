// SPDX-License-Identifier: Apache-2.0
// PDF documents, by poppler: how many pages, and one page as a picture. In the sandbox only, which
// has to let the system's fonts be read.
#pragma once

#include <cstdint>
#include <span>

#include "open_file.hpp"
#include "orientation.hpp"
#include "tocsin/media/frame.hpp"
#include "tocsin/media/verdict.hpp"

namespace tocsin::media::detail {

/// So many first bytes of a file tell whether it is a PDF: its mark need not be the very first.
inline constexpr std::size_t kPagesHead = 1024;
[[nodiscard]] bool isPages(std::span<std::uint8_t const> head);

/// Width and height are those of the first page as a picture of at most kPageSide a side.
inline constexpr int kPageSide = 3840;
[[nodiscard]] Verdict judgePages(OpenFile const& file);

/// The page, counted from 1, on white, as large as fits into the box. Errc::invalid (locked, no
/// such page, too many), Errc::damaged; with one sentence for a layman.
[[nodiscard]] Result<FramePtr> renderPage(OpenFile const& file, int page, Size box);

}  // namespace tocsin::media::detail
