// SPDX-License-Identifier: Apache-2.0
// The session's messages: dispatch by type. The members of each message are in wire_bodies.cpp.
#include "tocsin/messages/wire.hpp"

#include <array>

#include "manifest_version_json.hpp"
#include "tocsin/messages/json.hpp"
#include "wire_bodies.hpp"

namespace tocsin::messages {
namespace {

struct BodyType {
    std::string_view name;
    Body (*read)(JsonReader const&);
};

template <class T>
Body readAs(JsonReader const& reader) {
    T out;
    read(reader, out);
    return out;
}

/// In the order of the alternatives of Body; Unknown, the last, has no name of its own.
constexpr std::array kTypes{
    BodyType{"challenge", &readAs<Challenge>},
    BodyType{"hello", &readAs<Hello>},
    BodyType{"welcome", &readAs<Welcome>},
    BodyType{"pending", &readAs<Pending>},
    BodyType{"clock", &readAs<ClockRequest>},
    BodyType{"clock_reply", &readAs<ClockReply>},
    BodyType{"status", &readAs<Status>},
    BodyType{"manifest", &readAs<ManifestOffer>},
    BodyType{"manifest_receipt", &readAs<ManifestReceipt>},
    BodyType{"command", &readAs<CommandOffer>},
    BodyType{"command_receipt", &readAs<CommandReceipt>},
    BodyType{"plays", &readAs<Plays>},
    BodyType{"plays_stored", &readAs<PlaysStored>},
    BodyType{"evidence_request", &readAs<EvidenceRequest>},
    BodyType{"evidence", &readAs<EvidencePicture>},
    BodyType{"evidence_stored", &readAs<EvidenceStored>},
    BodyType{"spare", &readAs<SpareList>},
    BodyType{"spare_report", &readAs<SpareReport>},
    BodyType{"probe", &readAs<Probe>},
    BodyType{"probe_reply", &readAs<ProbeReply>},
    BodyType{"warning", &readAs<WarningOffer>},
    BodyType{"warning_receipt", &readAs<WarningReceipt>},
    BodyType{"instruction", &readAs<InstructionOffer>},
    BodyType{"instruction_receipt", &readAs<InstructionReceipt>},
    BodyType{"refusal", &readAs<Refusal>},
};
static_assert(kTypes.size() + 1 == std::variant_size_v<Body>);

constexpr std::size_t kMaxTypeBytes = 64;

Message readMessage(JsonReader const& reader) {
    Message out;
    out.id = reader.at("id").integer(0, kMaxCount);
    auto type = reader.at("type").string(kMaxTypeBytes);
    for (auto const& known : kTypes) {
        if (known.name == type) {
            out.body = known.read(reader);
            return out;
        }
    }
    out.body = Unknown{std::move(type)};
    return out;
}

struct Writer {
    boost::json::object& out;
    template <class T>
    void operator()(T const& body) const {
        write(body, out);
    }
    void operator()(Unknown const&) const {}
};

}  // namespace

std::string encode(Message const& message) {
    boost::json::object out;
    auto const type = typeName(message.body);
    out["type"] = boost::json::string_view(type.data(), type.size());
    out["id"] = message.id;
    std::visit(Writer{out}, message.body);
    return boost::json::serialize(out);
}

Result<Message> decode(std::string_view text) {
    return readJson(text, &readMessage, kMaxMessageBytes);
}

std::string_view typeName(Body const& body) {
    if (auto const* unknown = std::get_if<Unknown>(&body)) {
        return unknown->type;
    }
    return kTypes[body.index()].name;
}

std::int64_t idOf(std::string_view text) noexcept {
    try {
        auto const parsed = parseJson(text, kMaxMessageBytes);
        if (!parsed) {
            return 0;
        }
        return JsonReader(*parsed, "").at("id").integer(0, kMaxCount);
    } catch (std::exception const&) {
        return 0;
    }
}

std::string helloBytes(std::string_view nonce, PublicKey const& controller) {
    std::string payload(nonce);
    payload.append(controller.bytes.begin(), controller.bytes.end());
    return signedBytes(kHelloKind, payload);
}

}  // namespace tocsin::messages
