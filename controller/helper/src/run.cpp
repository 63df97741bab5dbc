// SPDX-License-Identifier: Apache-2.0
#include "tocsin/helper/run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

namespace tocsin::helper {
namespace {

constexpr std::size_t kMostErrors = 64 << 10;

/// A descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    [[nodiscard]] int get() const noexcept { return fd_; }
    void reset(int fd) {
        close();
        fd_ = fd;
    }
    void close() {
        if (fd_ >= 0) {
            ::close(fd_);
            fd_ = -1;
        }
    }

private:
    int fd_;
};

struct Pipe {
    Descriptor read, write;
    bool open() {
        std::array<int, 2> ends{};
        return ::pipe2(ends.data(), O_CLOEXEC) == 0 && hold(ends);
    }
    /// A socket, because writing to a pipe that nobody reads any more would raise SIGPIPE.
    bool openSocket() {
        std::array<int, 2> ends{};
        return ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0 && hold(ends);
    }

private:
    bool hold(std::array<int, 2> const& ends) {
        read.reset(ends[0]);
        write.reset(ends[1]);
        return true;
    }
};

/// The child with its three pipes; killed and reaped on destruction if nobody waited for it.
class Child {
public:
    ~Child() {
        if (pid_ > 0) {
            kill();
            (void)reap();
        }
    }
    [[nodiscard]] Result<> start(Program const& program, std::vector<std::string> const& arguments);
    void giveWay(int nice) const noexcept {
        if (nice != 0) {
            ::setpriority(PRIO_PROCESS, static_cast<id_t>(pid_), nice);
        }
    }
    void kill() const noexcept { ::kill(-pid_, SIGKILL); }
    int reap() {
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        pid_ = -1;
        return status;
    }
    Pipe in, out, err;
    Descriptor ended;  ///< becomes readable when the child has ended

private:
    pid_t pid_ = -1;
};

Result<> Child::start(Program const& program, std::vector<std::string> const& arguments) {
    if (!in.openSocket() || !out.open() || !err.open()) {
        return Error{Errc::exhausted, "no file descriptors are left to start " + program.name};
    }
    std::vector<std::string> words{program.file.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    // Nothing of the controller's environment is its business but the language and the
    // font configuration.
    std::array<char, 13> language{"LANG=C.UTF-8"};
    std::array<char, 10> home{"HOME=/tmp"};
    std::array<char*, 3> environment{language.data(), home.data(), nullptr};

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.read.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.write.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.write.get(), STDERR_FILENO);
    // Sockets of people and players are none of its business, and one that outlives a killed
    // controller for a moment would keep the address from the next one. Asio opens them without
    // O_CLOEXEC.
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    int const failed = posix_spawn(&pid_, program.file.c_str(), &actions, &attributes, argv.data(),
                                   environment.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    in.read.close();
    out.write.close();
    err.write.close();
    if (failed != 0) {
        pid_ = -1;
        return Error{Errc::unavailable, program.name + " " + program.file.string() +
                                            " cannot be started: " + std::strerror(failed) +
                                            "; check the installation"};
    }
    ended.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    if (ended.get() < 0) {
        return Error{Errc::unavailable, program.name + " cannot be watched: " +
                                            std::strerror(errno) + "; it was stopped"};
    }
    return {};
}

std::string lastLine(std::string text) {
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    auto const start = text.rfind('\n');
    return start == std::string::npos ? text : text.substr(start + 1);
}

/// Reads what is there; false at the end.
bool readSome(Descriptor& from, std::string& into) {
    std::array<char, 16384> buffer{};
    auto const got = ::read(from.get(), buffer.data(), buffer.size());
    if (got < 0) {
        return errno == EINTR || errno == EAGAIN;
    }
    into.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
}

/// Passes on the whole lines but the last, which stays.
void hear(std::string& out, std::function<void(std::string_view)> const& heard) {
    auto end = out.find('\n');
    while (end != std::string::npos && end + 1 < out.size()) {
        heard(std::string_view(out).substr(0, end));
        out.erase(0, end + 1);
        end = out.find('\n');
    }
}

}  // namespace

Result<Run> run(Program const& program, std::vector<std::string> const& arguments,
                std::string const& input, Milliseconds limit, std::stop_token const& stop,
                Manners const& manners) {
    Child child;
    if (auto started = child.start(program, arguments); !started) {
        return started.error();
    }
    child.giveWay(manners.nice);
    auto const deadline = std::chrono::steady_clock::now() + limit;
    Run out;
    std::string errors;
    std::size_t fed = 0;
    ::fcntl(child.in.write.get(), F_SETFL, O_NONBLOCK);
    if (input.empty()) {
        child.in.write.close();
    }
    // One that closes its streams and stays is given no more time than one that talks.
    while (child.out.read.get() >= 0 || child.err.read.get() >= 0 || child.ended.get() >= 0) {
        auto const left =
            std::chrono::duration_cast<Milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            return Error{Errc::timedOut, program.name + " took longer than " +
                                             std::to_string(limit.count() / 1000) +
                                             " s and was stopped"};
        }
        if (stop.stop_requested()) {
            return Error{Errc::cancelled, "the controller is stopping; try again when it is back"};
        }
        std::array<pollfd, 4> waits{{{child.out.read.get(), POLLIN, 0},
                                     {child.err.read.get(), POLLIN, 0},
                                     {child.in.write.get(), POLLOUT, 0},
                                     {child.ended.get(), POLLIN, 0}}};
        ::poll(waits.data(), waits.size(),
               static_cast<int>(std::min<std::int64_t>(left.count(), 500)));
        if (waits[0].revents != 0 && !readSome(child.out.read, out.out)) {
            child.out.read.close();
        }
        if (manners.heard) {
            hear(out.out, manners.heard);
        }
        if (waits[1].revents != 0 && !readSome(child.err.read, errors)) {
            child.err.read.close();
        }
        if (waits[2].revents != 0) {
            // It need not read its input: the error ends feeding.
            auto const written =
                ::send(child.in.write.get(), input.data() + fed, input.size() - fed, MSG_NOSIGNAL);
            fed += written > 0 ? static_cast<std::size_t>(written) : 0;
            if (fed == input.size() || (written < 0 && errno != EAGAIN && errno != EINTR)) {
                child.in.write.close();
            }
        }
        if (waits[3].revents != 0) {
            child.ended.close();
        }
        if (out.out.size() > manners.mostOutput) {
            return Error{Errc::damaged, program.name + " printed more than it may and was stopped"};
        }
        if (errors.size() > kMostErrors) {
            errors.erase(0, errors.size() - kMostErrors / 2);
        }
    }
    out.status = child.reap();
    out.lastError = lastLine(std::move(errors));
    return out;
}

}  // namespace tocsin::helper
