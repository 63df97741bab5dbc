// SPDX-License-Identifier: Apache-2.0
// What an instruction asks for, done: levels, the name over the picture, the log's level, and
// programs of the site's own.
#pragma once

#include <spdlog/logger.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "deeds/outside_program.hpp"
#include "director/plan.hpp"
#include "stage/set_levels.hpp"
#include "tocsin/messages/instruction.hpp"
#include "tocsin/player/player.hpp"

namespace tocsin::player {

/// What a deed came to.
struct Outcome {
    bool done = false;
    std::string detail{};    ///< why it was not, or what there is to say of it
    bool verified = false;   ///< the site's program confirmed it
    bool restarts = false;   ///< the engine is to end now, and is started again
    bool undecided = false;  ///< the player ends in the middle: the next one says what became of it
};

/// carryOut() and settle() are called on one thread and may block; logLevel() and powerOff() on
/// any.
class Hands {
public:
    /// A level that the plan never changes again is set for so long.
    static constexpr Milliseconds kLevelHolds{24 * 3'600'000};

    struct Parts {
        OutsidePrograms programs;
        std::filesystem::path file;  ///< what was set and holds still, over a restart
        std::string logLevel;        ///< as the player was started
        bool sound = false;          ///< it has any
        spdlog::logger& log;
        std::function<Instant()> now;  ///< fleet time
        std::function<std::shared_ptr<Plan const>()> plan;
        std::function<void(SetLevels const&)> setLevels;
        /// Shows the screen's name for so long.
        std::function<Result<>(Milliseconds)> identify;
        RunProgram run = &runOutsideProgram;
    };
    explicit Hands(Parts parts);

    /// Takes up what an earlier run set. Before all else.
    void load();
    [[nodiscard]] Outcome carryOut(messages::Deed const& deed, std::stop_token stop);
    /// Ends what is over. The next instant at which something will be; nothing: never.
    std::optional<Instant> settle(std::stop_token stop);
    /// The one in force.
    [[nodiscard]] std::string logLevel() const;
    [[nodiscard]] bool powerOff() const;

private:
    struct Standing {
        SetLevels levels;
        std::optional<SetLevel> panel;  ///< brightness by the site's program
        std::string logLevel;           ///< empty: as the player was started
        Instant logLevelUntil;
    };
    [[nodiscard]] Outcome restart(messages::Deed const& deed, std::stop_token const& stop);
    [[nodiscard]] Outcome power(messages::Deed const& deed, std::stop_token const& stop);
    [[nodiscard]] Outcome setVolume(messages::Deed const& deed);
    [[nodiscard]] Outcome setBrightness(messages::Deed const& deed, std::stop_token const& stop);
    [[nodiscard]] Outcome setLogLevel(messages::Deed const& deed);
    [[nodiscard]] Outcome run(std::filesystem::path const& program, std::string const& argument,
                              std::stop_token const& stop) const;
    [[nodiscard]] Instant until(messages::Deed const& deed, int messages::Level::*which) const;
    void apply(Standing const& standing);
    void keep(Standing const& standing);
    [[nodiscard]] Standing standing() const;

    Parts parts_;
    mutable std::mutex mutex_;  // guards what follows
    Standing standing_;
};

}  // namespace tocsin::player
