// SPDX-License-Identifier: Apache-2.0
#include "html_drawing.hpp"

#include <fmt/format.h>

#include "shown_text.hpp"
#include "tocsin/vocabulary/html.hpp"

namespace tocsin::documents {
namespace {

std::string base64(std::string_view bytes) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        auto const byte = [&](std::size_t i) {
            return i < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[i]))
                                    : 0U;
        };
        unsigned const three = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
        out += kDigits[three >> 18];
        out += kDigits[three >> 12 & 63];
        out += at + 1 < bytes.size() ? kDigits[three >> 6 & 63] : '=';
        out += at + 2 < bytes.size() ? kDigits[three & 63] : '=';
    }
    return out;
}

std::string elementOf(media::PrintShape const& shape) {
    auto const& first = shape.points.front();
    switch (shape.kind) {
        case media::PrintShapeKind::text: {
            constexpr char const* kAnchors[]{"start", "middle", "end"};
            // A third of an em below the middle stands the base line; old browsers know no other
            // way to say so.
            return fmt::format(
                "<text x=\"{:.1f}\" y=\"{:.1f}\" fill=\"#{:06x}\" font-size=\"{:.1f}\" "
                "text-anchor=\"{}\">{}</text>\n",
                first.x, first.y + shape.size * 0.35, shape.colour, shape.size,
                kAnchors[static_cast<int>(shape.align)], htmlEscaped(shownText(shape.text)));
        }
        case media::PrintShapeKind::box: {
            auto const& other = shape.points.back();
            return fmt::format(
                "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" "
                "fill=\"#{:06x}\"/>\n",
                first.x, first.y, other.x - first.x, other.y - first.y, shape.colour);
        }
        case media::PrintShapeKind::line:
            break;
    }
    std::string points;
    for (auto const& [x, y] : shape.points) {
        points += fmt::format("{}{:.2f},{:.2f}", points.empty() ? "" : " ", x, y);
    }
    return fmt::format(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#{:06x}\" stroke-width=\"{:.1f}\"/>\n",
        points, shape.colour, shape.size);
}

}  // namespace

std::string svgOf(media::PrintDrawing const& drawing, std::string_view name) {
    auto out = fmt::format("<svg viewBox=\"0 0 {:.1f} {:.1f}\" role=\"img\" aria-label=\"{}\">\n",
                           drawing.width, drawing.height, htmlEscaped(shownText(name)));
    for (auto const& shape : drawing.shapes) {
        out += elementOf(shape);
    }
    return out + "</svg>\n";
}

std::string dataUri(std::string_view picture) {
    char const* const type = picture.starts_with("\xff\xd8\xff")        ? "jpeg"
                             : picture.starts_with("\x89PNG\r\n\x1a\n") ? "png"
                                                                        : nullptr;
    return type == nullptr ? "" : fmt::format("data:image/{};base64,{}", type, base64(picture));
}

}  // namespace tocsin::documents
