// SPDX-License-Identifier: Apache-2.0
#include "ask_reading.hpp"

#include <algorithm>

#include "where_json.hpp"
#include "written_text.hpp"

namespace tocsin::warnings {
namespace {

using messages::JsonReader;

constexpr std::size_t kMostEvent = 64;
constexpr std::int64_t kMostMinutes = 60 * 24 * 31;

std::string readLine(JsonReader const& in, std::string_view key, std::size_t most) {
    auto const found = in.find(key);
    if (!found) {
        return "";
    }
    auto out = found->string(most);
    if (!isPlainLine(out)) {
        found->fail("write one line, without control characters");
    }
    return out;
}

std::string readText(JsonReader const& in, std::string_view key) {
    auto const found = in.find(key);
    if (!found) {
        return "";
    }
    auto out = found->string(kMostText);
    if (!isPlainText(out)) {
        found->fail("write plain text, without control characters");
    }
    return out;
}

bool readFlag(JsonReader const& in, std::string_view key) {
    auto const found = in.find(key);
    return found && found->boolean();
}

std::string readIcon(JsonReader const& in) {
    auto const found = in.find("icon");
    auto out = found ? found->string(32) : std::string();
    bool const isWord = std::all_of(out.begin(), out.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!isWord) {
        found->fail("is a word of a-z, 0-9 and '-', such as rain");
    }
    return out;
}

void readFields(JsonReader const& in, Ask& out) {
    auto const fields = in.find("fields");
    if (!fields) {
        return;
    }
    if (!fields->value().is_object()) {
        fields->fail("is an object of texts, by the fields' names");
    }
    for (auto const& [key, value] : fields->value().as_object()) {
        JsonReader const field(value, fields->path() + "." + std::string(key.substr(0, 64)));
        auto text = field.string(1'000);
        if (!isPlainLine(text)) {
            field.fail("write one line, without control characters");
        }
        out.fields.emplace(std::string(key), std::move(text));
    }
}

void readFreeText(JsonReader const& in, Ask& out) {
    out.headline = readLine(in, "headline", kMostHeadline);
    out.event = readLine(in, "event", kMostEvent);
    out.issuer = readLine(in, "issuer", kMostHeadline);
    out.body = readText(in, "body");
    out.instruction = readText(in, "instruction");
    out.icon = readIcon(in);
    out.emergency = readFlag(in, "emergency");
    if (!out.made.empty()) {
        for (auto const key :
             {"headline", "event", "issuer", "body", "instruction", "icon", "emergency"}) {
            if (in.find(key)) {
                in.at(key).fail(
                    "a template says it itself; fill its fields, or leave out "
                    "\"template\" and write free text");
            }
        }
    } else if (out.headline.empty()) {
        in.fail("name a template, or write a headline of your own");
    }
}

}  // namespace

Until readUntil(JsonReader const& in) {
    Until out;
    if (auto const minutes = in.find("minutes")) {
        out.minutes = minutes->integer(1, kMostMinutes);
    }
    if (auto const expires = in.find("expires")) {
        out.expires = expires->instant();
    }
    if (out.minutes && out.expires) {
        in.fail("say either minutes or expires");
    }
    return out;
}

Ask readAsk(JsonReader const& in) {
    in.onlyKeys({"template", "level", "fields", "event", "emergency", "icon", "headline", "issuer",
                 "body", "instruction", "where", "minutes", "expires", "from", "look", "sound",
                 "drill"});
    Ask out;
    if (auto const made = in.find("template")) {
        out.made = made->string(64);
    }
    if (auto const level = in.find("level")) {
        out.level = playlists::warningLevelFrom(level->string(16));
        if (!out.level) {
            level->fail("is none, blue, yellow, orange or red");
        }
    }
    readFields(in, out);
    if (out.made.empty() && !out.fields.empty()) {
        in.fail("fields are of templates; name one (template)");
    }
    readFreeText(in, out);
    out.where = readWhere(in.at("where"));
    out.until = readUntil(in);
    if (auto const from = in.find("from")) {
        out.from = from->instant();
    }
    if (auto const look = in.find("look")) {
        out.look = playlists::warningLookFrom(look->string(16));
        if (!out.look || *out.look == playlists::WarningLook::off) {
            look->fail("is takeover, split or ticker");
        }
    }
    if (auto const sound = in.find("sound")) {
        out.sound = sound->boolean();
    }
    out.drill = readFlag(in, "drill");
    return out;
}

}  // namespace tocsin::warnings
