// SPDX-License-Identifier: Apache-2.0
// What a person gives beside the session when the controller asks for it.
#pragma once

#include <stop_token>
#include <string>

#include "credentials.hpp"
#include "tocsin/cli/cli.hpp"
#include "tocsin/session/http_client.hpp"

namespace tocsin::cli {

/// What a command line gives; empty: nothing.
struct GivenFactors {
    std::string totp, pin;
};

class SecondFactor {
public:
    /// The references outlive it. `given` goes before TOCSIN_TOTP and TOCSIN_PIN.
    SecondFactor(GivenFactors given, Environment const& environment, Credentials const& credentials,
                 std::stop_token stop);

    /// It can be asked for again if it was wrong: somebody types it.
    [[nodiscard]] bool isTyped() const;
    /// Headers that confirm a request. `why` is the controller's line, which the person sees before
    /// being asked. Throws CommandFailure: conflict if there is neither a factor nor somebody to
    /// ask, usage or configuration for what cannot be one.
    [[nodiscard]] session::HttpHeaders headers(std::string const& why) const;

private:
    [[nodiscard]] session::HttpHeaders pinHeaders(std::string const& pin,
                                                  std::string const& from) const;
    [[nodiscard]] session::HttpHeaders askedHeaders(std::string const& why) const;
    [[nodiscard]] std::string ask(std::string const& question, bool hidden) const;

    GivenFactors given_;
    Environment const& environment_;
    Credentials const& credentials_;
    std::stop_token stop_;
};

}  // namespace tocsin::cli
