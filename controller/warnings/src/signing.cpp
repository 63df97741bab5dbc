// SPDX-License-Identifier: Apache-2.0
#include "signing.hpp"

#include <algorithm>

#include "tocsin/messages/envelope.hpp"

namespace tocsin::warnings {
namespace {

std::vector<messages::WarningTarget> targetsOf(TargetRows const& rows) {
    std::vector<messages::WarningTarget> out;
    out.reserve(rows.size());
    for (auto const& row : rows) {
        out.push_back(row.target);
    }
    return out;
}

bool byScreen(store::WarningTargetRecord const& one, store::WarningTargetRecord const& other) {
    return one.target.screen < other.target.screen;
}

}  // namespace

TargetRows rowsFor(Chosen const& chosen, TargetRows const& before) {
    TargetRows out;
    out.reserve(chosen.screens.size());
    for (auto const& screen : chosen.screens) {
        store::WarningTargetRecord row;
        row.target = screen.target;
        row.why = screen.why;
        out.push_back(std::move(row));
    }
    std::sort(out.begin(), out.end(), byScreen);
    auto const meant = out.size();
    for (auto const& former : before) {
        auto const end = out.begin() + static_cast<std::ptrdiff_t>(meant);
        if (!std::binary_search(out.begin(), end, former, byScreen)) {
            store::WarningTargetRecord row;
            row.target.screen = former.target.screen;
            row.target.look = playlists::WarningLook::off;
            row.why = "it was among them before a change";
            out.push_back(std::move(row));
        }
    }
    std::sort(out.begin(), out.end(), byScreen);
    return out;
}

Result<> signRevision(keys::Signer const& signer, messages::WarningAction action,
                      Wanted const& wanted, std::string const& zone, store::WarningRecord& record,
                      TargetRows& rows) {
    if (static_cast<std::int64_t>(rows.size()) > messages::Warning::kMostTargets) {
        return Error{Errc::invalid, "a warning is for at most 100,000 screens; raise several"};
    }
    auto tree = messages::treeOf(targetsOf(rows));
    messages::Warning warning;
    warning.id = record.id;
    warning.revision = record.revision;
    warning.generation = signer.issued().set.generation;
    warning.action = action;
    warning.drill = wanted.drill;
    warning.emergency = wanted.emergency;
    warning.level = wanted.level;
    warning.event = wanted.event;
    warning.icon = wanted.icon;
    if (action == messages::WarningAction::show) {
        warning.texts = wanted.texts;
    }
    warning.issued = record.issued;
    warning.published = wanted.published;
    warning.from = std::min(record.from, record.expires);
    warning.expires = record.expires;
    warning.zone = zone;
    warning.targets = static_cast<std::int64_t>(rows.size());
    warning.targetRoot = tree.root;
    auto const envelope =
        keys::seal(signer, keys::Role::warning, messages::kWarningKind, messages::toJson(warning));
    if (!envelope) {
        return envelope.error();
    }
    record.envelope = messages::toJson(*envelope);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].warning = record.id;
        rows[i].revision = record.revision;
        rows[i].index = static_cast<std::int64_t>(i);
        rows[i].proof = std::move(tree.proofs[i]);
    }
    return {};
}

std::vector<Addressed> addressed(store::WarningRecord const& record, TargetRows const& rows) {
    std::vector<Addressed> out;
    out.reserve(rows.size());
    for (auto const& row : rows) {
        out.push_back({row.target.screen, {record.envelope, row.target, row.index, row.proof}});
    }
    return out;
}

}  // namespace tocsin::warnings
