// SPDX-License-Identifier: Apache-2.0
// The pin file, the token's fingerprint, the pairing code.
#include "link/bond.hpp"

#include <sstream>

#include "engine/files.hpp"

namespace tocsin::player {
namespace {
constexpr char kHead[] = "tocsin-player-pin/1";
}

Result<std::optional<Bond>> loadBond(std::filesystem::path const& file) {
    auto const text = files::read(file, 4096);
    if (!text) {
        if (text.error().code == Errc::notFound) {
            return std::optional<Bond>();
        }
        return text.error();
    }
    std::istringstream in(*text);
    std::string head;
    std::string key;
    std::string screen;
    std::string name;
    std::getline(in, head);
    std::getline(in, key);
    std::getline(in, screen);
    std::getline(in, name);
    auto const parsed = messages::PublicKey::fromBase64(key);
    if (head != kHead || !parsed || screen.empty()) {
        return Error{Errc::damaged,
                     file.string() + " is damaged; delete it to pair this player anew"};
    }
    return std::optional(Bond{*parsed, ScreenId(screen), name});
}

Result<> saveBond(std::filesystem::path const& file, Bond const& bond) {
    auto name = bond.screenName.substr(0, 500);
    for (auto& c : name) {
        if (c == '\n' || c == '\r') {
            c = ' ';
        }
    }
    return files::replace(file, std::string(kHead) + "\n" + bond.controller.base64() + "\n" +
                                    bond.screen.str() + "\n" + name + "\n");
}

Result<> judgeController(messages::PublicKey const& shown, std::optional<Bond> const& bond,
                         std::string const& token) {
    if (bond) {
        if (shown == bond->controller) {
            return {};
        }
        return Error{Errc::permission,
                     "the controller shows key " + shown.fingerprint() +
                         ", this player is bound to " + bond->controller.fingerprint() +
                         "; if the controller was replaced on purpose, delete controller.pin"};
    }
    auto const dot = token.rfind('.');
    if (dot != std::string::npos && token.substr(dot + 1) != shown.fingerprint()) {
        return Error{Errc::permission, "the controller shows key " + shown.fingerprint() +
                                           ", the token is for " + token.substr(dot + 1) +
                                           "; check the address and the token"};
    }
    return {};
}

std::string pairingCode(std::string_view randomBytes) {
    constexpr std::string_view alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    std::string out;
    for (auto const c : randomBytes.substr(0, 6)) {
        out.push_back(alphabet[static_cast<unsigned char>(c) % alphabet.size()]);
    }
    return out;
}

}  // namespace tocsin::player
