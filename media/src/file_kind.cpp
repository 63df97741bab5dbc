// SPDX-License-Identifier: Apache-2.0
#include "file_kind.hpp"

#include <algorithm>
#include <string>

#include "foreign_file.hpp"
#include "pages.hpp"
#include "picture_file.hpp"

namespace tocsin::media::detail {
namespace {

Result<FileKind> gifKind(OpenFile const& file) {
    // Longer ones are found too long, or damaged, by whoever decodes them.
    constexpr std::size_t kLongest = std::size_t{512} * 1024 * 1024;
    auto const bytes = readBytes(file, kLongest);
    if (!bytes) {
        return bytes.error();
    }
    auto const blocks = walkGif(*bytes);
    if (!blocks.whole && bytes->size() < kLongest) {
        return Error{Errc::damaged, "The GIF is cut off or damaged; copy or export it again. (" +
                                        std::to_string(blocks.images) +
                                        " images were found before its end)"};
    }
    return blocks.images > 1 ? FileKind{} : FileKind{FileKind::Is::picture, PictureKind::gif};
}

}  // namespace

Result<FileKind> fileKind(OpenFile const& file) {
    if (file.size() < 0) {
        return Error{Errc::invalid, "The size of the file is not known; copy it to a local disk."};
    }
    if (file.size() == 0) {
        return Error{Errc::invalid, "The file is empty (0 bytes); copy or export it again."};
    }
    auto const head = readBytes(file, kPagesHead);
    if (!head) {
        return head.error();
    }
    if (isPages(*head)) {
        return FileKind{FileKind::Is::pages, {}};
    }
    constexpr std::size_t kStart = 64;
    auto const start = std::span(*head).first(std::min(head->size(), kStart));
    if (auto other = whatElseItIs(start); !other.empty()) {
        return Error{Errc::invalid, other + " (recognised by its first bytes)"};
    }
    auto const kind = pictureKind(start);
    if (kind == PictureKind::gif) {
        return gifKind(file);
    }
    return kind == PictureKind::none ? FileKind{} : FileKind{FileKind::Is::picture, kind};
}

}  // namespace tocsin::media::detail
