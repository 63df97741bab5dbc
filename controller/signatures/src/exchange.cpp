// SPDX-License-Identifier: Apache-2.0
#include "tocsin/signatures/exchange.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <boost/json.hpp>
#include <stdexcept>
#include <utility>

#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::signatures {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostText = 1'000;  ///< bytes of a sentence or a name

std::string base64(std::string const& bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    auto const length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                        reinterpret_cast<unsigned char const*>(bytes.data()),
                                        static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

/// Of what base64() made.
std::string unbase64(std::string_view text) {
    std::string out(text.size(), '\0');
    auto const length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                        reinterpret_cast<unsigned char const*>(text.data()),
                                        static_cast<int>(text.size()));
    auto const padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    out.resize(static_cast<std::size_t>(std::max(0, length - padding)));
    return out;
}

Error damaged() {
    return {Errc::damaged,
            "what was said is no question or answer about a signature; are all "
            "programs of one version?"};
}

/// The line and the bytes that it counts.
struct Parts {
    json::object head;
    std::string_view bytes;
};

Result<Parts> partsOf(std::string_view text) {
    auto const end = text.find('\n');
    if (end == std::string_view::npos) {
        return damaged();
    }
    boost::system::error_code failed;
    auto head = json::parse(text.substr(0, end), failed);
    auto const bytes = text.substr(end + 1);
    if (failed || !head.is_object()) {
        return damaged();
    }
    auto const* count = head.as_object().if_contains("bytes");
    if (count == nullptr || !count->is_int64() ||
        std::cmp_not_equal(count->as_int64(), bytes.size())) {
        return damaged();
    }
    return Parts{std::move(head.as_object()), bytes};
}

/// A line; throws std::exception for anything else.
std::string textAt(json::object const& from, std::string_view key) {
    auto const& text = from.at(key).as_string();
    bool const isLine = std::none_of(text.begin(), text.end(),
                                     [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (text.size() > kMostText || !isLine) {
        throw std::length_error("a text is too long, or not one line");
    }
    return std::string(text);
}

std::string whole(json::object head, std::string const& bytes) {
    head["bytes"] = static_cast<std::int64_t>(bytes.size());
    auto out = json::serialize(head);
    out.reserve(out.size() + 1 + bytes.size());
    out += '\n';
    return out += bytes;
}

Verdict verdictIn(Parts const& parts, Question const& question) {
    Verdict out;
    if (!parts.head.at("verified").as_bool()) {
        out.why = textAt(parts.head, "why");
        return out;
    }
    auto const pin = parts.head.at("pin").as_int64();
    out.fingerprint = textAt(parts.head, "fingerprint");
    out.subject = textAt(parts.head, "subject");
    out.pin = static_cast<std::size_t>(pin);
    auto const& pinned = question.pins.at(*out.pin);  // a negative one is too large
    if (pinned.isAuthority ? !Digest::fromHex(out.fingerprint)
                           : out.fingerprint != pinned.fingerprint) {
        throw std::invalid_argument("another certificate than the one that is pinned");
    }
    out.signedText = parts.bytes;
    return out;
}

}  // namespace

std::string toText(Question const& question) {
    json::array pins;
    for (auto const& pin : question.pins) {
        pins.push_back(json::object{{"der", base64(pin.der)}, {"authority", pin.isAuthority}});
    }
    return whole({{"sent", formatInstant(question.sent)}, {"pins", std::move(pins)}}, question.xml);
}

std::string toText(Verdict const& verdict) {
    return whole({{"verified", verdict.verified()},
                  {"pin", static_cast<std::int64_t>(verdict.pin.value_or(0))},
                  {"fingerprint", verdict.fingerprint},
                  {"subject", verdict.subject},
                  {"why", verdict.why}},
                 verdict.signedText);
}

Result<Question> readQuestion(std::string_view text) {
    auto const parts = partsOf(text);
    if (!parts) {
        return parts.error();
    }
    try {
        Question out;
        auto const sent = parseInstant(textAt(parts->head, "sent"));
        if (!sent) {
            return damaged();
        }
        out.sent = *sent;
        for (auto const& one : parts->head.at("pins").as_array()) {
            PinnedCertificate pin;
            pin.der = unbase64(one.as_object().at("der").as_string());
            pin.isAuthority = one.as_object().at("authority").as_bool();
            out.pins.push_back(std::move(pin));
        }
        out.xml = parts->bytes;
        return out;
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const&) {
        return damaged();
    }
}

Result<Verdict> readVerdict(std::string_view text, Question const& question) {
    auto const parts = partsOf(text);
    if (!parts) {
        return parts.error();
    }
    try {
        return verdictIn(*parts, question);
    } catch (std::exception const&) {
        return damaged();
    }
}

}  // namespace tocsin::signatures
