// SPDX-License-Identifier: Apache-2.0
// Members of each message: names, bounds, and what may be absent. Free text is clipped to its bound
// when written, so that no message of ours is refused for a long name.
#include "wire_bodies.hpp"

#include "envelope_json.hpp"
#include "manifest_version_json.hpp"
#include "text.hpp"
#include "warning_delivery_json.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMaxWordBytes = 64;    // states, codes, boot ids, digests in hex
constexpr std::size_t kMaxNameBytes = 200;   // names that people gave
constexpr std::size_t kMaxTextBytes = 1000;  // sentences
constexpr std::size_t kMaxFindings = 20;
constexpr int kMaxProtocol = 1'000'000;
constexpr int kMaxPixels = 65'536;
constexpr int kMaxRate = 1'000'000;

PublicKey readKey(JsonReader const& reader) {
    auto const key = PublicKey::fromBase64(reader.string(64));
    if (!key) {
        reader.fail("expected an Ed25519 public key, 32 bytes in base64");
    }
    return *key;
}

int readInt(JsonReader const& reader, int least, int most) {
    return static_cast<int>(reader.integer(least, most));
}

std::int64_t readCount(JsonReader const& reader, std::string_view key) {
    return reader.at(key).integer(0, kMaxCount);
}

std::string readText(JsonReader const& reader, std::string_view key, std::size_t most) {
    auto const member = reader.find(key);
    return member ? member->string(most) : std::string();
}

/// Empty text is absent on the wire.
void writeText(boost::json::object& out, char const* key, std::string_view text, std::size_t most) {
    if (!text.empty()) {
        out[key] = clipped(text, most);
    }
}

std::optional<Instant> findInstant(JsonReader const& reader, std::string_view key) {
    auto const member = reader.find(key);
    return member ? std::optional(member->instant()) : std::nullopt;
}

void writeInstant(boost::json::object& out, char const* key, std::optional<Instant> instant) {
    if (instant) {
        out[key] = formatInstant(*instant);
    }
}

std::optional<int> findPercent(JsonReader const& reader, std::string_view key) {
    auto const member = reader.find(key);
    return member ? std::optional(readInt(*member, 0, 100)) : std::nullopt;
}

std::string readHex(JsonReader const& reader, std::string_view key) {
    auto const member = reader.find(key);
    return member ? member->digest().hex() : std::string();
}

std::string readEnvelope(JsonReader const& reader) {
    return envelopeText(reader.at("envelope"));
}

Signature readProof(JsonReader const& reader) {
    auto const proof = reader.at("proof");
    auto const signature = Signature::fromBase64(proof.string(128));
    if (!signature) {
        proof.fail("expected an Ed25519 signature, 64 bytes in base64");
    }
    return *signature;
}

}  // namespace

void read(JsonReader const& reader, Challenge& out) {
    out.protocol = readInt(reader.at("protocol"), 1, kMaxProtocol);
    out.controller = readKey(reader.at("controller"));
    auto const nonce = reader.at("nonce");
    auto bytes = unbase64(nonce.string(64));
    if (!bytes || bytes->size() != kNonceBytes) {
        nonce.fail("expected 32 bytes in base64");
    }
    out.nonce = *std::move(bytes);
    if (auto const keys = reader.find("keys")) {
        out.keys = envelopeText(*keys);
        out.proof = readProof(reader);
    }
}

void write(Challenge const& body, boost::json::object& out) {
    out["protocol"] = body.protocol;
    out["controller"] = body.controller.base64();
    out["nonce"] = base64(body.nonce);
    if (!body.keys.empty()) {
        out["keys"] = envelopeValue(body.keys);
        out["proof"] = body.proof.base64();
    }
}

void read(JsonReader const& reader, Hello& out) {
    out.protocol = readInt(reader.at("protocol"), 1, kMaxProtocol);
    out.software = reader.at("software").string(kMaxNameBytes);
    out.player = readKey(reader.at("player"));
    out.proof = readProof(reader);
    out.token = readText(reader, "token", kMaxNameBytes);
    out.pairingCode = readText(reader, "pairing_code", kMaxWordBytes);
    out.width = readInt(reader.at("width"), 1, kMaxPixels);
    out.height = readInt(reader.at("height"), 1, kMaxPixels);
    out.fpsNum = readInt(reader.at("fps_num"), 1, kMaxRate);
    out.fpsDen = readInt(reader.at("fps_den"), 1, kMaxRate);
    out.boot = reader.at("boot").string(kMaxWordBytes);
    if (auto const have = reader.find("have")) {
        out.have = readManifestVersion(*have);
    }
    if (auto const order = reader.find("order")) {
        out.order = readManifestVersion(*order);
    }
    if (auto const rate = reader.find("decode_rate")) {
        out.decodeRate = rate->integer(0, kMaxCount);
    }
}

void write(Hello const& body, boost::json::object& out) {
    out["protocol"] = body.protocol;
    out["software"] = clipped(body.software, kMaxNameBytes);
    out["player"] = body.player.base64();
    out["proof"] = body.proof.base64();
    writeText(out, "token", body.token, kMaxNameBytes);
    writeText(out, "pairing_code", body.pairingCode, kMaxWordBytes);
    out["width"] = body.width;
    out["height"] = body.height;
    out["fps_num"] = body.fpsNum;
    out["fps_den"] = body.fpsDen;
    out["boot"] = clipped(body.boot, kMaxWordBytes);
    if (body.have) {
        out["have"] = toJsonValue(*body.have);
    }
    if (body.order) {
        out["order"] = toJsonValue(*body.order);
    }
    if (body.decodeRate > 0) {
        out["decode_rate"] = body.decodeRate;
    }
}

void read(JsonReader const& reader, Welcome& out) {
    out.screen = ScreenId(reader.at("screen").string(kMaxWordBytes));
    out.screenName = readText(reader, "screen_name", kMaxNameBytes);
    out.epoch = readCount(reader, "epoch");
    out.acknowledged = readCount(reader, "acknowledged");
    out.batch = readCount(reader, "batch");
    if (auto const header = reader.find("header")) {
        out.header = header->digest();
    }
    out.ticket = readText(reader, "ticket", kMaxNameBytes);
}

void write(Welcome const& body, boost::json::object& out) {
    out["screen"] = clipped(body.screen.str(), kMaxWordBytes);
    writeText(out, "screen_name", body.screenName, kMaxNameBytes);
    out["epoch"] = body.epoch;
    out["acknowledged"] = body.acknowledged;
    out["batch"] = body.batch;
    if (body.header) {
        out["header"] = body.header->hex();
    }
    writeText(out, "ticket", body.ticket, kMaxNameBytes);
}

void read(JsonReader const&, Pending&) {}
void write(Pending const&, boost::json::object&) {}

void read(JsonReader const& reader, ClockRequest& out) {
    out.t1 = reader.at("t1").instant();
}

void write(ClockRequest const& body, boost::json::object& out) {
    out["t1"] = formatInstant(body.t1);
}

void read(JsonReader const& reader, ClockReply& out) {
    out.t1 = reader.at("t1").instant();
    out.t2 = reader.at("t2").instant();
    out.t3 = reader.at("t3").instant();
}

void write(ClockReply const& body, boost::json::object& out) {
    out["t1"] = formatInstant(body.t1);
    out["t2"] = formatInstant(body.t2);
    out["t3"] = formatInstant(body.t3);
}

void read(JsonReader const& reader, Status& out) {
    out.at = reader.at("at").instant();
    out.state = reader.at("state").string(kMaxWordBytes);
    out.playId = readHex(reader, "play_id");
    out.asset = readHex(reader, "asset");
    out.assetName = readText(reader, "asset_name", kMaxNameBytes);
    out.campaign = CampaignId(readText(reader, "campaign", kMaxWordBytes));
    out.positionMs = readCount(reader, "position_ms");
    out.lengthMs = readCount(reader, "length_ms");
    if (auto const manifest = reader.find("manifest")) {
        out.manifest = readManifestVersion(*manifest);
    }
    out.framesShown = readCount(reader, "frames_shown");
    out.framesRepeated = readCount(reader, "frames_repeated");
    out.framesLate = readCount(reader, "frames_late");
    out.completePlays = readCount(reader, "complete_plays");
    out.partialPlays = readCount(reader, "partial_plays");
    out.unsentRows = readCount(reader, "unsent_rows");
    out.clockOffsetMs = reader.at("clock_offset_ms").integer(-kMaxCount, kMaxCount);
    out.clockUncertaintyMs = readCount(reader, "clock_uncertainty_ms");
    out.engineStarts = readCount(reader, "engine_starts");
    if (auto const findings = reader.find("findings")) {
        for (auto const& finding : findings->array(kMaxFindings)) {
            out.findings.push_back(finding.string(kMaxTextBytes));
        }
    }
    out.brightness = findPercent(reader, "brightness");
    out.volume = findPercent(reader, "volume");
    if (auto const identifying = reader.find("identifying")) {
        out.identifying = identifying->boolean();
    }
    out.logLevel = readText(reader, "log_level", kMaxWordBytes);
    out.power = readText(reader, "power", kMaxWordBytes);
}

void write(Status const& body, boost::json::object& out) {
    out["at"] = formatInstant(body.at);
    out["state"] = clipped(body.state, kMaxWordBytes);
    writeText(out, "play_id", body.playId, kMaxWordBytes);
    writeText(out, "asset", body.asset, kMaxWordBytes);
    writeText(out, "asset_name", body.assetName, kMaxNameBytes);
    writeText(out, "campaign", body.campaign.str(), kMaxWordBytes);
    out["position_ms"] = body.positionMs;
    out["length_ms"] = body.lengthMs;
    if (body.manifest) {
        out["manifest"] = toJsonValue(*body.manifest);
    }
    out["frames_shown"] = body.framesShown;
    out["frames_repeated"] = body.framesRepeated;
    out["frames_late"] = body.framesLate;
    out["complete_plays"] = body.completePlays;
    out["partial_plays"] = body.partialPlays;
    out["unsent_rows"] = body.unsentRows;
    out["clock_offset_ms"] = body.clockOffsetMs;
    out["clock_uncertainty_ms"] = body.clockUncertaintyMs;
    out["engine_starts"] = body.engineStarts;
    boost::json::array findings;
    for (std::size_t i = 0; i < body.findings.size() && i < kMaxFindings; ++i) {
        findings.emplace_back(clipped(body.findings[i], kMaxTextBytes));
    }
    if (!findings.empty()) {
        out["findings"] = std::move(findings);
    }
    if (body.brightness) {
        out["brightness"] = *body.brightness;
    }
    if (body.volume) {
        out["volume"] = *body.volume;
    }
    if (body.identifying) {
        out["identifying"] = true;
    }
    writeText(out, "log_level", body.logLevel, kMaxWordBytes);
    writeText(out, "power", body.power, kMaxWordBytes);
}

void read(JsonReader const& reader, ManifestOffer& out) {
    out.envelope = readEnvelope(reader);
}

void write(ManifestOffer const& body, boost::json::object& out) {
    out["envelope"] = envelopeValue(body.envelope);
}

void read(JsonReader const& reader, ManifestReceipt& out) {
    out.version = readManifestVersion(reader.at("version"));
    out.accepted = reader.at("accepted").boolean();
    out.reason = readText(reader, "reason", kMaxTextBytes);
}

void write(ManifestReceipt const& body, boost::json::object& out) {
    out["version"] = toJsonValue(body.version);
    out["accepted"] = body.accepted;
    writeText(out, "reason", body.reason, kMaxTextBytes);
}

void read(JsonReader const& reader, CommandOffer& out) {
    out.envelope = readEnvelope(reader);
}

void write(CommandOffer const& body, boost::json::object& out) {
    out["envelope"] = envelopeValue(body.envelope);
}

void read(JsonReader const& reader, CommandReceipt& out) {
    out.command = reader.at("command").string(kMaxWordBytes);
    out.version = readManifestVersion(reader.at("version"));
    out.accepted = reader.at("accepted").boolean();
    out.reason = readText(reader, "reason", kMaxTextBytes);
}

void write(CommandReceipt const& body, boost::json::object& out) {
    out["command"] = clipped(body.command, kMaxWordBytes);
    out["version"] = toJsonValue(body.version);
    out["accepted"] = body.accepted;
    writeText(out, "reason", body.reason, kMaxTextBytes);
}

void read(JsonReader const& reader, InstructionOffer& out) {
    out.envelope = readEnvelope(reader);
}

void write(InstructionOffer const& body, boost::json::object& out) {
    out["envelope"] = envelopeValue(body.envelope);
}

void read(JsonReader const& reader, InstructionReceipt& out) {
    out.instruction = reader.at("instruction").string(kMaxWordBytes);
    out.received = findInstant(reader, "received");
    out.done = findInstant(reader, "done");
    out.verified = findInstant(reader, "verified");
    out.failed = findInstant(reader, "failed");
    out.detail = readText(reader, "detail", kMaxTextBytes);
    out.boot = readText(reader, "boot", kMaxWordBytes);
    out.engineStarts = readCount(reader, "engine_starts");
}

void write(InstructionReceipt const& body, boost::json::object& out) {
    out["instruction"] = clipped(body.instruction, kMaxWordBytes);
    writeInstant(out, "received", body.received);
    writeInstant(out, "done", body.done);
    writeInstant(out, "verified", body.verified);
    writeInstant(out, "failed", body.failed);
    writeText(out, "detail", body.detail, kMaxTextBytes);
    writeText(out, "boot", body.boot, kMaxWordBytes);
    out["engine_starts"] = body.engineStarts;
}

void read(JsonReader const& reader, Plays& out) {
    out.batch = reader.at("batch").string(kMaxMessageBytes);
    out.totals = readText(reader, "totals", kMaxTextBytes);
}

void write(Plays const& body, boost::json::object& out) {
    out["batch"] = body.batch;
    writeText(out, "totals", body.totals, kMaxTextBytes);
}

void read(JsonReader const& reader, PlaysStored& out) {
    out.epoch = readCount(reader, "epoch");
    out.batch = readCount(reader, "batch");
    out.sequence = readCount(reader, "sequence");
    out.receipt = readText(reader, "receipt", kMaxTextBytes);
}

void write(PlaysStored const& body, boost::json::object& out) {
    out["epoch"] = body.epoch;
    out["batch"] = body.batch;
    out["sequence"] = body.sequence;
    writeText(out, "receipt", body.receipt, kMaxTextBytes);
}

void read(JsonReader const& reader, EvidenceRequest& out) {
    out.request = reader.at("request").string(kMaxWordBytes);
    out.reason = readText(reader, "reason", kMaxTextBytes);
}

void write(EvidenceRequest const& body, boost::json::object& out) {
    out["request"] = clipped(body.request, kMaxWordBytes);
    writeText(out, "reason", body.reason, kMaxTextBytes);
}

void read(JsonReader const& reader, EvidencePicture& out) {
    out.envelope = readEnvelope(reader);
    auto const jpeg = reader.at("jpeg");
    auto bytes = unbase64(jpeg.string(kMaxMessageBytes));
    if (!bytes || bytes->empty() || bytes->size() > kMaxEvidenceBytes) {
        jpeg.fail("expected 1 to " + std::to_string(kMaxEvidenceBytes) + " bytes in base64");
    }
    out.jpeg = *std::move(bytes);
}

void write(EvidencePicture const& body, boost::json::object& out) {
    out["envelope"] = envelopeValue(body.envelope);
    out["jpeg"] = base64(body.jpeg);
}

void read(JsonReader const& reader, EvidenceStored& out) {
    out.picture = reader.at("picture").digest();
    out.request = readText(reader, "request", kMaxWordBytes);
}

void write(EvidenceStored const& body, boost::json::object& out) {
    out["picture"] = body.picture.hex();
    writeText(out, "request", body.request, kMaxWordBytes);
}

void read(JsonReader const& reader, SpareList& out) {
    out.ticket = readText(reader, "ticket", kMaxNameBytes);
    for (auto const& file : reader.at("files").array(kMaxSpareFiles)) {
        out.files.push_back({file.at("digest").digest(), readCount(file, "bytes"),
                             readText(file, "name", kMaxNameBytes)});
    }
}

void write(SpareList const& body, boost::json::object& out) {
    writeText(out, "ticket", body.ticket, kMaxNameBytes);
    boost::json::array files;
    for (std::size_t i = 0; i < body.files.size() && i < kMaxSpareFiles; ++i) {
        auto const& file = body.files[i];
        boost::json::object item{{"digest", file.digest.hex()}, {"bytes", file.bytes}};
        writeText(item, "name", file.name, kMaxNameBytes);
        files.push_back(std::move(item));
    }
    out["files"] = std::move(files);
}

void read(JsonReader const& reader, SpareReport& out) {
    out.wanted = readCount(reader, "wanted");
    out.here = readCount(reader, "here");
}

void write(SpareReport const& body, boost::json::object& out) {
    out["wanted"] = body.wanted;
    out["here"] = body.here;
}

void read(JsonReader const& reader, WarningOffer& out) {
    out.delivery = readDelivery(reader);
}

void write(WarningOffer const& body, boost::json::object& out) {
    writeDelivery(body.delivery, out);
}

void read(JsonReader const& reader, WarningReceipt& out) {
    out.warning = reader.at("warning").string(kMaxWordBytes);
    out.revision = readCount(reader, "revision");
    out.received = findInstant(reader, "received");
    out.verified = findInstant(reader, "verified");
    out.onGlass = findInstant(reader, "on_glass");
    out.lit = out.onGlass && reader.at("lit").boolean();
    out.ended = findInstant(reader, "ended");
    out.end = readText(reader, "end", kMaxWordBytes);
    out.reason = readText(reader, "reason", kMaxTextBytes);
}

void write(WarningReceipt const& body, boost::json::object& out) {
    out["warning"] = clipped(body.warning, kMaxWordBytes);
    out["revision"] = body.revision;
    writeInstant(out, "received", body.received);
    writeInstant(out, "verified", body.verified);
    writeInstant(out, "on_glass", body.onGlass);
    if (body.onGlass) {
        out["lit"] = body.lit;
    }
    writeInstant(out, "ended", body.ended);
    writeText(out, "end", body.end, kMaxWordBytes);
    writeText(out, "reason", body.reason, kMaxTextBytes);
}

void read(JsonReader const&, Probe&) {}
void write(Probe const&, boost::json::object&) {}

void read(JsonReader const& reader, ProbeReply& out) {
    out.probe = readCount(reader, "probe");
}

void write(ProbeReply const& body, boost::json::object& out) {
    out["probe"] = body.probe;
}

void read(JsonReader const& reader, Refusal& out) {
    out.replyTo = readCount(reader, "reply_to");
    out.code = reader.at("code").string(kMaxWordBytes);
    out.message = readText(reader, "message", kMaxTextBytes);
}

void write(Refusal const& body, boost::json::object& out) {
    out["reply_to"] = body.replyTo;
    out["code"] = clipped(body.code, kMaxWordBytes);
    writeText(out, "message", body.message, kMaxTextBytes);
}

}  // namespace tocsin::messages
