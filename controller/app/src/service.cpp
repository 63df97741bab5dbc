// SPDX-License-Identifier: Apache-2.0
#include "service.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

#include "tocsin/access/route.hpp"
#include "tocsin/fleet/fleet.hpp"
#include "tocsin/http/server.hpp"
#include "tocsin/keys/signer.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/ops/status.hpp"
#include "tocsin/proof/proof.hpp"
#include "tocsin/reports/reports.hpp"
#include "tocsin/schedule/schedule.hpp"
#include "tocsin/session/task_group.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::app {
namespace {

namespace asio = boost::asio;
constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);

/// Uploads wait here while the media worker looks at them, so there are more threads than probes at
/// once.
constexpr std::size_t kWorkers = 8;
constexpr Milliseconds kReplanEvery{60'000};
constexpr int kExitKilled = 130;

library::LibrarySettings librarySettings(Options const& options, session::Clock& clock) {
    library::LibrarySettings settings;
    settings.directory = options.config.data;
    settings.worker = options.worker;
    settings.now = [&clock] { return clock.now(); };
    settings.probeLimit = options.config.probeLimit;
    settings.diskReserveBytes = options.config.diskReserveBytes;
    return settings;
}

http::ServerSettings serverSettings(config::ControllerConfig const& config) {
    http::ServerSettings settings;
    settings.address = config.address;
    settings.port = config.port;
    settings.uploads = config.data / "uploads";
    settings.uploadLimitBytes = config.uploadLimitBytes;
    return settings;
}

access::Routes healthRoutes() {
    access::Routes routes;
    auto const alive = [](access::Principal const&,
                          access::Request const&) -> Result<access::Response> {
        access::Response response;
        response.body = R"({"status":"ok"})";
        return response;
    };
    constexpr char kSchema[] = R"({"type":"object","properties":{"status":{"type":"string"}}})";
    routes.push_back({"GET", "/livez", access::Permission::viewScreens, "The process is alive", "",
                      kSchema, access::BodyPolicy::none, alive, true});
    return routes;
}

/// Ready: the store can be read, so migrations are done.
access::Route readyRoute(store::Store& store) {
    return {"GET",
            "/readyz",
            access::Permission::viewScreens,
            "Ready to serve",
            "",
            R"({"type":"object"})",
            access::BodyPolicy::none,
            [&store](access::Principal const&, access::Request const&) -> Result<access::Response> {
                auto const looked = store.read([](store::Tx const& tx) -> Result<> {
                    (void)tx.settings().get("generation");
                    return {};
                });
                if (!looked) {
                    return looked.error();
                }
                access::Response response;
                response.body = R"({"status":"ready"})";
                return response;
            },
            true};
}

access::Route openApiRoute(std::shared_ptr<std::string> document) {
    return {
        "GET",
        "/api/v1/openapi.json",
        access::Permission::viewScreens,
        "This description",
        "",
        R"({"type":"object"})",
        access::BodyPolicy::none,
        [document](access::Principal const&, access::Request const&) -> Result<access::Response> {
            access::Response response;
            response.body = *document;
            return response;
        },
        true};
}

asio::awaitable<void> replanOnWorker(schedule::Schedule& schedule) {
    if (auto const planned = schedule.replan(); !planned) {
        spdlog::error("replan failed err=\"{}\"", planned.error().message);
    }
    co_return;
}

/// New days come into the plans as time passes.
asio::awaitable<void> replanNowAndThen(schedule::Schedule& schedule, asio::any_io_executor workers,
                                       session::Clock& clock) {
    for (;;) {
        co_await asio::co_spawn(workers, replanOnWorker(schedule), asio::use_awaitable);
        co_await clock.sleepFor(kReplanEvery);
    }
}

/// Stops in order: no new sessions, players told to come back, requests in flight finished.
asio::awaitable<void> stopOnSignal(asio::signal_set& signals, fleet::Fleet& fleet,
                                   http::Server& server, session::TaskGroup& tasks,
                                   DataDirectory const& directory, Milliseconds grace) {
    auto const [failed, number] = co_await signals.async_wait(useTuple);
    if (failed) {
        co_return;
    }
    spdlog::info("stopping signal={}", number);
    directory.clearAddress();
    // From here a second signal ends the process at once: it is crash-safe.
    signals.async_wait([](boost::system::error_code ec, int) {
        if (!ec) {
            ::_exit(kExitKilled);
        }
    });
    co_await fleet.stop();
    co_await server.stop(grace);
    tasks.close();
    tasks.cancel(asio::cancellation_type::terminal);
    co_await tasks.join();
    signals.cancel();
}

void logEscaped(std::exception_ptr failure) {
    if (failure) {
        std::rethrow_exception(failure);
    }
}

}  // namespace

Result<> runService(Options const& options, DataDirectory const& directory, session::Clock& clock) {
    auto const& config = options.config;
    auto store = store::openSqliteStore(config.data, [&clock] { return clock.now(); });
    if (!store) {
        return store.error();
    }
    auto signer = keys::openFileSigner(config.data / "keys");
    if (!signer) {
        return signer.error();
    }
    library::Library library(**store, librarySettings(options, clock));
    schedule::Schedule schedule(**store, library, **signer, [&clock] { return clock.now(); },
                                {config.planDays, config.frozenHorizon});

    asio::io_context io(1);
    asio::thread_pool workers(kWorkers);
    auto const now = [&clock] { return clock.now(); };
    auto const started = clock.now();
    fleet::Fleet fleet(io.get_executor(), workers.get_executor(), clock, **store, schedule,
                       **signer, proof::messageHandlers(**store, now));
    schedule.onReleased([&fleet](ScreenId const& screen) { fleet.manifestChanged(screen); });

    access::Routes routes = healthRoutes();
    routes.push_back(readyRoute(**store));
    for (auto& part : {library.routes(), schedule.routes(), fleet.routes(),
                       ops::routes(**store, fleet, now, started), reports::routes(**store)}) {
        routes.insert(routes.end(), part.begin(), part.end());
    }
    auto const document = std::make_shared<std::string>();
    routes.push_back(openApiRoute(document));
    *document = http::openApi(routes);

    auto server = http::Server::listen(io.get_executor(), workers.get_executor(),
                                       serverSettings(config), std::move(routes),
                                       [&fleet](std::unique_ptr<session::Channel> channel) {
                                           return fleet.serve(std::move(channel));
                                       });
    if (!server) {
        return server.error();
    }
    auto const address =
        (config.address.find(':') == std::string::npos ? config.address
                                                       : "[" + config.address + "]") +
        ":" + std::to_string((*server)->port());
    if (auto written = directory.writeAddress(address); !written) {
        return written.error();
    }

    asio::signal_set signals(io, SIGTERM, SIGINT);
    session::TaskGroup tasks(io.get_executor(),
                             [](std::string const& name, std::string const& message) {
                                 spdlog::error("task failed task={} err=\"{}\"", name, message);
                             });
    tasks.spawn("replan", replanNowAndThen(schedule, workers.get_executor(), clock));
    asio::co_spawn(io, stopOnSignal(signals, fleet, **server, tasks, directory, config.stopGrace),
                   logEscaped);
    (*server)->start();
    spdlog::info("listening on http://{}", address);
    io.run();
    workers.join();
    spdlog::info("stopped");
    return {};
}

}  // namespace tocsin::app
