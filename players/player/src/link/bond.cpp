// SPDX-License-Identifier: Apache-2.0
// The pin file and the pairing code.
#include "link/bond.hpp"

#include <sstream>

#include "engine/files.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

constexpr char kHead[] = "tocsin-player-pin/2";
constexpr char kHeadBefore[] = "tocsin-player-pin/1";
constexpr std::size_t kMostBytes = 256 << 10;

std::optional<Bond> readBefore(std::istream& in) {
    std::string key;
    std::string screen;
    std::string name;
    std::getline(in, key);
    std::getline(in, screen);
    std::getline(in, name);
    auto const parsed = messages::PublicKey::fromBase64(key);
    if (!parsed || screen.empty()) {
        return std::nullopt;
    }
    return Bond{Trust::inContentKey(*parsed), ScreenId(screen), name};
}

std::optional<Bond> readNow(std::istream& in) {
    std::string screen;
    std::string line;
    Bond out;
    std::getline(in, screen);
    std::getline(in, out.screenName);
    std::getline(in, out.trust.envelope);
    auto const envelope = messages::parseEnvelope(out.trust.envelope);
    auto set = envelope ? messages::openedKeySet(*envelope) : Result<messages::KeySet>(Error{});
    if (screen.empty() || !set) {
        return std::nullopt;
    }
    out.screen = ScreenId(screen);
    out.trust.payload = messages::sha256(envelope->payload);
    out.trust.set = std::move(*set);
    while (std::getline(in, line)) {
        auto const blank = line.find(' ');
        auto const role = messages::signingRoleFrom(line.substr(0, blank));
        auto const key = messages::PublicKey::fromBase64(
            blank == std::string::npos ? "" : line.substr(blank + 1));
        if (!role || !key) {
            return std::nullopt;
        }
        out.trust.earlier.push_back({*role, *key});
    }
    return out;
}

}  // namespace

Result<std::optional<Bond>> loadBond(std::filesystem::path const& file) {
    auto const text = files::read(file, kMostBytes);
    if (!text) {
        if (text.error().code == Errc::notFound) {
            return std::optional<Bond>();
        }
        return text.error();
    }
    std::istringstream in(*text);
    std::string head;
    std::getline(in, head);
    auto bond = head == kHead         ? readNow(in)
                : head == kHeadBefore ? readBefore(in)
                                      : std::optional<Bond>();
    if (!bond) {
        return Error{Errc::damaged,
                     file.string() + " is damaged; delete it to pair this player anew"};
    }
    return bond;
}

Result<> saveBond(std::filesystem::path const& file, Bond const& bond) {
    auto name = bond.screenName.substr(0, 500);
    for (auto& c : name) {
        if (c == '\n' || c == '\r') {
            c = ' ';
        }
    }
    std::string text = std::string(kHead) + "\n" + bond.screen.str() + "\n" + name + "\n" +
                       bond.trust.envelope + "\n";
    for (auto const& earlier : bond.trust.earlier) {
        text += std::string(toString(earlier.role)) + " " + earlier.key.base64() + "\n";
    }
    return files::replace(file, text);
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
