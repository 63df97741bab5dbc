// SPDX-License-Identifier: Apache-2.0
// The players of one thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "agenda.hpp"
#include "key_file.hpp"
#include "play_truth.hpp"
#include "shared_statistics.hpp"
#include "tocsin/session/clock.hpp"
#include "tocsin/session/task_group.hpp"
#include "tocsin/swarm/options.hpp"
#include "verdicts.hpp"
#include "warning_reader.hpp"

namespace tocsin::swarm {

class SwarmPlayer;

/// What all threads share; outlives them.
struct CrewParts {
    Options const& options;
    session::Clock& clock;
    Verdicts& verdicts;
    SharedStatistics& statistics;
};

class Crew {
public:
    explicit Crew(CrewParts parts);
    ~Crew();
    /// Before start(). `number` is the player's in the whole fleet.
    void add(std::size_t number, Identity identity);
    void start();
    /// Breaks every connection. Any thread.
    void breakAll();
    /// Players leave without a word; returns when the thread has ended.
    void stop();
    /// After stop(), or before start().
    [[nodiscard]] std::vector<Identity const*> identities() const;
    [[nodiscard]] PlayTruth truth() const;

    // For the players, on the crew's thread.
    [[nodiscard]] CrewParts const& parts() const noexcept { return parts_; }
    [[nodiscard]] boost::asio::io_context& io() noexcept { return io_; }
    [[nodiscard]] Agenda& agenda() noexcept { return agenda_; }
    [[nodiscard]] session::TaskGroup& tasks() noexcept { return tasks_; }
    [[nodiscard]] WarningReader& reader() noexcept { return reader_; }

private:
    void stopOnThread();

    CrewParts parts_;
    boost::asio::io_context io_{1};
    Agenda agenda_;
    session::TaskGroup tasks_;
    WarningReader reader_;
    std::vector<std::unique_ptr<SwarmPlayer>> players_;
    std::jthread thread_;
};

}  // namespace tocsin::swarm
