// SPDX-License-Identifier: Apache-2.0
// Evidence as JSON.
#include "tocsin/messages/evidence.hpp"

#include <array>
#include <utility>

#include "manifest_version_json.hpp"
#include "text.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMaxWordBytes = 64;
constexpr std::size_t kMaxNameBytes = 200;
constexpr int kMaxPixels = 65'536;
constexpr int kMaxRate = 1'000'000;

constexpr std::array<std::pair<EvidenceCause, std::string_view>, 4> kCauses{{
    {EvidenceCause::request, "request"},
    {EvidenceCause::firstPlay, "first-play"},
    {EvidenceCause::interval, "interval"},
    {EvidenceCause::warning, "warning"},
}};

EvidenceCause readCause(JsonReader const& reader) {
    auto const text = reader.string(kMaxWordBytes);
    for (auto const& [cause, name] : kCauses) {
        if (name == text) {
            return cause;
        }
    }
    reader.fail("expected \"request\", \"first-play\", \"interval\" or \"warning\"");
}

ClockState readClock(JsonReader const& reader) {
    auto const text = reader.string(kMaxWordBytes);
    for (auto const state : {ClockState::synced, ClockState::holdover, ClockState::unset}) {
        if (toString(state) == text) {
            return state;
        }
    }
    reader.fail("expected \"synced\", \"holdover\" or \"unset\"");
}

std::string readText(JsonReader const& reader, std::string_view key, std::size_t most) {
    auto const member = reader.find(key);
    return member ? member->string(most) : std::string();
}

Digest readDigest(JsonReader const& reader, std::string_view key) {
    auto const member = reader.find(key);
    return member ? member->digest() : Digest{};
}

int readInt(JsonReader const& reader, std::string_view key, int most) {
    return static_cast<int>(reader.at(key).integer(1, most));
}

boost::json::object toObject(EvidenceFacts const& facts) {
    boost::json::object out{{"format", kEvidenceKind},
                            {"screen", clipped(facts.screen.str(), kMaxWordBytes)},
                            {"at", formatInstant(facts.at)},
                            {"tick", facts.tick},
                            {"fps_num", facts.fpsNum},
                            {"fps_den", facts.fpsDen},
                            {"cause", std::string(toString(facts.cause))},
                            {"showing", clipped(facts.showing, kMaxWordBytes)},
                            {"width", facts.width},
                            {"height", facts.height},
                            {"clock", std::string(toString(facts.clock))},
                            {"clock_uncertainty_ms", facts.uncertaintyMs},
                            {"delivered", facts.delivered}};
    auto const add = [&](char const* key, std::string text) {
        if (!text.empty()) {
            out[key] = std::move(text);
        }
    };
    add("request", clipped(facts.request, kMaxWordBytes));
    add("play_id", facts.playId == Digest{} ? "" : facts.playId.hex());
    add("asset", facts.asset == Digest{} ? "" : facts.asset.hex());
    add("asset_name", clipped(facts.assetName, kMaxNameBytes));
    add("campaign", clipped(facts.campaign.str(), kMaxWordBytes));
    add("fault", clipped(facts.fault, kMaxWordBytes));
    if (!facts.warning.empty()) {
        out["warning"] = clipped(facts.warning, kMaxWordBytes);
        out["warning_revision"] = facts.warningRevision;
    }
    return out;
}

Evidence readEvidence(JsonReader const& reader) {
    auto const format = reader.at("format");
    if (format.string(kMaxWordBytes) != kEvidenceKind) {
        format.fail(std::string("expected \"") + kEvidenceKind + "\"");
    }
    Evidence out;
    auto& facts = out.facts;
    facts.screen = ScreenId(reader.at("screen").string(kMaxWordBytes));
    facts.at = reader.at("at").instant();
    facts.tick = reader.at("tick").integer(-kMaxCount, kMaxCount);
    facts.fpsNum = readInt(reader, "fps_num", kMaxRate);
    facts.fpsDen = readInt(reader, "fps_den", kMaxRate);
    facts.cause = readCause(reader.at("cause"));
    facts.request = readText(reader, "request", kMaxWordBytes);
    facts.showing = reader.at("showing").string(kMaxWordBytes);
    facts.playId = readDigest(reader, "play_id");
    facts.asset = readDigest(reader, "asset");
    facts.assetName = readText(reader, "asset_name", kMaxNameBytes);
    facts.campaign = CampaignId(readText(reader, "campaign", kMaxWordBytes));
    facts.width = readInt(reader, "width", kMaxPixels);
    facts.height = readInt(reader, "height", kMaxPixels);
    facts.clock = readClock(reader.at("clock"));
    facts.uncertaintyMs = reader.at("clock_uncertainty_ms").integer(0, kMaxCount);
    facts.delivered = reader.at("delivered").boolean();
    facts.fault = readText(reader, "fault", kMaxWordBytes);
    facts.warning = readText(reader, "warning", kMaxWordBytes);
    if (!facts.warning.empty()) {
        facts.warningRevision = reader.at("warning_revision").integer(1, kMaxCount);
    }
    out.picture = reader.at("picture").digest();
    out.bytes = reader.at("bytes").integer(1, kMaxEvidenceBytes);
    return out;
}

}  // namespace

std::string_view toString(EvidenceCause cause) {
    for (auto const& [known, name] : kCauses) {
        if (known == cause) {
            return name;
        }
    }
    return "request";
}

std::string toJson(EvidenceFacts const& facts) {
    return boost::json::serialize(toObject(facts));
}

std::string toJson(Evidence const& evidence) {
    auto out = toObject(evidence.facts);
    out["picture"] = evidence.picture.hex();
    out["bytes"] = evidence.bytes;
    return boost::json::serialize(out);
}

Result<Evidence> parseEvidence(std::string_view json) {
    return readJson(json, &readEvidence);
}

}  // namespace tocsin::messages
