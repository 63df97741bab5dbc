// SPDX-License-Identifier: Apache-2.0
// The keeper of the signer processes: one thread that starts them and starts them again.
#include "tocsin/keys/process_signer.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "signer_process.hpp"

namespace tocsin::keys {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kStable{30};

}  // namespace

class ProcessSigner::Keeper {
public:
    explicit Keeper(SignerProcesses processes)
        : processes_(std::move(processes)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    ~Keeper() {
        thread_.request_stop();
        wakeUp();
        if (thread_.joinable()) {
            thread_.join();
        }
        ::close(wake_);
    }
    Keeper(Keeper const&) = delete;
    Keeper& operator=(Keeper const&) = delete;

    /// Processes end with the thread that started them, so they are all its children.
    Result<> start() {
        std::promise<Result<>> started;
        auto all = started.get_future();
        thread_ =
            std::jthread([this, started = std::move(started)](std::stop_token const& stop) mutable {
                auto begun = startAll();
                bool const well = begun.has_value();
                started.set_value(std::move(begun));
                if (well) {
                    keep(stop);
                }
                for (auto& seat : seats_) {
                    std::lock_guard const lock(seat.mutex);
                    seat.process.reset();
                }
            });
        return all.get();
    }

    Result<messages::Signature> sign(Role role, std::string const& bytes) {
        if (auto allowed = mayBeSigned(role, bytes); !allowed) {
            return allowed.error();
        }
        auto& seat = seats_[static_cast<std::size_t>(role)];
        if (!has(role)) {
            return noKeyOf(role);
        }
        std::lock_guard const lock(seat.mutex);
        if (!seat.process || !seat.trouble.empty()) {
            return Error{Errc::unavailable,
                         "nothing can be signed as " + std::string(toString(role)) +
                             " now: " + seat.trouble + "; it is being started again, try again"};
        }
        auto signature = seat.process->sign(bytes);
        bool const isItsFault = !signature && signature.error().code != Errc::permission &&
                                signature.error().code != Errc::exhausted;
        if (isItsFault) {
            seat.trouble = signature.error().message;
            wakeUp();
            return Error{Errc::unavailable, "nothing was signed as " + std::string(toString(role)) +
                                                ": " + seat.trouble +
                                                "; it is being started again, try again"};
        }
        return signature;
    }

    IssuedKeys const& issued() const { return processes_.issued; }

    std::array<SignerState, messages::kSigningRoles.size()> states() {
        std::array<SignerState, messages::kSigningRoles.size()> out;
        for (std::size_t i = 0; i < seats_.size(); ++i) {
            if (auto const role = messages::kSigningRoles[i]; !has(role)) {
                out[i] = {-1, noKeyOf(role).message};
                continue;
            }
            std::lock_guard const lock(seats_[i].mutex);
            out[i] = {
                seats_[i].process && seats_[i].trouble.empty() ? seats_[i].process->pid() : -1,
                seats_[i].trouble};
        }
        return out;
    }

private:
    struct Seat {
        std::mutex mutex;                      // guards process and trouble
        std::optional<SignerProcess> process;  ///< changed by the keeper's thread only
        std::string trouble;                   ///< why it cannot sign now, or empty
        // keeper's thread
        int failures = 0;
        Clock::time_point startedAt, retryAt;
    };

    /// Whether the role has a key at all; without one it has no process.
    bool has(Role role) const { return processes_.issued.set.has(role); }

    void wakeUp() const {
        std::uint64_t const one = 1;
        (void)!::write(wake_, &one, sizeof one);
    }

    void log(std::string const& line) const {
        if (processes_.log) {
            processes_.log(line);
        }
    }

    Result<> startAll() {
        for (auto const role : messages::kSigningRoles) {
            if (!has(role)) {
                continue;
            }
            if (auto started = startOne(role); !started) {
                return Error{started.error().code,
                             std::string(toString(role)) + " signer: " + started.error().message};
            }
        }
        return {};
    }

    Result<> startOne(Role role) {
        auto& seat = seats_[static_cast<std::size_t>(role)];
        auto process = SignerProcess::start(processes_.program, keyFile(processes_.directory, role),
                                            role, processes_.issued.set.key(role));
        if (!process) {
            return process.error();
        }
        if (!process->lacks().empty()) {
            log("signer role=" + std::string(toString(role)) + " lacks=\"" + process->lacks() +
                "\"");
        }
        std::lock_guard const lock(seat.mutex);
        seat.process.emplace(std::move(*process));
        seat.trouble.clear();
        seat.startedAt = Clock::now();
        return {};
    }

    void keep(std::stop_token const& stop) {
        while (!stop.stop_requested()) {
            auto const ended = await();
            for (std::size_t i = 0; i < seats_.size() && !stop.stop_requested(); ++i) {
                look(messages::kSigningRoles[i], ended[i]);
            }
        }
    }

    /// Waits until something is to be done; which processes have ended.
    std::array<bool, messages::kSigningRoles.size()> await() {
        std::vector<pollfd> waits{{wake_, POLLIN, 0}};
        std::optional<Clock::time_point> soonest;
        for (std::size_t i = 0; i < seats_.size(); ++i) {
            auto& seat = seats_[i];
            // A hang-up is told without being asked for; what it says is for who signs.
            waits.push_back({seat.process ? seat.process->socket() : -1, 0, 0});
            if (!seat.process && has(messages::kSigningRoles[i])) {
                soonest = std::min(soonest.value_or(seat.retryAt), seat.retryAt);
            }
        }
        int timeout = -1;
        if (soonest) {
            auto const left =
                std::chrono::ceil<std::chrono::milliseconds>(*soonest - Clock::now()).count();
            timeout = static_cast<int>(std::max<std::int64_t>(left, 0));
        }
        ::poll(waits.data(), waits.size(), timeout);
        std::uint64_t ignored = 0;
        (void)!::read(wake_, &ignored, sizeof ignored);
        std::array<bool, messages::kSigningRoles.size()> out{};
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = waits[i + 1].revents != 0;
        }
        return out;
    }

    void look(Role role, bool ended) {
        auto& seat = seats_[static_cast<std::size_t>(role)];
        if (!has(role)) {
            return;
        }
        if (seat.process) {
            std::unique_lock lock(seat.mutex);
            if (!ended && seat.trouble.empty()) {
                return;
            }
            if (seat.trouble.empty()) {
                seat.trouble = "the signer process ended";
            }
            auto const why = seat.trouble;
            seat.process.reset();
            lock.unlock();
            if (Clock::now() - seat.startedAt >= kStable) {
                seat.failures = 0;
            }
            goOnLater(role, seat, why);
        } else if (Clock::now() >= seat.retryAt) {
            auto const started = startOne(role);
            if (started) {
                log("signer role=" + std::string(toString(role)) + " runs again");
                return;
            }
            {
                std::lock_guard const lock(seat.mutex);
                seat.trouble = started.error().message;
            }
            goOnLater(role, seat, started.error().message);
        }
    }

    void goOnLater(Role role, Seat& seat, std::string const& why) {
        auto const wait = restartDelay(seat.failures++);
        seat.retryAt = Clock::now() + wait;
        log("signer role=" + std::string(toString(role)) + " err=\"" + why +
            "\" again_in_ms=" + std::to_string(wait.count()));
    }

    SignerProcesses const processes_;
    int const wake_;
    std::array<Seat, messages::kSigningRoles.size()> seats_;
    std::jthread thread_;
};

ProcessSigner::ProcessSigner(std::unique_ptr<Keeper> keeper) : keeper_(std::move(keeper)) {}

ProcessSigner::~ProcessSigner() = default;

Result<std::unique_ptr<ProcessSigner>> ProcessSigner::start(SignerProcesses processes) {
    auto keeper = std::make_unique<Keeper>(std::move(processes));
    if (auto started = keeper->start(); !started) {
        return started.error();
    }
    return std::unique_ptr<ProcessSigner>(new ProcessSigner(std::move(keeper)));
}

IssuedKeys const& ProcessSigner::issued() const {
    return keeper_->issued();
}

Result<messages::Signature> ProcessSigner::sign(Role role, std::string const& bytes) const {
    return keeper_->sign(role, bytes);
}

std::array<SignerState, messages::kSigningRoles.size()> ProcessSigner::states() const {
    return keeper_->states();
}

}  // namespace tocsin::keys
