// SPDX-License-Identifier: Apache-2.0
// The fetch thread.
#include "link/fetcher.hpp"

#include "link/random64.hpp"
#include "tocsin/session/http_client.hpp"

namespace tocsin::player {
namespace {

constexpr char kDiskFinding[] = "disk";
constexpr char kFetchFindings[] = "fetch ";

}  // namespace

Fetcher::Download Fetcher::overHttp(std::function<session::TlsTrust()> trust,
                                    std::function<std::string()> ticket) {
    return [trust = std::move(trust), ticket = std::move(ticket)](
               std::string const& url, std::filesystem::path const& target, Plan::Want const& want,
               std::stop_token const& stop) {
        session::TransferPolicy policy;
        policy.trust = trust();
        session::HttpHeaders headers;
        if (auto shown = ticket(); !shown.empty()) {
            headers["Tocsin-Ticket"] = std::move(shown);
        }
        return session::fetchVerified(url, target, want.digest, want.bytes, policy, stop, {},
                                      headers);
    };
}

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
        auto const plan = parts_.plans.plan();
        forgetUnwanted(*plan);
        auto const wants = parts_.keeper.round(*plan, parts_.fleet.now());
        auto wakeAt =
            Steady::now() + (parts_.keeper.isShort()
                                 ? std::chrono::duration_cast<Steady::duration>(kLookForRoom)
                                 : std::chrono::hours(1));
        if (auto const* due = dueOf(wants, wakeAt)) {
            fetch(*plan, *due, stop);
            continue;
        }
        std::unique_lock lock(mutex_);
        if (changed_.wait_until(lock, stop, wakeAt, [this] { return woken_; })) {
            pausedUntil_ = {};
            for (auto& [digest, retry] : retries_) {
                retry.notBefore = {};
            }
        }
        woken_ = false;
    }
}

/// The first file that may be tried now, or null, and when to look again.
Plan::Want const* Fetcher::dueOf(std::vector<Plan::Want> const& wants, Steady::time_point& wakeAt) {
    auto const now = Steady::now();
    if (now < pausedUntil_) {
        wakeAt = std::min(wakeAt, pausedUntil_);
        return nullptr;
    }
    for (auto const& want : wants) {
        auto const notBefore = retries_[want.digest].notBefore;
        if (notBefore <= now) {
            return &want;
        }
        wakeAt = std::min(wakeAt, notBefore);
    }
    return nullptr;
}

void Fetcher::fetch(Plan const& plan, Plan::Want const& want, std::stop_token const& stop) {
    auto const hex = want.digest.hex();
    auto const done = parts_.download(parts_.controller + "/content/" + hex,
                                      parts_.cache.path(want.digest), want, stop);
    if (done) {
        retries_.erase(want.digest);
        parts_.findings.clear(kFetchFindings + hex);
        parts_.findings.clear(kDiskFinding);
        parts_.log.info("event=fetched name=\"{}\" bytes={}", want.name, want.bytes);
        parts_.plans.refresh();
        return;
    }
    if (done.error().code == Errc::cancelled) {
        return;
    }
    if (done.error().code == Errc::exhausted) {
        diskFull(plan, want, done.error());
        return;
    }
    auto& retry = retries_[want.digest];
    retry.notBefore = Steady::now() + retry.backoff.next(random64());
    if (parts_.findings.set(kFetchFindings + hex,
                            want.name + " cannot be fetched: " + done.error().message)) {
        parts_.log.warn("event=fetch-failed name=\"{}\" err=\"{}\"", want.name,
                        done.error().message);
    }
}

/// Others filled the disk, reserve and all. What nobody needs goes first; without any such, what
/// has come of this file goes, since the journal needs the room more, and all fetching waits.
void Fetcher::diskFull(Plan const& plan, Plan::Want const& want, Error const& error) {
    if (parts_.keeper.makeRoom(plan, parts_.fleet.now())) {
        return;
    }
    parts_.keeper.dropPart(want.digest);
    pausedUntil_ = Steady::now() + kLookForRoom;
    if (parts_.findings.set(kDiskFinding, "disk full: " + want.name + " cannot be fetched (" +
                                              error.message +
                                              "); fetching goes on by itself when there is room")) {
        parts_.log.error("event=disk-full name=\"{}\" err=\"{}\"", want.name, error.message);
    }
}

void Fetcher::examineSuspects() {
    std::set<Digest> suspects;
    {
        std::lock_guard const lock(mutex_);
        suspects.swap(suspects_);
    }
    for (auto const& digest : suspects) {
        // Right bytes that do not decode stay what they are until somebody touches the file.
        auto const stamp = parts_.cache.changeStamp(digest);
        auto const [known, isNew] = examined_.try_emplace(digest, stamp);
        if (isNew || known->second != stamp) {
            known->second = stamp;
            parts_.plans.suspect(digest);
        }
    }
}

/// A file that could not be fetched and is not wanted any more is nobody's trouble.
void Fetcher::forgetUnwanted(Plan const& plan) {
    auto const wants = plan.wants(parts_.fleet.now());
    std::set<std::string> wanted;
    for (auto const& want : wants) {
        wanted.insert(want.digest.hex());
    }
    parts_.findings.retainGroup(kFetchFindings, wanted);
    std::erase_if(retries_, [&](auto const& retry) { return !wanted.contains(retry.first.hex()); });
    if (wants.empty()) {
        parts_.findings.clear(kDiskFinding);
    }
}

}  // namespace tocsin::player
