// SPDX-License-Identifier: Apache-2.0
// Small pictures and clips of assets by their handles.
#include "find_asset.hpp"
#include "library_state.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::library {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

Result<Response> send(Result<ShownFile> const& shown) {
    auto const digest = shown ? messages::sha256File(shown->file) : shown.error();
    if (!digest) {
        return digest.error();
    }
    Response response;
    response.contentType = shown->contentType;
    response.file = access::FileBody{shown->file, *digest};
    return response;
}

}  // namespace

access::Routes Library::thumbnailRoutes() {
    access::Routes routes;
    routes.push_back(
        {"GET", "/api/v1/media/{handle}/thumbnail", Permission::viewMedia,
         "A small picture of an asset", "", "", access::BodyPolicy::none,
         [state = state_.get()](Principal const&, Request const& request) -> Result<Response> {
             auto const asset = findAsset(state->store, request.parameters.at("handle"));
             return asset ? send(state->thumbnails.thumbnail(*asset)) : asset.error();
         }});
    routes.back().responseTypes = {"image/jpeg", "image/png"};
    routes.back().success = {200, 206};
    routes.push_back(
        {"GET", "/api/v1/media/{handle}/preview", Permission::viewMedia,
         "A short silent clip of a film", "", "", access::BodyPolicy::none,
         [state = state_.get()](Principal const&, Request const& request) -> Result<Response> {
             auto const asset = findAsset(state->store, request.parameters.at("handle"));
             return asset ? send(state->thumbnails.preview(*asset)) : asset.error();
         }});
    routes.back().responseTypes = {"video/mp4"};
    routes.back().success = {200, 206};
    return routes;
}

}  // namespace tocsin::library
