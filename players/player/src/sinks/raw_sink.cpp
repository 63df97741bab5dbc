// SPDX-License-Identifier: Apache-2.0
// The raw recorder: frame, then line; a torn tail is cut at opening.
#include "sinks/raw_sink.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

namespace tocsin::player {
namespace {

constexpr Milliseconds kRetry{30'000};

/// Where each whole line of the file ends, up to `most` lines: returns {lines, bytes they take}.
Result<std::pair<std::int64_t, off_t>> wholeLines(int fd, std::int64_t most,
                                                  std::filesystem::path const& file) {
    std::int64_t lines = 0;
    off_t bytes = 0;
    off_t at = 0;
    char block[65536];
    while (lines < most) {
        auto const n = ::pread(fd, block, sizeof block, at);
        if (n < 0) {
            return files::failed("read", file);
        }
        if (n == 0) {
            break;
        }
        for (ssize_t i = 0; i < n && lines < most; ++i) {
            if (block[i] == '\n') {
                ++lines;
                bytes = at + i + 1;
            }
        }
        at += n;
    }
    return std::pair{lines, bytes};
}

}  // namespace

RawSink::RawSink(std::filesystem::path file, std::size_t frameBytes, spdlog::logger& log,
                 Findings& findings)
    : file_(std::move(file)),
      lines_(file_.string() + ".tsv"),
      name_("raw:" + file_.string()),
      frameBytes_(frameBytes),
      log_(log),
      findings_(findings) {}

Result<std::unique_ptr<RawSink>> RawSink::open(std::filesystem::path file, int width, int height,
                                               spdlog::logger& log, Findings& findings) {
    auto const bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    std::unique_ptr<RawSink> sink(new RawSink(std::move(file), bytes, log, findings));
    if (auto done = sink->attach(); !done) {
        return done.error();
    }
    return sink;
}

/// Leaves whole frames with a line each. A pipe or a device takes no cutting.
Result<> RawSink::cutTornTail(int frames, int lines) const {
    struct stat frameStatus {};
    struct stat lineStatus {};
    if (::fstat(frames, &frameStatus) != 0 || ::fstat(lines, &lineStatus) != 0) {
        return files::failed("read", file_);
    }
    if (!S_ISREG(frameStatus.st_mode) || !S_ISREG(lineStatus.st_mode)) {
        return {};
    }
    auto const frameBytes = static_cast<std::int64_t>(frameBytes_);
    auto const count = wholeLines(lines, frameStatus.st_size / frameBytes, lines_);
    if (!count) {
        return count.error();
    }
    if (::ftruncate(frames, count->first * frameBytes) != 0) {
        return files::failed("cut", file_);
    }
    if (::ftruncate(lines, count->second) != 0) {
        return files::failed("cut", lines_);
    }
    return {};
}

Result<> RawSink::attach() {
    Fd frames(::open(file_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (!frames) {
        return files::failed("open", file_);
    }
    Fd lines(::open(lines_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (!lines) {
        return files::failed("open", lines_);
    }
    if (auto done = cutTornTail(frames.get(), lines.get()); !done) {
        return done;
    }
    frameFd_ = std::move(frames);
    lineFd_ = std::move(lines);
    attached_ = true;
    findings_.clear("sink " + name_);
    return {};
}

Result<> RawSink::write(media::Frame const& frame, TickInfo const& info) {
    if (frame.pixels.size() != frameBytes_) {
        return Error{Errc::internal, "a frame of another size reached " + name_};
    }
    std::string_view const pixels(reinterpret_cast<char const*>(frame.pixels.data()),
                                  frame.pixels.size());
    if (auto done = files::writeAll(frameFd_.get(), pixels, file_); !done) {
        return done;
    }
    auto const line = std::to_string(info.tick) + "\t" + std::to_string(toMillis(info.fleet)) +
                      "\t" + info.playId + "\n";
    return files::writeAll(lineFd_.get(), line, lines_);
}

void RawSink::detach(Error const& why, TickInfo const& info) {
    attached_ = false;
    retryAt_ = info.fleet + kRetry;
    if (findings_.set("sink " + name_, "sink " + name_ + ": " + why.message)) {
        log_.error("event=sink-detached sink={} err=\"{}\" retry_s=30", name_, why.message);
    }
}

bool RawSink::submit(media::FramePtr const& frame, TickInfo const& info) noexcept {
    try {
        if (!attached_) {
            if (info.fleet < retryAt_) {
                return false;
            }
            if (auto again = attach(); !again) {
                detach(again.error(), info);
                return false;
            }
            log_.info("event=sink-attached sink={}", name_);
        }
        if (auto done = write(*frame, info); !done) {
            detach(done.error(), info);
            return false;
        }
        return true;
    } catch (std::exception const&) {
        attached_ = false;
        return false;
    }
}

}  // namespace tocsin::player
