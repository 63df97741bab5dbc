// SPDX-License-Identifier: Apache-2.0
// Reading CAP messages (OASIS CAP 1.1 and 1.2) and what carries them. Nothing is believed here: the
// text comes from outside, is bounded, holds no DTD and no entity of its own, and stays text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tocsin/playlists/alerts.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"
#include "tocsin/warnings/area.hpp"

namespace tocsin::warnings {

inline constexpr std::size_t kMostCapBytes = 4 << 20;
inline constexpr int kDeepestXml = 64;

using NameAndValue = std::pair<std::string, std::string>;

struct CapResource {
    std::string description, mimeType, uri;
    std::int64_t size = 0;  ///< bytes as said, 0: not said
    bool embedded = false;  ///< derefUri; its bytes are not kept
    bool operator==(CapResource const&) const = default;
};

struct CapArea {
    Area area;                        ///< codes: those whose valueName is one of a division code
    std::vector<NameAndValue> codes;  ///< all geocodes as they are
    bool operator==(CapArea const&) const = default;
};

struct CapInfo {
    std::string language;  ///< "en-US" if the message says none
    std::vector<std::string> categories, responseTypes;
    std::string event, urgency, severity, certainty, audience;
    std::vector<NameAndValue> eventCodes, parameters;
    std::optional<Instant> effective, onset, expires;
    std::string senderName, headline, description, instruction, web, contact;
    std::vector<CapResource> resources;
    std::vector<CapArea> areas;
    bool operator==(CapInfo const&) const = default;
};

struct CapMessage {
    int minor = 2;  ///< CAP 1.1 or 1.2
    playlists::AlertMessage head;
    std::string status, scope;  ///< as spelt in the standard: "Actual", "Public", …
    std::string source, restriction, addresses, note, incidents;
    std::vector<std::string> codes;
    std::vector<CapInfo> infos;
    bool isSigned = false;  ///< it holds an XML signature, of which reading tells nothing more
    bool operator==(CapMessage const&) const = default;
};

/// One thing that is not as it should be. Codes are those of google/cap-library (rule names in
/// capital letters), so that other tools' lists can be compared.
struct CapFinding {
    enum class Weight {
        recommendation,
        warning,
        error,  ///< against the standard, but what is meant is clear, or it is of no matter here
        fatal   ///< the message cannot be acted upon
    };
    std::string code;  ///< e.g. "INVALID_POLYGON"
    Weight weight = Weight::error;
    std::string where;    ///< "info[0].area[1].polygon[0]", or empty: the message
    std::string message;  ///< one English sentence
    bool operator==(CapFinding const&) const = default;
};
[[nodiscard]] std::string_view toString(CapFinding::Weight weight);

struct CapReading {
    std::optional<CapMessage> message;  ///< nothing if a finding is fatal
    std::vector<CapFinding> findings;   ///< the gravest first; at most 100
};

/// Reads one CAP document. Never throws; whatever it is given, it takes less than a second and a
/// few times the document's size. The element order is not enforced (INVALID_SEQUENCE is a
/// finding), neither is the numeric offset (INVALID_DATE is one, for "Z" and for none; without an
/// offset `zoneless` is taken). Both namespaces and any prefix.
[[nodiscard]] CapReading readCap(std::string_view xml,
                                 std::chrono::seconds zoneless = std::chrono::hours(8));

/// What a feed (Atom, RSS 2.0) or an envelope (EDXL-DE 1.0, 2.0) holds.
struct FeedEntry {
    std::string id;  ///< as the feed names it, or its link
    std::string title;
    std::string link;  ///< of a CAP document that is still to be fetched, or empty
    std::string cap;   ///< the document, where the feed embeds it
    /// When it was changed last, in the feed's own words; empty: it does not say.
    std::string updated{};
    bool operator==(FeedEntry const&) const = default;
};
struct FeedReading {
    enum class Kind { cap, atom, rss, edxl } kind = Kind::cap;
    std::vector<FeedEntry> entries;    ///< at most 1,000
    std::vector<CapFinding> findings;  ///< codes of the feed rules
};
/// Errc::invalid: it is none of these, in one sentence.
[[nodiscard]] Result<FeedReading> readFeed(std::string_view xml);

}  // namespace tocsin::warnings
