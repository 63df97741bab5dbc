// SPDX-License-Identifier: Apache-2.0
// Photographs of screens, read. Runs decoders on untrusted bytes: for tocsin-media-worker inside
// its sandbox, and for tests.
#pragma once

#include "tocsin/media/photograph.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Reads the file of descriptor `in` and takes it over. Errors carry one sentence for a layman:
/// Errc::invalid (neither JPEG nor PNG, too large), Errc::damaged, Errc::exhausted (memory).
[[nodiscard]] Result<Photograph> readPhotograph(int in);

}  // namespace tocsin::media
