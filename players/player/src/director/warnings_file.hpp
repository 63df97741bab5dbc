// SPDX-License-Identifier: Apache-2.0
// What a player keeps of warnings over a restart: the file "warnings" of its data directory.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/warning.hpp"

namespace tocsin::player {

/// The newest revision of a warning that was accepted.
struct KeptWarning {
    Digest payload;           ///< SHA-256 of the signed bytes
    messages::PublicKey key;  ///< that signed them
    std::string gone;         ///< "cleared" or "off": it shows nothing here; empty: it does
    Instant expires;
    std::optional<messages::WarningDelivery> delivery;  ///< while it is to be shown
    messages::WarningReceipt receipt;                   ///< names the warning and the revision
    [[nodiscard]] bool standing() const noexcept { return gone.empty(); }
    bool operator==(KeptWarning const&) const = default;
};

/// What became of a revision that is replaced.
struct KeptReceipt {
    messages::PublicKey key;
    messages::WarningReceipt receipt;
    bool operator==(KeptReceipt const&) const = default;
};

struct KeptWarnings {
    static constexpr std::size_t kMostBytes = 16 << 20;
    ScreenId screen;
    std::vector<KeptWarning> newest;
    std::vector<KeptReceipt> past;
    bool operator==(KeptWarnings const&) const = default;
};

/// One JSON object of the format "tocsin-warnings/1"; deliveries and receipts stand in it as the
/// messages that they came in or go out in.
[[nodiscard]] std::string toText(KeptWarnings const& kept);
/// Errc::invalid with the path of the fault. Form only: nothing of it is to be believed before its
/// signature is checked.
[[nodiscard]] Result<KeptWarnings> parseKeptWarnings(std::string_view text);

}  // namespace tocsin::player
