// SPDX-License-Identifier: Apache-2.0
#include "file_sender.hpp"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <string_view>
#include <vector>

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::int64_t kTurn = 1 << 20;
constexpr std::int64_t kBlock = 256 << 10;

asio::awaitable<bool> sendAsItIs(tcp::socket& socket, OpenFile const& file, std::int64_t first,
                                 std::int64_t count, Deadline& deadline, Milliseconds stalled) {
    boost::system::error_code ec;
    socket.native_non_blocking(true, ec);
    off_t at = first;
    auto const end = first + count;
    while (at < end) {
        auto const sent = ::sendfile(socket.native_handle(), file.fd(), &at,
                                     static_cast<std::size_t>(std::min(end - at, kTurn)));
        if (sent > 0) {
            deadline.arm(stalled);
            co_await asio::post(socket.get_executor(), asio::use_awaitable);
        } else if (sent == 0 || (errno != EAGAIN && errno != EINTR)) {
            co_return false;  // the file became shorter, or the peer has gone
        } else {
            auto const [failed] = co_await socket.async_wait(tcp::socket::wait_write, useTuple);
            if (failed) {
                co_return false;
            }
        }
    }
    co_return true;
}

asio::awaitable<bool> sendBytes(session::AsyncStream& stream, std::string_view bytes,
                                Deadline& deadline, Milliseconds stalled) {
    while (!bytes.empty()) {
        auto const from = asio::buffer(bytes.data(), bytes.size());
        auto const [ec, sent] = co_await stream.async_write_some(from, useTuple);
        if (ec) {
            co_return false;
        }
        deadline.arm(stalled);
        bytes.remove_prefix(sent);
    }
    co_return true;
}

asio::awaitable<bool> sendInBlocks(session::AsyncStream& stream, OpenFile const& file,
                                   std::int64_t first, std::int64_t count, Deadline& deadline,
                                   Milliseconds stalled) {
    std::vector<char> block(static_cast<std::size_t>(std::min(count, kBlock)));
    auto const end = first + count;
    for (auto at = first; at < end;) {
        auto const most = std::min(end - at, kBlock);
        auto const got = ::pread(file.fd(), block.data(), static_cast<std::size_t>(most), at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            co_return false;  // the file became shorter
        }
        at += got;
        std::string_view const bytes(block.data(), static_cast<std::size_t>(got));
        auto const taken = co_await sendBytes(stream, bytes, deadline, stalled);
        if (!taken) {
            co_return false;
        }
    }
    co_return true;
}

}  // namespace

OpenFile::OpenFile(std::filesystem::path const& file)
    : fd_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat facts {};
    if (fd_ >= 0 && ::fstat(fd_, &facts) == 0) {
        size_ = facts.st_size;
    }
}

OpenFile::~OpenFile() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

asio::awaitable<bool> sendFile(session::AsyncStream& stream, OpenFile const& file,
                               std::int64_t first, std::int64_t count, Deadline& deadline,
                               Milliseconds stalled) {
    bool whole = false;
    if (auto* const socket = stream.transport().plainSocket()) {
        whole = co_await sendAsItIs(*socket, file, first, count, deadline, stalled);
    } else {
        whole = co_await sendInBlocks(stream, file, first, count, deadline, stalled);
    }
    co_return whole;
}

}  // namespace tocsin::http
