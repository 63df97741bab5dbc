// SPDX-License-Identifier: Apache-2.0
// From ticks to play records.
#include "stage/play_meter.hpp"

namespace tocsin::player {
namespace {

/// A play counts as delivered if at most 5 % of its frames were lost on the way to a connected
/// output: the tolerance that a complete play has for repeated frames.
constexpr std::int64_t kUndeliveredOneIn = 20;
constexpr std::size_t kReasonBytes = 200;

}  // namespace

bool isPreemption(std::string_view reason) {
    return reason == kBlanked || reason.starts_with(kWarned);
}

PlayEnd endByCounts(std::int64_t plannedMs, std::int64_t shownMs, PlayCounts const& counts,
                    std::string const& otherwise) {
    if (messages::countsAsComplete(plannedMs, shownMs, counts.ticksShown, counts.framesRepeated)) {
        return {messages::PlayResult::complete, ""};
    }
    return {messages::PlayResult::partial, otherwise};
}

messages::PlayRecord PlayMeter::head(Cue const& cue, Instant start) const {
    auto const reading = fleet_.reading();
    messages::PlayRecord out;
    if (cue.kind == Cue::Kind::play) {
        out.playId = messages::plannedPlayId(cue.timeline, cue.index);
        out.timeline = cue.timeline;
        out.index = cue.index;
        out.campaign = cue.campaign;
    }
    out.content = cue.content;
    out.start = start;
    out.end = start;
    out.monoStartMs = fleet_.monotonicMs();
    out.monoEndMs = out.monoStartMs;
    out.boot = boot_;
    out.clock = reading.state;
    out.uncertaintyMs = reading.uncertaintyMs;
    out.plannedMs = (cue.end - cue.start).count();
    return out;
}

void PlayMeter::takeUpOrphan(Cue const& cue) {
    auto const& orphan = inflight_.orphan();
    if (!orphan) {
        return;
    }
    auto const& record = orphan->record;
    bool const samePlay =
        cue.kind == Cue::Kind::play && record.index == cue.index && record.timeline == cue.timeline;
    bool const sameTurn = cue.kind == Cue::Kind::fallback && record.index < 0 &&
                          record.start >= cue.start && record.start < cue.end;
    if ((samePlay || sameTurn) && record.content.asset == cue.content.asset &&
        record.boot == boot_) {
        counts_ = orphan->counts;
        begun_ = true;
        resumed_ = true;
        // The record says no more than the tier it had come to.
        bool const delivered = record.tier >= messages::EvidenceTier::delivered;
        undelivered_ = delivered ? 0 : counts_.ticksShown;
        inflight_.resumeOrphan();
        return;
    }
    inflight_.closeOrphan(endByCounts(record.plannedMs, record.shownMs, orphan->counts, "crash"));
}

void PlayMeter::enter(Cue const& cue) {
    cue_ = cue;
    counts_ = {};
    begun_ = resumed_ = joinedLate_ = false;
    fault_ = OutputFault::none;
    undelivered_ = unplugged_ = 0;
    playIdHex_ = "-";
    if (cue.kind == Cue::Kind::play) {
        playIdHex_ = messages::plannedPlayId(cue.timeline, cue.index).hex();
    } else if (cue.kind == Cue::Kind::fallback) {
        playIdHex_ = Digest{}.hex();
    }
    takeUpOrphan(cue);
}

void PlayMeter::shown(std::int64_t tick, Shown what) {
    if (!begun_) {
        begun_ = true;
        joinedLate_ = tick > grid_.firstAt(cue_.start);
        inflight_.begin(head(cue_, grid_.instantOf(tick)));
    }
    ++counts_.ticksShown;
    counts_.framesRepeated += what.repeated ? 1 : 0;
    counts_.framesLate += what.late ? 1 : 0;
    undelivered_ += what.delivered ? 0 : 1;
    unplugged_ += what.unplugged ? 1 : 0;
    fault_ = fault_ == OutputFault::none ? what.fault : fault_;
    inflight_.update(counts_, grid_.millisOf(counts_.ticksShown), grid_.instantOf(tick + 1),
                     fleet_.monotonicMs(), tier());
}

messages::EvidenceTier PlayMeter::tier() const {
    bool const reached = undelivered_ <= counts_.ticksShown / kUndeliveredOneIn;
    return reached && fault_ == OutputFault::none ? messages::EvidenceTier::delivered
                                                  : messages::EvidenceTier::composed;
}

bool PlayMeter::mostlyUnplugged() const {
    return unplugged_ > counts_.ticksShown / kUndeliveredOneIn;
}

/// What is wrong with the output goes before everything: such a play is not proven.
std::string PlayMeter::whyNotComplete() const {
    if (fault_ != OutputFault::none) {
        return std::string(wordOf(fault_));
    }
    return mostlyUnplugged() ? kUnplugged
           : resumed_        ? "resumed"
           : joinedLate_     ? "joined-late"
                             : "stalled";
}

PlayEnd PlayMeter::endOf(std::string const& interrupted, std::string const& failure) const {
    auto const planned = (cue_.end - cue_.start).count();
    bool const faulty = fault_ != OutputFault::none || mostlyUnplugged();
    auto const why = interrupted.empty() ? whyNotComplete() : interrupted;
    auto end = endByCounts(planned, grid_.millisOf(counts_.ticksShown), counts_, why);
    if (faulty && end.result == messages::PlayResult::complete) {
        end = {messages::PlayResult::partial, whyNotComplete()};
    }
    if (end.result != messages::PlayResult::complete && !failure.empty()) {
        return {messages::PlayResult::failed, failure.substr(0, kReasonBytes)};
    }
    if (end.result != messages::PlayResult::complete && isPreemption(interrupted)) {
        return {messages::PlayResult::preempted, interrupted.substr(0, kReasonBytes)};
    }
    return end;
}

std::optional<PlayEnd> PlayMeter::leave(std::string const& interrupted, std::string const& failure,
                                        std::int64_t tick) {
    if (cue_.kind == Cue::Kind::dark) {
        return std::nullopt;
    }
    auto end = endOf(interrupted, failure);
    if (begun_) {
        inflight_.finish(end);
    } else if (!interrupted.empty() && failure.empty()) {
        // It was called off before its first picture: nothing of it happened.
        cue_ = {};
        playIdHex_ = "-";
        return std::nullopt;
    } else {
        // Its time passed without one picture.
        if (end.result != messages::PlayResult::failed) {
            end = {messages::PlayResult::failed, "no-frame"};
        }
        auto record = head(cue_, grid_.instantOf(tick));
        record.result = end.result;
        record.reason = end.reason;
        record.tier = messages::EvidenceTier::scheduled;
        inflight_.note(record);
    }
    cue_ = {};
    begun_ = false;
    playIdHex_ = "-";
    return end;
}

void PlayMeter::missed(Cue const& cue, std::string const& reason) {
    auto record = head(cue, cue.start);
    record.result =
        isPreemption(reason) ? messages::PlayResult::preempted : messages::PlayResult::failed;
    record.reason = reason.substr(0, kReasonBytes);
    record.tier = messages::EvidenceTier::scheduled;
    inflight_.note(record);
}

}  // namespace tocsin::player
