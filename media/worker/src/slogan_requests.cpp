// SPDX-License-Identifier: Apache-2.0
// Checks and previews of slogans.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <limits>
#include <vector>

#include "style_request.hpp"
#include "tocsin/media/picture.hpp"
#include "tocsin/media/slogan_legibility.hpp"
#include "tocsin/media/slogan_preview.hpp"
#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media_worker {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostViews = 64;

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

std::string refusal(Error const& error) {
    return json::serialize(json::object{{"accepted", false}, {"reason", error.message}});
}

/// What the request names: a description, or a style as this machine would draw it.
Result<media::SloganDescription> readSubject(json::object const& request) {
    if (auto const* const canonical = request.if_contains("canonical")) {
        auto const* const text = canonical->if_string();
        return text == nullptr
                   ? Result<media::SloganDescription>(invalid("canonical: must be text"))
                   : media::parseSlogan(std::string_view(*text));
    }
    auto const* const given = request.if_contains("style");
    if (given == nullptr || !given->is_object()) {
        return invalid("style: missing; canonical or style is needed");
    }
    auto style = readStyle(given->get_object());
    if (!style) {
        return style.error();
    }
    auto const drawn = readCharacters(request);
    return drawn ? Result<media::SloganDescription>(media::sketchSlogan(*style, *drawn))
                 : drawn.error();
}

/// A whole number; `otherwise` if it is not there, an error if that is none either.
Result<std::int64_t> number(json::object const& request, char const* key,
                            std::optional<std::int64_t> otherwise = std::nullopt) {
    auto const* const value = request.if_contains(key);
    if (value == nullptr && otherwise) {
        return *otherwise;
    }
    auto const* const found = value == nullptr ? nullptr : value->if_int64();
    if (found == nullptr) {
        return invalid(std::string(key) + ": must be a whole number");
    }
    return *found;
}

Result<int> smallNumber(json::object const& request, char const* key,
                        std::optional<std::int64_t> otherwise = std::nullopt) {
    auto const read = number(request, key, otherwise);
    if (!read) {
        return read.error();
    }
    if (*read < std::numeric_limits<int>::min() || *read > std::numeric_limits<int>::max()) {
        return invalid(std::string(key) + ": is out of range");
    }
    return static_cast<int>(*read);
}

Result<std::vector<media::SloganView>> readViews(json::object const& request) {
    auto const* const list = request.if_contains("views");
    if (list == nullptr || !list->is_array() || list->get_array().empty() ||
        list->get_array().size() > kMostViews) {
        return invalid("views: must be a list of 1 to 64");
    }
    std::vector<media::SloganView> out;
    for (auto const& one : list->get_array()) {
        if (!one.is_object()) {
            return invalid("views: must hold objects");
        }
        auto const& view = one.get_object();
        auto const width = smallNumber(view, "width");
        auto const height = smallNumber(view, "height");
        auto const shown = number(view, "ms");
        if (!width || !height || !shown) {
            return !width ? width.error() : !height ? height.error() : shown.error();
        }
        out.push_back({*width, *height, Milliseconds(*shown)});
    }
    return out;
}

json::array findingsJson(std::vector<media::Finding> const& findings) {
    json::array out;
    for (auto const& finding : findings) {
        json::object numbers;
        for (auto const& [name, number] : finding.numbers) {
            numbers[name] = number;
        }
        out.push_back(json::object{{"code", finding.code},
                                   {"message", finding.message},
                                   {"message_zh", finding.chinese},
                                   {"numbers", std::move(numbers)}});
    }
    return out;
}

Result<json::array> check(std::string_view text) {
    auto const request = readObject(text);
    if (!request) {
        return request.error();
    }
    auto const subject = readSubject(*request);
    if (!subject) {
        return subject.error();
    }
    auto const views = readViews(*request);
    if (!views) {
        return views.error();
    }
    json::array out;
    for (auto const& view : *views) {
        auto const findings = media::checkSloganOn(*subject, view);
        if (!findings) {
            return findings.error();
        }
        out.push_back(findingsJson(*findings));
    }
    return out;
}

Result<media::SloganMoment> readMoment(json::object const& request) {
    auto const width = smallNumber(request, "width");
    auto const height = smallNumber(request, "height");
    auto const scale = smallNumber(request, "scale", 1);
    auto const at = number(request, "atMs", 0);
    auto const local = number(request, "localMs", 0);
    if (!width || !height || !scale) {
        return !width ? width.error() : !height ? height.error() : scale.error();
    }
    if (!at || !local) {
        return !at ? at.error() : local.error();
    }
    return media::SloganMoment{*width, *height, *scale, Milliseconds(*at), fromMillis(*local)};
}

Result<media::FramePtr> preview(std::string_view text) {
    auto const request = readObject(text);
    if (!request) {
        return request.error();
    }
    auto const subject = readSubject(*request);
    if (!subject) {
        return subject.error();
    }
    auto const moment = readMoment(*request);
    return moment ? media::previewSlogan(*subject, *moment)
                  : Result<media::FramePtr>(moment.error());
}

}  // namespace

std::string answerSloganCheck(std::string_view request) {
    auto findings = check(request);
    return findings ? json::serialize(
                          json::object{{"accepted", true}, {"findings", *std::move(findings)}})
                    : refusal(findings.error());
}

std::string answerSloganPreview(std::string_view request, int descriptor) {
    auto const frame = preview(request);
    if (!frame) {
        return refusal(frame.error());
    }
    if (auto const written = media::writePng(**frame, descriptor); !written) {
        return refusal(written.error());
    }
    return json::serialize(
        json::object{{"accepted", true}, {"width", (*frame)->width}, {"height", (*frame)->height}});
}

}  // namespace tocsin::media_worker
