// SPDX-License-Identifier: Apache-2.0
#include "slogan_style_reading.hpp"

#include "tocsin/media/slogan_keys.hpp"

namespace tocsin::library {
namespace {

struct ReadKeys {
    messages::JsonReader const& in;

    template <class Choice, class Words>
    void choice(std::string_view key, Choice& to, Words const& words) {
        if (auto const value = in.find(key)) {
            auto const chosen = choiceFor(words, value->string(32));
            if (!chosen) {
                value->fail("expected one of " + media::allWords(words));
            }
            to = *chosen;
        }
    }
    void colour(std::string_view key, media::Colour& to) {
        std::optional<media::Colour> read = to;
        colourOr(key, read, "");
        to = read.value_or(to);
    }
    void colourOr(std::string_view key, std::optional<media::Colour>& to, std::string_view none) {
        if (auto const value = in.find(key)) {
            auto const text = value->string(32);
            to = media::colourNamed(text);
            if (!to && (none.empty() || text != none)) {
                value->fail("expected a colour like #ffdc00" +
                            (none.empty() ? "" : " or " + std::string(none)));
            }
        }
    }
    void number(std::string_view key, int& to, media::Limits limits) {
        if (auto const value = in.find(key)) {
            to = static_cast<int>(value->integer(limits.least, limits.most));
        }
    }
    void numberOrFit(std::string_view key, int& to, media::Limits limits) {
        number(key, to, limits);
    }
};

struct ListKeys {
    std::vector<std::string_view>& keys;

    void choice(std::string_view key, auto&, auto const&) { keys.push_back(key); }
    void colour(std::string_view key, media::Colour&) { keys.push_back(key); }
    void colourOr(std::string_view key, std::optional<media::Colour>&, std::string_view) {
        keys.push_back(key);
    }
    void number(std::string_view key, int&, media::Limits) { keys.push_back(key); }
    void numberOrFit(std::string_view key, int&, media::Limits) { keys.push_back(key); }
};

}  // namespace

void readSloganStyle(messages::JsonReader const& in, media::SloganStyle& style) {
    media::visitSloganKeys(style, ReadKeys{in});
}

std::vector<std::string_view> sloganStyleKeys() {
    std::vector<std::string_view> out;
    media::SloganStyle style;
    media::visitSloganKeys(style, ListKeys{out});
    return out;
}

}  // namespace tocsin::library
