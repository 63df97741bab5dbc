// SPDX-License-Identifier: Apache-2.0
#include "director/quarantine.hpp"

#include <sstream>

#include "engine/files.hpp"

namespace tocsin::player {
namespace {

constexpr char kHead[] = "tocsin-strikes/1";

}  // namespace

Quarantine::Quarantine(std::filesystem::path file, Instant now, spdlog::logger& log)
    : file_(std::move(file)), log_(log) {
    load(now);
}

void Quarantine::load(Instant now) {
    auto const text = files::read(file_);
    if (!text) {
        if (text.error().code != Errc::notFound) {
            log_.warn("event=strikes-unreadable err=\"{}\"", text.error().message);
        }
        return;
    }
    std::istringstream lines(*text);
    std::string head;
    std::getline(lines, head);
    if (head != kHead) {
        log_.warn("event=strikes-unreadable err=\"{} does not begin with {}\"", file_.string(),
                  kHead);
        return;
    }
    std::string hex, signal;
    std::int64_t strikes = 0, last = 0;
    while (lines >> hex >> strikes >> last >> signal) {
        auto const rendition = Digest::fromHex(hex);
        if (rendition && strikes > 0 && now - fromMillis(last) < kForgetsAfter) {
            records_[*rendition] = {strikes, fromMillis(last), signal};
        }
    }
}

void Quarantine::save() const {
    std::string text = std::string(kHead) + "\n";
    for (auto const& [rendition, record] : records_) {
        text += rendition.hex() + " " + std::to_string(record.strikes) + " " +
                std::to_string(toMillis(record.last)) + " " + record.signal + "\n";
    }
    if (auto done = files::replace(file_, text); !done) {
        log_.error("event=strikes-not-saved err=\"{}\"", done.error().message);
    }
}

void Quarantine::strike(Digest const& rendition, std::string const& signal, Instant now) {
    std::lock_guard const lock(mutex_);
    auto& record = records_[rendition];
    record = {record.strikes + 1, now, signal};
    log_.error("event=item-crashed-player rendition={} signal={} strikes={}", rendition.hex(),
               signal, record.strikes);
    save();
}

std::map<Digest, std::string> Quarantine::barred() const {
    std::lock_guard const lock(mutex_);
    std::map<Digest, std::string> out;
    for (auto const& [rendition, record] : records_) {
        if (record.strikes >= kStrikes) {
            out[rendition] = "quarantined: crashed the player " + std::to_string(record.strikes) +
                             " times, last with " + record.signal;
        }
    }
    return out;
}

void Quarantine::retain(std::set<Digest> const& named) {
    std::lock_guard const lock(mutex_);
    if (std::erase_if(records_, [&](auto const& one) { return !named.contains(one.first); }) > 0) {
        save();
    }
}

void Quarantine::lift() {
    std::lock_guard const lock(mutex_);
    if (!records_.empty()) {
        log_.info("event=quarantine-lifted items={}", records_.size());
        records_.clear();
        save();
    }
}

}  // namespace tocsin::player
