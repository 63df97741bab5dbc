// SPDX-License-Identifier: Apache-2.0
// A mail server on a free loopback port that takes mail by SMTP, with STARTTLS, TLS and AUTH, and
// fails where a test wants it to.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct ssl_ctx_st;

namespace tocsin::test {

/// What a client handed over, whole.
struct TakenMail {
    std::string from;
    std::vector<std::string> to;
    std::string data;  ///< headers and body, without the dots that SMTP adds
    bool encrypted = false;
    std::string account;  ///< who signed in; empty: nobody

    /// The value of a header, its continuation lines joined by a blank; empty: there is none.
    [[nodiscard]] std::string header(std::string const& name) const;
};

/// How the server behaves.
struct SmtpManner {
    std::shared_ptr<ssl_ctx_st> tls{};  ///< offered by STARTTLS; null: none
    bool tlsAtOnce = false;             ///< or spoken from the first byte
    std::string account{}, password{};  ///< demanded, if there is one
    /// Asked for each command as it came, for "CONNECT" at the beginning, "BODY" after the first
    /// line of a mail and "." at its end: an answer instead of the usual one, without its line end.
    /// "" takes the usual one; kBreaks closes the connection, kSilence says nothing more.
    std::function<std::string(std::string const& command)> answer{};
};
inline constexpr char kBreaks[] = "(breaks)";
inline constexpr char kSilence[] = "(silence)";

class SmtpServer {
public:
    explicit SmtpServer(SmtpManner manner = {});
    ~SmtpServer();
    SmtpServer(SmtpServer const&) = delete;
    SmtpServer& operator=(SmtpServer const&) = delete;

    [[nodiscard]] int port() const noexcept { return port_; }
    [[nodiscard]] std::vector<TakenMail> mails() const;
    /// All that clients said outside of mails, in order.
    [[nodiscard]] std::vector<std::string> commands() const;
    [[nodiscard]] int connections() const noexcept { return connections_; }

private:
    class Session;
    void serve();

    SmtpManner manner_;
    int listener_;
    int port_ = 0;
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::vector<TakenMail> mails_;       // guarded by mutex_
    std::vector<std::string> commands_;  // guarded by mutex_
    int open_ = -1;                      // guarded by mutex_
    std::thread thread_;
};

}  // namespace tocsin::test
