// SPDX-License-Identifier: Apache-2.0
// Reading [[slogan]] tables.
#include "slogan_table.hpp"

#include <algorithm>

#include "tocsin/library/show_time.hpp"
#include "tocsin/media/slogan_keys.hpp"

namespace tocsin::schedule {
namespace {

/// Takes what a table says about its style.
struct ReadKeys {
    config::TomlTable const& table;

    void wrong(std::string_view key, std::string const& text, std::string const& what) {
        table.problem(key, "\"" + text + "\" " + what);
    }
    template <class Choice, class Words>
    void choice(std::string_view key, Choice& to, Words const& words) {
        if (auto const word = table.string(key)) {
            if (auto const chosen = choiceFor(words, *word)) {
                to = *chosen;
            } else {
                wrong(key, *word, "is unknown; " + media::allWords(words) + " are allowed");
            }
        }
    }
    void colour(std::string_view key, media::Colour& to) {
        std::optional<media::Colour> read = to;
        colourOr(key, read, "");
        to = read.value_or(to);
    }
    void colourOr(std::string_view key, std::optional<media::Colour>& to, std::string_view none) {
        if (auto const text = table.string(key)) {
            to = media::colourNamed(*text);
            if (!to && (none.empty() || *text != none)) {
                wrong(key, *text,
                      "is not a colour; write it like \"#ffdc00\"" +
                          (none.empty() ? "" : ", or \"" + std::string(none) + "\""));
            }
        }
    }
    void number(std::string_view key, int& to, media::Limits limits) {
        if (auto const value = table.integer(key, limits.least, limits.most)) {
            to = static_cast<int>(*value);
        }
    }
    void numberOrFit(std::string_view key, int& to, media::Limits limits) {
        number(key, to, limits);
    }
};

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
    table.onlyKeys({"name", "text", "seconds", "motion", "colour", "background", "outline",
                    "outline_width", "edges", "lettering", "align", "lines", "letter_pixels",
                    "size_percent", "pixels_per_second", "page_seconds"});
    FileSlogan slogan;
    readName(table, file, slogan);
    readText(table, slogan);
    auto const& shown = library::kShowSeconds;
    if (auto const seconds = table.integer("seconds", shown.least, shown.most)) {
        slogan.showFor = Milliseconds(*seconds * 1'000);
    }
    media::visitSloganKeys(slogan.style, ReadKeys{table});
    file.slogans.push_back(std::move(slogan));
}

}  // namespace tocsin::schedule
