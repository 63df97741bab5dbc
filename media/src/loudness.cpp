// SPDX-License-Identifier: Apache-2.0
// Loudness by EBU R128, in a first pass over the sound.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <new>

#include "house_encoder.hpp"
#include "loudness_pass.hpp"
#include "sound_track.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr double kSilence = -70;

/// What the filter wrote on a frame: sums over all that came before.
double valueOf(AVFrame const& frame, char const* key, double otherwise) {
    auto const* const entry = av_dict_get(frame.metadata, key, nullptr, 0);
    return entry == nullptr ? otherwise : std::strtod(entry->value, nullptr);
}

Result<Loudness> measure(SoundTrack& sound, Progress const& progress, HearSound const& hear) {
    Loudness out{.integrated = kSilence, .truePeak = kSilence, .range = 0};
    auto frame = makeFrame();
    double peak = 0;
    while (true) {
        auto const got = sound.next(*frame);
        if (!got) {
            return got.error();
        }
        if (!*got) {
            break;
        }
        hear(frame->nb_samples, valueOf(*frame, "lavfi.r128.M", kSilence));
        out.integrated = valueOf(*frame, "lavfi.r128.I", out.integrated);
        out.range = valueOf(*frame, "lavfi.r128.LRA", out.range);
        for (auto const* const side : {"lavfi.r128.true_peaks_ch0", "lavfi.r128.true_peaks_ch1"}) {
            peak = std::max(peak, valueOf(*frame, side, peak));
        }
        auto const whole = sound.duration();
        progress(whole > 0 ? std::clamp(
                                 static_cast<double>(sound.position()) / static_cast<double>(whole),
                                 0.0, 1.0)
                           : 0,
                 0);
    }
    out.integrated = std::max(out.integrated, kSilence);
    out.truePeak = peak > 0 ? std::max(20 * std::log10(peak), kSilence) : kSilence;
    return out;
}

}  // namespace

Result<Loudness> detail::passOverSound(OpenFile in, Progress const& progress,
                                       HearSound const& hear) {
    // Stereo and 48 kHz, as it will be heard: mixing changes loudness.
    auto sound =
        SoundTrack::open(std::move(in), houseSound({}, 0) + ",ebur128=peak=true:metadata=1", 0, 0);
    if (!sound) {
        return sound.error();
    }
    if (!*sound) {
        return Error{Errc::invalid, "The film has no sound."};
    }
    return measure(**sound, progress, hear);
}

Result<Loudness> measureLoudness(int in, Progress const& progress) {
    try {
        return passOverSound(OpenFile(in), progress, [](std::int64_t, double) {});
    } catch (std::bad_alloc const&) {
        return Error{Errc::exhausted, "The sound needs more memory than allowed."};
    } catch (std::runtime_error const& error) {
        return Error{Errc::damaged,
                     std::string("The sound cannot be decoded; export the film again. (") +
                         error.what() + ")"};
    }
}

}  // namespace tocsin::media
