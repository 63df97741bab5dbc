// SPDX-License-Identifier: Apache-2.0
// tree.txt: the ledger's log from its beginning on, in subtrees, those of the bundle's batches as
// leaves. From it the root is made at each checkpoint's size.
#pragma once

#include <vector>

#include "checkpoint_file.hpp"
#include "entry_lines.hpp"
#include "findings.hpp"
#include "stream_check.hpp"

namespace tocsin::attest {

/// Throws Failure(Errc::damaged) where nothing that follows can be read.
void checkTree(EntryLines& lines, Leaves leaves, std::vector<ReadCheckpoint> const& checkpoints,
               Findings& findings);

}  // namespace tocsin::attest
