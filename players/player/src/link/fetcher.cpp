// SPDX-License-Identifier: Apache-2.0
// The fetch thread.
#include "link/fetcher.hpp"

#include "link/random64.hpp"
#include "tocsin/session/http_client.hpp"

namespace tocsin::player {
namespace {

/// Content that no manifest names any more is kept so long, since campaigns come back.
constexpr auto kKeepUnnamed = std::chrono::hours(24 * 7);

}  // namespace

void Fetcher::start() {
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

void Fetcher::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
}

void Fetcher::wake() {
    {
        std::lock_guard const lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void Fetcher::suspect(Digest const& rendition) {
    {
        std::lock_guard const lock(mutex_);
        suspects_.insert(rendition);
    }
    wake();
}

void Fetcher::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        examineSuspects();
        tidy();
        auto const now = Steady::now();
        auto wakeAt = now + std::chrono::hours(1);
        auto const wants = parts_.plans.plan()->wants(parts_.fleet.now());
        Plan::Want const* due = nullptr;
        for (auto const& want : wants) {
            auto const notBefore = retries_[want.digest].notBefore;
            if (notBefore <= now) {
                due = &want;
                break;
            }
            wakeAt = std::min(wakeAt, notBefore);
        }
        if (due != nullptr) {
            fetch(*due, stop);
            continue;
        }
        std::unique_lock lock(mutex_);
        if (changed_.wait_until(lock, stop, wakeAt, [this] { return woken_; })) {
            for (auto& [digest, retry] : retries_) {
                retry.notBefore = {};
            }
        }
        woken_ = false;
    }
}

void Fetcher::fetch(Plan::Want const& want, std::stop_token const& stop) {
    auto const hex = want.digest.hex();
    auto const done =
        session::fetchVerified(parts_.controller + "/content/" + hex,
                               parts_.cache.path(want.digest), want.digest, want.bytes, {}, stop);
    if (done) {
        retries_.erase(want.digest);
        parts_.findings.clear("fetch " + hex);
        parts_.log.info("event=fetched name=\"{}\" bytes={}", want.name, want.bytes);
        parts_.plans.refresh();
        return;
    }
    if (done.error().code == Errc::cancelled) {
        return;
    }
    auto& retry = retries_[want.digest];
    retry.notBefore = Steady::now() + retry.backoff.next(random64());
    auto const full =
        done.error().code == Errc::exhausted ? std::string("disk full: ") : std::string();
    if (parts_.findings.set("fetch " + hex,
                            full + want.name + " cannot be fetched: " + done.error().message)) {
        parts_.log.warn("event=fetch-failed name=\"{}\" err=\"{}\"", want.name,
                        done.error().message);
    }
}

void Fetcher::examineSuspects() {
    std::set<Digest> suspects;
    {
        std::lock_guard const lock(mutex_);
        suspects.swap(suspects_);
    }
    for (auto const& digest : suspects) {
        // Right bytes that do not decode stay what they are: once is enough.
        if (examined_.insert(digest).second) {
            parts_.plans.suspect(digest);
        }
    }
}

void Fetcher::tidy() {
    if (Steady::now() < tidyAt_) {
        return;
    }
    tidyAt_ = Steady::now() + std::chrono::hours(6);
    auto const plan = parts_.plans.plan();
    if (!plan->manifest()) {
        return;
    }
    std::set<std::string> named;
    for (auto const& asset : plan->manifest()->assets) {
        named.insert(asset.content.rendition.hex());
    }
    for (auto const& span : plan->manifest()->spans) {
        named.insert(span.timeline.hex());
    }
    std::error_code ec;
    auto const before = std::filesystem::file_time_type::clock::now() - kKeepUnnamed;
    for (auto const& entry : std::filesystem::directory_iterator(parts_.cache.folder(), ec)) {
        std::error_code ignored;
        auto const old = std::filesystem::last_write_time(entry.path(), ignored) < before;
        if (!ignored && old && !named.contains(entry.path().stem().string())) {
            std::filesystem::remove(entry.path(), ignored);
        }
    }
}

}  // namespace tocsin::player
