// SPDX-License-Identifier: Apache-2.0
#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <set>

#include "archive_locale.hpp"
#include "archive_name.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents {
namespace {

struct ReaderFreed {
    void operator()(archive* reader) const noexcept { ::archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, ReaderFreed>;

constexpr std::string_view kFileHead = "PK\x03\x04";
constexpr std::string_view kDirectoryHead = "PK\x01\x02";

/// Archives inside the archive have heads too.
constexpr std::size_t kMostHeadsPerEntry = 16;

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

Error damaged(archive* reader, std::string_view place) {
    auto const* said = ::archive_error_string(reader);
    return invalid(fmt::format("{}: the ZIP archive is damaged: {}", place,
                               said ? shownAsUtf8(said) : std::string("it cannot be read")));
}

Error tooManyEntries(ArchiveLimits const& limits) {
    return invalid(fmt::format("the ZIP archive has more than {} entries", limits.entries));
}

/// libarchive reads the whole table of an archive into memory, whatever it says: about 200 bytes
/// for each 46 bytes of the file.
bool hasHugeTable(std::string_view bytes, ArchiveLimits const& limits) {
    std::size_t heads = 0;
    for (auto at = bytes.find(kDirectoryHead); at != std::string_view::npos;
         at = bytes.find(kDirectoryHead, at + kDirectoryHead.size())) {
        ++heads;
    }
    return heads / kMostHeadsPerEntry > limits.entries;
}

class Unzipping {
public:
    Unzipping(archive* reader, ArchiveLimits const& limits) : reader_(reader), limits_(limits) {}

    Result<std::vector<ArchiveEntry>> run() {
        for (;;) {
            archive_entry* head = nullptr;
            int const got = ::archive_read_next_header(reader_, &head);
            if (got == ARCHIVE_EOF) {
                return std::move(out_);
            }
            if (got != ARCHIVE_OK) {
                return damaged(reader_, fmt::format("entry {}", seen_ + 1));
            }
            if (++seen_ > limits_.entries) {
                return tooManyEntries(limits_);
            }
            if (auto const taken = take(head); !taken) {
                return taken.error();
            }
        }
    }

private:
    Result<> take(archive_entry* head) {
        auto const* const told = ::archive_entry_pathname(head);
        std::string name = told ? told : "";
        auto const place = fmt::format("'{}'", shownAsUtf8(name).substr(0, 200));
        bool const folder = ::archive_entry_filetype(head) == AE_IFDIR;
        if (folder && name.ends_with('/')) {
            name.pop_back();
        }
        if (auto const fault = faultOfName(name); !fault.empty()) {
            return invalid(fmt::format("{}: the name {}", place, fault));
        }
        if (folder) {
            return {};
        }
        if (auto const kind = checkKind(head, place); !kind) {
            return kind;
        }
        if (!names_.insert(name).second) {
            return invalid(fmt::format("{}: the name is twice in the archive", place));
        }
        return read({std::move(name), {}, packed()}, place);
    }

    Result<> checkKind(archive_entry* head, std::string const& place) {
        if (::archive_entry_is_encrypted(head)) {
            return invalid(fmt::format("{}: the file is encrypted", place));
        }
        if (::archive_entry_filetype(head) != AE_IFREG) {
            return invalid(fmt::format("{}: not a file but a link or a device", place));
        }
        // The two ways of every writer of documents; the others are decoders that few have tested.
        if (packed() && method().find("deflation") == std::string_view::npos) {
            return invalid(fmt::format("{}: packed by a way that is not deflate", place));
        }
        return {};
    }

    std::string_view method() const {
        auto const* name = ::archive_format_name(reader_);
        return name ? name : "";
    }
    bool packed() const { return method().find("uncompressed") == std::string_view::npos; }

    Result<> read(ArchiveEntry entry, std::string const& place) {
        for (;;) {
            auto const got = ::archive_read_data(reader_, block_.data(), block_.size());
            if (got < 0) {
                return damaged(reader_, place);
            }
            if (got == 0) {
                out_.push_back(std::move(entry));
                return {};
            }
            auto const size = static_cast<std::size_t>(got);
            if (size > limits_.bytes - bytes_) {
                return invalid(fmt::format("{}: the archive unpacks to more than {} bytes", place,
                                           limits_.bytes));
            }
            bytes_ += size;
            entry.bytes.append(block_.data(), size);
        }
    }

    archive* reader_;
    ArchiveLimits limits_;
    std::size_t seen_ = 0;
    std::size_t bytes_ = 0;
    std::set<std::string> names_;
    std::vector<ArchiveEntry> out_;
    std::array<char, 64 * 1024> block_{};
};

}  // namespace

Result<std::vector<ArchiveEntry>> unzip(std::string_view bytes, ArchiveLimits const& limits) {
    if (!bytes.starts_with(kFileHead)) {
        return invalid("not a ZIP file");
    }
    if (hasHugeTable(bytes, limits)) {
        return tooManyEntries(limits);
    }
    Utf8Locale const locale;
    Reader const reader(::archive_read_new());
    if (!reader) {
        throw std::bad_alloc();
    }
    // Only by the archive's table, as every program for documents reads it.
    if (::archive_read_support_format_zip_seekable(reader.get()) != ARCHIVE_OK ||
        ::archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
        return invalid("not a ZIP file, or its end is missing");
    }
    return std::make_unique<Unzipping>(reader.get(), limits)->run();
}

}  // namespace tocsin::documents
