// SPDX-License-Identifier: Apache-2.0
// Which player drove which screen when, as a bundle says it (enrolment.json); and so, whose a play
// is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::attest {

struct BoundTime {
    ScreenId screen;
    Instant from;
    std::optional<Instant> to;  ///< nothing: it still did
    bool operator==(BoundTime const&) const = default;
};

struct EnrolledPlayer {
    messages::PublicKey player;
    std::vector<BoundTime> bindings;  ///< the oldest first; at least one
    std::optional<Instant> revoked;   ///< its key is not believed any more since
    bool operator==(EnrolledPlayer const&) const = default;
};

struct EnrolledScreen {
    ScreenId screen;
    std::string name, unit;
    bool operator==(EnrolledScreen const&) const = default;
};

struct Enrolment {
    std::vector<EnrolledPlayer> players;
    std::vector<EnrolledScreen> screens;
    bool operator==(Enrolment const&) const = default;
};
[[nodiscard]] std::string toJson(Enrolment const& enrolment);
[[nodiscard]] Result<Enrolment> parseEnrolment(std::string_view json);

/// The binding that had begun last when the play began, or the first one if none had; and whether
/// it held then.
struct Attribution {
    std::size_t binding = 0;
    bool within = true;
};
[[nodiscard]] Attribution attributed(EnrolledPlayer const& player, Instant start);

}  // namespace tocsin::attest
