// SPDX-License-Identifier: Apache-2.0
// Reading the words that toString writes for results, clock states and evidence tiers.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "fields.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::messages {

template <class Enum>
[[nodiscard]] Enum readName(std::string_view field, std::string_view text,
                            std::initializer_list<Enum> values) {
    std::string allowed;
    for (auto const value : values) {
        if (toString(value) == text) {
            return value;
        }
        allowed.append(allowed.empty() ? "" : ", ").append(toString(value));
    }
    damagedField(field, "expected one of " + allowed);
}

[[nodiscard]] inline PlayResult readPlayResult(std::string_view field, std::string_view text) {
    return readName(field, text,
                    {PlayResult::complete, PlayResult::partial, PlayResult::failed,
                     PlayResult::preempted, PlayResult::gap});
}

[[nodiscard]] inline ClockState readClockState(std::string_view field, std::string_view text) {
    return readName(field, text, {ClockState::synced, ClockState::holdover, ClockState::unset});
}

[[nodiscard]] inline EvidenceTier readEvidenceTier(std::string_view field, std::string_view text) {
    return readName(field, text,
                    {EvidenceTier::scheduled, EvidenceTier::composed, EvidenceTier::delivered,
                     EvidenceTier::answered, EvidenceTier::photographed});
}

}  // namespace tocsin::messages
