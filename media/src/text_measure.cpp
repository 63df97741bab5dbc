// SPDX-License-Identifier: Apache-2.0
#include "text_measure.hpp"

#include <algorithm>

#include "slogan_fonts.hpp"

namespace tocsin::media::detail {
namespace {

bool isPunctuation(gunichar character) {
    switch (g_unichar_type(character)) {
        case G_UNICODE_OTHER_PUNCTUATION:
        case G_UNICODE_CLOSE_PUNCTUATION:
        case G_UNICODE_FINAL_PUNCTUATION:
        case G_UNICODE_DASH_PUNCTUATION:
            return true;
        default:
            return false;
    }
}

void measureParagraph(LiveText::Widest const& widest, std::size_t begin, std::size_t end,
                      bool first, DrawnCharacters const& characters, MeasuredText& out) {
    auto const& text = widest.text;
    auto const layout = layoutLine(std::string_view(text).substr(begin, end - begin),
                                   {kMeasuredEm, false, first, &characters});
    auto const widths = widthsBefore(*layout, end - begin);
    int count = 0;
    auto const* const attributes = pango_layout_get_log_attrs_readonly(layout.get(), &count);
    int const base = out.places.empty() ? 0 : out.places.back().position;
    auto const positionAt = [&](std::size_t byte) {
        return base + PANGO_PIXELS(widths[byte - begin]);
    };
    std::size_t at = begin;
    std::size_t inkEnd = begin;  // after the last character that is not blank
    gunichar last = 0;
    for (int i = 0; i < count - 1; ++i) {
        if (i > 0 && attributes[i].is_line_break != 0 && widest.mayBreak(at)) {
            int const drawn = positionAt(inkEnd);
            out.places.push_back(
                {drawn, positionAt(at) - drawn, inkEnd < at || isPunctuation(last), false});
            out.ends.push_back(inkEnd);
            out.resumes.push_back(at);
        }
        auto const* const character = text.c_str() + at;
        last = g_utf8_get_char(character);
        at = static_cast<std::size_t>(g_utf8_next_char(character) - text.c_str());
        inkEnd = g_unichar_isspace(last) != FALSE ? inkEnd : at;
    }
    out.places.push_back({positionAt(inkEnd), positionAt(end) - positionAt(inkEnd), true, true});
    out.ends.push_back(inkEnd);
    out.resumes.push_back(std::min(end + 1, text.size()));
}

}  // namespace

std::vector<int> widthsBefore(PangoLayout& layout, std::size_t bytes) {
    std::vector<int> widths(bytes + 1, 0);
    auto* const line = pango_layout_get_line_readonly(&layout, 0);
    auto const* const text = pango_layout_get_text(&layout);
    for (auto* at = line->runs; at != nullptr; at = at->next) {
        auto const& run = *static_cast<PangoLayoutRun*>(at->data);
        std::vector<int> logical(static_cast<std::size_t>(run.item->num_chars));
        pango_glyph_item_get_logical_widths(static_cast<PangoLayoutRun*>(at->data), text,
                                            logical.data());
        auto const* character = text + run.item->offset;
        for (int const width : logical) {
            auto const* const next = g_utf8_next_char(character);
            widths[static_cast<std::size_t>(next - text)] = width;
            character = next;
        }
    }
    for (std::size_t i = 1; i < widths.size(); ++i) {
        widths[i] += widths[i - 1];
    }
    return widths;
}

MeasuredText measureText(LiveText::Widest const& text, std::size_t begin, std::size_t end,
                         bool first, DrawnCharacters const& drawn) {
    MeasuredText out;
    while (true) {
        auto const stop = std::min(text.text.find('\n', begin), end);
        measureParagraph(text, begin, stop, first, drawn, out);
        if (stop == end) {
            return out;
        }
        ++out.forced;
        begin = stop + 1;
    }
}

}  // namespace tocsin::media::detail
