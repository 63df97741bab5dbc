// SPDX-License-Identifier: Apache-2.0
#include "findings.hpp"

#include <utility>

namespace tocsin::attest {

std::string toText(BundleFault const& fault) {
    std::string out = fault.file.empty() ? "the ZIP file" : fault.file;
    out += (fault.place.empty() ? "" : ", " + fault.place) + ": " + fault.what;
    return out;
}

void Findings::fault(std::string file, std::string place, std::string what) {
    ++verdict_.allFaults;
    if (verdict_.faults.size() < BundleVerdict::kMostListed) {
        verdict_.faults.push_back({std::move(file), std::move(place), std::move(what)});
    }
}

void Findings::gap(std::string text) {
    ++verdict_.allGaps;
    if (verdict_.gaps.size() < BundleVerdict::kMostListed) {
        verdict_.gaps.push_back(std::move(text));
    }
}

void Findings::unproven(std::string text) {
    if (verdict_.unproven.size() < BundleVerdict::kMostListed) {
        verdict_.unproven.push_back(std::move(text));
    }
}

std::string lineText(std::size_t number) {
    return "line " + std::to_string(number);
}

}  // namespace tocsin::attest
