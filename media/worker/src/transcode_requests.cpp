// SPDX-License-Identifier: Apache-2.0
// Orders to convert a film, and what is answered.
#include <boost/json/serialize.hpp>

#include "order_keys.hpp"
#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media_worker {
namespace {

using detail::Keys;
namespace json = boost::json;

Result<> readLoudness(json::object const& from, media::TranscodeOrder& order) {
    Keys keys(from);
    media::Loudness loudness;
    keys.real("integrated", loudness.integrated);
    keys.real("truePeak", loudness.truePeak);
    keys.real("range", loudness.range);
    order.loudness = loudness;
    return keys.outcome();
}

json::array stretchesJson(std::vector<media::Stretch> const& stretches) {
    json::array out;
    for (auto const& stretch : stretches) {
        out.push_back(json::array{stretch.fromMs, stretch.toMs});
    }
    return out;
}

char const* faultOf(Errc code) {
    return code == Errc::exhausted || code == Errc::unavailable ? "machine" : "film";
}

}  // namespace

Result<media::TranscodeOrder> readTranscodeOrder(std::string_view request) {
    auto const object = detail::parseOrder(request);
    if (!object) {
        return object.error();
    }
    media::TranscodeOrder order;
    Keys keys(*object);
    keys.whole("width", order.width);
    keys.whole("height", order.height);
    keys.fit("fit", order.fit);
    keys.whole("crf", order.crf);
    keys.whole("maxKbit", order.maxKbit);
    keys.whole("level", order.level);
    keys.whole("fromMs", order.fromMs);
    keys.whole("toMs", order.toMs);
    keys.yesNo("video", order.video);
    keys.yesNo("sound", order.sound);
    keys.whole("threads", order.threads);
    Result<> inner;
    if (auto const* const rate = keys.object("rate")) {
        inner = detail::readRate(*rate, order);
    }
    if (auto const* const loudness = keys.object("loudness"); loudness != nullptr && inner) {
        inner = readLoudness(*loudness, order);
    }
    if (auto outer = keys.outcome(); !outer) {
        return outer.error();
    }
    if (!inner) {
        return inner.error();
    }
    auto const right = media::checkOrder(order);
    return right ? Result<media::TranscodeOrder>(order) : right.error();
}

std::string progressJson(double share, std::int64_t frames) {
    return json::serialize(json::object{{"progress", share}, {"frames", frames}});
}

std::string transcodedJson(media::Transcoded const& done) {
    return json::serialize(json::object{{"done", true},
                                        {"frames", done.frames},
                                        {"rateNum", done.rateNum},
                                        {"rateDen", done.rateDen},
                                        {"durationMs", done.durationMs},
                                        {"width", done.width},
                                        {"height", done.height},
                                        {"level", done.level},
                                        {"sound", done.sound},
                                        {"bytes", done.bytes}});
}

std::string loudnessJson(media::Loudness const& loudness) {
    return json::serialize(json::object{{"done", true},
                                        {"integrated", loudness.integrated},
                                        {"truePeak", loudness.truePeak},
                                        {"range", loudness.range}});
}

std::string examinationJson(media::Examination const& found) {
    return json::serialize(json::object{{"done", true},
                                        {"durationMs", found.durationMs},
                                        {"black", stretchesJson(found.black)},
                                        {"frozen", stretchesJson(found.frozen)},
                                        {"bars", json::object{{"left", found.bars.left},
                                                              {"right", found.bars.right},
                                                              {"top", found.bars.top},
                                                              {"bottom", found.bars.bottom}}},
                                        {"sound", found.sound},
                                        {"silent", stretchesJson(found.silent)},
                                        {"integrated", found.loudness.integrated},
                                        {"truePeak", found.loudness.truePeak},
                                        {"range", found.loudness.range}});
}

std::string failureJson(Error const& error, bool order) {
    // The technical cause stands behind the sentence, in brackets.
    auto const at = error.message.find(" (", error.message.find(". (") == std::string::npos
                                                 ? error.message.size()
                                                 : error.message.find(". ("));
    bool const both = at != std::string::npos;
    auto const reason = both ? error.message.substr(0, at) : error.message;
    auto const technical =
        both ? error.message.substr(at + 2, error.message.size() - at - 3) : reason;
    return json::serialize(json::object{{"done", false},
                                        {"fault", order ? "order" : faultOf(error.code)},
                                        {"reason", reason},
                                        {"technical", technical}});
}

}  // namespace tocsin::media_worker
