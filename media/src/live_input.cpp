// SPDX-License-Identifier: Apache-2.0
// Opening streams: the scheme decides container and protocols, and nothing else is ever opened.
#include "live_input.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "demuxer.hpp"
#include "ffmpeg_log.hpp"

namespace tocsin::media::detail {
namespace {

constexpr std::int64_t kAnalyzeUs = 500'000;  // the first pictures are wanted within 2 s
constexpr std::int64_t kProbeBytes = 2'000'000;

struct Way {
    std::string_view scheme;
    char const* container;  ///< as FFmpeg names it; what a source claims to be does not count
    char const* protocols;  ///< all that may be opened on the way
    bool pushed;
};
constexpr std::array<Way, 8> kWays{{
    {"rtsp", "rtsp", "rtsp,rtp,udp,tcp", true},
    {"rtsps", "rtsp", "rtsp,rtp,udp,tcp,tls", true},
    {"http", "hls", "http,https,tcp,tls,crypto", false},
    {"https", "hls", "https,tcp,tls,crypto", false},
    {"udp", "mpegts", "udp", true},
    {"rtmp", "flv", "rtmp,tcp", true},
    {"rtmps", "flv", "rtmps,rtmp,tcp,tls", true},
    {"srt", "mpegts", "srt", true},
}};

class Options {
public:
    ~Options() { av_dict_free(&dictionary_); }
    Options() = default;
    Options(Options const&) = delete;
    Options& operator=(Options const&) = delete;
    void set(char const* key, std::string const& value) {
        check(av_dict_set(&dictionary_, key, value.c_str(), 0), "av_dict_set");
    }
    [[nodiscard]] AVDictionary** get() { return &dictionary_; }

private:
    AVDictionary* dictionary_ = nullptr;
};

/// What the protocols are told; those that do not know an option leave it.
void tellProtocol(Options& options, StreamDescription const& description,
                  std::chrono::microseconds patience) {
    auto const scheme = description.scheme();
    auto const latencyUs = std::int64_t{description.latencyMs} * 1000;
    auto const limit = std::to_string(patience.count());
    options.set("rw_timeout", limit);
    // An encrypted connection to whoever answers would be worth nothing.
    options.set("tls_verify", "1");
    if (scheme == "udp") {
        options.set("timeout", limit);
        options.set("overrun_nonfatal", "1");
    } else if (description.transport) {
        options.set("timeout", limit);
        options.set("rtsp_transport",
                    *description.transport == StreamTransport::tcp ? "tcp" : "udp");
        options.set("allowed_media_types", "video");
        options.set("max_delay", std::to_string(latencyUs));
    } else if (scheme == "srt") {
        options.set("connect_timeout", std::to_string(patience.count() / 1000));
        options.set("mode", "caller");
    } else if (scheme.starts_with("rtmp")) {
        options.set("rtmp_live", "live");
    }
}

}  // namespace

Result<std::unique_ptr<LiveInput>> LiveInput::open(StreamDescription const& description,
                                                   std::chrono::milliseconds patience,
                                                   std::function<void()> alive) {
    collectFfmpegLog();
    forgetFfmpegErrors();
    std::unique_ptr<LiveInput> input(new LiveInput(patience));
    input->alive_ = std::move(alive);
    input->deadline_ = Steady::now() + patience;
    if (auto opened = input->openFormat(description); !opened) {
        return opened.error();
    }
    if (auto chosen = input->chooseVideo(); !chosen) {
        return chosen.error();
    }
    input->alive_ = nullptr;
    return input;
}

Result<> LiveInput::openFormat(StreamDescription const& description) {
    auto const* const way = std::ranges::find(kWays, description.scheme(), &Way::scheme);
    auto const* const container =
        way == kWays.end() ? nullptr : av_find_input_format(way->container);
    if (container == nullptr) {
        return Error{Errc::invalid, "this player cannot receive " +
                                        std::string(description.scheme()) + " streams"};
    }
    pushed_ = way->pushed;
    auto* format = checkMade(avformat_alloc_context(), "avformat_alloc_context");
    format->opaque = this;
    openPlain_ = format->io_open;
    format->io_open = &LiveInput::openNested;
    format->interrupt_callback = {
        [](void* self) { return static_cast<LiveInput*>(self)->giveUp() ? 1 : 0; }, this};
    format->protocol_whitelist = checkMade(av_strdup(way->protocols), "av_strdup");
    format->codec_whitelist = checkMade(av_strdup(kLiveDecoders), "av_strdup");
    format->max_analyze_duration = kAnalyzeUs;
    format->probesize = kProbeBytes;
    Options options;
    tellProtocol(options, description, patience_);
    if (int const code =
            avformat_open_input(&format, description.address.c_str(), container, options.get());
        code < 0) {
        return failure(code);
    }
    format_.reset(format);
    return {};
}

/// HLS opens playlists, keys and parts of the film one by one; they are held to the same rules.
int LiveInput::openNested(AVFormatContext* format, AVIOContext** io, char const* address, int flags,
                          AVDictionary** options) {
    auto& self = *static_cast<LiveInput*>(format->opaque);
    if ((flags & AVIO_FLAG_WRITE) != 0) {
        return AVERROR(EPERM);
    }
    auto const limit = std::chrono::microseconds(self.patience_).count();
    av_dict_set(options, "tls_verify", "1", 0);
    av_dict_set_int(options, "rw_timeout", limit, 0);
    return self.openPlain_(format, io, address, flags, options);
}

Result<> LiveInput::chooseVideo() {
    if (int const code = avformat_find_stream_info(format_.get(), nullptr); code < 0) {
        return failure(code);
    }
    for (unsigned i = 0; i < format_->nb_streams; ++i) {
        auto* const stream = format_->streams[i];
        bool const wanted = video_ < 0 && stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
                            liveDecoder(stream->codecpar->codec_id) != nullptr;
        video_ = wanted ? static_cast<int>(i) : video_;
        stream->discard = wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    if (video_ < 0) {
        return Error{Errc::invalid, format_->nb_streams == 0
                                        ? "nothing that can be played comes from it"
                                        : "it carries no picture that can be played (H.264, HEVC, "
                                          "VP8, VP9, AV1, MPEG-2, MPEG-4, M-JPEG)"};
    }
    return {};
}

bool LiveInput::giveUp() {
    if (alive_) {
        alive_();
    }
    return interrupted_ || Steady::now() > deadline_;
}

Error LiveInput::failure(int code) const {
    auto const seconds =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(patience_).count());
    if (code == AVERROR_EXIT || code == AVERROR(ETIMEDOUT) || code == AVERROR(EAGAIN)) {
        return {Errc::unavailable, "nothing came for " + seconds + " s"};
    }
    if (code == AVERROR_EOF) {
        return {Errc::unavailable, "the source ended"};
    }
    if (code == AVERROR_PROTOCOL_NOT_FOUND) {
        return {Errc::invalid, "the address leads to a protocol that is not allowed"};
    }
    if (code == AVERROR_INVALIDDATA) {
        return {Errc::damaged, "what comes is not the stream that the address promises"};
    }
    // FFmpeg's own words say more, but its addresses carry credentials.
    auto const detail = lastFfmpegError();
    bool const tellable = !detail.empty() && detail.find_first_of("@?") == std::string::npos &&
                          detail.find("://") == std::string::npos;
    return {Errc::unavailable, avError(code) + (tellable ? ": " + detail : "")};
}

Result<> LiveInput::read(AVPacket& packet) {
    for (;;) {
        av_packet_unref(&packet);
        deadline_ = Steady::now() + patience_;
        int const code = av_read_frame(format_.get(), &packet);
        if (code < 0) {
            return failure(code);
        }
        if (packet.stream_index == video_) {
            return {};
        }
    }
}

}  // namespace tocsin::media::detail
