// SPDX-License-Identifier: Apache-2.0
#include "tocsin/http/server.hpp"

#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <list>
#include <optional>
#include <system_error>

#include "arrival.hpp"
#include "connection.hpp"
#include "doorstep.hpp"
#include "peer_places.hpp"
#include "tocsin/session/task_group.hpp"

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);
constexpr int kBacklog = 4096;
constexpr std::chrono::milliseconds kAfterFailure{100};
constexpr std::size_t kTurnedAwayAtOnce = 64;

class TcpServer final : public Server {
public:
    TcpServer(asio::any_io_executor io, Workers workers, tcp::acceptor acceptor,
              ServerSettings settings, access::Routes routes, access::Gate& gate, Upgrade upgrade)
        : io_(io),
          acceptor_(std::move(acceptor)),
          shared_{std::move(settings),
                  std::move(routes),
                  gate,
                  std::move(upgrade),
                  std::move(workers),
                  0,
                  false},
          places_(shared_.settings.connectionsOfOne, shared_.settings.connectionsOfLoopback),
          tasks_(io, [](std::string const& name, std::string const& message) {
              spdlog::error("connection failed task={} err=\"{}\"", name, message);
          }) {}

    std::uint16_t port() const override { return acceptor_.local_endpoint().port(); }

    void start() override { tasks_.spawn("accept", acceptAll()); }

    asio::awaitable<void> stop(Milliseconds grace) override {
        shared_.stopping = true;
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        for (auto const& connection : connections_) {
            if (!connection->busy && !connection->upgraded) {
                connection->stream.close();
            }
        }
        tasks_.close();
        // When the grace is over, what is left is cut, which ends its operations and so its tasks.
        asio::steady_timer cut(io_, grace);
        cut.async_wait([this](boost::system::error_code ec) {
            if (!ec) {
                cutAll();
            }
        });
        co_await tasks_.join();
    }

private:
    void cutAll() {
        spdlog::warn("connections cut at the end of the grace period count={}",
                     connections_.size());
        for (auto const& connection : connections_) {
            if (!connection->upgraded) {
                connection->stream.close();
            }
        }
        tasks_.cancel(asio::cancellation_type::terminal);
    }

    asio::awaitable<void> acceptAll() {
        while (!shared_.stopping) {
            auto [ec, socket] = co_await acceptor_.async_accept(useTuple);
            if (shared_.stopping) {
                co_return;
            }
            if (ec) {
                // Out of descriptors, most likely: waiting a moment is better than spinning.
                asio::steady_timer pause(io_, kAfterFailure);
                co_await pause.async_wait(useTuple);
                continue;
            }
            boost::system::error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            auto const peer = socket.remote_endpoint(ignored);
            auto connection = std::make_shared<Connection>(
                session::AsyncStream(session::plainTransport(std::move(socket))));
            auto const address = plainForm(peer.address());
            connection->peer = address.to_string() + ":" + std::to_string(peer.port());
            connection->plainIsEnough = isServedPlain(address);
            if (auto place = placeFor(address)) {
                tasks_.spawn("connection", serve(std::move(connection), std::move(*place)));
            } else if (turnedAway_ < kTurnedAwayAtOnce) {
                spdlog::warn("connection refused peer={} open={}", connection->peer,
                             connections_.size());
                tasks_.spawn("turn-away", refuse(std::move(connection)));
            }
        }
    }

    [[nodiscard]] bool isServedPlain(asio::ip::address const& address) const {
        auto const& allowed = shared_.settings.plainFrom;
        return allowed ? allowed(address.to_string()) : address.is_loopback();
    }
    /// Nothing if all are taken, or all of this address.
    std::optional<PeerPlaces::Place> placeFor(asio::ip::address const& address) {
        if (connections_.size() >= shared_.settings.connections) {
            return std::nullopt;
        }
        return places_.take(address, isServedPlain(address));
    }

    asio::awaitable<void> refuse(std::shared_ptr<Connection> connection) {
        struct Count {
            std::size_t& count;
            ~Count() { --count; }
        };
        ++turnedAway_;
        Count const leave{turnedAway_};
        co_await turnAway(shared_, std::move(connection));
    }

    /// One that is counted, until it ends or its player is known.
    class Counted {
    public:
        Counted(std::list<std::shared_ptr<Connection>>& all, std::shared_ptr<Connection> connection,
                PeerPlaces::Place held)
            : all_(all),
              connection_(std::move(connection)),
              at_(all.insert(all.end(), connection_)) {
            held_.emplace(std::move(held));
            connection_->leaveDoor = [this] { leave(); };
        }
        ~Counted() {
            connection_->leaveDoor = [] {};  // whoever holds the connection may still call it
            leave();
        }
        Counted(Counted const&) = delete;
        Counted& operator=(Counted const&) = delete;
        void leave() {
            if (held_) {
                held_.reset();
                all_.erase(at_);
            }
        }

    private:
        std::list<std::shared_ptr<Connection>>& all_;
        std::shared_ptr<Connection> connection_;
        std::list<std::shared_ptr<Connection>>::iterator at_;
        std::optional<PeerPlaces::Place> held_;
    };

    asio::awaitable<void> serve(std::shared_ptr<Connection> connection, PeerPlaces::Place held) {
        Counted const counted(connections_, connection, std::move(held));
        co_await serveConnection(shared_, connection);
    }

    asio::any_io_executor io_;
    tcp::acceptor acceptor_;
    Shared shared_;
    std::list<std::shared_ptr<Connection>> connections_;
    PeerPlaces places_;
    std::size_t turnedAway_ = 0;  ///< being told that there are too many
    session::TaskGroup tasks_;
};

Error cannotListen(ServerSettings const& settings, boost::system::error_code ec) {
    auto const where = "port " + std::to_string(settings.port) + " on " + settings.address;
    if (ec == asio::error::address_in_use) {
        return {Errc::conflict,
                where + " is in use by another program; stop it or choose another with --listen"};
    }
    if (ec == asio::error::access_denied) {
        return {Errc::permission,
                where + " may not be used by this account; choose a port above 1023 with --listen"};
    }
    if (ec == boost::system::errc::address_not_available) {
        return {Errc::invalid, settings.address +
                                   " is not an address of this machine; choose another with "
                                   "--listen, or 0.0.0.0 for all of them"};
    }
    return {Errc::unavailable, where + " cannot be listened on: " + ec.message()};
}

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(asio::any_io_executor io, Workers workers,
                                               ServerSettings settings, access::Routes routes,
                                               access::Gate& gate, Upgrade upgrade) {
    // sendfile(2) cannot be told otherwise that a peer that has gone is an error code, not the end.
    std::signal(SIGPIPE, SIG_IGN);
    boost::system::error_code ec;
    auto const address = asio::ip::make_address(settings.address, ec);
    if (ec) {
        return Error{Errc::invalid, "\"" + settings.address + "\" is not an address"};
    }
    std::error_code failed;
    std::filesystem::remove_all(settings.uploads, failed);
    std::filesystem::create_directories(settings.uploads, failed);
    if (failed) {
        return Error{Errc::unavailable,
                     settings.uploads.string() + ": cannot be made: " + failed.message()};
    }
    tcp::acceptor acceptor(io);
    tcp::endpoint const endpoint(address, settings.port);
    acceptor.open(endpoint.protocol(), ec);
    if (!ec) {
        acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
    }
    if (!ec && address.is_v6()) {
        acceptor.set_option(asio::ip::v6_only(false), ec);  // "[::]" is every address
    }
    if (!ec) {
        acceptor.bind(endpoint, ec);
    }
    if (!ec) {
        acceptor.listen(kBacklog, ec);
    }
    if (ec) {
        return cannotListen(settings, ec);
    }
    return std::unique_ptr<Server>(std::make_unique<TcpServer>(
        std::move(io), std::move(workers), std::move(acceptor), std::move(settings),
        std::move(routes), gate, std::move(upgrade)));
}

access::Route authorityRoute(std::shared_ptr<session::TlsServer const> tls) {
    access::Route route{"GET",
                        "/ca.pem",
                        access::Permission::viewScreens,
                        "The certificate of the authority that vouches for this controller",
                        "",
                        "",
                        access::BodyPolicy::none,
                        {},
                        true,
                        true};
    route.responseTypes = {"application/x-x509-ca-cert"};
    route.handler = [tls = std::move(tls)](access::Principal const&,
                                           access::Request const&) -> Result<access::Response> {
        return authorityFile(tls->authority());
    };
    return route;
}

}  // namespace tocsin::http
