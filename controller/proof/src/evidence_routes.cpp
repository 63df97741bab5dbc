// SPDX-License-Identifier: Apache-2.0
// Routes of pictures: list, facts, file.
#include <boost/json.hpp>

#include "evidence_query.hpp"
#include "evidence_state.hpp"
#include "photograph_record.hpp"

namespace tocsin::proof {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

Result<Response> list(store::Store const& store, Principal const& who, Request const& request) {
    auto query = readPictureQuery(request);
    if (!query) {
        return query.error();
    }
    auto const page = query->most;
    ++query->most;  // tells whether there is more
    boost::json::array items;
    boost::json::value next;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        onlyWhatMaySee(tx, who, *query);
        auto found = tx.pictures().list(*query);
        if (found.size() > page) {
            found.resize(page);
            next = cursorOf(found.back());
        }
        for (auto const& picture : found) {
            items.push_back(pictureJson(picture));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(
        boost::json::object{{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<store::KeptPicture> named(store::Store const& store, Request const& request) {
    auto const& text = request.parameters.at("picture");
    auto const digest = Digest::fromHex(text);
    std::optional<store::KeptPicture> found;
    if (digest) {
        auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
            found = tx.pictures().find(*digest);
            return {};
        });
        if (!looked) {
            return looked.error();
        }
    }
    if (!found) {
        return Error{Errc::notFound,
                     "there is no picture \"" + text + "\"; see tocsin evidence list"};
    }
    return std::move(*found);
}

Result<Response> show(store::Store const& store, Request const& request) {
    auto const picture = named(store, request);
    if (!picture) {
        return picture.error();
    }
    auto out = pictureJson(*picture);
    if (!isPhotograph(*picture)) {
        out["envelope"] = boost::json::parse(picture->envelope);
    }
    return access::jsonResponse(out);
}

Result<Response> sendFile(store::Store const& store, library::ContentFiles const& files,
                          Request const& request) {
    auto const picture = named(store, request);
    if (!picture) {
        return picture.error();
    }
    if (!files.has(picture->picture)) {
        return Error{Errc::damaged, "the file of picture " + picture->picture.hex() +
                                        " is not on the disk; restore it from a backup"};
    }
    Response response;
    response.contentType = pictureJson(*picture).at("type").as_string().c_str();
    response.file = access::FileBody{files.pathOf(picture->picture), picture->picture};
    return response;
}

}  // namespace

access::Routes EvidenceArchive::routes() {
    auto const state = state_;
    access::Routes routes;
    routes.push_back({"GET", "/api/v1/evidence", Permission::viewEvidence,
                      "Pictures of screens, the newest first", "",
                      std::string(R"({"type":"object","required":["items","next"],"properties":{)"
                                  R"("next":{"type":["string","null"]},"items":{"type":"array",)"
                                  R"("items":)") +
                          pictureSchema() + "}}}",
                      access::BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return list(state->store, who, request);
                      }});
    routes.back().query = {{"screen"}, {"campaign"}, {"warning"}, {"from"},
                           {"to"},     {"limit"},    {"after"}};
    // Before those of one picture, whose patterns they match.
    routes.push_back(State::photographRoute(state));
    routes.push_back(State::galleryRoute(state));
    routes.push_back(State::stickerRoute(state));
    routes.push_back({"GET", "/api/v1/evidence/{picture}", Permission::viewEvidence,
                      "What a picture shows, and the player's signed word for it", "",
                      pictureSchema(), access::BodyPolicy::none,
                      [state](Principal const&, Request const& request) {
                          return show(state->store, request);
                      }});
    routes.push_back({"GET", "/api/v1/evidence/{picture}/file", Permission::viewEvidence,
                      "The picture as a file, as it came", "", "", access::BodyPolicy::none,
                      [state](Principal const&, Request const& request) {
                          return sendFile(state->store, state->files, request);
                      }});
    routes.back().responseTypes = {"image/jpeg", "image/png"};
    routes.back().success = {200, 206};
    return access::withReach(
        std::move(routes),
        {{"GET /api/v1/evidence", access::filtered()},
         {"POST /api/v1/evidence/photos", access::filtered()},
         {"GET /api/v1/evidence/gallery", access::filtered()},
         {"GET /api/v1/screens/{id}/sticker.pdf", access::row("screen", "id")},
         {"GET /api/v1/evidence/{picture}", access::row("picture", "picture")},
         {"GET /api/v1/evidence/{picture}/file", access::row("picture", "picture")}});
}

}  // namespace tocsin::proof
