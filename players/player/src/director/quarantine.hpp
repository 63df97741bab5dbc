// SPDX-License-Identifier: Apache-2.0
// Renditions that crashed the player, how often, and which of them are not opened any more.
#pragma once

#include <spdlog/logger.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::player {

/// The file "strikes" of the data directory: "tocsin-strikes/1" and a line a rendition. A file that
/// cannot be read is no reason not to play: it is said in the log and begun anew. Thread-safe.
class Quarantine {
public:
    /// So many crashes are no accident.
    static constexpr std::int64_t kStrikes = 2;
    /// After so long without another crash a rendition is tried again.
    static constexpr std::chrono::days kForgetsAfter{30};

    /// Reads the file and forgets what is too old at `now`.
    Quarantine(std::filesystem::path file, Instant now, spdlog::logger& log);

    /// It crashed the player with this signal ("SIGSEGV").
    void strike(Digest const& rendition, std::string const& signal, Instant now);
    /// What is not to be opened, and why, in the words of a play's row.
    [[nodiscard]] std::map<Digest, std::string> barred() const;
    /// Forgets all others: the manifest does not name them any more.
    void retain(std::set<Digest> const& named);
    /// A person wants all of them tried again.
    void lift();

private:
    struct Record {
        std::int64_t strikes = 0;
        Instant last;
        std::string signal;
    };
    void load(Instant now);
    void save() const;

    std::filesystem::path file_;
    spdlog::logger& log_;
    mutable std::mutex mutex_;  // guards what follows
    std::map<Digest, Record> records_;
};

}  // namespace tocsin::player
