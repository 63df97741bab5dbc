// SPDX-License-Identifier: Apache-2.0
// CAP messages judged in the slowest and plainest way, for tests of whatever judges them otherwise.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tocsin/playlists/alerts.hpp"

namespace tocsin::test {

using playlists::AlertDelegate;
using playlists::AlertKey;
using playlists::AlertMessage;
using playlists::AlertStanding;
using playlists::AlertType;

inline bool newer(AlertKey const& a, AlertKey const& b) {
    return std::tie(a.sent, a.sender, a.identifier) > std::tie(b.sent, b.sender, b.identifier);
}

/// Everything by going through all pairs again and again, from the words of the header.
class AlertOracle {
public:
    AlertOracle(std::vector<AlertMessage> const& messages, AlertDelegate delegate)
        : delegate_(std::move(delegate)) {
        for (auto const& message : messages) {
            merge(message);
        }
        for (auto& [key, message] : messages_) {
            std::erase_if(message.references, [&, k = key](AlertKey const& named) {
                return named == k || !mayChange(k.sender, named.sender);
            });
        }
        auto const whole = messages_;
        for (auto const& [key, message] : whole) {
            if (changes(message) && (message.references.empty() || losesItsCircle(whole, key))) {
                refused_.insert(key);
                messages_[key].references.clear();
            }
        }
    }

    AlertStanding standingOf(AlertKey const& key) const {
        auto const& message = messages_.at(key);
        if (refused_.contains(key)) {
            return AlertStanding::refused;
        }
        switch (message.type) {
            case AlertType::ack:
            case AlertType::error:
                return AlertStanding::answer;
            case AlertType::cancel:
                return AlertStanding::ends;
            default:
                break;
        }
        if (isCancelled(key)) {
            return AlertStanding::cancelled;
        }
        auto const updates = updatesOf(key);
        if (updates.empty()) {
            return AlertStanding::inForce;
        }
        bool const all = std::all_of(updates.begin(), updates.end(), [&](AlertKey const& update) {
            return standingOf(update) == AlertStanding::cancelled;
        });
        return all ? AlertStanding::cancelled : AlertStanding::superseded;
    }

private:
    using Messages = std::map<AlertKey, AlertMessage>;

    bool mayChange(std::string const& sender, std::string const& origin) const {
        return sender == origin || delegate_(sender, origin);
    }

    static bool changes(AlertMessage const& message) {
        return message.type == AlertType::update || message.type == AlertType::cancel;
    }

    void merge(AlertMessage message) {
        if (!changes(message)) {
            message.references.clear();
        }
        constexpr AlertType gravestFirst[]{AlertType::cancel, AlertType::update, AlertType::alert,
                                           AlertType::error, AlertType::ack};
        auto const [entry, isNew] = messages_.try_emplace(message.key, message);
        auto& known = entry->second;
        if (isNew) {
            return;
        }
        for (auto const type : gravestFirst) {
            if (known.type == type && message.type == type) {
                known.references.insert(known.references.end(), message.references.begin(),
                                        message.references.end());
            } else if (message.type == type) {
                known = message;
            }
            if (known.type == type) {
                return;
            }
        }
    }

    static std::set<AlertKey> reachableFrom(Messages const& all, AlertKey const& first) {
        std::set<AlertKey> reached;
        std::vector<AlertKey> open{first};
        while (!open.empty()) {
            auto const key = open.back();
            open.pop_back();
            if (auto const found = all.find(key); found != all.end()) {
                for (auto const& named : found->second.references) {
                    if (reached.insert(named).second) {
                        open.push_back(named);
                    }
                }
            }
        }
        return reached;
    }

    static bool losesItsCircle(Messages const& all, AlertKey const& key) {
        for (auto const& other : reachableFrom(all, key)) {
            if (newer(other, key) && reachableFrom(all, other).contains(key)) {
                return true;
            }
        }
        return false;
    }

    std::vector<AlertKey> updatesOf(AlertKey const& key) const {
        std::vector<AlertKey> out;
        for (auto const& [other, message] : messages_) {
            if (message.type == AlertType::update && names(message, key)) {
                out.push_back(other);
            }
        }
        return out;
    }

    static bool names(AlertMessage const& message, AlertKey const& key) {
        return std::find(message.references.begin(), message.references.end(), key) !=
               message.references.end();
    }

    bool isCancelled(AlertKey const& key) const {
        return std::any_of(messages_.begin(), messages_.end(), [&](auto const& entry) {
            return entry.second.type == AlertType::cancel && ends(entry.second, key);
        });
    }

    bool ends(AlertMessage const& cancel, AlertKey const& key) const {
        if (names(cancel, key)) {
            return true;
        }
        std::set<AlertKey> reached;
        for (auto const& named : cancel.references) {
            auto const updates = updatesOf(named);
            if (std::none_of(updates.begin(), updates.end(),
                             [&](AlertKey const& update) { return names(cancel, update); })) {
                reached.insert(named);
            }
        }
        for (std::size_t before = 0; before != reached.size();) {
            before = reached.size();
            for (auto const& from : std::set<AlertKey>(reached)) {
                for (auto const& update : updatesOf(from)) {
                    if (update.sent < cancel.key.sent &&
                        mayChange(cancel.key.sender, update.sender)) {
                        reached.insert(update);
                    }
                }
            }
        }
        return reached.contains(key);
    }

    AlertDelegate delegate_;
    Messages messages_;
    std::set<AlertKey> refused_;
};

}  // namespace tocsin::test
