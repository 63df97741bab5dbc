// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/print.hpp"

#include <cairo-pdf.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <string>

#include "open_file.hpp"
#include "print_press.hpp"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace tocsin::media {
namespace {

using namespace detail;

/// Where Cairo writes to.
struct Writer {
    OpenFile const& out;
    std::int64_t bytes = 0;
    int failed = 0;  ///< errno
};

cairo_status_t write(void* closure, unsigned char const* data, unsigned length) {
    auto& writer = *static_cast<Writer*>(closure);
    if (!writeAll(writer.out, {data, length})) {
        writer.failed = errno;
        return CAIRO_STATUS_WRITE_ERROR;
    }
    writer.bytes += length;
    return CAIRO_STATUS_SUCCESS;
}

void describe(cairo_surface_t& pdf, PrintDocument const& document) {
    cairo_pdf_surface_set_metadata(&pdf, CAIRO_PDF_METADATA_TITLE,
                                   printableText(document.title).c_str());
    cairo_pdf_surface_set_metadata(&pdf, CAIRO_PDF_METADATA_CREATOR, "Tocsin");
    if (!document.author.empty()) {
        cairo_pdf_surface_set_metadata(&pdf, CAIRO_PDF_METADATA_AUTHOR,
                                       printableText(document.author).c_str());
    }
    if (!document.created.empty()) {
        cairo_pdf_surface_set_metadata(&pdf, CAIRO_PDF_METADATA_CREATE_DATE,
                                       document.created.c_str());
    }
}

/// Writes fonts and the end of the file. Cairo 1.16 loses a few hundred bytes for each OpenType
/// font that it embeds.
void finish(cairo_surface_t& pdf) {
#if defined(__SANITIZE_ADDRESS__)
    __lsan::ScopedDisabler const cairosOwn;
#endif
    cairo_surface_finish(&pdf);
}

Result<Printed> print(PrintDocument const& document, OpenFile const& out) {
    PrintPictures pictures(document.pictures);
    Writer writer{out};
    SurfacePtr const pdf(
        cairo_pdf_surface_create_for_stream(write, &writer, kShortSide, kLongSide));
    describe(*pdf, document);
    CairoPtr const cairo(cairo_create(pdf.get()));
    int const pages = Press(*cairo, document, pictures, 0).run();
    Press(*cairo, document, pictures, pages).run();
    finish(*pdf);
    auto const status = cairo_surface_status(pdf.get());
    if (status == CAIRO_STATUS_NO_MEMORY) {
        throw std::bad_alloc();
    }
    if (status != CAIRO_STATUS_SUCCESS || cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS) {
        auto const* const why =
            writer.failed != 0 ? std::strerror(writer.failed) : cairo_status_to_string(status);
        return Error{Errc::exhausted, std::string("The document cannot be written: ") + why};
    }
    return Printed{pages, writer.bytes};
}

}  // namespace

Result<Printed> printDocument(PrintDocument const& document, int out) {
    OpenFile const target(out);
    if (auto right = checkDocument(document); !right) {
        return right.error();
    }
    try {
        return print(document, target);
    } catch (std::bad_alloc const&) {
        return Error{Errc::exhausted, "The document needs more memory than allowed."};
    }
}

}  // namespace tocsin::media
