// SPDX-License-Identifier: Apache-2.0
#include "output_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "failure.hpp"

namespace tocsin::cli {

void writeWholeFile(std::string const& path, std::string const& bytes) {
    auto const part = path + ".part" + std::to_string(::getpid());
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file << bytes;
    file.close();
    std::error_code error;
    if (file) {
        std::filesystem::rename(part, path, error);
    }
    if (!file || error) {
        std::string const why = error ? error.message() : std::strerror(errno);
        std::filesystem::remove(part, error);
        throw CommandFailure(ExitCode::failure, "cannot write " + path + ": " + why);
    }
}

}  // namespace tocsin::cli
