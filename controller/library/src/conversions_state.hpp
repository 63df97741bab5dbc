// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "conversion_run.hpp"
#include "tocsin/library/content_files.hpp"
#include "tocsin/library/conversions.hpp"

namespace tocsin::library {

using ConversionKey = std::pair<Digest, store::ScreenClass>;

struct Conversions::State {
    State(store::Store& s, Library& l, ConversionSettings chosen)
        : store(s), library(l), settings(std::move(chosen)), files(settings.directory) {}

    /// A conversion that a thread of this process works on.
    struct Running {
        ConversionKey key;
        double share = 0;
        std::stop_source stop;
    };

    store::Store& store;
    Library& library;
    ConversionSettings settings;
    ContentFiles files;

    std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false;                                                 // guarded by mutex
    bool woken = false;                                                    // guarded by mutex
    std::list<Running> running;                                            // guarded by mutex
    std::map<ConversionKey, std::chrono::steady_clock::time_point> rests;  // guarded by mutex
    std::vector<std::jthread> threads;

    [[nodiscard]] std::filesystem::path folder() const { return settings.directory / "converting"; }
    [[nodiscard]] std::filesystem::path folderOf(store::Conversion const& what) const;

    /// Until it is told to stop: takes what waits and works on it.
    void work();
    /// What to do next, entered in `running`; waits for it. Nothing: stop.
    [[nodiscard]] std::optional<store::Conversion> next();
    [[nodiscard]] bool isTime() const;
    /// What is told when nobody works on it any more.
    struct Outcome {
        std::string line = {};     ///< for the log, or empty
        bool plansChange = false;  ///< manifests may name a new rendition
    };
    [[nodiscard]] Outcome run(store::Conversion const& what);
    [[nodiscard]] Result<Converted> convertOne(store::Conversion const& what,
                                               store::Asset const& asset, Running& here);
    /// Takes the file in and writes down that it is there.
    /// Says of what master the rendition was made: signed, and empty for a master itself.
    [[nodiscard]] Result<std::string> recordOf(store::Conversion const& what,
                                               store::Asset const& asset, Digest const& made);
    [[nodiscard]] Result<> settle(store::Conversion const& what, store::Asset const& asset,
                                  Converted const& made);
    /// The line about it for the log.
    [[nodiscard]] std::string fail(store::Conversion const& what, store::Asset const& asset,
                                   Error const& error);
    /// Of those that run, by key; 0 of others that are not done.
    [[nodiscard]] double shareOf(store::Conversion const& what);
    [[nodiscard]] bool isRunning(store::Conversion const& what);
    void removeLeftOvers();

    /// Sets the state of the conversions of an asset (all: of every asset) that are in one of
    /// `from`, as far as they are the caller's. Returns how many. Errc::permission for an asset of
    /// another unit.
    [[nodiscard]] Result<std::size_t> setStates(access::Principal const& who,
                                                std::optional<std::string> const& media,
                                                std::vector<store::ConversionState> const& from,
                                                store::ConversionState to);
};

}  // namespace tocsin::library
