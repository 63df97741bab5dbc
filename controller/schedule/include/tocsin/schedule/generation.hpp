// SPDX-License-Identifier: Apache-2.0
// The generation that new manifests belong to: that of the key set in force, as the database was
// told at the start.
#pragma once

#include <cstdint>

#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

/// Name of the setting.
inline constexpr char kGenerationSetting[] = "generation";

/// Counting from 1. Throws Failure(Errc::damaged).
[[nodiscard]] std::int64_t generationOf(store::Tx const& tx);

}  // namespace tocsin::schedule
