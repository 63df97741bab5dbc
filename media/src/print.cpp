// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/print.hpp"

#include <cairo-pdf.h>

#include <algorithm>
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

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

bool fits(std::string const& text) {
    return text.size() <= kMostPrintText;
}

Result<> checkRow(PrintRow const& row, std::size_t columns, std::size_t pictures) {
    constexpr int kMostMm = 100;
    std::size_t used = 0;
    for (auto const& cell : row.cells) {
        if (cell.columns < 1 || !fits(cell.text) || cell.picture < -1 ||
            cell.picture >= static_cast<int>(pictures)) {
            return invalid("a cell of a table makes no sense");
        }
        used += static_cast<std::size_t>(cell.columns);
    }
    if (used != columns || row.cells.size() > kMostPrintCells || row.leastMm < 0 ||
        row.leastMm > kMostMm) {
        return invalid("a row of a table makes no sense");
    }
    return {};
}

Result<> checkTable(PrintBlock const& block, std::size_t pictures) {
    constexpr int kMostShare = 1'000;
    bool const right =
        !block.widths.empty() && block.widths.size() <= kMostPrintCells &&
        std::ranges::all_of(block.widths,
                            [](int width) { return width >= 1 && width <= kMostShare; }) &&
        block.rows.size() <= kMostPrintRows && block.headRows >= 0 && block.headRows <= 4 &&
        static_cast<std::size_t>(block.headRows) <= block.rows.size();
    if (!right) {
        return invalid("a table makes no sense");
    }
    for (auto const& row : block.rows) {
        if (auto checked = checkRow(row, block.widths.size(), pictures); !checked) {
            return checked;
        }
    }
    return {};
}

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
    std::vector<SurfacePtr> pictures;
    for (auto const& bytes : document.pictures) {
        pictures.push_back(pictureSurface(bytes));
    }
    Writer writer{out};
    SurfacePtr const pdf(
        cairo_pdf_surface_create_for_stream(write, &writer, kPageWidth, kPageHeight));
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

Result<> checkDocument(PrintDocument const& document) {
    for (auto const* text : {&document.title, &document.code, &document.codeCaption,
                             &document.footer, &document.pageNumber, &document.created}) {
        if (!fits(*text)) {
            return invalid("a text of the document is too long");
        }
    }
    if (document.language != "zh" && document.language != "en") {
        return invalid("language: must be zh or en");
    }
    if (document.blocks.size() > kMostPrintBlocks ||
        document.pictures.size() > kMostPrintPictures) {
        return invalid("the document has too many blocks or pictures");
    }
    for (auto const& block : document.blocks) {
        auto const checked = block.kind == PrintKind::table
                                 ? checkTable(block, document.pictures.size())
                             : fits(block.text) ? Result<>()
                                                : invalid("a text of the document is too long");
        if (!checked) {
            return checked;
        }
    }
    return {};
}

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
