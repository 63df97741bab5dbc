// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

#include "tocsin/store/records.hpp"

namespace tocsin::library {

/// An asset as the HTTP API shows it.
[[nodiscard]] boost::json::object assetJson(store::Asset const& asset);

}  // namespace tocsin::library
