// SPDX-License-Identifier: Apache-2.0
// Requests for a picture that wait for their player's answer.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "tocsin/session/clock.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::fleet {

/// Thread-safe. Requests wait on worker threads, answers come from the io thread.
class Shots {
public:
    /// Each request in waiting holds a thread.
    static constexpr std::size_t kMost = 4;
    static constexpr std::chrono::seconds kPatience{10};

    explicit Shots(session::Clock& clock) : clock_(clock) {}

    /// Errc::exhausted if too many wait. `id` is new.
    [[nodiscard]] Result<> open(std::string const& id, ScreenId const& screen);
    /// The picture's digest, or why there is none; Errc::unavailable after kPatience. Ends what
    /// open() began.
    [[nodiscard]] Result<Digest> wait(std::string const& id);
    /// Of the screen that was asked; anything else is passed over.
    void answered(std::string const& id, ScreenId const& screen, Result<Digest> answer);

private:
    struct Waiting {
        ScreenId screen;
        std::optional<Result<Digest>> answer;
    };
    session::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Waiting> waiting_;  ///< guarded by mutex_
};

}  // namespace tocsin::fleet
