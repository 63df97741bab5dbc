// SPDX-License-Identifier: Apache-2.0
// {"generation", "counter"}: the one JSON form of a manifest's version, in manifests and in
// messages.
#pragma once

#include "tocsin/messages/json.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::messages {

/// Largest integer that every JSON reader keeps exact (RFC 8259, section 6).
inline constexpr std::int64_t kMaxCount = (std::int64_t{1} << 53) - 1;

[[nodiscard]] inline boost::json::value toJsonValue(ManifestVersion const& version) {
    return boost::json::object{{"generation", version.generation}, {"counter", version.counter}};
}

[[nodiscard]] inline ManifestVersion readManifestVersion(JsonReader const& reader) {
    ManifestVersion out;
    out.generation = reader.at("generation").integer(0, kMaxCount);
    out.counter = reader.at("counter").integer(0, kMaxCount);
    return out;
}

}  // namespace tocsin::messages
