// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/evidence/gallery: the pictures of one activity, or of one warning, as a page.
#include <boost/json.hpp>

#include "evidence_query.hpp"
#include "evidence_state.hpp"
#include "gallery_page.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::proof {
namespace {

using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;

/// A page of more is no use to anybody.
constexpr std::size_t kMostPictures = 1'000;
/// It needs the pictures and nothing else, and runs nothing.
constexpr char kPolicy[] = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'";

/// One of these words, the first where nothing is said.
Result<bool> isSecond(Request const& request, std::string const& key, std::string const& first,
                      std::string const& second) {
    auto const word = queried(request, key);
    if (!word.empty() && word != first && word != second) {
        return Error{Errc::invalid, key + ": \"" + word + "\" is unknown; " + first + " and " +
                                        second + " are allowed"};
    }
    return word == second;
}

std::string subjectOf(store::Tx const& tx, Principal const& who, store::PictureQuery const& query) {
    if (!query.campaign) {
        auto const id = query.warning.value_or("");
        auto const warning = tx.warnings().find(id);
        bool const told = warning && who.uses(Permission::viewWarnings, warning->unit);
        return told && !warning->headline.empty() ? warning->headline + " (" + id + ")" : id;
    }
    auto const campaign = tx.campaigns().find(*query.campaign);
    bool const told = campaign && who.uses(Permission::viewCampaigns, campaign->unit);
    return told && !campaign->title.empty() ? campaign->title + " (" + query.campaign->str() + ")"
                                            : query.campaign->str();
}

}  // namespace

Result<Response> EvidenceArchive::State::gallery(Principal const& who,
                                                 Request const& request) const {
    auto query = readPictureQuery(request);
    auto const english = query ? isSecond(request, "lang", "zh", "en") : query.error();
    auto const asFiles = english ? isSecond(request, "pictures", "links", "files") : english;
    if (!asFiles) {
        return asFiles.error();
    }
    if (!query->campaign && !query->warning) {
        return Error{Errc::invalid, "name the activity (campaign) or the warning that it is of"};
    }
    query->most = kMostPictures + 1;
    Gallery out;
    out.chinese = !*english;
    out.files = *asFiles;
    auto const from = queried(request, "from"), to = queried(request, "to");
    out.period = from.empty() && to.empty() ? "" : from + " – " + to;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        onlyWhatMaySee(tx, who, *query);
        out.pictures = tx.pictures().list(*query);
        out.screens = tx.screens().all();
        out.subject = subjectOf(tx, who, *query);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (out.pictures.size() > kMostPictures) {
        return Error{Errc::invalid, "these are more than " + std::to_string(kMostPictures) +
                                        " pictures; narrow them by screen, from and to"};
    }
    Response response;
    response.contentType = "text/html; charset=utf-8";
    response.headers["Content-Security-Policy"] = kPolicy;
    response.body = toHtml(out);
    return response;
}

access::Route EvidenceArchive::State::galleryRoute(std::shared_ptr<State> const& state) {
    access::Route route{"GET",
                        "/api/v1/evidence/gallery",
                        Permission::viewEvidence,
                        "The pictures of an activity or a warning as a page to be printed",
                        "",
                        "",
                        access::BodyPolicy::none,
                        [state](Principal const& who, Request const& request) {
                            return state->gallery(who, request);
                        }};
    route.query = {{"campaign"}, {"warning"}, {"screen"}, {"from"}, {"to"}, {"lang"}, {"pictures"}};
    route.responseTypes = {"text/html"};
    return route;
}

}  // namespace tocsin::proof
