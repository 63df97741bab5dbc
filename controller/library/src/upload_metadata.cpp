// SPDX-License-Identifier: Apache-2.0
#include "upload_metadata.hpp"

#include <algorithm>

#include "asset_properties.hpp"
#include "handle.hpp"
#include "property_reading.hpp"
#include "show_seconds.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::library {
namespace {

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(' ');
    return first == std::string_view::npos
               ? ""
               : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool isKey(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(),
                                       [](char c) { return c > ' ' && c < '\x7f' && c != ','; });
}

Error malformed(std::string_view pair, std::string const& what) {
    return {Errc::invalid, "Upload-Metadata: \"" + shownAsUtf8(cut(pair, 80)) + "\" " + what +
                               "; write \"key base64,key base64\""};
}

std::optional<std::string> valueOf(std::map<std::string, std::string> const& metadata,
                                   std::string const& key) {
    auto const found = metadata.find(key);
    return found == metadata.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Result<std::map<std::string, std::string>> parseMetadata(std::string_view header) {
    std::map<std::string, std::string> out;
    for (bool more = !trimmed(header).empty(); more;) {
        auto const comma = header.find(',');
        auto const pair = trimmed(header.substr(0, comma));
        more = comma != std::string_view::npos;
        header.remove_prefix(more ? comma + 1 : header.size());
        auto const space = pair.find(' ');
        auto const key = pair.substr(0, space);
        auto const coded =
            space == std::string_view::npos ? std::string_view() : trimmed(pair.substr(space));
        if (!isKey(key)) {
            return malformed(pair, "has no key of plain letters");
        }
        auto value = messages::unbase64(coded);
        if (!value) {
            return malformed(pair, "has a value that is not base64");
        }
        if (!out.emplace(key, std::move(*value)).second) {
            return malformed(pair, "has a key that was there before");
        }
    }
    return out;
}

std::string formatMetadata(std::map<std::string, std::string> const& metadata) {
    std::string out;
    for (auto const& [key, value] : metadata) {
        out += (out.empty() ? "" : ",") + key;
        out += value.empty() ? "" : " " + messages::base64(value);
    }
    return out;
}

std::string sourceIn(std::string_view metadata) {
    auto const parsed = parseMetadata(metadata);
    return parsed ? valueOf(*parsed, kSourceKey).value_or("") : "";
}

Result<UploadOrder> orderFrom(std::map<std::string, std::string> const& metadata) {
    UploadOrder order;
    order.name = valueOf(metadata, "filename").value_or(valueOf(metadata, "name").value_or(""));
    order.handle = valueOf(metadata, "handle").value_or("");
    order.unit = valueOf(metadata, "unit").value_or("");
    order.properties = namedProperties(metadata);
    if (!isUtf8(order.name)) {
        return Error{Errc::invalid, shownAsUtf8(cut(order.name, 80)) +
                                        ": the file's name is not UTF-8; rename it"};
    }
    auto const showFor = secondsFrom(valueOf(metadata, "seconds").value_or(""));
    if (!showFor) {
        return showFor.error();
    }
    order.showFor = *showFor;
    if (auto fine = order.handle.empty() ? Result<>() : checkHandle(order.handle); !fine) {
        return fine.error();
    }
    if (auto fine = checkUnit(order.unit); !fine) {
        return fine.error();
    }
    // What a category may be called, the office's list says.
    auto checked = order.properties;
    checked.category.reset();
    if (auto fine = withProperties({}, checked); !fine) {
        return fine.error();
    }
    return order;
}

}  // namespace tocsin::library
