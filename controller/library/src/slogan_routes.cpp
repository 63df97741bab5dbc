// SPDX-License-Identifier: Apache-2.0
#include "slogan_routes.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "find_asset.hpp"
#include "finding_json.hpp"
#include "show_seconds.hpp"
#include "slogan_templates.hpp"
#include "tocsin/library/show_time.hpp"
#include "tocsin/library/slogan_reviews.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::library {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

#define TOCSIN_LOOK_SCHEMA  \
    TOCSIN_TEMPLATE_SCHEMAS \
    R"(,"text":{"type":"string"},"slogan":{"type":"string"},"screen":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},"seconds":{"type":"integer"})"
constexpr char kCheckRequest[] =
    R"({"type":"object","description":"text or template with the style keys of POST /api/v1/slogans, or slogan; screen, or width and height","properties":{)" TOCSIN_LOOK_SCHEMA
    "}}";
constexpr char kPreviewRequest[] =
    R"({"type":"object","description":"as for check","properties":{)" TOCSIN_LOOK_SCHEMA
    R"(,"scale":{"type":"integer"},"at_ms":{"type":"integer"}}})";
constexpr char kCheckAnswer[] =
    R"({"type":"object","required":["width","height","seconds","findings"],"properties":{"width":{"type":"integer"},"height":{"type":"integer"},"seconds":{"type":"integer"},"findings":)" TOCSIN_FINDINGS_SCHEMA
    "}}";
constexpr char kZoneWithoutScreen[] = "Asia/Shanghai";
constexpr int kLargestSide = 8192;

/// What the request says beside the style.
struct Asked {
    std::string slogan;  ///< a handle; empty: a text with its style
    std::string text, style;
    std::string screen;  ///< empty: width and height are given
    int width = 0, height = 0;
    std::optional<std::int64_t> seconds;
    std::int64_t scale = 1, atMs = 0;
};

constexpr std::array kOwnKeys{"slogan", "screen", "width", "height", "seconds", "scale", "at_ms"};

/// Everything that is not about where and when: the media worker judges it.
std::string styleIn(boost::json::object const& request) {
    boost::json::object out;
    for (auto const& [key, value] : request) {
        auto const own = std::ranges::find(kOwnKeys, std::string_view(key));
        if (own == kOwnKeys.end()) {
            out[key] = value;
        }
    }
    return boost::json::serialize(out);
}

void readPlace(messages::JsonReader const& in, Asked& asked) {
    if (auto const screen = in.find("screen")) {
        asked.screen = screen->string(64);
        if (in.find("width") || in.find("height")) {
            screen->fail("give either a screen or width and height");
        }
        return;
    }
    if (!in.find("width") || !in.find("height")) {
        in.fail("say where it shall be shown: give screen, or width and height");
    }
    asked.width = static_cast<int>(in.at("width").integer(1, kLargestSide));
    asked.height = static_cast<int>(in.at("height").integer(1, kLargestSide));
}

Asked readAsked(messages::JsonReader const& in) {
    Asked asked;
    if (!in.value().is_object()) {
        in.fail("expected an object");
    }
    if (auto const slogan = in.find("slogan")) {
        asked.slogan = slogan->string(256);
        in.onlyKeys(std::vector<std::string_view>(kOwnKeys.begin(), kOwnKeys.end()));
    } else {
        asked.text = in.at("text").string(4096);
        asked.style = styleIn(in.value().get_object());
    }
    readPlace(in, asked);
    if (auto const seconds = in.find("seconds")) {
        asked.seconds = seconds->integer(kShowSeconds.least, kShowSeconds.most);
    }
    if (auto const scale = in.find("scale")) {
        asked.scale = scale->integer(1, 32);
    }
    if (auto const at = in.find("at_ms")) {
        asked.atMs = at->integer(0, 86'400'000);
    }
    return asked;
}

Result<Asked> askedBy(store::Store const& store, Request const& request) {
    auto const body = withoutTemplate(store, request.body);
    return body ? messages::readJson(*body, readAsked) : body.error();
}

/// What is asked, with what the store knows of it.
struct Meant {
    SloganSubject subject;
    std::string text;
    media::SloganView view;
    std::string zone = kZoneWithoutScreen;
};

Result<std::string> descriptionOf(Library const& library, store::Asset const& asset) {
    if (asset.kind != playlists::AssetKind::slogan) {
        return Error{Errc::invalid, "asset " + asset.handle +
                                        " is no slogan; only slogans can be "
                                        "looked at this way"};
    }
    auto const file = library.file(asset.content.rendition);
    if (!file) {
        return file.error();
    }
    std::ifstream in(*file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<> findSlogan(store::Tx const& tx, Library const& library, Asked const& asked, Meant& out) {
    auto const asset = findAsset(tx, asked.slogan);
    if (!asset) {
        return asset.error();
    }
    auto description = descriptionOf(library, *asset);
    if (!description) {
        return description.error();
    }
    out.subject.canonical = *std::move(description);
    out.text = asset->broughtAs;
    out.view.showFor = asset->duration;
    return {};
}

Result<> findScreen(store::Tx const& tx, Asked const& asked, Meant& out) {
    auto const screen = tx.screens().find(ScreenId(asked.screen));
    if (!screen) {
        return Error{Errc::notFound, "there is no screen \"" + asked.screen +
                                         "\"; tocsin screen list shows those there are"};
    }
    out.view.width = screen->width;
    out.view.height = screen->height;
    out.zone = screen->zone;
    return {};
}

Result<Meant> find(store::Store const& store, Library const& library, Asked const& asked) {
    Meant out{{"", asked.style},
              asked.text,
              {asked.width, asked.height, Milliseconds(kDefaultSeconds * 1'000)}};
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto found = asked.slogan.empty() ? Result<>() : findSlogan(tx, library, asked, out);
        return !found || asked.screen.empty() ? found : findScreen(tx, asked, out);
    });
    if (!looked) {
        return looked.error();
    }
    if (asked.seconds) {
        out.view.showFor = Milliseconds(*asked.seconds * 1'000);
    }
    return out;
}

Result<Response> check(store::Store const& store, Library& library, Request const& request) {
    auto const asked = askedBy(store, request);
    if (!asked) {
        return asked.error();
    }
    auto const meant = find(store, library, *asked);
    if (!meant) {
        return meant.error();
    }
    auto const seen = library.reviews().onViews(meant->subject, {meant->view});
    if (!seen) {
        return seen.error();
    }
    auto const words = library.reviews().onText(meant->text);
    if (!words) {
        return words.error();
    }
    auto findings = seen->front();
    findings.insert(findings.end(), words->begin(), words->end());
    return access::jsonResponse(
        boost::json::object{{"width", meant->view.width},
                            {"height", meant->view.height},
                            {"seconds", meant->view.showFor.count() / 1'000},
                            {"findings", findingsJson(findings)}});
}

Result<Response> preview(store::Store const& store, Library& library, Instant now,
                         Request const& request) {
    auto const asked = askedBy(store, request);
    if (!asked) {
        return asked.error();
    }
    auto const meant = find(store, library, *asked);
    if (!meant) {
        return meant.error();
    }
    auto const offset = playlists::offsetAt(meant->zone, now);
    if (!offset) {
        return offset.error();
    }
    auto png = library.reviews().preview(
        meant->subject, {meant->view.width, meant->view.height, static_cast<int>(asked->scale),
                         Milliseconds(asked->atMs), now + *offset});
    if (!png) {
        return png.error();
    }
    Response response;
    response.contentType = "image/png";
    response.body = *std::move(png);
    return response;
}

}  // namespace

access::Routes sloganRoutes(store::Store& store, Library& library, std::function<Instant()> now) {
    access::Routes routes;
    routes.push_back({"POST", "/api/v1/slogans/check", Permission::viewMedia,
                      "What keeps people from reading a slogan on a screen; nothing is stored",
                      kCheckRequest, kCheckAnswer, access::BodyPolicy::text,
                      [&store, &library](Principal const&, Request const& request) {
                          return check(store, library, request);
                      }});
    routes.push_back({"POST", "/api/v1/slogans/preview", Permission::viewMedia,
                      "A slogan as it will stand on a screen, as a PNG picture; nothing is stored",
                      kPreviewRequest, "", access::BodyPolicy::text,
                      [&store, &library, now](Principal const&, Request const& request) {
                          return preview(store, library, now(), request);
                      }});
    routes.back().responseTypes = {"image/png"};
    return routes;
}

}  // namespace tocsin::library
