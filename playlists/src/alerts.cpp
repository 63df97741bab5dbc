// SPDX-License-Identifier: Apache-2.0
// What ended what among CAP messages.
#include "tocsin/playlists/alerts.hpp"

#include <array>
#include <limits>
#include <map>
#include <utility>

#include "alert_graph.hpp"

namespace tocsin::playlists {
namespace {

using detail::AlertGraph;
using detail::Nodes;
using detail::Permissions;

constexpr auto kNone = std::numeric_limits<std::size_t>::max();

constexpr std::array<std::string_view, 5> kTypes{"Alert", "Update", "Cancel", "Ack", "Error"};
constexpr std::array<std::string_view, 6> kStandings{"in_force", "superseded", "cancelled",
                                                     "ends",     "refused",    "answer"};

/// The newer of two messages, either of which may be none.
std::size_t newerOf(AlertGraph const& graph, std::size_t a, std::size_t b) {
    if (a == kNone || b == kNone) {
        return a == kNone ? b : a;
    }
    return detail::isEarlier(graph.nodes[a].key, graph.nodes[b].key) ? b : a;
}

/// Which Cancel ended what. A Cancel ends what it names, and the Updates of that, and theirs, which
/// were sent before it.
class Cancels {
public:
    Cancels(AlertGraph const& graph, Permissions& permissions)
        : graph_(graph),
          permissions_(permissions),
          endedBy_(graph.nodes.size(), kNone),
          historyOf_(graph.nodes.size(), kNone),
          reaching_(graph.nodes.size()) {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            if (graph.nodes[i].type == AlertType::cancel) {
                endNamed(i);
            }
        }
        for (auto const node : graph.order) {
            endUpdatesOf(node);
        }
    }
    /// The newest Cancel that ended it, or kNone.
    [[nodiscard]] std::size_t endedBy(std::size_t node) const { return endedBy_[node]; }

private:
    /// By its sender the newest Cancel, which ends all that an older one of that sender would.
    using BySender = std::map<std::string_view, std::size_t>;

    void endNamed(std::size_t cancel) {
        auto const& names = graph_.nodes[cancel].names;
        // Where it names a message and also an Update of it, it is the Update that it is for: other
        // Updates of the same message (a warning that was split) are another matter.
        for (auto const named : names) {
            end(named, cancel);
            if (graph_.nodes[named].type == AlertType::update) {
                for (auto const before : graph_.nodes[named].names) {
                    historyOf_[before] = cancel;
                }
            }
        }
        for (auto const named : names) {
            if (historyOf_[named] != cancel) {
                reach(named, cancel);
            }
        }
    }

    /// All that reaches `node` is known by now, as what it names came before it.
    void endUpdatesOf(std::size_t node) {
        auto const reaching = std::exchange(reaching_[node], {});
        for (auto const& [sender, cancel] : reaching) {
            for (auto const update : graph_.nodes[node].updates) {
                if (graph_.nodes[update].key.sent < graph_.nodes[cancel].key.sent &&
                    permissions_.mayChange(graph_.nodes[cancel].key.sender,
                                           graph_.nodes[update].key.sender)) {
                    end(update, cancel);
                    reach(update, cancel);
                }
            }
        }
    }

    void end(std::size_t node, std::size_t cancel) {
        endedBy_[node] = newerOf(graph_, endedBy_[node], cancel);
    }
    void reach(std::size_t node, std::size_t cancel) {
        auto const [newest, isNew] =
            reaching_[node].try_emplace(graph_.nodes[cancel].key.sender, cancel);
        if (!isNew) {
            newest->second = newerOf(graph_, newest->second, cancel);
        }
    }

    AlertGraph const& graph_;
    Permissions& permissions_;
    Nodes endedBy_;
    Nodes historyOf_;  ///< the last Cancel that was found to name an Update of it
    std::vector<BySender> reaching_;
};

/// The verdict of each node.
class Verdicts {
public:
    Verdicts(AlertGraph const& graph, Cancels const& cancels)
        : graph_(graph), cancels_(cancels), verdicts_(graph.nodes.size()) {
        for (auto const node : graph.order) {
            verdicts_[node].root = rootOf(node);
        }
        // Updates before what they take the place of.
        for (auto node = graph.order.rbegin(); node != graph.order.rend(); ++node) {
            judge(*node);
        }
    }
    [[nodiscard]] AlertVerdict const& of(std::size_t node) const { return verdicts_[node]; }

private:
    AlertKey rootOf(std::size_t node) const {
        auto const* root = &graph_.nodes[node].key;
        bool isFirst = true;
        for (auto const named : graph_.nodes[node].names) {
            auto const& other = verdicts_[named].root;
            if (isFirst || detail::isEarlier(other, *root)) {
                root = &other;
            }
            isFirst = false;
        }
        return *root;
    }

    void judge(std::size_t index) {
        auto const& node = graph_.nodes[index];
        auto& verdict = verdicts_[index];
        if (node.refused) {
            verdict.standing = AlertStanding::refused;
            verdict.why = node.why;
        } else if (node.type == AlertType::ack || node.type == AlertType::error) {
            verdict.standing = AlertStanding::answer;
        } else if (node.type == AlertType::cancel) {
            verdict.standing = AlertStanding::ends;
        } else {
            judgeShown(index);
        }
    }

    /// An Alert or Update, or a message that never came and may have been one.
    void judgeShown(std::size_t index) {
        auto& verdict = verdicts_[index];
        if (auto const cancel = cancels_.endedBy(index); cancel != kNone) {
            verdict.standing = AlertStanding::cancelled;
            verdict.by = graph_.nodes[cancel].key;
            return;
        }
        auto newest = kNone;
        bool allCancelled = true;
        for (auto const update : graph_.nodes[index].updates) {
            newest = newerOf(graph_, newest, update);
            allCancelled &= verdicts_[update].standing == AlertStanding::cancelled;
        }
        if (newest == kNone) {
            verdict.standing = AlertStanding::inForce;
        } else if (allCancelled) {
            verdict.standing = AlertStanding::cancelled;
            verdict.by = verdicts_[newest].by;
        } else {
            verdict.standing = AlertStanding::superseded;
            verdict.by = graph_.nodes[newest].key;
        }
    }

    AlertGraph const& graph_;
    Cancels const& cancels_;
    std::vector<AlertVerdict> verdicts_;
};

}  // namespace

std::string_view toString(AlertType type) {
    return kTypes[static_cast<std::size_t>(type)];
}
std::string_view toString(AlertStanding standing) {
    return kStandings[static_cast<std::size_t>(standing)];
}

std::vector<AlertVerdict> judgeAlerts(std::vector<AlertMessage> const& messages,
                                      AlertDelegate const& delegate) {
    Permissions permissions(delegate);
    auto const graph = detail::alertGraph(messages, permissions);
    Cancels const cancels(graph, permissions);
    Verdicts const verdicts(graph, cancels);
    std::vector<AlertVerdict> out;
    out.reserve(messages.size());
    for (auto const& message : messages) {
        out.push_back(verdicts.of(graph.indexOf(message.key)));
    }
    return out;
}

}  // namespace tocsin::playlists
