// SPDX-License-Identifier: Apache-2.0
// Routes of media, slogans and content by digest.
#include <algorithm>
#include <iterator>

#include "asset_json.hpp"
#include "catalogue_routes.hpp"
#include "categories.hpp"
#include "characters.hpp"
#include "film_advice.hpp"
#include "find_asset.hpp"
#include "finding_json.hpp"
#include "handle.hpp"
#include "library_state.hpp"
#include "playlist_routes.hpp"
#include "property_reading.hpp"
#include "quota_routes.hpp"
#include "show_seconds.hpp"
#include "slogan_routes.hpp"
#include "slogan_style_reading.hpp"
#include "slogan_templates.hpp"
#include "themes.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/library/show_time.hpp"
#include "tocsin/messages/json.hpp"
#include "wrong_words.hpp"

namespace tocsin::library {
namespace {

namespace fs = std::filesystem;

using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;

constexpr char kSloganSchema[] =
    R"({"type":"object","description":"text, or a template that has words","properties":{"text":{"type":"string"},"handle":{"type":"string"},"seconds":{"type":"integer"},)" TOCSIN_TEMPLATE_SCHEMAS
    "," TOCSIN_STYLE_SCHEMAS "," TOCSIN_PROPERTY_SCHEMAS "}}";
constexpr char kStreamSchema[] =
    R"({"type":"object","required":["address"],"properties":{"address":{"type":"string"},"handle":{"type":"string"},"seconds":{"type":"integer"},"transport":{"enum":["tcp","udp"]},"latency_ms":{"type":"integer"},)" TOCSIN_PROPERTY_SCHEMAS
    "}}";
constexpr char kPropertiesSchema[] =
    R"({"type":"object","properties":{"fit":{"enum":["contain","cover","stretch",null]},)" TOCSIN_PROPERTY_SCHEMAS
    "}}";

/// What slogans and streams have in common.
struct Order {
    std::string handle;
    AssetProperties properties;
    Milliseconds showFor{kDefaultSeconds * 1000};
};

Order readOrder(messages::JsonReader const& in) {
    Order order;
    order.properties = readProperties(in);
    if (auto const handle = in.find("handle")) {
        order.handle = handle->string(256);
    }
    if (auto const seconds = in.find("seconds")) {
        order.showFor =
            Milliseconds(seconds->integer(kShowSeconds.least, kShowSeconds.most) * 1000);
    }
    return order;
}

struct SloganOrder : Order {
    media::SloganStyle style;
};

struct StreamOrder : Order {
    media::StreamWish wish;
};

StreamOrder readStream(messages::JsonReader const& in) {
    in.onlyKeys(propertyKeys({"address", "handle", "seconds", "transport", "latency_ms"}));
    StreamOrder order{readOrder(in), {}};
    order.wish.address = in.at("address").string(4096);
    if (auto const transport = in.find("transport")) {
        order.wish.transport = transport->string(16);
    }
    if (auto const latency = in.find("latency_ms")) {
        order.wish.latencyMs = static_cast<int>(latency->integer(0, 1'000'000));
    }
    return order;
}

SloganOrder readSlogan(messages::JsonReader const& in) {
    auto keys = propertyKeys({"text", "handle", "seconds"});
    auto const style = sloganStyleKeys();
    keys.insert(keys.end(), style.begin(), style.end());
    in.onlyKeys(keys);
    SloganOrder order{readOrder(in), {}};
    order.style.text = in.at("text").string(4096);
    readSloganStyle(in, order.style);
    return order;
}

/// An asset alone: a film with what was found in it.
boost::json::object oneJson(store::Store const& store, store::Asset const& asset) {
    auto body = assetJson(asset);
    if (asset.kind == playlists::AssetKind::film) {
        std::optional<store::Examination> found;
        store
            .read([&](store::Tx const& tx) -> Result<> {
                found = tx.examinations().find(asset.content.master);
                return {};
            })
            .value();
        auto const report = found ? readFilmReport(found->report) : Error{Errc::notFound, ""};
        body["examined"] = report.has_value();
        body["advice"] = findingsJson(report ? filmAdvice(*report) : std::vector<media::Finding>{});
    }
    return body;
}

Result<Response> showAsset(store::Store const& store, Request const& request) {
    auto const asset = findAsset(store, request.parameters.at("handle"));
    if (!asset) {
        return asset.error();
    }
    return access::jsonResponse(oneJson(store, *asset));
}

/// Errc::conflict that names the approved campaigns which show the asset.
Result<> checkUnused(store::Tx const& tx, store::Asset const& asset) {
    std::string users;
    for (auto const& campaign : showing(tx, asset)) {
        users += (users.empty() ? "" : ", ") + campaign.str();
    }
    if (users.empty()) {
        return {};
    }
    return Error{Errc::conflict, "asset " + asset.handle + " is shown by approved campaigns: " +
                                     users + "; retire them or apply them without it first"};
}

Result<Response> retireAsset(store::Store& store, Principal const& who, Request const& request) {
    auto const name = request.parameters.at("handle");
    std::optional<store::Asset> asset;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto found = findAsset(tx, name);
            if (!found) {
                return found.error();
            }
            asset = *found;
            // In the transaction that retires it: an approval cannot come in between.
            if (auto unused = checkUnused(tx, *asset); !unused) {
                return unused;
            }
            asset->retired = true;
            tx.assets().put(*asset);
            return {};
        },
        {who.name, "media.retire", name, ""});
    if (!written) {
        return written.error();
    }
    return access::jsonResponse(oneJson(store, *asset));
}

Result<Response> setAsset(Library& library, store::Store const& store, Principal const& who,
                          Request const& request) {
    auto const properties = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys(propertyKeys({"fit"}));
        return readProperties(in);
    });
    if (!properties) {
        return properties.error();
    }
    auto const asset =
        library.set(who, request.parameters.at("handle"), *properties, request.guard);
    if (!asset) {
        return asset.error();
    }
    return access::jsonResponse(oneJson(store, *asset));
}

Result<> charge(store::Store& store, AddedAsset const& added, std::string const& unit) {
    return store.ingest([&](store::Tx& tx) -> Result<> {
        tx.uploads().charge(added.asset.content.asset, unit);
        for (auto const& page : added.furtherPages) {
            tx.uploads().charge(page, unit);
        }
        return {};
    });
}

Result<Response> addUpload(Library& library, store::Store& store, Quotas const& quotas,
                           QuotaRooms& rooms, Principal const& who, Request const& request) {
    auto const asked = queried(request, "unit");
    if (auto fine = checkUnit(asked); !fine) {
        return fine.error();
    }
    auto const own = access::unitFor(who, Permission::editMedia, asked);
    if (!own) {
        return own.error();
    }
    auto const& unit = *own;
    std::error_code failed;
    auto const bytes = static_cast<std::int64_t>(fs::file_size(request.bodyFile, failed));
    std::optional<QuotaRooms::Room> room;
    if (auto fits = rooms.keep(store, quotas, unit, failed ? 0 : bytes, room); !fits) {
        return access::problem(fits.error(), 413);
    }
    auto const showFor = secondsFrom(queried(request, "seconds"));
    if (!showFor) {
        return showFor.error();
    }
    auto const added =
        library.add(who, request.bodyFile, queried(request, "name"), queried(request, "handle"),
                    *showFor, namedProperties(request.query));
    if (!added) {
        return added.error();
    }
    if (auto charged = unit.empty() ? Result<>() : charge(store, *added, unit); !charged) {
        return charged.error();
    }
    return access::jsonResponse(oneJson(store, added->asset), added->isNew ? 201 : 200);
}

Result<Response> addSloganRoute(Library& library, store::Store const& store, Principal const& who,
                                Request const& request) {
    auto const body = withoutTemplate(store, request.body);
    auto const order = body ? messages::readJson(*body, readSlogan) : body.error();
    if (!order) {
        return order.error();
    }
    auto const added =
        library.addSlogan(who, order->style, order->handle, order->showFor, order->properties);
    if (!added) {
        return added.error();
    }
    auto const findings = library.reviews().onText(order->style.text);
    if (!findings) {
        return findings.error();
    }
    auto out = assetJson(added->asset);
    out["findings"] = findingsJson(*findings);
    return access::jsonResponse(out, added->isNew ? 201 : 200);
}

Result<Response> addStreamRoute(Library& library, Principal const& who, Request const& request) {
    auto const order = messages::readJson(request.body, readStream);
    if (!order) {
        return order.error();
    }
    auto const added =
        library.addStream(who, order->wish, order->handle, order->showFor, order->properties);
    if (!added) {
        return added.error();
    }
    return access::jsonResponse(assetJson(added->asset), added->isNew ? 201 : 200);
}

Result<Response> sendContent(Library const& library, Request const& request) {
    auto const digest = Digest::fromHex(request.parameters.at("digest"));
    if (!digest) {
        return Error{Errc::notFound, "content is addressed by 64 lower-case hexadecimal digits"};
    }
    auto const file = library.file(*digest);
    if (!file) {
        return file.error();
    }
    Response response;
    response.contentType = "application/octet-stream";
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable";
    response.file = access::FileBody{*file, *digest};
    return response;
}

}  // namespace

namespace {

/// What the office's lists say is for all units, and changed by those who edit for all.
std::vector<access::RouteReach> reaches() {
    using access::filtered;
    using access::row;
    using access::shared;
    return {{"GET /api/v1/media", filtered()},
            {"GET /api/v1/media/{handle}", shared("asset", "handle")},
            {"GET /api/v1/media/{handle}/thumbnail", shared("asset", "handle")},
            {"GET /api/v1/media/{handle}/shown", shared("asset", "handle")},
            {"GET /api/v1/media/{handle}/preview", shared("asset", "handle")},
            {"POST /api/v1/media", filtered()},
            {"POST /api/v1/slogans", filtered()},
            {"POST /api/v1/streams", filtered()},
            {"PATCH /api/v1/media/{handle}", row("asset", "handle")},
            {"POST /api/v1/media/{handle}/retire", row("asset", "handle")},
            {"DELETE /api/v1/media/{handle}", row("asset", "handle")},
            {"GET /api/v1/categories", filtered()},
            {"GET /api/v1/words", filtered()},
            {"GET /api/v1/themes", filtered()},
            {"GET /api/v1/characters", filtered()},
            {"GET /api/v1/quotas", filtered()},
            {"GET /api/v1/slogan-templates", filtered()},
            {"PUT /api/v1/slogan-templates/{name}", row("unit", "unit")},
            {"DELETE /api/v1/slogan-templates/{name}", row("unit", "unit")},
            {"POST /api/v1/slogans/check", filtered()},
            {"POST /api/v1/slogans/preview", filtered()}};
}

}  // namespace

access::Routes Library::routes() {
    auto& store = state_->store;
    auto& library = *this;
    auto routes = catalogueRoutes(store);
    auto const append = [&routes](access::Routes more) {
        routes.insert(routes.end(), std::make_move_iterator(more.begin()),
                      std::make_move_iterator(more.end()));
    };
    append(categoryRoutes(store));
    append(thumbnailRoutes());
    append(wrongWordRoutes(store));
    append(themeRoutes(store));
    append(quotaRoutes(store, state_->settings.quotas));
    append(sloganTemplateRoutes(store));
    append(characterRoutes(
        store, {state_->settings.worker, state_->settings.probeLimit, state_->stop.get_token()}));
    append(sloganRoutes(store, library, state_->settings.now));
    append(playlistRoutes(
        store, state_->settings.now,
        {[state = state_.get()] { state->tellPlansChange(); }, state_->settings.meantScreens}));
    routes.push_back(
        {"GET", "/api/v1/media/{handle}", Permission::viewMedia, "One asset", "", assetSchema(),
         access::BodyPolicy::none,
         [&store](Principal const&, Request const& request) { return showAsset(store, request); }});
    routes.push_back({"POST", "/api/v1/media", Permission::editMedia, "Add a film or a picture", "",
                      assetSchema(), access::BodyPolicy::upload,
                      [&library, &store, &quotas = state_->settings.quotas, &rooms = state_->rooms](
                          Principal const& who, Request const& request) {
                          return addUpload(library, store, quotas, rooms, who, request);
                      }});
    routes.back().query = {{"name"}, {"handle"}, {"seconds"}, {"unit"}};
    for (auto const& name : propertyNames()) {
        routes.back().query.push_back(name);
    }
    routes.back().success = {200, 201};
    routes.push_back({"POST", "/api/v1/slogans", Permission::editMedia, "Add a slogan",
                      kSloganSchema, assetSchema(), access::BodyPolicy::text,
                      [&library, &store](Principal const& who, Request const& request) {
                          return addSloganRoute(library, store, who, request);
                      }});
    routes.back().success = {200, 201};
    routes.push_back({"POST", "/api/v1/streams", Permission::editMedia,
                      "Add a live stream; its address is not opened", kStreamSchema, assetSchema(),
                      access::BodyPolicy::text,
                      [&library](Principal const& who, Request const& request) {
                          return addStreamRoute(library, who, request);
                      }});
    routes.back().success = {200, 201};
    routes.push_back({"PATCH", "/api/v1/media/{handle}", Permission::editMedia,
                      "Change what is said of an asset (null: none)", kPropertiesSchema,
                      assetSchema(), access::BodyPolicy::text,
                      [&library, &store](Principal const& who, Request const& request) {
                          return setAsset(library, store, who, request);
                      }});
    routes.push_back({"POST", "/api/v1/media/{handle}/retire", Permission::editMedia,
                      "Retire an asset", "", assetSchema(), access::BodyPolicy::none,
                      [&store](Principal const& who, Request const& request) {
                          return retireAsset(store, who, request);
                      }});
    routes.push_back({"DELETE", "/api/v1/media/{handle}", Permission::editMedia,
                      "Delete the bytes of a retired asset; its record stays", "", assetSchema(),
                      access::BodyPolicy::none,
                      [&library](Principal const& who, Request const& request) -> Result<Response> {
                          auto const gone = library.remove(who, request.parameters.at("handle"));
                          if (!gone) {
                              return gone.error();
                          }
                          return access::jsonResponse(assetJson(*gone));
                      }});
    routes.push_back({"GET", "/content/{digest}", Permission::viewMedia, "Content by its digest",
                      "", "", access::BodyPolicy::none,
                      [&library](Principal const&, Request const& request) {
                          return sendContent(library, request);
                      },
                      true});
    routes.back().responseTypes = {"application/octet-stream"};
    routes.back().success = {200, 206};
    routes = access::withGuard(std::move(routes), {"PATCH /api/v1/media/{handle}"});
    return access::withReach(std::move(routes), reaches());
}

}  // namespace tocsin::library
