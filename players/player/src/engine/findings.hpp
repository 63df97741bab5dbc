// SPDX-License-Identifier: Apache-2.0
// What is wrong on this player right now, as people shall read it: key → text. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace tocsin::player {

class Findings {
public:
    static constexpr std::size_t kMost = 200;

    /// True if it is new or its text changed, so that it is logged once.
    bool set(std::string const& key, std::string text) {
        std::lock_guard const lock(mutex_);
        auto const found = texts_.find(key);
        if (found != texts_.end()) {
            bool const changed = found->second != text;
            found->second = std::move(text);
            return changed;
        }
        if (texts_.size() >= kMost) {
            return false;
        }
        texts_.emplace(key, std::move(text));
        return true;
    }
    /// True if it was there.
    bool clear(std::string const& key) {
        std::lock_guard const lock(mutex_);
        return texts_.erase(key) > 0;
    }
    /// Replaces all findings whose key starts with `prefix`.
    void replaceGroup(std::string const& prefix, std::map<std::string, std::string> const& now) {
        std::lock_guard const lock(mutex_);
        std::erase_if(texts_, [&](auto const& entry) { return entry.first.starts_with(prefix); });
        for (auto const& [key, text] : now) {
            if (texts_.size() < kMost) {
                texts_[prefix + key] = text;
            }
        }
    }
    /// Keeps of the findings whose key starts with `prefix` those that go on with one of `rests`.
    void retainGroup(std::string const& prefix, std::set<std::string> const& rests) {
        std::lock_guard const lock(mutex_);
        std::erase_if(texts_, [&](auto const& entry) {
            return entry.first.starts_with(prefix) &&
                   !rests.contains(entry.first.substr(prefix.size()));
        });
    }
    [[nodiscard]] std::vector<std::string> first(std::size_t most) const {
        std::lock_guard const lock(mutex_);
        std::vector<std::string> out;
        for (auto const& [key, text] : texts_) {
            if (out.size() == most) {
                break;
            }
            out.push_back(text);
        }
        return out;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string> texts_;
};

}  // namespace tocsin::player
