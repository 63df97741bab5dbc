// SPDX-License-Identifier: Apache-2.0
#include "report.hpp"

#include <boost/json.hpp>

namespace tocsin::swarm {
namespace {

namespace json = boost::json;

double seconds(Steady::time_point at) {
    return std::chrono::duration<double>(at.time_since_epoch()).count();
}

json::object warningOf(Statistics::Revision const& revision, WarningCounts const& counts) {
    auto const spread = spreadOf(counts.delivered);
    return {{"warning", revision.first},
            {"revision", revision.second},
            {"delivered", spread.count},
            {"again", counts.again},
            {"refused", counts.refused},
            {"receipts", counts.receipts},
            {"first_at", seconds(spread.first)},
            {"last_ms", spread.last},
            {"p50_ms", spread.p50},
            {"p99_ms", spread.p99}};
}

json::object countsOf(Statistics const& now) {
    json::object out{{"event", "counts"},          {"connected", now.connected},
                     {"sessions", now.sessions},   {"attempts", now.attempts},
                     {"failures", now.failures},   {"refusals", now.refusals},
                     {"manifests", now.manifests}, {"manifests_again", now.manifestsAgain}};
    if (now.playsMade > 0) {
        out["plays_made"] = now.playsMade;
        out["rows_unsent"] = now.rowsUnsent;
        out["batches"] = now.batchesSent;
        out["batches_again"] = now.batchesAgain;
    }
    if (!now.storms.empty()) {
        out["storms"] = now.storms.size();
        out["back"] = now.storms.back().afterStormMs.size();
    }
    if (!now.lastTrouble.empty()) {
        out["trouble"] = now.lastTrouble;
    }
    return out;
}

json::object stormOf(Storm const& storm) {
    return {{"at", seconds(storm.began)},
            {"dropped", storm.dropped},
            {"back", storm.afterStormMs.size()},
            {"after_backoff_p50_ms", atShare(storm.afterBackoffMs, 0.5)},
            {"after_backoff_p99_ms", atShare(storm.afterBackoffMs, 0.99)},
            {"after_backoff_last_ms", atShare(storm.afterBackoffMs, 1)},
            {"after_storm_last_ms", atShare(storm.afterStormMs, 1)}};
}

std::string line(json::object object, Steady::time_point at) {
    object["at"] = seconds(at);
    return json::serialize(object) + "\n";
}

}  // namespace

std::string Report::news(Statistics const& now, Steady::time_point at) {
    std::string out;
    auto counts = countsOf(now);
    auto text = json::serialize(counts);
    if (text != counts_) {
        counts_ = std::move(text);
        out += line(std::move(counts), at);
    }
    for (auto const& [revision, facts] : now.warnings) {
        std::pair const state(facts.delivered.size(), facts.receipts);
        auto const [told, isNew] = told_.try_emplace(revision, 0, -1);
        if (told->second != state) {
            told->second = state;
            auto warning = warningOf(revision, facts);
            warning["event"] = "warning";
            out += line(std::move(warning), at);
        }
    }
    return out;
}

std::string summaryOf(Statistics const& all, std::size_t players, std::int64_t residentBytes,
                      Steady::time_point at) {
    auto out = countsOf(all);
    out["event"] = "summary";
    out["players"] = players;
    out["most_connected"] = all.mostConnected;
    out["manifests_refused"] = all.manifestsRefused;
    out["warnings_refused"] = all.warningsRefused;
    out["receipts_lost"] = all.lostReceipts;
    out["envelopes_verified"] = all.verified;
    out["bytes_per_player"] = players == 0 ? 0 : residentBytes / static_cast<std::int64_t>(players);
    if (all.playsMade > 0) {
        out["answers_lost"] = all.answersLost;
        out["batches_cut"] = all.batchesCut;
        out["plays_ms"] =
            std::chrono::duration<double, std::milli>(all.lastStored - all.firstBatch).count();
    }
    json::array warnings, storms;
    for (auto const& [revision, facts] : all.warnings) {
        warnings.push_back(warningOf(revision, facts));
    }
    for (auto const& storm : all.storms) {
        storms.push_back(stormOf(storm));
    }
    out["warnings"] = std::move(warnings);
    out["storm_figures"] = std::move(storms);
    return line(std::move(out), at);
}

}  // namespace tocsin::swarm
