// SPDX-License-Identifier: Apache-2.0
// From a picture of a character to the character. Runs decoders on untrusted bytes: for
// tocsin-media-worker inside its sandbox, and for tests.
//
// The picture may be dark on light or light on dark (what stands along its edges is the ground), or
// on nothing. What is drawn is cut out and put into the square of the em as fonts do: its longer
// side takes nine tenths, and it stands in the middle.
#pragma once

#include "tocsin/media/drawn_character.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Reads the file of descriptor `in` and takes it over; `character` stays 0. Errors carry one
/// sentence for a layman: Errc::invalid (no picture, nothing on it, too small), Errc::damaged,
/// Errc::exhausted.
[[nodiscard]] Result<DrawnCharacter> readCharacterPicture(int in);

}  // namespace tocsin::media
