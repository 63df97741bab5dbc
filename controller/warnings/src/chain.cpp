// SPDX-License-Identifier: Apache-2.0
#include "chain.hpp"

#include <algorithm>

#include "chain_descent.hpp"
#include "chain_leaf.hpp"
#include "chain_plan.hpp"
#include "signature_check.hpp"
#include "state.hpp"

namespace tocsin::warnings {
namespace {

using playlists::AlertKey;
using playlists::AlertStanding;
using Act = ChainPlan::Act;

/// Who has to release what a message says.
enum class Release { nobody, poster, somebody };

bool isOpen(Stored const& warning) {
    return warning.record.state == kWaiting || warning.record.state == kStanding;
}

/// What the warning shows, or what waits to be shown.
Wanted newestOf(Stored const& warning) {
    if (!warning.record.pending.empty()) {
        if (auto pending = parseWanted(warning.record.pending)) {
            return std::move(*pending);
        }
    }
    return warning.kept.wanted;
}

void link(CapKept& kept, std::string const& warning) {
    auto& all = kept.warnings;
    if (!warning.empty() && std::find(all.begin(), all.end(), warning) == all.end()) {
        all.push_back(warning);
    }
}

void say(CapKept& kept, Outcome const& outcome) {
    if (!outcome.why.empty()) {
        kept.why = outcome.why;
        kept.whyZh = outcome.whyZh;
    }
}

class FamilyWork {
public:
    FamilyWork(Warnings::State& state, AlertKey const& message, CapHistory const& history)
        : state_(state),
          history_(history),
          family_(history.familyOf(message)),
          descent_(history, family_) {}

    Result<> settle() {
        for (auto const step : {&FamilyWork::readWarnings, &FamilyWork::readLeaves,
                                &FamilyWork::bringAll, &FamilyWork::endRest}) {
            if (auto done = (this->*step)(); !done) {
                return done;
            }
        }
        return finish();
    }

private:
    /// A part of the plan: `wanted` of its leaf, or, if the leaf rests, what a warning says.
    struct Part {
        std::size_t leaf = 0;
        Wanted wanted;
        std::string warning;  ///< that says it in the end
    };

    Result<> readWarnings();
    Result<> readLeaves();
    Result<> bringAll();
    Result<> bring(Part& part, Act act, Stored const* warning);
    Result<> endRest();
    Result<> finish();

    void plan();
    [[nodiscard]] Release releaseOf(store::CapRecord const& row) const;
    [[nodiscard]] bool waits(ChainLeaf const& leaf) const {
        return releaseOf(leaf.entry.row) == Release::somebody;
    }
    [[nodiscard]] std::string whyEnded(Stored const& warning);
    [[nodiscard]] Outcome outcomeAt(ChainLeaf const& leaf) const;
    [[nodiscard]] Outcome outcomeOfStanding(AlertStanding standing) const;
    [[nodiscard]] std::vector<std::string> relatives(AlertKey const& message);

    Warnings::State& state_;
    CapHistory const& history_;
    std::vector<CapEntry> const family_;
    ChainDescent descent_;
    std::vector<Stored> warnings_;   ///< the oldest first
    std::vector<ChainLeaf> leaves_;  ///< the oldest first
    std::vector<Part> parts_;
    ChainPlan plan_;
};

Result<> FamilyWork::readWarnings() {
    for (auto const& id : warningsOf(family_)) {
        auto warning = state_.find(id);
        if (!warning) {
            return warning.error();
        }
        warnings_.push_back(std::move(*warning));
    }
    std::sort(warnings_.begin(), warnings_.end(), [](auto const& one, auto const& other) {
        auto const a = saidBy(one), b = saidBy(other);
        return std::tie(one.record.raised, a.message.sent, a, one.record.id) <
               std::tie(other.record.raised, b.message.sent, b, other.record.id);
    });
    return {};
}

Result<> FamilyWork::readLeaves() {
    for (auto const& entry : family_) {
        if (history_.verdictOf(keyOf(entry.row)).standing != AlertStanding::inForce) {
            continue;
        }
        if (entry.kept.settled && entry.kept.settledInForce) {
            leaves_.push_back({entry, true, {}, 0, 0, {}});
            continue;
        }
        auto leaf = readLeaf(state_, entry);
        if (!leaf) {
            return leaf.error();
        }
        leaves_.push_back(std::move(*leaf));
    }
    std::sort(leaves_.begin(), leaves_.end(), [](ChainLeaf const& one, ChainLeaf const& other) {
        auto const &a = one.entry.row, &b = other.entry.row;
        return std::tie(a.sent, a.sender, a.identifier) < std::tie(b.sent, b.sender, b.identifier);
    });
    plan();
    return {};
}

void FamilyWork::plan() {
    std::vector<PlanPart> parts;
    std::vector<PlanWarning> warnings;
    auto const add = [&](std::size_t leaf, CapPartKey key, Wanted const& wanted) {
        bool const isThere = std::any_of(parts.begin(), parts.end(),
                                         [&](PlanPart const& part) { return part.key == key; });
        if (!isThere) {
            parts.push_back({std::move(key), wanted.event, wanted.where.areas});
            parts_.push_back({leaf, wanted, ""});
        }
    };
    // Of one that rests: what its warnings say, and what a person did not let them say.
    auto const addResting = [&](std::size_t leaf, AlertKey const& key, Stored const& warning) {
        auto const newest = newestOf(warning);
        if (saidBy(warning).message == key) {
            add(leaf, saidBy(warning), newest);
        }
        for (auto const& one : warning.kept.turnedDown) {
            if (one.message == key) {
                add(leaf, one, newest);
            }
        }
    };
    for (auto const& warning : warnings_) {
        auto const newest = newestOf(warning);
        warnings.push_back({saidBy(warning), newest.event, newest.where.areas, isOpen(warning),
                            warning.record.endedBy != "cap", warning.kept.turnedDown});
    }
    for (std::size_t i = 0; i < leaves_.size(); ++i) {
        auto const key = keyOf(leaves_[i].entry.row);
        for (auto const& wanted : leaves_[i].parts) {
            add(i, {key, wanted.part}, wanted);
        }
        for (auto const& warning : warnings_) {
            if (leaves_[i].rests && isOpen(warning)) {
                addResting(i, key, warning);
            }
        }
    }
    plan_ = planChain(parts, warnings, [this](AlertKey const& message, AlertKey const& earlier) {
        return descent_.isUpdateOf(message, earlier);
    });
}

Release FamilyWork::releaseOf(store::CapRecord const& row) const {
    auto const* const rule = ruleOf(row.sender, state_.settings.senders);
    if (rule == nullptr) {
        return Release::somebody;
    }
    return row.from == "post" ? Release::poster
           : rule->automatic  ? Release::nobody
                              : Release::somebody;
}

Result<> FamilyWork::bringAll() {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        auto const& [act, at] = plan_.steps[i];
        if (auto done = bring(parts_[i], act, at ? &warnings_[*at] : nullptr); !done) {
            return done;
        }
    }
    return {};
}

Result<> FamilyWork::bring(Part& part, Act act, Stored const* warning) {
    if (act == Act::keep) {
        part.warning = warning->record.id;
    }
    if (act == Act::keep || act == Act::leave) {
        return {};
    }
    auto const& leaf = leaves_[part.leaf];
    auto const& row = leaf.entry.row;
    auto const key = keyOf(row);
    Beside const beside = [key](store::Tx& tx, std::string const& id) {
        changeKept(tx, key, [&](CapKept& kept) { link(kept, id); });
    };
    Result<Stored> done = Error{};
    if (act == Act::begin) {
        done = state_.begin(part.wanted, leaf.entry.kept.unit, waits(leaf) ? "" : row.who, "cap",
                            history_.verdictOf(key).root, beside);
    } else if (waits(leaf) && warning->record.state == kWaiting) {
        done = state_.replaceWaiting(*warning, part.wanted, beside);
    } else if (waits(leaf)) {
        done = state_.propose(*warning, part.wanted, beside);
    } else {
        done = state_.show(*warning, part.wanted, row.who, "warning.change", beside);
    }
    if (!done) {
        return done.error();
    }
    part.warning = done->record.id;
    return {};
}

Result<> FamilyWork::endRest() {
    for (auto const at : plan_.endings) {
        auto const& warning = warnings_[at];
        if (auto done = state_.end(warning, "cap", whyEnded(warning)); !done) {
            return done.error();
        }
    }
    return {};
}

std::string FamilyWork::whyEnded(Stored const& warning) {
    auto const newest = newestOf(warning);
    auto const said = saidBy(warning).message;
    if (history_.verdictOf(said).standing == AlertStanding::cancelled) {
        return "its sender has cancelled it";
    }
    for (auto const& part : parts_) {
        auto const key = keyOf(leaves_[part.leaf].entry.row);
        bool const follows = key == said || descent_.isUpdateOf(key, said);
        if (follows && part.wanted.event == newest.event && !part.warning.empty()) {
            return "it is one warning with " + part.warning;
        }
    }
    for (auto const& leaf : leaves_) {
        bool const follows = descent_.isUpdateOf(keyOf(leaf.entry.row), said);
        if (follows && !leaf.rests && leaf.parts.empty()) {
            return leaf.none.why.empty() ? "its sender says that it is over" : leaf.none.why;
        }
    }
    return "its sender has sent a newer message";
}

Outcome FamilyWork::outcomeAt(ChainLeaf const& leaf) const {
    auto const count = std::count_if(parts_.begin(), parts_.end(), [&](Part const& part) {
        return &leaves_[part.leaf] == &leaf && !part.warning.empty();
    });
    return outcomeOf(leaf, static_cast<std::size_t>(count), waits(leaf));
}

Outcome FamilyWork::outcomeOfStanding(AlertStanding standing) const {
    switch (standing) {
        case AlertStanding::superseded:
            return {"a newer message of its sender has taken its place", "已被更新的消息取代"};
        case AlertStanding::cancelled:
            return {"its sender has cancelled it", "已被发布单位取消"};
        case AlertStanding::ends:
            return {"it ends what it names", "解除其引用的预警"};
        default:
            return {};
    }
}

/// Warnings that said what the message updates or ends, or say what took its place.
std::vector<std::string> FamilyWork::relatives(AlertKey const& message) {
    std::vector<std::string> out;
    for (auto const& warning : warnings_) {
        auto const said = saidBy(warning).message;
        if (said == message || descent_.isUpdateOf(message, said) ||
            descent_.isUpdateOf(said, message)) {
            out.push_back(warning.record.id);
        }
    }
    for (auto const& part : parts_) {
        if (descent_.isUpdateOf(keyOf(leaves_[part.leaf].entry.row), message)) {
            out.push_back(part.warning);
        }
    }
    return out;
}

/// What has not been said otherwise of the family's messages is done now.
Result<> FamilyWork::finish() {
    return state_.store.ingest([&](store::Tx& tx) -> Result<> {
        for (auto const& entry : family_) {
            auto const key = keyOf(entry.row);
            auto const standing = history_.verdictOf(key).standing;
            bool const inForce = standing == AlertStanding::inForce;
            if (entry.kept.settled && (inForce || !entry.kept.settledInForce)) {
                continue;
            }
            auto const leaf = std::find_if(leaves_.begin(), leaves_.end(), [&](auto const& one) {
                return keyOf(one.entry.row) == key;
            });
            changeKept(tx, key, [&](CapKept& kept) {
                if (standing == AlertStanding::refused) {
                    say(kept, {history_.verdictOf(key).why, "未获准更改或取消所引用的预警"});
                } else if (!kept.settled) {
                    say(kept,
                        leaf == leaves_.end() ? outcomeOfStanding(standing) : outcomeAt(*leaf));
                }
                if (kept.warnings.empty()) {
                    for (auto const& warning : relatives(key)) {
                        link(kept, warning);
                    }
                }
                if (!kept.settled) {
                    kept.unmet = leaf != leaves_.end() && leaf->nowhere > 0;
                    state_.someUnmet = state_.someUnmet || kept.unmet;
                }
                kept.settled = true;
                kept.settledInForce = inForce;
            });
        }
        return {};
    });
}

}  // namespace

void changeKept(store::Tx& tx, AlertKey const& key, std::function<void(CapKept&)> const& change) {
    auto row = tx.warnings().findCap(key.sender, key.identifier, key.sent);
    auto kept = row ? parseCapKept(row->verdict) : Result<CapKept>(Error{});
    if (!kept) {
        return;
    }
    change(*kept);
    row->verdict = toJson(*kept);
    row->warning = kept->warnings.empty() ? row->warning : kept->warnings.front();
    tx.warnings().putCap(*row);
}

std::set<std::string> warningsOf(std::vector<CapEntry> const& family) {
    std::set<std::string> out;
    for (auto const& entry : family) {
        out.insert(entry.kept.warnings.begin(), entry.kept.warnings.end());
        out.insert(entry.row.warning);
    }
    out.erase("");
    return out;
}

CapPartKey saidBy(Stored const& warning) {
    auto newest = newestOf(warning);
    return {newest.alert.value_or(AlertKey{}), std::move(newest.part)};
}

Result<> settleFamily(Warnings::State& state, AlertKey const& message) {
    auto const history = readHistory(state.store, state.settings, state.now());
    if (!history) {
        return history.error();
    }
    return settleFamily(state, message, *history);
}

Result<> settleFamily(Warnings::State& state, AlertKey const& message, CapHistory const& history) {
    return FamilyWork(state, message, history).settle();
}

}  // namespace tocsin::warnings
