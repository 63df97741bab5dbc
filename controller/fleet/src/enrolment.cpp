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

void dropToken(store::Screen& screen) {
    screen.tokenDigest.reset();
    screen.tokenExpires.reset();
    screen.tokenReplaces = false;
}

Error noSuchScreen(ScreenId const& id) {
    return {Errc::notFound, "there is no screen \"" + id.str() + "\"; see tocsin screen list"};
}

Result<store::Screen> bindIn(store::Tx& tx, store::Screen screen, messages::PublicKey const& key,
                             Instant now) {
    if (auto believed = mayBeBelieved(tx, key); !believed) {
        return believed.error();
    }
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
    dropToken(screen);
    tx.screens().put(screen);
    tx.spares().remove(key);
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
    return {Errc::permission,
            "the enrolment token is not known, was used already or has expired; get a new one with "
            "tocsin screen token"};
}

bool isGood(store::Screen const& withToken, Instant now) {
    return !withToken.tokenExpires || now < *withToken.tokenExpires;
}

Result<store::Screen> bindByToken(store::Store& store, ScreenId const& screen,
                                  messages::Hello const& hello, Instant now,
                                  OnlineScreens const& online) {
    auto const digest = digestOf(hello.token);
    store::AuditEntry const entry{"player " + hello.player.fingerprint(), "screen.bind",
                                  screen.str(), "by its enrolment token"};
    return bindFound(store, entry, hello.player, now, [&](store::Tx& tx) -> Result<store::Screen> {
        auto found = tx.screens().findByToken(digest);
        if (!found || !isGood(*found, now)) {
            return tokenNotGood();  // another player was faster
        }
        if (auto free = mayBeReplaced(*found, hello.player, found->tokenReplaces, online); !free) {
            return free.error();
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

Result<> mayBeBelieved(store::Tx const& tx, messages::PublicKey const& key) {
    auto const revoked = tx.revocations().find(key);
    if (!revoked) {
        return {};
    }
    return Error{Errc::conflict,
                 "the key of this player was revoked by " + revoked->who + " at " +
                     formatInstant(revoked->at) +
                     " and is not believed again; it makes a new key when it hears of that, and "
                     "shows another code. A copy that does not: empty its data directory"};
}

Result<> mayBeReplaced(store::Screen const& screen, std::optional<messages::PublicKey> const& key,
                       bool replace, OnlineScreens const& online) {
    if (replace || !screen.player || (key && screen.player == key) || !online(screen.id)) {
        return {};
    }
    return Error{Errc::conflict, "the player " + screen.player->fingerprint() + " of screen " +
                                     screen.id.str() +
                                     " is connected; if another one is to take its place, say so "
                                     "(--replace)"};
}

Result<Identified> identify(store::Store& store, messages::Hello const& hello, Instant now,
                            OnlineScreens const& online) {
    Identified found;
    std::optional<store::Screen> byToken;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        found.screen = drivenBy(tx, hello);
        found.mark = tx.ledger().mark(hello.player);
        found.revoked = tx.revocations().find(hello.player);
        if (!hello.token.empty()) {
            byToken = tx.screens().findByToken(digestOf(hello.token));
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    if (found.revoked) {
        return found;  // whatever else it brings
    }
    if (byToken && (!found.screen || found.screen->id != byToken->id)) {
        auto bound = bindByToken(store, byToken->id, hello, now, online);
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
                                 messages::PublicKey const& key, Instant now, bool replace,
                                 OnlineScreens const& online, BeforeBinding const& before) {
    store::AuditEntry const entry{who, "screen.bind", id.str(),
                                  key.fingerprint() + (replace ? " in place of another" : "")};
    return bindFound(store, entry, key, now, [&](store::Tx& tx) -> Result<store::Screen> {
        auto found = tx.screens().find(id);
        if (!found) {
            return noSuchScreen(id);
        }
        if (auto free = mayBeReplaced(*found, key, replace, online); !free) {
            return free.error();
        }
        if (auto may = before ? before(tx, *found) : Result<>(); !may) {
            return may.error();
        }
        return *found;
    });
}

Result<std::optional<store::Revocation>> revokePlayer(store::Store& store, std::string const& who,
                                                      ScreenId const& id, std::string const& reason,
                                                      Instant now) {
    std::optional<store::Revocation> revocation;
    auto const written = store.write(
        [&](store::Tx& tx) -> Result<> {
            auto screen = tx.screens().find(id);
            if (!screen) {
                return noSuchScreen(id);
            }
            if (!screen->player && !screen->tokenDigest) {
                return Error{Errc::conflict, "screen " + id.str() +
                                                 " has neither a player nor an open token; there "
                                                 "is nothing to revoke"};
            }
            if (screen->player) {
                revocation = store::Revocation{*screen->player, id, now, who, reason};
                tx.revocations().put(*revocation);
                tx.bindings().end(id, now);
            }
            screen->player.reset();
            dropToken(*screen);
            tx.screens().put(*screen);
            return {};
        },
        {who, "screen.revoke", id.str(), reason});
    if (!written) {
        return written.error();
    }
    return revocation;
}

}  // namespace tocsin::fleet
