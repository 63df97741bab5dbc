// SPDX-License-Identifier: Apache-2.0
// The play record as a line of text.
#include "tocsin/messages/play_record.hpp"

#include <array>
#include <initializer_list>
#include <optional>

#include "fields.hpp"
#include "play_names.hpp"
#include "text.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kFields = 23;
constexpr std::size_t kMaxLineBytes = 4096;
constexpr std::size_t kMaxReasonBytes = 200;
constexpr std::size_t kMaxIdBytes = 64;
constexpr std::int64_t kMaxIndex = 1'000'000;

using Fields = std::array<std::string_view, kFields>;

Fields split(std::string_view line) {
    Fields out;
    for (std::size_t i = 0; i < kFields; ++i) {
        auto const tab = line.find('\t');
        if ((tab == std::string_view::npos) != (i + 1 == kFields)) {
            damagedField("play record",
                         "expected " + std::to_string(kFields) + " fields separated by tabs");
        }
        out[i] = line.substr(0, tab);
        line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    return out;
}

Digest readDigest(std::string_view field, std::string_view text) {
    auto const out = Digest::fromHex(text);
    if (!out) {
        damagedField(field, "expected 64 lower-case hexadecimal digits");
    }
    return *out;
}

PlayRecord readRecord(Fields const& f) {
    PlayRecord r;
    r.sequence = readNumber("sequence", f[0], 1, kMaxNumber);
    r.playId = readDigest("play id", f[1]);
    r.content.asset = readDigest("asset", f[2]);
    r.content.master = readDigest("master", f[3]);
    r.content.rendition = readDigest("rendition", f[4]);
    r.campaign = CampaignId(std::string(f[5]));
    r.timeline = readDigest("timeline", f[6]);
    r.index = readNumber("index", f[7], -1, kMaxIndex);
    r.start = readInstant("start", f[8]);
    r.end = readInstant("end", f[9]);
    r.monoStartMs = readNumber("monotonic start", f[10], 0, kMaxNumber);
    r.monoEndMs = readNumber("monotonic end", f[11], r.monoStartMs, kMaxNumber);
    r.boot = std::string(f[12]);
    r.clock = readClockState("clock", f[13]);
    r.uncertaintyMs = readNumber("uncertainty", f[14], 0, kMaxNumber);
    r.plannedMs = readNumber("planned milliseconds", f[15], 0, kMaxNumber);
    r.shownMs = readNumber("shown milliseconds", f[16], 0, kMaxNumber);
    r.framesShown = readNumber("frames shown", f[17], 0, kMaxNumber);
    r.framesRepeated = readNumber("frames repeated", f[18], 0, kMaxNumber);
    r.framesLate = readNumber("frames late", f[19], 0, kMaxNumber);
    r.result = readPlayResult("result", f[20]);
    r.reason = std::string(f[21]);
    r.tier = readEvidenceTier("evidence tier", f[22]);
    return r;
}

}  // namespace

bool countsAsComplete(std::int64_t plannedMs, std::int64_t shownMs, std::int64_t framesShown,
                      std::int64_t framesRepeated) noexcept {
    // Divided rather than multiplied, so that no length overflows: 98 % of p is p − p/50, 5 % of f
    // is f/20.
    auto const longEnough = shownMs >= plannedMs - plannedMs / 50;
    auto const freshEnough = framesRepeated <= framesShown / 20;
    return framesShown > 0 && longEnough && freshEnough;
}

Digest plannedPlayId(Digest const& timeline, std::int64_t index) {
    std::string bytes("tocsin-play/1");
    bytes.push_back('\0');
    bytes.append(timeline.bytes.begin(), timeline.bytes.end());
    auto const value = static_cast<std::uint64_t>(index);
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>(value >> shift & 0xff));
    }
    return sha256(bytes);
}

std::string toLine(PlayRecord const& r) {
    std::string out = std::to_string(r.sequence);
    auto const add = [&out](std::string_view field) { out.append("\t").append(field); };
    auto const addNumber = [&add](std::int64_t number) { add(std::to_string(number)); };
    add(r.playId.hex());
    add(r.content.asset.hex());
    add(r.content.master.hex());
    add(r.content.rendition.hex());
    add(clippedLine(r.campaign.str(), kMaxIdBytes));
    add(r.timeline.hex());
    addNumber(r.index);
    add(formatInstant(r.start));
    add(formatInstant(r.end));
    addNumber(r.monoStartMs);
    addNumber(r.monoEndMs);
    add(clippedLine(r.boot, kMaxIdBytes));
    add(toString(r.clock));
    addNumber(r.uncertaintyMs);
    addNumber(r.plannedMs);
    addNumber(r.shownMs);
    addNumber(r.framesShown);
    addNumber(r.framesRepeated);
    addNumber(r.framesLate);
    add(toString(r.result));
    add(clippedLine(r.reason, kMaxReasonBytes));
    add(toString(r.tier));
    return out;
}

Result<PlayRecord> parseLine(std::string_view line) {
    if (line.size() > kMaxLineBytes) {
        return Error{Errc::damaged,
                     "play record: longer than " + std::to_string(kMaxLineBytes) + " bytes"};
    }
    try {
        auto record = readRecord(split(line));
        // One record has one line: leading zeros, offsets, over-long or control text never come
        // from toLine.
        if (toLine(record) != line) {
            damagedField("play record", "not in the form in which players write it");
        }
        return record;
    } catch (Failure const& failure) {
        return failure.error();
    }
}

std::string_view toString(PlayResult result) {
    switch (result) {
        case PlayResult::complete:
            return "complete";
        case PlayResult::partial:
            return "partial";
        case PlayResult::failed:
            return "failed";
        case PlayResult::preempted:
            return "preempted";
        case PlayResult::gap:
            return "gap";
    }
    return "";
}

std::string_view toString(ClockState state) {
    switch (state) {
        case ClockState::synced:
            return "synced";
        case ClockState::holdover:
            return "holdover";
        case ClockState::unset:
            return "unset";
    }
    return "";
}

std::string_view toString(EvidenceTier tier) {
    switch (tier) {
        case EvidenceTier::scheduled:
            return "scheduled";
        case EvidenceTier::composed:
            return "composed";
        case EvidenceTier::delivered:
            return "delivered";
        case EvidenceTier::answered:
            return "answered";
        case EvidenceTier::photographed:
            return "photographed";
    }
    return "";
}

}  // namespace tocsin::messages
