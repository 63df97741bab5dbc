// SPDX-License-Identifier: Apache-2.0
// Which server a client takes for the one it means. TLS 1.2 or later in any case.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::session {

struct TlsTrust {
    // Not an aggregate: gcc 12 destroys one twice that stands in a co_await expression.
    TlsTrust() {}  // NOLINT(modernize-use-equals-default)
    enum class Kind {
        system,   ///< one of the system's authorities vouches for the certificate, which names the
                  ///< host
        pinned,   ///< the chain leads to `authority`; the host is not looked at, because only the
                  ///< controller's certificates are signed by it and its addresses may change
        unpinned  ///< any authority whose certificate comes with the chain; before enrolment only
    };
    Kind kind = Kind::system;
    std::string authority;      ///< PEM, pinned
    bool ignoreDates = false;   ///< pinned: for a clock that is not set yet
    std::optional<Instant> at;  ///< dates are checked for then; nothing: by the system's clock

    [[nodiscard]] static TlsTrust pinned(std::string authority) {
        TlsTrust out;
        out.kind = Kind::pinned;
        out.authority = std::move(authority);
        return out;
    }
    [[nodiscard]] static TlsTrust unpinned() {
        TlsTrust out;
        out.kind = Kind::unpinned;
        return out;
    }
    bool operator==(TlsTrust const&) const = default;
};

}  // namespace tocsin::session
