// SPDX-License-Identifier: Apache-2.0
// Display widths after Unicode's East Asian Width (W and F), and tables made with them.
#include "text_table.hpp"

#include <algorithm>
#include <cstdint>

namespace tocsin::cli {
namespace {

struct Range {
    std::uint32_t first, last;
};
constexpr Range kWide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},
    {0x25fd, 0x25fe},   {0x2614, 0x2615},   {0x26a1, 0x26a1},   {0x2705, 0x2705},
    {0x274c, 0x274c},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
    {0x4e00, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe10, 0xfe19},   {0xfe30, 0xfe6f},   {0xff01, 0xff60},   {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};
constexpr Range kZero[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};

template <std::size_t N>
bool contains(Range const (&ranges)[N], std::uint32_t point) {
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [&](Range r) { return point >= r.first && point <= r.last; });
}

struct Decoded {
    std::uint32_t point = 0;
    std::size_t length = 1;
    bool valid = false;
};
Decoded decode(std::string_view text) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t const length = byte(0) < 0x80                       ? 1
                               : byte(0) >= 0xc2 && byte(0) <= 0xdf ? 2
                               : byte(0) >= 0xe0 && byte(0) <= 0xef ? 3
                               : byte(0) >= 0xf0 && byte(0) <= 0xf4 ? 4
                                                                    : 0;
    if (length == 0 || length > text.size()) {
        return {};
    }
    if (length == 1) {
        return {byte(0), 1, true};
    }
    std::uint32_t point = byte(0) & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) {
            return {};
        }
        point = point << 6 | (byte(i) & 0x3fu);
    }
    return {point, length, true};
}

std::string padded(std::string const& text, std::size_t width, TextTable::Align align) {
    std::string const space(width - std::min(width, displayWidth(text)), ' ');
    return align == TextTable::Align::right ? space + text : text + space;
}

}  // namespace

std::size_t displayWidth(std::string_view utf8) {
    std::size_t width = 0;
    while (!utf8.empty()) {
        auto const decoded = decode(utf8);
        utf8.remove_prefix(decoded.length);
        if (!decoded.valid) {
            ++width;
        } else if (!contains(kZero, decoded.point)) {
            width += contains(kWide, decoded.point) ? 2 : 1;
        }
    }
    return width;
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const decoded = decode(text);
        bool const control = decoded.valid && (decoded.point < 0x20 ||
                                               (decoded.point >= 0x7f && decoded.point < 0xa0));
        out += control ? " " : text.substr(0, decoded.length);
        text.remove_prefix(decoded.length);
    }
    return out;
}

std::string csvField(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string out = "\"";
    for (char const c : text) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    return out + '"';
}

void TextTable::add(std::vector<std::string> cells) {
    cells.resize(columns_.size());
    for (auto& cell : cells) {
        cell = printable(cell);
    }
    rows_.push_back(std::move(cells));
}

std::string TextTable::str() const {
    std::vector<std::string> heading;
    std::vector<std::size_t> widths;
    for (auto const& column : columns_) {
        heading.push_back(column.heading);
        widths.push_back(displayWidth(column.heading));
    }
    for (auto const& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], displayWidth(row[i]));
        }
    }
    std::string out;
    auto const write = [&](std::vector<std::string> const& row) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += (i == 0 ? "" : "  ") + padded(row[i], widths[i], columns_[i].align);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    };
    write(heading);
    for (auto const& row : rows_) {
        write(row);
    }
    return out;
}

}  // namespace tocsin::cli
