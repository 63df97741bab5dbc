// SPDX-License-Identifier: Apache-2.0
// Orders for segments and loops, and what is answered.
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "order_keys.hpp"
#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media_worker {
namespace {

using detail::Keys;
namespace json = boost::json;

constexpr std::array<std::string_view, 3> kKinds{"film", "picture", "slogan"};
constexpr std::array<std::string_view, 2> kFormats{"mp4", "png"};
constexpr std::size_t kMostPlaces = 16'384;

}  // namespace

Result<media::SegmentOrder> readSegmentOrder(std::string_view request) {
    auto const object = detail::parseOrder(request);
    if (!object) {
        return object.error();
    }
    media::SegmentOrder order;
    Keys keys(*object);
    keys.word("kind", order.kind, kKinds, "film, picture or slogan");
    keys.word("format", order.format, kFormats, "mp4 or png");
    keys.whole("width", order.width);
    keys.whole("height", order.height);
    keys.fit("fit", order.fit);
    keys.whole("frames", order.frames);
    keys.whole("crf", order.crf);
    keys.whole("threads", order.threads);
    auto begins = toMillis(order.begins);
    auto offset = std::int64_t{order.offset.count()};
    keys.whole("beginsMs", begins);
    keys.whole("offsetSeconds", offset);
    order.begins = fromMillis(begins);
    order.offset = std::chrono::seconds(offset);
    Result<> rate;
    if (auto const* const given = keys.object("rate")) {
        rate = detail::readRate(*given, order);
    }
    if (auto const known = keys.outcome(); !known) {
        return known.error();
    }
    if (!rate) {
        return rate.error();
    }
    return order;
}

Result<std::vector<std::size_t>> readJoinOrder(std::string_view request, std::size_t parts) {
    auto const object = detail::parseOrder(request);
    if (!object) {
        return object.error();
    }
    auto const* const list = object->if_contains("order");
    auto const* const places = list == nullptr ? nullptr : list->if_array();
    if (places == nullptr || places->empty() || places->size() > kMostPlaces ||
        object->size() != 1) {
        return Error{Errc::invalid, "order: must be a list of 1 to 16384 numbers, and alone"};
    }
    std::vector<std::size_t> out;
    for (auto const& place : *places) {
        auto const* const part = place.if_int64();
        if (part == nullptr || *part < 0 || static_cast<std::size_t>(*part) >= parts) {
            return Error{Errc::invalid, "order: must name parts by their numbers from 0 on"};
        }
        out.push_back(static_cast<std::size_t>(*part));
    }
    return out;
}

std::string segmentJson(media::Segment const& made) {
    return json::serialize(json::object{{"done", true},
                                        {"frames", made.frames},
                                        {"width", made.width},
                                        {"height", made.height},
                                        {"addedColumns", made.addedColumns},
                                        {"addedRows", made.addedRows},
                                        {"still", made.still},
                                        {"bytes", made.bytes}});
}

}  // namespace tocsin::media_worker
