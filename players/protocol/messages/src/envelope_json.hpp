// SPDX-License-Identifier: Apache-2.0
// Envelopes inside other JSON, where they travel as objects.
#pragma once

#include <string>

#include "tocsin/messages/json.hpp"

namespace tocsin::messages {

/// An envelope's four members as text; what they say is for whoever opens it. Others are ignored
/// as everywhere, and not carried on: not all that JSON has comes back from its text the same.
[[nodiscard]] std::string envelopeText(JsonReader const& envelope);
/// The way back. Throws Failure if the text is not JSON.
[[nodiscard]] boost::json::value envelopeValue(std::string const& text);

}  // namespace tocsin::messages
