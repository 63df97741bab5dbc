// SPDX-License-Identifier: Apache-2.0
#include "support/web_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>

namespace tocsin::test {
namespace {

class PlainStream final : public WebStream {
public:
    explicit PlainStream(int connection) : connection_(connection) {}
    std::string read() override {
        std::string block(65536, '\0');
        auto const got = ::recv(connection_, block.data(), block.size(), 0);
        block.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return block;
    }
    bool write(std::string_view bytes) override {
        while (!bytes.empty()) {
            auto const sent = ::send(connection_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

private:
    int connection_;
};

/// The whole of it, or "" if the client left before.
std::string readRequest(WebStream& stream) {
    std::string request;
    std::size_t due = std::string::npos;
    while (due == std::string::npos || request.size() < due) {
        auto const more = stream.read();
        if (more.empty()) {
            return "";
        }
        request += more;
        auto const end = request.find("\r\n\r\n");
        if (due == std::string::npos && end != std::string::npos) {
            auto const length = request.find("Content-Length: ");
            due = end + 4 + (length < end ? std::stoul(request.substr(length + 16)) : 0);
        }
    }
    return request;
}

}  // namespace

bool WebCaller::leaves(std::chrono::milliseconds limit) {
    pollfd gone{connection_, POLLRDHUP, 0};
    return ::poll(&gone, 1, static_cast<int>(limit.count())) > 0;
}

WebServer::WebServer(Answer answer, std::string const& address, Wrap wrap)
    : answer_(std::move(answer)),
      wrap_(std::move(wrap)),
      address_(address),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    inet_pton(AF_INET, address.c_str(), &place.sin_addr);
    socklen_t length = sizeof place;
    auto* const generic = reinterpret_cast<sockaddr*>(&place);
    if (::bind(listener_, generic, length) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &length) != 0) {
        throw std::runtime_error("cannot listen on " + address);
    }
    port_ = ntohs(place.sin_port);
    thread_ = std::thread([this] { serve(); });
}

WebServer::WebServer(std::string answer, std::string const& address, Wrap wrap)
    : WebServer([answer = std::move(answer)](std::string const&,
                                             WebCaller& caller) { caller.send(answer); },
                address, std::move(wrap)) {}

WebServer::~WebServer() {
    ::shutdown(listener_, SHUT_RDWR);  // wakes accept
    thread_.join();
    {
        std::scoped_lock const lock(mutex_);
        for (int const connection : open_) {
            ::shutdown(connection, SHUT_RDWR);
        }
    }
    for (auto& caller : callers_) {
        caller.join();
    }
    ::close(listener_);
}

std::vector<std::string> WebServer::requests() const {
    std::scoped_lock const lock(mutex_);
    return requests_;
}

void WebServer::serve() {
    for (;;) {
        int const connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) {
            return;
        }
        ++connections_;
        {
            std::scoped_lock const lock(mutex_);
            open_.push_back(connection);
        }
        callers_.emplace_back([this, connection] { serveOne(connection); });
    }
}

void WebServer::serveOne(int connection) {
    // A client that leaves while something is written to it ends the connection, not the program.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    auto const stream = wrap_ ? wrap_(connection) : std::make_unique<PlainStream>(connection);
    auto const request = stream ? readRequest(*stream) : "";
    if (!request.empty()) {
        {
            std::scoped_lock const lock(mutex_);
            requests_.push_back(request);
        }
        WebCaller caller(*stream, connection);
        answer_(request, caller);
        // Let the client close first when the answer was whole, so that none of it is lost.
        ::shutdown(connection, SHUT_WR);
        while (!stream->read().empty()) {
        }
    }
    std::scoped_lock const lock(mutex_);
    std::erase(open_, connection);
    ::close(connection);
}

std::string webAnswer(std::string const& body, std::string const& headers,
                      std::string const& status) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

std::string webRedirect(std::string const& location, int status, std::string const& headers) {
    return webAnswer("moved", "Location: " + location + "\r\n" + headers,
                     std::to_string(status) + " Moved");
}

}  // namespace tocsin::test
