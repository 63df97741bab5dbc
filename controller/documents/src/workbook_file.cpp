// SPDX-License-Identifier: Apache-2.0
#include "workbook_file.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>

#include "tocsin/documents/archive.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

/// Whether every element that begins ends: what libxlsxwriter writes has neither comments nor
/// unescaped brackets, so that counting is enough.
bool isBalanced(std::string_view xml) {
    std::size_t open = 0;
    for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at)) {
        auto const end = xml.find('>', at);
        if (end == std::string_view::npos) {
            return false;
        }
        auto const tag = xml.substr(at + 1, end - at - 1);
        if (tag.starts_with('/')) {
            if (open == 0) {
                return false;
            }
            --open;
        } else if (!tag.starts_with('?') && !tag.ends_with('/')) {
            ++open;
        }
        at = end;
    }
    return open == 0 && !xml.empty();
}

}  // namespace

WorkbookFile::WorkbookFile() : descriptor_(::memfd_create("tocsin-workbook", MFD_CLOEXEC)) {
    if (descriptor_ < 0) {
        throw std::system_error(errno, std::generic_category(), "cannot make a file in memory");
    }
}

WorkbookFile::~WorkbookFile() {
    ::close(descriptor_);
}

std::string WorkbookFile::path() const {
    return "/proc/self/fd/" + std::to_string(descriptor_);
}

Result<std::string> WorkbookFile::bytes() const {
    struct stat state {};
    if (::fstat(descriptor_, &state) != 0) {
        return Error{Errc::exhausted, "a workbook cannot be read back from memory"};
    }
    std::string out(static_cast<std::size_t>(state.st_size), '\0');
    std::size_t taken = 0;
    while (taken < out.size()) {
        auto const count =
            ::pread(descriptor_, out.data() + taken, out.size() - taken, static_cast<off_t>(taken));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return Error{Errc::exhausted, "a workbook cannot be read back from memory"};
        }
        taken += static_cast<std::size_t>(count);
    }
    return out;
}

bool isWholeWorkbook(std::string_view bytes) {
    constexpr ArchiveLimits kAll{.entries = 10'000, .bytes = std::numeric_limits<int>::max()};
    auto const entries = unzip(bytes, kAll);
    return entries && !entries->empty() &&
           std::all_of(entries->begin(), entries->end(),
                       [](ArchiveEntry const& entry) { return isBalanced(entry.bytes); });
}

}  // namespace tocsin::documents::spreadsheet
