// SPDX-License-Identifier: Apache-2.0
// What is not as it should be in one message, bounded, the gravest first.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

class Findings {
public:
    static constexpr std::size_t kMost = 100;

    void add(CapFinding finding);
    void recommendation(std::string_view code, std::string where, std::string message);
    void warning(std::string_view code, std::string where, std::string message);
    void error(std::string_view code, std::string where, std::string message);
    void fatal(std::string_view code, std::string where, std::string message);
    [[nodiscard]] bool anyFatal() const;
    /// All of them, or the gravest kMost.
    [[nodiscard]] std::vector<CapFinding> sorted() const;

private:
    std::array<std::vector<CapFinding>, 4> byWeight_;  ///< recommendation first
};

}  // namespace tocsin::warnings
