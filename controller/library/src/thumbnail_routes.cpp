// SPDX-License-Identifier: Apache-2.0
// Small pictures and clips of assets by their handles.
#include <charconv>
#include <fstream>
#include <iterator>

#include "find_asset.hpp"
#include "library_state.hpp"
#include "tocsin/access/query.hpp"
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

constexpr Milliseconds kSloganAt{3'000};  ///< when scrolling letters have come
constexpr int kBandWidth = 320, kBandHeight = 80;

/// A whole number of the query; `otherwise` if it is not there.
Result<int> numberIn(Request const& request, std::string const& name, int otherwise) {
    auto const text = access::queried(request, name);
    int out = otherwise;
    auto const* const end = text.data() + text.size();
    auto const [last, code] = std::from_chars(text.data(), end, out);
    if (!text.empty() && (code != std::errc{} || last != end)) {
        return Error{Errc::invalid, name + ": \"" + text.substr(0, 20) + "\" is no whole number"};
    }
    return out;
}

Result<ShownWish> wishIn(Request const& request) {
    auto const permille = numberIn(request, "at", -1);
    auto const width = numberIn(request, "width", 0);
    auto const height = numberIn(request, "height", 0);
    for (auto const* one : {&permille, &width, &height}) {
        if (!*one) {
            return one->error();
        }
    }
    return ShownWish{*permille, *width, *height};
}

/// Errc::conflict if screens would get another file of the asset than the one that is named.
Result<> checkMaster(store::Asset const& asset, std::string const& master) {
    if (master.empty() || master == asset.content.master.hex()) {
        return {};
    }
    return Error{Errc::conflict, "what screens show of asset " + asset.handle +
                                     " is another file by now; look at the review sheet again"};
}

Result<Response> sendShown(Library& library, store::Store const& store, Request const& request) {
    auto const asset = findAsset(store, request.parameters.at("handle"));
    if (!asset) {
        return asset.error();
    }
    if (auto same = checkMaster(*asset, access::queried(request, "master")); !same) {
        return same.error();
    }
    auto const wish = wishIn(request);
    if (!wish) {
        return wish.error();
    }
    auto picture = library.shown(*asset, *wish);
    if (!picture) {
        return picture.error();
    }
    Response response;
    response.contentType = std::move(picture->contentType);
    response.body = std::move(picture->bytes);
    return response;
}

}  // namespace

Result<ShownPicture> Library::shown(store::Asset const& asset, ShownWish const& wish) {
    constexpr int kStep = 50, kWhole = 1'000, kMostSide = 8'192;
    if (asset.kind == playlists::AssetKind::stream) {
        return Error{Errc::notFound, "of a live stream nothing is known before it is shown"};
    }
    if (asset.kind != playlists::AssetKind::slogan) {
        if (wish.permille != -1 &&
            (wish.permille < 0 || wish.permille > kWhole || wish.permille % kStep != 0)) {
            return Error{Errc::invalid, "at: must be from 0 to 1000 in steps of 50"};
        }
        auto const still = wish.small ? state_->thumbnails.thumbnail(asset)
                                      : state_->thumbnails.still(asset, wish.permille);
        if (!still) {
            return still.error();
        }
        std::ifstream in(still->file, std::ios::binary);
        return ShownPicture{{std::istreambuf_iterator<char>(in), {}}, still->contentType};
    }
    auto const width = wish.width == 0 ? kBandWidth : wish.width;
    auto const height = wish.height == 0 ? kBandHeight : wish.height;
    if (width < 1 || height < 1 || width > kMostSide || height > kMostSide) {
        return Error{Errc::invalid, "width, height: must be from 1 to 8192"};
    }
    auto const file = this->file(asset.content.rendition);
    if (!file) {
        return file.error();
    }
    std::ifstream in(*file, std::ios::binary);
    auto png = state_->reviews.preview(
        {{std::istreambuf_iterator<char>(in), {}}, ""},
        {width, height, 1, std::min(kSloganAt, asset.duration), state_->settings.now()});
    return png ? Result<ShownPicture>(ShownPicture{*std::move(png), "image/png"}) : png.error();
}

Printing& Library::printing() {
    return state_->printing;
}

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
    routes.push_back({"GET", "/api/v1/media/{handle}/shown", Permission::viewMedia,
                      "What the public will see of an asset: the frame of a film at so many "
                      "thousandths of its length (at), a slogan on so many pixels, a picture",
                      "", "", access::BodyPolicy::none,
                      [this, state = state_.get()](Principal const&, Request const& request) {
                          return sendShown(*this, state->store, request);
                      }});
    routes.back().query = {{"at"}, {"width"}, {"height"}, {"master"}};
    routes.back().responseTypes = {"image/jpeg", "image/png"};
    return routes;
}

}  // namespace tocsin::library
