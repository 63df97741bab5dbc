// SPDX-License-Identifier: Apache-2.0
#include "print_picture.hpp"

#include <qrencode.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace tocsin::media::detail {
namespace {

constexpr int kMostSide = 4'096;

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

bool isDrawable(PixelSize size) {
    return size.width > 0 && size.height > 0 && size.width <= kMostSide && size.height <= kMostSide;
}

bool isJpeg(std::string_view bytes) {
    return bytes.starts_with("\xff\xd8\xff");
}

/// `bytes` and `name` outlive it: Cairo takes them into the PDF file, where a name stands once.
SurfacePtr jpegSurface(std::string_view bytes, std::string_view name, PixelSize size) {
    SurfacePtr out(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height));
    auto const attach = [&out](char const* type, std::string_view data) {
        return cairo_surface_set_mime_data(out.get(), type,
                                           reinterpret_cast<unsigned char const*>(data.data()),
                                           data.size(), nullptr, nullptr) == CAIRO_STATUS_SUCCESS;
    };
    bool const attached =
        attach(CAIRO_MIME_TYPE_JPEG, bytes) && attach(CAIRO_MIME_TYPE_UNIQUE_ID, name);
    return attached ? std::move(out) : nullptr;
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

std::optional<PixelSize> pngSize(std::string_view bytes) {
    constexpr std::size_t kSizes = 16;
    if (!bytes.starts_with("\x89PNG\r\n\x1a\n") || bytes.size() < kSizes + 8) {
        return std::nullopt;
    }
    auto const number = [bytes](std::size_t at) {
        std::uint32_t out = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            out = out << 8 | static_cast<std::uint8_t>(bytes[at + i]);
        }
        return static_cast<int>(std::min<std::uint32_t>(out, kMostSide + 1));
    };
    return PixelSize{number(kSizes), number(kSizes + 4)};
}

SurfacePtr pngSurface(std::string_view bytes) {
    Reader reader{bytes};
    SurfacePtr out(cairo_image_surface_create_from_png_stream(readPng, &reader));
    return cairo_surface_status(out.get()) == CAIRO_STATUS_SUCCESS ? std::move(out) : nullptr;
}

struct QrDeleter {
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};

}  // namespace

PrintPictures::PrintPictures(std::vector<std::string> const& files) : files_(files) {
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const size = isJpeg(files[i]) ? jpegSize(files[i]) : pngSize(files[i]);
        sizes_.push_back(size && isDrawable(*size) ? size : std::nullopt);
        names_.push_back("picture-" + std::to_string(i));
    }
}

std::optional<PixelSize> PrintPictures::sizeOf(int picture) const {
    return picture < 0 ? std::nullopt : sizes_.at(static_cast<std::size_t>(picture));
}

cairo_surface_t* PrintPictures::surfaceOf(int picture) {
    auto const size = sizeOf(picture);
    if (!size) {
        return nullptr;
    }
    auto const at = static_cast<std::size_t>(picture);
    auto& surface = ofThisPage_[at];
    if (!surface) {
        surface = isJpeg(files_[at]) ? jpegSurface(files_[at], names_[at], *size)
                                     : pngSurface(files_[at]);
    }
    return surface.get();
}

PrintSize sizeInBox(PixelSize picture, PrintSize box) {
    auto const scale = std::min(box.width / picture.width, box.height / picture.height);
    return {picture.width * scale, picture.height * scale};
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
