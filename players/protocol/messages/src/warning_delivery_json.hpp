// SPDX-License-Identifier: Apache-2.0
// {"envelope", "target", "index", "proof"}: the one JSON form of a delivery, in messages and in
// manifests.
#pragma once

#include "tocsin/messages/json.hpp"
#include "tocsin/messages/warning.hpp"

namespace tocsin::messages {

[[nodiscard]] WarningDelivery readDelivery(JsonReader const& reader);
/// Throws Failure if the envelope is not JSON.
void writeDelivery(WarningDelivery const& delivery, boost::json::object& out);

}  // namespace tocsin::messages
