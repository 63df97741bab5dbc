// SPDX-License-Identifier: Apache-2.0
// Commands as JSON.
#include "tocsin/messages/command.hpp"

#include <array>
#include <utility>

#include "manifest_version_json.hpp"
#include "text.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMostBytes = 16 << 10;
constexpr std::size_t kMaxWordBytes = 64;
constexpr std::size_t kMaxTextBytes = 1000;

constexpr std::array<std::pair<CommandAction, std::string_view>, 4> kActions{{
    {CommandAction::blank, "blank"},
    {CommandAction::unblank, "unblank"},
    {CommandAction::identify, "identify"},
    {CommandAction::revoke, "revoke"},
}};

CommandAction readAction(JsonReader const& reader) {
    auto const text = reader.string(kMaxWordBytes);
    for (auto const& [action, name] : kActions) {
        if (name == text) {
            return action;
        }
    }
    reader.fail("expected \"blank\", \"unblank\", \"identify\" or \"revoke\"");
}

Command readCommand(JsonReader const& reader) {
    Command out;
    if (reader.at("format").string(kMaxWordBytes) != kCommandKind) {
        reader.at("format").fail(std::string("expected \"") + kCommandKind + "\"");
    }
    out.id = reader.at("id").string(kMaxWordBytes);
    out.screen = ScreenId(reader.at("screen").string(kMaxWordBytes));
    out.version = readManifestVersion(reader.at("version"));
    out.action = readAction(reader.at("action"));
    if (auto const player = reader.find("player")) {
        out.player = PublicKey::fromBase64(player->string(kMaxWordBytes));
        if (!out.player) {
            player->fail("expected an Ed25519 public key, 32 bytes in base64");
        }
    }
    if ((out.action == CommandAction::revoke) != out.player.has_value()) {
        reader.fail("\"player\" is named by \"revoke\", and by nothing else");
    }
    if (auto const reason = reader.find("reason")) {
        out.reason = reason->string(kMaxTextBytes);
    }
    out.issued = reader.at("issued").instant();
    out.expires = reader.at("expires").instant();
    return out;
}

}  // namespace

std::string_view toString(CommandAction action) {
    return kActions[static_cast<std::size_t>(action)].second;
}

std::string toJson(Command const& command) {
    boost::json::object out{{"format", kCommandKind},
                            {"id", clipped(command.id, kMaxWordBytes)},
                            {"screen", command.screen.str()},
                            {"version", toJsonValue(command.version)},
                            {"action", std::string(toString(command.action))}};
    if (command.player) {
        out["player"] = command.player->base64();
    }
    if (!command.reason.empty()) {
        out["reason"] = clipped(command.reason, kMaxTextBytes);
    }
    out["issued"] = formatInstant(command.issued);
    out["expires"] = formatInstant(command.expires);
    return boost::json::serialize(out);
}

Result<Command> parseCommand(std::string_view json) {
    return readJson(json, &readCommand, kMostBytes);
}

}  // namespace tocsin::messages
