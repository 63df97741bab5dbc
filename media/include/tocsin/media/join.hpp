// SPDX-License-Identifier: Apache-2.0
// Parts of a film that were converted one by one become the whole again; nothing is decoded. For
// tocsin-media-worker and for tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "tocsin/media/transcode.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// `parts`: descriptors of house files without sound, made by transcode() of one film with one
/// order, each beginning where the one before ends; at least one. `sound`: a house file whose sound
/// the whole gets. `out`: an empty regular file open for reading and writing. Takes all of them
/// over. Errc::damaged (parts that do not fit together, or cannot be read), Errc::exhausted.
[[nodiscard]] Result<Transcoded> join(std::vector<int> const& parts, std::optional<int> sound,
                                      int out, Progress const& progress);

/// A loop: what stands in it one after the other, by index into `parts`, which may come any number
/// of times. `parts`: as above or by renderSegment(), of one size and rate. Without sound. Errors
/// as above, Errc::invalid for an order of nothing or of a part that is not there.
[[nodiscard]] Result<Transcoded> joinInOrder(std::vector<int> const& parts,
                                             std::vector<std::size_t> const& order, int out,
                                             Progress const& progress);

}  // namespace tocsin::media
