// SPDX-License-Identifier: Apache-2.0
// A file of a new name that goes when it is no longer needed: where a worker writes to.
#pragma once

#include <filesystem>
#include <string>

namespace tocsin::library {

class PassingFile {
public:
    explicit PassingFile(std::filesystem::path const& directory);
    ~PassingFile();
    PassingFile(PassingFile const&) = delete;
    PassingFile& operator=(PassingFile const&) = delete;
    [[nodiscard]] bool made() const noexcept { return made_; }
    [[nodiscard]] std::string const& name() const noexcept { return name_; }
    [[nodiscard]] std::string bytes() const;

private:
    std::string name_;
    bool made_ = false;
};

}  // namespace tocsin::library
