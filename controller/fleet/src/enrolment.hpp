// SPDX-License-Identifier: Apache-2.0
// Who a player is: possession of its key, the binding of keys to screens, one-time tokens.
// Blocking; runs on workers.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tocsin/messages/wire.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::fleet {

/// True if `hello` was signed for this challenge by the key it names.
[[nodiscard]] bool proves(messages::Hello const& hello, messages::Challenge const& challenge);

/// A one-time token as it is shown to a person, "<random>.<fingerprint of the root>", and the
/// digest of its random part, which is all that is stored.
struct Token {
    std::string text;
    Digest digest;
};
[[nodiscard]] Token makeToken(messages::PublicKey const& root);

/// The screen that the player of this hello drives. None for a player whose screen is retired and
/// who shows a pairing code: it wants another one.
[[nodiscard]] std::optional<store::Screen> drivenBy(store::Tx const& tx,
                                                    messages::Hello const& hello);

/// A token is worth nothing after so many days.
inline constexpr std::pair<int, int> kTokenDays{1, 365};
inline constexpr int kUsualTokenDays = 30;

/// Whether a screen's player is connected.
using OnlineScreens = std::function<bool(ScreenId const&)>;

struct Identified {
    std::optional<store::Screen> screen;  ///< nothing: not bound yet
    std::optional<store::LedgerMark> mark;
    bool boundNow = false;                          ///< by its token, just now
    std::optional<store::Revocation> revoked = {};  ///< its key is believed no longer
};

/// The screen that the player's key is bound to, binding it now if it brings a good token (which is
/// used up). Errc::permission for a token that is not good. A token that this very player used up
/// is no mistake: a player starts with the same command line every time. The screen may be retired:
/// its player delivers its plays and stays dark, or shows a pairing code and is bound anew.
/// Errc::conflict for a token of a screen whose player is connected, unless it was given out to
/// replace that.
[[nodiscard]] Result<Identified> identify(store::Store& store, messages::Hello const& hello,
                                          Instant now, OnlineScreens const& online);

/// Keeps what the player's newest hello says of its machine. True: the screen's plan may now want
/// other renditions. Throws Failure if the store fails.
[[nodiscard]] bool keepDecodeRate(store::Store& store, ScreenId const& screen,
                                  messages::Hello const& hello);

using BeforeBinding = std::function<Result<>(store::Tx&, store::Screen const&)>;

/// Binds `key` to `screen`; the player that was bound before is bound no longer, and a spare is
/// none any more. Errc::notFound, Errc::conflict (retired, or the key was revoked or belongs to
/// another screen that is not retired, or the screen's player is connected and nobody said that it
/// is to be replaced). `before` is asked in the transaction, before the screen gets another player.
[[nodiscard]] Result<store::Screen> bindPlayer(store::Store& store, std::string const& who,
                                               ScreenId const& screen,
                                               messages::PublicKey const& key, Instant now,
                                               bool replace, OnlineScreens const& online,
                                               BeforeBinding const& before = {});

/// A revoked key is never bound again: whoever copied it would come back with it. Errc::conflict.
[[nodiscard]] Result<> mayBeBelieved(store::Tx const& tx, messages::PublicKey const& key);

/// A screen's player whose place is to be taken. Errc::conflict if it is connected and is not said
/// to be replaced; `key`: the player that is to come.
[[nodiscard]] Result<> mayBeReplaced(store::Screen const& screen,
                                     std::optional<messages::PublicKey> const& key, bool replace,
                                     OnlineScreens const& online);

/// The screen has no player from now on, its key is believed no longer, and its token is worth
/// nothing. Errc::notFound; Errc::conflict if it has neither player nor token. The revocation, if
/// there was a player.
[[nodiscard]] Result<std::optional<store::Revocation>> revokePlayer(store::Store& store,
                                                                    std::string const& who,
                                                                    ScreenId const& screen,
                                                                    std::string const& reason,
                                                                    Instant now);

}  // namespace tocsin::fleet
