// SPDX-License-Identifier: Apache-2.0
// A stage whose items do what the test says and whose frames are kept, one for each tick.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "row_fixtures.hpp"
#include "stage/stage.hpp"

namespace tocsin::player {

/// One shade all over, opaque.
inline media::FramePtr grey(int width, int height, int shade) {
    auto frame = std::make_shared<media::Frame>(width, height);
    std::fill(frame->pixels.begin(), frame->pixels.end(), static_cast<std::uint8_t>(shade));
    for (std::size_t i = 3; i < frame->pixels.size(); i += 4) {
        frame->pixels[i] = 255;
    }
    return frame;
}

inline int shadeAt(media::Frame const& frame, int x, int y) {
    return frame
        .pixels[static_cast<std::size_t>(y) * frame.stride() + static_cast<std::size_t>(x) * 4];
}

/// Each tick has a frame of its own, of one shade; ticks listed in `missing` have none, those in
/// `late` only that of a tick before.
class GreyItem final : public Item {
public:
    GreyItem(Size size, int shade, std::set<std::int64_t> missing, std::set<std::int64_t> late,
             std::optional<Error> error)
        : size_(size),
          shade_(shade),
          missing_(std::move(missing)),
          late_(std::move(late)),
          error_(std::move(error)) {}
    Taken take(std::int64_t tick, std::chrono::nanoseconds) override {
        if (error_ || missing_.contains(tick)) {
            return {};
        }
        return {grey(size_.width, size_.height, shade_), late_.contains(tick)};
    }
    [[nodiscard]] bool ready() const override { return !error_; }
    [[nodiscard]] std::optional<Error> failure() const override { return error_; }

private:
    Size size_;
    int shade_;
    std::set<std::int64_t> missing_, late_;
    std::optional<Error> error_;
};

/// Keeps the frame and the play of each tick; ticks come once each and in order.
class RecordingSink final : public FrameSink {
public:
    struct Seen {
        media::FramePtr frame;
        std::string playId;
    };
    bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept override {
        EXPECT_TRUE(seen.empty() || seen.rbegin()->first < info.tick) << info.tick;
        seen[info.tick] = {frame, info.playId};
        if (onFrame) {
            onFrame();
        }
        return !lost.contains(info.tick);
    }
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }
    [[nodiscard]] bool isOutput() const noexcept override { return output; }
    std::map<std::int64_t, Seen> seen;
    bool output = false;
    std::set<std::int64_t> lost;  ///< ticks whose frames are not taken
    std::function<void()> onFrame;

private:
    std::string name_ = "recording";
};

/// A stage of 25 frames a second from the morning on. A test's own fixture says what its items are,
/// and makes the stage of parts() once it has changed in them what it wants otherwise.
class StageFixture : public testing::Test {
protected:
    StageFixture() { fleet.setTarget({Milliseconds(0), Milliseconds(1)}); }
    // Items may use what the test's own fixture has, which goes before this one.
    void TearDown() override { stage.reset(); }

    /// Opened for a cue; as it stands, an item of the cue's shade.
    virtual std::unique_ptr<Item> item(Cue const& cue, std::int64_t) {
        return greyItem(cue.name, size);
    }
    virtual std::unique_ptr<Item> overlayItem(OverlayCue const& overlay, std::int64_t) {
        return greyItem(overlay.cue.name, {overlay.width, overlay.height});
    }
    std::unique_ptr<Item> greyItem(std::string const& name, Size of) {
        return std::make_unique<GreyItem>(of, shades[name], missing[name], late[name],
                                          errors[name]);
    }
    Stage::Parts parts(Size of) {
        size = of;
        return {.clock = clock,
                .fleet = fleet,
                .grid = grid,
                .inflight = *ring,
                .startItem =
                    [this](Cue const& cue, std::int64_t fromTick) {
                        started.push_back(cue.name);
                        return item(cue, fromTick);
                    },
                .startOverlay =
                    [this](OverlayCue const& overlay, std::int64_t fromTick) {
                        started.push_back(overlay.cue.name);
                        return overlayItem(overlay, fromTick);
                    },
                .sinks = {&sink},
                .size = of,
                .boot = "0c8f2a36-3d8b-4a52-9c0e-1f6f3c0d9d11",
                .log = silentLog(),
                .dispose = [this](std::unique_ptr<Item>) { ++disposed; },
                .playEnded = [] {},
                .changed = [] {},
                .failed = [this](Cue const& cue, Error const&) { failed.push_back(cue.name); }};
    }
    /// The manifest's plan, with these assets on the disk.
    void setPlan(messages::Manifest const& manifest, std::set<std::string> const& here) {
        std::set<Digest> present;
        for (auto const& name : here) {
            present.insert(digestOf(name));
        }
        stage->setPlan(std::make_shared<Plan>(manifest, timelines, present));
    }
    /// Runs the ticks of [from, to).
    void run(std::int64_t fromMs, std::int64_t toMs) {
        for (auto tick = tickOf(fromMs); tick < tickOf(toMs); ++tick) {
            ASSERT_TRUE(stage->tick(tick, {}));
        }
    }
    std::int64_t tickOf(std::int64_t ms) const { return grid.firstAt(morning(ms)); }
    RecordingSink::Seen const& seenAt(std::int64_t ms) const { return sink.seen.at(tickOf(ms)); }
    RecordingSink::Seen const& lastSeen() const { return sink.seen.rbegin()->second; }
    /// Every tick of [from, to) shows this asset.
    void expectShown(std::string const& name, std::int64_t fromMs, std::int64_t toMs) {
        for (auto tick = tickOf(fromMs); tick < tickOf(toMs); ++tick) {
            ASSERT_EQ(shadeAt(*sink.seen.at(tick).frame, 0, 0), shades.at(name))
                << name << " at " << grid.instantOf(tick) - morning(0) << " ms";
        }
    }
    /// Of all plays that are over.
    std::vector<messages::PlayRecord> const& rows() {
        while (auto const finished = ring->nextFinished()) {
            rows_.push_back(finished->record);
            ring->release(finished->slot);
        }
        return rows_;
    }
    std::vector<messages::PlayRecord> rowsOf(std::string const& name) {
        std::vector<messages::PlayRecord> out;
        for (auto const& row : rows()) {
            if (row.content.asset == digestOf(name)) {
                out.push_back(row);
            }
        }
        return out;
    }

    Digest const kPlan = digestOf("plan");
    std::filesystem::path const ringFile = freshFolder() / "inflight";
    JumpingClock clock{morning(0)};
    FleetClock fleet{clock};
    TickGrid const grid{{25, 1}};
    std::optional<InFlight> ring{InFlight::open(ringFile).value()};
    Plan::Timelines timelines;
    Size size{};
    std::map<std::string, int> shades;  ///< of each asset's pictures
    std::map<std::string, std::set<std::int64_t>> missing, late;
    std::map<std::string, std::optional<Error>> errors;
    std::vector<std::string> started, failed;  ///< names of assets
    int disposed = 0;
    RecordingSink sink;
    std::optional<Stage> stage;

private:
    std::vector<messages::PlayRecord> rows_;
};

}  // namespace tocsin::player
