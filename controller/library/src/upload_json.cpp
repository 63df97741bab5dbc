// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "asset_json.hpp"
#include "uploads_state.hpp"

namespace tocsin::library {

boost::json::object Uploads::State::json(store::Upload const& upload) {
    auto const said = parseMetadata(upload.metadata);
    auto const order = said ? orderFrom(*said) : Result<UploadOrder>(said.error());
    auto const source = sourceIn(upload.metadata);
    // Of a fetch nobody knows it before the server says it.
    bool const told = source.empty() || upload.state != store::UploadState::receiving ||
                      liveOf(upload.id)->lengthKnown;
    boost::json::object out{{"id", upload.id.str()},
                            {"state", store::toString(upload.state)},
                            {"filename", order ? order->name : ""},
                            {"unit", upload.unit},
                            {"source", source},
                            {"offset", offsetOf(upload)},
                            {"length", told ? upload.length : 0},
                            {"begun", formatInstant(upload.begun)},
                            {"expires", formatInstant(expiryOf(upload))},
                            {"verdict", verdictOn(upload)},
                            {"reason", upload.reason},
                            {"is_new", nullptr},
                            {"asset", nullptr}};
    if (upload.state == store::UploadState::done && upload.digest) {
        out["is_new"] = upload.isNew;
        if (auto const asset = assetOf(*upload.digest)) {
            out["asset"] = assetJson(*asset);
        }
    }
    return out;
}

}  // namespace tocsin::library
