// SPDX-License-Identifier: Apache-2.0
// The banner of a drill: yellow on black between slanting stripes, which no real warning has.
#include <glib.h>

#include <algorithm>

#include "warning_layout.hpp"

namespace tocsin::media::detail {
namespace {

constexpr Colour kYellow{255, 214, 0}, kBlack{0, 0, 0};
constexpr int kLeastEm = 8;
constexpr int kLeastCharacters = 2;

std::string_view first(char const* text) {
    return {text, static_cast<std::size_t>(g_utf8_next_char(text) - text)};
}

/// Without the brackets that only set it off where there is no other way.
std::string bare(std::string const& banner) {
    std::string out;
    for (auto const* at = banner.c_str(); *at != 0; at = g_utf8_next_char(at)) {
        auto const type = g_unichar_type(g_utf8_get_char(at));
        if (type != G_UNICODE_OPEN_PUNCTUATION && type != G_UNICODE_CLOSE_PUNCTUATION) {
            out += first(at);
        }
    }
    return out.empty() ? banner : out;
}

bool isOfSquares(std::string const& text) {
    for (auto const* at = text.c_str(); *at != 0; at = g_utf8_next_char(at)) {
        if (g_unichar_iswide(g_utf8_get_char(at)) == FALSE) {
            return false;
        }
    }
    return true;
}

/// Characters in rows of equal length, as many rows as the height has room for.
std::vector<std::string> stacked(std::string const& text, int rows) {
    auto const length = static_cast<int>(g_utf8_strlen(text.c_str(), -1));
    int const perRow = (length + rows - 1) / rows;
    std::vector<std::string> out;
    int count = 0;
    for (auto const* at = text.c_str(); *at != 0; at = g_utf8_next_char(at), ++count) {
        if (count % perRow == 0) {
            out.emplace_back();
        }
        out.back() += first(at);
    }
    return out;
}

FittedText stackedAt(std::vector<std::string> lines, Lettering& lettering, int width, int height) {
    auto const count = static_cast<int>(lines.size());
    for (int em = lettering.sizeUnder(height / count + 1); em >= kLeastEm;
         em = lettering.sizeUnder(em - 1)) {
        auto const room = lettering.tallest(em);
        int const pitch = std::max(room.height() + 1, em * 104 / 100);
        FittedText out{lines, em,        room.top, pitch, room.height() + (count - 1) * pitch,
                       0,     &lettering};
        for (auto const& line : lines) {
            out.width = std::max(out.width, lettering.line(line, em)->ink().width());
        }
        if (out.width <= width && out.height <= height) {
            return out;
        }
    }
    return {};
}

/// A plate at the left of a bar.
Area atLeft(Sheet& sheet, WarningJob& job, Area const& area) {
    auto const text = bare(job.card.banner);
    auto& lettering = job.lettering.of(text);
    int const most = area.width * 3 / 10;
    int const edge = area.height >= 48 ? area.height / 8 : 0;
    int const free = edge > 0 ? 2 * edge + area.height / 12 : area.height >= 20 ? 2 : 0;
    int const high = area.height - free;
    auto const fitted = isOfSquares(text)
                            ? stackedAt(stacked(text, std::clamp(high / 14, 1, kLeastCharacters)),
                                        lettering, most, high)
                            : fitText(text, lettering,
                                      {most, std::min(high, area.height * 2 / 3), 2, high / 2 + 8});
    if (fitted.em < kLeastEm) {
        int const width = std::max(2, area.width / 4);
        sheet.items.emplace_back(Stripes{
            {area.left, area.top, width, area.height}, std::max(1, width / 2), kYellow, kBlack});
        return {area.left + width, area.top, area.width - width, area.height};
    }
    int const width = fitted.width + 2 * std::max(1, fitted.em / 6);
    Area const plate{area.left, area.top, width, area.height};
    sheet.items.emplace_back(PlainArea{plate, kBlack});
    if (edge > 0) {
        int const wide = std::max(3, edge * 3 / 4);
        sheet.items.emplace_back(
            Stripes{{area.left, area.top, width, edge}, wide, kYellow, kBlack});
        sheet.items.emplace_back(
            Stripes{{area.left, area.bottom() - edge, width, edge}, wide, kYellow, kBlack});
    }
    putFitted(sheet, fitted, plate, SloganAlign::centre, kYellow);
    return {area.left + width, area.top, area.width - width, area.height};
}

/// A band along the top of a poster, and a narrow one along its bottom.
Area acrossTop(Sheet& sheet, WarningJob& job, Area const& area) {
    bool const narrow = area.width < 100;
    auto const text = narrow ? bare(job.card.banner) : job.card.banner;
    int const byWidth = area.width * (narrow ? 50 : 20) / 100;
    int const high = std::max(14, std::min(area.height * 12 / 100, byWidth));
    int const low = std::max(2, high / 4);
    auto const fitted = fitCut(text, job.lettering,
                               {area.width * 8 / 10, high * 9 / 10, 1, high * 8 / 10}, kLeastEm);
    int const wide = std::max(3, high / 2);
    Area const band{area.left, area.top, area.width, high};
    sheet.items.emplace_back(Stripes{band, wide, kYellow, kBlack});
    sheet.items.emplace_back(
        Stripes{{area.left, area.bottom() - low, area.width, low}, wide, kYellow, kBlack});
    if (fitted.em > 0) {
        int const width = std::min(area.width, fitted.width + fitted.em);
        sheet.items.emplace_back(
            PlainArea{{area.left + (area.width - width) / 2, area.top, width, high}, kBlack});
        putFitted(sheet, fitted, band, SloganAlign::centre, kYellow);
    }
    return {area.left, area.top + high, area.width, area.height - high - low};
}

}  // namespace

Area putBanner(Sheet& sheet, WarningJob& job, Area const& area) {
    if (job.card.banner.empty()) {
        return area;
    }
    bool const bar = area.height < 48 || area.width >= 2 * area.height;
    return bar ? atLeft(sheet, job, area) : acrossTop(sheet, job, area);
}

}  // namespace tocsin::media::detail
