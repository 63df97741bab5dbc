// SPDX-License-Identifier: Apache-2.0
#include "film_judge.hpp"

#include <algorithm>
#include <optional>

#include "ffmpeg_log.hpp"
#include "film_measure.hpp"
#include "film_traits.hpp"
#include "packet_times.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kLargestSide = 8192;
constexpr std::int64_t kLongest = std::int64_t{4} * 3600 * 1'000'000;
char const* const kTooLong = "The film is longer than 4 hours; cut it into shorter films.";

// What the quick verdict decodes: about a second of one core, whatever the size of the pictures.
constexpr std::int64_t kPixelsAtBeginning = std::int64_t{1920} * 1080 * 25;
constexpr std::int64_t kFramesAtBeginning = 50;
constexpr int kPlaces = 4;
constexpr int kPacketsAtAPlace = 64;

/// Decodes a film strictly, all of it or some. Each step either goes on or leaves a refusal.
class FilmJudge {
public:
    explicit FilmJudge(Depth depth) : depth_(depth) {}
    Verdict judge(OpenFile file);

private:
    [[nodiscard]] bool open(OpenFile file);
    [[nodiscard]] bool sizeIsRight(AVFrame const* frame);
    [[nodiscard]] bool decodeAll();
    /// Every packet's time, but only some frames decoded.
    [[nodiscard]] bool sample();
    [[nodiscard]] bool readTimes(PacketTimes& times);
    [[nodiscard]] bool decodeBeginning();
    /// The key frame there can be decoded.
    [[nodiscard]] bool decodeAt(std::int64_t time);
    [[nodiscard]] bool take(AVPacket const& packet);
    void noteEnd(AVPacket const& packet);
    [[nodiscard]] bool isWhole(AVPacket const& packet);
    [[nodiscard]] bool notePicture();
    void conclude();
    /// Takes the frames that are ready; false after a refusal.
    [[nodiscard]] bool drain();
    [[nodiscard]] bool lengthIsRight();
    [[nodiscard]] bool refuse(std::string reason, std::string technical = {});
    [[nodiscard]] bool damagedHere(std::string const& technical);
    [[nodiscard]] bool unreadable(Error const& error);
    [[nodiscard]] std::int64_t micros(std::int64_t time) const {
        return av_rescale_q(time, demuxer_->video().time_base, kMicro);
    }

    Depth depth_;
    Verdict verdict_;
    std::unique_ptr<Demuxer> demuxer_;
    std::optional<Decoder> decoder_;
    AvFramePtr frame_ = makeFrame();
    AvFramePtr first_;
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

bool FilmJudge::unreadable(Error const& error) {
    return error.code == Errc::damaged
               ? damagedHere("reading packet " + std::to_string(videoPackets_) + ": " +
                             error.message)
               : refuse(error.message);
}

Verdict FilmJudge::judge(OpenFile file) {
    bool const whole = depth_ == Depth::whole;
    if (open(std::move(file)) && sizeIsRight(nullptr) && (whole ? decodeAll() : sample()) &&
        lengthIsRight()) {
        conclude();
    }
    return verdict_;
}

void FilmJudge::conclude() {
    auto const rate = measure_.rate(demuxer_->declaredRate());
    auto const bytes = avio_size(demuxer_->format().pb);
    verdict_.rateNum = rate.num;
    verdict_.rateDen = rate.den;
    verdict_.frames = measure_.frames();
    verdict_.durationMs = (measure_.duration(rate) + 500) / 1000;
    verdict_.bitRate = verdict_.durationMs > 0 ? av_rescale(bytes, 8'000, verdict_.durationMs) : 0;
    // Uneven films lose frames that come faster than their average; of a GIF, which is made of few
    // and each meant to be seen, none is lost.
    bool const variable = measure_.variable();
    auto const house =
        houseRate(variable && demuxer_->timesEachFrame() ? measure_.fastest() : rate, variable);
    verdict_.houseRateNum = house.num;
    verdict_.houseRateDen = house.den;
    verdict_.whole = depth_ == Depth::whole;
    judgeNeeds(*demuxer_, *first_, variable, verdict_);
    verdict_.accepted = true;
}

bool FilmJudge::open(OpenFile file) {
    forgetFfmpegErrors();
    auto demuxer = Demuxer::open(std::move(file), {}, Demuxer::Tracks::all, Allowed::fromOutside);
    if (!demuxer) {
        return refuse(demuxer.error().message);
    }
    demuxer_ = std::move(*demuxer);
    describeStream(*demuxer_, verdict_);
    measure_.believeLastDuration(demuxer_->timesEachFrame());
    auto decoder = Decoder::openForeign(demuxer_->video(), Decoder::Mode::strict);
    if (!decoder) {
        return refuse(decoder.error().message);
    }
    decoder_.emplace(std::move(*decoder));
    if (demuxer_->format().duration > kLongest) {
        return refuse(kTooLong);
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
            return unreadable(read.error());
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

void FilmJudge::noteEnd(AVPacket const& packet) {
    auto const& stream = *demuxer_->format().streams[packet.stream_index];
    auto const start = packet.pts != kNoTime ? packet.pts : packet.dts;
    if (start != kNoTime) {
        packetsEnd_ =
            std::max(packetsEnd_, av_rescale_q(start + packet.duration, stream.time_base, kMicro));
    }
}

bool FilmJudge::isWhole(AVPacket const& packet) {
    ++videoPackets_;
    return (packet.flags & AV_PKT_FLAG_CORRUPT) == 0 ||
           damagedHere("packet " + std::to_string(videoPackets_) + " is corrupt");
}

bool FilmJudge::take(AVPacket const& packet) {
    noteEnd(packet);
    if (packet.stream_index != demuxer_->video().index) {
        return true;
    }
    if (!isWhole(packet)) {
        return false;
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
        if (!notePicture()) {
            return false;
        }
        auto const duration = micros(frame_->pkt_duration);
        auto const time = frame_->best_effort_timestamp != kNoTime
                              ? micros(frame_->best_effort_timestamp)
                              : measure_.last() + duration;
        measure_.add(time, duration);
        if (measure_.shownSoFar() > kLongest) {
            return refuse(kTooLong);
        }
    }
}

bool FilmJudge::notePicture() {
    describeFrame(*frame_, verdict_);
    if (first_ != nullptr) {
        return true;
    }
    first_ = checkMade(AvFramePtr(av_frame_clone(frame_.get())), "av_frame_clone");
    return sizeIsRight(frame_.get());
}

bool FilmJudge::sample() {
    // What the beginning shows is not the length: that comes from the packets.
    PacketTimes times;
    if (!decodeBeginning() || !readTimes(times)) {
        return false;
    }
    measure_ = times.measure(demuxer_->video().avg_frame_rate, verdict_.container == "mpeg");
    measure_.believeLastDuration(demuxer_->timesEachFrame());
    if (measure_.shownSoFar() > kLongest) {
        return refuse(kTooLong);
    }
    for (int part = 1; part <= kPlaces; ++part) {
        auto const time = measure_.first() + measure_.shownSoFar() * part / kPlaces;
        if (measure_.frames() > kPlaces && !decodeAt(time)) {
            return false;
        }
    }
    return true;
}

bool FilmJudge::decodeBeginning() {
    auto const& parameters = *demuxer_->video().codecpar;
    auto const pixels =
        std::max<std::int64_t>(std::int64_t{parameters.width} * parameters.height, 1);
    auto const enough =
        std::clamp<std::int64_t>(kPixelsAtBeginning / pixels, 1, kFramesAtBeginning);
    auto packet = makePacket();
    while (measure_.frames() < enough) {
        auto const read = demuxer_->read(*packet);
        if (!read) {
            return unreadable(read.error());
        }
        if (!*read) {
            // A film this short was decoded whole.
            return (decoder_->send(nullptr) || damagedHere(decoder_->error())) && drain();
        }
        if (!take(*packet)) {
            return false;
        }
    }
    return true;
}

bool FilmJudge::readTimes(PacketTimes& times) {
    if (!demuxer_->rewind()) {
        return damagedHere("the file cannot be read from its beginning again");
    }
    packetsEnd_ = videoPackets_ = 0;
    auto packet = makePacket();
    while (true) {
        auto const read = demuxer_->read(*packet);
        if (!read) {
            return unreadable(read.error());
        }
        if (!*read) {
            return true;
        }
        noteEnd(*packet);
        if (packet->stream_index == demuxer_->video().index) {
            if (!isWhole(*packet)) {
                return false;
            }
            times.add(*packet, demuxer_->video());
        }
    }
}

bool FilmJudge::decodeAt(std::int64_t time) {
    auto const& video = demuxer_->video();
    if (!demuxer_->seek(av_rescale_q(time, kMicro, video.time_base))) {
        return true;  // a file without an index: only the whole check gets there
    }
    // What a key frame's neighbours before it refer to is missing here: errors alone are no damage.
    auto decoder = Decoder::openForeign(video, Decoder::Mode::lenient);
    if (!decoder) {
        return refuse(decoder.error().message);
    }
    auto packet = makePacket();
    bool key = false;
    for (int tried = 0; tried < kPacketsAtAPlace;) {
        auto const read = demuxer_->read(*packet);
        bool const ended = !read || !*read;
        if (!ended && packet->stream_index != video.index) {
            continue;
        }
        ++tried;
        key = key || (!ended && (packet->flags & AV_PKT_FLAG_KEY) != 0);
        (void)decoder->send(ended ? nullptr : packet.get());
        if (decoder->receive(*frame_) == Decoder::State::frame) {
            return notePicture();
        }
        if (ended) {
            break;
        }
    }
    if (!key) {
        return true;  // files without an index are entered between key frames
    }
    return refuse("The film is damaged at " + clockText(time - measure_.first()) +
                      " (minutes:seconds); copy or export it again.",
                  "no frame can be decoded from the key frame there: " + lastFfmpegError());
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

}  // namespace

Verdict judgeFilm(OpenFile file, Depth depth) {
    return FilmJudge(depth).judge(std::move(file));
}

Verdict refused(Verdict so_far, std::string reason, std::string technical) {
    so_far.accepted = false;
    so_far.reason = std::move(reason);
    so_far.technical = technical.empty() ? lastFfmpegError() : std::move(technical);
    if (so_far.technical.empty()) {
        so_far.technical = so_far.reason;
    }
    return so_far;
}

Verdict refused(Verdict so_far, Error const& error) {
    auto const end = error.message.find(". (");
    if (end == std::string::npos) {
        return refused(std::move(so_far), error.message);
    }
    return refused(std::move(so_far), error.message.substr(0, end + 1),
                   error.message.substr(end + 3, error.message.size() - end - 4));
}

}  // namespace tocsin::media::detail
