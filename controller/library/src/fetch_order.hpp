// SPDX-License-Identifier: Apache-2.0
// What a request says of a file that the controller is to fetch.
#pragma once

#include <string>

#include "property_reading.hpp"
#include "upload_metadata.hpp"

namespace tocsin::library {

struct FetchOrder {
    std::string url;
    UploadOrder upload;
    std::string metadata;  ///< the same in the form in which an upload's record keeps it
};

/// From {"url", "name"?, "handle"?, "seconds"?, "unit"?, properties}; without a name the file is
/// called as in the address. Errc::invalid.
[[nodiscard]] Result<FetchOrder> readFetch(std::string const& body);

inline constexpr char kFetchSchema[] =
    R"({"type":"object","required":["url"],"properties":{"url":{"type":"string"},"name":{"type":"string"},"handle":{"type":"string"},"seconds":{"type":"integer"},"unit":{"type":"string"},"fit":{"enum":["contain","cover","stretch",null]},)" TOCSIN_PROPERTY_SCHEMAS
    "}}";

}  // namespace tocsin::library
