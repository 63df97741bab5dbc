// SPDX-License-Identifier: Apache-2.0
// What the fleet holds. Sessions live on the io thread; what other threads may read is behind one
// mutex.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "clones.hpp"
#include "enrolment.hpp"
#include "orders.hpp"
#include "refusals.hpp"
#include "screen_commands.hpp"
#include "shots.hpp"
#include "tickets.hpp"
#include "tocsin/fleet/fleet.hpp"
#include "tocsin/session/task_group.hpp"

namespace tocsin::fleet {

struct WarningNews;

/// A warning that a player was given and has not answered for yet.
struct GivenWarning {
    std::int64_t revision = 0;
    Instant expires;
    Instant given;  ///< the last time
};

/// One connected player. On the io thread only.
struct PlayerSession {
    std::unique_ptr<session::Channel> channel;
    messages::Hello hello;
    std::int64_t helloId = 0;        ///< id of that message
    bool proven = false;             ///< the hello is in, and its key is the player's own
    std::optional<ScreenId> screen;  ///< once bound
    std::optional<messages::ManifestVersion> offered;
    std::optional<messages::ManifestVersion> ordered;  ///< newest command sent
    std::int64_t nextId = 1;
    bool welcomed = false;  ///< until then it takes no manifest
    bool pending = false;   ///< told that it is not bound, and waiting for that
    bool closing = false;
    bool answering = false;  ///< a worker is busy with one of its messages, others wait behind it
    // Whether its player is there, which is asked when another session with its key begins.
    std::optional<std::int64_t> probe;  ///< the message that asks; nothing: nobody does
    std::unique_ptr<boost::asio::steady_timer> verdict;  ///< ends with the answer, or the deadline
    /// An older session with the same key lives: what this one plays, shows and reports does not
    /// count.
    bool copy = false;
    /// Its player waits as a spare; what it was told to load, and how far it is.
    bool spare = false;
    std::vector<messages::SpareList::File> spareFiles;
    std::map<std::int64_t, std::string> shots;  ///< message → request for a picture, unanswered
    std::map<std::string, GivenWarning> given;  ///< by the warning's id
    std::map<std::int64_t, std::string> instructions;  ///< message → command, unanswered
    bool looking = false;  ///< whether a report shows that a command worked is being looked up
    std::list<std::shared_ptr<PlayerSession>>::iterator place;  ///< in State::sessions
    bool listed = false;                                        ///< it stands there
    /// Called once it drives a screen, and empty from then on: it takes no stranger's place.
    std::function<void()> known = {};
    bool untold = false;  ///< what warnings stand could not be looked up when it came
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
          access::MessageHandlers h, FleetLimits l);

    boost::asio::any_io_executor io;
    boost::asio::any_io_executor workers;
    session::Clock& clock;
    store::Store& store;
    schedule::Schedule& schedule;
    keys::Signer const& signer;
    access::MessageHandlers handlers;
    access::MessageCollectors collectors;
    Instant started;
    FleetLimits limits;
    WarningsFor warningsFor;  ///< set before the first session
    ContentFile contentFile;  ///< the same

    // On the io thread.
    std::list<std::shared_ptr<PlayerSession>> sessions;  ///< by the time of their hello
    // The same once their key is proven, and once they drive a screen: thousands that come back at
    // one time must not look through one another.
    std::multimap<messages::PublicKey, std::shared_ptr<PlayerSession>> byKey;  ///< oldest first
    std::multimap<ScreenId, std::shared_ptr<PlayerSession>> byScreen;
    session::TaskGroup tasks;  ///< offers, welcomes and closings that nobody awaits
    bool stopping = false;
    bool sparesBusy = false;  ///< they are being told
    bool sparesDue = false;   ///< and it has changed again meanwhile
    /// Commands that ask for a picture which has not come yet.
    std::set<std::pair<ScreenId, std::string>> pictureCommands;

    Shots shots;
    Refusals refusals;
    Orders orders;
    ScreenCommands screenCommands;
    Clones clones;
    Tickets tickets;

    mutable std::mutex mutex;
    std::map<ScreenId, LinkState> links;     ///< guarded by mutex
    std::map<std::string, Waiting> waiting;  ///< by pairing code, guarded by mutex
    std::map<messages::PublicKey, messages::SpareReport>
        spareReports;  ///< of spares that are connected, guarded by mutex

    /// The session's whole life. Never throws but for cancellation. `known` is called once the
    /// player is one that drives a screen.
    boost::asio::awaitable<void> serve(std::shared_ptr<PlayerSession> session,
                                       std::function<void()> known);
    /// Its beginning: who it is, and what becomes of it. Afterwards it is closing, or listened to.
    boost::asio::awaitable<void> meet(std::shared_ptr<PlayerSession> session);
    void list(std::shared_ptr<PlayerSession> const& session);
    void unlist(std::shared_ptr<PlayerSession> const& session);
    /// It drives this screen from now on.
    void drives(std::shared_ptr<PlayerSession> const& session, ScreenId const& screen);
    [[nodiscard]] std::vector<std::shared_ptr<PlayerSession>> driving(ScreenId const& screen) const;
    [[nodiscard]] std::vector<std::shared_ptr<PlayerSession>> withKey(
        messages::PublicKey const& key) const;
    /// A person bound the screen to `key`: its waiting player is welcomed.
    void bound(store::Screen const& screen, messages::PublicKey const& key);
    /// The key is believed no longer: its sessions end, and are told so by a signed command.
    void revoked(store::Revocation const& revocation);
    /// Any thread: what the spares that are connected should load may have changed, or who is one.
    void refreshSpares();
    /// The same on the io thread, once for many changes that come together.
    void spareNews();
    /// The session has ended, or is about to: whoever waits for its answer need not.
    void end(PlayerSession& session);
    /// It has ended: an incident that it was part of may be over.
    void twinEnded(PlayerSession const& session);
    /// It said hello just now: it is younger than all that did before, whenever they connected.
    void becomeYoungest(std::shared_ptr<PlayerSession> const& session);
    [[nodiscard]] bool isOnline(ScreenId const& screen) const;
    /// Sends away players that drive the screen with any other key.
    void keepOnly(ScreenId const& screen, messages::PublicKey const& key);
    /// On the io thread; the answer comes to `shots`.
    void askForPicture(ScreenId const& screen, messages::EvidenceRequest request);
    void offerManifest(std::shared_ptr<PlayerSession> const& session);
    /// Any thread: to the screens' players that are connected.
    void sendCommands(std::vector<SealedCommand> commands);
    /// Any thread: to the screens' players that are connected.
    void sendInstructions(std::vector<SealedInstruction> instructions);
    void sendInstruction(SealedInstruction const& instruction);
    /// A picture that a command may have asked for has come, or will not.
    void pictureSettled(ScreenId const& screen, std::string const& request, Result<Digest> picture);
    /// To the screens' players that are connected.
    void sendWarnings(std::vector<WarningNews> const& news);
    /// What their players have not answered for in time.
    void sendWarningsAgain();
    void sendAway(std::shared_ptr<PlayerSession> const& session, std::string code,
                  std::string message);
    void setOnline(ScreenId const& screen, bool online);
    /// What the screen's player reported so far was another player's.
    void forgetReports(ScreenId const& screen);
    /// Lists the session's pairing code. False: another player shows the same.
    [[nodiscard]] bool waitForCode(PlayerSession const& session);
    /// The player that shows this code, however people type it. Errc::notFound. Any thread.
    [[nodiscard]] Result<Waiting> showing(std::string code) const;
    /// The session's pairing code is shown no longer.
    void forgetCode(PlayerSession const& session);
};

}  // namespace tocsin::fleet
