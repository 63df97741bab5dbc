// SPDX-License-Identifier: Apache-2.0
// Collects what is found in a bundle, in bounded lists.
#pragma once

#include <string>

#include "tocsin/attest/bundle_check.hpp"

namespace tocsin::attest {

class Findings {
public:
    void fault(std::string file, std::string place, std::string what);
    void gap(std::string text);
    void unproven(std::string text);
    [[nodiscard]] BundleVerdict& verdict() noexcept { return verdict_; }

private:
    BundleVerdict verdict_;
};

[[nodiscard]] std::string lineText(std::size_t number);

}  // namespace tocsin::attest
