// SPDX-License-Identifier: Apache-2.0
// FFmpeg's log: kept off standard error, its last complaint remembered for the technical part of a
// verdict.
#pragma once

#include <string>

namespace tocsin::media::detail {

/// Installs the collector; cheap to call again. Any thread.
void collectFfmpegLog();
/// The last error FFmpeg logged on this thread since forgetFfmpegErrors(), one line; empty if there
/// was none.
[[nodiscard]] std::string lastFfmpegError();
void forgetFfmpegErrors();

}  // namespace tocsin::media::detail
