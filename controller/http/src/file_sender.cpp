// SPDX-License-Identifier: Apache-2.0
#include "file_sender.hpp"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
constexpr std::int64_t kTurn = 1 << 20;

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

asio::awaitable<bool> sendFile(asio::ip::tcp::socket& socket, OpenFile const& file,
                               std::int64_t first, std::int64_t count, Deadline& deadline,
                               Milliseconds stalled) {
    constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);
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
            auto const [failed] =
                co_await socket.async_wait(asio::ip::tcp::socket::wait_write, useTuple);
            if (failed) {
                co_return false;
            }
        }
    }
    co_return true;
}

}  // namespace tocsin::http
