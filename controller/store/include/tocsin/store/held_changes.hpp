// SPDX-License-Identifier: Apache-2.0
// Changes of many screens that wait for a second person, and what single persons have changed
// lately.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

/// A request as it came, to be carried out later.
struct HeldRequest {
    std::string method, pattern;  ///< of its route
    std::string path;
    std::map<std::string, std::string> parameters, query;
    std::string contentType, body;
    bool operator==(HeldRequest const&) const = default;
};

struct HeldChange {
    std::string id;
    std::string who;                 ///< account that asked for it
    std::string permission;          ///< that its route needs, by its word
    std::vector<std::string> units;  ///< for which the permission has to hold
    std::vector<ScreenId> screens;   ///< that it would reach, by id
    std::string english, chinese;    ///< what it would do
    Digest before;                   ///< of what it would take the place of
    HeldRequest request;
    Instant asked, expires;
    bool operator==(HeldChange const&) const = default;
};

class HeldChanges {
public:
    virtual ~HeldChanges() = default;
    /// The oldest first, without the bodies of their requests, which may be large.
    [[nodiscard]] virtual std::vector<HeldChange> all() const = 0;
    [[nodiscard]] virtual std::optional<HeldChange> find(std::string const& id) const = 0;
    virtual void put(HeldChange const& change) = 0;  ///< adds or replaces
    virtual void remove(std::string const& id) = 0;  ///< gone, if it was there

    /// Screens that the account's changes have reached since then, by id.
    [[nodiscard]] virtual std::vector<ScreenId> reachedSince(std::string const& account,
                                                             Instant t) const = 0;
    virtual void noteReached(std::string const& account, std::vector<ScreenId> const& screens,
                             Instant at) = 0;
    /// Somebody else has seen what the account does: its count begins anew.
    virtual void forgetReached(std::string const& account) = 0;
    virtual void forgetReachedBefore(Instant t) = 0;
};

}  // namespace tocsin::store
