// SPDX-License-Identifier: Apache-2.0
// Descriptors of files for functions that take them over.
#pragma once

#include <fcntl.h>

#include <filesystem>

namespace tocsin::media {

inline int toRead(std::filesystem::path const& file) {
    return ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
}
inline int toWrite(std::filesystem::path const& file) {
    return ::open(file.c_str(), O_RDWR | O_CLOEXEC);
}

}  // namespace tocsin::media
