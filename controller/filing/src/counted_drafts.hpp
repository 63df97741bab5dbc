// SPDX-License-Identifier: Apache-2.0
// Drafts are counted whenever they are looked at; the files that somebody fetches of one are made
// from one count, so that none says what another does not.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::filing {

/// Thread-safe. The newest few, for some minutes, each for who counted it.
class CountedDrafts {
public:
    static constexpr std::chrono::minutes kStay{10};
    static constexpr std::size_t kMost = 8;

    /// What it is asked for by afterwards.
    Digest keep(std::string who, std::string content, Instant now) {
        auto const digest = messages::sha256(content);
        std::lock_guard const lock(mutex_);
        drafts_.push_back({std::move(who), std::move(content), digest, now});
        while (drafts_.size() > kMost) {
            drafts_.pop_front();
        }
        return digest;
    }
    [[nodiscard]] std::optional<std::string> find(std::string const& who, Digest const& digest,
                                                  Instant now) const {
        std::lock_guard const lock(mutex_);
        for (auto const& one : drafts_) {
            if (one.who == who && one.digest == digest && now < one.at + kStay) {
                return one.content;
            }
        }
        return std::nullopt;
    }

private:
    struct Draft {
        std::string who, content;
        Digest digest;
        Instant at;
    };

    mutable std::mutex mutex_;
    std::deque<Draft> drafts_;
};

}  // namespace tocsin::filing
