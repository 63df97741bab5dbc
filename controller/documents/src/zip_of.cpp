// SPDX-License-Identifier: Apache-2.0
#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <cerrno>
#include <memory>
#include <new>
#include <set>
#include <stdexcept>

#include "archive_locale.hpp"
#include "archive_name.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents {
namespace {

struct WriterFreed {
    void operator()(archive* writer) const noexcept { ::archive_write_free(writer); }
};
using Writer = std::unique_ptr<archive, WriterFreed>;

struct EntryFreed {
    void operator()(archive_entry* entry) const noexcept { ::archive_entry_free(entry); }
};
using EntryPtr = std::unique_ptr<archive_entry, EntryFreed>;

void check(archive* writer, int returned) {
    if (returned != ARCHIVE_OK) {
        auto const* said = ::archive_error_string(writer);
        throw std::runtime_error(fmt::format("writing a ZIP file: {}", said ? said : "failed"));
    }
}

// libarchive calls this from C: nothing may be thrown through it.
la_ssize_t appended(archive* writer, void* out, void const* bytes, std::size_t size) noexcept {
    try {
        static_cast<std::string*>(out)->append(static_cast<char const*>(bytes), size);
        return static_cast<la_ssize_t>(size);
    } catch (std::exception const&) {
        ::archive_set_error(writer, ENOMEM, "no memory");
        return -1;
    }
}

void checkNames(std::vector<ArchiveEntry> const& entries) {
    std::set<std::string_view> names;
    for (auto const& entry : entries) {
        if (auto const fault = faultOfName(entry.name); !fault.empty()) {
            throw std::invalid_argument(fmt::format("the name '{}' of a ZIP file's entry {}",
                                                    shownAsUtf8(entry.name), fault));
        }
        if (!names.insert(entry.name).second) {
            throw std::invalid_argument(fmt::format("'{}' is twice in a ZIP file", entry.name));
        }
    }
}

void writeEntry(archive* writer, ArchiveEntry const& entry) {
    EntryPtr const head(::archive_entry_new());
    if (!head) {
        throw std::bad_alloc();
    }
    // No time at all: libarchive then writes ZIP's first one, in no time zone.
    ::archive_entry_set_pathname(head.get(), entry.name.c_str());
    ::archive_entry_set_filetype(head.get(), AE_IFREG);
    ::archive_entry_set_perm(head.get(), 0644);
    ::archive_entry_set_size(head.get(), static_cast<la_int64_t>(entry.bytes.size()));
    check(writer, entry.packed ? ::archive_write_zip_set_compression_deflate(writer)
                               : ::archive_write_zip_set_compression_store(writer));
    check(writer, ::archive_write_header(writer, head.get()));
    std::string_view left = entry.bytes;
    while (!left.empty()) {
        auto const written = ::archive_write_data(writer, left.data(), left.size());
        if (written <= 0) {
            check(writer, ARCHIVE_FATAL);
        }
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    check(writer, ::archive_write_finish_entry(writer));
}

}  // namespace

std::string zipOf(std::vector<ArchiveEntry> const& entries) {
    checkNames(entries);
    Utf8Locale const locale;
    std::string out;
    Writer const writer(::archive_write_new());
    if (!writer) {
        throw std::bad_alloc();
    }
    check(writer.get(), ::archive_write_set_format_zip(writer.get()));
    check(writer.get(), ::archive_write_set_bytes_in_last_block(writer.get(), 1));
    check(writer.get(), ::archive_write_open(writer.get(), &out, nullptr, &appended, nullptr));
    for (auto const& entry : entries) {
        writeEntry(writer.get(), entry);
    }
    check(writer.get(), ::archive_write_close(writer.get()));
    return out;
}

}  // namespace tocsin::documents
