// SPDX-License-Identifier: Apache-2.0
// {{name}} in texts: found, and filled over pieces that an office program has cut it into.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::documents {

struct Placeholder {
    std::size_t at = 0;    ///< of its first brace
    std::size_t size = 0;  ///< with its braces
    std::string name;      ///< without spaces around it
};

/// In their order. A name is 1 to 128 bytes without braces.
[[nodiscard]] std::vector<Placeholder> placeholdersIn(std::string_view text);

/// What stands for a name; nothing: it stays.
using ValueOf = std::function<std::optional<std::string>(std::string const& name)>;

/// Fills the pieces of one text; a value stands in the piece where its placeholder begins. Whether
/// anything was changed.
bool fillPieces(std::vector<std::string>& pieces, ValueOf const& valueOf);

}  // namespace tocsin::documents
