// SPDX-License-Identifier: Apache-2.0
// Decoding ahead, skipping what the stage has passed.
#include "stage/item_thread.hpp"

#include <algorithm>

#include "engine/thread_rights.hpp"
#include "journal/crash_notes.hpp"

namespace tocsin::player {

ItemThread::ItemThread(Cue cue, OpenSource open, session::Clock& clock, std::int64_t firstTick,
                       std::int64_t fromTick, std::int64_t endTick)
    : cue_(std::move(cue)),
      open_(std::move(open)),
      clock_(clock),
      firstTick_(firstTick),
      endTick_(endTick),
      wanted_(std::max(firstTick, fromTick)),
      taken_(fromTick > firstTick),
      thread_([this](std::stop_token stop) { run(stop); }) {}

ItemThread::~ItemThread() {
    thread_.request_stop();
    thread_.join();
}

void ItemThread::fail(Error error) {
    {
        std::lock_guard const lock(mutex_);
        failure_ = std::move(error);
    }
    ready_.notify_all();
}

void ItemThread::run(std::stop_token stop) {
    takeDecoderPriority();
    CrashStack const stack;
    CrashScope const scope(cue_.content.rendition);
    try {
        auto source = open_(cue_, stop);
        if (!source) {
            fail(source.error());
            return;
        }
        produce(**source, stop);
    } catch (std::exception const& error) {
        fail({Errc::internal, error.what()});
    }
}

void ItemThread::produce(ItemSource& source, std::stop_token const& stop) {
    std::int64_t next = firstTick_;
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            bool const room = room_.wait(
                lock, stop, [&] { return queue_.size() < (taken_ ? kAhead : kAheadWaiting); });
            // What the stage has passed is not worth converting.
            next = std::max(next, wanted_);
            if (!room || next >= endTick_) {
                return;
            }
        }
        auto picture = source.pictureForTick(next - firstTick_);
        if (!picture) {
            if (picture.error().code != Errc::cancelled) {
                fail(picture.error());
            }
            return;
        }
        {
            std::lock_guard const lock(mutex_);
            if (source.still()) {
                still_ = std::move(*picture);
            } else {
                queue_.push_back({next, std::move(*picture)});
            }
        }
        ready_.notify_all();
        if (source.still()) {
            return;
        }
        ++next;
    }
}

Item::Taken ItemThread::take(std::int64_t tick, std::chrono::nanoseconds patience) {
    media::DecodedPtr picture;
    bool late = false;
    {
        std::unique_lock lock(mutex_);
        wanted_ = tick;
        taken_ = true;
        auto const discard = [&] {
            while (!queue_.empty() && queue_.front().tick < tick) {
                picture = std::move(queue_.front().picture);
                late = true;
                queue_.pop_front();
            }
        };
        discard();
        room_.notify_one();
        bool const ready = clock_.waitFor(lock, ready_, patience, [&] {
            return still_ || failure_ || (!queue_.empty() && queue_.back().tick >= tick);
        });
        wanted_ = tick + 1;
        discard();
        if (still_) {
            picture = still_;
            late = false;
        } else if (ready && !queue_.empty() && queue_.front().tick == tick) {
            picture = std::move(queue_.front().picture);
            late = false;
            queue_.pop_front();
        }
    }
    room_.notify_one();
    if (!picture) {
        return {};
    }
    CrashScope const scope(cue_.content.rendition);
    auto frame = picture->frame();
    if (!frame) {
        fail(frame.error());
        return {};
    }
    return {std::move(*frame), late};
}

bool ItemThread::ready() const {
    std::lock_guard const lock(mutex_);
    return still_ || !queue_.empty();
}

bool ItemThread::readyAfterAll() {
    std::unique_lock lock(mutex_);
    auto const ready = [&] { return still_ || !queue_.empty(); };
    clock_.waitFor(lock, ready_, std::chrono::nanoseconds(1),
                   [&] { return failure_.has_value() || ready(); });
    return ready();
}

std::optional<Error> ItemThread::failure() const {
    std::lock_guard const lock(mutex_);
    return failure_;
}

}  // namespace tocsin::player
