// SPDX-License-Identifier: Apache-2.0
#include "tocsin/app/controller.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <cstdio>
#include <exception>

#include "data_directory.hpp"
#include "exit_codes.hpp"
#include "mail_posting.hpp"
#include "options.hpp"
#include "outbound_rules.hpp"
#include "pinned_certificates.hpp"
#include "service.hpp"
#include "tls_service.hpp"

namespace tocsin::app {
namespace {

int complain(int code, std::string const& message) {
    std::fprintf(stderr, "tocsin-controller: %s\n", message.c_str());
    return code;
}

/// A player's connection is a file descriptor, and the usual limit of 1,024 is there for programs
/// that use select(2).
void allowManyConnections(std::size_t most) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return;
    }
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < most) {
        spdlog::warn(
            "fewer file descriptors are allowed than [connections] most connections={} "
            "descriptors={}; raise it with ulimit -Hn",
            most, static_cast<std::size_t>(limit.rlim_max));
    }
}

void setUpLogging(std::string const& level) {
    auto logger = spdlog::stderr_logger_mt("controller");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

int run(int argc, char** argv, session::Clock& clock) {
    auto const read = readOptions(argc, argv);
    if (auto const* done = std::get_if<int>(&read)) {
        return *done;
    }
    auto const& options = std::get<Options>(read);
    auto const& config = options.config;
    if (options.checkOnly) {
        auto const rules = outboundRules(config);
        if (!rules) {
            return complain(kExitConfiguration, rules.error().message);
        }
        if (auto const server = mailServer(config, *rules); !server) {
            return complain(kExitConfiguration, server.error().message);
        }
        if (auto const pinned = pinnedCertificates(config.warnings); !pinned) {
            return complain(kExitConfiguration, pinned.error().message);
        }
        if (!config.tlsCertificate.empty()) {
            if (auto const own = openCertificates(config, clock); !own) {
                return complain(kExitConfiguration, own.error().message);
            }
        }
        std::puts("The configuration is right.");
        return 0;
    }
    auto const directory = DataDirectory::take(config.data);
    if (!directory) {
        return complain(kExitDataDirectory, directory.error().message);
    }
    setUpLogging(config.logLevel);
    allowManyConnections(config.connections);
    auto const ending = runService(options, *directory, clock);
    return ending.code == 0 ? 0 : complain(ending.code, ending.message);
}

}  // namespace

int runController(int argc, char** argv, session::Clock& clock) {
    try {
        return run(argc, argv, clock);
    } catch (std::exception const& failure) {
        return complain(kExitFailure, failure.what());
    }
}

}  // namespace tocsin::app
