// SPDX-License-Identifier: Apache-2.0
#include "enrolment.hpp"

#include "tocsin/messages/crypto.hpp"

namespace tocsin::fleet {
namespace {

constexpr std::size_t kTokenBytes = 16;

std::string asBytes(messages::PublicKey const& key) {
    return {reinterpret_cast<char const*>(key.bytes.data()), key.bytes.size()};
}

std::string hexOf(std::string const& bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

Digest digestOf(std::string const& token) {
    return messages::sha256(token.substr(0, token.find('.')));
}

Result<store::Screen> bindIn(store::Tx& tx, store::Screen screen, messages::PublicKey const& key) {
    if (screen.retired) {
        return Error{Errc::conflict,
                     "screen " + screen.id.str() + " is retired; no player can be bound to it"};
    }
    if (auto const other = tx.screens().findByPlayer(key); other && other->id != screen.id) {
        return Error{Errc::conflict,
                     "this player drives screen " + other->id.str() + "; retire that one first"};
    }
    screen.player = key;
    screen.tokenDigest.reset();
    tx.screens().put(screen);
    return screen;
}

}  // namespace

bool proves(messages::Hello const& hello, messages::Challenge const& challenge) {
    return messages::verify(hello.player,
                            messages::signedBytes(messages::kHelloKind,
                                                  challenge.nonce + asBytes(challenge.controller)),
                            hello.proof);
}

Token makeToken(messages::PublicKey const& controller) {
    auto const random = hexOf(messages::randomBytes(kTokenBytes));
    return {random + "." + controller.fingerprint(), messages::sha256(random)};
}

Result<Identified> identify(store::Store& store, messages::Hello const& hello) {
    Identified found;
    std::optional<store::Screen> byToken;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        found.screen = tx.screens().findByPlayer(hello.player);
        found.mark = tx.ledger().mark(hello.player);
        if (!hello.token.empty()) {
            byToken = tx.screens().findByToken(digestOf(hello.token));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (found.screen && found.screen->retired) {
        return Error{Errc::permission, "screen " + found.screen->id.str() + " is retired"};
    }
    // A token that was used up by this very player is no mistake: the player starts with the same
    // command line every time.
    if (!byToken && !hello.token.empty() && !found.screen) {
        return Error{Errc::permission,
                     "the enrolment token is not known or was used already; get a new one with "
                     "tocsin screen token"};
    }
    if (byToken && (!found.screen || found.screen->id != byToken->id)) {
        auto bound =
            bindPlayer(store, "player " + hello.player.fingerprint(), byToken->id, hello.player);
        if (!bound) {
            return bound.error();
        }
        found.screen = *bound;
    }
    return found;
}

Result<store::Screen> bindPlayer(store::Store& store, std::string const& who, ScreenId const& id,
                                 messages::PublicKey const& key) {
    std::optional<store::Screen> bound;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto screen = tx.screens().find(id);
            if (!screen) {
                return Error{Errc::notFound,
                             "there is no screen \"" + id.str() + "\"; see tocsin screen list"};
            }
            auto changed = bindIn(tx, *screen, key);
            if (!changed) {
                return changed.error();
            }
            bound = *changed;
            return {};
        },
        {who, "screen.bind", id.str(), key.fingerprint()});
    if (!written) {
        return written.error();
    }
    return *bound;
}

}  // namespace tocsin::fleet
