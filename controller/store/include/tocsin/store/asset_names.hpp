// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tocsin/store/store.hpp"

namespace tocsin::store {

/// The assets that `name` can mean: the one with this handle, or else all whose digest begins with
/// it, in lower-case hexadecimal digits, eight or more. Whoever decides whether somebody may and
/// whoever then does it ask here, or they would mean different ones.
[[nodiscard]] std::vector<Asset> assetsNamed(Tx const& tx, std::string const& name);

}  // namespace tocsin::store
