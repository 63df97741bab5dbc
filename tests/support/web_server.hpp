// SPDX-License-Identifier: Apache-2.0
// A web server on a free loopback port that answers as a test wants, also badly: without end,
// slowly, half.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tocsin::test {

/// One connection as bytes.
class WebStream {
public:
    virtual ~WebStream() = default;
    /// "" when the other side is gone.
    [[nodiscard]] virtual std::string read() = 0;
    /// False when the other side is gone.
    virtual bool write(std::string_view bytes) = 0;
};

/// The client of a connection, while it is answered.
class WebCaller {
public:
    WebCaller(WebStream& stream, int connection) : stream_(stream), connection_(connection) {}
    /// False when the client is gone, or the server ends.
    bool send(std::string_view bytes) { return stream_.write(bytes); }
    /// Waits until the client is gone, or the server ends; false if it is still there after
    /// `limit`.
    bool leaves(std::chrono::milliseconds limit);

private:
    WebStream& stream_;
    int connection_;
};

class WebServer {
public:
    /// Gets the request as it came; the connection is closed afterwards.
    using Answer = std::function<void(std::string const& request, WebCaller& caller)>;
    /// Makes a stream of an accepted socket, e.g. with TLS; null if that fails.
    using Wrap = std::function<std::unique_ptr<WebStream>(int connection)>;

    /// `address`: of this machine, 127.x.y.z.
    explicit WebServer(Answer answer, std::string const& address = "127.0.0.1", Wrap wrap = {});
    /// The same bytes for every request.
    explicit WebServer(std::string answer, std::string const& address = "127.0.0.1",
                       Wrap wrap = {});
    ~WebServer();
    WebServer(WebServer const&) = delete;
    WebServer& operator=(WebServer const&) = delete;

    [[nodiscard]] int port() const noexcept { return port_; }
    /// "127.0.0.1:12345"
    [[nodiscard]] std::string place() const { return address_ + ":" + std::to_string(port_); }
    /// What came, heads and bodies as far as they were announced.
    [[nodiscard]] std::vector<std::string> requests() const;
    /// Connections that were made, whatever came of them.
    [[nodiscard]] int connections() const noexcept { return connections_; }

private:
    void serve();
    void serveOne(int connection);

    Answer answer_;
    Wrap wrap_;
    std::string address_;
    int listener_;
    int port_ = 0;
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;  // guarded by mutex_
    std::vector<int> open_;              // guarded by mutex_
    std::vector<std::thread> callers_;   // of serve() alone, until it has ended
    std::thread thread_;
};

/// "HTTP/1.1 200 OK" with this body and further header lines, each with its end.
[[nodiscard]] std::string webAnswer(std::string const& body, std::string const& headers = "",
                                    std::string const& status = "200 OK");
/// A redirect.
[[nodiscard]] std::string webRedirect(std::string const& location, int status = 302,
                                      std::string const& headers = "");

}  // namespace tocsin::test
