// SPDX-License-Identifier: Apache-2.0
// The two people of a test's site: one who may do all but approve, and one who approves.
#pragma once

#include <filesystem>
#include <string>

namespace tocsin::test {

class SitePeople {
public:
    /// Makes both at a controller that has no account yet. `address`: host:port; `data`: the
    /// controller's data directory. Test failures if that does not work.
    void setUp(std::string const& address, std::filesystem::path const& data);
    [[nodiscard]] bool areThere() const { return !keeper_.empty(); }
    /// A token of the first, good for more than a year.
    [[nodiscard]] std::string const& keeper() const { return keeper_; }
    /// The other signs in; the session's token.
    [[nodiscard]] std::string reviewer(std::string const& address) const;

private:
    std::string keeper_;
};

}  // namespace tocsin::test
