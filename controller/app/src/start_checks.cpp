// SPDX-License-Identifier: Apache-2.0
#include "start_checks.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <utility>

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::app {

Result<> checkZones(config::ControllerConfig const& config, Instant now) {
    for (auto const& [key, zone] : {std::pair("[conversion] zone: ", config.conversionZone),
                                    std::pair("[guard] zone: ", config.guardZone),
                                    std::pair("[mail] zone: ", config.mail.zone),
                                    std::pair("[warnings] zone: ", config.warnings.zone)}) {
        if (auto const day = playlists::localDayOf(zone, now); !day) {
            return Error{Errc::invalid, key + day.error().message};
        }
    }
    return {};
}

void tellWhatIsLacking(Options const& options, PinnedCertificates const& pinned, Instant now) {
    if (!std::filesystem::exists(options.worker)) {
        spdlog::warn("media worker missing, no media can be added path={}",
                     options.worker.string());
    }
    if (!std::filesystem::exists(options.verifier)) {
        spdlog::warn("signature verifier missing, no XML signature can be verified path={}",
                     options.verifier.string());
    }
    if (!std::filesystem::exists(options.documentWorker)) {
        spdlog::warn(
            "document worker missing, no workbook can be imported and no form filled path={}",
            options.documentWorker.string());
    }
    for (auto const& line : outdated(pinned, now)) {
        spdlog::warn("{}", line);
    }
}

}  // namespace tocsin::app
