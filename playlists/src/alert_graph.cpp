// SPDX-License-Identifier: Apache-2.0
#include "alert_graph.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace tocsin::playlists::detail {
namespace {

constexpr auto kNone = std::numeric_limits<std::size_t>::max();

/// Where one key came with several types, the greatest of these counts.
int weightOf(AlertType type) {
    switch (type) {
        case AlertType::cancel:
            return 4;
        case AlertType::update:
            return 3;
        case AlertType::alert:
            return 2;
        case AlertType::error:
            return 1;
        case AlertType::ack:
            return 0;
    }
    return 0;
}

template <class Row>
void sortOnce(std::vector<Row>& rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

std::vector<AlertNode> nodesOf(std::vector<AlertMessage> const& messages) {
    std::vector<AlertKey> keys;
    for (auto const& message : messages) {
        keys.push_back(message.key);
        if (message.type == AlertType::update || message.type == AlertType::cancel) {
            keys.insert(keys.end(), message.references.begin(), message.references.end());
        }
    }
    sortOnce(keys);
    std::vector<AlertNode> nodes(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        nodes[i].key = std::move(keys[i]);
    }
    return nodes;
}

void setTypes(AlertGraph& graph, std::vector<AlertMessage> const& messages) {
    for (auto const& message : messages) {
        auto& node = graph.nodes[graph.indexOf(message.key)];
        if (!node.came || weightOf(node.type) < weightOf(message.type)) {
            node.type = message.type;
        }
        node.came = true;
    }
}

/// All that the messages name, allowed or not. Where one key came more than once, what those of the
/// type that counts name together.
void setNames(AlertGraph& graph, std::vector<AlertMessage> const& messages) {
    for (auto const& message : messages) {
        auto const index = graph.indexOf(message.key);
        auto& node = graph.nodes[index];
        if (!node.changes() || node.type != message.type) {
            continue;
        }
        for (auto const& reference : message.references) {
            if (auto const named = graph.indexOf(reference); named != index) {
                node.names.push_back(named);
            }
        }
    }
    for (auto& node : graph.nodes) {
        sortOnce(node.names);
    }
}

void refuse(AlertNode& node, std::string why) {
    node.refused = true;
    node.why = std::move(why);
    node.names.clear();
}

/// Takes away what a message may not change. One that is left with nothing is refused.
void refuseStrangers(AlertGraph& graph, Permissions& permissions) {
    for (auto& node : graph.nodes) {
        if (!node.changes()) {
            continue;
        }
        std::string const name(toString(node.type));
        if (node.names.empty()) {
            refuse(node, "this " + name + " names no message that it is for");
            continue;
        }
        auto const stranger = graph.nodes[node.names.front()].key.sender;
        std::erase_if(node.names, [&](std::size_t named) {
            return !permissions.mayChange(node.key.sender, graph.nodes[named].key.sender);
        });
        if (node.names.empty()) {
            refuse(node, "\"" + node.key.sender + "\" may not change what \"" + stranger +
                             "\" sent; if it may, let the settings say so");
        }
    }
}

/// Circles of messages that name one another, and an order in which each message comes after what
/// it names: Tarjan's strongly connected components, without recursion, since chains may be long.
class Circles {
public:
    explicit Circles(std::vector<AlertNode> const& nodes)
        : nodes_(nodes),
          reached_(nodes.size(), kNone),
          lowest_(nodes.size(), 0),
          isOpen_(nodes.size(), false) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (reached_[i] == kNone) {
                walkFrom(i);
            }
        }
    }
    /// A message on its own is a circle of one.
    [[nodiscard]] std::vector<Nodes> const& all() const { return circles_; }

private:
    struct Step {
        std::size_t node = 0;
        std::size_t next = 0;  ///< into what it names
    };

    void walkFrom(std::size_t first) {
        std::vector<Step> path;
        enter(path, first);
        while (!path.empty()) {
            auto const node = path.back().node;
            auto const& names = nodes_[node].names;
            if (path.back().next < names.size()) {
                auto const named = names[path.back().next++];
                if (reached_[named] == kNone) {
                    enter(path, named);
                } else if (isOpen_[named]) {
                    lowest_[node] = std::min(lowest_[node], reached_[named]);
                }
                continue;
            }
            path.pop_back();
            if (!path.empty()) {
                auto& above = lowest_[path.back().node];
                above = std::min(above, lowest_[node]);
            }
            if (lowest_[node] == reached_[node]) {
                close(node);
            }
        }
    }

    void enter(std::vector<Step>& path, std::size_t node) {
        reached_[node] = lowest_[node] = count_++;
        open_.push_back(node);
        isOpen_[node] = true;
        path.push_back({node, 0});
    }

    void close(std::size_t first) {
        Nodes circle;
        do {
            circle.push_back(open_.back());
            isOpen_[open_.back()] = false;
            open_.pop_back();
        } while (circle.back() != first);
        circles_.push_back(std::move(circle));
    }

    std::vector<AlertNode> const& nodes_;
    Nodes reached_, lowest_;
    std::vector<bool> isOpen_;
    Nodes open_;
    std::size_t count_ = 0;
    std::vector<Nodes> circles_;
};

/// Refuses all of a circle but the newest, and brings all messages into their order.
void openCircles(AlertGraph& graph) {
    Circles const circles(graph.nodes);
    for (auto circle : circles.all()) {
        std::sort(circle.begin(), circle.end(), [&](std::size_t a, std::size_t b) {
            return isEarlier(graph.nodes[a].key, graph.nodes[b].key);
        });
        auto const newest = circle.back();
        for (auto const member : circle) {
            if (member != newest) {
                refuse(graph.nodes[member], "it and \"" + graph.nodes[newest].key.identifier +
                                                "\" name one another; of such the newest counts");
            }
            graph.order.push_back(member);
        }
    }
}

void setUpdates(AlertGraph& graph) {
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].type == AlertType::update) {
            for (auto const named : graph.nodes[i].names) {
                graph.nodes[named].updates.push_back(i);
            }
        }
    }
}

}  // namespace

bool isEarlier(AlertKey const& a, AlertKey const& b) {
    return std::tie(a.sent, a.sender, a.identifier) < std::tie(b.sent, b.sender, b.identifier);
}

bool Permissions::mayChange(std::string const& sender, std::string const& origin) {
    if (sender == origin) {
        return true;
    }
    if (!delegate_) {
        return false;
    }
    auto const [answer, isNew] = answers_.try_emplace({sender, origin}, false);
    if (isNew) {
        answer->second = delegate_(sender, origin);
    }
    return answer->second;
}

std::size_t AlertGraph::indexOf(AlertKey const& key) const {
    auto const found =
        std::lower_bound(nodes.begin(), nodes.end(), key,
                         [](AlertNode const& node, AlertKey const& k) { return node.key < k; });
    return static_cast<std::size_t>(found - nodes.begin());
}

AlertGraph alertGraph(std::vector<AlertMessage> const& messages, Permissions& permissions) {
    AlertGraph graph;
    graph.nodes = nodesOf(messages);
    setTypes(graph, messages);
    setNames(graph, messages);
    refuseStrangers(graph, permissions);
    openCircles(graph);
    setUpdates(graph);
    return graph;
}

}  // namespace tocsin::playlists::detail
