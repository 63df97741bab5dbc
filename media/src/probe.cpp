// SPDX-License-Identifier: Apache-2.0
// The verdict on a file from outside.
#include "tocsin/media/probe.hpp"

#include <algorithm>
#include <new>
#include <optional>

#include "ffmpeg_log.hpp"
#include "film_measure.hpp"
#include "picture_file.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kLargestSide = 8192;
constexpr std::int64_t kLongest = std::int64_t{4} * 3600 * 1'000'000;

Verdict refused(Verdict so_far, std::string reason, std::string technical = {}) {
    so_far.accepted = false;
    so_far.reason = std::move(reason);
    so_far.technical = technical.empty() ? lastFfmpegError() : std::move(technical);
    if (so_far.technical.empty()) {
        so_far.technical = so_far.reason;
    }
    return so_far;
}

Verdict judgePicture(OpenFile const& file, PictureKind kind) {
    Verdict verdict;
    verdict.kind = "picture";
    verdict.container = verdict.codec = pictureName(kind);
    if (kind == PictureKind::gif) {
        return refused(verdict,
                       "GIF files are not shown; export it as PNG, or as MP4 if it moves.");
    }
    auto const picture = decodePicture(file);
    if (!picture) {
        return refused(verdict, picture.error().message);
    }
    auto const shown =
        shownSize({picture->frame->width, picture->frame->height}, 1, 1, picture->orientation);
    verdict.width = shown.width;
    verdict.height = shown.height;
    verdict.accepted = true;
    return verdict;
}

/// Decodes a whole film strictly. Each step either goes on or leaves a refusal.
class FilmJudge {
public:
    Verdict judge(OpenFile file);

private:
    [[nodiscard]] bool open(OpenFile file);
    [[nodiscard]] bool sizeIsRight(AVFrame const* frame);
    [[nodiscard]] bool decodeAll();
    [[nodiscard]] bool take(AVPacket const& packet);
    /// Takes the frames that are ready; false after a refusal.
    [[nodiscard]] bool drain();
    [[nodiscard]] bool lengthIsRight();
    [[nodiscard]] bool refuse(std::string reason, std::string technical = {});
    [[nodiscard]] bool damagedHere(std::string const& technical);
    [[nodiscard]] std::int64_t micros(std::int64_t time) const {
        return av_rescale_q(time, demuxer_->video().time_base, kMicro);
    }

    Verdict verdict_;
    std::unique_ptr<Demuxer> demuxer_;
    std::optional<Decoder> decoder_;
    AvFramePtr frame_ = makeFrame();
    FilmMeasure measure_;
    std::int64_t packetsEnd_ = 0;  // of all tracks, microseconds
    std::int64_t videoPackets_ = 0;
};

bool FilmJudge::refuse(std::string reason, std::string technical) {
    verdict_ = refused(std::move(verdict_), std::move(reason), std::move(technical));
    return false;
}

bool FilmJudge::damagedHere(std::string const& technical) {
    auto const detail = lastFfmpegError();
    return refuse("The film is damaged at " + clockText(measure_.shownSoFar()) +
                      " (minutes:seconds); copy or export it again.",
                  detail.empty() ? technical : technical + ": " + detail);
}

Verdict FilmJudge::judge(OpenFile file) {
    if (open(std::move(file)) && sizeIsRight(nullptr) && decodeAll() && lengthIsRight()) {
        auto const& video = demuxer_->video();
        auto const declared =
            video.avg_frame_rate.num > 0 ? video.avg_frame_rate : video.r_frame_rate;
        auto const rate = measure_.rate(declared);
        verdict_.rateNum = rate.num;
        verdict_.rateDen = rate.den;
        verdict_.frames = measure_.frames();
        verdict_.durationMs = (measure_.duration(rate) + 500) / 1000;
        verdict_.accepted = true;
    }
    return verdict_;
}

bool FilmJudge::open(OpenFile file) {
    forgetFfmpegErrors();
    auto demuxer = Demuxer::open(std::move(file), {}, Demuxer::Tracks::all);
    if (!demuxer) {
        return refuse(demuxer.error().message);
    }
    demuxer_ = std::move(*demuxer);
    verdict_.kind = "film";
    auto const& video = demuxer_->video();
    verdict_.container = demuxer_->format().iformat->name;
    verdict_.codec = avcodec_get_name(video.codecpar->codec_id);
    verdict_.sound = demuxer_->hasSound();
    auto decoder = Decoder::open(video, Decoder::Mode::strict);
    if (!decoder) {
        return refuse(decoder.error().message);
    }
    decoder_.emplace(std::move(*decoder));
    if (demuxer_->format().duration > kLongest) {
        return refuse("The film is longer than 4 hours; cut it into shorter films.");
    }
    return true;
}

bool FilmJudge::sizeIsRight(AVFrame const* frame) {
    auto const& video = demuxer_->video();
    Size const stored{frame != nullptr ? frame->width : video.codecpar->width,
                      frame != nullptr ? frame->height : video.codecpar->height};
    auto aspect = frame != nullptr ? pixelAspect(video, *frame) : AVRational{1, 1};
    auto const shown = shownSize(stored, aspect.num, aspect.den, orientationOf(video));
    if (std::max({stored.width, stored.height, shown.width, shown.height}) > kLargestSide) {
        return refuse("The film is larger than 8192 pixels on a side; export it smaller.");
    }
    if (frame != nullptr) {
        verdict_.width = shown.width;
        verdict_.height = shown.height;
    }
    return true;
}

bool FilmJudge::decodeAll() {
    auto packet = makePacket();
    while (true) {
        auto const read = demuxer_->read(*packet);
        if (!read) {
            return damagedHere("reading packet " + std::to_string(videoPackets_) + ": " +
                               read.error().message);
        }
        if (!*read) {
            break;
        }
        if (!take(*packet)) {
            return false;
        }
    }
    if (!decoder_->send(nullptr)) {
        return damagedHere(decoder_->error());
    }
    return drain();
}

bool FilmJudge::take(AVPacket const& packet) {
    auto const& format = demuxer_->format();
    auto const& stream = *format.streams[packet.stream_index];
    auto const start = packet.pts != kNoTime ? packet.pts : packet.dts;
    if (start != kNoTime) {
        packetsEnd_ =
            std::max(packetsEnd_, av_rescale_q(start + packet.duration, stream.time_base, kMicro));
    }
    if (packet.stream_index != demuxer_->video().index) {
        return true;
    }
    ++videoPackets_;
    if ((packet.flags & AV_PKT_FLAG_CORRUPT) != 0) {
        return damagedHere("packet " + std::to_string(videoPackets_) + " is corrupt");
    }
    if (!decoder_->send(&packet)) {
        return damagedHere("packet " + std::to_string(videoPackets_) + ": " + decoder_->error());
    }
    return drain();
}

bool FilmJudge::drain() {
    while (true) {
        auto const state = decoder_->receive(*frame_);
        if (state == Decoder::State::failed) {
            return damagedHere("frame " + std::to_string(measure_.frames()) + ": " +
                               decoder_->error());
        }
        if (state != Decoder::State::frame) {
            return true;
        }
        if ((frame_->flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame_->decode_error_flags != 0) {
            return damagedHere("frame " + std::to_string(measure_.frames()) + " is corrupt");
        }
        if (measure_.frames() == 0 && !sizeIsRight(frame_.get())) {
            return false;
        }
        auto const duration = micros(frame_->pkt_duration);
        auto const time = frame_->best_effort_timestamp != kNoTime
                              ? micros(frame_->best_effort_timestamp)
                              : measure_.last() + duration;
        measure_.add(time, duration);
        if (measure_.shownSoFar() > kLongest) {
            return refuse("The film is longer than 4 hours; cut it into shorter films.");
        }
    }
}

bool FilmJudge::lengthIsRight() {
    if (measure_.frames() == 0 || measure_.duration() <= 0) {
        return refuse("The film holds no picture that can be shown; export it again.",
                      "no frame was decoded");
    }
    auto const& format = demuxer_->format();
    auto const& video = demuxer_->video();
    auto const shortBy = [](std::int64_t declared, std::int64_t found) {
        return declared - found > std::max<std::int64_t>(500'000, declared / 50);
    };
    auto const cutOff = [this](std::int64_t declared, std::int64_t found) {
        return refuse("The film is cut off: it should last " + clockText(declared) +
                          " (minutes:seconds) but ends at " + clockText(found) +
                          "; copy or export it again.",
                      "container says " + std::to_string(declared / 1000) + " ms, decoded " +
                          std::to_string(found / 1000) + " ms");
    };
    if (format.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE ||
        format.duration == kNoTime) {
        return true;
    }
    auto const begin = format.start_time == kNoTime ? 0 : format.start_time;
    if (auto const end = packetsEnd_ - begin; shortBy(format.duration, end)) {
        return cutOff(format.duration, end);
    }
    // Sound may go on to the end while the pictures are missing, and AVI takes its length from what
    // is there: a table of samples tells how many there should be. Only if they also make the film
    // shorter: edited films leave samples out on purpose.
    auto const missing = video.nb_frames - videoPackets_;
    bool const avi = std::string_view(format.iformat->name) == "avi";
    auto const declared =
        avi && video.avg_frame_rate.num > 0
            ? av_rescale_q(video.nb_frames, av_inv_q(video.avg_frame_rate), kMicro)
            : format.duration;
    if (missing > std::max<std::int64_t>(1, video.nb_frames / 50) &&
        shortBy(declared, measure_.duration())) {
        return cutOff(declared, measure_.duration());
    }
    return true;
}

Verdict judge(OpenFile file) {
    collectFfmpegLog();
    forgetFfmpegErrors();
    try {
        if (file.size() < 0) {
            return refused({}, "The size of the file is not known; copy it to a local disk.");
        }
        if (file.size() == 0) {
            return refused({}, "The file is empty (0 bytes); copy or export it again.");
        }
        constexpr std::size_t kHead = 64;
        auto const head = readBytes(file, kHead);
        if (!head) {
            return refused({}, head.error().message);
        }
        if (auto const kind = pictureKind(*head); kind != PictureKind::none) {
            return judgePicture(file, kind);
        }
        return FilmJudge().judge(std::move(file));
    } catch (std::bad_alloc const&) {
        return refused({}, "The file needs more memory than allowed; export it smaller.",
                       "out of memory");
    } catch (std::runtime_error const& error) {
        return refused({}, "The file cannot be decoded; export it again.", error.what());
    }
}

}  // namespace

Verdict probe(std::filesystem::path const& file) {
    auto opened = openForReading(file);
    if (!opened) {
        return refused({}, opened.error().message);
    }
    return judge(std::move(*opened));
}

Verdict probeOpened(int descriptor) {
    return judge(OpenFile(descriptor));
}

}  // namespace tocsin::media
