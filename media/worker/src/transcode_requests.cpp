// SPDX-License-Identifier: Apache-2.0
// Orders to convert a film, and what is answered.
#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media_worker {
namespace {

namespace json = boost::json;

/// Takes known keys out of an object; the first thing that is wrong stays.
class Keys {
public:
    explicit Keys(json::object const& object) : object_(object) {}

    template <class Number>
    void whole(std::string_view key, Number& to) {
        if (auto const* const value = find(key)) {
            boost::system::error_code code;
            auto const number = value->to_number<Number>(code);
            code ? wrong(key, "a whole number") : void(to = number);
        }
    }
    void real(std::string_view key, double& to) {
        if (auto const* const value = find(key)) {
            boost::system::error_code code;
            auto const number = value->to_number<double>(code);
            code ? wrong(key, "a number") : void(to = number);
        }
    }
    void yesNo(std::string_view key, bool& to) {
        if (auto const* const value = find(key)) {
            auto const* const said = value->if_bool();
            said == nullptr ? wrong(key, "true or false") : void(to = *said);
        }
    }
    void fit(std::string_view key, Fit& to) {
        if (auto const* const value = find(key)) {
            auto const* const word = value->if_string();
            auto const at = word == nullptr ? kFitNames.end()
                                            : std::ranges::find(kFitNames, std::string_view(*word));
            at == kFitNames.end() ? wrong(key, "contain, cover or stretch")
                                  : void(to = static_cast<Fit>(at - kFitNames.begin()));
        }
    }
    json::object const* object(std::string_view key) {
        auto const* const value = find(key);
        if (value != nullptr && !value->is_object()) {
            wrong(key, "an object");
        }
        return value == nullptr ? nullptr : value->if_object();
    }
    /// Of everything asked for so far, and of keys that nobody asked for.
    [[nodiscard]] Result<> outcome() const {
        for (auto const& item : object_) {
            if (std::ranges::find(known_, std::string_view(item.key())) == known_.end()) {
                return Error{Errc::invalid, "unknown key '" + std::string(item.key()) + "'"};
            }
        }
        return outcome_;
    }

private:
    json::value const* find(std::string_view key) {
        known_.push_back(key);
        return object_.if_contains(key);
    }
    void wrong(std::string_view key, char const* must) {
        if (outcome_) {
            outcome_ = Error{Errc::invalid, std::string(key) + ": must be " + must};
        }
    }
    json::object const& object_;
    std::vector<std::string_view> known_;
    Result<> outcome_;
};

Result<> readRate(json::object const& from, media::TranscodeOrder& order) {
    Keys keys(from);
    keys.whole("num", order.rateNum);
    keys.whole("den", order.rateDen);
    return keys.outcome();
}

Result<> readLoudness(json::object const& from, media::TranscodeOrder& order) {
    Keys keys(from);
    media::Loudness loudness;
    keys.real("integrated", loudness.integrated);
    keys.real("truePeak", loudness.truePeak);
    keys.real("range", loudness.range);
    order.loudness = loudness;
    return keys.outcome();
}

char const* faultOf(Errc code) {
    return code == Errc::exhausted || code == Errc::unavailable ? "machine" : "film";
}

}  // namespace

Result<media::TranscodeOrder> readOrder(std::string_view request) {
    boost::system::error_code code;
    auto const parsed = json::parse(request, code);
    if (code || !parsed.is_object()) {
        return Error{Errc::invalid, "the order is not a JSON object"};
    }
    media::TranscodeOrder order;
    Keys keys(parsed.get_object());
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
        inner = readRate(*rate, order);
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
