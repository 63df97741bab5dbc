// SPDX-License-Identifier: Apache-2.0
#include "tus_client.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::integration {
namespace {

void sendAll(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;  // the answer says why, or the test finds none
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::string receiveAll(int socket) {
    std::string out;
    char block[65'536];
    for (;;) {
        auto const got = ::recv(socket, block, sizeof block, 0);
        if (got <= 0) {
            return out;
        }
        out.append(block, static_cast<std::size_t>(got));
    }
}

TusAnswer parsed(std::string const& text) {
    TusAnswer answer;
    auto const end = text.find("\r\n\r\n");
    if (end == std::string::npos || !text.starts_with("HTTP/1.1 ")) {
        return answer;
    }
    answer.status = std::stoi(text.substr(9, 3));
    answer.body = text.substr(end + 4);
    for (auto at = text.find("\r\n") + 2; at < end;) {
        auto const next = text.find("\r\n", at);
        auto const colon = text.find(": ", at);
        auto name = text.substr(at, colon - at);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        answer.headers[name] = text.substr(colon + 2, next - colon - 2);
        at = next + 2;
    }
    return answer;
}

std::string headOf(std::string const& method, std::string const& path, std::string const& token,
                   TusClient::Headers const& headers) {
    auto head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
                "Authorization: Bearer " + token + "\r\n";
    for (auto const& [name, value] : headers) {
        head += name;
        head += ": " + value + "\r\n";
    }
    return head + "\r\n";
}

}  // namespace

int TusClient::connected() const {
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port =
        htons(static_cast<std::uint16_t>(std::stoi(address_.substr(address_.rfind(':') + 1))));
    EXPECT_EQ(::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    return socket;
}

TusAnswer TusClient::ask(std::string const& method, std::string const& path, Headers headers,
                         std::string_view body) const {
    headers.try_emplace("Tus-Resumable", "1.0.0");
    if (!body.empty()) {
        headers.try_emplace("Content-Length", std::to_string(body.size()));
    }
    int const socket = connected();
    sendAll(socket, headOf(method, path, token_, headers));
    sendAll(socket, body);
    auto answer = parsed(receiveAll(socket));
    ::close(socket);
    return answer;
}

std::string TusClient::begin(std::size_t length, std::string const& name) const {
    auto const made = ask("POST", "/api/v1/uploads",
                          {{"Upload-Length", std::to_string(length)},
                           {"Upload-Metadata", "filename " + messages::base64(name)}});
    EXPECT_EQ(made.status, 201) << made.body;
    auto const location = made.headers.find("location");
    return location == made.headers.end() ? "" : location->second;
}

TusAnswer TusClient::patch(std::string const& path, std::size_t offset, std::string_view bytes,
                           Headers headers) const {
    headers["Content-Type"] = "application/offset+octet-stream";
    headers["Upload-Offset"] = std::to_string(offset);
    headers["Content-Length"] = std::to_string(bytes.size());
    return ask("PATCH", path, std::move(headers), bytes);
}

void TusClient::patchAndBreak(std::string const& path, std::size_t offset, std::size_t announced,
                              std::string_view bytes) const {
    int const socket = connected();
    sendAll(socket, headOf("PATCH", path, token_,
                           {{"Tus-Resumable", "1.0.0"},
                            {"Content-Type", "application/offset+octet-stream"},
                            {"Upload-Offset", std::to_string(offset)},
                            {"Content-Length", std::to_string(announced)}}));
    sendAll(socket, bytes);
    ::shutdown(socket, SHUT_WR);
    ::close(socket);
}

long long TusClient::offset(std::string const& path) const {
    auto const answer = ask("HEAD", path);
    auto const told = answer.headers.find("upload-offset");
    return told == answer.headers.end() ? -1 : std::stoll(told->second);
}

}  // namespace tocsin::integration
