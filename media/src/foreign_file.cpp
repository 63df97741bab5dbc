// SPDX-License-Identifier: Apache-2.0
#include "foreign_file.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace tocsin::media::detail {
namespace {

using namespace std::literals;

struct Kind {
    std::string_view start;
    std::string_view what;
};

constexpr std::string_view kDrawing =
    "This is an SVG drawing, which screens cannot show as it is; export it as PNG.";

constexpr std::array<Kind, 9> kKinds{{
    {"PK\x03\x04"sv,
     "This is a ZIP archive or an Office document, whatever its name says; unpack it, or export "
     "the film or the pictures from it."},
    {"\xd0\xcf\x11\xe0"sv,
     "This is an old Office document, whatever its name says; export its pages as PNG or its film "
     "as MP4."},
    {"MZ"sv, "This is a Windows program, not a film or a picture; nothing of it was run."},
    {"\x7f"
     "ELF"sv,
     "This is a program, not a film or a picture; nothing of it was run."},
    {"Rar!"sv, "This is a RAR archive, whatever its name says; unpack it first."},
    {"7z\xbc\xaf"sv, "This is a 7-Zip archive, whatever its name says; unpack it first."},
    {"\x1f\x8b"sv, "This is a gzip archive, whatever its name says; unpack it first."},
    {"<!DOCTYPE html"sv,
     "This is a web page, not a film or a picture: perhaps the download failed or asked for a "
     "login; download it again."},
    {"\x00\x00\x01\x00"sv, "This is an icon (ICO); export it as PNG."},
}};

bool isText(std::span<std::uint8_t const> head) {
    return !head.empty() && std::ranges::all_of(head, [](std::uint8_t byte) {
        return byte >= ' ' || byte == '\t' || byte == '\n' || byte == '\r';
    });
}

}  // namespace

std::string whatElseItIs(std::span<std::uint8_t const> head) {
    for (auto const& kind : kKinds) {
        if (head.size() >= kind.start.size() &&
            std::memcmp(head.data(), kind.start.data(), kind.start.size()) == 0) {
            return std::string(kind.what);
        }
    }
    if (isText(head)) {
        std::string_view const text(reinterpret_cast<char const*>(head.data()), head.size());
        if (text.find("<svg") != std::string_view::npos) {
            return std::string(kDrawing);
        }
        return "This is text, neither a film nor a picture, whatever its name says; export the "
               "film as MP4 (H.264).";
    }
    return {};
}

}  // namespace tocsin::media::detail
