// SPDX-License-Identifier: Apache-2.0
// The grammar of slogans: their style, looking at them, the lists that they are compared with.
#pragma once

#include <memory>

#include "tocsin/media/slogan_limits.hpp"
#include "verb_arguments.hpp"

namespace tocsin::cli {

[[nodiscard]] CLI::Range range(media::Limits limits);
/// An option for every key of a slogan's style.
void addStyle(CLI::App& app, std::shared_ptr<StyleWords> const& said);
/// --template and --fill; `into` lives as long as `app`.
void addTemplate(CLI::App& app, FilledTemplate& into);
void addSloganVerbs(CLI::App& root, Command& command);
void addWordVerbs(CLI::App& root, Command& command);
void addThemeVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
