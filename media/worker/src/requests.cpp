// SPDX-License-Identifier: Apache-2.0
// The worker's JSON.
#include "tocsin/media_worker/requests.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <limits>
#include <optional>
#include <vector>

#include "style_request.hpp"
#include "tocsin/media/slogan_keys.hpp"

namespace tocsin::media_worker {
namespace {

namespace json = boost::json;

constexpr char kCharacters[] = "characters";
constexpr std::size_t kMostCharacters = 64;

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

Result<std::string> text(json::value const& value, std::string_view key) {
    if (auto const* const found = value.if_string()) {
        return std::string(*found);
    }
    return invalid(std::string(key) + ": must be text");
}

/// Takes what a request says about its keys; the first thing that is wrong stays.
struct ReadKeys {
    json::object const& request;
    std::vector<std::string_view> known{"text"};
    Result<> outcome{};

    json::value const* find(std::string_view key) {
        known.push_back(key);
        return request.if_contains(key);
    }
    void wrong(std::string_view key, std::string const& must) {
        if (outcome) {
            outcome = invalid(std::string(key) + ": must be " + must);
        }
    }
    template <class Choice, class Words>
    void choice(std::string_view key, Choice& to, Words const& words) {
        if (auto const* const value = find(key)) {
            auto const* const word = value->if_string();
            if (auto const chosen = choiceFor(words, word != nullptr ? *word : "")) {
                to = *chosen;
            } else {
                wrong(key, "one of " + media::allWords(words));
            }
        }
    }
    void colour(std::string_view key, media::Colour& to) {
        std::optional<media::Colour> read = to;
        colourOr(key, read, "");
        to = read.value_or(to);
    }
    void colourOr(std::string_view key, std::optional<media::Colour>& to, std::string_view none) {
        auto const* const value = find(key);
        if (value == nullptr) {
            return;
        }
        auto const* const text = value->if_string();
        to = text != nullptr ? media::colourNamed(*text) : std::nullopt;
        if (!to && (text == nullptr || none.empty() || *text != none)) {
            wrong(key, "a colour of the form \"#rrggbb\"" +
                           (none.empty() ? "" : " or \"" + std::string(none) + "\""));
        }
    }
    /// Ranges are checked with the whole style.
    void number(std::string_view key, int& to, media::Limits) {
        if (auto const* const value = find(key)) {
            auto const* const found = value->if_int64();
            if (found == nullptr || *found < std::numeric_limits<int>::min() ||
                *found > std::numeric_limits<int>::max()) {
                wrong(key, "a whole number");
            } else {
                to = static_cast<int>(*found);
            }
        }
    }
    void numberOrFit(std::string_view key, int& to, media::Limits limits) {
        number(key, to, limits);
    }
};

Result<> onlyKnown(json::object const& request, std::vector<std::string_view> const& known) {
    for (auto const& item : request) {
        if (std::ranges::find(known, std::string_view(item.key())) == known.end()) {
            std::string all;
            for (auto const key : known) {
                all += (all.empty() ? "" : ", ") + std::string(key);
            }
            return invalid("unknown key '" + std::string(item.key()) + "'; known are " + all);
        }
    }
    return {};
}

Result<std::string> describe(std::string_view request) {
    auto object = readObject(request);
    if (!object) {
        return object.error();
    }
    auto const drawn = readCharacters(*object);
    if (!drawn) {
        return drawn.error();
    }
    object->erase(kCharacters);
    auto const style = readStyle(*object);
    if (!style) {
        return style.error();
    }
    auto const description = media::describeSlogan(*style, *drawn);
    if (!description) {
        return description.error();
    }
    return media::canonicalSlogan(*description);
}

}  // namespace

Result<json::object> readObject(std::string_view request) {
    boost::system::error_code code;
    auto parsed = json::parse(request, code);
    if (code || !parsed.is_object()) {
        return invalid("the request is not a JSON object");
    }
    return std::move(parsed.get_object());
}

Result<std::vector<media::DrawnCharacter>> readCharacters(json::object const& request) {
    std::vector<media::DrawnCharacter> out;
    auto const* const given = request.if_contains(kCharacters);
    if (given == nullptr) {
        return out;
    }
    auto const* const list = given->if_array();
    if (list == nullptr || list->size() > kMostCharacters) {
        return invalid("characters: must be a list of up to 64");
    }
    for (auto const& one : *list) {
        auto const* const text = one.if_string();
        auto drawn = text != nullptr ? media::drawnFrom(std::string_view(*text)) : std::nullopt;
        if (!drawn) {
            return invalid("characters: must hold drawn characters, \"U+2B7A9 \" and base64 each");
        }
        out.push_back(*std::move(drawn));
    }
    return out;
}

Result<media::SloganStyle> readStyle(json::object const& object) {
    media::SloganStyle style;
    ReadKeys keys{object};
    visitSloganKeys(style, keys);
    if (auto known = onlyKnown(object, keys.known); !known) {
        return known.error();
    }
    if (!keys.outcome) {
        return keys.outcome.error();
    }
    if (auto const* const given = object.if_contains("text")) {
        auto read = text(*given, "text");
        if (!read) {
            return read.error();
        }
        style.text = *std::move(read);
    }
    return style;
}

std::string verdictJson(media::Verdict const& verdict) {
    return json::serialize(json::object{{"accepted", verdict.accepted},
                                        {"reason", verdict.reason},
                                        {"technical", verdict.technical},
                                        {"kind", verdict.kind},
                                        {"container", verdict.container},
                                        {"codec", verdict.codec},
                                        {"width", verdict.width},
                                        {"height", verdict.height},
                                        {"durationMs", verdict.durationMs},
                                        {"frames", verdict.frames},
                                        {"rateNum", verdict.rateNum},
                                        {"rateDen", verdict.rateDen},
                                        {"sound", verdict.sound},
                                        {"whole", verdict.whole},
                                        {"playable", verdict.playable},
                                        {"needs", json::value_from(verdict.needs)},
                                        {"pages", verdict.pages},
                                        {"pixelFormat", verdict.pixelFormat},
                                        {"bitDepth", verdict.bitDepth},
                                        {"interlaced", verdict.interlaced},
                                        {"hdr", verdict.hdr},
                                        {"rotation", verdict.rotation},
                                        {"pixelAspectNum", verdict.pixelAspectNum},
                                        {"pixelAspectDen", verdict.pixelAspectDen},
                                        {"houseRateNum", verdict.houseRateNum},
                                        {"houseRateDen", verdict.houseRateDen},
                                        {"bitRate", verdict.bitRate},
                                        {"bytes", verdict.bytes},
                                        {"soundCodec", verdict.soundCodec},
                                        {"soundChannels", verdict.soundChannels},
                                        {"soundRate", verdict.soundRate}});
}

std::string answerSlogan(std::string_view request) {
    auto const canonical = describe(request);
    if (!canonical) {
        return json::serialize(
            json::object{{"accepted", false}, {"reason", canonical.error().message}});
    }
    return json::serialize(json::object{{"accepted", true}, {"canonical", *canonical}});
}

}  // namespace tocsin::media_worker
