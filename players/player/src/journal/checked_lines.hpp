// SPDX-License-Identifier: Apache-2.0
// Lines with a checksum in front: 8 hex digits of CRC-32, a space, the text, a line feed. A torn
// tail is recognised and cut.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::player {

/// The framed line with its line feed. `text` holds no line feed.
[[nodiscard]] std::string framed(std::string_view text);
/// The length of framed(text).
[[nodiscard]] std::size_t framedBytes(std::string_view text);
/// The text of one line without line feed; nothing if its checksum does not fit.
[[nodiscard]] std::optional<std::string_view> unframed(std::string_view line);

struct CheckedLine {
    std::string_view text;
    std::size_t offset;  ///< of the framed line
};
/// All whole lines from the start up to the first that is torn or damaged; `goodBytes` is where
/// that one begins.
struct CheckedLines {
    std::vector<CheckedLine> lines;
    std::size_t goodBytes = 0;
};
/// The views refer into `bytes`.
[[nodiscard]] CheckedLines readChecked(std::string_view bytes);
/// All whole lines, also those after a damaged one; `goodBytes` is where the last of them ends.
[[nodiscard]] CheckedLines readAllChecked(std::string_view bytes);

}  // namespace tocsin::player
