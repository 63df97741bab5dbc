// SPDX-License-Identifier: Apache-2.0
// Handlers of players' messages: each room registers its own types, fleet only dispatches.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "tocsin/access/principal.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::access {

/// Runs on a worker thread and may block; messages of one session are handled one at a time and in
/// order. Returns the reply, if there is one; an error is sent as a Refusal.
using MessageHandler = std::function<Result<std::optional<messages::Body>>(PlayerPrincipal const&,
                                                                           messages::Body const&)>;

/// By messages::typeName.
using MessageHandlers = std::map<std::string, MessageHandler, std::less<>>;

/// For messages that thousands of players send within one second and that are not answered: they
/// are collected as they come, and a worker stores all that has come by then.
struct MessageCollector {
    /// Runs on the io thread: must not block. True: nobody stores just now, so that store() has to
    /// be called. An error is sent as a Refusal.
    std::function<Result<bool>(PlayerPrincipal const&, messages::Body const&)> take;
    /// Runs on a worker thread until nothing waits; never throws.
    std::function<void()> store;
};

/// By messages::typeName.
using MessageCollectors = std::map<std::string, MessageCollector, std::less<>>;

}  // namespace tocsin::access
