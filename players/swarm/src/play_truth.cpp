// SPDX-License-Identifier: Apache-2.0
#include "play_truth.hpp"

#include <boost/json.hpp>

namespace tocsin::swarm {
namespace {

constexpr std::size_t kDateLength = 10;

PlayTruth::Counts countsOf(messages::PlayRecord const& record) {
    PlayTruth::Counts out;
    out.complete = record.result == messages::PlayResult::complete ? 1 : 0;
    out.partial = record.result == messages::PlayResult::partial ? 1 : 0;
    out.failed = record.result == messages::PlayResult::failed ? 1 : 0;
    out.preempted = record.result == messages::PlayResult::preempted ? 1 : 0;
    out.shownMs = record.shownMs;
    return out;
}

}  // namespace

PlayTruth::Counts& PlayTruth::Counts::operator+=(Counts const& more) {
    complete += more.complete;
    partial += more.partial;
    failed += more.failed;
    preempted += more.preempted;
    shownMs += more.shownMs;
    return *this;
}

void PlayTruth::count(std::string const& screen, messages::PlayRecord const& record) {
    if (record.result == messages::PlayResult::gap) {
        return;
    }
    auto const day = formatInstant(record.start, kSimulatedZone).substr(0, kDateLength);
    counts_[{screen, record.content.asset.hex(), record.campaign.str(), day}] += countsOf(record);
}

void PlayTruth::add(PlayTruth const& other) {
    for (auto const& [place, counts] : other.counts_) {
        counts_[place] += counts;
    }
}

PlayTruth::Counts PlayTruth::total() const {
    Counts out;
    for (auto const& [place, counts] : counts_) {
        out += counts;
    }
    return out;
}

std::string truthLines(PlayTruth const& truth) {
    std::string out;
    for (auto const& [place, counts] : truth.counts()) {
        boost::json::object const line{{"event", "truth"},
                                       {"screen", place.screen},
                                       {"asset", place.asset},
                                       {"campaign", place.campaign},
                                       {"day", place.day},
                                       {"complete", counts.complete},
                                       {"partial", counts.partial},
                                       {"failed", counts.failed},
                                       {"preempted", counts.preempted},
                                       {"shown_ms", counts.shownMs}};
        out += boost::json::serialize(line) + "\n";
    }
    return out;
}

}  // namespace tocsin::swarm
