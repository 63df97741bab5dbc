// SPDX-License-Identifier: Apache-2.0
// Which addresses are streams, and their canonical text.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <charconv>

#include "tocsin/media/stream.hpp"

namespace tocsin::media {
namespace {

namespace urls = boost::urls;

constexpr std::string_view kFormat = "tocsin-stream/1";
constexpr std::size_t kMostAddressBytes = 1'000;

/// A scheme that is taken. FFmpeg reads options of its own from the queries of some: of those only
/// the harmless ones pass.
struct Scheme {
    std::string_view name;
    bool needsPort = false, needsHost = true, transport = false, playlist = false;
    bool ownQuery = false;  ///< the query is FFmpeg's, not the server's
    std::array<std::string_view, 4> options{};
};
constexpr std::array<Scheme, 8> kSchemes{{
    {.name = "rtsp", .transport = true},
    {.name = "rtsps", .transport = true},
    {.name = "http", .playlist = true},
    {.name = "https", .playlist = true},
    {.name = "udp",
     .needsPort = true,
     .needsHost = false,
     .ownQuery = true,
     .options = {"localaddr", "sources"}},
    {.name = "rtmp"},
    {.name = "rtmps"},
    {.name = "srt",
     .needsPort = true,
     .ownQuery = true,
     .options = {"streamid", "passphrase", "pbkeylen", "mode"}},
}};

Scheme const* schemeNamed(std::string_view name) {
    auto const found =
        std::ranges::find_if(kSchemes, [&](Scheme const& scheme) { return scheme.name == name; });
    return found == kSchemes.end() ? nullptr : &*found;
}

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

Result<> checkQuery(urls::url_view const& url, Scheme const& scheme) {
    if (!scheme.ownQuery) {
        return {};
    }
    for (auto const& parameter : url.params()) {
        if (std::ranges::find(scheme.options, std::string_view(parameter.key)) ==
            scheme.options.end()) {
            std::string known;
            for (auto const option : scheme.options) {
                known += option.empty() ? "" : (known.empty() ? "" : ", ") + std::string(option);
            }
            return invalid(fmt::format("address: {} takes no \"{}\" after the ?; it takes {}",
                                       scheme.name, parameter.key, known));
        }
        if (parameter.key == "mode" && parameter.value != "caller") {
            return invalid("address: a player opens no port, so srt takes mode=caller only");
        }
    }
    return {};
}

Result<> checkParts(urls::url_view const& url, Scheme const& scheme) {
    if (!url.has_authority()) {
        return invalid(fmt::format("address: after {}: come // and a host", scheme.name));
    }
    if (scheme.needsHost && url.host().empty()) {
        return invalid("address: it names no host");
    }
    if (scheme.needsPort && url.port_number() == 0) {
        return invalid(
            fmt::format("address: {} needs a port, e.g. {}", scheme.name,
                        scheme.name == "udp" ? "udp://239.1.1.1:5000" : "srt://10.0.0.5:9000"));
    }
    if (scheme.playlist && !url.path().ends_with(".m3u8")) {
        return invalid(
            "address: over http and https only HLS playlists are taken, whose path ends in .m3u8");
    }
    if (url.has_fragment()) {
        return invalid("address: leave out the # and what follows it");
    }
    return checkQuery(url, scheme);
}

Result<std::string> checkedAddress(std::string const& address) {
    if (address.empty() || address.size() > kMostAddressBytes) {
        return invalid(fmt::format("address: must have 1 to {} bytes", kMostAddressBytes));
    }
    auto const parsed = urls::parse_uri(address);
    if (!parsed) {
        return invalid(
            "address: it is not an address like rtsp://camera.example/live; characters such as "
            "spaces are written with %");
    }
    urls::url url(*parsed);
    url.normalize_scheme();
    auto const* const scheme = schemeNamed(std::string_view(url.scheme()));
    if (scheme == nullptr) {
        return invalid(fmt::format(
            "address: \"{}\" is no stream that is played; taken are rtsp, rtsps, http and https "
            "(HLS), udp (MPEG-TS), rtmp, rtmps and srt",
            std::string_view(url.scheme())));
    }
    if (auto fine = checkParts(url, *scheme); !fine) {
        return fine.error();
    }
    url.normalize_authority();
    return std::string(url.buffer());
}

std::optional<StreamTransport> transportNamed(std::string_view name) {
    if (name == "tcp") {
        return StreamTransport::tcp;
    }
    return name == "udp" ? std::optional(StreamTransport::udp) : std::nullopt;
}

/// The value of the next line if its key is this one; `text` loses the line.
std::optional<std::string_view> takeLine(std::string_view& text, std::string_view key) {
    auto const end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(key) ||
        !text.substr(key.size()).starts_with(' ')) {
        return std::nullopt;
    }
    auto const value = text.substr(key.size() + 1, end - key.size() - 1);
    text.remove_prefix(end + 1);
    return value;
}

std::optional<StreamWish> readWish(std::string_view text) {
    auto const first = std::string(kFormat) + '\n';
    if (!text.starts_with(first)) {
        return std::nullopt;
    }
    text.remove_prefix(first.size());
    StreamWish wish;
    auto const address = takeLine(text, "address");
    auto const transport = takeLine(text, "transport");
    auto const latency = takeLine(text, "latency_ms");
    if (!address || !latency || !text.empty()) {
        return std::nullopt;
    }
    wish.address = *address;
    wish.transport = transport ? std::optional(std::string(*transport)) : std::nullopt;
    int value = 0;
    auto const [end, error] =
        std::from_chars(latency->data(), latency->data() + latency->size(), value);
    if (error != std::errc() || end != latency->data() + latency->size()) {
        return std::nullopt;
    }
    wish.latencyMs = value;
    return wish;
}

}  // namespace

std::string_view StreamDescription::scheme() const {
    return std::string_view(address).substr(0, address.find(':'));
}

Result<StreamDescription> describeStream(StreamWish const& wish) {
    auto address = checkedAddress(wish.address);
    if (!address) {
        return address.error();
    }
    StreamDescription out;
    out.address = std::move(*address);
    bool const choosesTransport = schemeNamed(out.scheme())->transport;
    if (wish.transport && !choosesTransport) {
        return invalid("transport: only rtsp and rtsps let you choose; leave it out");
    }
    if (choosesTransport) {
        out.transport = transportNamed(wish.transport.value_or("tcp"));
        if (!out.transport) {
            return invalid("transport: must be tcp or udp");
        }
    }
    out.latencyMs = wish.latencyMs.value_or(out.latencyMs);
    if (!kStreamLatencyMs.allow(out.latencyMs)) {
        return invalid(fmt::format("latency_ms: {} is not possible; take {} to {}", out.latencyMs,
                                   kStreamLatencyMs.least, kStreamLatencyMs.most));
    }
    return out;
}

std::string canonicalStream(StreamDescription const& description) {
    auto out = fmt::format("{}\naddress {}\n", kFormat, description.address);
    if (description.transport) {
        out += fmt::format("transport {}\n",
                           *description.transport == StreamTransport::tcp ? "tcp" : "udp");
    }
    return out + fmt::format("latency_ms {}\n", description.latencyMs);
}

Result<StreamDescription> parseStream(std::string_view canonical) {
    auto const wish = readWish(canonical);
    auto description = wish ? describeStream(*wish) : invalid("");
    // Writing it again and comparing refuses every other spelling.
    if (!description || canonicalStream(*description) != canonical) {
        return Error{Errc::damaged, "not a stream description of the form tocsin-stream/1"};
    }
    return description;
}

std::string shownAddress(std::string_view address) {
    auto const parsed = urls::parse_uri(address);
    if (!parsed || !parsed->has_authority()) {
        return "(no address)";
    }
    urls::url url(*parsed);
    url.remove_userinfo();
    bool const query = url.has_query();
    url.remove_query();
    return std::string(url.buffer()) + (query ? "?…" : "");
}

}  // namespace tocsin::media
