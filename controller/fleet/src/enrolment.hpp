// SPDX-License-Identifier: Apache-2.0
// Who a player is: possession of its key, the binding of keys to screens, one-time tokens.
// Blocking; runs on workers.
#pragma once

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

struct Identified {
    std::optional<store::Screen> screen;  ///< nothing: not bound yet
    std::optional<store::LedgerMark> mark;
    bool boundNow = false;  ///< by its token, just now
};

/// The screen that the player's key is bound to, binding it now if it brings a good token (which is
/// used up). Errc::permission for a token that is not good. A token that this very player used up
/// is no mistake: a player starts with the same command line every time. The screen may be retired:
/// its player delivers its plays and stays dark, or shows a pairing code and is bound anew.
[[nodiscard]] Result<Identified> identify(store::Store& store, messages::Hello const& hello,
                                          Instant now);

/// Keeps what the player's newest hello says of its machine. True: the screen's plan may now want
/// other renditions. Throws Failure if the store fails.
[[nodiscard]] bool keepDecodeRate(store::Store& store, ScreenId const& screen,
                                  messages::Hello const& hello);

/// Binds `key` to `screen`; the player that was bound before is bound no longer. Errc::notFound,
/// Errc::conflict (retired, or the key belongs to another screen that is not retired).
[[nodiscard]] Result<store::Screen> bindPlayer(store::Store& store, std::string const& who,
                                               ScreenId const& screen,
                                               messages::PublicKey const& key, Instant now);

}  // namespace tocsin::fleet
