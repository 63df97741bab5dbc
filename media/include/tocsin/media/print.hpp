// SPDX-License-Identifier: Apache-2.0
// Documents for people as PDF files, laid out by Pango and drawn by Cairo. For tocsin-media-worker
// inside its sandbox, and for tests.
#pragma once

#include <cstdint>

#include "tocsin/media/print_document.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

struct Printed {
    int pages = 0;
    std::int64_t bytes = 0;
};

/// Writes the document as a PDF file to `out`, an empty regular file open for writing, which it
/// takes over. Whatever its texts are, no text leaves its cell and no row its page; control
/// characters, and those that turn the direction of text around, are left out. Pictures that
/// cannot be decoded leave their place empty. Uses the calling thread's font map. Errc::invalid (a
/// document that makes no sense), Errc::exhausted (disk, size limit or memory).
[[nodiscard]] Result<Printed> printDocument(PrintDocument const& document, int out);

/// A document that printDocument() takes.
[[nodiscard]] Result<> checkDocument(PrintDocument const& document);

}  // namespace tocsin::media
