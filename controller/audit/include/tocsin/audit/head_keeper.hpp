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
    Milliseconds every{5 * 60'000};
    std::int64_t rows = 500;  ///< or when there are so many of them.
};

/// Thread-safe; blocks while the signer signs and the file is synced. Store and signer outlive it.
///
/// The database remembers which head was signed last, so that a file that was removed, emptied or
/// cut off is found, and a trail that was made anew together with it.
class HeadKeeper {
public:
    HeadKeeper(store::Store& store, keys::Signer const& signer, HeadSettings settings);

    /// At the start: compares the newest head, and the one that the database remembers, with the
    /// trail. If they do not fit, that is told and stands in the trail (`audit.heads-misfit`), and
    /// nothing is signed until a start at which they do: a signature over such a trail would vouch
    /// for it. Otherwise notes the key set in force and has a head signed. A file that has lost
    /// heads is begun anew, which stands in the trail for ever (kHeadsBegunAnew) and is told too.
    /// Errc::unavailable, Errc::exhausted, Errc::permission for a file that cannot be written.
    [[nodiscard]] Result<std::optional<Break>> begin();
    /// What begin() told.
    [[nodiscard]] std::optional<Break> trouble() const;
    /// Has a head signed if one is due. Nothing happens where the key set names no key for it.
    [[nodiscard]] Result<> signIfDue();
    /// Has one signed if there are rows that none covers.
    [[nodiscard]] Result<> signNow();

    /// The lines as they stand. Errc::unavailable.
    [[nodiscard]] Result<std::string> lines() const;
    /// They alone are believed that come from the root of the key set in force.
    [[nodiscard]] HeadLines read(std::string_view lines) const;
    /// The head that was signed last, as the database has it; nothing if it knows of none. To be
    /// asked for before lines(), which may have a newer one then.
    [[nodiscard]] Result<std::optional<Head>> remembered() const;

private:
    [[nodiscard]] Result<std::optional<Break>> compare(HeadLines const& read,
                                                       std::optional<Head> const& remembered) const;
    [[nodiscard]] Result<std::optional<Break>> missesRow(std::int64_t number,
                                                         TrailCheck check) const;
    [[nodiscard]] Result<std::string> beginning(std::optional<Head> const& remembered) const;
    [[nodiscard]] Result<std::optional<Break>> begunAnewBefore() const;
    [[nodiscard]] Result<Head> newestRow() const;
    [[nodiscard]] Result<std::optional<Break>> goOn(HeadLines const& before,
                                                    std::optional<Head> const& remembered);
    [[nodiscard]] Result<> note(std::string const& action, std::string const& detail);
    [[nodiscard]] bool signs() const;
    [[nodiscard]] Result<> sign(Head const& head);
    [[nodiscard]] Result<> append(messages::Envelope const& envelope) const;

    store::Store& store_;
    keys::Signer const& signer_;
    HeadSettings settings_;
    mutable std::mutex mutex_;
    // guarded by mutex_
    std::int64_t signedNumber_ = 0;  ///< of the newest head's row
    Instant signedAt_{};
    std::optional<Break> trouble_;
    bool misfit_ = false;  ///< nothing is signed
};

/// That the file has lost heads which the database remembers; nothing if it has not.
[[nodiscard]] std::optional<Break> lostHeads(HeadLines const& lines,
                                             std::optional<Head> const& remembered);
/// What the trail has to hold because of the head that the database remembers.
void expectRemembered(TrailCheck& check, std::optional<Head> const& remembered);

}  // namespace tocsin::audit
