// SPDX-License-Identifier: Apache-2.0
#include "deeds/outside_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "engine/files.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::player {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kMostHeard = 64 << 10;
constexpr std::size_t kShown = 200;
/// Its end is looked for so often: it need not close its output to end.
constexpr int kLookMs = 20;

struct Pipe {
    Fd read, write;
};

Result<Pipe> openPipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return Error{Errc::unavailable, "no file descriptors are left"};
    }
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Pipe{Fd(ends[0]), Fd(ends[1])};
}

/// In a group of its own, so that what it starts can be ended with it; without the real-time
/// scheduling of a tick, and with signals as a program expects them.
Result<pid_t> spawn(std::vector<std::string> words, int output) {
    std::vector<char*> argv;
    for (auto& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, usual;
    sigemptyset(&none);
    sigfillset(&usual);
    sigdelset(&usual, SIGKILL);
    sigdelset(&usual, SIGSTOP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setpgroup(&attributes, 0);
    sched_param const plain{};
    posix_spawnattr_setschedpolicy(&attributes, SCHED_OTHER);
    posix_spawnattr_setschedparam(&attributes, &plain);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSCHEDULER);
    pid_t pid = -1;
    int const failed = ::posix_spawn(&pid, argv[0], &actions, &attributes, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) {
        return Error{Errc::unavailable, words[0] + " cannot be started: " + std::strerror(failed) +
                                            "; see the programs that this player's options name"};
    }
    return pid;
}

/// Reads what is there; keeps the end of it.
void listen(int output, std::string& heard) {
    std::array<char, 4096> block{};
    for (;;) {
        auto const got = ::read(output, block.data(), block.size());
        if (got <= 0) {
            return;
        }
        heard.append(block.data(), static_cast<std::size_t>(got));
        if (heard.size() > kMostHeard) {
            heard.erase(0, heard.size() - kMostHeard / 2);
        }
    }
}

std::string lastLine(std::string const& heard) {
    auto const end = heard.find_last_not_of(" \t\r\n");
    if (end == std::string::npos) {
        return {};
    }
    auto const text = std::string_view(heard).substr(0, end + 1);
    auto line = shownAsUtf8(text.substr(text.rfind('\n') + 1));
    auto cut = std::min(line.size(), kShown);
    while (cut > 0 && cut < line.size() && (static_cast<unsigned char>(line[cut]) & 0xc0) == 0x80) {
        --cut;  // whole characters only
    }
    line.resize(cut);
    return line;
}

int codeOf(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<ProgramEnd> runOutsideProgram(std::filesystem::path const& program,
                                     std::vector<std::string> const& arguments,
                                     Milliseconds deadline, std::stop_token stop) {
    auto pipe = openPipe();
    if (!pipe) {
        return pipe.error();
    }
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto const pid = spawn(std::move(words), pipe->write.get());
    pipe->write = Fd();
    if (!pid) {
        return pid.error();
    }
    std::string heard;
    auto const until = Steady::now() + deadline;
    int status = 0;
    for (;;) {
        listen(pipe->read.get(), heard);
        auto const ended = ::waitpid(*pid, &status, WNOHANG);
        if (ended == *pid) {
            listen(pipe->read.get(), heard);
            return ProgramEnd{codeOf(status), lastLine(heard)};
        }
        if (stop.stop_requested() || Steady::now() >= until) {
            break;
        }
        pollfd wait{pipe->read.get(), POLLIN, 0};
        ::poll(&wait, 1, kLookMs);
        if ((wait.revents & POLLHUP) != 0 && (wait.revents & POLLIN) == 0) {
            ::poll(nullptr, 0, kLookMs);  // it has closed its output and works on
        }
    }
    ::kill(-*pid, SIGKILL);
    while (::waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
    }
    listen(pipe->read.get(), heard);
    auto const last = lastLine(heard);
    auto const said = last.empty() ? "" : ": " + last;
    if (stop.stop_requested()) {
        return Error{Errc::cancelled,
                     program.string() + " was ended, because the player ends" + said};
    }
    return Error{Errc::timedOut, program.string() + " was ended after " +
                                     std::to_string(deadline.count() / 1000) + " s" + said};
}

}  // namespace tocsin::player
