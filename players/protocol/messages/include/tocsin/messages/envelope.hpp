// SPDX-License-Identifier: Apache-2.0
// How signed things travel: {kind, payload (base64 bytes), key, signature over kind‖0‖payload}. The
// payload is kept as it came and never re-serialised.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

struct Envelope {
    std::string kind;     ///< "tocsin-<kind>/<n>"
    std::string payload;  ///< raw bytes
    PublicKey key;
    Signature signature;
    bool operator==(Envelope const&) const = default;
};

[[nodiscard]] Envelope seal(KeyPair const& key, std::string kind, std::string payload);
/// JSON text with exactly the four members.
[[nodiscard]] std::string toJson(Envelope const& envelope);
/// Form only: use opened() before believing the payload. Errc::invalid.
[[nodiscard]] Result<Envelope> parseEnvelope(std::string_view json);
/// The payload, if the envelope is of `kind` and signed by `trusted`. Errc::permission says which
/// of the two failed.
[[nodiscard]] Result<std::string> opened(Envelope const& envelope, std::string_view kind,
                                         PublicKey const& trusted);

}  // namespace tocsin::messages
