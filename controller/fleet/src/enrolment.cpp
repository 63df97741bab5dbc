// SPDX-License-Identifier: Apache-2.0
#include "enrolment.hpp"

#include <functional>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::fleet {
namespace {

constexpr std::size_t kTokenDigits = 32;  // 128 bits

Digest digestOf(std::string const& token) {
    return messages::sha256(token.substr(0, token.find('.')));
}

Result<store::Screen> bindIn(store::Tx& tx, store::Screen screen, messages::PublicKey const& key,
                             Instant now) {
    if (screen.retired) {
        return Error{Errc::conflict,
                     "screen " + screen.id.str() + " is retired; no player can be bound to it"};
    }
    if (auto other = tx.screens().findByPlayer(key); other && other->id != screen.id) {
        if (!other->retired) {
            return Error{Errc::conflict, "this player drives screen " + other->id.str() +
                                             "; retire that one first"};
        }
        other->player.reset();
        tx.screens().put(*other);
    }
    screen.player = key;
    screen.tokenDigest.reset();
    tx.screens().put(screen);
    tx.bindings().begin(key, screen.id, now);
    return screen;
}

/// Binds `key` to the screen that `find` gives, looking and binding in one transaction.
Result<store::Screen> bindFound(store::Store& store, store::AuditEntry const& entry,
                                messages::PublicKey const& key, Instant now,
                                std::function<Result<store::Screen>(store::Tx&)> const& find) {
    std::optional<store::Screen> bound;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto screen = find(tx);
            if (!screen) {
                return screen.error();
            }
            auto changed = bindIn(tx, std::move(*screen), key, now);
            if (!changed) {
                return changed.error();
            }
            bound = std::move(*changed);
            return {};
        },
        entry);
    if (!written) {
        return written.error();
    }
    return *bound;
}

Error tokenNotGood() {
    return {
        Errc::permission,
        "the enrolment token is not known or was used already; get a new one with tocsin screen "
        "token"};
}

Result<store::Screen> bindByToken(store::Store& store, ScreenId const& screen,
                                  messages::Hello const& hello, Instant now) {
    auto const digest = digestOf(hello.token);
    store::AuditEntry const entry{"player " + hello.player.fingerprint(), "screen.bind",
                                  screen.str(), "by its enrolment token"};
    return bindFound(store, entry, hello.player, now, [&](store::Tx& tx) -> Result<store::Screen> {
        auto found = tx.screens().findByToken(digest);
        if (!found) {
            return tokenNotGood();  // another player was faster
        }
        return *found;
    });
}

}  // namespace

std::optional<store::Screen> drivenBy(store::Tx const& tx, messages::Hello const& hello) {
    auto screen = tx.screens().findByPlayer(hello.player);
    return screen && screen->retired && !hello.pairingCode.empty() ? std::nullopt : screen;
}

bool proves(messages::Hello const& hello, messages::Challenge const& challenge) {
    return messages::verify(
        hello.player, messages::helloBytes(challenge.nonce, challenge.controller), hello.proof);
}

Token makeToken(messages::PublicKey const& root) {
    auto const random =
        messages::sha256(messages::randomBytes(sizeof(Digest))).hex().substr(0, kTokenDigits);
    return {random + "." + root.fingerprint(), messages::sha256(random)};
}

Result<Identified> identify(store::Store& store, messages::Hello const& hello, Instant now) {
    Identified found;
    std::optional<store::Screen> byToken;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        found.screen = drivenBy(tx, hello);
        found.mark = tx.ledger().mark(hello.player);
        if (!hello.token.empty()) {
            byToken = tx.screens().findByToken(digestOf(hello.token));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (byToken && (!found.screen || found.screen->id != byToken->id)) {
        auto bound = bindByToken(store, byToken->id, hello, now);
        if (!bound) {
            return bound.error();
        }
        found.screen = std::move(*bound);
        found.boundNow = true;
        return found;
    }
    if (!found.screen && !hello.token.empty()) {
        return tokenNotGood();
    }
    return found;
}

bool keepDecodeRate(store::Store& store, ScreenId const& screen, messages::Hello const& hello) {
    bool isNews = false;
    store
        .ingest([&](store::Tx& tx) -> Result<> {
            auto known = tx.screens().find(screen);
            isNews =
                known && known->player == hello.player && known->decodeRate != hello.decodeRate;
            if (isNews) {
                known->decodeRate = hello.decodeRate;
                tx.screens().put(*known);
            }
            return {};
        })
        .value();
    return isNews;
}

Result<store::Screen> bindPlayer(store::Store& store, std::string const& who, ScreenId const& id,
                                 messages::PublicKey const& key, Instant now) {
    store::AuditEntry const entry{who, "screen.bind", id.str(), key.fingerprint()};
    return bindFound(store, entry, key, now, [&](store::Tx& tx) -> Result<store::Screen> {
        auto found = tx.screens().find(id);
        if (!found) {
            return Error{Errc::notFound,
                         "there is no screen \"" + id.str() + "\"; see tocsin screen list"};
        }
        return *found;
    });
}

}  // namespace tocsin::fleet
