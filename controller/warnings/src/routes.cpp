// SPDX-License-Identifier: Apache-2.0
// Warnings at the API.
#include "routes.hpp"

#include "answers.hpp"
#include "duty.hpp"
#include "tocsin/access/query.hpp"

namespace tocsin::warnings {
namespace {

namespace json = boost::json;
using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Warnings::State>;

constexpr std::size_t kMostListed = 200;
constexpr std::size_t kMostPictures = 500;

constexpr char kAskSchema[] =
    R"({"type":"object","required":["where"],"properties":{"template":{"type":"string"},"level":{"enum":["none","blue","yellow","orange","red"]},"fields":{"type":"object","additionalProperties":{"type":"string"}},"event":{"type":"string"},"emergency":{"type":"boolean"},"icon":{"type":"string"},"headline":{"type":"string"},"issuer":{"type":"string"},"body":{"type":"string"},"instruction":{"type":"string"},"where":{"type":"object","properties":{"all":{"type":"boolean"},"screens":{"type":"array","items":{"type":"string"}},"units":{"type":"array","items":{"type":"string"}},"tags":{"type":"array","items":{"type":"string"}},"polygons":{"type":"array","items":{"type":"string"}},"circles":{"type":"array","items":{"type":"string"}},"codes":{"type":"array","items":{"type":"string"}}}},"minutes":{"type":"integer"},"expires":{"type":"string"},"from":{"type":"string"},"look":{"enum":["takeover","split","ticker"]},"sound":{"type":"boolean"},"drill":{"type":"boolean"}}})";
constexpr char kListSchema[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object"}}}})";
constexpr char kWarningSchema[] =
    R"({"type":"object","required":["id","state","revision","targets","unreached"],"properties":{"id":{"type":"string"},"state":{"enum":["waiting","standing","cleared","expired","rejected"]},"revision":{"type":"integer"},"targets":{"type":"array","items":{"type":"object"}},"unreached":{"type":"array","items":{"type":"string"}},"pictures":{"type":"array","items":{"type":"object"}},"timely":{"type":"object"},"signature":{"type":["object","null"],"properties":{"verified":{"type":"boolean"},"certificate":{"type":["string","null"]},"subject":{"type":["string","null"]}}}}})";
constexpr char kPreviewSchema[] =
    R"({"type":"object","required":["headline","screens","left_out","by"],"properties":{"headline":{"type":"string"},"by":{"enum":["one","two"]},"screens":{"type":"array","items":{"type":"object"}},"left_out":{"type":"array","items":{"type":"object"}}}})";
constexpr char kReasonSchema[] = R"({"type":"object","properties":{"reason":{"type":"string"}}})";
constexpr char kUntilSchema[] =
    R"({"type":"object","properties":{"minutes":{"type":"integer"},"expires":{"type":"string"}}})";

Result<Response> list(StatePtr const& state, Principal const& who, Request const& request) {
    auto const wished = access::queried(request, "state");
    if (wished != "" && wished != "open" && wished != "all") {
        return Error{Errc::invalid, "state: is open or all"};
    }
    json::array items;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto& record :
             wished == "all" ? tx.warnings().all(kMostListed) : tx.warnings().open()) {
            if (!who.uses(Permission::viewWarnings, record.unit)) {
                continue;
            }
            auto kept = parseKept(record.asked);
            if (!kept) {
                return kept.error();
            }
            auto rows = tx.warnings().targets(record.id, record.revision);
            Stored const warning{std::move(record), std::move(*kept), std::move(rows)};
            auto item = summaryJson(warning, receiptsOf(tx, warning));
            item["signature"] = signatureJson(signatureOf(tx, warning));
            items.push_back(std::move(item));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(json::object{{"items", std::move(items)}});
}

/// Screens whose pictures the caller may see.
std::vector<ScreenId> screensOf(store::Tx const& tx, Principal const& who) {
    std::vector<ScreenId> out;
    for (auto const& screen : tx.screens().all()) {
        if (who.may(Permission::viewEvidence, screen.unit)) {
            out.push_back(screen.id);
        }
    }
    return out;
}

/// Pictures that players took of it, the newest first, of screens whose pictures the caller may
/// see.
Result<json::array> picturesOf(StatePtr const& state, Principal const& who, std::string const& id) {
    store::PictureQuery query;
    query.warning = id;
    query.from = fromMillis(0);
    query.to = fromMillis(std::int64_t{1} << 53);
    query.most = kMostPictures;
    json::array out;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        if (!who.unitsFor(Permission::viewEvidence).isAll()) {
            query.screens = screensOf(tx, who);
        }
        for (auto const& picture : tx.pictures().list(query)) {
            out.push_back(json::object{{"picture", picture.picture.hex()},
                                       {"screen", picture.screen.str()},
                                       {"at", formatInstant(picture.at)}});
        }
        return {};
    });
    return looked ? Result<json::array>(std::move(out)) : looked.error();
}

Result<Response> detail(StatePtr const& state, Principal const& who, std::string const& id,
                        int status = 200) {
    auto const told = readTold(*state, id);
    auto pictures = told ? picturesOf(state, who, id) : told.error();
    if (!pictures) {
        return pictures.error();
    }
    auto out = detailJson(*state, who, *told);
    out["pictures"] = *std::move(pictures);
    return access::jsonResponse(out, status);
}

Result<Response> preview(StatePtr const& state, Principal const& who, Request const& request) {
    auto const wanted = wantedBy(*state, who, request.body);
    if (!wanted) {
        return wanted.error();
    }
    auto const chosen = state->choose(*wanted);
    if (!chosen) {
        return chosen.error();
    }
    return access::jsonResponse(
        previewJson(*wanted, byOne(*wanted, state->settings), who, *chosen));
}

Result<Response> listTemplates() {
    json::array items;
    for (auto const& made : templates()) {
        items.push_back(templateJson(made));
    }
    return access::jsonResponse(json::object{{"items", std::move(items)}});
}

/// POST /api/v1/warnings/{id}/WORD.
using Act = Result<Stored> (*)(Warnings::State&, Principal const&, std::string const&,
                               std::string const&);

access::Route acting(StatePtr const& state, std::string_view word, std::string summary,
                     std::string schema, Act act, bool secondFactor) {
    access::Route route{"POST",
                        "/api/v1/warnings/{id}/" + std::string(word),
                        Permission::raiseWarnings,
                        std::move(summary),
                        std::move(schema),
                        kWarningSchema,
                        BodyPolicy::text,
                        [state, act](Principal const& who, Request const& request) {
                            auto const id = request.parameters.at("id");
                            auto const done = act(*state, who, id, request.body);
                            return done ? detail(state, who, id) : Result<Response>(done.error());
                        }};
    route.secondFactor = secondFactor;
    return std::move(route).reaching(access::row("warning", "id"));
}

access::Route raising(StatePtr const& state) {
    access::Route route{"POST",
                        "/api/v1/warnings",
                        Permission::raiseWarnings,
                        "Raise a warning: from a template at once, free text when another person "
                        "releases it",
                        kAskSchema,
                        kWarningSchema,
                        BodyPolicy::text,
                        [state](Principal const& who, Request const& request) {
                            auto const raised = raiseBy(*state, who, request.body);
                            return raised ? detail(state, who, raised->record.id, 201)
                                          : Result<Response>(raised.error());
                        }};
    route.success = {201};
    route.secondFactor = true;
    return std::move(route).reaching(access::filtered());
}

Result<Stored> releaseAsIs(Warnings::State& state, Principal const& who, std::string const& id,
                           std::string const& /*body*/) {
    return releaseBy(state, who, id);
}

}  // namespace

access::Routes warningRoutes(StatePtr const& state) {
    access::Route listing{"GET",
                          "/api/v1/warnings",
                          Permission::viewWarnings,
                          "Warnings that wait or stand (state=all: the newest 200 of all)",
                          "",
                          kListSchema,
                          BodyPolicy::none,
                          [state](Principal const& who, Request const& request) {
                              return list(state, who, request);
                          }};
    listing.query = {{"state"}};
    access::Routes out;
    out.push_back(std::move(listing).reaching(access::filtered()));
    out.push_back(access::Route{
        "GET", "/api/v1/warnings/{id}", Permission::viewWarnings,
        "A warning, and what became of it on each screen", "", kWarningSchema, BodyPolicy::none,
        [state](Principal const& who, Request const& request) {
            return detail(state, who, request.parameters.at("id"));
        }}.reaching(access::shared("warning", "id")));
    out.push_back(access::Route{
        "POST", "/api/v1/warnings/preview", Permission::raiseWarnings,
        "What a warning would say, on which screens, and why", kAskSchema, kPreviewSchema,
        BodyPolicy::text, [state](Principal const& who, Request const& request) {
            return preview(state, who, request);
        }}.reaching(access::filtered()));
    out.push_back(raising(state));
    out.push_back(acting(state, "release",
                         "Release a warning, or a change of one, that another person asked for",
                         R"({"type":"object"})", releaseAsIs, true));
    out.push_back(acting(state, "reject", "Give up a warning, or a change, that waits",
                         kReasonSchema, rejectBy, false));
    out.push_back(acting(state, "extend", "A warning stays longer", kUntilSchema, extendBy, true));
    out.push_back(acting(state, "change",
                         "Another text, level or place: as it would be raised; what is shown "
                         "stays until it is released",
                         kAskSchema, changeBy, true));
    out.push_back(acting(state, "clear", "End a warning (解除)", kReasonSchema, clearBy, true));
    out.push_back(access::Route{
        "GET", "/api/v1/warning-templates", Permission::viewWarnings,
        "Approved texts with fields, which one duty officer may release", "", kListSchema,
        BodyPolicy::none, [](Principal const&, Request const&) {
            return listTemplates();
        }}.reaching(access::filtered()));
    return out;
}

}  // namespace tocsin::warnings
