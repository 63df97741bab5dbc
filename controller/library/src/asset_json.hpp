// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

#include "tocsin/store/records.hpp"

namespace tocsin::library {

/// An asset as the HTTP API shows it.
[[nodiscard]] boost::json::object assetJson(store::Asset const& asset);
/// The JSON Schema of assetJson().
[[nodiscard]] char const* assetSchema();

}  // namespace tocsin::library
