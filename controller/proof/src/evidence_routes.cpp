// SPDX-License-Identifier: Apache-2.0
// Routes of pictures: list, facts, file.
#include <boost/json.hpp>
#include <charconv>

#include "evidence_state.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"

namespace tocsin::proof {
namespace {

using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;

constexpr char kPictureSchema[] =
    R"({"type":"object","required":["picture","screen","at","received","cause","bytes","width","height"],"properties":{"picture":{"type":"string"},"screen":{"type":"string"},"at":{"type":"string","format":"date-time"},"received":{"type":"string","format":"date-time"},"tick":{"type":"integer"},"cause":{"enum":["request","first-play","interval"]},"showing":{"enum":["play","fallback","dark","notice","warning"]},"play_id":{"type":["string","null"]},"asset":{"type":["string","null"]},"asset_name":{"type":"string"},"campaign":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},"bytes":{"type":"integer"},"clock":{"enum":["synced","holdover","unset"]},"clock_uncertainty_ms":{"type":"integer"},"delivered":{"type":"boolean"},"fault":{"type":["string","null"]},"player":{"type":"string"}}})";
constexpr std::int64_t kMostAPage = 500;
constexpr std::int64_t kDefaultPage = 100;

std::optional<std::int64_t> numberIn(std::string_view text) {
    std::int64_t out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    bool const whole = !text.empty() && ec == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(out) : std::nullopt;
}

Result<Instant> instantIn(Request const& request, std::string const& key, Instant otherwise) {
    auto const text = queried(request, key);
    if (text.empty()) {
        return otherwise;
    }
    auto const at = parseInstant(text);
    if (!at) {
        return Error{Errc::invalid, key + ": " + at.error().message};
    }
    return at;
}

/// "<milliseconds>-<number>" of the last picture of the page before.
std::string cursorOf(store::KeptPicture const& last) {
    return std::to_string(toMillis(last.at)) + "-" + std::to_string(last.number);
}

Result<std::optional<std::pair<Instant, std::int64_t>>> cursorIn(std::string const& text) {
    std::optional<std::pair<Instant, std::int64_t>> out;
    if (text.empty()) {
        return out;
    }
    auto const dash = text.rfind('-');
    auto const at = numberIn(std::string_view(text).substr(0, dash));
    auto const number = dash == std::string::npos
                            ? std::nullopt
                            : numberIn(std::string_view(text).substr(dash + 1));
    if (!at || !number) {
        return Error{Errc::invalid, "after: \"" + text +
                                        "\" is no page of this list; take \"next\" of the page "
                                        "before"};
    }
    return out = std::pair(fromMillis(*at), *number);
}

Result<store::PictureQuery> readQuery(Request const& request) {
    store::PictureQuery out;
    if (auto const screen = queried(request, "screen"); !screen.empty()) {
        out.screen = ScreenId(screen);
    }
    if (auto const campaign = queried(request, "campaign"); !campaign.empty()) {
        out.campaign = CampaignId(campaign);
    }
    auto const from = instantIn(request, "from", fromMillis(0));
    auto const to = instantIn(request, "to", fromMillis(std::int64_t{1} << 53));
    auto const after = cursorIn(queried(request, "after"));
    if (!from || !to || !after) {
        return !from ? from.error() : !to ? to.error() : after.error();
    }
    out.from = *from;
    out.to = *to;
    out.after = *after;
    auto const limit = queried(request, "limit");
    auto const most = limit.empty() ? std::optional(kDefaultPage) : numberIn(limit);
    if (!most || *most < 1 || *most > kMostAPage) {
        return Error{Errc::invalid, "limit: \"" + limit + "\" is not possible; take 1 to " +
                                        std::to_string(kMostAPage)};
    }
    out.most = static_cast<std::size_t>(*most);
    return out;
}

std::vector<ScreenId> screensOf(store::Tx const& tx, Principal const& who) {
    std::vector<ScreenId> out;
    for (auto const& screen : tx.screens().all()) {
        if (who.may(Permission::viewEvidence, screen.unit)) {
            out.push_back(screen.id);
        }
    }
    return out;
}

Result<Response> list(store::Store const& store, Principal const& who, Request const& request) {
    auto query = readQuery(request);
    if (!query) {
        return query.error();
    }
    auto const page = query->most;
    ++query->most;  // tells whether there is more
    boost::json::array items;
    boost::json::value next;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        if (!who.unitsFor(Permission::viewEvidence).isAll()) {
            query->screens = screensOf(tx, who);
        }
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
    out["envelope"] = boost::json::parse(picture->envelope);
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
    response.contentType = "image/jpeg";
    response.file = access::FileBody{files.pathOf(picture->picture), picture->picture};
    return response;
}

}  // namespace

char const* pictureSchema() {
    return kPictureSchema;
}

boost::json::object pictureJson(store::KeptPicture const& picture) {
    auto const envelope = messages::parseEnvelope(picture.envelope);
    auto const evidence = envelope ? messages::parseEvidence(envelope->payload) : envelope.error();
    if (!evidence) {
        throw Failure({Errc::damaged, "picture " + picture.picture.hex() +
                                          " in the database cannot be read (" +
                                          evidence.error().message + "); restore a backup"});
    }
    auto const& facts = evidence->facts;
    auto const orNull = [](std::string text) {
        return text.empty() ? boost::json::value(nullptr) : boost::json::value(std::move(text));
    };
    auto const hexOrNull = [&](Digest const& digest) {
        return orNull(digest == Digest{} ? "" : digest.hex());
    };
    return {{"picture", picture.picture.hex()},
            {"screen", picture.screen.str()},
            {"at", formatInstant(picture.at)},
            {"received", formatInstant(picture.received)},
            {"tick", facts.tick},
            {"cause", std::string(messages::toString(facts.cause))},
            {"showing", facts.showing},
            {"play_id", hexOrNull(facts.playId)},
            {"asset", hexOrNull(facts.asset)},
            {"asset_name", facts.assetName},
            {"campaign", facts.campaign.str()},
            {"width", facts.width},
            {"height", facts.height},
            {"bytes", evidence->bytes},
            {"clock", std::string(messages::toString(facts.clock))},
            {"clock_uncertainty_ms", facts.uncertaintyMs},
            {"delivered", facts.delivered},
            {"fault", orNull(facts.fault)},
            {"player", picture.player.fingerprint()}};
}

access::Routes EvidenceArchive::routes() {
    auto const state = state_;
    access::Routes routes;
    routes.push_back({"GET", "/api/v1/evidence", Permission::viewEvidence,
                      "Pictures of screens, the newest first", "",
                      std::string(R"({"type":"object","required":["items","next"],"properties":{)"
                                  R"("next":{"type":["string","null"]},"items":{"type":"array",)"
                                  R"("items":)") +
                          kPictureSchema + "}}}",
                      access::BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return list(state->store, who, request);
                      }});
    routes.back().query = {{"screen"}, {"campaign"}, {"from"}, {"to"}, {"limit"}, {"after"}};
    routes.push_back({"GET", "/api/v1/evidence/{picture}", Permission::viewEvidence,
                      "What a picture shows, and the player's signed word for it", "",
                      kPictureSchema, access::BodyPolicy::none,
                      [state](Principal const&, Request const& request) {
                          return show(state->store, request);
                      }});
    routes.push_back({"GET", "/api/v1/evidence/{picture}/file", Permission::viewEvidence,
                      "The picture as a JPEG file", "", "", access::BodyPolicy::none,
                      [state](Principal const&, Request const& request) {
                          return sendFile(state->store, state->files, request);
                      }});
    routes.back().responseTypes = {"image/jpeg"};
    routes.back().success = {200, 206};
    return access::withReach(
        std::move(routes),
        {{"GET /api/v1/evidence", access::filtered()},
         {"GET /api/v1/evidence/{picture}", access::row("picture", "picture")},
         {"GET /api/v1/evidence/{picture}/file", access::row("picture", "picture")}});
}

}  // namespace tocsin::proof
