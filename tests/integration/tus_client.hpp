// SPDX-License-Identifier: Apache-2.0
// Requests byte by byte, so that a test decides where the connection breaks.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace tocsin::integration {

struct TusAnswer {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

/// Speaks tus to a controller on loopback; a connection a request.
class TusClient {
public:
    using Headers = std::map<std::string, std::string>;
    /// `address`: host:port; `token` shows who is calling.
    TusClient(std::string address, std::string token)
        : address_(std::move(address)), token_(std::move(token)) {}

    [[nodiscard]] TusAnswer ask(std::string const& method, std::string const& path,
                                Headers headers = {}, std::string_view body = {}) const;
    /// Begins an upload; its path.
    [[nodiscard]] std::string begin(std::size_t length, std::string const& name) const;
    [[nodiscard]] TusAnswer patch(std::string const& path, std::size_t offset,
                                  std::string_view bytes, Headers headers = {}) const;
    /// Announces `announced` bytes, sends fewer and closes the connection.
    void patchAndBreak(std::string const& path, std::size_t offset, std::size_t announced,
                       std::string_view bytes) const;
    /// By HEAD; -1 if it is not told.
    [[nodiscard]] long long offset(std::string const& path) const;

private:
    [[nodiscard]] int connected() const;
    std::string address_;
    std::string token_;
};

}  // namespace tocsin::integration
