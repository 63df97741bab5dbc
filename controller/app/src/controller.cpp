// SPDX-License-Identifier: Apache-2.0
#include "tocsin/app/controller.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "data_directory.hpp"
#include "exit_codes.hpp"
#include "options.hpp"
#include "service.hpp"

namespace tocsin::app {
namespace {

int complain(int code, std::string const& message) {
    std::fprintf(stderr, "tocsin-controller: %s\n", message.c_str());
    return code;
}

void setUpLogging(std::string const& level) {
    auto logger = spdlog::stderr_logger_mt("controller");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

/// What a failure of starting means for whoever started the program.
int exitCodeOf(Error const& error) {
    switch (error.code) {
        case Errc::conflict:
            return kExitAddressInUse;
        case Errc::invalid:
            return kExitConfiguration;
        case Errc::damaged:
        case Errc::permission:
        case Errc::exhausted:
            return kExitDataDirectory;
        default:
            return kExitFailure;
    }
}

int run(int argc, char** argv, session::Clock& clock) {
    auto const read = readOptions(argc, argv);
    if (auto const* done = std::get_if<int>(&read)) {
        return *done;
    }
    auto const& options = std::get<Options>(read);
    if (options.checkOnly) {
        std::puts("The configuration is right.");
        return 0;
    }
    auto directory = DataDirectory::take(options.config.data);
    if (!directory) {
        return complain(kExitDataDirectory, directory.error().message);
    }
    setUpLogging(options.config.logLevel);
    auto const served = runService(options, *directory, clock);
    return served ? 0 : complain(exitCodeOf(served.error()), served.error().message);
}

}  // namespace

int runController(int argc, char** argv, session::Clock& clock) {
    std::signal(SIGPIPE, SIG_IGN);  // a peer that has gone is an error code, not the end
    try {
        return run(argc, argv, clock);
    } catch (std::exception const& failure) {
        return complain(kExitFailure, failure.what());
    }
}

}  // namespace tocsin::app
