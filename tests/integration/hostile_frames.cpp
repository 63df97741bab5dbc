// SPDX-License-Identifier: Apache-2.0
#include "hostile_frames.hpp"

#include <boost/json.hpp>
#include <cstdint>
#include <fstream>
#include <optional>

#include "mutation.hpp"

namespace tocsin::integration {
namespace {

namespace json = boost::json;

enum Opcode : unsigned { continuation = 0, text = 1, binary = 2, closing = 8, ping = 9, pong = 10 };

struct Shape {
    unsigned opcode = text;
    bool last = true;
    bool masked = true;
    unsigned reserved = 0;                   ///< the three bits of extensions
    std::optional<std::uint64_t> claimed{};  ///< length, other than that of the payload
    bool longForm = false;                   ///< the length in 8 bytes, however short
};

void appendNumber(std::string& out, std::uint64_t number, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>(number >> shift & 0xff));
    }
}

std::string frame(Dice& dice, std::string payload, Shape const& shape = {}) {
    std::string out;
    out.push_back(
        static_cast<char>((shape.last ? 0x80U : 0U) | shape.reserved << 4 | shape.opcode));
    unsigned const mask = shape.masked ? 0x80 : 0;
    auto const length = shape.claimed.value_or(payload.size());
    if (length > 0xffff || shape.longForm) {
        out.push_back(static_cast<char>(mask | 127));
        appendNumber(out, length, 8);
    } else if (length > 125) {
        out.push_back(static_cast<char>(mask | 126));
        appendNumber(out, length, 2);
    } else {
        out.push_back(static_cast<char>(mask | length));
    }
    if (shape.masked) {
        char const key[4]{dice.byte(), dice.byte(), dice.byte(), dice.byte()};
        out.append(key, 4);
        for (std::size_t i = 0; i < payload.size(); ++i) {
            payload[i] = static_cast<char>(payload[i] ^ key[i % 4]);
        }
    }
    return out + payload;
}

std::string inFragments(Dice& dice, std::string const& message) {
    std::string out;
    bool first = true;
    for (std::size_t at = 0; at < message.size() || first; first = false) {
        auto const part = message.substr(at, 1 + dice.below(message.size()));
        at += part.size();
        Shape shape;
        shape.opcode = first ? text : continuation;
        shape.last = at >= message.size();
        out += frame(dice, part, shape);
        if (!shape.last && dice.oneIn(2)) {
            Shape control;
            control.opcode = dice.oneIn(2) ? ping : pong;
            out += frame(dice, std::string(dice.below(126), 'p'), control);
        }
    }
    return out;
}

std::string deep(Dice& dice) {
    auto const depth = 1 + dice.below(20'000);
    switch (dice.below(3)) {
        case 0:
            return std::string(depth, '[');
        case 1:
            return R"({"type":"status","id":1,"x":)" + std::string(depth, '[') +
                   std::string(depth, ']') + "}";
        default: {
            std::string out;
            for (std::size_t i = 0; i < depth; ++i) {
                out += "{\"a\":";
            }
            return out;
        }
    }
}

}  // namespace

std::string playerHandshake() {
    return "GET /player HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
           "upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
           "AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
}

std::string mutatedHandshake(Dice& dice) {
    return mutated(dice, playerHandshake()) + frame(dice, R"({"type":"pending","id":1})");
}

HostileFrames::HostileFrames(std::string const& document) {
    std::ifstream in(document);
    std::string line;
    bool inside = false;
    while (std::getline(in, line)) {
        if (inside && line == "```") {
            inside = false;
        } else if (inside) {
            examples_.back() += line + "\n";
        } else if (line == "```json") {
            inside = true;
            examples_.emplace_back();
        }
    }
}

std::string HostileFrames::message(Dice& dice) const {
    std::string said = dice.of(examples_);
    switch (dice.below(6)) {
        case 0:
            said = deep(dice);
            break;
        case 1:
            said = R"({"type":")" + std::string(1 + dice.below(80), 'q') + R"(","id":7})";
            break;
        case 2:
        case 3:
            said = json::serialize(withHostileMember(dice, json::parse(said)));
            break;
        default:
            // Bytes that are no UTF-8 would end the session, which is for the last frame.
            said = mutated(dice, said);
            for (auto& c : said) {
                c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
            }
            break;
    }
    return dice.oneIn(4) ? inFragments(dice, said) : frame(dice, said);
}

std::string HostileFrames::strangersHello(Dice& dice, messages::Challenge const& challenge) {
    auto const key = messages::KeyPair::generate();
    messages::Hello hello;
    hello.software = "tocsin-player 0.1.0";
    hello.player = key.publicKey();
    hello.proof = key.sign(messages::helloBytes(challenge.nonce, challenge.controller));
    for (int i = 0; i < 6; ++i) {
        hello.pairingCode.push_back(static_cast<char>('A' + dice.below(26)));
    }
    hello.width = 192;
    hello.height = 32;
    hello.boot = "7d0f2a52-3c1e-4a35-9d0e-6c7d2f5d1b11";
    hello.decodeRate = 1;
    return frame(dice, messages::encode({1, hello}));
}

std::string HostileFrames::lastFrame(Dice& dice) {
    Shape shape;
    switch (dice.below(12)) {
        case 0:
            shape.masked = false;
            return frame(dice, R"({"type":"pending","id":1})", shape);
        case 1:
            shape.reserved = 1 + static_cast<unsigned>(dice.below(7));
            return frame(dice, "x", shape);
        case 2:
            shape.opcode = 3 + static_cast<unsigned>(dice.below(5));
            return frame(dice, "x", shape);
        case 3:
            shape.opcode = ping;
            return frame(dice, std::string(200, 'p'), shape);
        case 4:
            shape.opcode = ping;
            shape.last = false;
            return frame(dice, "p", shape);
        case 5:
            shape.opcode = continuation;
            return frame(dice, "x", shape);
        case 6:
            shape.claimed = dice.oneIn(2) ? std::uint64_t{1} << 63 : (std::uint64_t{1} << 63) - 1;
            return frame(dice, "x", shape);
        case 7:
            shape.claimed = 1 + dice.below(4 << 20);
            return frame(dice, "x", shape);
        case 8:
            shape.longForm = true;
            return frame(dice, "x", shape);
        case 9:
            shape.opcode = closing;
            return frame(dice, std::string(1 + dice.below(3), dice.byte()), shape);
        case 10:
            shape.opcode = dice.oneIn(2) ? binary : text;
            return frame(dice, "{\"type\":\"\xff\xfe\xc0\x80\"}", shape);
        default: {
            std::string garbage;
            for (auto bytes = dice.below(300); bytes > 0; --bytes) {
                garbage.push_back(dice.byte());
            }
            return garbage;
        }
    }
}

}  // namespace tocsin::integration
