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

namespace tocsin::player {

/// SDL lives on this sink's own thread. Closing the window detaches the sink and stops nothing
/// else.
class WindowSink final : public FrameSink {
public:
    /// Errc::unavailable if there is no display, or not the one that is asked for.
    [[nodiscard]] static Result<std::unique_ptr<WindowSink>> open(Size size, WindowSpec const& spec,
                                                                  session::Clock& clock,
                                                                  spdlog::logger& log,
                                                                  Findings& findings);
    ~WindowSink() override;
    bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept override;
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }
    [[nodiscard]] bool isOutput() const noexcept override { return true; }
    /// False from when the window was closed. Thread-safe.
    [[nodiscard]] bool attached() const noexcept { return attached_; }
    /// Thread-safe.
    void setTitle(std::string title);

private:
    WindowSink(Size size, WindowSpec const& spec, session::Clock& clock, spdlog::logger& log,
               Findings& findings);
    void run(std::stop_token stop, std::promise<std::string> opened);
    /// A finding if part of the picture lies outside the display.
    void tellIfCut(SDL_Surface const& surface, WindowPlace place);

    Size size_;
    WindowSpec spec_;
    std::string name_ = "window";
    spdlog::logger& log_;
    Findings& findings_;
    std::atomic<bool> attached_{false};
    std::mutex titleMutex_;
    std::string title_ = "Tocsin";  // guarded by titleMutex_
    std::atomic<bool> titleChanged_{false};
    Mailbox<media::FramePtr> mailbox_;
    std::jthread thread_;
};

}  // namespace tocsin::player
