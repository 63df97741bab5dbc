// SPDX-License-Identifier: Apache-2.0
// Judging a file from outside. Runs decoders on untrusted bytes: for tocsin-media-worker inside its
// sandbox, and for tests.
#pragma once

#include <filesystem>

#include "tocsin/media/verdict.hpp"

namespace tocsin::media {

enum class Depth {
    /// All packets are read and some frames decoded: about a second of one core for any film whose
    /// bytes can be read that fast (100 MB: far below 2 s).
    quick,
    /// Every frame is decoded. Takes as long as decoding takes.
    whole
};

/// Decides by content whether it is a film, a picture or a PDF document, decodes it and measures
/// it. Never throws for bad input; a file that cannot be read is refused like any other.
[[nodiscard]] Verdict probe(std::filesystem::path const& file, Depth depth = Depth::whole);

/// The same for a descriptor opened for reading on a regular file; takes the descriptor over. Opens
/// no file, but for a PDF's fonts.
[[nodiscard]] Verdict probeOpened(int descriptor, Depth depth);

/// The file is a PDF: its pages are drawn with the system's fonts where it brings none of its own,
/// so the sandbox has to let them be read. Reads its first kilobyte and decodes nothing: for the
/// time before the sandbox is closed. The descriptor stays open and the caller's.
[[nodiscard]] bool holdsPages(int descriptor);

}  // namespace tocsin::media
