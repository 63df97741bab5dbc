// SPDX-License-Identifier: Apache-2.0
// The schedule room's entries in the route table.
#include "state.hpp"

namespace tocsin::schedule {
namespace {

constexpr char kCampaign[] =
    R"({"type":"object","required":["id","revision","state","title","items","targets","owner","changed"],"properties":{)"
    R"("id":{"type":"string"},"revision":{"type":"integer"},)"
    R"("state":{"enum":["draft","submitted","approved","retired"]},"title":{"type":"string"},)"
    R"("placement":{"enum":["programme","overlay","ticker"]},"overlay":{"type":"object"},)"
    R"("class":{"enum":["mandatory","key","normal","filler"]},"from":{"type":"string","format":"date"},)"
    R"("to":{"type":"string","format":"date"},"items":{"type":"array","items":{"type":"string"}},"playlists":{"type":"array","items":{"type":"string"}},)"
    R"("targets":{"type":"object"},"owner":{"type":"string"},"changed":{"type":"string","format":"date-time"},)"
    R"("file":{"type":"string"},"findings":{"type":"array","items":{"type":"object"}},)"
    R"("notes":{"type":"array","items":{"type":"object"}},"lead_seconds":{"type":"integer"}}})";

constexpr char kPlan[] =
    R"({"type":"object","required":["screen","date","zone","released","plays","overlays","findings"],"properties":{)"
    R"("screen":{"type":"string"},"date":{"type":"string","format":"date"},"zone":{"type":"string"},)"
    R"("released":{"type":"boolean"},"plays":{"type":"array","items":{"type":"object"}},)"
    R"("overlays":{"type":"array","items":{"type":"object"}},)"
    R"("findings":{"type":"array","items":{"type":"object"}}}})";

constexpr char kExplanation[] =
    R"({"type":"object","required":["screen","at","zone","released","start","end","asset","campaign","reason","because","overlays","others"],"properties":{)"
    R"("screen":{"type":"string"},"at":{"type":"string","format":"date-time"},"zone":{"type":"string"},)"
    R"("released":{"type":"boolean"},"shown_instead":{"type":["string","null"]},)"
    R"("start":{"type":"string","format":"date-time"},"end":{"type":"string","format":"date-time"},)"
    R"("asset":{"type":"string"},"campaign":{"type":"string"},"reason":{"type":"string"},)"
    R"("because":{"type":"array","items":{"type":"object"}},"overlays":{"type":"array","items":{"type":"object"}},"others":{"type":"array","items":{"type":"object"}}}})";

constexpr char kDiff[] =
    R"({"type":"object","required":["campaign","revision","state","days","screens"],"properties":{)"
    R"("campaign":{"type":"string"},"revision":{"type":"integer"},"state":{"type":"string"},)"
    R"("days":{"type":"integer"},"overlays":{"type":"array","items":{"type":"object"}},"screens":{"type":"array","items":{"type":"object"}}}})";

constexpr char kApprovals[] =
    R"({"type":"object","required":["campaign","state","granted","levels","envelope","code","content","items"],"properties":{)"
    R"("campaign":{"type":"string"},"state":{"type":"string"},"granted":{"type":"integer"},"levels":{"type":"integer"},)"
    R"("envelope":{"type":"string"},"code":{"type":"string"},"content":{"type":"object"},"items":{"type":"array","items":{"type":"object"}}}})";

constexpr char kMakeGood[] =
    R"({"type":"object","required":["warning","headline","state","items","open"],"properties":{"warning":{"type":"string"},"headline":{"type":"string"},"state":{"type":"string"},"open":{"type":"array","items":{"type":"string"}},"items":{"type":"array","items":{"type":"object",)"
    R"("required":["campaign","title","lost","lost_seconds","made_good","left","by_planner","offered","screens"],"properties":{"campaign":{"type":"string"},"title":{"type":"string"},"lost":{"type":"integer"},"lost_seconds":{"type":"number"},"made_good":{"type":"integer"},"left":{"type":"integer"},)"
    R"("by_planner":{"type":"integer"},"offered":{"type":"integer"},"screens":{"type":"array","items":{"type":"object"}}}}}}})";

using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

}  // namespace

Result<PrintedForm> Schedule::approvalForm(CampaignId const& campaign, bool chinese) {
    return state_->printedForm(campaign.str(), chinese);
}

access::Routes Schedule::routes() {
    auto* state = state_.get();
    auto const campaigns = std::string("/api/v1/campaigns");
    auto const one = campaigns + "/{id}";
    access::Routes out{
        {"GET", campaigns, Permission::viewCampaigns, "All campaigns", "",
         std::string(R"({"type":"object","properties":{"items":{"type":"array","items":)") +
             kCampaign + "}}}",
         BodyPolicy::none,
         [state](Principal const& who, Request const&) { return state->list(who); }},
        {"GET", one, Permission::viewCampaigns, "A campaign with its file", "", kCampaign,
         BodyPolicy::none,
         [state](Principal const&, Request const& request) { return state->show(request); }},
        {"PUT",
         one,
         Permission::editCampaigns,
         "Apply a campaign file (TOML); other content becomes a draft",
         R"({"type":"string"})",
         kCampaign,
         BodyPolicy::text,
         [state](Principal const& who, Request const& request) {
             return state->apply(who, request);
         },
         false,
         false,
         {{"file"}, {"unit"}},
         "application/toml",
         {"application/json"},
         {200, 201}},
        {"POST", one + "/submit", Permission::editCampaigns, "Submit a draft for approval", "",
         kCampaign, BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return state->submit(who, request);
         }},
        {"POST", one + "/approve", Permission::approveCampaigns,
         "Approve a submitted campaign; with the last level it goes to the screens",
         R"({"type":"object","properties":{"remark":{"type":"string"},"sheet":{"type":"string"}}})",
         kCampaign, BodyPolicy::text,
         [state](Principal const& who, Request const& request) {
             return state->approve(who, request);
         }},
        {"POST", one + "/return", Permission::approveCampaigns,
         "Give a campaign back to its author with a reason; an approved one leaves the screens",
         R"({"type":"object","required":["reason"],"properties":{"reason":{"type":"string"}}})",
         kCampaign, BodyPolicy::text,
         [state](Principal const& who, Request const& request) {
             return state->giveBack(who, request);
         }},
        {"GET", one + "/approvals", Permission::viewCampaigns,
         "Who approved or returned what of a campaign, and what is approved", "", kApprovals,
         BodyPolicy::none,
         [state](Principal const&, Request const& request) { return state->approvals(request); }},
        {"GET", "/api/v1/reviews", Permission::approveCampaigns,
         "Submitted campaigns that wait for a reviewer", "",
         R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object"}}}})",
         BodyPolicy::none,
         [state](Principal const& who, Request const&) { return state->waitingForReview(who); }},
        {"POST", one + "/retire", Permission::editCampaigns,
         "Retire a campaign: it leaves the screens", "", kCampaign, BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return state->retire(who, request);
         }},
        {"GET",
         "/api/v1/screens/{id}/plan",
         Permission::viewScreens,
         "Every play of a local day (YYYY-MM-DD)",
         "",
         kPlan,
         BodyPolicy::none,
         [state](Principal const&, Request const& request) { return state->plan(request); },
         false,
         false,
         {{"date"}}},
        {"GET",
         "/api/v1/screens/{id}/explain",
         Permission::viewScreens,
         "Why the screen shows what it shows (at: 2026-06-16T09:00:00 on its clock; default now)",
         "",
         kExplanation,
         BodyPolicy::none,
         [state](Principal const&, Request const& request) { return state->explain(request); },
         false,
         false,
         {{"at"}}},
        {"GET",
         "/api/v1/screens/{id}/calendar.ics",
         Permission::viewScreens,
         "The campaigns of a screen as an iCalendar file (at most 400 days)",
         "",
         "",
         BodyPolicy::none,
         [state](Principal const&, Request const& request) { return state->calendar(request); },
         false,
         false,
         {{"from", false}, {"to", false}},
         "",
         {"text/calendar"}},
        {"GET",
         one + "/diff",
         Permission::viewCampaigns,
         "Plays gained and lost on each screen if the campaign were released (days: 1 to 31)",
         "",
         kDiff,
         BodyPolicy::none,
         [state](Principal const&, Request const& request) { return state->diff(request); },
         false,
         false,
         {{"days"}}},
        {"GET", "/api/v1/warnings/{id}/make-good", Permission::viewCampaigns,
         "Plays that gave way to a warning, what was made good of them, and what may be", "",
         kMakeGood, BodyPolicy::none,
         [state](Principal const& who, Request const& request) {
             return state->makeGood(who, request);
         }},
    };
    for (auto& route : state->settingsRoutes()) {
        out.push_back(std::move(route));
    }
    for (auto& route : state->reviewRoutes()) {
        out.push_back(std::move(route));
    }
    using access::filtered;
    using access::row;
    using access::shared;
    for (auto& route : out) {
        route.secondFactor = route.secondFactor || route.pattern == one + "/approve";
    }
    out = access::withGuard(
        std::move(out),
        {"PUT /api/v1/campaigns/{id}", "POST /api/v1/campaigns/{id}/retire",
         "POST /api/v1/campaigns/{id}/return", "PUT /api/v1/screens/{id}/settings",
         "DELETE /api/v1/screens/{id}/settings", "PUT /api/v1/quiet-zones/{scope}/{name}",
         "DELETE /api/v1/quiet-zones/{scope}/{name}"});
    return access::withReach(std::move(out),
                             {{"GET /api/v1/campaigns", filtered()},
                              {"GET /api/v1/campaigns/{id}", shared("campaign", "id")},
                              {"PUT /api/v1/campaigns/{id}", row("campaign", "id")},
                              {"POST /api/v1/campaigns/{id}/submit", row("campaign", "id")},
                              {"POST /api/v1/campaigns/{id}/approve", row("campaign", "id")},
                              {"POST /api/v1/campaigns/{id}/return", row("campaign", "id")},
                              {"GET /api/v1/campaigns/{id}/approvals", shared("campaign", "id")},
                              {"GET /api/v1/reviews", filtered()},
                              {"POST /api/v1/campaigns/{id}/retire", row("campaign", "id")},
                              {"GET /api/v1/campaigns/{id}/diff", row("campaign", "id")},
                              {"GET /api/v1/warnings/{id}/make-good", filtered()},
                              {"GET /api/v1/screens/{id}/plan", row("screen", "id")},
                              {"GET /api/v1/screens/{id}/explain", row("screen", "id")},
                              {"GET /api/v1/screens/{id}/calendar.ics", row("screen", "id")},
                              {"GET /api/v1/screens/{id}/settings", row("screen", "id")},
                              {"PUT /api/v1/screens/{id}/settings", row("screen", "id")},
                              {"DELETE /api/v1/screens/{id}/settings", row("screen", "id")},
                              {"GET /api/v1/quiet-zones", filtered()},
                              {"PUT /api/v1/quiet-zones/{scope}/{name}", filtered()},
                              {"DELETE /api/v1/quiet-zones/{scope}/{name}", filtered()}});
}

}  // namespace tocsin::schedule
