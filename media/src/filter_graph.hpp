// SPDX-License-Identifier: Apache-2.0
// A chain of FFmpeg's filters, frames in and frames out.
#pragma once

#include "ffmpeg_handles.hpp"

namespace tocsin::media::detail {

struct GraphDeleter {
    void operator()(AVFilterGraph* graph) const noexcept { avfilter_graph_free(&graph); }
};

class FilterGraph {
public:
    enum class Kind { picture, sound };
    /// `source`: options of FFmpeg's buffer or abuffer; `chain` in FFmpeg's notation. Throws
    /// std::runtime_error: chains are ours, so they fail only by lack of memory or by our own bug.
    FilterGraph(Kind kind, std::string const& source, std::string const& chain, int threads);

    /// Null at the end. False if the filters refuse the frame.
    [[nodiscard]] bool push(AVFrame* frame);
    /// False: none is ready.
    [[nodiscard]] bool pull(AVFrame& frame);
    /// Of the frames that come out.
    [[nodiscard]] AVRational timeBase() const { return av_buffersink_get_time_base(sink_); }
    /// So many samples a frame, but for the last.
    void setFrameSize(int samples) {
        av_buffersink_set_frame_size(sink_, static_cast<unsigned>(samples));
    }

private:
    std::unique_ptr<AVFilterGraph, GraphDeleter> graph_;
    AVFilterContext* source_ = nullptr;
    AVFilterContext* sink_ = nullptr;
};

}  // namespace tocsin::media::detail
