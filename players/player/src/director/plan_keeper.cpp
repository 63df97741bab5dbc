// SPDX-License-Identifier: Apache-2.0
// From envelopes and files to plans.
#include "director/plan_keeper.hpp"

#include "engine/files.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

std::string findingOf(Digest const& timeline) {
    return "timeline " + timeline.hex();
}

}  // namespace

PlanKeeper::PlanKeeper(std::filesystem::path manifestFile, ContentCache const& cache,
                       spdlog::logger& log, Findings& findings, Publish publish,
                       Quarantine* quarantine)
    : file_(std::move(manifestFile)),
      cache_(cache),
      log_(log),
      findings_(findings),
      publish_(std::move(publish)),
      quarantine_(quarantine) {}

void PlanKeeper::trust(Trust const& trust) {
    std::unique_lock lock(mutex_);
    trust_ = trust;
    if (held_ && trust_.set.revokes(held_->key)) {
        auto const key = held_->key.fingerprint();
        findings_.set("manifest", "manifest " + toString(held_->manifest.version) +
                                      " was dropped: its key " + key + " was revoked");
        log_.warn("event=manifest-revoked version={} key={}", toString(held_->manifest.version),
                  key);
        drop(std::move(lock));
    }
}

void PlanKeeper::load(ScreenId const& screen) {
    auto const text = files::read(file_, messages::kMaxMessageBytes * 4);
    if (!text) {
        return;
    }
    std::unique_lock lock(mutex_);
    auto judged = judgeOffer(*text, {trust_, screen, std::nullopt, Instant::min(), true});
    if (!judged) {
        findings_.set("manifest", "the stored manifest is not usable: " + judged.error().message);
        log_.warn("event=manifest-unusable err=\"{}\"", judged.error().message);
        return;
    }
    held_ = std::move(*judged);
    log_.info("event=manifest-loaded version={}", toString(held_->manifest.version));
    rebuild(std::move(lock));
}

messages::ManifestReceipt PlanKeeper::offer(std::string const& envelope, ScreenId const& screen,
                                            Instant now) {
    std::unique_lock lock(mutex_);
    messages::ManifestReceipt receipt;
    auto const refuse = [&](std::string const& why) {
        receipt.reason = why.substr(0, 500);
        findings_.set("manifest", "manifest refused: " + why);
        log_.warn("event=manifest-refused version={} err=\"{}\"", toString(receipt.version), why);
        return receipt;
    };
    // The number is for the receipt only; nothing else is believed before the signature is checked.
    if (auto const parsed = messages::parseEnvelope(envelope)) {
        if (auto const manifest = messages::parseManifest(parsed->payload)) {
            receipt.version = manifest->version;
        }
    }
    auto judged = judgeOffer(envelope, {trust_, screen, held_, now});
    if (!judged) {
        return refuse(judged.error().message);
    }
    receipt.accepted = true;
    findings_.clear("manifest");
    if (held_ && held_->payload == judged->payload) {
        return receipt;
    }
    if (auto done = files::replace(file_, envelope); !done) {
        receipt.accepted = false;
        return refuse(done.error().message);
    }
    held_ = std::move(*judged);
    spareFiles_.clear();
    log_.info("event=manifest-accepted version={} spans={} assets={}",
              toString(held_->manifest.version), held_->manifest.spans.size(),
              held_->manifest.assets.size());
    rebuild(std::move(lock));
    return receipt;
}

Result<HeldManifest> PlanKeeper::judged(std::string const& envelope, Trust const& trust,
                                        ScreenId const& screen, Instant now) const {
    std::lock_guard const lock(mutex_);
    return judgeOffer(envelope, {trust, screen, held_, now});
}

void PlanKeeper::forget() {
    drop(std::unique_lock(mutex_));
}

void PlanKeeper::preload(std::vector<Plan::Want> files) {
    std::unique_lock lock(mutex_);
    spareFiles_ = std::move(files);
    rebuild(std::move(lock));
}

/// What a spare has loaded is wanted until the manifest of its screen says what is.
void PlanKeeper::bindTo(ScreenId const& screen) {
    std::unique_lock lock(mutex_);
    if (held_ && held_->manifest.screen != screen) {
        log_.warn("event=manifest-dropped screen={} bound={}", held_->manifest.screen.str(),
                  screen.str());
        drop(std::move(lock));
    }
}

void PlanKeeper::drop(std::unique_lock<std::mutex> lock) {
    held_.reset();
    std::error_code ec;
    std::filesystem::remove(file_, ec);
    rebuild(std::move(lock));
}

void PlanKeeper::refresh() {
    rebuild(std::unique_lock(mutex_));
}

void PlanKeeper::suspect(Digest const& rendition) {
    {
        // Who shows it and who checks the cache may suspect it at the same time.
        std::lock_guard const lock(examining_);
        auto const actual = messages::sha256File(cache_.path(rendition));
        if (actual && *actual == rendition) {
            return;
        }
        if (actual || actual.error().code != Errc::notFound) {
            log_.error("event=content-damaged digest={}", rendition.hex());
            cache_.drop(rendition);
            std::lock_guard const alone(mutex_);
            damaged_.insert(rendition);
        }
    }
    refresh();
}

std::size_t PlanKeeper::damagedFiles() const {
    std::lock_guard const lock(mutex_);
    return damaged_.size();
}

/// Said once: rebuild() meets the same file whenever content comes or goes.
void PlanKeeper::reportUnreadable(Digest const& timeline, std::string const& why) {
    log_.error("event=timeline-unreadable digest={} err=\"{}\"", timeline.hex(), why);
    findings_.set(findingOf(timeline),
                  "timeline " + timeline.hex().substr(0, 12) + " cannot be read: " + why);
}

/// What is known already, and what has come since. A file that cannot be read is remembered as
/// null for as long as it is named.
Plan::Timelines PlanKeeper::timelinesOf(messages::Manifest const& manifest) {
    Plan::Timelines out;
    for (auto const& span : manifest.spans) {
        if (auto const known = timelines_.find(span.timeline); known != timelines_.end()) {
            out.insert(*known);
            continue;
        }
        auto const bytes = files::read(cache_.path(span.timeline), 64 << 20);
        if (!bytes) {
            continue;
        }
        if (messages::sha256(*bytes) != span.timeline) {
            cache_.drop(span.timeline);
            continue;
        }
        auto timeline = playlists::decodeTimeline(*bytes);
        if (timeline) {
            out.emplace(span.timeline, std::make_shared<playlists::Timeline>(std::move(*timeline)));
        } else if (out.emplace(span.timeline, nullptr).second) {
            reportUnreadable(span.timeline, timeline.error().message);
        }
    }
    return out;
}

Plan::Barred PlanKeeper::barredOf(messages::Manifest const& manifest) const {
    if (quarantine_ == nullptr) {
        return {};
    }
    std::set<Digest> named;
    for (auto const& asset : manifest.assets) {
        named.insert(asset.content.rendition);
    }
    quarantine_->retain(named);
    return quarantine_->barred();
}

void PlanKeeper::rebuild(std::unique_lock<std::mutex> lock) {
    auto timelines = held_ ? timelinesOf(held_->manifest) : Plan::Timelines{};
    for (auto const& [digest, timeline] : timelines_) {
        if (!timeline && !timelines.contains(digest)) {
            findings_.clear(findingOf(digest));
        }
    }
    timelines_ = timelines;
    if (!held_) {
        std::set<Digest> present;
        for (auto const& file : spareFiles_) {
            if (cache_.has(file.digest, file.bytes)) {
                present.insert(file.digest);
            }
        }
        plan_ = std::make_shared<Plan>(spareFiles_, std::move(present));
    } else {
        std::set<Digest> present;
        for (auto const& asset : held_->manifest.assets) {
            if (cache_.has(asset.content.rendition, asset.bytes)) {
                present.insert(asset.content.rendition);
            } else if (asset.content.master != asset.content.rendition &&
                       cache_.has(asset.content.master)) {
                present.insert(asset.content.master);
            }
        }
        plan_ = std::make_shared<Plan>(held_->manifest, std::move(timelines), std::move(present),
                                       barredOf(held_->manifest));
    }
    auto const plan = plan_;
    // Still under the lock, so that plans are published in the order in which they were made; the
    // receiver only swaps a pointer.
    publish_(plan);
    lock.unlock();
}

std::shared_ptr<Plan const> PlanKeeper::plan() const {
    std::lock_guard const lock(mutex_);
    return plan_;
}

std::optional<messages::ManifestVersion> PlanKeeper::version() const {
    std::lock_guard const lock(mutex_);
    return held_ ? std::optional(held_->manifest.version) : std::nullopt;
}

Digest PlanKeeper::payload() const {
    std::lock_guard const lock(mutex_);
    return held_ ? held_->payload : Digest{};
}

}  // namespace tocsin::player
