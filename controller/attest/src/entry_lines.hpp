// SPDX-License-Identifier: Apache-2.0
// The lines of an entry, one after the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "zip_reader.hpp"

namespace tocsin::attest {

class EntryLines {
public:
    /// Longer lines are none of a bundle's.
    EntryLines(ZipReader& reader, std::size_t mostBytes) : reader_(reader), most_(mostBytes) {}

    /// Without its line feed, valid until the next call; nothing at the end. Throws
    /// Failure(Errc::damaged) for a line that is too long or cut off, and as ZipReader::read().
    [[nodiscard]] std::optional<std::string_view> next();
    /// Of the line that next() gave last, from 1.
    [[nodiscard]] std::size_t number() const noexcept { return number_; }

private:
    ZipReader& reader_;
    std::size_t most_;
    std::string_view block_;
    std::string pieces_;  // of a line that began in a block before
    std::size_t number_ = 0;
};

/// The whole entry. Throws Failure(Errc::damaged) beyond `most` bytes.
[[nodiscard]] std::string wholeEntry(ZipReader& reader, std::size_t most);

}  // namespace tocsin::attest
