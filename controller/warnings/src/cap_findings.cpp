// SPDX-License-Identifier: Apache-2.0
#include "cap_findings.hpp"

#include <utility>

namespace tocsin::warnings {

using Weight = CapFinding::Weight;

void Findings::add(CapFinding finding) {
    auto& list = byWeight_.at(static_cast<std::size_t>(finding.weight));
    if (list.size() < kMost) {
        list.push_back(std::move(finding));
    }
}

void Findings::recommendation(std::string_view code, std::string where, std::string message) {
    add({std::string(code), Weight::recommendation, std::move(where), std::move(message)});
}

void Findings::warning(std::string_view code, std::string where, std::string message) {
    add({std::string(code), Weight::warning, std::move(where), std::move(message)});
}

void Findings::error(std::string_view code, std::string where, std::string message) {
    add({std::string(code), Weight::error, std::move(where), std::move(message)});
}

void Findings::fatal(std::string_view code, std::string where, std::string message) {
    add({std::string(code), Weight::fatal, std::move(where), std::move(message)});
}

bool Findings::anyFatal() const {
    return !byWeight_.back().empty();
}

std::vector<CapFinding> Findings::sorted() const {
    std::vector<CapFinding> out;
    for (auto list = byWeight_.rbegin(); list != byWeight_.rend(); ++list) {
        for (auto const& finding : *list) {
            if (out.size() == kMost) {
                return out;
            }
            out.push_back(finding);
        }
    }
    return out;
}

std::string_view toString(CapFinding::Weight weight) {
    switch (weight) {
        case Weight::recommendation:
            return "recommendation";
        case Weight::warning:
            return "warning";
        case Weight::error:
            return "error";
        default:
            return "fatal";
    }
}

}  // namespace tocsin::warnings
