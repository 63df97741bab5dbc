// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/drawn_character.hpp"

#include <fmt/format.h>
#include <glib.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace tocsin::media {
namespace {

struct GlibDeleter {
    void operator()(void* memory) const noexcept { g_free(memory); }
};

std::optional<char32_t> characterFrom(std::string_view text) {
    std::uint32_t value = 0;
    if (!text.starts_with("U+")) {
        return std::nullopt;
    }
    auto const [end, error] =
        std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
    bool const whole = error == std::errc() && end == text.data() + text.size();
    return whole && g_unichar_validate(value) != FALSE ? std::optional<char32_t>(value)
                                                       : std::nullopt;
}

}  // namespace

std::string drawnText(DrawnCharacter const& drawn) {
    std::unique_ptr<char, GlibDeleter> const base64(
        g_base64_encode(drawn.dots.data(), drawn.dots.size()));
    return fmt::format("U+{:04X} {}", static_cast<std::uint32_t>(drawn.character), base64.get());
}

std::optional<DrawnCharacter> drawnFrom(std::string_view text) {
    auto const space = text.find(' ');
    auto const character = characterFrom(text.substr(0, space));
    if (!character || space == std::string_view::npos) {
        return std::nullopt;
    }
    gsize size = 0;
    std::unique_ptr<guchar, GlibDeleter> const bytes(
        g_base64_decode(std::string(text.substr(space + 1)).c_str(), &size));
    DrawnCharacter out{*character, {bytes.get(), bytes.get() + size}};
    bool const drawn = std::ranges::any_of(out.dots, [](auto byte) { return byte != 0; });
    return size == DrawnCharacter::kBytes && drawn && drawnText(out) == text
               ? std::optional(std::move(out))
               : std::nullopt;
}

}  // namespace tocsin::media
