// SPDX-License-Identifier: Apache-2.0
// The grammar of the library: what is said of assets, looking for them, playlists, categories.
#pragma once

#include <string>
#include <vector>

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// What is said of an asset beside its bytes.
void addProperties(CLI::App& app, MediaProperties& said);
/// Not for slogans: they are drawn at the screen's own pixels.
void addFit(CLI::App& app, MediaProperties& said);
void addMediaList(CLI::App& media, Command& command);
void addMediaSet(CLI::App& media, Command& command);
void addMediaEnd(CLI::App& media, Command& command);  ///< retire, delete
void addMediaConvert(CLI::App& media, Command& command);
void addMediaUsage(CLI::App& media, Command& command);
void addMediaLook(CLI::App& media, Command& command);  ///< thumbnail, preview
void addCategoryVerbs(CLI::App& root, Command& command);
void addPlaylistVerbs(CLI::App& root, Command& command);

/// "--tag" and "-x" as "--tag=-x": CLI11 would take the tag for an option.
[[nodiscard]] std::vector<std::string> withJoinedTags(std::vector<std::string> const& arguments);

}  // namespace tocsin::cli
