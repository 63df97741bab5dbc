// SPDX-License-Identifier: Apache-2.0
#include "sound/attention_signal.hpp"

#include <cmath>
#include <numbers>

namespace tocsin::player {
namespace {

constexpr double kSeconds = 3.0;
constexpr double kLoudness = 12'000;  // of 32,767: both notes together stay below half
/// The second note follows while the first still sounds.
struct Note {
    double hertz, from;
};
constexpr Note kNotes[] = {{784.0, 0.0}, {587.3, 0.9}};  // g'' and d''
constexpr double kRise = 0.005, kFall = 2.2;             // a stroke, and how fast it dies away

/// A struck bar: its fundamental, and overtones that die away sooner.
double strokeAt(double seconds, double hertz) {
    if (seconds < 0) {
        return 0;
    }
    double const turn = 2 * std::numbers::pi * hertz * seconds;
    double const tone = std::sin(turn) + 0.35 * std::exp(-4 * seconds) * std::sin(2.76 * turn) +
                        0.15 * std::exp(-8 * seconds) * std::sin(5.4 * turn);
    return std::min(1.0, seconds / kRise) * std::exp(-kFall * seconds) * tone / 1.5;
}

}  // namespace

std::vector<media::Sample> attentionSignal() {
    std::vector<media::Sample> out(static_cast<std::size_t>(kSeconds * media::kSoundRate));
    for (std::size_t i = 0; i < out.size(); ++i) {
        double const seconds = static_cast<double>(i) / media::kSoundRate;
        double sum = 0;
        for (auto const& note : kNotes) {
            sum += strokeAt(seconds - note.from, note.hertz);
        }
        double const fade = std::min(1.0, (kSeconds - seconds) / 0.05);
        out[i].fill(static_cast<std::int16_t>(std::lround(sum * fade * kLoudness)));
    }
    return out;
}

}  // namespace tocsin::player
