// SPDX-License-Identifier: Apache-2.0
// Blocking sockets on a port that the system chose.
#include "fake_controller.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace tocsin::cli::test {
namespace {

struct Bound {
    int descriptor = -1;
    int port = 0;
};

Bound bindLoopback() {
    int const descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (descriptor < 0 || ::bind(descriptor, generic, length) != 0 ||
        ::getsockname(descriptor, generic, &length) != 0) {
        throw std::runtime_error("no loopback port to be had");
    }
    return {descriptor, ntohs(address.sin_port)};
}

std::string addressOf(int port) {
    return "http://127.0.0.1:" + std::to_string(port);
}

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::size_t contentLength(std::string const& head) {
    auto const lower = lowered(head);
    auto const at = lower.find("content-length:");
    return at == std::string::npos ? 0 : std::stoul(lower.substr(at + 15));
}

std::map<std::string, std::string> headersIn(std::string const& head) {
    std::map<std::string, std::string> out;
    for (auto at = head.find("\r\n"); at != std::string::npos;) {
        auto const end = head.find("\r\n", at + 2);
        auto const line = head.substr(at + 2, end == std::string::npos ? end : end - at - 2);
        auto const colon = line.find(": ");
        if (colon != std::string::npos) {
            out[lowered(line.substr(0, colon))] = line.substr(colon + 2);
        }
        at = end;
    }
    return out;
}

}  // namespace

std::string Asked::header(std::string const& name) const {
    auto const found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

FakeController::FakeController() {
    auto const bound = bindLoopback();
    listener_ = bound.descriptor;
    port_ = bound.port;
    if (::listen(listener_, 8) != 0) {
        throw std::runtime_error("cannot listen on loopback");
    }
    thread_ = std::thread(&FakeController::serve, this);
}

FakeController::~FakeController() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

void FakeController::answer(std::string const& request, int status, std::string const& body) {
    std::lock_guard const lock(mutex_);
    answers_[request] = {status, body};
}

void FakeController::answerOnce(std::string const& request, int status, std::string const& body,
                                std::string const& headers) {
    std::lock_guard const lock(mutex_);
    once_[request].push_back({status, body, headers});
}

void FakeController::beBusyOnce() {
    std::lock_guard const lock(mutex_);
    busy_ = true;
}

std::string FakeController::address() const {
    return addressOf(port_);
}

std::vector<Asked> FakeController::asked() const {
    std::lock_guard const lock(mutex_);
    return asked_;
}

void FakeController::serve() {
    for (;;) {
        int const connection = ::accept(listener_, nullptr, nullptr);
        if (connection < 0) {
            return;
        }
        serveOne(connection);
        ::close(connection);
    }
}

void FakeController::serveOne(int connection) {
    std::string received;
    std::size_t headEnd = std::string::npos;
    bool toldToGoOn = false;
    for (char block[4096];;) {
        headEnd = received.find("\r\n\r\n");
        if (headEnd != std::string::npos) {
            auto const head = received.substr(0, headEnd);
            if (received.size() >= headEnd + 4 + contentLength(head)) {
                break;
            }
            if (!toldToGoOn && head.find("100-continue") != std::string::npos) {
                toldToGoOn = true;
                ::send(connection, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_NOSIGNAL);
            }
        }
        auto const count = ::recv(connection, block, sizeof block, 0);
        if (count <= 0) {
            return;
        }
        received.append(block, static_cast<std::size_t>(count));
    }
    auto const space = received.find(' ');
    auto const second = received.find(' ', space + 1);
    auto const reply =
        replyTo({received.substr(0, space), received.substr(space + 1, second - space - 1),
                 received.substr(headEnd + 4), headersIn(received.substr(0, headEnd))});
    ::send(connection, reply.data(), reply.size(), MSG_NOSIGNAL);
}

std::string FakeController::replyTo(Asked const& request) {
    std::lock_guard const lock(mutex_);
    asked_.push_back(request);
    if (std::exchange(busy_, false)) {
        return "HTTP/1.1 503 Busy\r\nConnection: close\r\nRetry-After: 0\r\nContent-Length: "
               "0\r\n\r\n";
    }
    auto const answer = answerTo(request);
    bool const hasBody = request.method != "HEAD" && answer.status != 204;
    return "HTTP/1.1 " + std::to_string(answer.status) + " Answer\r\nConnection: close\r\n" +
           answer.headers +
           (hasBody ? "Content-Length: " + std::to_string(answer.body.size()) + "\r\n" : "") +
           "\r\n" + (hasBody ? answer.body : "");
}

FakeController::Answer FakeController::answerTo(Asked const& request) {
    auto const key = request.method + " " + request.target;
    if (auto& waiting = once_[key]; !waiting.empty()) {
        auto out = std::move(waiting.front());
        waiting.pop_front();
        return out;
    }
    auto const found = answers_.find(key);
    return found != answers_.end()
               ? found->second
               : Answer{404, R"({"type":"about:blank","title":"Not Found","status":404,)"
                             R"("detail":"nothing stands at )" +
                                 request.target + R"(","code":"not-found"})"};
}

std::string addressWithoutListener() {
    auto const bound = bindLoopback();
    ::close(bound.descriptor);
    return addressOf(bound.port);
}

}  // namespace tocsin::cli::test
