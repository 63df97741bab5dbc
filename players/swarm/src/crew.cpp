// SPDX-License-Identifier: Apache-2.0
#include "crew.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "swarm_player.hpp"

namespace tocsin::swarm {

namespace asio = boost::asio;

Crew::Crew(CrewParts parts)
    : parts_(parts),
      agenda_(io_.get_executor()),
      tasks_(io_.get_executor(),
             [&statistics = parts.statistics](std::string const& name, std::string const& what) {
                 statistics.with([&](Statistics& all) { all.lastTrouble = name + ": " + what; });
             }) {}

Crew::~Crew() {
    stop();
}

void Crew::add(std::size_t number, Identity identity) {
    players_.push_back(std::make_unique<SwarmPlayer>(*this, number, std::move(identity)));
}

void Crew::start() {
    for (auto const& player : players_) {
        tasks_.spawn("player", player->live());
    }
    thread_ = std::jthread([this] { io_.run(); });
}

void Crew::breakAll() {
    asio::post(io_, [this] {
        auto const now = Steady::now();
        for (auto const& player : players_) {
            player->breakByStorm(now);
        }
    });
}

void Crew::stop() {
    if (thread_.joinable()) {
        asio::post(io_, [this] { stopOnThread(); });
        thread_.join();
    }
}

void Crew::stopOnThread() {
    agenda_.close();
    for (auto const& player : players_) {
        player->stop();
    }
    tasks_.cancel(asio::cancellation_type::terminal);
}

std::vector<Identity const*> Crew::identities() const {
    std::vector<Identity const*> out;
    std::transform(players_.begin(), players_.end(), std::back_inserter(out),
                   [](auto const& player) { return &player->identity(); });
    return out;
}

PlayTruth Crew::truth() const {
    PlayTruth out;
    for (auto const& player : players_) {
        if (auto const* truth = player->truth()) {
            out.add(*truth);
        }
    }
    return out;
}

}  // namespace tocsin::swarm
