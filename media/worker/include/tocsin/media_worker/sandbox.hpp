// SPDX-License-Identifier: Apache-2.0
// The cage of tocsin-media-worker and tocsin-stream-worker: what a decoder that was taken over by
// hostile bytes can still do, namely use up its own time, and for streams talk to the network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media_worker {

enum class Files {
    none,  ///< nothing can be opened; descriptors already open go on working
    /// Font files and fontconfig's settings can be read, nothing else. Which files those are
    /// depends on the text, and paths are Landlock's business: seccomp does not see them. So on a
    /// kernel without Landlock whatever the user may read can be read. Only slogans and documents
    /// to be printed are looked at in this cage: text that an operator typed, small pictures that
    /// this program made before, and fonts of the system, no file from outside; and what is read
    /// has no way out but the answer, which the controller believes only in its agreed form.
    fonts,
    /// The same, and poppler's tables of Chinese, Japanese and Korean encodings, for PDF documents.
    /// These are files from outside, so without Landlock the cage does not close.
    documents,
    /// What the look-up of host names and the check of certificates read: /etc/hosts, resolv.conf
    /// and the like, /etc/ssl/certs. Nothing secret lies there.
    names
};

struct SandboxOptions {
    Files files = Files::none;
    unsigned cpuSeconds = 600;  ///< processor time after which the kernel ends the process; 0: none
    unsigned memoryMb = 2048;   ///< address space
    /// Longest file that can be written through a descriptor opened before; 0: none but the answer.
    std::uint64_t outputBytes = 0;
    /// Internet sockets as a client and a receiver of datagrams; nobody can connect to it. Needed
    /// by streams only.
    bool network = false;
};

/// Locks the calling process in, for good. Call it while the process has one thread. Afterwards: no
/// network unless asked for, no new program or process, no file written; an attempt at the first
/// two ends the process with SIGSYS. Dies with its parent. Returns what the kernel lacked (a cage
/// with fewer walls, for --verbose); Errc::unavailable if the cage cannot be closed.
[[nodiscard]] Result<std::vector<std::string>> enterSandbox(SandboxOptions const& options);

/// The kernel can keep files shut by their paths.
[[nodiscard]] bool landlockIsThere();

}  // namespace tocsin::media_worker
