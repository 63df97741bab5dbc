// SPDX-License-Identifier: Apache-2.0
// How the program ends (sysexits.h where it has a number).
#pragma once

#include <string>

namespace tocsin::app {

inline constexpr int kExitFailure = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitAddressInUse = 69;
inline constexpr int kExitDataDirectory = 73;
inline constexpr int kExitConfiguration = 78;

struct Ending {
    int code = 0;
    std::string message;  ///< one line for standard error, unless code is 0
};

}  // namespace tocsin::app
