// SPDX-License-Identifier: Apache-2.0
// Loops (循环节目) for screens that cannot run a player: their programme rendered to files that a
// sending card repeats, with a check sheet for the hand that puts them up.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "tocsin/access/route.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/library/segments.hpp"
#include "tocsin/schedule/site_times.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

struct LoopSettings {
    std::filesystem::path directory;  ///< data directory; loops are in "loops"
    std::function<Instant()> now;
    SiteTimes times{};
    int threads = 1;                            ///< of the encoder
    std::int64_t diskReserveBytes = 1LL << 29;  ///< nothing is rendered that would leave less free
    /// Files can be fetched for so long after they were made.
    Milliseconds keep{24LL * 3'600'000};
    /// A line for the log about a loop that is done or failed.
    std::function<void(std::string const&)> log = [](std::string const&) {};
};

/// Thread-safe. One loop is rendered at a time, on a thread of its own between start() and stop();
/// at most 8 wait. Orders and files are forgotten after a day and with a restart: whoever wants a
/// loop later asks again, and gets what is planned then. That one was rendered, by whom and with
/// which digest, stands in the audit trail.
class Loops {
public:
    Loops(store::Store& store, library::Library& library, library::SegmentMaker& maker,
          LoopSettings settings);
    ~Loops();  ///< stops

    void start();  ///< once; removes what a former run left
    void stop();

    [[nodiscard]] access::Routes routes();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::schedule
