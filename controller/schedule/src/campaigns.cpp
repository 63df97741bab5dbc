// SPDX-License-Identifier: Apache-2.0
// Campaigns: what is applied, submitted, approved, retired. Each change and its audit entry are one
// write. What is approved was submitted first, and by nobody who approves it.
#include <algorithm>

#include "approval_record.hpp"
#include "campaign_steps.hpp"
#include "schedule_json.hpp"
#include "state.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"

namespace tocsin::schedule {
namespace {

using access::queried;
using store::Campaign;
using store::CampaignState;

/// A campaign as stored, with what answers about it need.
struct Found {
    Campaign campaign;
    Situation situation;
};

}  // namespace

Error noCampaign(std::string const& id) {
    return {Errc::notFound,
            "there is no campaign \"" + id + "\"; tocsin campaign list shows those there are"};
}

namespace {

Result<Found> findCampaign(store::Store const& store, SiteTimes const& times,
                           std::string const& id) {
    Found out;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        auto const campaign = tx.campaigns().find(CampaignId(id));
        if (!campaign) {
            return noCampaign(id);
        }
        out.campaign = *campaign;
        out.situation = readSituation(tx, times);
        return {};
    });
    if (!read) {
        return read.error();
    }
    return out;
}

/// Takes in the file's slogans. A name that another asset bears already is tried with the
/// campaign's in front, then with numbers.
Result<Digest> addSlogan(library::Library& library, access::Principal const& who,
                         CampaignId const& campaign, FileSlogan const& slogan) {
    constexpr int kMostTries = 100;
    std::string handle = slogan.name;
    auto const longer = campaign.str() + "-" + slogan.name;
    for (int i = 1;; ++i) {
        auto const added =
            library.addSlogan(who, slogan.style, handle.substr(0, 64), slogan.showFor);
        if (added) {
            return added->asset.content.asset;
        }
        if (added.error().code != Errc::conflict || i > kMostTries) {
            return added.error();
        }
        auto const number = i == 1 ? std::string() : "-" + std::to_string(i);
        handle = longer.substr(0, 64 - number.size()) + number;
    }
}

Result<std::vector<Digest>> addSlogans(library::Library& library, access::Principal const& who,
                                       CampaignFile const& file, std::string_view text,
                                       std::string const& name) {
    std::vector<Digest> out;
    std::string problems;
    Errc code = Errc::invalid;
    for (std::size_t i = 0; i < file.slogans.size(); ++i) {
        auto const added = addSlogan(library, who, file.id, file.slogans[i]);
        if (added) {
            out.push_back(*added);
            continue;
        }
        if (added.error().code != Errc::invalid) {
            return added.error();
        }
        problems += (problems.empty() ? "" : "\n") + name + ":" +
                    std::to_string(lineOfSlogan(text, i)) + " slogan \"" + file.slogans[i].name +
                    "\": " + added.error().message;
    }
    if (!problems.empty()) {
        return Error{code, problems};
    }
    return out;
}

/// The file's items as assets; what came of each is noted if any of them is a playlist.
void resolveItems(Campaign& campaign, CampaignFile const& file, Known const& known) {
    bool lists = false;
    for (auto const& item : file.items) {
        if (auto const playlist = playlistNamed(item)) {
            auto const& items = known.playlists.at(*playlist);
            campaign.items.insert(campaign.items.end(), items.begin(), items.end());
            campaign.parts.push_back({*playlist, items.size()});
            lists = true;
            continue;
        }
        auto const slogan = file.sloganNamed(item);
        campaign.items.push_back(slogan ? campaign.slogans[*slogan] : known.asset(item).value());
        campaign.parts.push_back({});
    }
    if (!lists) {
        campaign.parts.clear();
    }
}

/// Errc::conflict if a playlist is another by now than the one that was read.
Result<> checkPlaylists(store::Tx const& tx, Campaign const& campaign) {
    std::size_t at = 0;
    for (auto const& part : campaign.parts) {
        auto const playlist =
            part.playlist.empty() ? std::nullopt : tx.playlists().find(part.playlist);
        auto const begin = campaign.items.begin() + static_cast<std::ptrdiff_t>(at);
        at += part.items;
        auto const end = campaign.items.begin() + static_cast<std::ptrdiff_t>(at);
        if (!part.playlist.empty() && (!playlist || playlist->retired ||
                                       playlist->items != std::vector<Digest>(begin, end))) {
            return Error{Errc::conflict, "playlist \"" + part.playlist +
                                             "\" was changed in this moment; apply the file again"};
        }
    }
    return {};
}

std::string fileName(access::Request const& request, std::string const& id) {
    auto const given = request.query.find("file");
    return given == request.query.end() || given->second.empty() ? id + ".toml" : given->second;
}

/// The applied campaign in place of what is stored under its id; `before` and `after` tell what
/// changed.
struct Applied {
    std::optional<Campaign> before;
    Campaign after;
    std::optional<Beyond> beyond;  ///< what was approved before does not hold, and why
    [[nodiscard]] bool changed() const { return !before || *before != after; }
};

/// What was approved of the revision before holds on if the new one stays within it.
void keepOrVoidApproval(store::Tx& tx, Applied& applied, CampaignFile const& file,
                        messages::PublicKey const& key) {
    if (!applied.before || applied.before->state == CampaignState::draft) {
        return;
    }
    auto const rows = tx.approvals().of(applied.after.id);
    auto const now = envelopeOf(tx, applied.after, file);
    if (applied.before->state == CampaignState::approved && completes(rows, now, key)) {
        applied.after.state = CampaignState::approved;
        applied.after.submitter = applied.before->submitter;
        return;
    }
    for (auto const& row : rows) {
        auto const approved = row.granted && !row.voidedAt ? parseApprovalEnvelope(row.content)
                                                           : Error{Errc::notFound, ""};
        if (approved && !applied.beyond) {
            applied.beyond = beyond(*approved, now);
        }
    }
    tx.approvals().voidAll(applied.after.id, applied.after.changed,
                           applied.beyond ? applied.beyond->english : "applied anew");
}

/// Who has to be asked before an approved campaign leaves its screens.
struct Leaving {
    access::MassGuard const& guard;
    SiteTimes const& times;
    [[nodiscard]] Result<> ask(store::Tx& tx, std::optional<Campaign> const& before,
                               CampaignState after) const {
        bool const leaves =
            before && before->state == CampaignState::approved && after != CampaignState::approved;
        return access::askGuard(guard, tx,
                                leaves ? leavingScreens(tx, *before, times) : access::Reached{});
    }
    /// What stays approved may be fewer items, fewer hours, fewer screens: as good as its end.
    [[nodiscard]] Result<> askChanged(store::Tx& tx, std::optional<Campaign> const& before,
                                      Campaign const& after) const {
        bool const stays = before && before->state == CampaignState::approved &&
                           after.state == CampaignState::approved;
        return stays ? access::askGuard(guard, tx, changingScreens(tx, *before, after, times))
                     : ask(tx, before, after.state);
    }
};

Result<Applied> putDraft(store::Store& store, Campaign draft, CampaignFile const& file,
                         messages::PublicKey const& key, Leaving const& leaving) {
    Applied out;
    auto const change = [&](store::Tx& tx) -> Result<> {
        if (auto fine = checkPlaylists(tx, draft); !fine) {
            return fine;
        }
        out.before = tx.campaigns().find(draft.id);
        out.after = draft;
        if (out.before && out.before->file == draft.file && out.before->items == draft.items &&
            out.before->slogans == draft.slogans && out.before->parts == draft.parts &&
            out.before->unit == draft.unit && out.before->state != CampaignState::retired) {
            out.after = *out.before;
            return leaving.ask(tx, out.before, out.after.state);
        }
        out.after.revision = out.before ? out.before->revision + 1 : 1;
        keepOrVoidApproval(tx, out, file, key);
        if (auto may = leaving.askChanged(tx, out.before, out.after); !may) {
            return may;
        }
        tx.campaigns().put(out.after);
        return {};
    };
    auto const stored =
        store.write(change, {draft.owner, "campaign.apply", draft.id.str(), draft.title});
    if (!stored) {
        return stored.error();
    }
    return out;
}

}  // namespace

std::string wrongStep(Campaign const& campaign) {
    auto const id = campaign.id.str();
    auto is = "campaign \"" + id + "\" is " + std::string(store::toString(campaign.state));
    switch (campaign.state) {
        case CampaignState::submitted:
            return is +
                   " already; another person who may approve it looks at it (tocsin review show " +
                   id + "); to change it, apply a changed file";
        case CampaignState::approved:
            return is +
                   " already; to change it apply a changed file, to end it: "
                   "tocsin campaign retire " +
                   id;
        case CampaignState::retired:
            return is + "; apply its file again to begin anew";
        case CampaignState::draft:
            break;
    }
    return is + "; submit it first: tocsin campaign submit " + id;
}

namespace {

struct Step {
    std::string action;               ///< of the audit entry
    std::vector<CampaignState> from;  ///< states it is allowed in
    CampaignState to = CampaignState::draft;
    std::optional<Leaving> leaving{};
};

/// Why an asset that is not ready is not, and what to do.
std::string whatIsMissing(store::Tx const& tx, store::Asset const& asset) {
    auto const master = tx.conversions().find(asset.content.asset, {});
    if (master && master->state == store::ConversionState::failed) {
        return "cannot be shown: " + master->reason;
    }
    if (master && master->state == store::ConversionState::paused) {
        return "is not converted yet, and its conversion is paused; go on with it (tocsin media "
               "convert resume " +
               asset.handle + ")";
    }
    return "is still being converted; tocsin media convert list shows how far it is";
}

}  // namespace

Result<> checkItems(store::Tx const& tx, Campaign const& campaign, CampaignState to) {
    for (auto const& item : campaign.items) {
        auto const isSlogan = std::find(campaign.slogans.begin(), campaign.slogans.end(), item) !=
                              campaign.slogans.end();
        auto const asset = tx.assets().find(item);
        if (!asset || isSlogan) {
            continue;
        }
        auto const shows =
            "campaign \"" + campaign.id.str() + "\" shows asset \"" + asset->handle + "\", which ";
        if (to == CampaignState::approved && asset->retired) {
            return Error{Errc::conflict, shows + "is retired; apply a file without it"};
        }
        // What a reviewer sees and approves is the house master.
        if (to != CampaignState::retired && !asset->ready) {
            return Error{Errc::conflict, shows + whatIsMissing(tx, *asset)};
        }
    }
    return {};
}

namespace {

Result<Campaign> take(store::Store& store, Step const& step, std::string const& id,
                      std::string const& who, Instant now) {
    Campaign out;
    auto const change = [&](store::Tx& tx) -> Result<> {
        auto const campaign = tx.campaigns().find(CampaignId(id));
        if (!campaign) {
            return noCampaign(id);
        }
        out = *campaign;
        if (std::find(step.from.begin(), step.from.end(), out.state) == step.from.end()) {
            return Error{Errc::conflict, wrongStep(out)};
        }
        if (auto fine = checkItems(tx, out, step.to); !fine) {
            return fine;
        }
        if (step.leaving) {
            if (auto may = step.leaving->ask(tx, out, step.to); !may) {
                return may;
            }
        }
        if (step.to == CampaignState::submitted) {
            out.submitter = who;
            tx.approvals().voidAll(out.id, now, "submitted anew");
        }
        if (step.to == CampaignState::retired) {
            tx.approvals().voidAll(out.id, now, "retired");
        }
        out.state = step.to;
        out.changed = now;
        tx.campaigns().put(out);
        return {};
    };
    auto const stored =
        store.write(change, {who, step.action, id, "to " + std::string(store::toString(step.to))});
    if (!stored) {
        return stored.error();
    }
    return out;
}

/// The step is taken even if replanning fails: then the answer says so.
void noteTrouble(ScreenFindings& findings, CampaignId const& id, Result<> const& replanned) {
    if (!replanned) {
        findings.push_back({ScreenId{},
                            {"not-released", id,
                             "not every screen could be planned anew: " + replanned.error().message,
                             0, "部分屏幕未能重新排播：" + replanned.error().message}});
    }
}

/// Of file and unit: "all" is narrowed without a mistake in the file, and its author should know.
boost::json::array notesOf(CampaignFile const& file, Campaign const& campaign,
                           Situation const& situation) {
    boost::json::array out;
    if (!file.targets.all || campaign.unit.empty()) {
        return out;
    }
    auto const targets = running(file, campaign, situation.units).file.targets;
    auto const screens =
        std::count_if(situation.screens.begin(), situation.screens.end(),
                      [&](auto const& screen) { return isMeant(targets, screen); });
    auto const number = std::to_string(screens);
    out.push_back(boost::json::object{
        {"code", "all-of-unit"},
        {"message", "all = true means the " + number + (screens == 1 ? " screen" : " screens") +
                        " of unit " + campaign.unit +
                        " and those below it, whose campaign it is; no other screen is meant"},
        {"message_zh", "all = true 指本播放任务所属单位 " + campaign.unit + " 及其下级单位的 " +
                           number + " 块屏幕；不含其他单位的屏幕"}});
    return out;
}

}  // namespace

Result<access::Response> Schedule::State::list(access::Principal const& who) {
    boost::json::array items;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        auto const situation = readSituation(tx, settings.times);
        for (auto const& campaign : tx.campaigns().all()) {
            if (who.uses(access::Permission::viewCampaigns, campaign.unit)) {
                items.emplace_back(campaignJson(campaign, situation));
            }
        }
        return {};
    });
    if (!read) {
        return read.error();
    }
    boost::json::object out;
    out["items"] = std::move(items);
    return access::jsonResponse(out);
}

Result<access::Response> Schedule::State::show(access::Request const& request) {
    auto const found = findCampaign(store, settings.times, request.parameters.at("id"));
    if (!found) {
        return found.error();
    }
    auto out = campaignJson(found->campaign, found->situation);
    out["file"] = found->campaign.file;
    return access::jsonResponse(out);
}

Result<access::Response> Schedule::State::apply(access::Principal const& who,
                                                access::Request const& request) {
    auto const id = CampaignId(request.parameters.at("id"));
    if (!isHandle(id.str())) {
        return Error{Errc::invalid,
                     "\"" + id.str() + "\" cannot name a campaign; use 1 to 64 of a-z 0-9 - _ ."};
    }
    auto const name = fileName(request, id.str());
    Known known;
    auto unit = access::unitFor(who, access::Permission::editCampaigns, queried(request, "unit"));
    if (auto const read = store.read([&](store::Tx const& tx) -> Result<> {
            // A campaign stays its unit's, unless it is given to another.
            auto const there = tx.campaigns().find(id);
            if (there && queried(request, "unit").empty()) {
                unit = there->unit;
            }
            known = unit ? knownOf(tx, who, *unit) : Known();
            return {};
        });
        !read) {
        return read.error();
    }
    if (!unit) {
        return unit.error();
    }
    auto const file = readCampaignFile(request.body, name, id, settings.times, &known);
    if (!file) {
        return file.error();
    }
    auto const slogans = addSlogans(library, who, *file, request.body, name);
    if (!slogans) {
        return slogans.error();
    }
    Campaign draft{
        id, 1, CampaignState::draft, file->title, request.body, *slogans, {}, who.name, now(), {}};
    draft.unit = *unit;
    resolveItems(draft, *file, known);
    auto const applied = putDraft(store, draft, *file, signer.publicKey(keys::Role::approval),
                                  {request.guard, settings.times});
    if (!applied) {
        return applied.error();
    }

    auto const stored = findCampaign(store, settings.times, id.str());
    if (!stored) {
        return stored.error();
    }
    auto findings =
        look(stored->situation, running(*file, applied->after, stored->situation.units));
    bool const stays = applied->after.state == CampaignState::approved;
    if (applied->changed() && stays) {
        noteTrouble(findings, id, replan(std::nullopt));
    }
    if (applied->changed() && applied->before && !stays &&
        applied->before->state == CampaignState::approved) {
        auto const why = applied->beyond.value_or(Beyond{});
        findings.insert(
            findings.begin(),
            {ScreenId{},
             {"no-longer-approved", id,
              "revision " + std::to_string(applied->before->revision) +
                  " was on the screens and leaves them now" +
                  (why.english.empty() ? "" : ", for " + why.english) + "; approve revision " +
                  std::to_string(applied->after.revision) + " to show the campaign again",
              0,
              "第 " + std::to_string(applied->before->revision) + " 版此前正在播出，现已撤下" +
                  (why.chinese.empty() ? "" : "（" + why.chinese + "）") + "；请审批第 " +
                  std::to_string(applied->after.revision) + " 版以恢复播出"}});
        noteTrouble(findings, id, replan(std::nullopt));
    }
    auto out = campaignJson(applied->after, stored->situation);
    out["findings"] = toJson(findings, stored->situation);
    out["notes"] = notesOf(*file, applied->after, stored->situation);
    noteLead(out, applied->after);
    return access::jsonResponse(out, applied->before ? 200 : 201);
}

Result<access::Response> Schedule::State::submit(access::Principal const& who,
                                                 access::Request const& request) {
    auto const id = request.parameters.at("id");
    auto const campaign =
        take(store, {"campaign.submit", {CampaignState::draft}, CampaignState::submitted}, id,
             who.name, now());
    if (!campaign) {
        return campaign.error();
    }
    auto const found = findCampaign(store, settings.times, id);
    if (!found) {
        return found.error();
    }
    auto out = campaignJson(*campaign, found->situation);
    out["findings"] = toJson(lookAgain(*campaign, found->situation), found->situation);
    return access::jsonResponse(out);
}

/// How long its screens still keep to what they have planned.
void Schedule::State::noteLead(boost::json::object& out, Campaign const& campaign) const {
    if (campaign.state == CampaignState::approved) {
        out["lead_seconds"] =
            std::chrono::duration_cast<std::chrono::seconds>(settings.frozenHorizon).count();
    }
}

Result<access::Response> Schedule::State::answerAfterStep(Campaign const& campaign,
                                                          Result<> const& replanned,
                                                          ReviewedLevels const& levels) {
    auto const found = findCampaign(store, settings.times, campaign.id.str());
    if (!found) {
        return found.error();
    }
    auto findings = lookAgain(campaign, found->situation);
    noteTrouble(findings, campaign.id, replanned);
    auto out = campaignJson(campaign, found->situation);
    if (levels.of > 0) {
        out["granted"] = levels.granted;
        out["levels"] = levels.of;
    }
    noteLead(out, campaign);
    out["findings"] = toJson(findings, found->situation);
    return access::jsonResponse(out);
}

Result<access::Response> Schedule::State::retire(access::Principal const& who,
                                                 access::Request const& request) {
    auto const id = request.parameters.at("id");
    auto const campaign =
        take(store,
             {"campaign.retire",
              {CampaignState::draft, CampaignState::submitted, CampaignState::approved},
              CampaignState::retired,
              Leaving{request.guard, settings.times}},
             id, who.name, now());
    if (!campaign) {
        return campaign.error();
    }
    ScreenFindings findings;
    noteTrouble(findings, campaign->id, replan(std::nullopt));
    auto const found = findCampaign(store, settings.times, id);
    if (!found) {
        return found.error();
    }
    auto out = campaignJson(*campaign, found->situation);
    out["findings"] = toJson(findings, found->situation);
    return access::jsonResponse(out);
}

}  // namespace tocsin::schedule
