// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tocsin::app {

inline constexpr int kExitFailure = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitAddressInUse = 69;
inline constexpr int kExitDataDirectory = 73;
inline constexpr int kExitConfiguration = 78;

}  // namespace tocsin::app
