// SPDX-License-Identifier: Apache-2.0
// Random sets of CAP messages, judged a second time in the slowest and plainest way.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "alert_sets.hpp"
#include "programmes.hpp"

namespace tocsin::playlists {
namespace {

bool maySay(std::string const& sender, std::string const& origin) {
    return sender == origin || (sender == "province" && origin == "met");
}

bool newer(AlertKey const& a, AlertKey const& b) {
    return std::tie(a.sent, a.sender, a.identifier) > std::tie(b.sent, b.sender, b.identifier);
}

/// Everything by going through all pairs again and again, from the words of the header.
class Oracle {
public:
    explicit Oracle(std::vector<AlertMessage> const& messages) {
        for (auto const& message : messages) {
            merge(message);
        }
        for (auto& [key, message] : messages_) {
            std::erase_if(message.references, [&, k = key](AlertKey const& named) {
                return named == k || !maySay(k.sender, named.sender);
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
                    if (update.sent < cancel.key.sent && maySay(cancel.key.sender, update.sender)) {
                        reached.insert(update);
                    }
                }
            }
        }
        return reached.contains(key);
    }

    Messages messages_;
    std::set<AlertKey> refused_;
};

std::vector<AlertMessage> randomSet(Dice& dice) {
    constexpr char const* senders[]{"met", "met", "met", "province", "prankster"};
    constexpr AlertType types[]{AlertType::alert,  AlertType::update, AlertType::update,
                                AlertType::update, AlertType::cancel, AlertType::ack};
    std::vector<AlertKey> keys;
    for (auto i = dice.roll(1, 9); i > 0; --i) {
        keys.push_back(alertKey("m" + std::to_string(i), static_cast<int>(dice.roll(0, 6)),
                                senders[dice.roll(0, 4)]));
    }
    std::vector<AlertMessage> out;
    for (auto i = dice.roll(1, 9); i > 0; --i) {
        auto const pick = [&] {
            return keys[static_cast<std::size_t>(
                dice.roll(0, static_cast<std::int64_t>(keys.size()) - 1))];
        };
        AlertMessage message{pick(), types[dice.roll(0, 5)], {}};
        for (auto left = dice.roll(0, 3); left > 0; --left) {
            message.references.push_back(pick());
        }
        out.push_back(message);
    }
    return out;
}

TEST(AlertsOracle, AgreesOnRandomSetsInAnyOrderWithLossesAndDoubles) {
    Dice dice(7);
    std::map<AlertStanding, int> seen;
    for (int round = 0; round < 20'000; ++round) {
        auto messages = randomSet(dice);
        auto const verdicts = verdictsOf(messages, maySay);
        Oracle const oracle(messages);
        for (auto const& message : messages) {
            ASSERT_TRUE(verdicts.contains(message.key)) << "one key, several verdicts";
            auto const& verdict = verdicts.at(message.key);
            ASSERT_EQ(toString(verdict.standing), toString(oracle.standingOf(message.key)))
                << "round " << round << ", message " << message.key.identifier;
            ASSERT_EQ(verdict.why.empty(), verdict.standing != AlertStanding::refused);
            ++seen[verdict.standing];
        }
        messages.push_back(messages[static_cast<std::size_t>(
            dice.roll(0, static_cast<std::int64_t>(messages.size()) - 1))]);
        dice.shuffle(messages);
        ASSERT_EQ(verdictsOf(messages, maySay), verdicts) << "round " << round;
    }
    EXPECT_EQ(seen.size(), 6u) << "some standing never came up";
    for (auto const& [standing, times] : seen) {
        EXPECT_GT(times, 500) << toString(standing);
    }
}

TEST(AlertsOracle, WhatEndedAMessageIsAMessageThatCould) {
    Dice dice(8);
    for (int round = 0; round < 5'000; ++round) {
        auto const verdicts = verdictsOf(randomSet(dice), maySay);
        for (auto const& [key, verdict] : verdicts) {
            auto const by = verdicts.find(verdict.by);
            if (verdict.standing == AlertStanding::cancelled) {
                ASSERT_NE(by, verdicts.end());
                ASSERT_EQ(by->second.standing, AlertStanding::ends);
            } else if (verdict.standing == AlertStanding::superseded) {
                ASSERT_NE(by, verdicts.end());
                ASSERT_NE(by->second.standing, AlertStanding::refused);
                ASSERT_NE(by->second.standing, AlertStanding::ends);
            } else {
                ASSERT_EQ(verdict.by, AlertKey{});
            }
        }
    }
}

}  // namespace
}  // namespace tocsin::playlists
