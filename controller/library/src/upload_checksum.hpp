// SPDX-License-Identifier: Apache-2.0
// The Upload-Checksum header of tus: what the bytes of one request come to.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// The algorithms, as the Tus-Checksum-Algorithm header lists them.
inline constexpr char kChecksumAlgorithms[] = "sha1,sha256";

/// Compares bytes that come in pieces with a checksum.
class Checksum {
public:
    /// "sha1 base64". Errc::invalid for an algorithm that is not known, or a value that cannot be
    /// one of its.
    [[nodiscard]] static Result<Checksum> parse(std::string_view header);
    void update(std::string_view bytes);
    /// Ends the computation: whether the bytes are those that were meant.
    [[nodiscard]] bool matches();

private:
    struct Free {
        void operator()(void* context) const noexcept;
    };
    Checksum(void const* algorithm, std::string expected);
    std::unique_ptr<void, Free> context_;
    std::string expected_;
};

}  // namespace tocsin::library
