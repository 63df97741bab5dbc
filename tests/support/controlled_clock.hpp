// SPDX-License-Identifier: Apache-2.0
// The process's side of controlled time: a Clock that reads and sleeps on the instant a test moves.
// For second mains of the real programs; never installed.
#pragma once

#include <filesystem>
#include <memory>

#include "tocsin/session/clock.hpp"

namespace tocsin::test {

/// A clock on the file that ControlledTime made. Throws std::runtime_error.
///
/// A thread that has once waited in waitFor(duration, stop) takes part in the barrier until it ends
/// or is stopped: between two waits time stands still for everyone. Coroutines that sleep here take
/// no part; they are woken after each step in real time, through their executor, which must not run
/// two of its handlers at once. The clock must outlive what sleeps on it.
[[nodiscard]] std::unique_ptr<session::Clock> controlledClock(std::filesystem::path const& file);

}  // namespace tocsin::test
