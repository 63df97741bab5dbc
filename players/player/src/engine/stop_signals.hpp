// SPDX-License-Identifier: Apache-2.0
// SIGTERM and SIGINT, waited for instead of handled.
#pragma once

namespace tocsin::player {

/// Blocks them for the calling thread and all it makes from now on, and ignores the signals that a
/// closed pipe or a full disk sends. Call it before any thread is made.
void blockStopSignals();
/// Waits for one of them; which one it was.
[[nodiscard]] int waitForStopSignal();

}  // namespace tocsin::player
