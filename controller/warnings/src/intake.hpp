// SPDX-License-Identifier: Apache-2.0
// CAP messages as they come in: kept, judged together with all that came before, and acted upon by
// family (Alerts and all that updates or cancels them), so that the order of arrival makes no
// difference.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/access/principal.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/store/warnings.hpp"
#include "tocsin/warnings/warnings.hpp"

namespace tocsin::warnings {

/// How a message came.
struct CapSource {
    std::string from;                           ///< "post", "folder", "feed NAME"
    std::string who = "cap";                    ///< account of who posted it
    std::string unit{};                         ///< of the warning that it raises
    access::Principal const* person = nullptr;  ///< nothing: it came by itself
    bool refuses = true;  ///< what cannot be read is refused for good, and that is noted
};

/// What came of a message's XML signature.
struct CapSignature {
    bool verified = false;
    std::string fingerprint, subject;  ///< of the certificate; empty if it is not verified
    bool operator==(CapSignature const&) const = default;
};

/// What is kept of a message beside its columns.
struct CapKept {
    std::vector<CapFinding> findings;
    std::vector<playlists::AlertKey> references;
    std::string status, scope;
    std::string use;         ///< word of a CapUse, when it came
    std::string why, whyZh;  ///< what became of it
    std::string unit;
    access::UnitSet reach;
    bool settled = false;  ///< what it asks for is done
    std::optional<CapSignature> signature{};
    /// It was done while nothing had taken the message's place.
    bool settledInForce = false;
    std::vector<std::string> warnings;  ///< all that it led to; the gravest first when it came
    /// In force, and for a part of it no screen was there when that was looked at last.
    bool unmet = false;
};

struct CapEntry {
    store::CapRecord row;
    CapKept kept;
};
struct CapTaken {
    /// It could not be read, or is not signed as it has to be: it is not kept, and only the
    /// findings of `entry.kept` mean something, and `refusal`.
    bool turnedAway = false;
    std::string refusal{};
    CapEntry entry{};
    playlists::AlertVerdict verdict{};
    std::string state{};  ///< of the warning it led to, or empty
    /// All that it led to, by id, each with its state.
    std::vector<std::pair<std::string, std::string>> warnings{};
};

[[nodiscard]] std::string toJson(CapKept const& kept);
[[nodiscard]] Result<CapKept> parseCapKept(std::string_view json);
[[nodiscard]] std::string_view toString(CapUse use);

[[nodiscard]] playlists::AlertKey keyOf(store::CapRecord const& row);

/// So long messages are remembered when others are judged.
inline constexpr std::chrono::days kCapsRemembered{30};

/// All messages that count, judged together.
class CapHistory {
public:
    /// Messages that arrived since then, by key; each with what is kept of it.
    CapHistory(std::vector<CapEntry> entries, std::vector<SenderRule> const& senders);

    [[nodiscard]] std::vector<CapEntry> const& entries() const { return entries_; }
    /// Of a message that does not count (a test, a restricted one): in force, its own root.
    [[nodiscard]] playlists::AlertVerdict verdictOf(playlists::AlertKey const& key) const;
    /// The message and all that is joined to it by references to what the sender may change, of
    /// those that count; one Update or Cancel may join several roots.
    [[nodiscard]] std::vector<CapEntry> familyOf(playlists::AlertKey const& key) const;

private:
    std::vector<CapEntry> entries_;
    std::map<playlists::AlertKey, playlists::AlertVerdict> verdicts_;
    std::map<playlists::AlertKey, playlists::AlertKey> family_;  ///< one of it that stands for all
};

/// The warnings that it led to, and `state`.
void addWarnings(store::Tx const& tx, CapTaken& taken);

/// Whether it has any effect on others: an exercise, or what is not for the public, has none.
[[nodiscard]] bool counts(CapKept const& kept);

/// What the store remembers, and `further`.
[[nodiscard]] Result<CapHistory> readHistory(store::Store const& store,
                                             WarningSettings const& settings, Instant now,
                                             std::optional<CapEntry> const& further = {});

}  // namespace tocsin::warnings
