// SPDX-License-Identifier: Apache-2.0
// Judging a file from outside. Runs decoders on untrusted bytes: for tocsin-media-worker inside its
// sandbox, and for tests.
#pragma once

#include <filesystem>

#include "tocsin/media/verdict.hpp"

namespace tocsin::media {

/// Decides by content whether it is a film or a picture, decodes all of it once and measures it.
/// Never throws for bad input; a file that cannot be read is refused like any other. Takes as long
/// as decoding takes.
[[nodiscard]] Verdict probe(std::filesystem::path const& file);

/// The same for a descriptor opened for reading on a regular file; takes the descriptor over. Opens
/// no file.
[[nodiscard]] Verdict probeOpened(int descriptor);

}  // namespace tocsin::media
