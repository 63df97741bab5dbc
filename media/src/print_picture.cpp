// SPDX-License-Identifier: Apache-2.0
#include "print_picture.hpp"

#include <qrencode.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

namespace tocsin::media::detail {
namespace {

constexpr int kMostSide = 4'096;

struct PixelSize {
    int width = 0, height = 0;
};

/// Of the frame that the file's head tells of.
std::optional<PixelSize> jpegSize(std::string_view bytes) {
    auto const byte = [bytes](std::size_t at) {
        return at < bytes.size() ? static_cast<std::uint8_t>(bytes[at]) : 0;
    };
    std::size_t at = 2;
    while (at + 9 < bytes.size() && byte(at) == 0xff) {
        int const marker = byte(at + 1);
        // Start of frame, but for the tables (C4, C8, CC) that stand between.
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
            marker != 0xcc) {
            return PixelSize{byte(at + 7) << 8 | byte(at + 8), byte(at + 5) << 8 | byte(at + 6)};
        }
        at += 2 + static_cast<std::size_t>(byte(at + 2) << 8 | byte(at + 3));
    }
    return std::nullopt;
}

bool isDrawable(int width, int height) {
    return width > 0 && height > 0 && width <= kMostSide && height <= kMostSide;
}

SurfacePtr jpegSurface(std::string const& bytes) {
    auto const size = jpegSize(bytes);
    if (!size || !isDrawable(size->width, size->height)) {
        return nullptr;
    }
    SurfacePtr out(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size->width, size->height));
    auto kept = std::make_unique<std::string>(bytes);
    auto const* const data = reinterpret_cast<unsigned char const*>(kept->data());
    auto const drop = [](void* owned) {
        std::unique_ptr<std::string> const gone(static_cast<std::string*>(owned));
    };
    if (cairo_surface_set_mime_data(out.get(), CAIRO_MIME_TYPE_JPEG, data, kept->size(), drop,
                                    kept.get()) != CAIRO_STATUS_SUCCESS) {
        return nullptr;
    }
    kept.release();  // the surface's from now on
    return out;
}

struct Reader {
    std::string_view rest;
};

cairo_status_t readPng(void* closure, unsigned char* into, unsigned length) {
    auto& rest = static_cast<Reader*>(closure)->rest;
    if (rest.size() < length) {
        return CAIRO_STATUS_READ_ERROR;
    }
    std::memcpy(into, rest.data(), length);
    rest.remove_prefix(length);
    return CAIRO_STATUS_SUCCESS;
}

/// The head says the size before any memory is taken for it.
bool pngIsDrawable(std::string_view bytes) {
    constexpr std::size_t kSizes = 16;
    if (bytes.size() < kSizes + 8) {
        return false;
    }
    auto const number = [bytes](std::size_t at) {
        std::uint32_t out = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            out = out << 8 | static_cast<std::uint8_t>(bytes[at + i]);
        }
        return out;
    };
    auto const width = number(kSizes), height = number(kSizes + 4);
    return width <= kMostSide && height <= kMostSide &&
           isDrawable(static_cast<int>(width), static_cast<int>(height));
}

SurfacePtr pngSurface(std::string const& bytes) {
    if (!pngIsDrawable(bytes)) {
        return nullptr;
    }
    Reader reader{bytes};
    SurfacePtr out(cairo_image_surface_create_from_png_stream(readPng, &reader));
    return cairo_surface_status(out.get()) == CAIRO_STATUS_SUCCESS ? std::move(out) : nullptr;
}

struct QrDeleter {
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};

}  // namespace

SurfacePtr pictureSurface(std::string const& bytes) {
    if (bytes.starts_with("\xff\xd8\xff")) {
        return jpegSurface(bytes);
    }
    return bytes.starts_with("\x89PNG\r\n\x1a\n") ? pngSurface(bytes) : nullptr;
}

PrintSize sizeInBox(cairo_surface_t& picture, PrintSize box) {
    double const width = cairo_image_surface_get_width(&picture);
    double const height = cairo_image_surface_get_height(&picture);
    auto const scale = std::min(box.width / width, box.height / height);
    return {width * scale, height * scale};
}

void drawPicture(cairo_t& cairo, cairo_surface_t& picture, double x, double y, PrintSize size) {
    cairo_save(&cairo);
    cairo_translate(&cairo, x, y);
    cairo_scale(&cairo, size.width / cairo_image_surface_get_width(&picture),
                size.height / cairo_image_surface_get_height(&picture));
    cairo_set_source_surface(&cairo, &picture, 0, 0);
    cairo_paint(&cairo);
    cairo_restore(&cairo);
}

bool drawQrCode(cairo_t& cairo, std::string const& text, double x, double y, double width) {
    std::unique_ptr<QRcode, QrDeleter> const code(
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
    if (!code) {
        return false;
    }
    constexpr int kQuiet = 4;  // modules that stay white all around
    double const module = width / (code->width + 2 * kQuiet);
    cairo_save(&cairo);
    cairo_set_source_rgb(&cairo, 0, 0, 0);
    // One path: between modules that were filled one by one a viewer shows white hairs.
    for (int row = 0; row < code->width; ++row) {
        for (int column = 0; column < code->width; ++column) {
            if ((code->data[row * code->width + column] & 1) != 0) {
                cairo_rectangle(&cairo, x + (column + kQuiet) * module, y + (row + kQuiet) * module,
                                module, module);
            }
        }
    }
    cairo_fill(&cairo);
    cairo_restore(&cairo);
    return true;
}

}  // namespace tocsin::media::detail
