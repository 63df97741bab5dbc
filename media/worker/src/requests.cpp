// SPDX-License-Identifier: Apache-2.0
// The worker's JSON.
#include "tocsin/media_worker/requests.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "tocsin/media/slogan.hpp"

namespace tocsin::media_worker {
namespace {

namespace json = boost::json;

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

Result<std::string> text(json::value const& value, std::string_view key) {
    if (auto const* const found = value.if_string()) {
        return std::string(*found);
    }
    return invalid(std::string(key) + ": must be text");
}

Result<int> number(json::value const& value, std::string_view key) {
    auto const* const found = value.if_int64();
    if (found == nullptr || *found < std::numeric_limits<int>::min() ||
        *found > std::numeric_limits<int>::max()) {
        return invalid(std::string(key) + ": must be a whole number");
    }
    return static_cast<int>(*found);
}

Result<media::Colour> colour(json::value const& value, std::string_view key) {
    auto const error = invalid(std::string(key) + ": must be a colour of the form \"#rrggbb\"");
    auto const* const found = value.if_string();
    if (found == nullptr || found->size() != 7 || (*found)[0] != '#' ||
        found->find_first_not_of("0123456789abcdefABCDEF", 1) != json::string::npos) {
        return error;
    }
    auto const rgb = std::stoul(std::string(found->begin() + 1, found->end()), nullptr, 16);
    return media::Colour{static_cast<std::uint8_t>(rgb >> 16),
                         static_cast<std::uint8_t>(rgb >> 8 & 0xff),
                         static_cast<std::uint8_t>(rgb & 0xff)};
}

Result<media::SloganMotion> motion(json::value const& value, std::string_view) {
    if (value == "still") {
        return media::SloganMotion::still;
    }
    if (value == "scroll-left") {
        return media::SloganMotion::scrollLeft;
    }
    return invalid("motion: must be \"still\" or \"scroll-left\"");
}

/// Reads one value into its place; the error, if it cannot.
template <class Reader, class Value>
Result<> take(json::key_value_pair const& item, Reader read, Value& to) {
    auto value = read(item.value(), item.key());
    if (!value) {
        return value.error();
    }
    to = *std::move(value);
    return {};
}

Result<> takeItem(json::key_value_pair const& item, media::SloganStyle& style) {
    std::string_view const key = item.key();
    if (key == "text") {
        return take(item, text, style.text);
    }
    if (key == "motion") {
        return take(item, motion, style.motion);
    }
    if (key == "colour") {
        return take(item, colour, style.colour);
    }
    if (key == "background") {
        return take(item, colour, style.background);
    }
    if (key == "size_percent") {
        return take(item, number, style.sizePercent);
    }
    if (key == "pixels_per_second") {
        return take(item, number, style.pixelsPerSecond);
    }
    return invalid("unknown key '" + std::string(key) +
                   "'; known are text, motion, colour, background, size_percent and "
                   "pixels_per_second");
}

Result<std::string> describe(std::string_view request) {
    boost::system::error_code code;
    auto const parsed = json::parse(request, code);
    if (code || !parsed.is_object()) {
        return invalid("the request is not a JSON object");
    }
    media::SloganStyle style;
    for (auto const& item : parsed.get_object()) {
        if (auto taken = takeItem(item, style); !taken) {
            return taken.error();
        }
    }
    auto const description = media::describeSlogan(style);
    if (!description) {
        return description.error();
    }
    return media::canonicalSlogan(*description);
}

}  // namespace

std::string verdictJson(media::Verdict const& verdict) {
    return json::serialize(json::object{{"accepted", verdict.accepted},
                                        {"reason", verdict.reason},
                                        {"technical", verdict.technical},
                                        {"kind", verdict.kind},
                                        {"container", verdict.container},
                                        {"codec", verdict.codec},
                                        {"width", verdict.width},
                                        {"height", verdict.height},
                                        {"durationMs", verdict.durationMs},
                                        {"frames", verdict.frames},
                                        {"rateNum", verdict.rateNum},
                                        {"rateDen", verdict.rateDen},
                                        {"sound", verdict.sound}});
}

std::string answerSlogan(std::string_view request) {
    auto const canonical = describe(request);
    if (!canonical) {
        return json::serialize(
            json::object{{"accepted", false}, {"reason", canonical.error().message}});
    }
    return json::serialize(json::object{{"accepted", true}, {"canonical", *canonical}});
}

}  // namespace tocsin::media_worker
