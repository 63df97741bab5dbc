// SPDX-License-Identifier: Apache-2.0
#include "sound/sdl_sound.hpp"

#include <SDL.h>

#include <condition_variable>
#include <mutex>

namespace tocsin::player {
namespace {

constexpr std::chrono::seconds kLook{2};
constexpr int kSamples = 1024;
/// SDL keeps one buffer that is heard and one that is filled.
constexpr int kBuffers = 2;
constexpr char kFinding[] = "sound";

}  // namespace

SdlSound::SdlSound(Parts parts)
    : parts_(std::move(parts)), thread_([this](std::stop_token stop) { run(stop); }) {}

SdlSound::~SdlSound() {
    thread_.request_stop();
    thread_.join();
}

void SdlSound::run(std::stop_token stop) {
    bool const ready = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
    std::mutex mutex;
    std::condition_variable_any never;
    while (!stop.stop_requested()) {
        if (device_ != 0 && SDL_GetAudioDeviceStatus(device_) == SDL_AUDIO_STOPPED) {
            parts_.log.warn("event=sound-device-gone");
            SDL_CloseAudioDevice(device_);
            device_ = 0;
        }
        if (device_ == 0 && ready && open()) {
            parts_.findings.clear(kFinding);
        } else if (device_ == 0) {
            std::string const why = SDL_GetError();
            if (parts_.findings.set(kFinding, "no sound: " + (why.empty() ? "no device" : why))) {
                parts_.log.error("event=no-sound err=\"{}\"", why);
            }
        }
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, kLook, [] { return false; });
    }
    if (device_ != 0) {
        SDL_CloseAudioDevice(device_);
    }
    if (ready) {
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    }
    SDL_TLSCleanup();
}

bool SdlSound::open() {
    SDL_AudioSpec wanted{};
    wanted.freq = media::kSoundRate;
    wanted.format = AUDIO_S16SYS;
    wanted.channels = 2;
    wanted.samples = kSamples;
    wanted.callback = &callback;
    wanted.userdata = this;
    SDL_AudioSpec got{};
    auto const* const name = parts_.device.empty() ? nullptr : parts_.device.c_str();
    // Only the size of the buffer may be another: SDL converts the rest.
    device_ = SDL_OpenAudioDevice(name, 0, &wanted, &got, SDL_AUDIO_ALLOW_SAMPLES_CHANGE);
    if (device_ == 0) {
        return false;
    }
    constexpr std::int64_t kNano = 1'000'000'000;
    ahead_ =
        std::chrono::nanoseconds(kNano * got.samples * kBuffers / media::kSoundRate) - parts_.delay;
    parts_.log.info("event=sound-open driver={} samples={}", SDL_GetCurrentAudioDriver(),
                    got.samples);
    SDL_PauseAudioDevice(device_, 0);
    return true;
}

void SdlSound::callback(void* self, std::uint8_t* stream, int bytes) {
    auto& sound = *static_cast<SdlSound*>(self);
    std::span const out(reinterpret_cast<media::Sample*>(stream),
                        static_cast<std::size_t>(bytes) / sizeof(media::Sample));
    sound.parts_.speaker.fill(sound.parts_.fleet.fineNow() + sound.ahead_, out);
}

}  // namespace tocsin::player
