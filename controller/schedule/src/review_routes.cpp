// SPDX-License-Identifier: Apache-2.0
// What reviewers look at, print, and find again by the code on the paper.
#include <algorithm>

#include "approval_code.hpp"
#include "approval_form.hpp"
#include "campaign_steps.hpp"
#include "review_sheet.hpp"
#include "schedule_json.hpp"
#include "state.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/library/printing.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using playlists::Words;
using store::Approval;
using store::CampaignState;

constexpr char kSheet[] =
    R"({"type":"object","required":["campaign","sheet","code","envelope","covers","items","screens","granted","levels","approvals"],"properties":{)"
    R"("campaign":{"type":"string"},"sheet":{"type":"string"},"code":{"type":"string"},"envelope":{"type":"string"},"covers":{"type":"object"},)"
    R"("items":{"type":"array","items":{"type":"object"}},"screens":{"type":"array","items":{"type":"object"}},"granted":{"type":"integer"},"levels":{"type":"integer"},)"
    R"("approvals":{"type":"array","items":{"type":"object"}},"plays_a_day":{"type":["object","null"]},"changes":{"type":["object","null"]},)"
    R"("findings":{"type":"array","items":{"type":"object"}},"may":{"type":"array","items":{"type":"object"}},"mine":{"type":"boolean"},"why_not":{"type":["string","null"]}}})";
constexpr char kFound[] =
    R"({"type":"object","required":["code","campaign","title","state","holds","current","approvals","changes"],"properties":{)"
    R"("code":{"type":"string"},"campaign":{"type":"string"},"title":{"type":"string"},"state":{"type":"string"},"holds":{"type":"boolean"},)"
    R"("current":{"type":"boolean"},"message":{"type":"string"},"message_zh":{"type":"string"},"approvals":{"type":"array","items":{"type":"object"}},"changes":{"type":"array","items":{"type":"object"}}}})";

/// A day of it is compiled for at most so many screens, and so many days are tried.
constexpr std::size_t kMostCompiled = 60;
constexpr int kMostDays = 8;
/// Items on a form that get a picture.
constexpr std::size_t kMostPictures = 120;
constexpr char kHouseZone[] = "Asia/Shanghai";

std::int64_t playsIn(playlists::Timeline const& timeline, CampaignId const& campaign) {
    std::int64_t out = 0;
    for (auto const& entry : timeline.entries) {
        if (entry.campaign != playlists::TimelineEntry::kNone &&
            timeline.campaigns[entry.campaign] == campaign) {
            ++out;
        }
    }
    return out;
}

boost::json::array linesJson(std::vector<Words> const& lines) {
    boost::json::array out;
    for (auto const& line : lines) {
        out.push_back(boost::json::object{{"message", line.english}, {"message_zh", line.chinese}});
    }
    return out;
}

boost::json::value playsJson(std::optional<SheetPlays> const& plays) {
    if (!plays) {
        return nullptr;
    }
    return boost::json::object{{"day", playlists::toString(plays->day)},
                               {"least", plays->least},
                               {"most", plays->most},
                               {"total", plays->total},
                               {"screens", plays->screens}};
}

boost::json::value changesJson(std::optional<SheetChanges> const& changes) {
    if (!changes) {
        return nullptr;
    }
    return boost::json::object{{"since_revision", changes->revision},
                               {"approved_at", formatInstant(changes->at)},
                               {"lines", linesJson(changes->lines)}};
}

boost::json::object sheetJson(ReviewSheet const& sheet) {
    auto const& campaign = sheet.reviewed.campaign;
    boost::json::array approvals, may;
    for (auto const& row : sheet.reviewed.rows) {
        auto one = approvalJson(row);
        one["by_name"] = sheet.person(row.by.str());
        approvals.push_back(std::move(one));
    }
    for (auto const& account : sheet.may) {
        may.push_back(boost::json::object{{"account", account.id.str()}, {"name", account.name}});
    }
    return {{"campaign", campaign.id.str()},
            {"sheet", sheet.digest.hex()},
            {"code", sheet.code},
            {"envelope", messages::sha256(toJson(sheet.reviewed.envelope)).hex()},
            {"revision", campaign.revision},
            {"state", store::toString(campaign.state)},
            {"title", campaign.title},
            {"unit", campaign.unit},
            {"unit_name", sheet.unit(campaign.unit)},
            {"owner", campaign.owner},
            {"owner_name", sheet.person(campaign.owner)},
            {"submitter", campaign.submitter},
            {"submitter_name", sheet.person(campaign.submitter)},
            {"changed", formatInstant(campaign.changed)},
            {"covers", coversJson(sheet)},
            {"items", itemsJson(sheet)},
            {"screens", screensJson(sheet)},
            {"changes", changesJson(sheet.changes)},
            {"granted", sheet.reviewed.granted},
            {"levels", sheet.reviewed.levels},
            {"approvals", std::move(approvals)},
            {"may", std::move(may)}};
}

/// A campaign and what of it has the code.
struct Coded {
    Reviewed now;
    std::vector<Approval> rows;  ///< with the code
    ApprovalEnvelope approved;
    bool current = false;  ///< the campaign is of this content now
};

Digest digestOf(ApprovalEnvelope const& envelope) {
    return messages::sha256(toJson(envelope));
}

/// What was approved or returned with this code, else what could be approved with it now.
std::optional<Coded> withCode(store::Tx const& tx, std::string const& code,
                              ScheduleSettings const& settings, keys::Signer const& signer) {
    auto const [least, most] = envelopesOf(code);
    auto rows = tx.approvals().ofEnvelopes(least, most);
    if (!rows.empty()) {
        auto now = reviewed(tx, rows.back().campaign.str(), settings, signer);
        auto approved = parseApprovalEnvelope(rows.back().content);
        if (!now || !approved) {
            return std::nullopt;
        }
        bool const current = digestOf(now->envelope) == rows.back().envelope;
        return Coded{*std::move(now), std::move(rows), *std::move(approved), current};
    }
    for (auto const& campaign : tx.campaigns().all()) {
        auto now = reviewed(tx, campaign.id.str(), settings, signer);
        if (now && approvalCode(digestOf(now->envelope)) == code) {
            auto approved = now->envelope;
            return Coded{*std::move(now), {}, std::move(approved), true};
        }
    }
    return std::nullopt;
}

bool holds(Coded const& found, keys::Signer const& signer) {
    auto const& now = found.now;
    return now.campaign.state == CampaignState::approved &&
           std::ranges::any_of(found.rows, counts) &&
           completes(now.rows, now.envelope, signer.publicKey(keys::Role::approval));
}

/// Why it does not hold, or that it does.
Words judgement(Coded const& found, bool holding) {
    if (holding) {
        return {"the approval holds", "审批有效"};
    }
    if (auto const more = beyond(found.approved, found.now.envelope)) {
        return {"it does not hold for what the campaign is now: " + more->english,
                "对现在的内容无效：" + more->chinese};
    }
    if (found.rows.empty()) {
        return {"nobody has approved it yet", "尚未审批"};
    }
    auto const& last = found.rows.back();
    if (!last.granted) {
        return {"it was returned: " + last.reason, "已退回：" + last.reason};
    }
    if (last.voidedAt) {
        return {"it was taken back: " + last.voidReason, "审批已失效：" + last.voidReason};
    }
    if (found.now.campaign.state == CampaignState::submitted) {
        return {"further levels have to approve it", "尚待其余级别审批"};
    }
    return {"the campaign is " + std::string(store::toString(found.now.campaign.state)),
            "播放任务已不在播出"};
}

boost::json::object foundJson(Coded const& found, std::string const& code, bool holding) {
    boost::json::array rows;
    for (auto const& row : found.rows) {
        rows.push_back(approvalJson(row));
    }
    auto const& campaign = found.now.campaign;
    auto const said = judgement(found, holding);
    return {{"code", code},
            {"campaign", campaign.id.str()},
            {"title", found.approved.title},
            {"state", store::toString(campaign.state)},
            {"revision", campaign.revision},
            {"holds", holding},
            {"current", found.current},
            {"message", said.english},
            {"message_zh", said.chinese},
            {"content", boost::json::parse(toJson(found.approved))},
            {"approvals", std::move(rows)},
            {"changes", linesJson(differences(found.approved, found.now.envelope))}};
}

/// Small pictures for the form; empty where there is none.
std::vector<std::string> picturesFor(ReviewSheet const& sheet, library::Library& library) {
    std::map<Digest, std::string> made;
    std::vector<std::string> out;
    for (auto const& item : sheet.items) {
        auto const& digest = item.asset.content.asset;
        if (!made.contains(digest) && made.size() < kMostPictures) {
            library::ShownWish wish;
            wish.small = true;
            if (!item.sizes.empty()) {
                wish.width = item.sizes.front().width;
                wish.height = item.sizes.front().height;
            }
            auto picture = library.shown(item.asset, wish);
            made.emplace(digest, picture ? std::move(picture->bytes) : "");
        }
        auto const found = made.find(digest);
        out.push_back(found == made.end() ? "" : found->second);
    }
    return out;
}

}  // namespace

std::optional<SheetPlays> Schedule::State::playsADay(ReviewSheet const& sheet,
                                                     Situation const& current) {
    auto const& campaign = sheet.reviewed;
    if (campaign.file.placement != Placement::programme) {
        return std::nullopt;
    }
    auto const after = with(current, running(campaign.file, campaign.campaign, current.units));
    auto const& rules = campaign.file.rules;
    auto const count = std::min(sheet.screens.size(), kMostCompiled);
    for (int i = 0; i < kMostDays; ++i) {
        SheetPlays out;
        for (std::size_t s = 0; s < count; ++s) {
            auto const& screen = sheet.screens[s].screen;
            auto const today = playlists::localDayOf(screen.zone, now());
            auto const first = std::max(today ? *today : rules.from, rules.from);
            playlists::LocalDay const day = std::chrono::sys_days(first) + std::chrono::days(i);
            auto const made = compilations.whole(programmeOf(screen, after, day), day);
            if (!made) {
                return std::nullopt;  // the findings say why
            }
            auto const plays = playsIn((*made)->timeline, campaign.campaign.id);
            out.day = day;
            out.least = s == 0 ? plays : std::min(out.least, plays);
            out.most = std::max(out.most, plays);
            out.total += plays;
            ++out.screens;
        }
        if (out.total > 0) {
            return out;
        }
    }
    return std::nullopt;
}

Result<Response> Schedule::State::showSheet(Principal const& who, Request const& request) {
    Result<ReviewSheet> sheet = Error{};
    Situation current;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        sheet = reviewSheet(tx, request.parameters.at("id"), settings, signer, now());
        current = readSituation(tx, settings.times);
        return {};
    });
    if (!read || !sheet) {
        return read ? sheet.error() : read.error();
    }
    auto out = sheetJson(*sheet);
    out["plays_a_day"] = playsJson(playsADay(*sheet, current));
    out["findings"] = toJson(lookAgain(sheet->reviewed.campaign, current), current);
    auto const right = rightOf(who, sheet->reviewed);
    bool const mine = right && who.may(Permission::approveCampaigns, sheet->reviewed.campaign.unit);
    out["mine"] = mine && sheet->reviewed.campaign.state == CampaignState::submitted;
    out["why_not"] =
        right ? boost::json::value(nullptr) : boost::json::value(right.error().message);
    return access::jsonResponse(out);
}

Result<PrintedForm> Schedule::State::printedForm(std::string const& campaign, bool chinese) {
    Result<ReviewSheet> sheet = Error{};
    Situation current;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        sheet = reviewSheet(tx, campaign, settings, signer, now());
        current = readSituation(tx, settings.times);
        return {};
    });
    if (!read || !sheet) {
        return read ? sheet.error() : read.error();
    }
    auto const zone =
        sheet->screens.empty() ? std::string(kHouseZone) : sheet->screens.front().screen.zone;
    FormWish wish{chinese, now(), zone, playsADay(*sheet, current)};
    auto pdf =
        library.printing().pdf(schedule::approvalForm(*sheet, picturesFor(*sheet, library), wish));
    if (!pdf) {
        return pdf.error();
    }
    return PrintedForm{sheet->code, *std::move(pdf)};
}

Result<Response> Schedule::State::approvalForm(Request const& request) {
    auto const language = access::queried(request, "lang");
    if (!language.empty() && language != "zh" && language != "en") {
        return Error{Errc::invalid, "lang: must be zh or en"};
    }
    auto form = printedForm(request.parameters.at("id"), language != "en");
    if (!form) {
        return form.error();
    }
    Response response;
    response.contentType = "application/pdf";
    response.body = std::move(form->pdf);
    response.headers["Content-Disposition"] =
        "attachment; filename=\"approval-" + form->code + ".pdf\"";
    return response;
}

Result<Response> Schedule::State::findApproval(Principal const& who, Request const& request) {
    auto const code = readApprovalCode(request.parameters.at("code"));
    if (!code) {
        return code.error();
    }
    std::optional<Coded> found;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        found = withCode(tx, *code, settings, signer);
        return {};
    });
    if (!read) {
        return read.error();
    }
    if (!found || !who.may(Permission::viewCampaigns, found->now.campaign.unit)) {
        return Error{Errc::notFound,
                     "no campaign that you may see has, or was ever approved with, content of the "
                     "code " +
                         *code + "; the form was printed of content that has changed since"};
    }
    return access::jsonResponse(foundJson(*found, *code, holds(*found, signer)));
}

access::Routes Schedule::State::reviewRoutes() {
    auto* const state = this;
    auto const one = std::string("/api/v1/campaigns/{id}");
    access::Routes out;
    out.push_back({"GET", one + "/review-sheet", Permission::viewCampaigns,
                   "Everything that one approval of a campaign covers, as it is now", "", kSheet,
                   BodyPolicy::none, [state](Principal const& who, Request const& request) {
                       return state->showSheet(who, request);
                   }});
    out.back().reach = access::row("campaign", "id");
    out.push_back({"GET", one + "/approval-form.pdf", Permission::viewCampaigns,
                   "The approval form to be printed and signed, or with its approvals (lang: zh, "
                   "en)",
                   "", "", BodyPolicy::none, [state](Principal const&, Request const& request) {
                       return state->approvalForm(request);
                   }});
    out.back().reach = access::row("campaign", "id");
    out.back().query = {{"lang"}};
    out.back().responseTypes = {"application/pdf"};
    out.push_back({"POST", one + "/approve-on-paper", Permission::approveCampaigns,
                   "File the scan of a signed approval form as the approval of the next level", "",
                   "", BodyPolicy::upload, [state](Principal const& who, Request const& request) {
                       return state->approveOnPaper(who, request);
                   }});
    out.back().reach = access::row("campaign", "id");
    out.back().query = {
        {"signed_by", true}, {"signed_on", true}, {"code", true}, {"remark"}, {"sheet"}};
    out.back().secondFactor = true;
    out.push_back(
        {"GET", one + "/approvals/{number}/scan", Permission::viewCampaigns,
         "The scan of an approval on paper, as it was filed", "", "", BodyPolicy::none,
         [state](Principal const&, Request const& request) { return state->scanOf(request); }});
    out.back().reach = access::row("campaign", "id");
    out.back().responseTypes = {"application/pdf", "image/jpeg", "image/png"};
    out.back().success = {200, 206};
    out.push_back({"GET", "/api/v1/approvals/{code}", Permission::viewCampaigns,
                   "Of which campaign a printed form is, and whether its approval holds", "",
                   kFound, BodyPolicy::none, [state](Principal const& who, Request const& request) {
                       return state->findApproval(who, request);
                   }});
    out.back().reach = access::filtered();
    return out;
}

}  // namespace tocsin::schedule
