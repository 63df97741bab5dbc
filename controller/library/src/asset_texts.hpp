// SPDX-License-Identifier: Apache-2.0
// The rules of titles, tags, folders and other texts that people write about assets.
#pragma once

#include <string>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// One line without blanks at its ends; Errc::invalid names `key`, and what is wrong.
[[nodiscard]] Result<std::string> lineFrom(char const* key, std::string const& text,
                                           std::size_t mostBytes);
/// The same of several lines.
[[nodiscard]] Result<std::string> textFrom(char const* key, std::string const& text,
                                           std::size_t mostBytes);
/// "/安全月//2026/" as "安全月/2026"; Errc::invalid for more or longer names than are allowed, "."
/// and "..".
[[nodiscard]] Result<std::string> folderFrom(std::string const& text);
/// `tags` without those that are alike `remove`, then with those of `add` that are alike none.
/// Errc::invalid for what cannot be a tag, and for too many.
[[nodiscard]] Result<std::vector<std::string>> changedTags(std::vector<std::string> const& tags,
                                                           std::vector<std::string> const& add,
                                                           std::vector<std::string> const& remove);

}  // namespace tocsin::library
