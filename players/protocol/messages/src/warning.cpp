// SPDX-License-Identifier: Apache-2.0
// Warnings as JSON. Free text is clipped to its bound when written, and loses its control
// characters, so that no warning of ours is refused for what somebody typed.
#include "tocsin/messages/warning.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "handle_json.hpp"
#include "manifest_version_json.hpp"
#include "text.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::messages {
namespace {

// The longest warning has less, and in base64, with its proof, it fits a message.
constexpr std::size_t kMostBytes = 256 << 10;
constexpr std::size_t kMaxWordBytes = 64;  // also of an event, an icon and a zone
constexpr std::size_t kMaxLanguageBytes = 35;
constexpr std::size_t kMaxLineBytes = 200;
constexpr std::size_t kMaxBodyBytes = 4000;

constexpr std::array<std::pair<WarningAction, std::string_view>, 2> kActions{{
    {WarningAction::show, "show"},
    {WarningAction::clear, "clear"},
}};

std::string_view actionName(WarningAction action) {
    return kActions[static_cast<std::size_t>(action)].second;
}

bool isControl(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

bool isControlInBody(char c) {
    return c != '\n' && isControl(c);
}

std::string clippedBody(std::string_view text) {
    auto out = clipped(text, kMaxBodyBytes);
    std::replace_if(out.begin(), out.end(), &isControlInBody, ' ');
    return out;
}

std::string readLine(JsonReader const& reader, std::size_t most) {
    auto out = reader.string(most);
    if (std::any_of(out.begin(), out.end(), &isControl)) {
        reader.fail("has control characters; expected one line of text");
    }
    return out;
}

std::string findLine(JsonReader const& reader, std::string_view key, std::size_t most) {
    auto const member = reader.find(key);
    return member ? readLine(*member, most) : std::string();
}

std::string findBody(JsonReader const& reader, std::string_view key) {
    auto const member = reader.find(key);
    if (!member) {
        return {};
    }
    auto out = member->string(kMaxBodyBytes);
    if (std::any_of(out.begin(), out.end(), &isControlInBody)) {
        member->fail("has control characters other than line feeds");
    }
    return out;
}

WarningText readText(JsonReader const& reader) {
    WarningText out;
    out.language = readLine(reader.at("language"), kMaxLanguageBytes);
    out.headline = readLine(reader.at("headline"), kMaxLineBytes);
    if (out.headline.empty()) {
        reader.at("headline").fail("is empty");
    }
    out.issuer = findLine(reader, "issuer", kMaxLineBytes);
    out.body = findBody(reader, "body");
    out.instruction = findBody(reader, "instruction");
    return out;
}

/// What is shown has a text, and what is cleared has none.
std::vector<WarningText> readTexts(JsonReader const& reader, WarningAction action) {
    std::vector<WarningText> out;
    if (auto const texts = reader.find("texts")) {
        for (auto const& text : texts->array(Warning::kMostTexts)) {
            out.push_back(readText(text));
        }
    }
    if (out.empty() != (action == WarningAction::clear)) {
        reader.fail("\"show\" has 1 to " + std::to_string(Warning::kMostTexts) +
                    " \"texts\", \"clear\" has none");
    }
    return out;
}

WarningAction readAction(JsonReader const& reader) {
    auto const text = reader.string(kMaxWordBytes);
    for (auto const& [action, name] : kActions) {
        if (name == text) {
            return action;
        }
    }
    reader.fail("expected \"show\" or \"clear\"");
}

playlists::WarningLevel readLevel(JsonReader const& reader) {
    auto const level = playlists::warningLevelFrom(reader.string(kMaxWordBytes));
    if (!level) {
        reader.fail(R"(expected "none", "blue", "yellow", "orange" or "red")");
    }
    return *level;
}

/// When the warning was made and when it is shown.
void readInstants(JsonReader const& reader, Warning& out) {
    out.issued = reader.at("issued").instant();
    out.published = reader.at("published").instant();
    out.from = reader.at("from").instant();
    out.expires = reader.at("expires").instant();
    if (out.expires < out.from) {
        reader.at("expires").fail("must not be before \"from\"");
    }
}

Warning readWarning(JsonReader const& reader) {
    Warning out;
    if (reader.at("format").string(kMaxWordBytes) != kWarningKind) {
        reader.at("format").fail(std::string("expected \"") + kWarningKind + "\"");
    }
    out.id = readHandle(reader.at("id"), "-");
    out.revision = reader.at("revision").integer(1, kMaxCount);
    out.generation = reader.at("generation").integer(1, kMaxCount);
    out.action = readAction(reader.at("action"));
    out.drill = reader.at("drill").boolean();
    out.emergency = reader.at("emergency").boolean();
    out.level = readLevel(reader.at("level"));
    out.event = findLine(reader, "event", kMaxWordBytes);
    out.icon = findLine(reader, "icon", kMaxWordBytes);
    out.texts = readTexts(reader, out.action);
    readInstants(reader, out);
    out.zone = findLine(reader, "zone", kMaxWordBytes);
    out.targets = reader.at("targets").integer(1, Warning::kMostTargets);
    out.targetRoot = reader.at("target_root").digest();
    return out;
}

/// Empty text is absent.
void write(boost::json::object& out, char const* key, std::string text) {
    if (!text.empty()) {
        out[key] = std::move(text);
    }
}

boost::json::object toJsonValue(WarningText const& text) {
    boost::json::object out{{"language", clippedLine(text.language, kMaxLanguageBytes)},
                            {"headline", clippedLine(text.headline, kMaxLineBytes)}};
    write(out, "issuer", clippedLine(text.issuer, kMaxLineBytes));
    write(out, "body", clippedBody(text.body));
    write(out, "instruction", clippedBody(text.instruction));
    return out;
}

}  // namespace

std::string toJson(Warning const& warning) {
    boost::json::object out{{"format", kWarningKind},
                            {"id", warning.id},
                            {"revision", warning.revision},
                            {"generation", warning.generation},
                            {"action", std::string(actionName(warning.action))},
                            {"drill", warning.drill},
                            {"emergency", warning.emergency},
                            {"level", std::string(playlists::toString(warning.level))}};
    write(out, "event", clippedLine(warning.event, kMaxWordBytes));
    write(out, "icon", clippedLine(warning.icon, kMaxWordBytes));
    boost::json::array texts;
    for (std::size_t i = 0; i < warning.texts.size() && i < Warning::kMostTexts; ++i) {
        texts.push_back(toJsonValue(warning.texts[i]));
    }
    if (warning.action == WarningAction::show) {
        out["texts"] = std::move(texts);
    }
    out["issued"] = formatInstant(warning.issued);
    out["published"] = formatInstant(warning.published);
    out["from"] = formatInstant(warning.from);
    out["expires"] = formatInstant(warning.expires);
    write(out, "zone", clippedLine(warning.zone, kMaxWordBytes));
    out["targets"] = warning.targets;
    out["target_root"] = warning.targetRoot.hex();
    return boost::json::serialize(out);
}

Result<Warning> parseWarning(std::string_view json) {
    return readJson(json, &readWarning, kMostBytes);
}

}  // namespace tocsin::messages
