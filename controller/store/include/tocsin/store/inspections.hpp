// SPDX-License-Identifier: Apache-2.0
// Inspection packages (迎检资料包): what was put together for somebody who inspects an activity,
// and until when the link that they were given holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

/// A file of the package, kept by its digest beside the database.
struct InspectionFile {
    std::string name;  ///< path in the package, '/' between its steps
    Digest digest;
    std::int64_t bytes = 0;
    bool operator==(InspectionFile const&) const = default;
};

struct Inspection {
    std::int64_t number = 0;        ///< from 1; given by the store
    std::string activity;           ///< handle
    std::string title;              ///< of the activity, as it was
    std::string unit;               ///< handle; empty: the whole site
    std::string firstDay, lastDay;  ///< local days of the activity, both inclusive
    std::string note;               ///< who inspects, why
    std::string who;                ///< made it
    Instant made, expires;
    Digest secret;                      ///< SHA-256 of the link's secret, which is kept nowhere
    std::string name;                   ///< of the ZIP file
    Digest package;                     ///< of the ZIP file
    std::int64_t bytes = 0;             ///< of the ZIP file
    std::vector<InspectionFile> files;  ///< what is in it, in its order; empty in lists
    std::optional<Instant> revoked{};
    std::string revokedBy{};
    std::int64_t openings = 0;        ///< how often the link was opened
    std::optional<Instant> opened{};  ///< last
    bool removed = false;             ///< its files are gone; the row stays
    bool operator==(Inspection const&) const = default;
};

class Inspections {
public:
    virtual ~Inspections() = default;
    /// The newest first, without their files.
    [[nodiscard]] virtual std::vector<Inspection> all() const = 0;
    [[nodiscard]] virtual std::optional<Inspection> find(std::int64_t number) const = 0;
    [[nodiscard]] virtual std::optional<Inspection> findBySecret(Digest const& secret) const = 0;
    /// As it is stored, with its number.
    virtual Inspection add(Inspection inspection) = 0;
    /// Once; later calls change nothing.
    virtual void revoke(std::int64_t number, Instant at, std::string const& who) = 0;
    /// Somebody opened its link.
    virtual void open(std::int64_t number, Instant at) = 0;
    /// Its files are gone.
    virtual void remove(std::int64_t number) = 0;
    /// Digests of files of packages that are not removed, but for this one's.
    [[nodiscard]] virtual std::vector<Digest> filesBeside(std::int64_t number) const = 0;
};

}  // namespace tocsin::store
