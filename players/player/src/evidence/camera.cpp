// SPDX-License-Identifier: Apache-2.0
#include "evidence/camera.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

#include "engine/files.hpp"
#include "tocsin/media/jpeg.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

using messages::EvidenceCause;
using messages::EvidenceFacts;

constexpr char kFinding[] = "evidence";
/// Half as much as a message may carry, so that slow lines deliver it within their deadline.
constexpr std::size_t kMostJpegBytes = 350'000;
constexpr int kMostWidth = 1280;
/// Plays go before pictures where there is not enough processor time for both.
constexpr int kNice = 10;

std::string_view showingOf(Witness::Sight const& sight) {
    if (sight.notice) {
        return "notice";
    }
    if (sight.warning) {
        return "warning";
    }
    switch (sight.cue.kind) {
        case Cue::Kind::play:
            return "play";
        case Cue::Kind::fallback:
            return "fallback";
        default:
            return "dark";
    }
}

EvidenceCamera::Sampled readSampled(std::filesystem::path const& file) {
    EvidenceCamera::Sampled out;
    auto const text = files::read(file);
    std::string_view rest = text ? std::string_view(*text) : std::string_view();
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        auto const line = rest.substr(0, end);
        if (auto key = parseSampleKey(line)) {
            out.plays.push_back(std::move(*key));
        } else if (auto warning = parseWarningKey(line)) {
            out.warnings.push_back(std::move(*warning));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

}  // namespace

Result<std::unique_ptr<EvidenceCamera>> EvidenceCamera::open(Parts parts) {
    auto box = PictureBox::open(parts.folder, parts.limits, parts.space);
    if (!box) {
        return box.error();
    }
    auto const sampled = readSampled(parts.folder / "sampled");
    return std::unique_ptr<EvidenceCamera>(
        new EvidenceCamera(std::move(parts), std::move(*box), sampled));
}

EvidenceCamera::EvidenceCamera(Parts parts, std::unique_ptr<PictureBox> box, Sampled const& sampled)
    : parts_(std::move(parts)),
      box_(std::move(box)),
      sampler_(parts_.grid, sampled.plays, sampled.warnings),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

EvidenceCamera::~EvidenceCamera() {
    stop();
}

void EvidenceCamera::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        wake_.release();
        thread_.join();
        std::lock_guard const lock(mutex_);
        (void)takeOutcome();
        if (std::exchange(sampledAnew_, false)) {
            remember({sampler_.done(), sampler_.warned()});
        }
    }
}

void EvidenceCamera::bindTo(ScreenId const& screen) {
    std::lock_guard const lock(mutex_);
    screen_ = screen;
}

void EvidenceCamera::onNews(std::function<void()> listener) {
    std::lock_guard const lock(mutex_);
    listener_ = std::move(listener);
}

Result<> EvidenceCamera::request(std::string const& id) {
    std::lock_guard const lock(mutex_);
    if (requests_.size() >= kMostRequests) {
        return Error{Errc::exhausted, "this player has " + std::to_string(kMostRequests) +
                                          " requests for a picture that are not answered yet"};
    }
    requests_.push_back(id);
    asked_ = requests_.size();
    return {};
}

std::optional<EvidenceCamera::Refused> EvidenceCamera::refusal() {
    std::lock_guard const lock(mutex_);
    if (refused_.empty()) {
        return std::nullopt;
    }
    auto out = std::move(refused_.front());
    refused_.pop_front();
    return out;
}

EvidenceFacts EvidenceCamera::factsOf(media::Frame const& frame, Sight const& sight,
                                      EvidenceCause cause) {
    auto const reading = parts_.fleet.reading();
    auto const rate = parts_.grid.rate();
    EvidenceFacts out;
    out.screen = screen_;
    out.at = sight.at;
    out.tick = sight.tick;
    out.fpsNum = static_cast<int>(rate.num);
    out.fpsDen = static_cast<int>(rate.den);
    out.cause = cause;
    out.showing = showingOf(sight);
    if (sight.own && !sight.notice) {
        auto const& cue = sight.cue;
        bool const planned = cue.kind == Cue::Kind::play;
        out.playId = planned ? messages::plannedPlayId(cue.timeline, cue.index) : Digest{};
        out.asset = cue.content.asset;
        out.assetName = cue.name;
        out.campaign = cue.campaign;
    }
    out.warning = sight.warningId;
    out.warningRevision = sight.warningRevision;
    out.width = frame.width;
    out.height = frame.height;
    out.clock = reading.state;
    out.uncertaintyMs = reading.uncertaintyMs;
    out.delivered = sight.delivered;
    out.fault = wordOf(sight.fault);
    return out;
}

void EvidenceCamera::sees(media::FramePtr const& frame, Sight const& sight) noexcept {
    try {
        auto sample = sampler_.wants(sight);
        if (!sample && !sampledAnew_ && !settled_ && asked_ == 0) {
            return;
        }
        // The other thread may be held up by any other program while it has the lock.
        std::unique_lock const lock(mutex_, std::try_to_lock);
        if (!lock) {
            return;
        }
        if (takeOutcome()) {
            sample.reset();  // asked again with the next frame
        }
        noteSampled();
        if (busy_ || screen_.str().empty() || (!sample && requests_.empty())) {
            return;
        }
        auto const cause = requests_.empty() ? *sample : EvidenceCause::request;
        Exposure exposure{frame, factsOf(*frame, sight, cause)};
        if (cause == EvidenceCause::request) {
            exposure.facts.request = requests_.front();
            requests_.pop_front();
            asked_ = requests_.size();
        } else {
            sampler_.taken(sight, cause);
        }
        exposure_ = std::move(exposure);
        busy_ = true;
        wake_.release();
    } catch (std::exception const& failure) {
        parts_.log.error("event=evidence-not-taken err=\"{}\"", failure.what());
    }
}

void EvidenceCamera::ended(Cue const& cue, PlayEnd const& end) noexcept {
    try {
        sampledAnew_ = sampler_.ended(cue, end).has_value() || sampledAnew_;
        if (std::unique_lock const lock(mutex_, std::try_to_lock); lock) {
            (void)takeOutcome();
            noteSampled();
        }
    } catch (std::exception const& failure) {
        parts_.log.error("event=evidence-not-noted err=\"{}\"", failure.what());
    }
}

bool EvidenceCamera::takeOutcome() {
    settled_ = false;
    auto const outcome = std::exchange(outcome_, std::nullopt);
    if (outcome && sampler_.settled(outcome->cause, outcome->kept)) {
        sampledAnew_ = true;
    }
    return outcome.has_value();
}

void EvidenceCamera::noteSampled() {
    if (std::exchange(sampledAnew_, false)) {
        sampled_ = Sampled{sampler_.done(), sampler_.warned()};
        wake_.release();
    }
}

void EvidenceCamera::run(std::stop_token stop) {
    // Without effect where it is not allowed, and none is needed then.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
    for (;;) {
        wake_.acquire();
        std::unique_lock lock(mutex_);
        auto exposure = std::exchange(exposure_, std::nullopt);
        auto const sampled = std::exchange(sampled_, std::nullopt);
        lock.unlock();
        if (exposure) {
            develop(std::move(*exposure));
        }
        if (sampled) {
            remember(*sampled);
        }
        if (!exposure && !sampled && stop.stop_requested()) {
            return;
        }
    }
}

void EvidenceCamera::develop(Exposure exposure) {
    auto const kept = keep(exposure);
    auto const& facts = exposure.facts;
    if (kept) {
        parts_.findings.clear(kFinding);
        parts_.log.info("event=evidence-taken cause={} at={} asset=\"{}\" dropped={}",
                        toString(facts.cause), formatInstant(facts.at), facts.assetName, *kept);
    } else {
        if (parts_.findings.set(kFinding, "no picture was kept: " + kept.error().message)) {
            parts_.log.error("event=evidence-not-kept err=\"{}\"", kept.error().message);
        }
    }
    settle(facts, kept);
    tell();
}

void EvidenceCamera::settle(EvidenceFacts const& facts, Result<std::size_t> const& kept) {
    std::lock_guard const lock(mutex_);
    busy_ = false;
    if (facts.cause != EvidenceCause::request) {
        outcome_ = Outcome{facts.cause, kept.has_value()};
        settled_ = true;
    } else if (!kept) {
        refused_.push_back({facts.request, kept.error().message});
    }
}

Result<std::size_t> EvidenceCamera::keep(Exposure const& exposure) {
    auto const& facts = exposure.facts;
    try {
        auto jpeg = media::encodeJpeg(*exposure.frame, {kMostWidth, kMostJpegBytes},
                                      messages::toJson(facts));
        if (!jpeg) {
            return jpeg.error();
        }
        messages::Evidence const evidence{facts, messages::sha256(*jpeg),
                                          static_cast<std::int64_t>(jpeg->size())};
        auto const envelope =
            messages::seal(parts_.key, messages::kEvidenceKind, messages::toJson(evidence));
        return box_->put({messages::toJson(envelope), std::move(*jpeg)}, facts.at,
                         facts.cause == EvidenceCause::request);
    } catch (std::exception const& failure) {
        return Error{Errc::internal, failure.what()};
    }
}

void EvidenceCamera::remember(Sampled const& sampled) {
    std::string text;
    for (auto const& key : sampled.plays) {
        text += toLine(key) + "\n";
    }
    for (auto const& key : sampled.warnings) {
        text += toLine(key) + "\n";
    }
    if (auto const written = files::replace(parts_.folder / "sampled", text); !written) {
        // Then it is only taken once more after a restart.
        parts_.log.warn("event=samples-not-noted err=\"{}\"", written.error().message);
    }
}

void EvidenceCamera::tell() {
    // Under the lock, so that nobody is told who has just been taken off.
    std::lock_guard const lock(mutex_);
    if (listener_) {
        listener_();
    }
}

}  // namespace tocsin::player
