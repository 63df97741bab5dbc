// SPDX-License-Identifier: Apache-2.0
// The second way to this player, for screens without a network: looks every few seconds whether
// somebody put a U盘 in, takes what it holds for this screen, and writes back what the ledger
// lacks.
#pragma once

#include <spdlog/logger.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "carry/parcel.hpp"
#include "carry/proof_out.hpp"
#include "director/cache_keeper.hpp"

namespace tocsin::player {

/// One thread. A stick is visited once when it is put in, and again when what it holds for this
/// screen is another. It hangs and fails as it likes: nothing but this thread waits for it.
class Courier {
public:
    /// In real time: it is about people and devices, not about the fleet's clock.
    static constexpr std::chrono::seconds kLook{5};

    struct Parts {
        std::vector<std::filesystem::path> places;  ///< where sticks are mounted, or below
        std::string token;
        messages::KeyPair const& key;
        Size size;
        Link& link;
        PlanKeeper& plans;
        ContentCache const& cache;
        CacheKeeper& keeper;
        JournalThread& journal;
        EvidenceCamera& camera;
        FleetClock const& fleet;
        spdlog::logger& log;
        std::function<void(std::string const& text)> show;  ///< for some seconds, on the screen
    };
    explicit Courier(Parts parts) : parts_(std::move(parts)) {}
    ~Courier() { stop(); }
    void start();
    /// The next pause ends it: a stick may hang, and what else ends must not wait for that.
    void endSoon();
    /// Joins it; before the link and the journal end.
    void stop();
    /// One round.
    void look();

private:
    /// What became of a visit, for people.
    struct Outcome {
        enum class Kind { taken, nothingNew, nothingHere, refused };
        Kind kind = Kind::nothingHere;
        std::string what;  ///< the manifest's version, or why not
        std::optional<Instant> expires;
        ProofWritten proof;
        bool proofTried = false;
    };
    void visit(std::filesystem::path const& folder, std::optional<Bond> const& bond);
    void askToBeBound(std::filesystem::path const& folder);
    [[nodiscard]] Outcome take(std::filesystem::path const& folder, ScreenId const& screen,
                               std::optional<Bond> const& bond);
    [[nodiscard]] Result<bool> takeManifest(std::filesystem::path const& folder,
                                            Parcel const& parcel, Outcome& outcome,
                                            messages::Status& status);
    [[nodiscard]] Result<> copyAll(std::filesystem::path const& folder, Parcel const& parcel);
    [[nodiscard]] Result<> checkRoom(std::int64_t bytes);
    void report(std::filesystem::path const& folder, ScreenId const& screen,
                Outcome const& outcome);
    [[nodiscard]] std::string resultText(ScreenId const& screen, Outcome const& outcome) const;

    Parts parts_;
    std::map<std::filesystem::path, std::string> visited_;  ///< and the mark it had then
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::atomic<bool> stopping_{false};
    std::jthread thread_;
};

}  // namespace tocsin::player
