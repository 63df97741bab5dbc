// SPDX-License-Identifier: Apache-2.0
// The evidence camera: takes frames as the sinks got them, on request and by the sampling rule,
// makes signed JPEG files of them on a thread of its own, and keeps those until they are delivered.
#pragma once

#include <spdlog/logger.h>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "engine/findings.hpp"
#include "evidence/picture_box.hpp"
#include "evidence/sampler.hpp"
#include "stage/witness.hpp"
#include "timing/fleet_clock.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::player {

/// The tick thread hands over at most one frame at a time, a shared pointer without a copy, and
/// never waits: while that is worked on, or the lock is taken, it tries again with the next frame.
/// What the link calls is thread-safe.
class EvidenceCamera final : public Witness {
public:
    /// More requests than this are refused until one is answered.
    static constexpr std::size_t kMostRequests = 4;

    struct Parts {
        std::filesystem::path folder;  ///< of the pictures and of what was sampled
        messages::KeyPair const& key;
        FleetClock const& fleet;
        TickGrid grid;
        PictureBox::Space space;
        spdlog::logger& log;
        Findings& findings;
        PictureBox::Limits limits = {};
    };
    /// Of what there are pictures.
    struct Sampled {
        std::vector<SampleKey> plays;
        std::vector<WarningKey> warnings;
    };
    /// Errc as of the file system.
    [[nodiscard]] static Result<std::unique_ptr<EvidenceCamera>> open(Parts parts);
    ~EvidenceCamera() override;
    /// Finishes the picture in hand and ends the thread. The tick thread is over by then.
    void stop();

    // ---- tick thread
    void sees(media::FramePtr const& frame, Sight const& sight) noexcept override;
    void ended(Cue const& cue, PlayEnd const& end) noexcept override;

    // ---- any thread
    /// This player drives that screen; without one no picture is taken.
    void bindTo(ScreenId const& screen);
    /// Takes a picture at the next tick. The reason for a refusal comes as an error at once, or
    /// later by refusal().
    [[nodiscard]] Result<> request(std::string const& id);
    struct Refused {
        std::string request, why;
    };
    [[nodiscard]] std::optional<Refused> refusal();
    [[nodiscard]] std::optional<PictureBox::Kept> next() { return box_->next(); }
    [[nodiscard]] std::vector<std::string> names() const { return box_->names(); }
    [[nodiscard]] std::optional<messages::EvidencePicture> picture(std::string const& name) const {
        return box_->picture(name);
    }
    void delivered(std::string const& name) { box_->remove(name); }
    [[nodiscard]] std::size_t waiting() const { return box_->size(); }
    /// Called when there is a picture or a refusal; must not block, nor call back. An empty
    /// function: nobody.
    void onNews(std::function<void()> listener);

private:
    /// A frame on its way to being a file.
    struct Exposure {
        media::FramePtr frame;
        messages::EvidenceFacts facts;
    };
    /// What became of a frame that the sampling rule wanted.
    struct Outcome {
        messages::EvidenceCause cause;
        bool kept = false;
    };
    EvidenceCamera(Parts parts, std::unique_ptr<PictureBox> box, Sampled const& sampled);
    [[nodiscard]] messages::EvidenceFacts factsOf(media::Frame const& frame, Sight const& sight,
                                                  messages::EvidenceCause cause);
    void run(std::stop_token stop);
    void develop(Exposure exposure);
    [[nodiscard]] Result<std::size_t> keep(Exposure const& exposure);
    void remember(Sampled const& sampled);
    void tell();
    void settle(messages::EvidenceFacts const& facts, Result<std::size_t> const& kept);
    /// With the lock held, on the tick thread: the sampler learns what became of the last frame.
    /// True: there was news.
    bool takeOutcome();
    /// With the lock held: hands over what has been sampled since.
    void noteSampled();

    Parts const parts_;
    std::unique_ptr<PictureBox> box_;
    Sampler sampler_;                    ///< tick thread
    bool sampledAnew_ = false;           ///< tick thread; not handed over yet
    std::counting_semaphore<> wake_{0};  ///< something was handed over
    std::atomic<std::size_t> asked_{0};  ///< requests_.size()
    std::atomic<bool> settled_{false};   ///< there is an outcome_

    std::mutex mutex_;   ///< guards what follows
    bool busy_ = false;  ///< an exposure waits or is worked on
    std::optional<Exposure> exposure_;
    std::optional<Outcome> outcome_;  ///< of the last one, for the sampler
    std::optional<Sampled> sampled_;  ///< to be written down
    ScreenId screen_;
    std::deque<std::string> requests_;
    std::deque<Refused> refused_;
    std::function<void()> listener_;

    std::jthread thread_;
};

}  // namespace tocsin::player
