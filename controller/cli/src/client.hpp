// SPDX-License-Identifier: Apache-2.0
// Requests to the controller. Whatever goes wrong ends the command with its one line and exit code.
#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "credentials.hpp"
#include "second_factor.hpp"
#include "tocsin/session/http_client.hpp"

namespace tocsin::cli {

struct Reply {
    std::string body;             ///< as the controller sent it
    boost::json::value document;  ///< the same, read; null if there was nothing to say (204)
};

/// What requests show of who asks. What it points to outlives the client.
struct Access {
    Credentials const* credentials = nullptr;  ///< null: requests show nothing
    SecondFactor const* second = nullptr;      ///< null: none is given
    Language language = Language::english;
};

/// Percent-encodes for a path segment or a query value; commas and colons stay.
[[nodiscard]] std::string encoded(std::string_view text);

/// The controller's address without a trailing slash, from --controller, else from
/// TOCSIN_CONTROLLER, else the default. Throws CommandFailure: usage for a wrong option,
/// configuration for a wrong variable.
[[nodiscard]] std::string controllerAddress(std::string const& option, std::string const& variable);

/// How long a controller that is busy (503) asks to be left alone, at most a minute; nothing if it
/// does not say so.
[[nodiscard]] std::optional<std::chrono::seconds> askedToWait(session::HttpReply const& reply);

/// Every call blocks and throws CommandFailure for errors: with the problem's `detail` for statuses
/// of 400 and more. Requests go to `address` only, with what is kept for it. One that is answered
/// with the wish for a second factor is repeated with it.
class Client {
public:
    Client(std::string address, Access access, std::stop_token stop, session::TlsTrust trust = {})
        : address_(std::move(address)),
          access_(access),
          stop_(std::move(stop)),
          trust_(std::move(trust)) {}

    [[nodiscard]] std::string const& address() const noexcept { return address_; }
    /// The same for what anybody may ask, such as signing in: it shows nothing of who asks.
    [[nodiscard]] Client anonymous() const {
        return {address_, {.language = access_.language}, stop_, trust_};
    }
    /// The same for what has to be done after an interruption.
    [[nodiscard]] Client uninterrupted() const { return {address_, access_, {}, trust_}; }

    [[nodiscard]] Reply get(std::string const& path, session::HttpHeaders headers = {}) const;
    [[nodiscard]] std::string getText(std::string const& path) const;
    [[nodiscard]] Reply post(std::string const& path) const;
    [[nodiscard]] Reply post(std::string const& path, boost::json::value const& body) const;
    /// The answer as it came, e.g. a picture.
    [[nodiscard]] std::string postForBytes(std::string const& path,
                                           boost::json::value const& body) const;
    [[nodiscard]] Reply patch(std::string const& path, boost::json::value const& body) const;
    [[nodiscard]] Reply remove(std::string const& path) const;
    [[nodiscard]] Reply remove(std::string const& path, boost::json::value const& body) const;
    [[nodiscard]] Reply put(std::string const& path, std::string const& contentType,
                            std::string body, session::HttpHeaders headers = {}) const;
    /// Told before each pause because the controller has too many uploads to take another.
    using Pause = std::function<void(std::chrono::seconds)>;
    /// A busy controller is asked again after the time it names, for half an hour.
    [[nodiscard]] Reply upload(std::string const& path, std::filesystem::path const& file,
                               session::Progress const& progress, Pause const& pause) const;

    /// Into a file that is there only whole and with this digest (64 hexadecimal digits); what came
    /// before the connection broke is taken up again.
    void download(std::string const& path, std::filesystem::path const& file,
                  std::string const& digest, std::int64_t bytes,
                  session::Progress const& progress) const;

    /// One request, whatever comes of it: statuses are the caller's to judge, and a connection that
    /// breaks is an error and not the command's end. `stalled`: silence for so long breaks it.
    [[nodiscard]] Result<session::HttpReply> attempt(session::HttpRequest request,
                                                     Milliseconds stalled,
                                                     session::Progress const& progress = {}) const;
    /// Ends the command because of what attempt() gave.
    [[noreturn]] void fail(Error const& error) const;
    [[noreturn]] void fail(session::HttpReply const& reply,
                           session::HttpRequest const& request) const;
    /// Waits, unless the command is interrupted.
    void wait(Milliseconds pause) const;

private:
    [[nodiscard]] session::HttpReply exchange(session::HttpRequest const& request,
                                              session::Progress const& progress) const;
    /// To this controller, with what is kept for it, once more with a second factor if need be.
    [[nodiscard]] Result<session::HttpReply> ask(session::HttpRequest request,
                                                 session::TransferPolicy const& policy,
                                                 session::Progress const& progress) const;
    [[nodiscard]] std::string urlOf(std::string const& path) const;
    [[nodiscard]] session::HttpHeaders headersOfCaller() const;
    [[noreturn]] void failUnauthorised() const;
    [[nodiscard]] session::HttpReply accepted(session::HttpReply reply,
                                              session::HttpRequest const& request) const;
    [[nodiscard]] std::string send(session::HttpRequest const& request) const;
    [[nodiscard]] Reply sendAndRead(session::HttpRequest const& request) const;
    [[nodiscard]] Reply read(session::HttpReply reply) const;
    [[nodiscard]] session::TransferPolicy policy() const;

    std::string address_;
    Access access_;
    std::stop_token stop_;
    session::TlsTrust trust_;
};

}  // namespace tocsin::cli
