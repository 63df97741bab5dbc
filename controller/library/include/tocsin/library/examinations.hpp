// SPDX-License-Identifier: Apache-2.0
// Looking at all of each film for the editor's sake: black, stills, silence, bars. Found after the
// film is in use; it forbids nothing.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

struct ExaminationSettings {
    std::filesystem::path directory;  ///< data directory
    std::filesystem::path worker;     ///< tocsin-media-worker
    std::function<Instant()> now;
    /// As of ConversionSettings: it is heavy work, too.
    std::optional<playlists::Daypart> hours = std::nullopt;
    std::string zone = "Asia/Shanghai";
    /// A line for the log about a film that could not be looked at.
    std::function<void(std::string const&)> log = [](std::string const&) {};
};

/// Thread-safe. Between start() and stop() one thread has one worker after the other look at films
/// that nobody looked at yet, the newest first, at the lowest priority; new ones are found within
/// seconds. What is interrupted begins anew.
class Examinations {
public:
    Examinations(store::Store& store, ExaminationSettings settings);
    ~Examinations();  ///< stops

    void start();  ///< once
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::library
