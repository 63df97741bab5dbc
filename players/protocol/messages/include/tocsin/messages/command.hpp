// SPDX-License-Identifier: Apache-2.0
// A command to one screen's player: the signed order to be black, to go on, to say who it is, or to
// be that screen's player no longer.
// Payload of an Envelope of kind kCommandKind, JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tocsin/messages/key_set.hpp"
#include "tocsin/messages/manifest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

enum class CommandAction {
    blank,     ///< 停播: black at once, until unblank
    unblank,   ///< 恢复播出
    identify,  ///< the screen's name over the picture for some seconds
    revoke     ///< 吊销: the player named shows nothing of the screen any more
};
[[nodiscard]] std::string_view toString(CommandAction action);

struct Command {
    std::string id;           ///< of the order, for logs and receipts
    ScreenId screen;          ///< whose player obeys it
    ManifestVersion version;  ///< only goes up for a screen: generation of a key set, then counter
    CommandAction action = CommandAction::unblank;
    std::string reason;  ///< who ordered it and why; may be empty
    Instant issued;
    Instant expires;  ///< not obeyed from then on; what was obeyed before holds
    std::optional<PublicKey> player = {};  ///< revoke: whose key is believed no longer
    bool operator==(Command const&) const = default;
};

[[nodiscard]] std::string toJson(Command const& command);
/// Errc::invalid with the path of the fault.
[[nodiscard]] Result<Command> parseCommand(std::string_view json);

}  // namespace tocsin::messages
