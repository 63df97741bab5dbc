// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/screens/{id}/shot: a picture of the screen's output, taken now.
#include "shot_route.hpp"

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "tocsin/proof/evidence.hpp"

namespace tocsin::fleet {
namespace {

namespace asio = boost::asio;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Fleet::State>;

constexpr std::size_t kIdBytes = 8;

std::string newId() {
    return messages::sha256(messages::randomBytes(kIdBytes)).hex().substr(0, 16);
}

Result<> checkScreen(store::Store& store, ScreenId const& id) {
    std::optional<store::Screen> screen;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        screen = tx.screens().find(id);
        return {};
    });
    if (!looked) {
        return looked;
    }
    if (!screen) {
        return Error{Errc::notFound,
                     "there is no screen \"" + id.str() + "\"; see tocsin screen list"};
    }
    return {};
}

Result<Response> answerWith(store::Store& store, Digest const& digest) {
    std::optional<store::KeptPicture> picture;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        picture = tx.pictures().find(digest);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (!picture) {
        return Error{Errc::damaged, "picture " + digest.hex() + " came and is not in the database"};
    }
    return access::jsonResponse(proof::pictureJson(*picture), 201);
}

Result<Response> takeShot(StatePtr const& state, Principal const& who, Request const& request) {
    ScreenId const screen(request.parameters.at("id"));
    if (auto known = checkScreen(state->store, screen); !known) {
        return known.error();
    }
    auto const id = newId();
    auto const noted = state->store.write([](store::Tx&) -> Result<> { return {}; },
                                          {who.name, "screen.shot", screen.str(), id});
    if (!noted) {
        return noted.error();
    }
    if (auto opened = state->shots.open(id, screen); !opened) {
        return opened.error();
    }
    asio::post(state->io, [state, screen, id, reason = "asked for by " + who.name] {
        state->askForPicture(screen, {id, reason});
    });
    auto const digest = state->shots.wait(id);
    return digest ? answerWith(state->store, *digest) : digest.error();
}

}  // namespace

access::Route shotRoute(StatePtr const& state) {
    access::Route route{"POST",
                        "/api/v1/screens/{id}/shot",
                        access::Permission::requestEvidence,
                        "A picture of the screen's output, taken now",
                        "",
                        proof::pictureSchema(),
                        access::BodyPolicy::none,
                        [state](Principal const& who, Request const& request) {
                            return takeShot(state, who, request);
                        }};
    route.success = {201};
    return route;
}

}  // namespace tocsin::fleet
