// SPDX-License-Identifier: Apache-2.0
// Files as bodies of answers.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <filesystem>

#include "deadline.hpp"

namespace tocsin::http {

/// An open file, closed on destruction.
class OpenFile {
public:
    explicit OpenFile(std::filesystem::path const& file);
    ~OpenFile();
    OpenFile(OpenFile const&) = delete;
    OpenFile& operator=(OpenFile const&) = delete;
    [[nodiscard]] int fd() const noexcept { return fd_; }
    [[nodiscard]] std::int64_t size() const noexcept {
        return size_;
    }  ///< -1 if it could not be opened

private:
    int fd_ = -1;
    std::int64_t size_ = -1;
};

/// Sends `count` bytes from `first`: by sendfile(2) where the stream is plain, at most 1 MiB a
/// turn, else in blocks of 256 KiB, so that one download cannot hold the loop; re-arms `deadline`
/// whenever the receiver has taken something. False: the connection is broken.
[[nodiscard]] boost::asio::awaitable<bool> sendFile(session::AsyncStream& stream,
                                                    OpenFile const& file, std::int64_t first,
                                                    std::int64_t count, Deadline& deadline,
                                                    Milliseconds stalled);

}  // namespace tocsin::http
