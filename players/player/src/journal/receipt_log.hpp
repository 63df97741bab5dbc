// SPDX-License-Identifier: Apache-2.0
// The controller's signed receipts for batches, beside the batches for as long as those are kept:
// what was delivered can be shown even if the ledger has lost it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// Files journal/E-NNNNNN.receipts, each beside the file of batches of the same name: checked
/// lines, base64 of a receipt with its signature line. The same receipt may stand there twice, and
/// a line that is damaged is passed over. One thread uses it.
class ReceiptLog {
public:
    /// Of batches that stand in this file of batches. What was torn at the end is cut first. Not
    /// synced: a power cut loses the newest. After an error the file is as it was. Errors as of the
    /// file system.
    [[nodiscard]] static Result<> append(std::filesystem::path const& batches,
                                         std::string const& receipt);
    /// With the file of batches its receipts go.
    static void remove(std::filesystem::path const& batches);

private:
    [[nodiscard]] static std::filesystem::path beside(std::filesystem::path const& batches);
};

}  // namespace tocsin::player
