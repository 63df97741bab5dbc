// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "intake.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::warnings {
namespace {

namespace json = boost::json;
using messages::JsonReader;

json::object keyJson(playlists::AlertKey const& key) {
    return {
        {"sender", key.sender}, {"identifier", key.identifier}, {"sent", formatInstant(key.sent)}};
}

playlists::AlertKey readKey(JsonReader const& in) {
    return {in.at("sender").string(), in.at("identifier").string(), in.at("sent").instant()};
}

CapFinding::Weight weightFrom(std::string_view word) {
    using Weight = CapFinding::Weight;
    for (auto const weight : {Weight::recommendation, Weight::warning, Weight::fatal}) {
        if (toString(weight) == word) {
            return weight;
        }
    }
    return Weight::error;
}

CapKept readKept(JsonReader const& in) {
    CapKept out;
    for (auto const& finding : in.at("findings").array()) {
        out.findings.push_back({finding.at("code").string(),
                                weightFrom(finding.at("weight").string()),
                                finding.at("where").string(), finding.at("message").string()});
    }
    for (auto const& key : in.at("references").array()) {
        out.references.push_back(readKey(key));
    }
    out.status = in.at("status").string();
    out.scope = in.at("scope").string();
    out.use = in.at("use").string();
    out.why = in.at("why").string();
    out.whyZh = in.at("why_zh").string();
    out.unit = in.at("unit").string();
    out.settled = in.at("settled").boolean();
    if (auto const signature = in.find("signature")) {
        out.signature =
            CapSignature{signature->at("verified").boolean(), signature->at("certificate").string(),
                         signature->at("subject").string()};
    }
    auto const inForce = in.find("settled_in_force");
    out.settledInForce = inForce && inForce->boolean();
    auto const unmet = in.find("unmet");
    out.unmet = unmet && unmet->boolean();
    if (auto const warnings = in.find("warnings")) {
        for (auto const& warning : warnings->array()) {
            out.warnings.push_back(warning.string());
        }
    }
    if (auto const reach = in.find("reach")) {
        for (auto const& unit : reach->array()) {
            out.reach.add(unit.string());
        }
    } else {
        out.reach = access::UnitSet::all();
    }
    return out;
}

playlists::AlertType typeFrom(std::string_view word) {
    using enum playlists::AlertType;
    for (auto const type : {alert, update, cancel, ack, error}) {
        if (playlists::toString(type) == word) {
            return type;
        }
    }
    return error;
}

/// Whether what it names is joined to it. Also of one that is refused: in a circle of references it
/// decides about others.
bool changesOthers(playlists::AlertType type) {
    return type == playlists::AlertType::update || type == playlists::AlertType::cancel;
}

/// Joins keys to families, in a map from each to one that stands for it, if not at once.
class Families {
public:
    using Key = playlists::AlertKey;
    explicit Families(std::map<Key, Key>& standsFor) : standsFor_(standsFor) {}

    void join(Key const& a, Key const& b) {
        auto const first = find(a), second = find(b);
        standsFor_[std::max(first, second)] = std::min(first, second);
    }
    /// Every key leads to the same one of its family.
    void finish() {
        for (auto& [key, first] : standsFor_) {
            first = find(key);
        }
    }

private:
    Key find(Key key) {
        auto found = standsFor_.try_emplace(key, key).first;
        while (found->second != found->first) {
            auto const next = standsFor_.find(found->second);
            found->second = next->second;  // the way is half as long for the next who asks
            found = standsFor_.find(found->second);
        }
        return found->first;
    }

    std::map<Key, Key>& standsFor_;
};

}  // namespace

std::string toJson(CapKept const& kept) {
    json::array findings, references;
    for (auto const& finding : kept.findings) {
        findings.push_back(json::object{{"code", finding.code},
                                        {"weight", toString(finding.weight)},
                                        {"where", finding.where},
                                        {"message", finding.message}});
    }
    for (auto const& key : kept.references) {
        references.push_back(keyJson(key));
    }
    json::object out{{"findings", std::move(findings)},
                     {"references", std::move(references)},
                     {"status", kept.status},
                     {"scope", kept.scope},
                     {"use", kept.use},
                     {"why", kept.why},
                     {"why_zh", kept.whyZh},
                     {"unit", kept.unit},
                     {"settled", kept.settled},
                     {"settled_in_force", kept.settledInForce},
                     {"unmet", kept.unmet},
                     {"warnings", json::array(kept.warnings.begin(), kept.warnings.end())},
                     {"reach", nullptr},
                     {"signature", nullptr}};
    if (!kept.reach.isAll()) {
        out["reach"] = json::array(kept.reach.named().begin(), kept.reach.named().end());
    }
    if (kept.signature) {
        out["signature"] = json::object{{"verified", kept.signature->verified},
                                        {"certificate", kept.signature->fingerprint},
                                        {"subject", kept.signature->subject}};
    }
    return json::serialize(out);
}

Result<CapKept> parseCapKept(std::string_view text) {
    auto out = messages::readJson(text, readKept, 32 << 20);
    if (!out) {
        return Error{Errc::damaged, "a stored CAP message cannot be read (" + out.error().message +
                                        "); restore the database from a backup"};
    }
    return out;
}

std::string_view toString(CapUse use) {
    switch (use) {
        case CapUse::show:
            return "show";
        case CapUse::drill:
            return "drill";
        case CapUse::allClear:
            return "all-clear";
        case CapUse::never:
            return "never";
    }
    return "never";
}

playlists::AlertKey keyOf(store::CapRecord const& row) {
    return {row.sender, row.identifier, row.sent};
}

bool counts(CapKept const& kept) {
    return kept.status == "Actual" && kept.scope == "Public";
}

CapHistory::CapHistory(std::vector<CapEntry> entries, std::vector<SenderRule> const& senders)
    : entries_(std::move(entries)) {
    std::vector<playlists::AlertMessage> heads;
    for (auto const& [row, kept] : entries_) {
        if (counts(kept)) {
            heads.push_back({keyOf(row), typeFrom(row.type), kept.references});
        }
    }
    auto const mayChange = [&](std::string const& sender, std::string const& origin) {
        return std::any_of(senders.begin(), senders.end(), [&](SenderRule const& rule) {
            return rule.sender == sender && std::find(rule.mayChange.begin(), rule.mayChange.end(),
                                                      origin) != rule.mayChange.end();
        });
    };
    auto verdicts = playlists::judgeAlerts(heads, mayChange);
    Families families(family_);
    for (std::size_t i = 0; i < heads.size(); ++i) {
        auto const& head = heads[i];
        families.join(head.key, head.key);
        if (changesOthers(head.type)) {
            for (auto const& named : head.references) {
                if (named.sender == head.key.sender || mayChange(head.key.sender, named.sender)) {
                    families.join(head.key, named);
                }
            }
        }
        verdicts_.emplace(head.key, std::move(verdicts[i]));
    }
    families.finish();
}

playlists::AlertVerdict CapHistory::verdictOf(playlists::AlertKey const& key) const {
    auto const found = verdicts_.find(key);
    if (found != verdicts_.end()) {
        return found->second;
    }
    playlists::AlertVerdict alone;
    alone.root = key;
    return alone;
}

std::vector<CapEntry> CapHistory::familyOf(playlists::AlertKey const& key) const {
    std::vector<CapEntry> out;
    auto const family = family_.find(key);
    for (auto const& entry : entries_) {
        auto const other = family_.find(keyOf(entry.row));
        if (family != family_.end() && other != family_.end() && other->second == family->second &&
            counts(entry.kept)) {
            out.push_back(entry);
        }
    }
    return out;
}

Result<CapHistory> readHistory(store::Store const& store, WarningSettings const& settings,
                               Instant now, std::optional<CapEntry> const& further) {
    std::vector<CapEntry> entries;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto& row : tx.warnings().capsSince(now - kCapsRemembered)) {
            auto kept = parseCapKept(row.verdict);
            if (!kept) {
                return kept.error();
            }
            entries.push_back({std::move(row), std::move(*kept)});
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (further) {
        entries.push_back(*further);
    }
    return CapHistory(std::move(entries), settings.senders);
}

}  // namespace tocsin::warnings
