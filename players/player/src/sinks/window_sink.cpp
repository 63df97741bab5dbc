// SPDX-License-Identifier: Apache-2.0
// The window's thread: SDL set-up, frames, events.
#include "sinks/window_sink.hpp"

#include <SDL.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace tocsin::player {
namespace {

struct WindowDeleter {
    void operator()(SDL_Window* window) const { SDL_DestroyWindow(window); }
};
using WindowPtr = std::unique_ptr<SDL_Window, WindowDeleter>;

/// SDL's video part, for as long as the thread lives.
class Video {
public:
    Video() {
        SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
        SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
        ok_ = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0;
    }
    ~Video() {
        if (ok_) {
            SDL_QuitSubSystem(SDL_INIT_VIDEO);
        }
        SDL_TLSCleanup();  // SDL keeps an error text for each thread, and this one is not SDL's
    }
    Video(Video const&) = delete;
    Video& operator=(Video const&) = delete;
    [[nodiscard]] bool ok() const { return ok_; }

private:
    bool ok_ = false;
};

bool show(SDL_Window* window, media::Frame const& frame) {
    SDL_Surface* surface = SDL_GetWindowSurface(window);
    if (surface == nullptr) {
        return false;
    }
    bool const sameFormat =
        surface->format->BytesPerPixel == 4 && surface->format->Rmask == 0x00ff0000U &&
        surface->format->Gmask == 0x0000ff00U && surface->format->Bmask == 0x000000ffU;
    if (sameFormat && !SDL_MUSTLOCK(surface)) {
        auto const rows = static_cast<std::size_t>(std::min(surface->h, frame.height));
        auto const bytes = static_cast<std::size_t>(std::min(surface->w, frame.width)) * 4;
        auto* out = static_cast<std::uint8_t*>(surface->pixels);
        for (std::size_t y = 0; y < rows; ++y) {
            std::memcpy(out + y * static_cast<std::size_t>(surface->pitch),
                        frame.pixels.data() + y * frame.stride(), bytes);
        }
        return SDL_UpdateWindowSurface(window) == 0;
    }
    // SDL only reads from it; its interface knows no const.
    void* const pixels = const_cast<std::uint8_t*>(frame.pixels.data());
    SDL_Surface* const exact = SDL_CreateRGBSurfaceFrom(pixels, frame.width, frame.height, 32,
                                                        static_cast<int>(frame.stride()),
                                                        0x00ff0000U, 0x0000ff00U, 0x000000ffU, 0);
    bool const done = exact != nullptr && SDL_BlitSurface(exact, nullptr, surface, nullptr) == 0 &&
                      SDL_UpdateWindowSurface(window) == 0;
    SDL_FreeSurface(exact);
    return done;
}

struct Events {
    bool close = false;
    bool redraw = false;
};
Events pollEvents() {
    Events out;
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0) {
        bool const window = event.type == SDL_WINDOWEVENT;
        out.close = out.close || event.type == SDL_QUIT ||
                    (window && event.window.event == SDL_WINDOWEVENT_CLOSE);
        out.redraw = out.redraw || (window && event.window.event == SDL_WINDOWEVENT_EXPOSED);
    }
    return out;
}

}  // namespace

Result<std::unique_ptr<WindowSink>> WindowSink::open(Size size, std::optional<WindowPlace> place,
                                                     session::Clock& clock, spdlog::logger& log,
                                                     Findings& findings) {
    std::unique_ptr<WindowSink> sink(new WindowSink(size, place, clock, log, findings));
    std::promise<std::string> opened;
    auto result = opened.get_future();
    auto* self = sink.get();
    sink->thread_ = std::jthread(
        [self](std::stop_token stop, std::promise<std::string> promise) {
            self->run(stop, std::move(promise));
        },
        std::move(opened));
    if (auto const why = result.get(); !why.empty()) {
        return Error{Errc::unavailable,
                     "cannot open a window: " + why +
                         "; set DISPLAY to a running X server or use --sink null, raw: or png:"};
    }
    return sink;
}

WindowSink::WindowSink(Size size, std::optional<WindowPlace> place, session::Clock& clock,
                       spdlog::logger& log, Findings& findings)
    : size_(size), place_(place), log_(log), findings_(findings), mailbox_(clock) {}

WindowSink::~WindowSink() {
    mailbox_.close();
}

bool WindowSink::submit(media::FramePtr const& frame, TickInfo const&) noexcept {
    if (!attached_) {
        return false;
    }
    try {
        return mailbox_.put(frame);
    } catch (std::exception const&) {
        return false;
    }
}

void WindowSink::setTitle(std::string title) {
    {
        std::lock_guard const lock(titleMutex_);
        title_ = std::move(title);
    }
    titleChanged_ = true;
}

void WindowSink::run(std::stop_token stop, std::promise<std::string> opened) {
    Video const video;
    if (!video.ok()) {
        opened.set_value(SDL_GetError());
        return;
    }
    // SDL falls back to drivers that show nothing to anyone; only a person may choose those.
    std::string const driver = SDL_GetCurrentVideoDriver();
    if (std::getenv("SDL_VIDEODRIVER") == nullptr && (driver == "offscreen" || driver == "dummy")) {
        opened.set_value("there is no display");
        return;
    }
    int const x = place_ ? place_->x : static_cast<int>(SDL_WINDOWPOS_CENTERED);
    int const y = place_ ? place_->y : static_cast<int>(SDL_WINDOWPOS_CENTERED);
    std::uint32_t const flags = static_cast<std::uint32_t>(SDL_WINDOW_SHOWN) |
                                (place_ ? static_cast<std::uint32_t>(SDL_WINDOW_BORDERLESS) : 0U);
    WindowPtr const window(SDL_CreateWindow("Tocsin", x, y, size_.width, size_.height, flags));
    if (!window || SDL_GetWindowSurface(window.get()) == nullptr) {
        opened.set_value(SDL_GetError());
        return;
    }
    if (place_) {
        SDL_ShowCursor(SDL_DISABLE);
    }
    attached_ = true;
    opened.set_value({});
    media::FramePtr last;
    while (!stop.stop_requested()) {
        // Half a second without a frame still answers the window system.
        auto frame = mailbox_.takeFor(stop, std::chrono::milliseconds(500));
        if (titleChanged_.exchange(false)) {
            std::lock_guard const lock(titleMutex_);
            SDL_SetWindowTitle(window.get(), title_.c_str());
        }
        auto const events = pollEvents();
        if (events.close) {
            log_.warn("event=window-closed sink={}", name_);
            break;
        }
        // The same picture again: nothing to copy.
        bool const fresh = frame && *frame != last;
        if (fresh) {
            last = *frame;
        }
        if (fresh || (events.redraw && last)) {
            if (!show(window.get(), *last)) {
                log_.error("event=window-failed err=\"{}\"", SDL_GetError());
                break;
            }
        }
    }
    attached_ = false;
    mailbox_.close();
    if (!stop.stop_requested()) {
        findings_.set(
            "sink window",
            "the window was closed; this screen shows nothing until the player is started again");
    }
}

}  // namespace tocsin::player
