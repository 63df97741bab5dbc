// SPDX-License-Identifier: Apache-2.0
// The engine as a process: signals in, exit code out.
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <thread>

#include "engine/engine.hpp"
#include "engine/logging.hpp"

namespace tocsin::player {
namespace {

/// A stop takes at most so long, whatever hangs; the rows are on disk by then.
constexpr std::chrono::milliseconds kStopDeadline{4800};

sigset_t stopSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

/// Ends the process if stop() has not returned in time.
class Deadline {
public:
    explicit Deadline(spdlog::logger& log)
        : thread_([&log, done = done_.get_future()]() mutable {
              if (done.wait_for(kStopDeadline) == std::future_status::timeout) {
                  log.error("event=stop-forced after_ms={}", kStopDeadline.count());
                  log.flush();
                  std::_Exit(kExitOk);
              }
          }) {}
    ~Deadline() {
        done_.set_value();
        thread_.join();
    }
    Deadline(Deadline const&) = delete;
    Deadline& operator=(Deadline const&) = delete;

private:
    std::promise<void> done_;
    std::thread thread_;
};

}  // namespace

int runEngine(Options const& options, session::Clock& clock) {
    // Before any thread is made, so that all inherit it and only sigwait below sees them.
    auto const signals = stopSignals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    Log log("player", options.logLevel);
    auto& logger = log.logger();
    auto engine = Engine::open(options, clock, logger);
    if (!engine) {
        std::fprintf(stderr, "tocsin-player: %s\n", engine.error().message.c_str());
        return exitCodeOf(engine.error());
    }
    logger.info("event=started version={} size={}x{} fps={}/{} engine_start={}", TOCSIN_VERSION,
                options.size.width, options.size.height, options.rate.num, options.rate.den,
                options.engineStart);
    (*engine)->start();
    int signal = 0;
    while (::sigwait(&signals, &signal) != 0) {
    }
    logger.info("event=stopping signal={}", signal);
    Deadline const deadline(logger);
    (*engine)->stop();
    engine->reset();
    return kExitOk;
}

}  // namespace tocsin::player
