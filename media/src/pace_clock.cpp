// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/pace_clock.hpp"

#include <thread>

namespace tocsin::media {
namespace {

class SteadyPaceClock final : public PaceClock {
public:
    Time now() override { return std::chrono::steady_clock::now(); }
    void sleepFor(std::chrono::nanoseconds duration) override {
        std::this_thread::sleep_for(duration);
    }
};

}  // namespace

std::unique_ptr<PaceClock> steadyPaceClock() {
    return std::make_unique<SteadyPaceClock>();
}

}  // namespace tocsin::media
