// SPDX-License-Identifier: Apache-2.0
// One simulated player: the real protocol, without a picture.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "crew.hpp"
#include "faults.hpp"
#include "held_warnings.hpp"
#include "play_delivery.hpp"
#include "tocsin/messages/command.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/session/backoff.hpp"
#include "tocsin/session/channel.hpp"
#include "tocsin/session/fleet_time.hpp"

namespace tocsin::swarm {

/// On its crew's thread, which it never blocks. Its memory is what a connection costs and some
/// hundred bytes.
class SwarmPlayer {
public:
    SwarmPlayer(Crew& crew, std::size_t number, Identity identity);
    ~SwarmPlayer();

    /// Connects again and again, with the players' back-off, until stop().
    boost::asio::awaitable<void> live();
    /// The connection is gone, as when a cable is cut; the time to be back is taken.
    void breakByStorm(Steady::time_point now);
    void stop();
    [[nodiscard]] Identity const& identity() const noexcept { return identity_; }
    /// What it has shown; null if players show nothing.
    [[nodiscard]] PlayTruth const* truth() const noexcept {
        return plays_ ? &plays_->truth() : nullptr;
    }

private:
    using Awaitable = boost::asio::awaitable<void>;
    Awaitable nap(Steady::duration duration);
    Awaitable connect();
    Awaitable session();
    boost::asio::awaitable<bool> greet();
    [[nodiscard]] Result<> judge(messages::Challenge const& challenge);
    [[nodiscard]] messages::Hello hello(messages::Challenge const& challenge) const;
    void breakConnection();
    void leave();
    void trouble(std::string const& what);
    [[nodiscard]] std::uint64_t random();
    [[nodiscard]] Instant fleetNow() const;

    // swarm_session.cpp
    void handle(std::string const& text, Steady::time_point at);
    void welcomed(messages::Welcome const& welcome);
    void noteBack();
    void takeWarning(std::int64_t message, messages::WarningDelivery const& delivery,
                     Steady::time_point at);
    void takeEmbedded(messages::Manifest const& manifest, Steady::time_point at);
    /// What is to be told of a delivery that verified.
    HeldWarnings::Taken hold(messages::Warning const& warning,
                             messages::WarningTarget const& target);
    [[nodiscard]] Result<WarningPtr> opened(messages::WarningDelivery const& delivery) const;
    void takeManifest(messages::ManifestOffer const& offer, Steady::time_point at);
    /// What the envelope holds, if this role's key signed it.
    [[nodiscard]] Result<std::string> openedPayload(std::string const& text, char const* kind,
                                                    messages::SigningRole role) const;
    [[nodiscard]] Result<messages::Manifest> openedManifest(std::string const& envelope) const;
    void takeCommand(messages::CommandOffer const& offer);
    [[nodiscard]] Result<messages::Command> openedCommand(std::string const& envelope) const;
    void tell(messages::WarningReceipt receipt);
    void sayReceipt(messages::WarningReceipt const& receipt);
    void say(messages::Body body);
    void sendStatus();
    void askTime();
    void setTime(messages::ClockReply const& reply);

    // swarm_plays.cpp
    void beginPlays(messages::Welcome const& welcome);
    void sendPlays();
    void sendBatch(std::string const& batch, bool twice, Cut cut);
    void playsStored(messages::PlaysStored const& stored);

    Crew& crew_;
    std::size_t number_;
    Identity identity_;
    bool slow_, goesAway_;
    std::unique_ptr<PlayDelivery> plays_;  ///< null: players show nothing

    session::Backoff backoff_;
    std::unique_ptr<session::Channel> channel_;  ///< null: not connected
    boost::asio::steady_timer nap_;
    KnownKeysPtr keys_;
    HeldWarnings warnings_;
    std::optional<messages::ManifestVersion> order_;
    bool stopping_ = false, bound_ = false, away_ = false;
    std::int64_t nextId_ = 1;
    std::uint64_t session_ = 0;  ///< counts them, so that what was meant for one hits no other
    std::uint64_t answers_ = 0, draws_ = 0;
    Steady::time_point boundAt_;
    session::OffsetEstimator fleetTime_;
    /// Since a storm broke its connection, until it is back.
    std::optional<Steady::time_point> broken_, backoffEnded_;
};

}  // namespace tocsin::swarm
