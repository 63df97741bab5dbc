// SPDX-License-Identifier: Apache-2.0
// What several tests of the player need: a fresh folder, a silent log, a clock that jumps, small
// plans.
#pragma once

#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/null_sink.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "director/plan.hpp"
#include "engine/files.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::player {

inline std::filesystem::path freshFolder() {
    auto pattern = testing::TempDir() + "tocsin-player-XXXXXX";
    return ::mkdtemp(pattern.data());
}

inline spdlog::logger& silentLog() {
    static spdlog::logger log("test", std::make_shared<spdlog::sinks::null_sink_mt>());
    return log;
}

/// Lets the time pass that is waited for; a computation that is waited for is never late.
class JumpingClock final : public session::Clock {
public:
    explicit JumpingClock(Instant start) : now_(start) {}
    session::FineInstant fineNow() const override { return now_; }
    std::int64_t monotonicMs() const override {
        return std::chrono::duration_cast<Milliseconds>(now_.time_since_epoch()).count() -
               wallSteps_.count();
    }
    bool waitFor(std::chrono::nanoseconds duration, std::stop_token stop) override {
        if (duringWait) {
            duringWait();
        }
        now_ += std::max(duration, std::chrono::nanoseconds{0});
        return !stop.stop_requested();
    }
    bool waitFor(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                 std::chrono::nanoseconds, std::function<bool()> const& ready) override {
        return changed.wait_for(lock, std::chrono::seconds(20), ready);
    }
    boost::asio::awaitable<void> sleepFor(Milliseconds) override { co_return; }
    void pass(Milliseconds time) { now_ += time; }
    void stepWall(Milliseconds by) {
        now_ += by;
        wallSteps_ += by;
    }
    std::function<void()> duringWait;  ///< called in each wait of a thread

private:
    session::FineInstant now_;
    Milliseconds wallSteps_{0};
};

inline Digest digestOf(std::string const& text) {
    return messages::sha256(text);
}

inline constexpr std::int64_t kMorning = 1'780'272'000'000;  // 2026-06-01T00:00:00Z
inline Instant morning(std::int64_t millis) {
    return fromMillis(kMorning + millis);
}

inline messages::ManifestAsset assetNamed(std::string const& name) {
    auto const digest = digestOf(name);
    return {{digest, digest, digest}, name, playlists::AssetKind::film, 100};
}

/// Plays one after the other; an empty name is dark. `end` closes the last.
struct Entry {
    std::int64_t startMs;
    std::string asset;
};
inline std::shared_ptr<playlists::Timeline const> timelineOf(std::vector<Entry> const& entries,
                                                             std::int64_t endMs) {
    auto out = std::make_shared<playlists::Timeline>();
    out->algorithm = "edf-1";
    out->zone = "UTC";
    out->date = {std::chrono::year(2026), std::chrono::month(6), std::chrono::day(1)};
    out->begin = morning(entries.front().startMs);
    out->end = morning(endMs);
    out->campaigns = {CampaignId("june")};
    out->reasons = {"paced"};
    for (auto const& entry : entries) {
        playlists::TimelineEntry e;
        e.start = morning(entry.startMs);
        if (!entry.asset.empty()) {
            e.asset = static_cast<std::uint16_t>(out->assets.size());
            e.campaign = 0;
            out->assets.emplace_back(digestOf(entry.asset).hex());
        }
        out->entries.push_back(e);
    }
    return out;
}

inline messages::Manifest manifestFor(std::vector<messages::Span> spans,
                                      std::vector<std::string> const& assets,
                                      std::vector<std::string> const& fallback = {}) {
    messages::Manifest out;
    out.screen = ScreenId("gate-led");
    out.version = {1, 1};
    out.issued = morning(0);
    out.expires = morning(86'400'000);
    out.spans = std::move(spans);
    for (auto const& name : assets) {
        out.assets.push_back(assetNamed(name));
    }
    for (auto const& name : fallback) {
        out.fallback.push_back(digestOf(name));
    }
    return out;
}

}  // namespace tocsin::player
