// SPDX-License-Identifier: Apache-2.0
#include "director/warnings_file.hpp"

#include "tocsin/messages/json.hpp"
#include "tocsin/messages/wire.hpp"

namespace tocsin::player {
namespace {

using messages::JsonReader;

constexpr char kFormat[] = "tocsin-warnings/1";
constexpr std::size_t kMostWarnings = 2'000;
constexpr std::size_t kWordBytes = 128;

template <class Body>
std::string asMessage(Body const& body) {
    return messages::encode({0, body});
}

template <class Body>
Body fromMessage(JsonReader const& reader) {
    auto message = messages::decode(reader.string(messages::kMaxMessageBytes));
    if (!message) {
        reader.fail(message.error().message);
    }
    auto* body = std::get_if<Body>(&message->body);
    if (body == nullptr) {
        reader.fail("another type of message than expected");
    }
    return std::move(*body);
}

messages::PublicKey readKey(JsonReader const& reader) {
    auto const key = messages::PublicKey::fromBase64(reader.string(kWordBytes));
    if (!key) {
        reader.fail("expected an Ed25519 public key, 32 bytes in base64");
    }
    return *key;
}

KeptWarning readWarning(JsonReader const& reader) {
    KeptWarning out;
    out.payload = reader.at("payload").digest();
    out.key = readKey(reader.at("key"));
    out.gone = reader.at("gone").string(kWordBytes);
    out.expires = reader.at("expires").instant();
    if (auto const delivery = reader.find("delivery")) {
        out.delivery = fromMessage<messages::WarningOffer>(*delivery).delivery;
    }
    out.receipt = fromMessage<messages::WarningReceipt>(reader.at("receipt"));
    return out;
}

KeptReceipt readReceipt(JsonReader const& reader) {
    return {readKey(reader.at("key")), fromMessage<messages::WarningReceipt>(reader.at("receipt"))};
}

KeptWarnings readAll(JsonReader const& reader) {
    if (reader.at("format").string(kWordBytes) != kFormat) {
        reader.at("format").fail(std::string("expected \"") + kFormat + "\"");
    }
    KeptWarnings out;
    out.screen = ScreenId(reader.at("screen").string(kWordBytes));
    auto const newest = reader.at("newest").array(kMostWarnings);
    for (auto const& item : newest) {
        out.newest.push_back(readWarning(item));
    }
    auto const past = reader.at("past").array(kMostWarnings);
    for (auto const& item : past) {
        out.past.push_back(readReceipt(item));
    }
    return out;
}

}  // namespace

std::string toText(KeptWarnings const& kept) {
    boost::json::array newest;
    for (auto const& one : kept.newest) {
        boost::json::object item{{"payload", one.payload.hex()},
                                 {"key", one.key.base64()},
                                 {"gone", one.gone},
                                 {"expires", formatInstant(one.expires)}};
        if (one.delivery) {
            item["delivery"] = asMessage(messages::WarningOffer{*one.delivery});
        }
        item["receipt"] = asMessage(one.receipt);
        newest.push_back(std::move(item));
    }
    boost::json::array past;
    for (auto const& one : kept.past) {
        past.push_back(
            boost::json::object{{"key", one.key.base64()}, {"receipt", asMessage(one.receipt)}});
    }
    return boost::json::serialize(boost::json::object{{"format", kFormat},
                                                      {"screen", kept.screen.str()},
                                                      {"newest", std::move(newest)},
                                                      {"past", std::move(past)}});
}

Result<KeptWarnings> parseKeptWarnings(std::string_view text) {
    return messages::readJson(text, &readAll, KeptWarnings::kMostBytes);
}

}  // namespace tocsin::player
