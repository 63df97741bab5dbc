// SPDX-License-Identifier: Apache-2.0
#include "archive_name.hpp"

#include <algorithm>
#include <cstddef>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents {
namespace {

constexpr std::size_t kMostNameBytes = 1'024;

bool hasControl(std::string_view name) {
    return std::any_of(name.begin(), name.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool hasOddStep(std::string_view name) {
    for (;;) {
        auto const end = name.find('/');
        auto const step = name.substr(0, end);
        if (step.empty() || step == "." || step == "..") {
            return true;
        }
        if (end == std::string_view::npos) {
            return false;
        }
        name.remove_prefix(end + 1);
    }
}

}  // namespace

std::string_view faultOfName(std::string_view name) {
    if (name.empty()) {
        return "is empty";
    }
    if (name.size() > kMostNameBytes) {
        return "is longer than 1024 bytes";
    }
    if (!isUtf8(name) || hasControl(name)) {
        return "is not text in UTF-8";
    }
    bool const drive = name.size() > 1 && name[1] == ':';
    if (drive || name.find('\\') != std::string_view::npos || hasOddStep(name)) {
        return "leads out of the archive";
    }
    return {};
}

}  // namespace tocsin::documents
