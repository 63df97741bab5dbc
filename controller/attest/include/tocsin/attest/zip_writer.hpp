// SPDX-License-Identifier: Apache-2.0
// Writes the ZIP file of a bundle, entry by entry, in the form that the verifiers ask for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::attest {

struct ZipFile {
    std::string name;
    Digest digest;  ///< of what it holds
    std::int64_t bytes = 0;
};

/// Used by one thread. All members throw Failure: Errc::exhausted for a full disk, and where the
/// bundle would be larger than such a file can be (4 GB, 60,000 entries, 2 GB an entry); the file
/// is then of no use and is to be removed.
class ZipWriter {
public:
    explicit ZipWriter(std::filesystem::path const& file);
    ~ZipWriter();
    ZipWriter(ZipWriter const&) = delete;
    ZipWriter& operator=(ZipWriter const&) = delete;

    /// `packed`: whether its bytes are compressed.
    void begin(std::string const& name, bool packed = true);
    void write(std::string_view bytes);
    void end();
    void add(std::string const& name, std::string_view bytes, bool packed = true);

    /// The entries that are written.
    [[nodiscard]] std::vector<ZipFile> const& files() const noexcept;
    /// So many bytes stand in the file.
    [[nodiscard]] std::int64_t size() const noexcept;
    /// SHA-256 of them. Between entries.
    [[nodiscard]] Digest digest();
    /// The directory. Nothing is written after it.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::attest
