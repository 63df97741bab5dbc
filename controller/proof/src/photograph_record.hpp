// SPDX-License-Identifier: Apache-2.0
// What is kept of a photograph that a person added: nobody has signed it, the audit trail says who
// brought it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/store/records.hpp"

namespace tocsin::proof {

inline constexpr char kPhotographFormat[] = "tocsin-photo/1";

struct PhotographRecord {
    std::string type;  ///< "image/jpeg" or "image/png"
    int width = 0, height = 0;
    std::int64_t bytes = 0;
    /// Whence its instant: "camera" (with the camera's offset), "camera-zone" (the camera's clock,
    /// read in the screen's zone), "stated" by who added it.
    std::string time;
    std::string camera;    ///< what the camera wrote, "2026:06:01 08:30:00 +08:00"; or empty
    bool sticker = false;  ///< the screen's sticker is in the picture
    std::string note;      ///< one line for people, or empty
    bool operator==(PhotographRecord const&) const = default;
};

[[nodiscard]] std::string toJson(PhotographRecord const& record);
/// Errc::invalid with the path of the fault.
[[nodiscard]] Result<PhotographRecord> parsePhotographRecord(std::string_view json);

/// A person added it; else a player took it.
[[nodiscard]] inline bool isPhotograph(store::KeptPicture const& picture) {
    return !picture.addedBy.empty();
}

}  // namespace tocsin::proof
