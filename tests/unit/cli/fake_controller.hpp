// SPDX-License-Identifier: Apache-2.0
// A very small HTTP server on loopback that gives canned answers and remembers what it was asked.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tocsin::cli::test {

struct Asked {
    std::string method, target, body;
    std::map<std::string, std::string> headers;  ///< names in lower case

    /// "" if it did not come.
    [[nodiscard]] std::string header(std::string const& name) const;
};

/// Answers "METHOD /target" from a table that is filled before the first request; anything else
/// gets 404 with a problem document. One connection at a time, closed after each answer.
class FakeController {
public:
    FakeController();
    ~FakeController();
    FakeController(FakeController const&) = delete;
    FakeController& operator=(FakeController const&) = delete;

    void answer(std::string const& request, int status, std::string const& body);
    /// Before the answers above are given, once and in order.
    void answerOnce(std::string const& request, int status, std::string const& body,
                    std::string const& headers = "");
    /// Before the answer above is given, once: 503 with Retry-After: 0.
    void beBusyOnce();
    [[nodiscard]] std::string address() const;
    [[nodiscard]] std::vector<Asked> asked() const;

private:
    void serve();
    void serveOne(int connection);
    [[nodiscard]] std::string replyTo(Asked const& request);

    int listener_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    struct Answer {
        int status = 0;
        std::string body;
        std::string headers{};  ///< lines with their ends
    };
    [[nodiscard]] Answer answerTo(Asked const& request);

    std::map<std::string, Answer> answers_;
    std::map<std::string, std::deque<Answer>> once_;
    std::vector<Asked> asked_;
    bool busy_ = false;
    std::thread thread_;
};

/// A loopback port on which nobody listens: taken, and let go again.
[[nodiscard]] std::string addressWithoutListener();

}  // namespace tocsin::cli::test
