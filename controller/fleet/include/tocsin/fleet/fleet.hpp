// SPDX-License-Identifier: Apache-2.0
// Screens and the players that drive them: registry, enrolment, live sessions. Content of messages
// is other rooms' business; fleet answers hello, clock and status itself, offers manifests, and
// dispatches the rest.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/access/message_handler.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/messages/warning.hpp"
#include "tocsin/schedule/schedule.hpp"
#include "tocsin/session/channel.hpp"
#include "tocsin/session/clock.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::fleet {

/// More than one player is connected with one key: it was copied.
struct Cloned {
    Instant since;
    std::vector<std::string> peers;  ///< addresses of all of them, the oldest session first
    bool operator==(Cloned const&) const = default;
};

/// What the controller knows about a screen's player right now.
struct LinkState {
    bool online = false;
    Instant since;  ///< of being online or offline; the controller's start if never seen
    std::optional<Instant> lastContact;
    std::optional<messages::Status> status;  ///< newest report, also from before it went offline
    std::string lastRefusal;                 ///< newest refused manifest, or empty
    std::string commandRefusal;              ///< newest refused command, or empty
    std::optional<Cloned> cloned;            ///< while that lasts
};

struct FleetLimits {
    /// A player whose key comes a second time has so long to say that it is there, in real time.
    Milliseconds probe{5'000};
    std::size_t sessionsOfAKey = 4;
};

/// What the screen's player is to hold of warnings now. Blocks.
using WarningsFor =
    std::function<Result<std::vector<messages::WarningDelivery>>(ScreenId const& screen)>;

/// The file of content with this digest. Errc::notFound. Blocks.
using ContentFile = std::function<Result<std::filesystem::path>(Digest const& content)>;

class Fleet {
public:
    /// `io` runs on one thread; sessions live there. `workers` runs blocking handlers.
    Fleet(boost::asio::any_io_executor io, boost::asio::any_io_executor workers,
          session::Clock& clock, store::Store& store, schedule::Schedule& schedule,
          keys::Signer const& signer, access::MessageHandlers handlers, FleetLimits limits = {});
    ~Fleet();

    /// Serves one player until its connection ends; never throws. `known`, if there is one, is
    /// called once the player has proven to be one that drives a screen. On the io thread.
    boost::asio::awaitable<void> serve(std::unique_ptr<session::Channel> channel,
                                       std::function<void()> known = {});
    /// Offers the screen's newest manifest to its player, if it is connected. Any thread.
    void manifestChanged(ScreenId const& screen);
    /// Asked on workers whenever a player comes, and for what it has to be sent again; until then
    /// players are given no warnings. Before the first session.
    void warningsFrom(WarningsFor warningsFor);
    /// Where content lies that is carried to screens by hand. Before the first request.
    void contentFrom(ContentFile contentFile);
    /// Besides the handlers, and before them. Before the first session.
    void collectBy(access::MessageCollectors collectors);
    /// Sends each to its target's players that are connected, before anything that waits. Does not
    /// block; any thread.
    void deliver(std::vector<messages::WarningDelivery> deliveries);
    /// Sends warnings again whose players have not answered for them within five seconds: neither
    /// taken nor refused. To be called so often; a bounded share each time. Any thread.
    void redeliver();
    /// Sends commands whose time has come, and ends those whose time is over. To be called about
    /// once a second; blocks; any thread.
    void followCommands();
    /// Snapshot for ops. Any thread.
    [[nodiscard]] std::map<ScreenId, LinkState> links() const;
    /// Whether the screen's player is connected. Any thread.
    [[nodiscard]] bool isOnline(ScreenId const& screen) const;
    /// Whether the sender of this request is a player that may have content: it shows the ticket of
    /// its session, and drives a screen or is a spare. Errc::permission says what is wrong. Blocks;
    /// any thread.
    [[nodiscard]] Result<> admitContent(access::Request const& request) const;
    /// Closes every session with service-restart. On the io thread; afterwards serve() refuses.
    boost::asio::awaitable<void> stop();

    [[nodiscard]] access::Routes routes();

    struct State;  ///< of this room's sources only

private:
    std::shared_ptr<State> state_;
};

}  // namespace tocsin::fleet
