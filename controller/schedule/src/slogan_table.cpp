// SPDX-License-Identifier: Apache-2.0
// Reading [[slogan]] tables.
#include "slogan_table.hpp"

#include <algorithm>

#include "tocsin/library/show_time.hpp"

namespace tocsin::schedule {
namespace {

std::optional<std::int64_t> integerIn(config::TomlTable const& table, std::string_view key,
                                      media::Limits limits) {
    return table.integer(key, limits.least, limits.most);
}

std::optional<media::Colour> parseColour(std::string_view text) {
    if (text.size() != 7 || text[0] != '#') {
        return std::nullopt;
    }
    unsigned value = 0;
    for (auto const c : text.substr(1)) {
        auto const lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        if (lower >= '0' && lower <= '9') {
            value = value << 4 | static_cast<unsigned>(lower - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            value = value << 4 | static_cast<unsigned>(lower - 'a' + 10);
        } else {
            return std::nullopt;
        }
    }
    return media::Colour{static_cast<std::uint8_t>(value >> 16),
                         static_cast<std::uint8_t>(value >> 8 & 0xff),
                         static_cast<std::uint8_t>(value & 0xff)};
}

void readColour(config::TomlTable const& table, std::string_view key, media::Colour& colour) {
    if (auto const text = table.string(key)) {
        if (auto const read = parseColour(*text)) {
            colour = *read;
        } else {
            table.problem(key, "\"" + *text + "\" is not a colour; write it like \"#ffdc00\"");
        }
    }
}

void readName(config::TomlTable const& table, CampaignFile const& file, FileSlogan& slogan) {
    if (!table.has("name")) {
        table.problem("name", "missing; items refer to the slogan by its name");
        return;
    }
    auto const name = table.string("name");
    if (!name) {
        return;
    }
    if (!isHandle(*name)) {
        table.problem("name", "\"" + *name + "\" is not allowed; use 1 to 64 of a-z 0-9 - _ .");
    } else if (file.sloganNamed(*name)) {
        table.problem("name", "a slogan called \"" + *name + "\" is already in this file");
    }
    slogan.name = *name;
}

void readText(config::TomlTable const& table, FileSlogan& slogan) {
    if (!table.has("text")) {
        table.problem("text", "missing; say what the slogan reads");
        return;
    }
    if (auto const text = table.string("text")) {
        auto const characters = std::count_if(text->begin(), text->end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
        });
        if (!media::kSloganCharacters.allow(characters)) {
            table.problem("text", std::to_string(media::kSloganCharacters.least) + " to " +
                                      std::to_string(media::kSloganCharacters.most) +
                                      " characters are allowed");
        }
        slogan.style.text = *text;
    }
}

}  // namespace

void readSloganTable(config::TomlTable const& table, CampaignFile& file) {
    table.onlyKeys({"name", "text", "motion", "seconds", "colour", "background", "size_percent",
                    "pixels_per_second"});
    FileSlogan slogan;
    readName(table, file, slogan);
    readText(table, slogan);
    if (auto const motion = table.string("motion")) {
        if (*motion == "scroll-left") {
            slogan.style.motion = media::SloganMotion::scrollLeft;
        } else if (*motion != "still") {
            table.problem("motion",
                          "\"" + *motion + "\" is unknown; still and scroll-left are allowed");
        }
    }
    if (auto const seconds = integerIn(table, "seconds", library::kShowSeconds)) {
        slogan.showFor = Milliseconds(*seconds * 1'000);
    }
    readColour(table, "colour", slogan.style.colour);
    readColour(table, "background", slogan.style.background);
    if (auto const size = integerIn(table, "size_percent", media::kSloganSizePercent)) {
        slogan.style.sizePercent = static_cast<int>(*size);
    }
    if (auto const speed = integerIn(table, "pixels_per_second", media::kSloganPixelsPerSecond)) {
        slogan.style.pixelsPerSecond = static_cast<int>(*speed);
    }
    file.slogans.push_back(std::move(slogan));
}

}  // namespace tocsin::schedule
