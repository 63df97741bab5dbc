// SPDX-License-Identifier: Apache-2.0
// A SHA-256 value. Computing one needs a library and lives in tocsin::messages; here it is only a
// value.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

struct Digest {
    std::array<std::uint8_t, 32> bytes{};

    auto operator<=>(Digest const&) const = default;

    /// 64 lower-case hexadecimal digits.
    [[nodiscard]] std::string hex() const {
        constexpr char digits[] = "0123456789abcdef";
        std::string out;
        out.reserve(64);
        for (auto const b : bytes) {
            out.push_back(digits[b >> 4]);
            out.push_back(digits[b & 15]);
        }
        return out;
    }

    /// Exactly 64 hexadecimal digits of lower case, else nothing.
    [[nodiscard]] static std::optional<Digest> fromHex(std::string_view text) {
        auto const nibble = [](char c) -> int {
            if (c >= '0' && c <= '9') {
                return c - '0';
            }
            return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        };
        if (text.size() != 64) {
            return std::nullopt;
        }
        Digest out;
        for (std::size_t i = 0; i < 32; ++i) {
            int const high = nibble(text[2 * i]);
            int const low = nibble(text[2 * i + 1]);
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            out.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
        }
        return out;
    }
};

/// What exactly was or shall be shown: the upload, the house master that was approved, and the
/// rendition for the screen's class. Until the library transcodes, an upload that plays as it is
/// stands for all three.
struct ContentRef {
    Digest asset;
    Digest master;
    Digest rendition;

    auto operator<=>(ContentRef const&) const = default;
};

}  // namespace tocsin

template <>
struct std::hash<tocsin::Digest> {
    std::size_t operator()(tocsin::Digest const& d) const noexcept {
        std::size_t h = 0;
        for (std::size_t i = 0; i < sizeof h; ++i) {
            h = h << 8 | d.bytes[i];
        }
        return h;
    }
};
