// SPDX-License-Identifier: Apache-2.0
// CAP messages as a graph: every message that came or is named once, and whom it may change. What
// is refused is known here already; what ended what is for judgeAlerts to tell.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/playlists/alerts.hpp"

namespace tocsin::playlists::detail {

/// Nodes of the graph, by their indexes.
using Nodes = std::vector<std::size_t>;

/// Answers of an AlertDelegate, each asked for once.
class Permissions {
public:
    explicit Permissions(AlertDelegate const& delegate) : delegate_(delegate) {}
    /// Whether `sender` may change what `origin` sent.
    bool mayChange(std::string const& sender, std::string const& origin);

private:
    AlertDelegate const& delegate_;
    std::map<std::pair<std::string, std::string>, bool> answers_;
};

/// A message, or one that is only named.
struct AlertNode {
    AlertKey key;
    bool came = false;  ///< otherwise it is only named
    AlertType type = AlertType::alert;
    Nodes names;    ///< ascending, each once: what it may change; of Updates and Cancels only
    Nodes updates;  ///< the Updates that name it, ascending
    bool refused = false;
    std::string why{};  ///< refused
    [[nodiscard]] bool changes() const {
        return came && (type == AlertType::update || type == AlertType::cancel);
    }
};

struct AlertGraph {
    std::vector<AlertNode> nodes;  ///< ascending by key
    Nodes order;                   ///< all of them, each after everything that it names
    /// The node of a key that came or is named.
    [[nodiscard]] std::size_t indexOf(AlertKey const& key) const;
};

[[nodiscard]] AlertGraph alertGraph(std::vector<AlertMessage> const& messages,
                                    Permissions& permissions);

/// By `sent`; where that is one, by the rest of the key, so that there is always a newer one.
[[nodiscard]] bool isEarlier(AlertKey const& a, AlertKey const& b);

}  // namespace tocsin::playlists::detail
