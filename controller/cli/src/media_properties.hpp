// SPDX-License-Identifier: Apache-2.0
// What is said of an asset on the command line, as the controller takes it.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"

namespace tocsin::cli {

/// Refuses what no controller takes. Throws CommandFailure.
void checkProperties(MediaProperties const& said);

/// Whether the tags are all that the asset shall have, or changes of those it has.
enum class Tags { whole, changes };
/// As members of a JSON body; empty texts become null.
void putProperties(boost::json::object& body, MediaProperties const& said, Tags tags);
/// By the names that the API has for them in a query or in the metadata of an upload.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> namedProperties(
    MediaProperties const& said);

}  // namespace tocsin::cli
