// SPDX-License-Identifier: Apache-2.0
// One resource of an info. Nothing fetches it: what is wrong with it changes no warning.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "cap_parts.hpp"
#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

using Weight = CapFinding::Weight;

constexpr std::array<ElementRule, 6> kResource{
    {{"resourceDesc"}, {"mimeType"}, {"size"}, {"uri"}, {"derefUri"}, {"digest"}}};

bool isMimeType(std::string_view text) {
    constexpr std::array<std::string_view, 9> kKinds{
        "application", "audio", "font", "image", "message", "model", "multipart", "text", "video"};
    auto const slash = text.find('/');
    return slash != std::string_view::npos && slash + 1 < text.size() &&
           std::find(kKinds.begin(), kKinds.end(), text.substr(0, slash)) != kKinds.end();
}

bool isBase64(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool const other = std::string_view("+/= \t\r\n").find(c) != std::string_view::npos;
        return letter || (c >= '0' && c <= '9') || other;
    });
}

/// Whether a literal host is one of the house or of this machine. Names are not looked up.
bool isInternalHost(std::string_view host) {
    for (std::string_view const known : {"localhost", "127.", "10.", "192.168.", "169.254.", "0.",
                                         "[::1]", "[fe80:", "[fc", "[fd", "[::ffff:"}) {
        if (host.starts_with(known)) {
            return true;
        }
    }
    int second = 0;
    if (host.starts_with("172.")) {
        (void)std::from_chars(host.data() + 4, host.data() + host.size(), second);
    }
    return second >= 16 && second <= 31;
}

/// Why nobody should follow it, or empty.
std::string_view suspicionOf(std::string_view uri) {
    auto const whole = lowered(uri);
    auto const scheme = whole.substr(0, whole.find(':'));
    if (scheme != "http" && scheme != "https") {
        return "it is of another kind than http and https";
    }
    std::string_view host = whole;
    host.remove_prefix(scheme.size() + 1);
    host.remove_prefix(std::min(host.find_first_not_of('/'), host.size()));
    host = host.substr(0, host.find_first_of("/?#"));
    auto const account = host.rfind('@');
    host = account == std::string_view::npos ? host : host.substr(account + 1);
    return isInternalHost(host) ? "it points to an address inside of a house" : "";
}

void checkUri(CapBlock const& block, CapResource const& resource) {
    auto& findings = block.context().findings;
    if (!isUri(resource.uri)) {
        findings.error("INVALID_URI", block.where("uri"),
                       fmt::format("{} is not a URI", inQuotes(resource.uri)));
    } else if (!isAbsoluteUri(resource.uri)) {
        if (!resource.embedded) {
            findings.error("RELATIVE_URI_MISSING_DEREF_URI", block.where("uri"),
                           "it is relative, and the resource is not embedded");
        }
    } else if (auto const why = suspicionOf(resource.uri); !why.empty()) {
        findings.warning("INVALID_RESOURCE_URI", block.where("uri"), std::string(why));
    }
}

std::int64_t sizeOf(CapBlock const& block) {
    auto const text = block.text("size");
    std::int64_t size = 0;
    auto const* end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, size);
    if (text.empty() || (read.ec == std::errc{} && read.ptr == end && size >= 0)) {
        return size;
    }
    block.context().findings.error("INVALID_RESOURCE_SIZE", block.where("size"),
                                   fmt::format("{} is no number of bytes", inQuotes(text)));
    return 0;
}

/// SHA-1 in hexadecimal, as the standard has it. Nothing trusts it.
void checkDigest(CapBlock const& block) {
    auto const digest = lowered(block.text("digest"));
    bool const hex = digest.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!digest.empty() && (!hex || digest.size() != 40)) {
        block.context().findings.warning("INVALID_VALUE", block.where("digest"),
                                         "it is not 40 hexadecimal digits of SHA-1");
    }
}

}  // namespace

CapResource readCapResource(pugi::xml_node node, std::string const& where, CapContext& context) {
    CapResource out;
    CapBlock const block(node, kResource, where, context);
    out.description = block.required("resourceDesc", Weight::error);
    checkPlain(block, "resourceDesc", out.description);
    out.mimeType = block.text("mimeType");
    if (out.mimeType.empty() && context.space.ends_with("1.2")) {
        (void)block.required("mimeType", Weight::error);
    } else if (!out.mimeType.empty() && !isMimeType(out.mimeType)) {
        context.findings.error("INVALID_MIME_TYPE", block.where("mimeType"),
                               fmt::format("{} is no media type", inQuotes(out.mimeType)));
    }
    out.size = sizeOf(block);
    auto const embedded = block.text("derefUri");
    out.embedded = !embedded.empty();
    if (!isBase64(embedded)) {
        context.findings.error("INVALID_DEREF_URI", block.where("derefUri"), "it is not base64");
    }
    out.uri = block.text("uri");
    if (!out.uri.empty()) {
        checkUri(block, out);
    }
    checkDigest(block);
    return out;
}

}  // namespace tocsin::warnings
