// SPDX-License-Identifier: Apache-2.0
// The cage of tocsin-signer: it reads and writes what it has open, asks for memory, and nothing
// else.
#pragma once

#include <string>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::keys {

/// Before the key is read: no core dumps, no debugger of the same user, no descriptors but standard
/// input, output and error, and an end with the controller.
[[nodiscard]] Result<> hideFromOthers();

/// For good, after the key was read: any system call but a few ends the process. No file can be
/// opened, no socket made, no program or process started.
[[nodiscard]] Result<> enterCage();

}  // namespace tocsin::keys
