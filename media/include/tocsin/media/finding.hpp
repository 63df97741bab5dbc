// SPDX-License-Identifier: Apache-2.0
// What is wrong with an asset, for the office to know before anybody puts it up. Values only.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::media {

/// Something that a person should look at. It forbids nothing.
struct Finding {
    std::string code;
    std::string message;  ///< one English sentence: what is wrong, and what to do
    std::string chinese;  ///< the same in Chinese
    /// The figures of the sentence by name, e.g. {"letter_pixels", 7}; whole numbers.
    std::vector<std::pair<std::string, std::int64_t>> numbers{};
    bool operator==(Finding const&) const = default;
};

}  // namespace tocsin::media
