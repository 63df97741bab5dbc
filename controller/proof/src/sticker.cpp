// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/screens/{id}/sticker.pdf: what is glued beside a screen, so that photographs say by
// themselves which screen they are of.
#include "evidence_state.hpp"
#include "tocsin/access/query.hpp"

namespace tocsin::proof {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using media::PrintAlign;
using media::PrintDocument;
using media::PrintKind;

PrintDocument stickerOf(store::Screen const& screen, bool chinese) {
    auto const say = [chinese](char const* zh, char const* en) {
        return std::string(chinese ? zh : en);
    };
    media::PrintCell id, hint;
    id.text = say("屏幕编号：", "Screen: ") + screen.id.str();
    id.align = hint.align = PrintAlign::centre;
    id.strong = true;
    hint.text = say("请贴在屏幕旁。拍摄屏幕时，把本标签一起拍进画面，系统据此认出屏幕。",
                    "Glue this beside the screen. Photograph the screen with it: so the system "
                    "knows which screen it is.");
    PrintDocument out;
    out.title = screen.name.empty() ? screen.id.str() : screen.name;
    out.language = chinese ? "zh" : "en";
    out.blocks.push_back({PrintKind::code, std::string(media::kStickerPrefix) + screen.id.str()});
    out.blocks.push_back({PrintKind::table, "", {1}, 0, {{{id}}, {{hint}}}});
    return out;
}

}  // namespace

Result<Response> EvidenceArchive::State::sticker(Request const& request) const {
    auto const language = access::queried(request, "lang");
    if (!language.empty() && language != "zh" && language != "en") {
        return Error{Errc::invalid, "lang: must be zh or en"};
    }
    ScreenId const id(request.parameters.at("id"));
    std::optional<store::Screen> screen;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        screen = tx.screens().find(id);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (!screen) {
        return Error{Errc::notFound,
                     "there is no screen \"" + id.str() + "\"; see tocsin screen list"};
    }
    auto pdf = settings.print(stickerOf(*screen, language != "en"));
    if (!pdf) {
        return pdf.error();
    }
    Response response;
    response.contentType = "application/pdf";
    response.body = *std::move(pdf);
    return response;
}

access::Route EvidenceArchive::State::stickerRoute(std::shared_ptr<State> const& state) {
    access::Route route{
        "GET",
        "/api/v1/screens/{id}/sticker.pdf",
        Permission::viewScreens,
        "The screen's sticker, by which photographs tell which screen they are of",
        "",
        "",
        access::BodyPolicy::none,
        [state](Principal const&, Request const& request) { return state->sticker(request); }};
    route.query = {{"lang"}};
    route.responseTypes = {"application/pdf"};
    return route;
}

}  // namespace tocsin::proof
