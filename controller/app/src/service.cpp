// SPDX-License-Identifier: Apache-2.0
#include "service.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <thread>

#include "feed_polling.hpp"
#include "filing_mails.hpp"
#include "health_routes.hpp"
#include "mail_posting.hpp"
#include "outbound_rules.hpp"
#include "room_settings.hpp"
#include "server_settings.hpp"
#include "signing_keys.hpp"
#include "start_checks.hpp"
#include "start_rows.hpp"
#include "tls_service.hpp"
#include "tocsin/access/people.hpp"
#include "tocsin/access/row_units.hpp"
#include "tocsin/activities/activities.hpp"
#include "tocsin/audit/head_keeper.hpp"
#include "tocsin/documents/outside.hpp"
#include "tocsin/filing/filing.hpp"
#include "tocsin/fleet/fleet.hpp"
#include "tocsin/guard/mass_changes.hpp"
#include "tocsin/http/server.hpp"
#include "tocsin/keys/process_signer.hpp"
#include "tocsin/library/conversions.hpp"
#include "tocsin/library/examinations.hpp"
#include "tocsin/library/library.hpp"
#include "tocsin/library/printing.hpp"
#include "tocsin/library/uploads.hpp"
#include "tocsin/ops/audit.hpp"
#include "tocsin/ops/keys.hpp"
#include "tocsin/ops/status.hpp"
#include "tocsin/outbound/outbound.hpp"
#include "tocsin/proof/bundles.hpp"
#include "tocsin/proof/evidence.hpp"
#include "tocsin/proof/proof.hpp"
#include "tocsin/reports/reports.hpp"
#include "tocsin/schedule/loops.hpp"
#include "tocsin/schedule/schedule.hpp"
#include "tocsin/session/task_group.hpp"
#include "tocsin/session/worker_wait.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/warnings/warnings.hpp"
#include "upkeep.hpp"

namespace tocsin::app {
namespace {

namespace asio = boost::asio;
constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t kFleetThreads = 4;
constexpr std::size_t kRequestThreads = 8;
/// Together as many as passwords are compared at once.
constexpr std::size_t kSignInThreads = 2;
constexpr std::size_t kKnownSignInThreads = 1;
/// Uploads wait here while media workers look at them: two more than there are workers, whose bytes
/// are hashed and moved meanwhile.
constexpr std::size_t kUploadThreads = kProbesAtOnce + 2;
/// So many files are fetched at once.
constexpr std::size_t kFetchThreads = 2;
constexpr Milliseconds kReplanEvery{60'000};
constexpr Milliseconds kExpireEvery{600'000};
/// So often it is asked whether a head of the audit trail is due.
constexpr Milliseconds kHeadsEvery{60'000};
/// So often receipts are signed that are missing, and it is asked whether a checkpoint is due.
constexpr Milliseconds kLedgerEvery{60'000};
constexpr Milliseconds kMailFilingsEvery{60'000};
/// So often the folder of CAP files is looked into, and what players have not answered for is sent
/// again; and, of these, so often warnings are ended whose time is over.
constexpr Milliseconds kWarningsEvery{5'000};
constexpr Milliseconds kCommandsEvery{1'000};
constexpr int kEndWarningsEvery = 2;
/// So soon a configured certificate that changed is shown, and a new address gets its own.
constexpr Milliseconds kCertificatesEvery{60'000};
constexpr int kExitKilled = 130;

std::string withPort(std::string const& address, std::uint16_t port) {
    bool const isV6 = address.find(':') != std::string::npos;
    return (isV6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

void logFailure(std::string const& task, std::string const& message) {
    spdlog::error("task failed task={} err=\"{}\"", task, message);
}

/// Content goes to players that show their ticket, and to nobody else.
access::Routes forPlayersOnly(access::Routes routes, fleet::Fleet const& fleet) {
    for (auto& route : routes) {
        if (route.pattern == "/content/{digest}") {
            route.handler = [&fleet, send = std::move(route.handler)](
                                access::Principal const& who,
                                access::Request const& request) -> Result<access::Response> {
                if (auto const admitted = fleet.admitContent(request); !admitted) {
                    return admitted.error();
                }
                return send(who, request);
            };
            route.requestHeaders.push_back({"Tocsin-Ticket", true});
        }
    }
    return routes;
}

std::vector<messages::WarningDelivery> deliveriesIn(std::vector<warnings::Addressed> addressed) {
    std::vector<messages::WarningDelivery> out;
    out.reserve(addressed.size());
    for (auto& one : addressed) {
        out.push_back(std::move(one.delivery));
    }
    return out;
}

/// All rooms of one controller. Members are in the order in which rooms may know each other.
class Service {
public:
    Service(Options const& options, DataDirectory const& directory, session::Clock& clock,
            std::unique_ptr<store::Store> store, std::unique_ptr<keys::ProcessSigner> signer,
            std::unique_ptr<TlsService> tls, outbound::Rules rules, outbound::MailServer mailServer,
            PinnedCertificates const& pinned)
        : options_(options),
          directory_(directory),
          clock_(clock),
          started_(clock.now()),
          store_(std::move(store)),
          signer_(std::move(signer)),
          heads_(*store_, *signer_, {options.config.data / "audit-heads.jsonl", now()}),
          ledger_(*store_, *signer_, {now()}),
          people_(*store_, peopleSettings(options, clock), access::storedRows()),
          tls_(std::move(tls)),
          outbound_(std::move(rules), *resolver_),
          posting_(options.config, std::move(mailServer), *store_, *resolver_, clock),
          library_(*store_, librarySettings(options, clock)),
          incoming_(*store_, library_, incomingSettings()),
          conversions_(*store_, library_, conversionSettings(options, clock, signer_.get())),
          examinations_(*store_, examinationSettings(options, clock)),
          schedule_(*store_, library_, *signer_, now(),
                    {options.config.planDays,
                     options.config.frozenHorizon,
                     siteTimes(options.config),
                     {options.config.evidenceFirstPlays, options.config.evidenceEveryMinutes,
                      options.config.evidenceSpread, options.config.evidenceWarnings},
                     reviewSettings(options.config),
                     options.config.data / "approvals-voided.txt"}),
          segments_(library::segmentsByWorker(options.worker)),
          loops_(*store_, library_, *segments_, loopSettings(options, clock)),
          evidence_(*store_,
                    {options.config.data, options.config.diskReserveBytes,
                     std::chrono::days(options.config.evidenceKeepDays),
                     [this](auto const& file) { return library_.lookAtPhotograph(file); },
                     [this](auto const& document) { return library_.printing().pdf(document); }},
                    now()),
          bundles_(*store_, ledger_, bundleSettings(options, clock)),
          activities_(*store_,
                      {options.config.data, options.config.diskReserveBytes, now(),
                       [this](auto const& file) { return library_.housePhotograph(file); },
                       filing::filedOf, documents::outsideProcess(options.documentWorker)}),
          filings_(*store_, filingSettings(options, clock, library_, schedule_, *signer_)),
          warnings_(*store_, *signer_, now(), warningSettings(options, pinned)),
          feeds_(options.config.warnings, *store_, outbound_, warnings_, clock),
          fleet_(io_.get_executor(), players_.get_executor(), clock, *store_, schedule_, *signer_,
                 playerHandlers()),
          guard_(*store_, guardSettings(options, clock, people_)),
          signals_(io_, SIGTERM, SIGINT),
          tasks_(io_.get_executor(), logFailure) {
        library_.onConversionsWanted([this] { conversions_.wake(); });
        library_.onPlansChange([this] { replanAll(schedule_); });
        schedule_.onReleased([this](ScreenId const& screen) { fleet_.manifestChanged(screen); });
        fleet_.warningsFrom(
            [this](ScreenId const& screen) { return warnings_.deliveriesFor(screen); });
        fleet_.contentFrom([this](Digest const& content) { return library_.file(content); });
        fleet_.collectBy(warnings_.messageCollectors());
        warnings_.askOnline([this](ScreenId const& screen) { return fleet_.isOnline(screen); });
        warnings_.onSigned([this](std::vector<warnings::Addressed> addressed) {
            fleet_.deliver(deliveriesIn(std::move(addressed)));
        });
    }

    [[nodiscard]] Ending listen();
    void run();

private:
    [[nodiscard]] std::function<Instant()> now() {
        return [this] { return clock_.now(); };
    }
    library::UploadSettings incomingSettings();
    access::MessageHandlers playerHandlers();
    access::Routes routes();
    asio::awaitable<void> replanNowAndThen();
    asio::awaitable<void> expireNowAndThen();
    asio::awaitable<void> renewNowAndThen();
    asio::awaitable<void> signHeadsNowAndThen();
    asio::awaitable<void> warnNowAndThen();
    asio::awaitable<void> commandNowAndThen();
    asio::awaitable<void> keepLedgerNowAndThen();
    asio::awaitable<void> mailFilingsNowAndThen();
    std::optional<ops::Doubt> ledgerTrouble() const;
    Result<> beginHeads();
    asio::awaitable<void> stopOnSignal();

    Options const& options_;
    DataDirectory const& directory_;
    session::Clock& clock_;
    Instant started_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<keys::ProcessSigner> signer_;
    audit::HeadKeeper heads_;
    proof::LedgerKeeper ledger_;
    access::People people_;
    std::unique_ptr<TlsService> tls_;
    std::unique_ptr<outbound::Resolver> resolver_ = outbound::systemResolver();
    outbound::Outbound outbound_;
    MailPosting posting_;
    library::Library library_;
    library::Uploads incoming_;
    library::Conversions conversions_;
    library::Examinations examinations_;
    schedule::Schedule schedule_;
    std::unique_ptr<library::SegmentMaker> segments_;
    schedule::Loops loops_;
    asio::io_context io_{1};
    asio::thread_pool players_{kFleetThreads};
    asio::thread_pool requests_{kRequestThreads};
    asio::thread_pool uploads_{kUploadThreads};
    asio::thread_pool fetches_{kFetchThreads};
    asio::thread_pool signIns_{kSignInThreads};
    asio::thread_pool knownSignIns_{kKnownSignInThreads};
    proof::EvidenceArchive evidence_;
    proof::Bundles bundles_;
    activities::ActivityBook activities_;
    filing::FilingBook filings_;
    warnings::Warnings warnings_;
    FeedPolling feeds_;
    fleet::Fleet fleet_;
    guard::MassChanges guard_;  // its routes hold what the io context has to outlive
    std::unique_ptr<http::Server> server_;
    asio::signal_set signals_;
    session::TaskGroup tasks_;
};

library::UploadSettings Service::incomingSettings() {
    library::UploadSettings settings;
    settings.directory = options_.config.data;
    settings.limitBytes = options_.config.uploadLimitBytes;
    settings.diskReserveBytes = options_.config.diskReserveBytes;
    settings.keep = options_.config.uploadKeep;
    settings.quotas = quotasOf(options_.config);
    settings.now = now();
    settings.later = [this](std::function<void()> task) { asio::post(uploads_, std::move(task)); };
    settings.fetching.outbound = &outbound_;
    settings.fetching.limits.whole = options_.config.outboundLimit;
    settings.fetching.limits.mostBytes = options_.config.outboundBytes;
    settings.fetching.later = [this](std::function<void()> task) {
        asio::post(fetches_, std::move(task));
    };
    return settings;
}

access::MessageHandlers Service::playerHandlers() {
    auto handlers = proof::messageHandlers(*store_, now(), &ledger_);
    handlers.merge(evidence_.messageHandlers());
    return handlers;
}

access::Routes Service::routes() {
    auto routes = healthRoutes(*store_);
    for (auto& part :
         {people_.routes(),
          guard_.routes(),
          posting_.mailer().routes(),
          forPlayersOnly(library_.routes(), fleet_),
          incoming_.routes(),
          conversions_.routes(),
          schedule_.routes(),
          loops_.routes(),
          evidence_.routes(),
          bundles_.routes(),
          activities_.routes(),
          filings_.routes(),
          proof::checkpointRoutes(*store_, ledger_),
          warnings_.routes(),
          feeds_.feeds().routes(),
          fleet_.routes(),
          ops::routes(*store_, fleet_, now(), started_, options_.config.guardScreens,
                      {[this] { return heads_.trouble(); }, [this] { return ledgerTrouble(); },
                       [this] { return feeds_.feeds().silent(); }}),
          ops::auditRoutes(*store_, heads_),
          ops::keyRoutes(*signer_),
          reports::routes(*store_, reportSettings(options_, clock_))}) {
        routes.insert(routes.end(), part.begin(), part.end());
    }
    routes.push_back(http::authorityRoute(tls_->server()));
    routes.push_back(openApiRoute(routes));
    return people_.noting(guard_.over(std::move(routes)));
}

Ending Service::listen() {
    auto const& config = options_.config;
    auto server = http::Server::listen(
        io_.get_executor(),
        {requests_.get_executor(), uploads_.get_executor(), signIns_.get_executor(),
         knownSignIns_.get_executor()},
        serverSettings(config, *tls_), routes(), people_.gate(),
        [this](std::unique_ptr<session::Channel> channel, std::function<void()> known) {
            return fleet_.serve(std::move(channel), std::move(known));
        });
    if (!server) {
        auto const code = server.error().code;
        return {code == Errc::invalid                                ? kExitConfiguration
                : code == Errc::conflict || code == Errc::permission ? kExitAddressInUse
                                                                     : kExitFailure,
                server.error().message};
    }
    server_ = std::move(*server);
    if (auto noted = noteStart(*store_, options_.applied, signer_->issued()); !noted) {
        return {kExitDataDirectory, noted.error().message};
    }
    if (auto begun = beginHeads(); !begun) {
        return {kExitDataDirectory, begun.error().message};
    }
    if (auto begun = ledger_.begin(); !begun) {
        return {kExitDataDirectory, begun.error().message};
    }
    if (auto begun = posting_.mailer().start(); !begun) {
        return {kExitDataDirectory, begun.error().message};
    }
    if (auto resumed = incoming_.resume(); !resumed) {
        return {kExitDataDirectory, resumed.error().message};
    }
    if (auto prepared = people_.prepareSetup(); !prepared) {
        return {kExitDataDirectory, prepared.error().message};
    }
    auto const address = withPort(config.address, server_->port());
    if (auto written = directory_.writeAddress(address); !written) {
        return {kExitDataDirectory, written.error().message};
    }
    spdlog::info("listening on https://{} and http://{} ({} only)", address, address,
                 config.tlsProxies.empty() ? "loopback" : "loopback and proxies");
    spdlog::info("certificate authority fingerprint={}",
                 session::fingerprintOf(tls_->server()->authority().digest));
    auto const& issued = signer_->issued();
    spdlog::info("keys generation={} root={} root_is_here={}", issued.set.generation,
                 issued.set.root.fingerprint(), issued.rootIsHere);
    if (!issued.waiting.empty()) {
        spdlog::warn("keys waiting=\"{}\"", issued.waiting);
    }
    if (auto const token = options_.config.data / "setup-token"; std::filesystem::exists(token)) {
        spdlog::info("no account yet: make the first one with tocsin setup --token-file {}",
                     token.string());
    }
    return {};
}

void Service::run() {
    tasks_.spawn("replan", replanNowAndThen());
    tasks_.spawn("expire", expireNowAndThen());
    tasks_.spawn("renew", renewNowAndThen());
    tasks_.spawn("audit-heads", signHeadsNowAndThen());
    tasks_.spawn("ledger", keepLedgerNowAndThen());
    tasks_.spawn("warnings", warnNowAndThen());
    tasks_.spawn("commands", commandNowAndThen());
    tasks_.spawn("feeds", feeds_.run());
    tasks_.spawn("mail", posting_.run());
    tasks_.spawn("filing-mails", mailFilingsNowAndThen());
    tasks_.spawn("stop", stopOnSignal());
    server_->start();
    conversions_.start();
    examinations_.start();
    loops_.start();
    bundles_.start();
    try {
        io_.run();
    } catch (std::exception const& failure) {
        // Nothing can be trusted to stop in order now; what is stored is safe against a crash.
        spdlog::critical("the controller failed err=\"{}\"", failure.what());
        ::_exit(kExitFailure);
    }
    posting_.mailer().stop();
    bundles_.stop();
    loops_.stop();
    examinations_.stop();
    conversions_.stop();  // a rendition that is done plans, until here
    players_.join();
    feeds_.join();
    fetches_.join();  // what it has fetched is checked by the next
    uploads_.join();
    signIns_.join();
    knownSignIns_.join();
    requests_.join();
    signHead(heads_, true);
    spdlog::info("stopped");
}

/// New days come into the plans as time passes.
asio::awaitable<void> Service::replanNowAndThen() {
    for (;;) {
        co_await asio::co_spawn(players_, replanOnWorker(schedule_), session::waitForWorker());
        co_await clock_.sleepFor(kReplanEvery);
    }
}

/// What was to be kept so long and no longer is deleted, a share at a time.
asio::awaitable<void> Service::expireNowAndThen() {
    for (;;) {
        co_await asio::co_spawn(players_,
                                expireOnWorker(evidence_, incoming_, people_, guard_, filings_),
                                session::waitForWorker());
        co_await clock_.sleepFor(kExpireEvery);
    }
}

/// Players and browsers notice nothing of it: the authority is the same.
asio::awaitable<void> Service::renewNowAndThen() {
    for (;;) {
        co_await clock_.sleepFor(kCertificatesEvery);
        co_await asio::co_spawn(players_, renewOnWorker(*tls_), session::waitForWorker());
    }
}

/// The trail does not rest on the database alone.
asio::awaitable<void> Service::signHeadsNowAndThen() {
    for (;;) {
        co_await clock_.sleepFor(kHeadsEvery);
        co_await asio::co_spawn(players_, signOnWorker(heads_), session::waitForWorker());
    }
}

/// Receipts that could not be signed at once, and a checkpoint a day.
asio::awaitable<void> Service::keepLedgerNowAndThen() {
    for (;;) {
        co_await clock_.sleepFor(kLedgerEvery);
        co_await asio::co_spawn(players_, keepLedgerOnWorker(ledger_), session::waitForWorker());
    }
}

/// Deadlines that come near, and last week's reports.
asio::awaitable<void> Service::mailFilingsNowAndThen() {
    for (;;) {
        auto const at = clock_.now();
        co_await asio::co_spawn(players_,
                                mailFilingsOnWorker(*store_, filings_, posting_.mailer(), at),
                                session::waitForWorker());
        co_await clock_.sleepFor(kMailFilingsEvery);
    }
}

std::optional<ops::Doubt> Service::ledgerTrouble() const {
    auto const trouble = ledger_.trouble();
    return trouble ? std::optional(ops::Doubt{trouble->english, trouble->chinese}) : std::nullopt;
}

/// Beside what is sent at once: files that come, screens that do not answer, and ends.
asio::awaitable<void> Service::warnNowAndThen() {
    for (int round = 0;; round = (round + 1) % kEndWarningsEvery) {
        co_await asio::co_spawn(players_, warnOnWorker(warnings_, round == 0),
                                session::waitForWorker());
        fleet_.redeliver();
        co_await clock_.sleepFor(kWarningsEvery);
    }
}

/// Commands to screens that were given ahead, and those that nobody could carry out in time.
asio::awaitable<void> Service::commandNowAndThen() {
    for (;;) {
        co_await asio::co_spawn(players_, commandOnWorker(fleet_), session::waitForWorker());
        co_await clock_.sleepFor(kCommandsEvery);
    }
}

/// A trail that is not the one that was signed, or has lost its signatures, is told, and stays as
/// it is: screens go on.
Result<> Service::beginHeads() {
    auto const broken = heads_.begin();
    if (!broken) {
        return broken.error();
    }
    if (*broken) {
        spdlog::critical("the audit trail cannot be trusted as a whole err=\"{}\"",
                         (*broken)->english);
    }
    return {};
}

/// Stops in order: nothing new comes in, players are told to come back, requests in flight finish.
asio::awaitable<void> Service::stopOnSignal() {
    auto const [failed, number] = co_await signals_.async_wait(useTuple);
    if (failed) {
        co_return;
    }
    spdlog::info("stopping signal={}", number);
    directory_.clearAddress();
    signals_.async_wait([](boost::system::error_code ec, int) {
        if (!ec) {
            ::_exit(kExitKilled);  // told twice: at once, which the store survives
        }
    });
    auto const grace = options_.config.stopGrace;
    // The server waits for handlers, and a handler may wait for a long film to be examined.
    asio::steady_timer overdue(io_, grace);
    overdue.async_wait([this](boost::system::error_code ec) {
        if (!ec) {
            library_.stop();
        }
    });
    incoming_.stop();  // nobody waits for servers elsewhere
    feeds_.stop();
    session::TaskGroup closing(io_.get_executor(), logFailure);
    closing.spawn("fleet-stop", fleet_.stop());
    co_await server_->stop(grace);
    co_await closing.join();
    library_.stop();  // what is still being examined waits for nobody, and is examined again
    signals_.cancel();
    tasks_.close();
    tasks_.cancel(asio::cancellation_type::terminal);
}

}  // namespace

Ending runService(Options const& options, DataDirectory const& directory, session::Clock& clock) {
    auto const now = [&clock] { return clock.now(); };
    auto store = store::openSqliteStore(options.config.data, now,
                                        [](std::string const& line) { spdlog::error("{}", line); });
    if (!store) {
        return {kExitDataDirectory, store.error().message};
    }
    auto rules = outboundRules(options.config);
    if (!rules) {
        return {kExitConfiguration, rules.error().message};
    }
    auto mail = mailServer(options.config, *rules);
    if (!mail) {
        return {kExitConfiguration, mail.error().message};
    }
    auto const pinned = pinnedCertificates(options.config.warnings);
    if (!pinned) {
        return {kExitConfiguration, pinned.error().message};
    }
    auto tls = TlsService::open(options.config, clock);
    if (!tls) {
        return {tls.error().code == Errc::invalid ? kExitConfiguration : kExitDataDirectory,
                tls.error().message};
    }
    // The key set says which authority players are to find, so it is issued after that is known.
    auto issued = openSigningKeys(**store, options.config.data, clock.now(),
                                  (*tls)->server()->authority().digest);
    if (!issued) {
        return {kExitDataDirectory, issued.error().message};
    }
    auto signer = keys::ProcessSigner::start(
        {options.signer, options.config.data / "keys", std::move(*issued),
         [](std::string const& line) { spdlog::warn("{}", line); }});
    if (!signer) {
        return {kExitDataDirectory, signer.error().message};
    }
    if (auto const zones = checkZones(options.config, clock.now()); !zones) {
        return {kExitConfiguration, zones.error().message};
    }
    tellWhatIsLacking(options, *pinned, clock.now());
    Service service(options, directory, clock, std::move(*store), std::move(*signer),
                    std::move(*tls), *std::move(rules), *std::move(mail), *pinned);
    auto ending = service.listen();
    if (ending.code == 0) {
        service.run();
    }
    return ending;
}

}  // namespace tocsin::app
