// SPDX-License-Identifier: Apache-2.0
// A window by SDL2's window surface: no renderer, because without a GPU every renderer costs more
// than the copy it saves.
#pragma once

#include <spdlog/logger.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

#include "engine/findings.hpp"
#include "sinks/frame_sink.hpp"
#include "sinks/mailbox.hpp"
#include "tocsin/player/player.hpp"

struct SDL_Surface;
struct SDL_Window;

namespace tocsin::player {

/// SDL lives on this sink's own thread. Nothing that becomes of the window stops anything else.
class WindowSink final : public FrameSink {
public:
    /// What follows when the window is closed, or its display changes or goes: it is opened again,
    /// until that succeeds, or this is the end of it.
    enum class Closing { reopens, ends };
    struct WindowDeleter {
        void operator()(SDL_Window* window) const;
    };
    using WindowPtr = std::unique_ptr<SDL_Window, WindowDeleter>;

    /// Errc::unavailable if there is no display, or not the one that is asked for.
    [[nodiscard]] static Result<std::unique_ptr<WindowSink>> open(Size size, WindowSpec const& spec,
                                                                  Closing closing,
                                                                  session::Clock& clock,
                                                                  spdlog::logger& log,
                                                                  Findings& findings);
    ~WindowSink() override;
    bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept override;
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }
    [[nodiscard]] bool isOutput() const noexcept override { return true; }
    /// False while there is no window. Thread-safe.
    [[nodiscard]] bool attached() const noexcept { return attached_; }
    /// How often a window was opened so far. Thread-safe.
    [[nodiscard]] int opened() const noexcept { return opened_; }
    /// How many pictures came to a window so far; one that stands comes once. Thread-safe.
    [[nodiscard]] std::int64_t painted() const noexcept { return painted_; }
    /// Thread-safe.
    void setTitle(std::string title);

private:
    WindowSink(Size size, WindowSpec const& spec, Closing closing, session::Clock& clock,
               spdlog::logger& log, Findings& findings);
    void run(std::stop_token stop, std::promise<std::string> opened);
    [[nodiscard]] std::string showUntilLost(SDL_Window* window, std::stop_token const& stop);
    [[nodiscard]] WindowPtr openAgain(std::stop_token const& stop, std::string why);
    /// A finding if part of the picture lies outside the display.
    void tellIfCut(SDL_Surface const& surface, WindowPlace place);

    Size size_;
    WindowSpec spec_;
    Closing closing_;
    std::string name_ = "window";
    spdlog::logger& log_;
    Findings& findings_;
    std::atomic<bool> attached_{false};
    std::atomic<int> opened_{0};
    std::atomic<std::int64_t> painted_{0};
    std::mutex titleMutex_;
    std::string title_ = "Tocsin";  // guarded by titleMutex_
    std::atomic<bool> titleChanged_{false};
    media::FramePtr submitted_;  // tick thread: the last one
    int submittedTo_ = 0;        // tick thread: the window it went to, as opened_ counts them
    Mailbox<media::FramePtr> mailbox_;
    std::jthread thread_;
};

}  // namespace tocsin::player
