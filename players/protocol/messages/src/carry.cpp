// SPDX-License-Identifier: Apache-2.0
// What is carried, as JSON.
#include "tocsin/messages/carry.hpp"

#include <algorithm>

#include "manifest_version_json.hpp"
#include "text.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::messages {
namespace {

constexpr char kCarriedFormat[] = "tocsin-carried/1";
constexpr std::size_t kMostRequestBytes = 16 << 10;
constexpr std::size_t kMaxWordBytes = 64, kMaxNameBytes = 200;
constexpr std::size_t kCodeLength = 6;

PublicKey readKey(JsonReader const& reader) {
    auto const key = PublicKey::fromBase64(reader.string(kMaxWordBytes));
    if (!key) {
        reader.fail("expected an Ed25519 public key, 32 bytes in base64");
    }
    return *key;
}

void requireFormat(JsonReader const& reader, char const* format) {
    if (reader.at("format").string(kMaxWordBytes) != format) {
        reader.at("format").fail(std::string("expected \"") + format + "\"");
    }
}

CarriedFile readFile(JsonReader const& reader) {
    CarriedFile out;
    out.digest = reader.at("digest").digest();
    out.bytes = reader.at("bytes").integer(0, kMaxCount);
    out.name = reader.find("name") ? reader.at("name").string(kMaxNameBytes) : "";
    return out;
}

CarryIndex readIndex(JsonReader const& reader) {
    requireFormat(reader, kCarryKind);
    CarryIndex out;
    out.screen = ScreenId(reader.at("screen").string(kMaxWordBytes));
    out.screenName = reader.at("screen_name").string(kMaxNameBytes);
    if (auto const player = reader.find("player")) {
        out.player = readKey(*player);
    }
    out.issued = reader.at("issued").instant();
    auto const lines = reader.at("messages");
    out.messages = lines.at("digest").digest();
    out.messageBytes = lines.at("bytes").integer(0, static_cast<std::int64_t>(kMaxCarriedBytes));
    for (auto const& file : reader.at("content").array(CarryIndex::kMostFiles)) {
        out.content.push_back(readFile(file));
    }
    return out;
}

CarriedEnrolment readEnrolment(JsonReader const& reader) {
    requireFormat(reader, kEnrolmentKind);
    CarriedEnrolment out;
    out.player = readKey(reader.at("player"));
    out.software = reader.at("software").string(kMaxNameBytes);
    out.width = static_cast<int>(reader.at("width").integer(1, 8192));
    out.height = static_cast<int>(reader.at("height").integer(1, 8192));
    out.at = reader.at("at").instant();
    return out;
}

CarriedHead readHead(JsonReader const& reader) {
    requireFormat(reader, kCarriedFormat);
    return {ScreenId(reader.at("screen").string(kMaxWordBytes)), readKey(reader.at("player"))};
}

}  // namespace

std::string toJson(CarryIndex const& index) {
    boost::json::array content;
    for (auto const& file : index.content) {
        content.push_back(boost::json::object{{"digest", file.digest.hex()},
                                              {"bytes", file.bytes},
                                              {"name", clipped(file.name, kMaxNameBytes)}});
    }
    boost::json::object out{{"format", kCarryKind},
                            {"screen", index.screen.str()},
                            {"screen_name", clipped(index.screenName, kMaxNameBytes)}};
    if (index.player) {
        out["player"] = index.player->base64();
    }
    out["issued"] = formatInstant(index.issued);
    out["messages"] =
        boost::json::object{{"digest", index.messages.hex()}, {"bytes", index.messageBytes}};
    out["content"] = std::move(content);
    return boost::json::serialize(out);
}

Result<CarryIndex> parseCarryIndex(std::string_view json) {
    return readJson(json, &readIndex);
}

std::string toJson(CarriedEnrolment const& enrolment) {
    return boost::json::serialize(
        boost::json::object{{"format", kEnrolmentKind},
                            {"player", enrolment.player.base64()},
                            {"software", clipped(enrolment.software, kMaxNameBytes)},
                            {"width", enrolment.width},
                            {"height", enrolment.height},
                            {"at", formatInstant(enrolment.at)}});
}

Result<CarriedEnrolment> openedEnrolment(std::string_view text) {
    if (text.size() > kMostRequestBytes) {
        return Error{Errc::invalid, "a player's request has at most " +
                                        std::to_string(kMostRequestBytes) + " bytes"};
    }
    auto const envelope = parseEnvelope(text);
    if (!envelope) {
        return envelope.error();
    }
    auto const payload = opened(*envelope, kEnrolmentKind, envelope->key);
    if (!payload) {
        return payload.error();
    }
    auto enrolment = readJson(*payload, &readEnrolment, kMostRequestBytes);
    if (enrolment && enrolment->player != envelope->key) {
        return Error{Errc::permission, "the request is signed by another key than it names"};
    }
    return enrolment;
}

std::string enrolmentCode(PublicKey const& player) {
    constexpr std::string_view kAlphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    std::string_view const bytes(reinterpret_cast<char const*>(player.bytes.data()),
                                 player.bytes.size());
    auto const digest = sha256(signedBytes(kEnrolmentKind, bytes)).hex();
    std::string out;
    for (std::size_t i = 0; i < kCodeLength; ++i) {
        // Four digits for each character: the alphabet's length does not matter then.
        auto const part = std::stoul(digest.substr(i * 4, 4), nullptr, 16);
        out.push_back(kAlphabet[part % kAlphabet.size()]);
    }
    return out;
}

std::string toJson(CarriedHead const& head) {
    return boost::json::serialize(boost::json::object{{"format", kCarriedFormat},
                                                      {"screen", head.screen.str()},
                                                      {"player", head.player.base64()}});
}

Result<CarriedHead> parseCarriedHead(std::string_view line) {
    return readJson(line, &readHead, kMostRequestBytes);
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (!line.empty()) {
            out.push_back(line);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

}  // namespace tocsin::messages
