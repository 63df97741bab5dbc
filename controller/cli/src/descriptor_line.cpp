// SPDX-License-Identifier: Apache-2.0
#include "descriptor_line.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <stdexcept>

namespace tocsin::cli {
namespace {

constexpr std::size_t kLongest = 4096;

/// Becomes readable when a stop is requested.
class StopDescriptor {
public:
    explicit StopDescriptor(std::stop_token const& stop)
        : descriptor_(made()), callback_(stop, Wake{descriptor_}) {}
    ~StopDescriptor() { ::close(descriptor_); }
    StopDescriptor(StopDescriptor const&) = delete;
    StopDescriptor& operator=(StopDescriptor const&) = delete;

    /// False: told to stop, or `descriptor` cannot be waited for.
    [[nodiscard]] bool waitFor(int descriptor) const {
        for (;;) {
            pollfd watched[2] = {{descriptor, POLLIN, 0}, {descriptor_, POLLIN, 0}};
            if (::poll(watched, 2, -1) >= 0) {
                return (watched[1].revents & POLLIN) == 0;
            }
            if (errno != EINTR) {
                return false;
            }
        }
    }

private:
    struct Wake {
        int descriptor;
        void operator()() const {
            std::uint64_t const one = 1;
            // A counter that is full is readable as well.
            [[maybe_unused]] auto const written = ::write(descriptor, &one, sizeof one);
        }
    };
    static int made() {
        int const descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (descriptor < 0) {
            throw std::runtime_error("cannot wait for input: too many open files?");
        }
        return descriptor;
    }

    int descriptor_;
    std::stop_callback<Wake> callback_;
};

}  // namespace

std::optional<std::string> readLine(int descriptor, std::stop_token const& stop) {
    StopDescriptor const stopped(stop);
    std::string line;
    while (line.size() <= kLongest && stopped.waitFor(descriptor)) {
        char byte = 0;
        auto const count = ::read(descriptor, &byte, 1);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        if (count < 0 || (count == 0 && line.empty())) {
            return std::nullopt;
        }
        if (count == 0 || byte == '\n') {
            return line;
        }
        line += byte;
    }
    return std::nullopt;
}

}  // namespace tocsin::cli
