// SPDX-License-Identifier: Apache-2.0
#include "chain.hpp"

#include <algorithm>

#include "state.hpp"

namespace tocsin::warnings {
namespace {

using playlists::AlertStanding;

/// What is to be said of a message for whoever sent it.
struct Outcome {
    std::string why, whyZh;
};

/// Who has to release what a message says.
enum class Release { nobody, poster, somebody };

class ChainWork {
public:
    ChainWork(Warnings::State& state, playlists::AlertKey const& root, CapHistory const& history)
        : state_(state), root_(root), history_(history), chain_(history.chainOf(root)) {}

    Result<> settle();

private:
    Result<> readWarnings();
    [[nodiscard]] CapEntry const* inForce() const;
    Result<> settleOn(CapEntry const& entry);
    Result<> bring(CapEntry const& entry, CapMeaning const& meaning);
    Result<> bringAs(CapEntry const& entry, Wanted wanted);
    Result<> endAll(Outcome const& outcome, std::string const& except = {});
    Result<> finish();
    [[nodiscard]] bool saysAlready(Stored const& warning, playlists::AlertKey const& key) const;
    [[nodiscard]] Release releaseOf(store::CapRecord const& row) const;

    Warnings::State& state_;
    playlists::AlertKey const root_;
    CapHistory const& history_;
    std::vector<CapEntry> chain_;
    std::vector<Stored> open_;  ///< the oldest first
    std::vector<Stored> ended_;
};

/// The message's row with what became of it.
void note(store::Tx& tx, CapEntry entry, std::string const& warning, Outcome const& outcome) {
    auto row = tx.warnings().findCap(entry.row.sender, entry.row.identifier, entry.row.sent);
    if (!row) {
        return;
    }
    entry.kept.settled = true;
    if (!outcome.why.empty()) {
        entry.kept.why = outcome.why;
        entry.kept.whyZh = outcome.whyZh;
    }
    row->verdict = toJson(entry.kept);
    row->warning = warning.empty() ? row->warning : warning;
    tx.warnings().putCap(*row);
}

Wanted wantedFrom(CapMeaning const& meaning, CapEntry const& entry) {
    Wanted out;
    out.level = meaning.level;
    out.event = meaning.event;
    out.icon = meaning.icon;
    out.texts = meaning.texts;
    out.published = meaning.published;
    out.from = meaning.from;
    out.expires = meaning.expires;
    out.where.areas = meaning.areas;
    out.reach = entry.kept.reach;
    out.by = entry.row.who;
    out.alert = keyOf(entry.row);
    return out;
}

Result<> ChainWork::readWarnings() {
    for (auto const& id : warningsOf(chain_)) {
        auto warning = state_.find(id);
        if (!warning) {
            return warning.error();
        }
        bool const isOpen = warning->record.state == kWaiting || warning->record.state == kStanding;
        (isOpen ? open_ : ended_).push_back(std::move(*warning));
    }
    std::sort(open_.begin(), open_.end(), [](auto const& one, auto const& other) {
        return std::tie(one.record.raised, one.record.id) <
               std::tie(other.record.raised, other.record.id);
    });
    return {};
}

CapEntry const* ChainWork::inForce() const {
    CapEntry const* out = nullptr;
    for (auto const& entry : chain_) {
        auto const key = keyOf(entry.row);
        bool const stands = history_.verdictOf(key).standing == AlertStanding::inForce;
        if (stands && (out == nullptr || keyOf(out->row).sent < key.sent)) {
            out = &entry;
        }
    }
    return out;
}

bool ChainWork::saysAlready(Stored const& warning, playlists::AlertKey const& key) const {
    if (!warning.record.pending.empty()) {
        auto const pending = parseWanted(warning.record.pending);
        return pending && pending->alert == key;
    }
    return warning.kept.wanted.alert == key;
}

Release ChainWork::releaseOf(store::CapRecord const& row) const {
    auto const& senders = state_.settings.senders;
    auto const rule = std::find_if(senders.begin(), senders.end(),
                                   [&](auto const& one) { return one.sender == row.sender; });
    if (rule == senders.end()) {
        return Release::somebody;
    }
    return row.from == "post" ? Release::poster
           : rule->automatic  ? Release::nobody
                              : Release::somebody;
}

Result<> ChainWork::endAll(Outcome const& outcome, std::string const& except) {
    for (auto const& warning : open_) {
        if (warning.record.id != except) {
            if (auto done = state_.end(warning, "cap", outcome.why); !done) {
                return done.error();
            }
        }
    }
    return {};
}

Result<> ChainWork::bringAs(CapEntry const& entry, Wanted wanted) {
    auto const release = releaseOf(entry.row);
    bool const waits = release == Release::somebody;
    Outcome const outcome =
        waits ? Outcome{"it waits for its release by a duty officer", "等待值班人员核发"}
              : Outcome{"it was raised", "已发布"};
    Beside const beside = [entry, outcome](store::Tx& tx, std::string const& id) {
        note(tx, entry, id, outcome);
    };
    if (open_.empty()) {
        auto const begun = state_.begin(std::move(wanted), entry.kept.unit,
                                        waits ? "" : entry.row.who, "cap", root_, beside);
        return begun ? Result<>() : Result<>(begun.error());
    }
    auto const& main = open_.front();
    Result<Stored> done = Error{};
    if (main.record.state == kWaiting && waits) {
        done = state_.replaceWaiting(main, std::move(wanted), beside);
    } else if (waits) {
        done = state_.propose(main, std::move(wanted), beside);
    } else {
        done = state_.show(main, std::move(wanted), entry.row.who, "warning.change", beside);
    }
    return done ? endAll({"it is one warning with " + main.record.id, ""}, main.record.id)
                : Result<>(done.error());
}

Result<> ChainWork::bring(CapEntry const& entry, CapMeaning const& meaning) {
    auto wanted = wantedFrom(meaning, entry);
    auto const chosen = state_.choose(wanted);
    if (!chosen) {
        return chosen.error();
    }
    if (!chosen->screens.empty()) {
        return bringAs(entry, std::move(wanted));
    }
    bool const somewhere = std::any_of(meaning.areas.begin(), meaning.areas.end(),
                                       [](Area const& area) { return area.saysWhere(); });
    Outcome const outcome =
        somewhere ? Outcome{"no screen of this site lies in its area", "本站没有屏幕位于其影响区域"}
                  : Outcome{"it has no area that could be told from a map or a division code",
                            "消息未给出可判定的影响区域"};
    if (auto done = endAll(outcome); !done) {
        return done;
    }
    return state_.store.ingest([&](store::Tx& tx) -> Result<> {
        note(tx, entry, "", outcome);
        return {};
    });
}

Result<> ChainWork::settleOn(CapEntry const& entry) {
    auto const key = keyOf(entry.row);
    auto const says = [&](Stored const& warning) {
        return warning.record.id == entry.row.warning && saysAlready(warning, key);
    };
    auto const standing = std::find_if(open_.begin(), open_.end(), says);
    if (standing != open_.end()) {
        return endAll({"it is one warning with " + standing->record.id, ""}, standing->record.id);
    }
    if (std::any_of(ended_.begin(), ended_.end(), says)) {
        // A person or its time ended it: it does not come back.
        return endAll({"its sender has sent a newer message", ""});
    }
    std::optional<store::CapRecord> row;
    auto const looked = state_.store.read([&](store::Tx const& tx) -> Result<> {
        row = tx.warnings().findCap(key.sender, key.identifier, key.sent);
        return {};
    });
    if (!looked) {
        return looked;
    }
    auto const reading = readCap(row ? row->xml : "");
    if (!reading.message) {
        return Error{Errc::damaged, "the CAP message " + key.identifier +
                                        " that was kept cannot be read any more"};
    }
    auto const meaning = meaningOf(*reading.message, state_.now(), state_.settings.lasting);
    if (meaning.use == CapUse::show) {
        return bring(entry, meaning);
    }
    return endAll({meaning.why.empty() ? "its sender says that it is over" : meaning.why, ""});
}

/// What has not been said otherwise of the chain's messages is done now.
Result<> ChainWork::finish() {
    return state_.store.ingest([&](store::Tx& tx) -> Result<> {
        for (auto const& entry : chain_) {
            auto const key = keyOf(entry.row);
            auto const row = tx.warnings().findCap(key.sender, key.identifier, key.sent);
            auto const kept = row ? parseCapKept(row->verdict) : Result<CapKept>(Error{});
            if (!kept || kept->settled) {
                continue;
            }
            auto const standing = history_.verdictOf(key).standing;
            Outcome outcome;
            if (standing == AlertStanding::superseded) {
                outcome = {"a newer message of its sender has taken its place",
                           "已被更新的消息取代"};
            } else if (standing == AlertStanding::cancelled) {
                outcome = {"its sender has cancelled it", "已被发布单位取消"};
            } else if (standing == AlertStanding::ends) {
                outcome = {"it ends what it names", "解除其引用的预警"};
            }
            auto const link = warningsOf(chain_);
            note(tx, {*row, *kept}, link.empty() ? "" : *link.begin(), outcome);
        }
        return {};
    });
}

Result<> ChainWork::settle() {
    if (auto read = readWarnings(); !read) {
        return read;
    }
    auto const* entry = inForce();
    auto const done = entry != nullptr
                          ? settleOn(*entry)
                          : endAll({"its sender has cancelled it", "已被发布单位取消"});
    if (!done) {
        return done;
    }
    return finish();
}

}  // namespace

std::set<std::string> warningsOf(std::vector<CapEntry> const& chain) {
    std::set<std::string> out;
    for (auto const& entry : chain) {
        if (!entry.row.warning.empty()) {
            out.insert(entry.row.warning);
        }
    }
    return out;
}

Result<> settleChain(Warnings::State& state, playlists::AlertKey const& root) {
    auto const history = readHistory(state.store, state.settings, state.now());
    if (!history) {
        return history.error();
    }
    return ChainWork(state, root, *history).settle();
}

}  // namespace tocsin::warnings
