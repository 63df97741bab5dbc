// SPDX-License-Identifier: Apache-2.0
// The computer's sound card through SDL. It asks for samples at its own pace and gets those of the
// fleet time at which they will be heard.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include "engine/findings.hpp"
#include "sound/speaker.hpp"
#include "timing/fleet_clock.hpp"

namespace tocsin::player {

class SdlSound {
public:
    struct Parts {
        Speaker& speaker;
        FleetClock& fleet;
        std::string device;     ///< empty: the computer's own choice
        Milliseconds delay{0};  ///< the picture reaches the eye so much later than it was sent
        spdlog::logger& log;
        Findings& findings;
    };
    /// Opens the sound card, and again whenever it has gone; while there is none, that is a
    /// finding.
    explicit SdlSound(Parts parts);
    ~SdlSound();
    SdlSound(SdlSound const&) = delete;
    SdlSound& operator=(SdlSound const&) = delete;

private:
    static void callback(void* self, std::uint8_t* stream, int bytes);
    void run(std::stop_token stop);
    [[nodiscard]] bool open();

    Parts parts_;
    std::uint32_t device_ = 0;           // SDL's number; 0: none
    std::chrono::nanoseconds ahead_{0};  // from the callback to the ear
    std::jthread thread_;
};

}  // namespace tocsin::player
