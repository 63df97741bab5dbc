// SPDX-License-Identifier: Apache-2.0
// Envelopes inside other JSON.
#include "envelope_json.hpp"

#include "tocsin/messages/wire.hpp"

namespace tocsin::messages {

std::string envelopeText(JsonReader const& envelope) {
    if (!envelope.value().is_object()) {
        envelope.fail("expected an object");
    }
    boost::json::object out;
    for (auto const* member : {"kind", "payload", "key", "signature"}) {
        out[member] = envelope.at(member).string(kMaxMessageBytes);
    }
    return boost::json::serialize(out);
}

boost::json::value envelopeValue(std::string const& text) {
    return parseJson(text, kMaxMessageBytes).value();
}

}  // namespace tocsin::messages
