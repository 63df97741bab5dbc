// SPDX-License-Identifier: Apache-2.0
// Making of assets what screens can show: house masters of films and pictures that are not fit as
// they came, and renditions of masters for classes of screens. A queue of work that survives
// restarts.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/playlists/programme.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

struct ConversionSettings {
    std::filesystem::path directory;  ///< data directory; work under way is in "converting"
    std::filesystem::path worker;     ///< tocsin-media-worker
    std::function<Instant()> now;
    int atOnce = 1;   ///< films that are converted at the same time
    int threads = 1;  ///< processor threads that each of them may use
    /// Hours of the day, local to `zone`, in which films are converted; absent: always. What is
    /// under way when they end is interrupted and goes on when they come again. Pictures wait for
    /// none.
    std::optional<playlists::Daypart> hours = std::nullopt;
    std::string zone = "Asia/Shanghai";
    std::int64_t diskReserveBytes = 1LL << 29;  ///< no work is begun that would leave less free
    /// Of the film's length: what an interruption may cost. Longer for very long films.
    Milliseconds partLength{60'000};
    /// A line for the log about work that begins, ends or fails.
    std::function<void(std::string const&)> log = [](std::string const&) {};
    /// Signs what renditionPayload() says, as an envelope (JSON); may block for seconds. Without
    /// it, renditions are made of which the schedule takes none.
    std::function<Result<std::string>(std::string const&)> sign = {};
};

/// Thread-safe. Works on threads of its own between start() and stop(); what is interrupted goes on
/// where it was. Must be destroyed before the Library.
class Conversions {
public:
    Conversions(store::Store& store, Library& library, ConversionSettings settings);
    ~Conversions();  ///< stops

    /// Begins to work, after removing what a former run left of conversions that are not wanted any
    /// more. Once.
    void start();
    /// Ends the workers and waits for the threads. The store's next run goes on.
    void stop();
    /// Looks for work at once; without it new work is found within seconds.
    void wake();

    [[nodiscard]] access::Routes routes();

private:
    [[nodiscard]] Result<access::Response> list(access::Principal const& who,
                                                std::optional<std::string> const& media);
    [[nodiscard]] Result<access::Response> order(access::Principal const& who,
                                                 access::Request const& request,
                                                 std::vector<store::ConversionState> const& from,
                                                 store::ConversionState to);
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tocsin::library
