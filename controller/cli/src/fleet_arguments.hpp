// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// --place and --code, which say where a screen stands.
template <class Text>
void addWhereabouts(CLI::App& verb, Text& place, Text& code) {
    verb.add_option("--place", place,
                    "Where it stands, for warnings: degrees (WGS 84), latitude first, e.g. "
                    "30.259244,120.219375");
    verb.add_option("--code", code,
                    "Division in which it stands (GB/T 2260, GB/T 10114); without it its unit's");
}
/// --location, --type, --responsible, --phone and --serial: what papers say of a screen.
void addPaper(CLI::App& verb, std::map<std::string, std::string>& paper);
/// screen set, screen import, screen revoke.
void addFleetVerbs(CLI::App& screen, Command& command);
/// spare …
void addSpareVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
