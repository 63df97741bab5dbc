// SPDX-License-Identifier: Apache-2.0
// Packets wait in a bounded queue until their pictures are due: a jitter buffer that costs little
// memory, because nothing in it is decoded.
#include "tocsin/media/live_stream.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "converter.hpp"
#include "decoder.hpp"
#include "live_input.hpp"

namespace tocsin::media {
namespace {

using namespace detail;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr milliseconds kBeat{200};  // while nothing comes
constexpr std::size_t kMostQueuedBytes = std::size_t{8} << 20;
constexpr std::size_t kMostQueuedPackets = 2'000;
/// So much more than its latency a stream may lie behind before it skips ahead.
constexpr microseconds kAhead{300'000};
/// Pictures that come so late all the time are held back anew.
constexpr microseconds kLate{1'000'000};
/// Timestamps that jump farther than this begin a new reckoning.
constexpr microseconds kJump{3'000'000};
constexpr int kErrorsInARow = 500;

/// Packets between the reading thread and the decoding one.
class PacketQueue {
public:
    /// False: the queue is closed. A full queue blocks, or loses its oldest packets if `drop`.
    bool push(AvPacketPtr packet, bool drop) {
        std::unique_lock lock(mutex_);
        auto const full = [&] {
            return bytes_ > kMostQueuedBytes || packets_.size() >= kMostQueuedPackets;
        };
        while (drop && full() && !packets_.empty()) {
            takeFront();
            lost_ = true;
        }
        changed_.wait(lock, [&] { return closed_ || !full(); });
        if (closed_) {
            return false;
        }
        bytes_ += static_cast<std::size_t>(packet->size);
        packets_.push_back(std::move(packet));
        lock.unlock();
        changed_.notify_all();
        return true;
    }
    /// No more will come, because of this; what is here can still be taken.
    void end(Error why) {
        {
            std::lock_guard const lock(mutex_);
            end_ = std::move(why);
        }
        changed_.notify_all();
    }
    void close() {
        {
            std::lock_guard const lock(mutex_);
            closed_ = true;
        }
        changed_.notify_all();
    }
    struct Taken {
        AvPacketPtr packet;        ///< null: none came in time
        bool lost = false;         ///< packets before it were lost
        std::optional<Error> end;  ///< there are no more
    };
    Taken take(milliseconds patience) {
        Taken out;
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, patience, [&] { return !packets_.empty() || end_; });
            if (!packets_.empty()) {
                out.packet = takeFront();
                out.lost = std::exchange(lost_, false);
            } else {
                out.end = end_;
            }
        }
        changed_.notify_all();
        return out;
    }
    /// Decoding time of the newest packet in stream time.
    [[nodiscard]] std::int64_t newest() {
        std::lock_guard const lock(mutex_);
        return packets_.empty() ? kNoTime : packets_.back()->dts;
    }

private:
    AvPacketPtr takeFront() {
        auto packet = std::move(packets_.front());
        packets_.pop_front();
        bytes_ -= static_cast<std::size_t>(packet->size);
        return packet;
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<AvPacketPtr> packets_;
    std::size_t bytes_ = 0;
    std::optional<Error> end_;
    bool closed_ = false, lost_ = false;
};

microseconds intervalOf(AVStream const& video) {
    auto const rate = video.avg_frame_rate;
    return rate.num > 0 && rate.den > 0 ? microseconds(av_rescale_q(1, av_inv_q(rate), kMicro))
                                        : microseconds(0);
}

class FfmpegLiveStream final : public LiveStream {
public:
    FfmpegLiveStream(std::unique_ptr<LiveInput> input, Decoder decoder, LiveOptions options,
                     microseconds latency)
        : input_(std::move(input)),
          decoder_(std::move(decoder)),
          converter_(options.canvas),
          orientation_(orientationOf(input_->video())),
          timeBase_(input_->video().time_base),
          interval_(intervalOf(input_->video())),
          pushed_(input_->pushed()),
          latency_(latency),
          alive_(std::move(options.alive)),
          clock_(options.clock),
          reader_([this] { readAll(); }) {}
    ~FfmpegLiveStream() override {
        input_->interrupt();
        queue_.close();
        reader_.join();
    }

    Result<FramePtr> next() override;
    [[nodiscard]] microseconds interval() const override { return interval_; }

private:
    void readAll();
    [[nodiscard]] Result<> decodeOne();
    [[nodiscard]] Result<> feed();
    /// When the decoded frame is due; reckons anew where the timestamps begin or jump.
    [[nodiscard]] PaceClock::Time dueOf(AVFrame const& frame);
    [[nodiscard]] microseconds timeOf(std::int64_t stamp) const {
        return microseconds(av_rescale_q(stamp, timeBase_, kMicro));
    }
    void waitUntil(PaceClock::Time due);

    std::unique_ptr<LiveInput> input_;
    Decoder decoder_;
    Converter converter_;
    Orientation orientation_;
    // Of the stream; the reading thread has it now.
    AVRational const timeBase_;
    microseconds const interval_;
    bool const pushed_;
    microseconds const latency_;
    std::function<void()> alive_;
    PaceClock& clock_;
    PacketQueue queue_;

    AvFramePtr frame_ = makeFrame();
    std::optional<PaceClock::Time> anchor_;  // when stream time 0 is due
    std::optional<microseconds> last_;       // stream time of the last decoded frame
    bool awaitKey_ = true;

    std::thread reader_;
};

void FfmpegLiveStream::readAll() {
    for (;;) {
        auto packet = makePacket();
        if (auto const got = input_->read(*packet); !got) {
            queue_.end(got.error());
            return;
        }
        if (!queue_.push(std::move(packet), input_->pushed())) {
            return;
        }
    }
}

Result<> FfmpegLiveStream::feed() {
    for (;;) {
        alive_();
        auto taken = queue_.take(kBeat);
        if (taken.end) {
            return *taken.end;
        }
        if (!taken.packet) {
            continue;
        }
        bool const key = (taken.packet->flags & AV_PKT_FLAG_KEY) != 0;
        awaitKey_ = (awaitKey_ || taken.lost) && !key;
        // A packet that the decoder refuses is damage on the way: the next ones may be whole.
        if (!awaitKey_ && decoder_.send(taken.packet.get())) {
            return {};
        }
    }
}

Result<> FfmpegLiveStream::decodeOne() {
    for (int errors = 0; errors < kErrorsInARow;) {
        switch (decoder_.receive(*frame_)) {
            case Decoder::State::frame:
                if ((frame_->flags & AV_FRAME_FLAG_CORRUPT) == 0) {
                    return {};
                }
                ++errors;
                continue;
            case Decoder::State::ended:
                return Error{Errc::unavailable, "the source ended"};
            case Decoder::State::failed:
                ++errors;
                [[fallthrough]];
            case Decoder::State::needsPacket:
                if (auto fed = feed(); !fed) {
                    return fed;
                }
        }
    }
    return Error{Errc::damaged, "what comes cannot be decoded"};
}

PaceClock::Time FfmpegLiveStream::dueOf(AVFrame const& frame) {
    auto const now = clock_.now();
    auto const stamp = frame.best_effort_timestamp;
    if (stamp == kNoTime) {
        return now;
    }
    auto const at = timeOf(stamp);
    bool const jumped = last_ && (at < *last_ - kJump || at > *last_ + kJump);
    last_ = at;
    if (!anchor_ || jumped) {
        anchor_ = now + latency_ - at;
        return now;  // the first picture is wanted at once; the ones after it wait
    }
    auto const newest = queue_.newest();
    auto const waiting = newest == kNoTime ? microseconds(0) : timeOf(newest) - at;
    if (pushed_ && waiting > latency_ + kAhead) {
        // What the source sent before we listened, or faster than its own time, would keep us
        // behind for ever: what is too old is left out.
        anchor_ = now + latency_ - timeOf(newest);
    } else if (*anchor_ + at < now - kLate && (!pushed_ || waiting < latency_)) {
        // So late for good: the source paused. It is held back by its latency again.
        anchor_ = now + latency_ - at;
    }
    return *anchor_ + at;
}

void FfmpegLiveStream::waitUntil(PaceClock::Time due) {
    for (auto now = clock_.now(); now < due; now = clock_.now()) {
        alive_();
        clock_.sleepFor(std::min<std::chrono::nanoseconds>(due - now, kBeat));
    }
}

Result<FramePtr> FfmpegLiveStream::next() {
    for (;;) {
        if (auto decoded = decodeOne(); !decoded) {
            return decoded.error();
        }
        auto const due = dueOf(*frame_);
        auto const late = std::max<microseconds>(interval_, milliseconds(40));
        if (due < clock_.now() - late) {
            continue;
        }
        waitUntil(due);
        try {
            return converter_.convert(*frame_, pixelAspect(input_->video(), *frame_), orientation_);
        } catch (std::runtime_error const& error) {
            return Error{Errc::damaged, error.what()};
        }
    }
}

}  // namespace

Result<std::unique_ptr<LiveStream>> openLiveStream(StreamDescription const& description,
                                                   LiveOptions options) {
    auto input = LiveInput::open(description, LiveStream::kPatience, options.alive);
    if (!input) {
        return input.error();
    }
    auto decoder = Decoder::openLive((*input)->video());
    if (!decoder) {
        return decoder.error();
    }
    return std::unique_ptr<LiveStream>(std::make_unique<FfmpegLiveStream>(
        std::move(*input), std::move(*decoder), std::move(options),
        milliseconds(description.latencyMs)));
}

}  // namespace tocsin::media
