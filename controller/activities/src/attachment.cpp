// SPDX-License-Identifier: Apache-2.0
#include "attachment.hpp"

#include <string_view>

namespace tocsin::activities {
namespace {

bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

}  // namespace

std::string dispositionOf(std::string const& name) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    // For programs that know only ASCII, and as RFC 6266 has it for all others.
    std::string ascii, encoded;
    for (char const c : name) {
        auto const byte = static_cast<unsigned char>(c);
        if (isPlain(c)) {
            ascii += c;
            encoded += c;
        } else {
            ascii += byte < 0x80 ? "_" : "";
            (encoded += '%') += hex[byte >> 4];
            encoded += hex[byte & 0xf];
        }
    }
    return "attachment; filename=\"" + (ascii.empty() ? std::string("file") : ascii) +
           "\"; filename*=UTF-8''" + encoded;
}

access::Response attachment(std::filesystem::path const& file, Digest const& digest,
                            std::string const& name) {
    access::Response response;
    response.contentType = "application/octet-stream";
    response.file = access::FileBody{file, digest};
    response.headers["Content-Disposition"] = dispositionOf(name);
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'";
    return response;
}

}  // namespace tocsin::activities
