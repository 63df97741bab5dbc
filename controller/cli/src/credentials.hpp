// SPDX-License-Identifier: Apache-2.0
// Who this computer's user is at a controller: the session that login began, and the station that
// the computer is registered as.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {

struct KeptSession {
    std::string token, account;
    bool operator==(KeptSession const&) const = default;
};
struct KeptStation {
    std::string token, id, name;
    bool operator==(KeptStation const&) const = default;
};

/// What is kept for one controller, by its address to the letter: nothing kept for another one is
/// ever given out. Files are read when they are asked for. Throws CommandFailure(configuration)
/// for files that others can read or that are damaged, and for what cannot be a token.
class Credentials {
public:
    /// `address` without a trailing slash.
    Credentials(Environment const& environment, std::string address);

    /// What requests carry: TOCSIN_TOKEN, else the kept session's token, else "".
    [[nodiscard]] std::string token() const;
    /// TOCSIN_TOKEN is set.
    [[nodiscard]] bool areFromEnvironment() const noexcept { return !fromEnvironment_.empty(); }
    [[nodiscard]] std::optional<KeptSession> session() const;
    [[nodiscard]] std::optional<KeptStation> station() const;

    /// Fails now rather than after something was given out that could then not be kept.
    void checkPlace() const;
    void keep(KeptSession const& session) const;
    void keep(KeptStation const& station) const;
    void forgetSession() const;
    void forgetStation() const;
    [[nodiscard]] std::filesystem::path stationFile() const;

private:
    [[nodiscard]] std::filesystem::path sessionFile() const;
    [[nodiscard]] boost::json::object found(std::filesystem::path const& file) const;
    void put(std::filesystem::path const& file, boost::json::object entry) const;

    std::filesystem::path folder_;  ///< empty: nothing is kept
    std::string address_;
    std::string fromEnvironment_;
};

}  // namespace tocsin::cli
