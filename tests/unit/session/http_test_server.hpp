// SPDX-License-Identifier: Apache-2.0
// A blocking HTTP server of one thread on a free loopback port, for testing the client against
// servers that misbehave.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tocsin::session {

class HttpTestServer {
public:
    /// Gets the request as it came, gives the bytes to send before the connection is closed.
    using Answer = std::function<std::string(std::string const& request)>;

    explicit HttpTestServer(Answer answer);
    ~HttpTestServer();
    HttpTestServer(HttpTestServer const&) = delete;
    HttpTestServer& operator=(HttpTestServer const&) = delete;

    [[nodiscard]] std::string url(std::string const& path) const;
    [[nodiscard]] std::vector<std::string> requests() const;

private:
    void serve();
    void serveOne(int connection);

    Answer answer_;
    int listener_;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::jthread thread_;
};

/// How a server of one file behaves.
struct FileBehaviour {
    std::string content;
    bool ranges = true;
    std::size_t cutAfter = std::string::npos;  ///< sends so many bytes of the body, then closes
};
/// Answers a GET of the file as RFC 9110 says, but for what the behaviour sets.
[[nodiscard]] std::string answerFile(FileBehaviour const& file, std::string const& request);

}  // namespace tocsin::session
