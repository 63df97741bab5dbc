// SPDX-License-Identifier: Apache-2.0
// Reading texts of lines in a fixed order, as proof is written: "<name> <value>" each. Faults are
// Failure(Errc::damaged) that names the field.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "fields.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/signed_text.hpp"

namespace tocsin::messages {

[[nodiscard]] inline std::string digestBase64(Digest const& digest) {
    return base64({reinterpret_cast<char const*>(digest.bytes.data()), digest.bytes.size()});
}

/// Takes the next line, without its line feed, off `text`.
[[nodiscard]] inline std::string_view takeLine(std::string_view& text, std::string_view field) {
    auto const end = text.find('\n');
    if (end == std::string_view::npos) {
        damagedField(field, "the line is missing or cut off");
    }
    auto const line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

/// Takes the line "<name> <value>" off `text` and returns the value.
[[nodiscard]] inline std::string_view takeValue(std::string_view& text, std::string_view name) {
    auto const line = takeLine(text, name);
    if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ') {
        damagedField(name, "expected a line \"" + std::string(name) + " …\" here");
    }
    return line.substr(name.size() + 1);
}

[[nodiscard]] inline std::string_view takeWord(std::string_view& text) {
    auto const end = text.find(' ');
    auto const word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
}

[[nodiscard]] inline Digest readDigest(std::string_view name, std::string_view value) {
    auto const raw = unbase64(value);
    Digest out;
    if (!raw || raw->size() != out.bytes.size()) {
        damagedField(name, "expected a SHA-256 digest in base64");
    }
    std::copy(raw->begin(), raw->end(), out.bytes.begin());
    return out;
}

[[nodiscard]] inline Digest takeDigest(std::string_view& text, std::string_view name) {
    return readDigest(name, takeValue(text, name));
}

[[nodiscard]] inline PublicKey readPublicKey(std::string_view name, std::string_view value) {
    auto const key = PublicKey::fromBase64(value);
    if (!key) {
        damagedField(name, "expected an Ed25519 public key in base64");
    }
    return *key;
}

}  // namespace tocsin::messages
