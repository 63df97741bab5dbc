// SPDX-License-Identifier: Apache-2.0
// Listening, and listening again.
#include "stage/stream_feed.hpp"

#include <algorithm>
#include <random>

#include "engine/thread_rights.hpp"
#include "tocsin/session/backoff.hpp"

namespace tocsin::player {
namespace {

constexpr Milliseconds kLook{100};  // how often the health is looked at while nothing comes
/// A child that shows no sign of life for so long after its first picture is stuck. One that lives,
/// but has no picture for longer than kFruitless, is no better; until its first it may take as
/// long, because looking up a name can take seconds without a sign.
constexpr std::int64_t kStuckMs = 4'000;
constexpr std::int64_t kFruitlessMs = 15'000;
/// A source that is back is heard within 5 s.
constexpr session::Backoff::Limits kAgain{Milliseconds(250), Milliseconds(4'000),
                                          Milliseconds(10'000)};
constexpr std::chrono::microseconds kUnknownInterval{100'000};
constexpr std::chrono::microseconds kLongestInterval{1'000'000};

}  // namespace

StreamFeed::StreamFeed(Parts parts)
    : parts_(std::move(parts)), thread_([this](std::stop_token stop) { run(stop); }) {}

StreamFeed::~StreamFeed() {
    thread_.request_stop();
    thread_.join();
}

void StreamFeed::run(std::stop_token const& stop) {
    takeDecoderPriority();
    auto const stream = parts_.describe();
    if (!stream) {
        gaveUp(stream.error().message);
        return;
    }
    session::Backoff again(kAgain);
    std::mt19937_64 random(std::random_device{}());
    while (!stop.stop_requested()) {
        auto const began = parts_.clock.monotonicMs();
        auto worker = parts_.start(*stream);
        if (worker) {
            listen(**worker, stop);
            worker->reset();
        } else {
            gaveUp(worker.error().message);
        }
        again.sessionEnded(Milliseconds(parts_.clock.monotonicMs() - began));
        parts_.clock.waitFor(again.next(random()), stop);
        tell();
    }
}

void StreamFeed::listen(StreamWorker& worker, std::stop_token const& stop) {
    auto const& clock = parts_.clock;
    auto beats = worker.beats();
    auto beatMs = clock.monotonicMs(), fruitMs = beatMs;
    bool shows = false;
    while (!stop.stop_requested()) {
        auto news = worker.wait(kLook, stop);
        auto const now = clock.monotonicMs();
        if (news.picture) {
            keep(std::move(news.picture), worker.interval());
            fruitMs = now;
            shows = true;
        }
        if (news.ended && !stop.stop_requested()) {
            gaveUp(*news.ended);
            return;
        }
        if (auto const beat = worker.beats(); beat != beats) {
            beats = beat;
            beatMs = now;
        }
        if (shows && now - beatMs > kStuckMs) {
            gaveUp("its decoder hangs");
            return;
        }
        if (now - fruitMs > kFruitlessMs) {
            gaveUp("it sends, but no picture comes of it");
            return;
        }
        tell();
    }
}

void StreamFeed::keep(media::FramePtr picture, std::chrono::microseconds interval) {
    auto const now = parts_.clock.monotonicMs();
    std::lock_guard const lock(mutex_);
    picture_ = std::move(picture);
    pictureMs_ = now;
    interval_ = interval.count() > 0 ? std::min(interval, kLongestInterval) : kUnknownInterval;
    health_.picture(now);
}

void StreamFeed::gaveUp(std::string const& why) {
    parts_.log.warn("event=stream-lost asset=\"{}\" why=\"{}\"", parts_.name, why);
    {
        std::lock_guard const lock(mutex_);
        health_.gaveUp(why);
    }
    tell();
}

void StreamFeed::tell() {
    std::optional<std::string> trouble;
    {
        std::lock_guard const lock(mutex_);
        trouble = health_.trouble(parts_.clock.monotonicMs());
    }
    if (trouble != told_) {
        told_ = trouble;
        parts_.tell(trouble);
    }
}

StreamFeed::Look StreamFeed::look(std::optional<std::int64_t> onAirSince) const {
    auto const now = parts_.clock.monotonicMs();
    std::lock_guard const lock(mutex_);
    Look out;
    out.trouble = health_.trouble(now, onAirSince);
    if (!out.trouble) {
        out.picture = picture_;
        out.age = std::chrono::milliseconds(now - pictureMs_);
        out.interval = interval_;
    }
    return out;
}

}  // namespace tocsin::player
