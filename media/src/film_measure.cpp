// SPDX-License-Identifier: Apache-2.0
// Integer arithmetic over the frames of a film.
#include "film_measure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace tocsin::media::detail {

void FilmMeasure::add(std::int64_t time, std::int64_t duration) {
    if (frames_ == 0) {
        first_ = last_ = time;
    } else {
        auto const step = std::max<std::int64_t>(0, time - last_);
        shortest_ = frames_ == 1 ? step : std::min(shortest_, step);
        longest_ = std::max(longest_, step);
    }
    last_ = std::max(last_, time);
    lastDuration_ = duration;
    ++frames_;
}

std::int64_t FilmMeasure::duration() const {
    if (frames_ == 0) {
        return 0;
    }
    auto const average = frames_ > 1 ? shownSoFar() / (frames_ - 1) : 0;
    // A last frame said to last for seconds is a container's way of filling up to the end of the
    // sound.
    bool const believable =
        lastDuration_ > 0 && (average == 0 || lastIsBelieved_ || lastDuration_ <= 4 * average);
    return shownSoFar() + (believable ? lastDuration_ : average);
}

std::int64_t FilmMeasure::duration(AVRational rate) const {
    constexpr std::int64_t kRounding = 2'000;
    auto const measured = duration();
    auto const exact = av_rescale(frames_, std::int64_t{1'000'000} * rate.den, rate.num);
    return std::abs(exact - measured) <= kRounding ? exact : measured;
}

bool FilmMeasure::variable() const {
    if (frames_ < 3) {
        return false;
    }
    constexpr std::int64_t kRounding = 2'000;
    auto const average = shownSoFar() / (frames_ - 1);
    return longest_ > average + average / 4 + kRounding ||
           shortest_ < average - average / 4 - kRounding;
}

AVRational FilmMeasure::fastest() const {
    AVRational out{};
    av_reduce(&out.num, &out.den, 1'000'000, std::max<std::int64_t>(shortest_, 1), 100'000);
    return out;
}

AVRational FilmMeasure::rate(AVRational declared) const {
    auto const span = frames_ > 1 ? shownSoFar() : duration();
    auto const steps = frames_ > 1 ? frames_ - 1 : frames_;
    if (span <= 0) {
        return declared.num > 0 && declared.den > 0 ? declared : AVRational{25, 1};
    }
    if (declared.num > 0 && declared.den > 0) {
        auto const expected =
            av_rescale(steps, std::int64_t{1'000'000} * declared.den, declared.num);
        // Within two thousandths, or the rounding of containers that count milliseconds.
        if (std::abs(expected - span) <= std::max<std::int64_t>(span / 500, 2'000)) {
            return declared;
        }
    }
    AVRational measured{};
    av_reduce(&measured.num, &measured.den, steps * 1'000'000, span, 100'000);
    return measured;
}

AVRational houseRate(AVRational measured, bool variable) {
    constexpr std::array<AVRational, 9> kUsual{{{24'000, 1'001},
                                                {24, 1},
                                                {25, 1},
                                                {30'000, 1'001},
                                                {30, 1},
                                                {48, 1},
                                                {50, 1},
                                                {60'000, 1'001},
                                                {60, 1}}};
    if (measured.num <= 0 || measured.den <= 0) {
        return {25, 1};
    }
    for (auto const usual : kUsual) {
        // Within a two-thousandth, so that 29.97 and 30 stay apart.
        auto const difference = av_q2d(measured) / av_q2d(usual) - 1;
        if (std::abs(difference) < 0.0005) {
            return usual;
        }
    }
    if (!variable) {
        while (av_cmp_q(measured, {60, 1}) > 0) {
            measured = av_mul_q(measured, {1, 2});
        }
        return measured;
    }
    auto const enough = std::ranges::find_if(
        kUsual, [&](AVRational usual) { return av_cmp_q(usual, measured) >= 0; });
    return enough == kUsual.end() ? kUsual.back() : *enough;
}

std::string clockText(std::int64_t microseconds) {
    auto const tenths = std::max<std::int64_t>(microseconds, 0) / 100'000;
    auto const seconds = tenths / 10;
    auto const rest = std::to_string(seconds % 60);
    return std::to_string(seconds / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest + "." +
           std::to_string(tenths % 10);
}

}  // namespace tocsin::media::detail
