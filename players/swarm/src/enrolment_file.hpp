// SPDX-License-Identifier: Apache-2.0
// The file that `tocsin screen import --out` writes: one screen a line, with its one-time token.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::swarm {

struct Enrolment {
    std::string screen, token;
    int width = 0, height = 0;
    bool operator==(Enrolment const&) const = default;
};

/// Columns are found by their titles, in either language. Errc::invalid names the line.
[[nodiscard]] Result<std::vector<Enrolment>> parseEnrolments(std::string_view text);
[[nodiscard]] Result<std::vector<Enrolment>> readEnrolments(std::filesystem::path const& file);

/// What stands behind the token's last dot: the fingerprint of the root key that its controller
/// must show; empty if nothing does.
[[nodiscard]] std::string rootIn(std::string const& token);

}  // namespace tocsin::swarm
