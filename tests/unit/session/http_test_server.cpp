// SPDX-License-Identifier: Apache-2.0
#include "http_test_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace tocsin::session {

HttpTestServer::HttpTestServer(Answer answer)
    : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, length) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &length) != 0) {
        throw std::runtime_error("cannot listen on loopback");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
}

HttpTestServer::~HttpTestServer() {
    ::shutdown(listener_, SHUT_RDWR);  // wakes accept
    thread_.join();
    ::close(listener_);
}

std::string HttpTestServer::url(std::string const& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<std::string> HttpTestServer::requests() const {
    std::scoped_lock const lock(mutex_);
    return requests_;
}

void HttpTestServer::serve() {
    while (true) {
        int const connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) {
            return;
        }
        serveOne(connection);
        ::close(connection);
    }
}

void HttpTestServer::serveOne(int connection) {
    std::string request;
    std::size_t due = std::string::npos;
    while (due == std::string::npos || request.size() < due) {
        char block[65536];
        auto const n = ::recv(connection, block, sizeof block, 0);
        if (n <= 0) {
            return;
        }
        request.append(block, static_cast<std::size_t>(n));
        auto const end = request.find("\r\n\r\n");
        if (due == std::string::npos && end != std::string::npos) {
            auto const length = request.find("Content-Length: ");
            due = end + 4 + (length < end ? std::stoul(request.substr(length + 16)) : 0);
        }
    }
    {
        std::scoped_lock const lock(mutex_);
        requests_.push_back(request);
    }
    auto const reply = answer_(request);
    for (std::size_t sent = 0; sent < reply.size();) {
        auto const n = ::send(connection, reply.data() + sent, reply.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) {
            return;
        }
        sent += static_cast<std::size_t>(n);
    }
    // Let the client close first when the reply was whole, so that none of it is lost.
    ::shutdown(connection, SHUT_WR);
    char rest[4096];
    while (::recv(connection, rest, sizeof rest, 0) > 0) {
    }
}

std::string answerFile(FileBehaviour const& file, std::string const& request) {
    auto const range = request.find("Range: bytes=");
    std::size_t from = 0;
    std::string head = "HTTP/1.1 200 OK\r\n";
    if (file.ranges && range != std::string::npos) {
        from = std::stoul(request.substr(range + 13));
        if (from >= file.content.size()) {
            return "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n";
        }
        head = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + std::to_string(from) +
               "-" + std::to_string(file.content.size() - 1) + "/" +
               std::to_string(file.content.size()) + "\r\n";
    }
    head += "Content-Length: " + std::to_string(file.content.size() - from) +
            "\r\nConnection: close\r\n\r\n";
    return head + file.content.substr(from).substr(0, file.cutAfter);
}

}  // namespace tocsin::session
