// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/rendition_record.hpp"

#include <boost/json.hpp>

#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/key_set.hpp"

namespace tocsin::library {

std::string renditionPayload(store::Conversion const& made, Digest const& master) {
    return boost::json::serialize(
        boost::json::object{{"asset", made.asset.hex()},
                            {"master", master.hex()},
                            {"width", made.screens.width},
                            {"height", made.screens.height},
                            {"fit", toString(made.screens.fit)},
                            {"rendition", made.result.value_or(Digest{}).hex()}});
}

bool isMadeOf(store::Conversion const& made, Digest const& master, messages::PublicKey const& key) {
    auto const envelope = messages::parseEnvelope(made.record);
    auto const payload = envelope ? messages::opened(*envelope, messages::kApprovalKind, key)
                                  : Result<std::string>(envelope.error());
    return made.result && payload && *payload == renditionPayload(made, master);
}

}  // namespace tocsin::library
