// SPDX-License-Identifier: Apache-2.0
// Receipts (tocsin-receipt/1): the controller's signed word that it holds a batch, and at which
// leaf of the ledger's log. Signed by the role ledger; a SignedText of kind kReceiptKind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/messages/key_set.hpp"
#include "tocsin/messages/signed_text.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::messages {

/// Lines: device, epoch, batch, header, leaf, received.
struct Receipt {
    PublicKey device;
    std::int64_t epoch = 1, batch = 1;
    Digest header;          ///< SHA-256 of the batch header's text
    std::int64_t leaf = 0;  ///< of the log, from 0
    Instant received;       ///< when the batch came in, fleet time
    bool operator==(Receipt const&) const = default;
};

[[nodiscard]] std::string toText(Receipt const& receipt);
/// Every byte counts: a text in another form than toText()'s is Errc::damaged.
[[nodiscard]] Result<Receipt> parseReceipt(std::string_view text);

}  // namespace tocsin::messages
