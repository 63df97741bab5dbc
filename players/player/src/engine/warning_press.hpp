// SPDX-License-Identifier: Apache-2.0
// Turns warnings into pictures of the screen's size, the most urgent first, on a thread of its own:
// the stage shows them from memory.
#pragma once

#include <spdlog/logger.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "director/held_warning.hpp"
#include "engine/findings.hpp"
#include "stage/warning_show.hpp"

namespace tocsin::player {

class WarningPress {
public:
    /// All pages together take no more memory than this; what comes after is left out. The first
    /// page of a warning is always printed.
    static constexpr std::size_t kMostBytes = std::size_t{384} << 20;

    using LayOut = std::function<Result<std::unique_ptr<media::WarningPages>>(
        media::WarningCard const&, int width, int height)>;
    using RenderBand = std::function<Result<std::unique_ptr<media::WarningBand>>(
        media::WarningCard const&, int width, int height, int fpsNum, int fpsDen)>;
    struct Parts {
        Size size;
        Rate rate;
        std::function<Instant()> now;  ///< fleet time
        /// Another show, on the press's thread: takes the place of the one before. Must not block.
        std::function<void(std::shared_ptr<WarningShow const>)> publish;
        spdlog::logger& log;
        Findings& findings;
        LayOut layOut = media::layOutWarning;
        RenderBand renderBand = media::renderWarningBand;
        std::size_t mostBytes = kMostBytes;
    };
    explicit WarningPress(Parts parts) : parts_(std::move(parts)) {}
    ~WarningPress();
    WarningPress(WarningPress const&) = delete;
    WarningPress& operator=(WarningPress const&) = delete;
    /// Prints on a thread of its own from now on.
    void start();
    void stop();

    /// Any thread: these are to be shown. The last call counts. What is printed already, is not
    /// printed again; what is gone, is gone from the next show. A warning whose newer revision is
    /// not printed yet stays as it is until that is.
    void take(HeldWarnings warnings);

    /// One piece of what the thread does: takes up a new list, or prints the next picture of it.
    /// False if there was nothing to do.
    bool work();

private:
    /// A warning in one look: its first picture, or the rest of them.
    struct Job {
        std::shared_ptr<HeldWarning const> held;
        playlists::WarningLook look;
        bool first;
    };
    /// A text that is laid out, and being drawn.
    struct Layout {
        Digest payload;
        playlists::WarningLook look;
        std::size_t text;
        std::unique_ptr<media::WarningPages> pages;
    };
    /// One that has at least one picture.
    struct Printed {
        std::shared_ptr<HeldWarning const> held;
        std::map<playlists::WarningLook, WarningPrint> prints;
    };
    void run(std::stop_token stop);
    void takeUp(HeldWarnings wanted);
    [[nodiscard]] std::vector<Job> jobsFor(HeldWarnings const& wanted) const;
    [[nodiscard]] WarningPrint printedSoFar(Digest const& payload,
                                            playlists::WarningLook look) const;
    [[nodiscard]] Result<> printNext(Job const& job, WarningPrint& into);
    [[nodiscard]] Result<> printBand(Job const& job, WarningPrint& into) const;
    [[nodiscard]] Result<> printPage(Job const& job, WarningPrint& into);
    [[nodiscard]] std::size_t bytesPrinted() const;
    [[nodiscard]] media::WarningCard cardOf(messages::Warning const& warning,
                                            messages::WarningText const& text) const;
    void publish();

    Parts parts_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::optional<HeldWarnings> mail_;

    // work() only
    HeldWarnings wanted_;
    std::vector<Job> jobs_;  // the next one last
    std::map<Digest, Printed> printed_;
    std::optional<Layout> layout_;

    std::jthread thread_;
};

/// "09:30", with the date if that is another day than `now` there: "6月1日 09:30" where the
/// language is Chinese, "2026-06-01 09:30" elsewhere. An unknown or empty zone: UTC, and it says
/// so.
[[nodiscard]] std::string timeOfIssue(Instant published, Instant now, std::string const& zone,
                                      std::string const& language);

}  // namespace tocsin::player
