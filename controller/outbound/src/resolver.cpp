// SPDX-License-Identifier: Apache-2.0
#include "tocsin/outbound/resolver.hpp"

#include <ares.h>
#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>

#include "socket_address.hpp"

namespace tocsin::outbound {
namespace {

using Steady = std::chrono::steady_clock;
using Answer = std::optional<Result<std::vector<Address>>>;

/// c-ares asks for this once in a process before anything else, and again once at its end.
class AresLibrary {
public:
    AresLibrary() : failed_(ares_library_init(ARES_LIB_INIT_ALL)) {}
    ~AresLibrary() { ares_library_cleanup(); }
    AresLibrary(AresLibrary const&) = delete;
    AresLibrary& operator=(AresLibrary const&) = delete;
    [[nodiscard]] int failed() const noexcept { return failed_; }

private:
    int failed_;
};

struct DestroyChannel {
    void operator()(ares_channel channel) const noexcept { ares_destroy(channel); }
};
using Channel = std::unique_ptr<std::remove_pointer_t<ares_channel>, DestroyChannel>;

struct FreeAnswer {
    void operator()(ares_addrinfo* list) const noexcept { ares_freeaddrinfo(list); }
};

Error cannotBeLearnt(std::string const& name, int failed) {
    return {Errc::unavailable,
            "the address of " + name + " cannot be learnt: " + ares_strerror(failed)};
}

/// A name with a dot is whole: the machine's search domains, by which it might become another one,
/// are for short names.
Result<Channel> openChannel(std::string const& name, std::string const& nameServers) {
    ares_channel made = nullptr;
    ares_options noDomains{};
    bool const isWhole = name.find('.') != std::string::npos;
    int failed = ares_init_options(&made, &noDomains, isWhole ? ARES_OPT_DOMAINS : 0);
    Channel channel(made);
    if (failed == ARES_SUCCESS && !nameServers.empty()) {
        failed = ares_set_servers_ports_csv(channel.get(), nameServers.c_str());
    }
    return failed == ARES_SUCCESS ? Result<Channel>(std::move(channel))
                                  : cannotBeLearnt(name, failed);
}

struct Question {
    std::string name;
    Answer answer;
};

/// Called once for each question, when it is answered or its channel destroyed.
void keepAnswer(void* question, int status, int /*timeouts*/, ares_addrinfo* list) {
    std::unique_ptr<ares_addrinfo, FreeAnswer> const owner(list);
    auto& [name, answer] = *static_cast<Question*>(question);
    if (status == ARES_ENOTFOUND || status == ARES_ENODATA) {
        answer = Error{Errc::notFound, "there is no host " + name};
        return;
    }
    if (status != ARES_SUCCESS) {
        answer = cannotBeLearnt(name, status);
        return;
    }
    std::vector<Address> found;
    for (auto const* node = list->nodes; node != nullptr; node = node->ai_next) {
        auto const address = addressIn(*node->ai_addr);
        if (address && std::find(found.begin(), found.end(), *address) == found.end()) {
            found.push_back(*address);
        }
    }
    answer = found.empty() ? Result<std::vector<Address>>(
                                 Error{Errc::notFound, "the host " + name + " has no address"})
                           : Result<std::vector<Address>>(std::move(found));
}

/// Becomes readable when a stop is requested, so that poll() ends.
class StopSignal {
public:
    explicit StopSignal(std::stop_token const& stop)
        : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
          callback_(std::in_place, stop, Raise{fd_}) {}
    // The callback is gone, and is not running, before its file is closed.
    ~StopSignal() {
        callback_.reset();
        ::close(fd_);
    }
    StopSignal(StopSignal const&) = delete;
    StopSignal& operator=(StopSignal const&) = delete;
    [[nodiscard]] int fd() const noexcept { return fd_; }

private:
    struct Raise {
        int fd;
        void operator()() const noexcept { (void)::eventfd_write(fd, 1); }
    };
    int fd_;
    std::optional<std::stop_callback<Raise>> callback_;
};

/// The sockets of the channel, as poll() wants them.
std::vector<pollfd> waitedFor(ares_channel channel) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    auto const bits =
        static_cast<unsigned>(ares_getsock(channel, sockets.data(), ARES_GETSOCK_MAXNUM));
    std::vector<pollfd> out;
    for (unsigned i = 0; i < sockets.size(); ++i) {
        short const events =
            static_cast<short>((((bits >> i) & 1U) != 0 ? POLLIN : 0) |
                               (((bits >> (i + ARES_GETSOCK_MAXNUM)) & 1U) != 0 ? POLLOUT : 0));
        if (events != 0) {
            out.push_back({sockets[i], events, 0});
        }
    }
    return out;
}

/// How long nothing has to be done unless something comes: until c-ares wants to ask once more, or
/// nobody waits any longer.
int patience(ares_channel channel, Steady::duration left) {
    auto const whole = std::chrono::ceil<Milliseconds>(left);
    timeval most{static_cast<time_t>(whole.count() / 1000),
                 static_cast<suseconds_t>(whole.count() % 1000 * 1000)};
    timeval next{};
    auto const* due = ares_timeout(channel, &most, &next);
    return static_cast<int>(due->tv_sec * 1000 + (due->tv_usec + 999) / 1000);
}

void handOn(ares_channel channel, std::vector<pollfd> const& sockets) {
    bool any = false;
    for (auto const& [fd, events, happened] : sockets) {
        bool const readable = (happened & (POLLIN | POLLERR | POLLHUP)) != 0;
        bool const writable = (happened & POLLOUT) != 0;
        any = any || readable || writable;
        if (readable || writable) {
            ares_process_fd(channel, readable ? fd : ARES_SOCKET_BAD,
                            writable ? fd : ARES_SOCKET_BAD);
        }
    }
    if (!any) {
        ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // its own time-outs
    }
}

class SystemResolver final : public Resolver {
public:
    explicit SystemResolver(std::string nameServers) : nameServers_(std::move(nameServers)) {}
    Result<std::vector<Address>> lookUp(std::string const& name, Milliseconds limit,
                                        std::stop_token stop) override;

private:
    AresLibrary library_;
    std::string nameServers_;
};

/// On the caller's thread, with a channel of its own: what is under way is given up when nobody
/// waits for it any longer, which getaddrinfo() cannot do.
Result<std::vector<Address>> SystemResolver::lookUp(std::string const& name, Milliseconds limit,
                                                    std::stop_token stop) {
    if (library_.failed() != ARES_SUCCESS) {
        return cannotBeLearnt(name, library_.failed());
    }
    Question question{name, {}};  // outlives the channel, which answers at the latest when it goes
    auto const channel = openChannel(name, nameServers_);
    if (!channel) {
        return channel.error();
    }
    StopSignal const stopped(stop);
    auto const end = Steady::now() + limit;
    ares_addrinfo_hints wish{};
    wish.ai_family = AF_UNSPEC;
    wish.ai_socktype = SOCK_STREAM;
    ares_getaddrinfo(channel->get(), name.c_str(), nullptr, &wish, keepAnswer, &question);
    while (!question.answer) {
        auto const left = end - Steady::now();
        if (stop.stop_requested()) {
            return Error{Errc::cancelled, "the look-up of " + name + " was stopped"};
        }
        if (left <= Steady::duration::zero()) {
            return Error{Errc::timedOut, "the name server did not answer for " + name};
        }
        auto sockets = waitedFor(channel->get());
        sockets.push_back({stopped.fd(), POLLIN, 0});
        if (::poll(sockets.data(), sockets.size(), patience(channel->get(), left)) < 0 &&
            errno != EINTR) {
            return Error{Errc::unavailable, "the address of " + name + " cannot be learnt: poll"};
        }
        sockets.pop_back();
        handOn(channel->get(), sockets);
    }
    return std::move(*question.answer);
}

}  // namespace

std::unique_ptr<Resolver> systemResolver(std::string nameServers) {
    return std::make_unique<SystemResolver>(std::move(nameServers));
}

}  // namespace tocsin::outbound
