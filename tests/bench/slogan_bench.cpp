// SPDX-License-Identifier: Apache-2.0
// Budgets of slogans: what a still one and a ticker cost, beside the drawtext filter of the ffmpeg
// program in the same run. Prints one JSON object a measurement; ./dev bench collects them.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/media/compositor.hpp"
#include "tocsin/media/frame_pool.hpp"
#include "tocsin/media/slogan.hpp"

namespace {

using namespace tocsin;
using namespace tocsin::media;

constexpr int kWidth = 1920, kHeight = 1080, kTicker = 80, kRate = 25;
constexpr int kSeconds = 20;  ///< measured a round
constexpr int kShown = 10;    ///< seconds a still slogan is on
constexpr int kRounds = 7;
constexpr double kStillTarget = 0.005, kTickerTarget = 0.3;
constexpr char kText[] = "隐患险于明火，防范胜于救灾，责任重于泰山。安全生产月 Safety first 119";

double secondsOf(rusage const& use) {
    auto const seconds = [](timeval const& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(use.ru_utime) + seconds(use.ru_stime);
}

double processorSeconds() {
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    return secondsOf(use);
}

/// As the controller describes it and the player gets it.
SloganDescription described(SloganMotion motion, bool transparent) {
    SloganStyle style;
    style.text = kText;
    style.motion = motion;
    style.pixelsPerSecond = 100;
    if (transparent) {
        style.background.reset();
    }
    return describeSlogan(style).value();
}

std::unique_ptr<SloganArt> artOf(SloganDescription const& slogan, int height, bool transparent) {
    SloganScreen screen{kWidth, height};
    screen.fpsNum = kRate;
    screen.transparent = transparent;
    return renderSlogan(slogan, screen).value();
}

/// The screen's levels, which the player makes when they change and not for each frame.
Tone const& tone() {
    static Tone const made;
    return made;
}

/// Processor seconds a second of a screen that shows still slogans, each laid out anew.
double stillCost(SloganDescription const& slogan) {
    Compositor compositor(kWidth, kHeight);
    auto const begin = processorSeconds();
    for (int showing = 0; showing < kSeconds / kShown; ++showing) {
        auto const art = artOf(slogan, kHeight, false);
        for (int tick = 0; tick < kShown * kRate; ++tick) {
            static_cast<void>(compositor.compose(art->frameAt(tick, {}), {}, tone(), Fade{}));
        }
    }
    return (processorSeconds() - begin) / kSeconds;
}

/// Processor seconds a second of composing a film whose every frame is another, with or without a
/// ticker over it.
double filmCost(SloganArt* ticker, FramePool& pool) {
    Compositor compositor(kWidth, kHeight);
    auto const begin = processorSeconds();
    for (int tick = 0; tick < kSeconds * kRate; ++tick) {
        std::vector<Layer> layers;
        if (ticker != nullptr) {
            layers.push_back({ticker->frameAt(tick, {}), 0, kHeight - kTicker, 255});
        }
        static_cast<void>(compositor.compose(pool.publish(pool.take()), layers, tone(), Fade{}));
    }
    return (processorSeconds() - begin) / kSeconds;
}

/// Processor seconds a second of the ffmpeg program over the same length; nothing if it fails.
std::optional<double> ffmpegCost(std::string const& filter) {
    std::string const source = "color=c=0x204060:s=" + std::to_string(kWidth) + "x" +
                               std::to_string(kHeight) + ":r=" + std::to_string(kRate);
    auto const frames = std::to_string(kSeconds * kRate);
    std::vector<std::string> words{"ffmpeg", "-v",   "error",     "-nostdin", "-filter_threads",
                                   "1",      "-f",   "lavfi",     "-i",       source,
                                   "-vf",    filter, "-frames:v", frames,     "-f",
                                   "null",   "-"};
    std::vector<char*> arguments;
    for (auto& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    auto const child = ::fork();
    if (child == 0) {
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    int status = 0;
    rusage use{};
    if (child < 0 || ::wait4(child, &status, 0, &use) != child || status != 0) {
        return std::nullopt;
    }
    return secondsOf(use) / kSeconds;
}

std::string drawtext() {
    return std::string(
               "format=yuv420p,drawtext=font='Noto Sans CJK SC':fontsize=56:"
               "fontcolor=0xffdc00:text='") +
           kText + "':x=w-mod(t*100\\,w+tw):y=h-70";
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

boost::json::object measured(double value, std::string const& unit, double target) {
    return {{"name", "player.slogan"},
            {"value", value},
            {"unit", unit},
            {"peer", nullptr},
            {"peer_value", nullptr},
            {"ratio", nullptr},
            {"target", target},
            {"holds", value <= target},
            {"command", "./dev bench player.slogan"}};
}

void measureStill() {
    auto const slogan = described(SloganMotion::still, false);
    static_cast<void>(stillCost(slogan));  // fonts are warm from here on, as in a player that runs
    std::vector<double> costs;
    for (int round = 0; round < kRounds; ++round) {
        costs.push_back(stillCost(slogan));
    }
    std::cout << boost::json::serialize(measured(
                     median(costs), "CPU-s/s, still 1920x1080, laid out every 10 s", kStillTarget))
              << "\n";
}

void measureTicker() {
    FramePool pool(kWidth, kHeight);
    auto const ticker = artOf(described(SloganMotion::scrollLeft, true), kTicker, true);
    std::vector<double> ours, theirs, ratios;
    for (int round = 0; round < kRounds; ++round) {
        double const added = filmCost(ticker.get(), pool) - filmCost(nullptr, pool);
        auto const with = ffmpegCost(drawtext());
        auto const without = ffmpegCost("format=yuv420p");
        if (!with || !without) {
            std::cerr << "the ffmpeg program failed; nothing to compare with\n";
            return;
        }
        ours.push_back(added);
        theirs.push_back(*with - *without);
        ratios.push_back(added / theirs.back());
    }
    auto out =
        measured(median(ours), "CPU-s/s added by a scrolling ticker of 1920x80", kTickerTarget);
    out["peer"] = "ffmpeg drawtext";
    out["peer_value"] = median(theirs);
    out["ratio"] = median(ratios);
    out["holds"] = median(ratios) <= kTickerTarget;
    std::cout << boost::json::serialize(out) << "\n";
}

}  // namespace

int main(int argc, char** argv) {
    std::string const pattern = argc > 1 ? argv[1] : "";
    if (std::string("player.slogan").find(pattern) == std::string::npos) {
        return 0;
    }
    try {
        measureStill();
        measureTicker();
    } catch (std::exception const& error) {
        std::cerr << "tocsin-bench-slogan: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
