// SPDX-License-Identifier: Apache-2.0
#include "tocsin/outbound/resolver.hpp"

#include <netdb.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "socket_address.hpp"

namespace tocsin::outbound {
namespace {

constexpr int kMostLookUps = 8;

struct FreeAddresses {
    void operator()(addrinfo* list) const noexcept { freeaddrinfo(list); }
};

Result<std::vector<Address>> ask(std::string const& name) {
    addrinfo wish{};
    wish.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    int const failed = getaddrinfo(name.c_str(), nullptr, &wish, &list);
    std::unique_ptr<addrinfo, FreeAddresses> const owner(list);
    if (failed != 0) {
        bool const unknown = failed == EAI_NONAME || failed == EAI_NODATA;
        return unknown ? Error{Errc::notFound, "there is no host " + name}
                       : Error{Errc::unavailable, "the address of " + name +
                                                      " cannot be learnt: " + gai_strerror(failed)};
    }
    std::vector<Address> out;
    for (auto const* each = list; each != nullptr; each = each->ai_next) {
        auto const address = addressIn(*each->ai_addr);
        if (address && std::find(out.begin(), out.end(), *address) == out.end()) {
            out.push_back(*address);
        }
    }
    return out.empty() ? Result<std::vector<Address>>(
                             Error{Errc::notFound, "the host " + name + " has no address"})
                       : out;
}

/// What a look-up and whoever waits for it share.
struct LookUp {
    std::mutex mutex;
    std::condition_variable_any done;
    std::optional<Result<std::vector<Address>>> answer;  // guarded by mutex
};

class SystemResolver final : public Resolver {
public:
    Result<std::vector<Address>> lookUp(std::string const& name, Milliseconds limit,
                                        std::stop_token stop) override;

private:
    /// Outlives the resolver as long as a look-up does.
    std::shared_ptr<std::atomic<int>> const underWay_ = std::make_shared<std::atomic<int>>(0);
};

/// getaddrinfo() can be neither interrupted nor told how patient to be, so it runs on a thread that
/// nobody waits for longer than they want to; it ends by itself when the system's resolver gives
/// up, and there are few of them.
Result<std::vector<Address>> SystemResolver::lookUp(std::string const& name, Milliseconds limit,
                                                    std::stop_token stop) {
    // Given back when the last copy goes, wherever that is.
    std::shared_ptr<void> const place(nullptr, [count = underWay_](void*) { --*count; });
    if (++*underWay_ > kMostLookUps) {
        return Error{Errc::unavailable, "the address of " + name +
                                            " cannot be learnt: the name server answers nobody; "
                                            "check the network"};
    }
    auto const shared = std::make_shared<LookUp>();
    std::thread([name, shared, place] {
        auto answer = ask(name);
        std::scoped_lock const lock(shared->mutex);
        shared->answer = std::move(answer);
        shared->done.notify_all();
    }).detach();
    std::unique_lock lock(shared->mutex);
    if (!shared->done.wait_for(lock, stop, limit, [&] { return shared->answer.has_value(); })) {
        return stop.stop_requested()
                   ? Error{Errc::cancelled, "the look-up of " + name + " was stopped"}
                   : Error{Errc::timedOut, "the name server did not answer for " + name};
    }
    return *shared->answer;
}

}  // namespace

std::unique_ptr<Resolver> systemResolver() {
    return std::make_unique<SystemResolver>();
}

}  // namespace tocsin::outbound
