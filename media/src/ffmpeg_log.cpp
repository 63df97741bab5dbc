// SPDX-License-Identifier: Apache-2.0
// Collects FFmpeg's error lines per thread.
#include "ffmpeg_log.hpp"

#include <array>
#include <cstdarg>
#include <cstdio>
#include <mutex>

#include "ffmpeg_handles.hpp"

namespace tocsin::media::detail {
namespace {

thread_local std::array<char, 240> lastLine{};

void collect(void*, int level, char const* format, va_list arguments) {
    if (level > AV_LOG_ERROR) {
        return;
    }
    std::vsnprintf(lastLine.data(), lastLine.size(), format, arguments);
}

}  // namespace

void collectFfmpegLog() {
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_callback(collect); });
}

std::string lastFfmpegError() {
    std::string line = lastLine.data();
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < ' ') {
            c = ' ';
        }
    }
    while (!line.empty() && line.back() == ' ') {
        line.pop_back();
    }
    return line;
}

void forgetFfmpegErrors() {
    lastLine[0] = '\0';
}

}  // namespace tocsin::media::detail
