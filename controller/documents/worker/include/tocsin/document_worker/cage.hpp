// SPDX-License-Identifier: Apache-2.0
// The cage of tocsin-document-worker: it reads and writes what it has open, asks for memory, and
// nothing else.
#pragma once

#include <cstddef>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::document_worker {

/// For good, and for a process of one thread, before the first byte from outside is read. No file
/// can be opened (whoever asks is told no), no socket made, no program or process started (whoever
/// tries is killed); ten seconds of processor time, after which SIGXCPU ends it, and kMostMemory of
/// memory that it writes to, beyond which there is none. No core dumps, no debugger, no descriptors
/// but standard input, output and error, and an end with who started it. Built with a sanitizer,
/// the limits are those that sanitizers can live with.
[[nodiscard]] Result<> enterCage();

inline constexpr std::size_t kMostMemory = 512 << 20;

}  // namespace tocsin::document_worker
