// SPDX-License-Identifier: Apache-2.0
#include "filter_graph.hpp"

namespace tocsin::media::detail {
namespace {

struct EndDeleter {
    void operator()(AVFilterInOut* end) const noexcept { avfilter_inout_free(&end); }
};
using End = std::unique_ptr<AVFilterInOut, EndDeleter>;

End endOf(char const* name, AVFilterContext* filter) {
    End end(checkMade(avfilter_inout_alloc(), "avfilter_inout_alloc"));
    end->name = checkMade(av_strdup(name), "av_strdup");
    end->filter_ctx = filter;
    end->pad_idx = 0;
    end->next = nullptr;
    return end;
}

}  // namespace

FilterGraph::FilterGraph(Kind kind, std::string const& source, std::string const& chain,
                         int threads)
    : graph_(checkMade(avfilter_graph_alloc(), "avfilter_graph_alloc")) {
    bool const picture = kind == Kind::picture;
    graph_->nb_threads = threads;
    check(
        avfilter_graph_create_filter(&source_, avfilter_get_by_name(picture ? "buffer" : "abuffer"),
                                     "in", source.c_str(), nullptr, graph_.get()),
        ("filter source " + source).c_str());
    check(avfilter_graph_create_filter(&sink_,
                                       avfilter_get_by_name(picture ? "buffersink" : "abuffersink"),
                                       "out", nullptr, nullptr, graph_.get()),
          "filter sink");
    auto* outputs = endOf("in", source_).release();
    auto* inputs = endOf("out", sink_).release();
    int const parsed =
        avfilter_graph_parse_ptr(graph_.get(), chain.c_str(), &inputs, &outputs, nullptr);
    End const leftIn(inputs);
    End const leftOut(outputs);
    check(parsed, ("filters " + chain).c_str());
    check(avfilter_graph_config(graph_.get(), nullptr), ("filters " + chain).c_str());
}

bool FilterGraph::push(AVFrame* frame) {
    return av_buffersrc_add_frame_flags(source_, frame, AV_BUFFERSRC_FLAG_KEEP_REF) >= 0;
}

bool FilterGraph::pull(AVFrame& frame) {
    av_frame_unref(&frame);
    return av_buffersink_get_frame(sink_, &frame) >= 0;
}

}  // namespace tocsin::media::detail
