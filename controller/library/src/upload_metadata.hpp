// SPDX-License-Identifier: Apache-2.0
// The Upload-Metadata header of tus: what is said of a file that is to come.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "tocsin/library/library.hpp"

namespace tocsin::library {

/// What the library makes of an upload's metadata.
struct UploadOrder {
    std::string name;    ///< the file's
    std::string handle;  ///< empty: made from the name
    std::string unit;    ///< empty: none
    Milliseconds showFor{};
    AssetProperties properties;
};

/// "key base64,key base64": the values by their keys, decoded. A key may stand alone for an empty
/// value. Errc::invalid for another form, base64 that is none, or a key twice.
[[nodiscard]] Result<std::map<std::string, std::string>> parseMetadata(std::string_view header);
/// The header that parseMetadata() makes the same of.
[[nodiscard]] std::string formatMetadata(std::map<std::string, std::string> const& metadata);

/// The key under which the controller keeps where it fetches a file from, without what follows "?".
/// Clients may not send it.
inline constexpr char kSourceKey[] = "tocsin-source";
/// Its value in an upload's metadata; "" for what a client sends.
[[nodiscard]] std::string sourceIn(std::string_view metadata);

/// Knows filename (or name), handle, unit, seconds, and what namedProperties() knows; others, which
/// clients send of themselves, mean nothing. Errc::invalid for values that cannot be; the category
/// is not looked at.
[[nodiscard]] Result<UploadOrder> orderFrom(std::map<std::string, std::string> const& metadata);

}  // namespace tocsin::library
