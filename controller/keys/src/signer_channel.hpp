// SPDX-License-Identifier: Apache-2.0
// What the controller and tocsin-signer say to each other over their socket. A message is a status
// byte (0: well; else what went wrong), its length in four bytes (big-endian), and so many bytes.
//
//   signer → controller   first: its public key (32 bytes), then words on what its cage lacks
//   controller → signer   bytes to be signed
//   signer → controller   the signature (64 bytes)
//
// An error's bytes are its message.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::keys {

struct SignerMessage {
    std::optional<Errc> wrong;
    std::string bytes;
};
[[nodiscard]] inline SignerMessage sayError(Error const& error) {
    return {error.code, error.message};
}

/// Sends all of it within `limit` of real time. Errc::unavailable, Errc::timedOut.
[[nodiscard]] Result<> sendMessage(int socket, SignerMessage const& message,
                                   std::chrono::milliseconds limit);
/// A message of at most kMostSigned bytes. `idle` is how long its first byte may take, negative for
/// as long as it likes; the rest has `limit`. Errc::unavailable when the other side is gone,
/// Errc::timedOut, Errc::damaged.
[[nodiscard]] Result<SignerMessage> receiveMessage(int socket, std::chrono::milliseconds idle,
                                                   std::chrono::milliseconds limit);

}  // namespace tocsin::keys
