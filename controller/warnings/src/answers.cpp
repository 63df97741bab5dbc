// SPDX-License-Identifier: Apache-2.0
#include "answers.hpp"

#include <algorithm>

#include "timely.hpp"
#include "where_json.hpp"

namespace tocsin::warnings {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Principal;
using playlists::WarningLook;

json::value optional(std::string const& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

std::string_view kindOf(bool emergency) {
    return emergency ? "emergency" : "forwarded";
}

bool isMeant(store::WarningTargetRecord const& row) {
    return row.target.look != WarningLook::off;
}

json::array textsJson(std::vector<messages::WarningText> const& texts) {
    json::array out;
    for (auto const& text : texts) {
        out.push_back(json::object{{"language", text.language},
                                   {"headline", text.headline},
                                   {"issuer", text.issuer},
                                   {"body", text.body},
                                   {"instruction", text.instruction}});
    }
    return out;
}

messages::WarningText firstText(Wanted const& wanted) {
    return wanted.texts.empty() ? messages::WarningText{"", wanted.event, "", "", ""}
                                : wanted.texts.front();
}

json::object targetJson(Told const& told, store::WarningTargetRecord const& row) {
    auto const found = told.receipts.find(row.target.screen);
    auto const receipt = found == told.receipts.end() ? messages::WarningReceipt{} : found->second;
    auto const screen = told.screens.find(row.target.screen);
    return {{"screen", row.target.screen.str()},
            {"name", screen == told.screens.end() ? "" : screen->second.name},
            {"look", playlists::toString(row.target.look)},
            {"sound", row.target.sound},
            {"always", row.target.always},
            {"why", row.why},
            {"received", instantOrNull(receipt.received)},
            {"verified", instantOrNull(receipt.verified)},
            {"on_glass", instantOrNull(receipt.onGlass)},
            {"lit", receipt.lit},
            {"ended", instantOrNull(receipt.ended)},
            {"end", receipt.end},
            {"refused", receipt.reason}};
}

/// Of one that waits: whom it would reach.
json::array meantJson(Principal const& who, std::vector<ChosenScreen> const& screens) {
    json::array out;
    for (auto const& screen : screens) {
        if (who.may(Permission::viewWarnings, screen.unit)) {
            out.push_back(json::object{{"screen", screen.target.screen.str()},
                                       {"name", screen.name},
                                       {"look", playlists::toString(screen.target.look)},
                                       {"sound", screen.target.sound},
                                       {"always", screen.target.always},
                                       {"why", screen.why},
                                       {"why_zh", screen.whyZh}});
        }
    }
    return out;
}

void putTargets(Warnings::State const& state, Principal const& who, Told const& told,
                json::object& out) {
    json::array targets, unreached;
    for (auto const& row : told.stored.rows) {
        auto const screen = told.screens.find(row.target.screen);
        if (screen == told.screens.end() ||
            !who.may(Permission::viewWarnings, screen->second.unit)) {
            continue;
        }
        auto target = targetJson(told, row);
        if (state.isOnline) {
            target["online"] = state.isOnline(row.target.screen);
        }
        if (target.at("verified").is_null()) {
            unreached.emplace_back(row.target.screen.str());
        }
        targets.push_back(std::move(target));
    }
    out["targets"] = std::move(targets);
    out["unreached"] = std::move(unreached);
}

json::value pendingJson(store::WarningRecord const& record) {
    auto const pending =
        record.pending.empty() ? Result<Wanted>(Error{}) : parseWanted(record.pending);
    if (!pending) {
        return nullptr;
    }
    auto const text = firstText(*pending);
    return json::object{{"by", pending->by},
                        {"level", playlists::toString(pending->level)},
                        {"event", pending->event},
                        {"headline", text.headline},
                        {"issuer", text.issuer},
                        {"body", text.body},
                        {"instruction", text.instruction},
                        {"expires", formatInstant(pending->expires)},
                        {"where", whereJson(pending->where)}};
}

}  // namespace

json::value instantOrNull(std::optional<Instant> const& at) {
    return at ? json::value(formatInstant(*at)) : json::value(nullptr);
}

Receipts receiptsOf(store::Tx const& tx, Stored const& warning) {
    Receipts out;
    auto const& record = warning.record;
    for (auto const& row : tx.warnings().receipts(record.id, record.revision)) {
        out[row.screen] = row.receipt;
    }
    auto const brought = warning.kept.brought;
    if (brought == 0 || brought == record.revision) {
        return out;
    }
    for (auto const& row : tx.warnings().receipts(record.id, brought)) {
        auto& receipt = out[row.screen];
        if (row.receipt.onGlass) {
            receipt.onGlass = row.receipt.onGlass;
            receipt.lit = row.receipt.lit;
        }
    }
    return out;
}

std::optional<CapSignature> signatureOf(store::Tx const& tx, Stored const& warning) {
    auto const& key = warning.kept.wanted.alert;
    auto const row =
        key ? tx.warnings().findCap(key->sender, key->identifier, key->sent) : std::nullopt;
    auto const kept = row ? parseCapKept(row->verdict) : Result<CapKept>(CapKept{});
    return kept ? kept->signature : std::nullopt;
}

json::value signatureJson(std::optional<CapSignature> const& signature) {
    if (!signature) {
        return nullptr;
    }
    return json::object{{"verified", signature->verified},
                        {"certificate", optional(signature->fingerprint)},
                        {"subject", optional(signature->subject)}};
}

Result<Told> readTold(Warnings::State const& state, std::string const& id) {
    auto stored = state.find(id);
    if (!stored) {
        return stored.error();
    }
    Told out;
    out.stored = std::move(*stored);
    auto const looked = state.store.read([&](store::Tx const& tx) -> Result<> {
        out.receipts = receiptsOf(tx, out.stored);
        out.signature = signatureOf(tx, out.stored);
        for (auto& screen : tx.screens().all()) {
            out.screens.emplace(screen.id, screen);
        }
        if (out.stored.record.state == kWaiting) {
            // What is named may be gone by now; then it reaches nobody.
            if (auto chosen = chooseScreens(tx, out.stored.kept.wanted, state.settings)) {
                out.meant = std::move(*chosen);
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

json::object summaryJson(Stored const& warning, Receipts const& receipts) {
    auto const& record = warning.record;
    auto const screens = std::count_if(warning.rows.begin(), warning.rows.end(), isMeant);
    std::int64_t received = 0, verified = 0, onGlass = 0, ended = 0;
    for (auto const& row : warning.rows) {
        auto const found = receipts.find(row.target.screen);
        if (found != receipts.end() && isMeant(row)) {
            received += found->second.received ? 1 : 0;
            verified += found->second.verified ? 1 : 0;
            onGlass += found->second.onGlass ? 1 : 0;
            ended += found->second.ended ? 1 : 0;
        }
    }
    return {{"id", record.id},
            {"state", record.state},
            {"revision", record.revision},
            {"source", record.source},
            {"kind", kindOf(record.emergency)},
            {"level", record.level},
            {"event", record.event},
            {"headline", record.headline},
            {"drill", record.drill},
            {"unit", record.unit},
            {"raised", formatInstant(record.raised)},
            {"raised_by", record.raisedBy},
            {"released_by", record.releasedBy},
            {"issued", record.revision > 0 ? json::value(formatInstant(record.issued)) : nullptr},
            {"from", formatInstant(record.from)},
            // Its last revision, which takes it away, holds as long as any of them.
            {"expires", formatInstant(warning.kept.wanted.expires)},
            {"ended", instantOrNull(record.ended)},
            {"ended_by", record.endedBy},
            {"screens", screens},
            {"received", received},
            {"verified", verified},
            {"on_glass", onGlass},
            {"ended_screens", ended},
            {"pending", !record.pending.empty()}};
}

json::object detailJson(Warnings::State const& state, Principal const& who, Told const& told) {
    auto const& [stored, receipts, screens, meant, signature] = told;
    auto out = summaryJson(stored, receipts);
    auto const& wanted = stored.kept.wanted;
    auto const text = firstText(wanted);
    out["issuer"] = text.issuer;
    out["body"] = text.body;
    out["instruction"] = text.instruction;
    out["texts"] = textsJson(wanted.texts);
    out["template"] = wanted.made;
    out["where"] = whereJson(wanted.where);
    out["reason"] = stored.kept.reason;
    out["timely"] = timelyJson(timelyOf(stored, receipts, state.settings.glassWithin));
    if (stored.record.state == kWaiting) {
        out["screens"] = meant.screens.size();
        out["targets"] = meantJson(who, meant.screens);
        out["unreached"] = json::array();
    } else {
        putTargets(state, who, told, out);
    }
    out["pending_change"] = pendingJson(stored.record);
    auto const& record = stored.record;
    out["alert"] = record.alertSent
                       ? json::value(json::object{{"sender", record.alertSender},
                                                  {"identifier", record.alertIdentifier},
                                                  {"sent", formatInstant(*record.alertSent)}})
                       : json::value(nullptr);
    out["signature"] = signatureJson(signature);
    return out;
}

json::object previewJson(Wanted const& wanted, bool byOne, Principal const& who,
                         Chosen const& chosen) {
    json::array leftOut;
    for (auto const& screen : chosen.leftOut) {
        if (who.may(Permission::viewWarnings, screen.unit)) {
            leftOut.push_back(json::object{{"screen", screen.screen.str()},
                                           {"name", screen.name},
                                           {"why", screen.why},
                                           {"why_zh", screen.whyZh}});
        }
    }
    auto const text = firstText(wanted);
    return {{"headline", text.headline},
            {"issuer", text.issuer},
            {"body", text.body},
            {"instruction", text.instruction},
            {"level", playlists::toString(wanted.level)},
            {"kind", kindOf(wanted.emergency)},
            {"event", wanted.event},
            {"drill", wanted.drill},
            {"from", formatInstant(wanted.from)},
            {"expires", formatInstant(wanted.expires)},
            {"by", byOne ? "one" : "two"},
            {"screens", meantJson(who, chosen.screens)},
            {"left_out", std::move(leftOut)}};
}

json::object templateJson(Template const& made) {
    json::array levels, fields;
    for (auto const level : made.levels) {
        levels.emplace_back(playlists::toString(level));
    }
    for (auto const& field : made.fields) {
        json::object one{{"name", field.name},
                         {"label", field.label},
                         {"label_en", field.labelEnglish},
                         {"required", field.required},
                         {"kind", field.isTime ? "time" : "text"}};
        if (!field.standard.empty()) {
            one["default"] = field.standard;
        }
        if (!field.isTime) {
            one["most"] = field.most;
        }
        fields.push_back(std::move(one));
    }
    return {{"handle", made.handle},
            {"name", made.name},
            {"name_en", made.nameEnglish},
            {"kind", kindOf(made.emergency)},
            {"event", made.event},
            {"icon", made.icon},
            {"levels", std::move(levels)},
            {"default_level",
             made.usualLevel ? json::value(playlists::toString(*made.usualLevel)) : nullptr},
            {"fields", std::move(fields)},
            {"headline", made.headline},
            {"body", made.body},
            {"instruction", made.instruction},
            {"instruction_grave",
             made.graveInstruction.empty() ? made.instruction : made.graveInstruction}};
}

json::array findingsJson(std::vector<CapFinding> const& findings) {
    json::array out;
    for (auto const& finding : findings) {
        out.push_back(json::object{{"code", finding.code},
                                   {"weight", toString(finding.weight)},
                                   {"where", finding.where},
                                   {"message", finding.message}});
    }
    return out;
}

json::object capJson(CapTaken const& taken, bool withFindings) {
    auto const& [row, kept] = taken.entry;
    bool const refused = taken.verdict.standing == playlists::AlertStanding::refused;
    json::object out{{"sender", row.sender},
                     {"identifier", row.identifier},
                     {"sent", formatInstant(row.sent)},
                     {"type", row.type},
                     {"status", kept.status},
                     {"verdict", refused ? "refused" : "accepted"},
                     {"use", kept.use},
                     {"why", kept.why},
                     {"why_zh", kept.whyZh},
                     {"standing", playlists::toString(taken.verdict.standing)},
                     {"warning", optional(row.warning)},
                     {"state", optional(taken.state)},
                     {"signature", signatureJson(kept.signature)},
                     {"from", row.from},
                     {"arrived", formatInstant(row.arrived)}};
    json::array warnings;
    for (auto const& [id, state] : taken.warnings) {
        warnings.push_back(json::object{{"id", id}, {"state", state}});
    }
    out["warnings"] = std::move(warnings);
    if (withFindings) {
        out["findings"] = findingsJson(kept.findings);
    }
    return out;
}

}  // namespace tocsin::warnings
