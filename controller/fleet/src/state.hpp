// SPDX-License-Identifier: Apache-2.0
// What the fleet holds. Sessions live on the io thread; what other threads may read is behind one
// mutex.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "shots.hpp"
#include "tocsin/fleet/fleet.hpp"
#include "tocsin/session/task_group.hpp"

namespace tocsin::fleet {

/// One connected player. On the io thread only.
struct PlayerSession {
    std::unique_ptr<session::Channel> channel;
    messages::Hello hello;
    std::int64_t helloId = 0;        ///< id of that message
    std::optional<ScreenId> screen;  ///< once bound
    std::optional<messages::ManifestVersion> offered;
    std::int64_t nextId = 1;
    bool welcomed = false;  ///< until then it takes no manifest
    bool pending = false;   ///< told that it is not bound, and waiting for that
    bool closing = false;
    std::map<std::int64_t, std::string> shots;  ///< message → request for a picture, unanswered
};

/// A player that shows a pairing code and waits to be bound.
struct Waiting {
    PlayerSession const* session = nullptr;  ///< whose entry it is; only compared
    messages::PublicKey key;
    int width = 0, height = 0;
    std::string peer;
    Instant since;
};

struct Fleet::State : std::enable_shared_from_this<Fleet::State> {
    State(boost::asio::any_io_executor ioExecutor, boost::asio::any_io_executor workerExecutor,
          session::Clock& c, store::Store& s, schedule::Schedule& plan, keys::Signer const& k,
          access::MessageHandlers h);

    boost::asio::any_io_executor io;
    boost::asio::any_io_executor workers;
    session::Clock& clock;
    store::Store& store;
    schedule::Schedule& schedule;
    keys::Signer const& signer;
    access::MessageHandlers handlers;
    std::function<std::optional<Digest>()> tlsAuthority;
    Instant started;

    // On the io thread.
    std::vector<std::shared_ptr<PlayerSession>> sessions;
    session::TaskGroup tasks;  ///< offers, welcomes and closings that nobody awaits
    bool stopping = false;

    Shots shots;

    mutable std::mutex mutex;
    std::map<ScreenId, LinkState> links;     ///< guarded by mutex
    std::map<std::string, Waiting> waiting;  ///< by pairing code, guarded by mutex

    /// The session's whole life. Never throws but for cancellation.
    boost::asio::awaitable<void> serve(std::shared_ptr<PlayerSession> session);
    /// A person bound the screen to `key`: its waiting player is welcomed.
    void bound(store::Screen const& screen, messages::PublicKey const& key);
    /// Sends away players that drive the screen with any other key.
    void keepOnly(ScreenId const& screen, messages::PublicKey const& key);
    /// On the io thread; the answer comes to `shots`.
    void askForPicture(ScreenId const& screen, messages::EvidenceRequest request);
    void offerManifest(std::shared_ptr<PlayerSession> const& session);
    void sendAway(std::shared_ptr<PlayerSession> const& session, std::string code,
                  std::string message);
    void setOnline(ScreenId const& screen, bool online);
    /// What the screen's player reported so far was another player's.
    void forgetReports(ScreenId const& screen);
    /// Lists the session's pairing code. False: another player shows the same.
    [[nodiscard]] bool waitForCode(PlayerSession const& session);
    /// The session's pairing code is shown no longer.
    void forgetCode(PlayerSession const& session);
};

}  // namespace tocsin::fleet
