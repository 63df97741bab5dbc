// SPDX-License-Identifier: Apache-2.0
// One element of a message that holds others (alert, info, resource, area): which elements it may
// hold, in which order, how often, and what stands in them.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cap_findings.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::warnings {

/// An element that a block may hold; a table of them is in the standard's order.
struct ElementRule {
    std::string_view name;
    bool many = false;
    /// What is shown where, or when, depends on it: it must be there once or be the same each time.
    bool matters = false;
    bool block = false;  ///< holds elements itself
};

/// What reading needs everywhere, and what is left of the bounds that hold for a whole message.
struct CapContext {
    Findings& findings;
    std::string_view space;  ///< the root's namespace
    std::chrono::seconds zoneless;
    std::size_t areasLeft = 1'000, pointsLeft = 100'000, codesLeft = 20'000;
    std::size_t crossingsLeft = 20'000;  ///< points that may still be tested for crossing sides
};

class CapBlock {
public:
    /// `where` is empty or ends in '.'.
    CapBlock(pugi::xml_node node, std::span<ElementRule const> rules, std::string where,
             CapContext& context);

    [[nodiscard]] std::string where(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    /// Of the first, or empty.
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
    [[nodiscard]] std::vector<pugi::xml_node> const& all(std::string_view name) const;
    /// The text, and a finding of this weight if there is none.
    [[nodiscard]] std::string required(std::string_view name, CapFinding::Weight weight) const;
    /// Nothing if it is not there; INVALID_DATE, which is fatal where nobody can read it.
    [[nodiscard]] std::optional<Instant> date(std::string_view name) const;
    [[nodiscard]] CapContext& context() const { return context_; }

private:
    void take(pugi::xml_node child);
    void checkOrder(std::size_t place);
    void checkTwice(ElementRule const& rule) const;

    std::span<ElementRule const> rules_;
    std::string where_;
    CapContext& context_;
    std::map<std::string_view, std::vector<pugi::xml_node>> children_;
    std::size_t place_ = 0;  ///< of the last child in the standard's order
    bool disordered_ = false;
};

}  // namespace tocsin::warnings
