// SPDX-License-Identifier: Apache-2.0
// What is said of an asset on the command line, as the controller takes it.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "commands.hpp"

namespace tocsin::cli {

/// Refuses what no controller takes. Throws CommandFailure.
void checkProperties(MediaProperties const& said);

/// Whether the tags are all that the asset shall have, or changes of those it has.
enum class Tags { whole, changes };
/// As members of a JSON body; empty texts become null.
void putProperties(boost::json::object& body, MediaProperties const& said, Tags tags);
/// As "&key=value…" of a query.
[[nodiscard]] std::string queryOf(MediaProperties const& said);

}  // namespace tocsin::cli
