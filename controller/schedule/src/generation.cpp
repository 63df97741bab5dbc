// SPDX-License-Identifier: Apache-2.0
#include "tocsin/schedule/generation.hpp"

#include <charconv>

namespace tocsin::schedule {

std::int64_t generationOf(store::Tx const& tx) {
    auto const text = tx.settings().get(kGenerationSetting).value_or("1");
    std::int64_t generation = 1;
    auto const* end = text.data() + text.size();
    auto const [last, ec] = std::from_chars(text.data(), end, generation);
    if (ec != std::errc{} || last != end || generation < 1) {
        throw Failure({Errc::damaged, "the setting \"generation\" is \"" + text +
                                          "\"; it must be a whole number from 1 on"});
    }
    return generation;
}

}  // namespace tocsin::schedule
