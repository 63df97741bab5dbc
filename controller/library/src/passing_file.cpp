// SPDX-License-Identifier: Apache-2.0
#include "passing_file.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace tocsin::library {

PassingFile::PassingFile(std::filesystem::path const& directory)
    : name_((directory / "preview-XXXXXX").string()) {
    int const made = ::mkstemp(name_.data());
    made_ = made >= 0;
    if (made_) {
        ::close(made);
    }
}

PassingFile::~PassingFile() {
    if (made_) {
        ::unlink(name_.c_str());
    }
}

std::string PassingFile::bytes() const {
    std::ifstream in(name_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace tocsin::library
