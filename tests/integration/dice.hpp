// SPDX-License-Identifier: Apache-2.0
// Random choices that are the same in every run and with every standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

namespace tocsin::integration {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    /// 0 to count - 1; 0 if there is nothing to choose from.
    [[nodiscard]] std::size_t below(std::size_t count) {
        return count == 0 ? 0 : static_cast<std::size_t>(engine_() % count);
    }
    [[nodiscard]] bool oneIn(std::size_t count) { return below(count) == 0; }
    [[nodiscard]] char byte() { return static_cast<char>(below(256)); }
    template <class Choices>
    [[nodiscard]] auto const& of(Choices const& choices) {
        return choices[below(choices.size())];
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace tocsin::integration
