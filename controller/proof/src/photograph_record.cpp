// SPDX-License-Identifier: Apache-2.0
#include "photograph_record.hpp"

#include <boost/json.hpp>

#include "tocsin/messages/json.hpp"

namespace tocsin::proof {
namespace {

constexpr std::size_t kMostWordBytes = 64;
constexpr std::size_t kMostNoteBytes = 1'000;
constexpr std::int64_t kMostPixels = 65'536;

PhotographRecord read(messages::JsonReader const& in) {
    auto const format = in.at("format");
    if (format.string(kMostWordBytes) != kPhotographFormat) {
        format.fail(std::string("expected \"") + kPhotographFormat + "\"");
    }
    PhotographRecord out;
    out.type = in.at("type").string(kMostWordBytes);
    out.width = static_cast<int>(in.at("width").integer(1, kMostPixels));
    out.height = static_cast<int>(in.at("height").integer(1, kMostPixels));
    out.bytes = in.at("bytes").integer(1, std::int64_t{1} << 40);
    out.time = in.at("time").string(kMostWordBytes);
    out.camera = in.at("camera").string(kMostWordBytes);
    out.sticker = in.at("sticker").boolean();
    out.note = in.at("note").string(kMostNoteBytes);
    return out;
}

}  // namespace

std::string toJson(PhotographRecord const& record) {
    return boost::json::serialize(boost::json::object{{"format", kPhotographFormat},
                                                      {"type", record.type},
                                                      {"width", record.width},
                                                      {"height", record.height},
                                                      {"bytes", record.bytes},
                                                      {"time", record.time},
                                                      {"camera", record.camera},
                                                      {"sticker", record.sticker},
                                                      {"note", record.note}});
}

Result<PhotographRecord> parsePhotographRecord(std::string_view json) {
    return messages::readJson(json, read);
}

}  // namespace tocsin::proof
