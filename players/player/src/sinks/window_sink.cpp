// SPDX-License-Identifier: Apache-2.0
// The window's thread: SDL set-up, frames, events.
#include "sinks/window_sink.hpp"

#include <SDL.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "engine/thread_rights.hpp"

namespace tocsin::player {
namespace {

constexpr std::chrono::milliseconds kReopenFirst{1'000}, kReopenLast{10'000};
/// The window system is answered so often while a picture stands.
constexpr std::chrono::milliseconds kAnswerEvery{100};

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

/// Copies the picture to the window, at `place` in it.
bool show(SDL_Window* window, media::Frame const& frame, WindowPlace place) {
    SDL_Surface* surface = SDL_GetWindowSurface(window);
    if (surface == nullptr) {
        return false;
    }
    bool const sameFormat =
        surface->format->BytesPerPixel == 4 && surface->format->Rmask == 0x00ff0000U &&
        surface->format->Gmask == 0x0000ff00U && surface->format->Bmask == 0x000000ffU;
    if (sameFormat && !SDL_MUSTLOCK(surface)) {
        auto const rows = std::clamp(surface->h - place.y, 0, frame.height);
        auto const bytes =
            static_cast<std::size_t>(std::clamp(surface->w - place.x, 0, frame.width)) * 4;
        auto const pitch = static_cast<std::size_t>(surface->pitch);
        auto* out = static_cast<std::uint8_t*>(surface->pixels) +
                    static_cast<std::size_t>(place.y) * pitch +
                    static_cast<std::size_t>(place.x) * 4;
        for (std::size_t y = 0; y < static_cast<std::size_t>(rows); ++y) {
            std::memcpy(out + y * pitch, frame.pixels.data() + y * frame.stride(), bytes);
        }
        return SDL_UpdateWindowSurface(window) == 0;
    }
    // SDL only reads from it; its interface knows no const.
    void* const pixels = const_cast<std::uint8_t*>(frame.pixels.data());
    SDL_Surface* const exact = SDL_CreateRGBSurfaceFrom(pixels, frame.width, frame.height, 32,
                                                        static_cast<int>(frame.stride()),
                                                        0x00ff0000U, 0x0000ff00U, 0x000000ffU, 0);
    SDL_Rect at{place.x, place.y, frame.width, frame.height};
    bool const done = exact != nullptr && SDL_BlitSurface(exact, nullptr, surface, &at) == 0 &&
                      SDL_UpdateWindowSurface(window) == 0;
    SDL_FreeSurface(exact);
    return done;
}

struct Events {
    bool close = false;
    bool redraw = false;
    bool displays = false;  ///< a display came or went, or has another mode
};
Events pollEvents() {
    Events out;
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0) {
        bool const window = event.type == SDL_WINDOWEVENT;
        out.close = out.close || event.type == SDL_QUIT ||
                    (window && event.window.event == SDL_WINDOWEVENT_CLOSE);
        out.redraw = out.redraw || (window && event.window.event == SDL_WINDOWEVENT_EXPOSED);
        out.displays = out.displays || event.type == SDL_DISPLAYEVENT ||
                       (window && event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED);
    }
    return out;
}

/// The window that the description asks for; null with SDL's error text, or ours in `why`.
WindowSink::WindowPtr makeWindow(Size size, WindowSpec const& spec, std::string& why) {
    int const display = spec.display.value_or(0);
    SDL_Rect bounds{};
    if (display >= SDL_GetNumVideoDisplays() || SDL_GetDisplayBounds(display, &bounds) != 0) {
        why = "there is no display " + std::to_string(display) + ", only " +
              std::to_string(SDL_GetNumVideoDisplays()) + " (counted from 0)";
        return nullptr;
    }
    auto flags = static_cast<std::uint32_t>(SDL_WINDOW_SHOWN);
    bool const sideways = spec.quarterTurns % 2 != 0;
    SDL_Rect at{static_cast<int>(SDL_WINDOWPOS_CENTERED_DISPLAY(display)),
                static_cast<int>(SDL_WINDOWPOS_CENTERED_DISPLAY(display)),
                sideways ? size.height : size.width, sideways ? size.width : size.height};
    if (spec.fullscreen) {
        // As large as the display from the start: where no window manager runs, nobody would
        // enlarge it.
        at = bounds;
        flags |= static_cast<std::uint32_t>(SDL_WINDOW_BORDERLESS) |
                 static_cast<std::uint32_t>(SDL_WINDOW_FULLSCREEN_DESKTOP);
    } else if (spec.place) {
        at.x = bounds.x + spec.place->x;
        at.y = bounds.y + spec.place->y;
        flags |= static_cast<std::uint32_t>(SDL_WINDOW_BORDERLESS);
    }
    WindowSink::WindowPtr window(SDL_CreateWindow("Tocsin", at.x, at.y, at.w, at.h, flags));
    SDL_Surface* const surface = window ? SDL_GetWindowSurface(window.get()) : nullptr;
    if (surface == nullptr) {
        why = SDL_GetError();
        return nullptr;
    }
    SDL_FillRect(surface, nullptr, SDL_MapRGB(surface->format, 0, 0, 0));
    pollEvents();  // of its own making; what comes after the window is told of counts
    return window;
}

}  // namespace

void WindowSink::WindowDeleter::operator()(SDL_Window* window) const {
    SDL_DestroyWindow(window);
}

Result<std::unique_ptr<WindowSink>> WindowSink::open(Size size, WindowSpec const& spec,
                                                     Closing closing, session::Clock& clock,
                                                     spdlog::logger& log, Findings& findings) {
    std::unique_ptr<WindowSink> sink(new WindowSink(size, spec, closing, clock, log, findings));
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

WindowSink::WindowSink(Size size, WindowSpec const& spec, Closing closing, session::Clock& clock,
                       spdlog::logger& log, Findings& findings)
    : size_(size),
      spec_(spec),
      closing_(closing),
      log_(log),
      findings_(findings),
      mailbox_(clock) {}

WindowSink::~WindowSink() {
    mailbox_.close();
}

bool WindowSink::submit(media::FramePtr const& frame, TickInfo const&) noexcept {
    if (!attached_) {
        return false;
    }
    try {
        int const window = opened_;
        if (frame == submitted_ && window == submittedTo_) {
            return true;  // the window holds it, and its thread can sleep
        }
        submitted_ = frame;
        submittedTo_ = window;
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

void WindowSink::tellIfCut(SDL_Surface const& surface, WindowPlace place) {
    bool const sideways = spec_.quarterTurns % 2 != 0;
    int const right = place.x + (sideways ? size_.height : size_.width);
    int const bottom = place.y + (sideways ? size_.width : size_.height);
    if (right > surface.w || bottom > surface.h) {
        findings_.set("sink window", "the picture reaches to " + std::to_string(right) + "x" +
                                         std::to_string(bottom) + ", but the display has only " +
                                         std::to_string(surface.w) + "x" +
                                         std::to_string(surface.h) +
                                         "; what lies outside is not shown");
        log_.warn("event=window-cut right={} bottom={} width={} height={}", right, bottom,
                  surface.w, surface.h);
    }
}

void WindowSink::run(std::stop_token stop, std::promise<std::string> opened) {
    // A frame is as late as its way to the glass. What is lost without, the tick's thread tells.
    static_cast<void>(takeTickRights());
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
    std::string why;
    auto window = makeWindow(size_, spec_, why);
    attached_ = window != nullptr;
    opened.set_value(window ? "" : why);
    if (!window) {
        return;
    }
    if (spec_.place || spec_.fullscreen) {
        SDL_ShowCursor(SDL_DISABLE);
    }
    while (true) {
        ++opened_;
        attached_ = true;
        why = showUntilLost(window.get(), stop);
        attached_ = false;
        window.reset();
        if (stop.stop_requested()) {
            break;
        }
        log_.warn("event=window-lost sink={} why=\"{}\"", name_, why);
        if (closing_ == Closing::ends) {
            break;
        }
        window = openAgain(stop, why);
        if (!window) {
            break;
        }
        findings_.clear("sink window");
        log_.info("event=window-open sink={}", name_);
    }
    mailbox_.close();
}

/// The first try is at once: most often a display only changed its mode.
WindowSink::WindowPtr WindowSink::openAgain(std::stop_token const& stop, std::string why) {
    std::chrono::milliseconds wait{0};
    while (!stop.stop_requested()) {
        // What comes meanwhile is thrown away, and counts as not delivered.
        auto const until = std::chrono::steady_clock::now() + wait;
        while (!stop.stop_requested() && std::chrono::steady_clock::now() < until) {
            static_cast<void>(mailbox_.takeFor(stop, std::chrono::milliseconds(200)));
        }
        if (auto window = makeWindow(size_, spec_, why)) {
            return window;
        }
        findings_.set("sink window", "the window is gone and cannot be opened again: " + why +
                                         "; it is tried anew every few seconds");
        wait = std::clamp(wait * 2, kReopenFirst, kReopenLast);
    }
    return nullptr;
}

/// Why the window is lost; "" after a stop request.
std::string WindowSink::showUntilLost(SDL_Window* window, std::stop_token const& stop) {
    // A window at an exact place is the picture; a fullscreen one holds it there.
    auto const place = spec_.fullscreen ? spec_.place.value_or(WindowPlace{}) : WindowPlace{};
    tellIfCut(*SDL_GetWindowSurface(window), place);
    titleChanged_ = true;
    media::Frame turned;
    while (!stop.stop_requested()) {
        auto const letter = mailbox_.takeFor(stop, kAnswerEvery);
        if (titleChanged_.exchange(false)) {
            std::lock_guard const lock(titleMutex_);
            SDL_SetWindowTitle(window, title_.c_str());
        }
        auto const events = pollEvents();
        if (events.close) {
            return "it was closed";
        }
        if (events.displays) {
            return "the displays changed";
        }
        // The window keeps a copy of the picture, so its memory is free for the next one.
        if (letter) {
            auto const& frame = **letter;
            if (spec_.quarterTurns != 0) {
                media::turn(frame, spec_.quarterTurns, turned);
            }
            if (!show(window, spec_.quarterTurns != 0 ? turned : frame, place)) {
                return SDL_GetError();
            }
            ++painted_;
        } else if (events.redraw && SDL_UpdateWindowSurface(window) != 0) {
            return SDL_GetError();
        }
    }
    return "";
}

}  // namespace tocsin::player
