// SPDX-License-Identifier: Apache-2.0
// The engine as a process: signals in, exit code out.
#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <future>
#include <thread>

#include "engine/engine.hpp"
#include "engine/logging.hpp"
#include "engine/stop_signals.hpp"

namespace tocsin::player {
namespace {

/// Blocks from this size on go back to the system as soon as they are free.
constexpr int kLargeBlock = 128 * 1024;
constexpr int kArenas = 2;

/// Left alone, the C library learns from the first large picture that is freed to keep such blocks,
/// in a pool for each thread; as films change, the pictures of two more than are open were held.
/// Before any thread.
void keepMemoryFlat() {
    ::mallopt(M_ARENA_MAX, kArenas);
    ::mallopt(M_MMAP_THRESHOLD, kLargeBlock);
}

/// A stop takes at most so long, whatever hangs; the rows are on disk by then.
constexpr std::chrono::milliseconds kStopDeadline{4800};

/// Ends the process if stop() has not returned in time.
class Deadline {
public:
    Deadline(spdlog::logger& log, int code)
        : thread_([&log, code, done = done_.get_future()]() mutable {
              if (done.wait_for(kStopDeadline) == std::future_status::timeout) {
                  log.error("event=stop-forced after_ms={}", kStopDeadline.count());
                  log.flush();
                  std::_Exit(code);
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

int runEngine(Options const& options, session::Clock& clock, BeforeOpen beforeOpen) {
    keepMemoryFlat();
    blockStopSignals();
    Log log("player", options.logLevel);
    auto& logger = log.logger();
    auto engine = Engine::open(options, clock, logger, std::move(beforeOpen));
    if (!engine) {
        std::fprintf(stderr, "tocsin-player: %s\n", engine.error().message.c_str());
        return exitCodeOf(engine.error());
    }
    logger.info("event=started version={} size={}x{} fps={}/{} engine_start={}", TOCSIN_VERSION,
                options.size.width, options.size.height, options.rate.num, options.rate.den,
                options.engineStart);
    (*engine)->start();
    logger.info("event=stopping signal={}", waitForStopSignal());
    int const code = (*engine)->beginsAnew()    ? kExitAnew
                     : (*engine)->beginsAgain() ? kExitAgain
                                                : kExitOk;
    Deadline const deadline(logger, code);
    (*engine)->stop();
    engine->reset();
    return code;
}

}  // namespace tocsin::player
