// SPDX-License-Identifier: Apache-2.0
// What one player is given of a warning: as JSON, and opened.
#include "envelope_json.hpp"
#include "handle_json.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "warning_delivery_json.hpp"

namespace tocsin::messages {
namespace {

// A tree of a million leaves has paths of this length; Warning::kMostTargets is below that.
constexpr std::size_t kMostProof = 20;
constexpr std::size_t kMaxWordBytes = 64;

WarningTarget readTarget(JsonReader const& reader) {
    WarningTarget out;
    out.screen = ScreenId(readHandle(reader.at("screen"), "-_."));
    auto const look = playlists::warningLookFrom(reader.at("look").string(kMaxWordBytes));
    if (!look) {
        reader.at("look").fail(R"(expected "off", "ticker", "split" or "takeover")");
    }
    out.look = *look;
    out.sound = reader.at("sound").boolean();
    out.always = reader.at("always").boolean();
    return out;
}

boost::json::object toJsonValue(WarningTarget const& target) {
    return {{"screen", target.screen.str()},
            {"look", std::string(playlists::toString(target.look))},
            {"sound", target.sound},
            {"always", target.always}};
}

bool isInList(WarningDelivery const& delivery, Warning const& warning) {
    return isLeafOf(targetRow(delivery.target), delivery.index, warning.targets, delivery.proof,
                    warning.targetRoot);
}

}  // namespace

WarningDelivery readDelivery(JsonReader const& reader) {
    WarningDelivery out;
    out.envelope = envelopeText(reader.at("envelope"));
    out.target = readTarget(reader.at("target"));
    out.index = reader.at("index").integer(0, Warning::kMostTargets - 1);
    for (auto const& digest : reader.at("proof").array(kMostProof)) {
        out.proof.push_back(digest.digest());
    }
    return out;
}

void writeDelivery(WarningDelivery const& delivery, boost::json::object& out) {
    out["envelope"] = envelopeValue(delivery.envelope);
    out["target"] = toJsonValue(delivery.target);
    out["index"] = delivery.index;
    boost::json::array proof;
    for (auto const& digest : delivery.proof) {
        proof.emplace_back(digest.hex());
    }
    out["proof"] = std::move(proof);
}

Result<OpenedWarning> openWarning(WarningDelivery const& delivery, KeySet const& keys) {
    auto const envelope = parseEnvelope(delivery.envelope);
    if (!envelope) {
        return Error{Errc::invalid, "the warning's envelope: " + envelope.error().message};
    }
    if (keys.revokes(envelope->key)) {
        return Error{Errc::permission, "the warning is signed by key " +
                                           envelope->key.fingerprint() + ", which is revoked"};
    }
    auto payload = opened(*envelope, kWarningKind, keys.key(SigningRole::warning));
    if (!payload) {
        return payload.error();
    }
    auto warning = parseWarning(*payload);
    if (!warning) {
        return Error{Errc::invalid, "not a warning: " + warning.error().message};
    }
    if (!isInList(delivery, *warning)) {
        return Error{Errc::permission, "screen \"" + shownAsUtf8(delivery.target.screen.str()) +
                                           "\" does not stand like this in the list of warning \"" +
                                           warning->id + "\""};
    }
    return OpenedWarning{*std::move(warning), delivery.target, envelope->key, *std::move(payload)};
}

}  // namespace tocsin::messages
