// SPDX-License-Identifier: Apache-2.0
// Reads the ZIP file of a bundle from front to back, once, in bounded memory, and takes it in no
// other form than ours. An entry is never longer than its header says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::attest {

class ZipReader {
public:
    /// Throws Failure: Errc::notFound, Errc::unavailable.
    explicit ZipReader(std::filesystem::path const& file);
    ~ZipReader();
    ZipReader(ZipReader const&) = delete;
    ZipReader& operator=(ZipReader const&) = delete;

    /// The name of the next entry, whatever was read of the one before; nothing behind the last
    /// one, when the directory and the file's end were right too. Throws Failure(Errc::damaged)
    /// that names the byte; nothing can be read after that.
    [[nodiscard]] std::optional<std::string> next();
    /// The entry's next bytes; empty at its end. Throws Failure(Errc::damaged) if they are not what
    /// the header says; next() goes on behind the entry.
    [[nodiscard]] std::string_view read();
    /// SHA-256 of the entry, after read() gave its end.
    [[nodiscard]] Digest digest() const;
    /// Whether its bytes stand there as they are.
    [[nodiscard]] bool isStored() const;
    /// Of the bytes of the file before this entry: how many, and their SHA-256.
    [[nodiscard]] std::int64_t bytesBefore() const;
    [[nodiscard]] Digest digestBefore() const;
    /// So far, of all bytes of the file.
    [[nodiscard]] std::int64_t position() const;
    [[nodiscard]] std::int64_t size() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::attest
