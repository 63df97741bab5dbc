// SPDX-License-Identifier: Apache-2.0
// The log: standard error, one line an event.
#pragma once

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace tocsin::player {

/// Owns the thread that writes, so that a reader of standard error that does not read never stalls
/// a tick: the oldest lines go.
class Log {
public:
    Log(std::string const& name, std::string const& level)
        : pool_(std::make_shared<spdlog::details::thread_pool>(4096, 1)),
          logger_(std::make_shared<spdlog::async_logger>(
              name, std::make_shared<spdlog::sinks::stderr_sink_mt>(), pool_,
              spdlog::async_overflow_policy::overrun_oldest)) {
        logger_->set_level(spdlog::level::from_str(level));
        logger_->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z level=%l part=%n %v");
        logger_->flush_on(spdlog::level::info);
    }
    [[nodiscard]] spdlog::logger& logger() noexcept { return *logger_; }

private:
    std::shared_ptr<spdlog::details::thread_pool> pool_;
    std::shared_ptr<spdlog::async_logger> logger_;
};

}  // namespace tocsin::player
