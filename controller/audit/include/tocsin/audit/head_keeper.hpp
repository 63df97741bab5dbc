// SPDX-License-Identifier: Apache-2.0
// Has heads of the audit trail signed, and keeps them in a file that only grows, outside the
// database (signed_heads.hpp says what stands in it).
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "tocsin/audit/signed_heads.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::audit {

struct HeadSettings {
    std::filesystem::path file;
    std::function<Instant()> now;
    /// With rows that no head covers a head is due this long after the last one,
    Milliseconds every{30 * 60'000};
    std::int64_t rows = 500;  ///< or when there are so many of them.
};

/// Thread-safe; blocks while the signer signs and the file is synced. Store and signer outlive it.
class HeadKeeper {
public:
    HeadKeeper(store::Store& store, keys::Signer const& signer, HeadSettings settings);

    /// At the start: notes the key set in force, compares the newest head with the trail, and has a
    /// head signed. What does not agree is told, and stands in the trail as
    /// `audit.contradicted`; the keeper goes on, for what was signed before stays in the file.
    /// Errc::unavailable, Errc::exhausted, Errc::permission for a file that cannot be written.
    [[nodiscard]] Result<std::optional<Break>> begin();
    /// Has a head signed if one is due. Nothing happens where the key set names no key for it.
    [[nodiscard]] Result<> signIfDue();
    /// Has one signed if there are rows that none covers.
    [[nodiscard]] Result<> signNow();

    /// The lines as they stand. Errc::unavailable.
    [[nodiscard]] Result<std::string> lines() const;
    /// They alone are believed that come from the root of the key set in force.
    [[nodiscard]] HeadLines read(std::string_view lines) const;

private:
    [[nodiscard]] Result<std::optional<Break>> compare(HeadLines const& read) const;
    [[nodiscard]] Result<Head> newestRow() const;
    [[nodiscard]] Result<> sign(Head const& head);
    [[nodiscard]] Result<> append(messages::Envelope const& envelope) const;

    store::Store& store_;
    keys::Signer const& signer_;
    HeadSettings settings_;
    mutable std::mutex mutex_;
    // guarded by mutex_
    std::int64_t signedNumber_ = 0;  ///< of the newest head's row
    Instant signedAt_{};
};

}  // namespace tocsin::audit
