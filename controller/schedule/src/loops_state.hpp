// SPDX-License-Identifier: Apache-2.0
// What the queue of loops shares with its routes.
#pragma once

#include <boost/json.hpp>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "compilations.hpp"
#include "loop_plan.hpp"
#include "loop_render.hpp"
#include "tocsin/schedule/loops.hpp"

namespace tocsin::schedule {

enum class LoopState { waiting, rendering, done, failed };
[[nodiscard]] std::string_view toString(LoopState state);

/// One order, and what has become of it.
struct Loop {
    std::string id;  ///< 32 hexadecimal digits
    std::string by;  ///< principal who asked
    Instant asked;
    LoopWish wish;
    LoopPlan plan;
    LoopState state = LoopState::waiting;
    double share = 0;
    playlists::Words words;  ///< what is being done; failed: why
    Instant ended;           ///< done and failed
    std::vector<LoopFile> files;
    std::vector<LoopFinding> findings;  ///< beside those of the plan
};

struct Loops::State {
    State(store::Store& s, library::Library& l, library::SegmentMaker& m, LoopSettings chosen)
        : store(s), library(l), maker(m), settings(std::move(chosen)) {}

    store::Store& store;
    library::Library& library;
    library::SegmentMaker& maker;
    LoopSettings settings;
    Compilations compilations;

    std::mutex mutex;
    std::condition_variable_any changed;
    std::list<Loop> loops;       // the oldest first; guarded by mutex
    std::stop_source rendering;  // of the one under way; guarded by mutex
    std::string renderingId;     // guarded by mutex
    std::jthread thread;

    [[nodiscard]] std::filesystem::path folder() const { return settings.directory / "loops"; }
    [[nodiscard]] std::filesystem::path folderOf(std::string const& id) const {
        return folder() / id;
    }

    /// Plans and queues it. Errors of planLoop(), Errc::notFound (no such screen),
    /// Errc::unavailable: too many wait.
    [[nodiscard]] Result<Loop> order(std::string const& by, ScreenId const& screen,
                                     LoopWish const& wish);
    [[nodiscard]] Result<Loop> find(std::string const& id);
    [[nodiscard]] std::vector<Loop> all();
    /// Stops and forgets it, with its files.
    [[nodiscard]] Result<> remove(std::string const& id);

    void work(std::stop_token const& stop);
    /// The next order, or nothing: stop.
    [[nodiscard]] std::optional<Loop> next(std::stop_token const& stop);
    [[nodiscard]] Result<RenderedLoop> render(Loop const& loop, std::stop_token const& stop);
    void settle(Loop const& loop, Result<RenderedLoop> made);
    /// Forgets what is over for longer than it is kept. With `mutex` held.
    void expire();
    [[nodiscard]] Loop* known(std::string const& id);  // with `mutex` held
};

}  // namespace tocsin::schedule
