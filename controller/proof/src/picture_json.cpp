// SPDX-License-Identifier: Apache-2.0
// A picture as the API shows it.
#include <boost/json.hpp>

#include "photograph_record.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/evidence.hpp"
#include "tocsin/proof/evidence.hpp"

namespace tocsin::proof {
namespace {

namespace json = boost::json;

constexpr char kPictureSchema[] =
    R"({"type":"object","required":["picture","screen","at","received","cause","bytes","width","height"],"properties":{"picture":{"type":"string"},"screen":{"type":"string"},"at":{"type":"string","format":"date-time"},"received":{"type":"string","format":"date-time"},"tick":{"type":"integer"},"cause":{"enum":["request","first-play","interval","warning","photo"]},"showing":{"enum":["play","fallback","dark","notice","warning"]},"play_id":{"type":["string","null"]},"asset":{"type":["string","null"]},"asset_name":{"type":"string"},"campaign":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},"bytes":{"type":"integer"},"clock":{"enum":["synced","holdover","unset"]},"clock_uncertainty_ms":{"type":"integer"},"delivered":{"type":"boolean"},"fault":{"type":["string","null"]},"player":{"type":["string","null"]},"warning":{"type":["string","null"]},"warning_revision":{"type":["integer","null"]},"tier":{"enum":["composed","delivered","photographed"]},"manual":{"type":"boolean"},"added_by":{"type":["string","null"]},"type":{"enum":["image/jpeg","image/png"]},"time":{"enum":["fleet","camera","camera-zone","stated"]},"camera":{"type":["string","null"]},"sticker":{"type":"boolean"},"note":{"type":"string"}}})";

json::value orNull(std::string text) {
    return text.empty() ? json::value(nullptr) : json::value(std::move(text));
}

json::value hexOrNull(Digest const& digest) {
    return orNull(digest == Digest{} ? "" : digest.hex());
}

template <class Facts>
Facts whole(Result<Facts> read, store::KeptPicture const& picture) {
    if (!read) {
        throw Failure({Errc::damaged, "picture " + picture.picture.hex() +
                                          " in the database cannot be read (" +
                                          read.error().message + "); restore a backup"});
    }
    return *std::move(read);
}

/// What pictures and photographs have in common.
json::object headOf(store::KeptPicture const& picture) {
    return {{"picture", picture.picture.hex()},   {"screen", picture.screen.str()},
            {"at", formatInstant(picture.at)},    {"received", formatInstant(picture.received)},
            {"campaign", picture.campaign.str()}, {"manual", isPhotograph(picture)}};
}

json::object takenByPlayer(store::KeptPicture const& picture) {
    auto const envelope = messages::parseEnvelope(picture.envelope);
    auto const evidence =
        whole(envelope ? messages::parseEvidence(envelope->payload) : envelope.error(), picture);
    auto const& facts = evidence.facts;
    auto out = headOf(picture);
    out["tick"] = facts.tick;
    out["cause"] = std::string(messages::toString(facts.cause));
    out["showing"] = facts.showing;
    out["play_id"] = hexOrNull(facts.playId);
    out["asset"] = hexOrNull(facts.asset);
    out["asset_name"] = facts.assetName;
    out["width"] = facts.width;
    out["height"] = facts.height;
    out["bytes"] = evidence.bytes;
    out["clock"] = std::string(messages::toString(facts.clock));
    out["clock_uncertainty_ms"] = facts.uncertaintyMs;
    out["delivered"] = facts.delivered;
    out["fault"] = orNull(facts.fault);
    out["player"] = picture.player.fingerprint();
    out["warning"] = orNull(facts.warning);
    out["warning_revision"] =
        facts.warning.empty() ? json::value(nullptr) : json::value(facts.warningRevision);
    out["tier"] = facts.delivered ? "delivered" : "composed";
    out["added_by"] = nullptr;
    out["type"] = "image/jpeg";
    out["time"] = "fleet";
    return out;
}

json::object takenByHand(store::KeptPicture const& picture) {
    auto const record = whole(parsePhotographRecord(picture.envelope), picture);
    auto out = headOf(picture);
    out["cause"] = "photo";
    out["asset"] = nullptr;
    out["asset_name"] = "";
    out["width"] = record.width;
    out["height"] = record.height;
    out["bytes"] = record.bytes;
    out["player"] = nullptr;
    out["warning"] = nullptr;
    out["warning_revision"] = nullptr;
    out["tier"] = "photographed";
    out["added_by"] = picture.addedBy;
    out["type"] = record.type;
    out["time"] = record.time;
    out["camera"] = orNull(record.camera);
    out["sticker"] = record.sticker;
    out["note"] = record.note;
    return out;
}

}  // namespace

char const* pictureSchema() {
    return kPictureSchema;
}

json::object pictureJson(store::KeptPicture const& picture) {
    return isPhotograph(picture) ? takenByHand(picture) : takenByPlayer(picture);
}

}  // namespace tocsin::proof
