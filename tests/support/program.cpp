// SPDX-License-Identifier: Apache-2.0
// Starting and watching child programs with plain POSIX calls.
#include "support/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace tocsin::test {
namespace {

pid_t start(std::vector<std::string> const& arguments, std::string const& out,
            std::string const& err) {
    std::vector<char*> argv;
    for (auto const& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);

    pid_t pid = -1;
    int const failed = posix_spawn(&pid, argv[0], &actions, &attributes, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) {
        throw std::runtime_error("cannot start " + arguments[0]);
    }
    return pid;
}

int codeOf(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Program::Program(std::vector<std::string> arguments, std::filesystem::path log)
    : log_(std::move(log)) {
    pid_ = start(arguments, log_.string(), log_.string());
}

Program::Program(Program&& other) noexcept
    : pid_(other.pid_), code_(other.code_), log_(std::move(other.log_)) {
    other.pid_ = -1;
}

Program::~Program() {
    if (pid_ > 0 && running()) {
        ::kill(-pid_, SIGKILL);
        wait();
    }
}

bool Program::running() {
    return wait(std::chrono::milliseconds(0)) == -1;
}

void Program::signal(int number) const {
    ::kill(pid_, number);
}

int Program::wait(std::chrono::milliseconds limit) {
    auto const ended = [this] {
        if (code_ >= 0) {
            return true;
        }
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            code_ = codeOf(status);
        }
        return code_ >= 0;
    };
    (void)eventually(ended, limit);
    return code_;
}

int Program::stop(std::chrono::milliseconds limit) {
    signal(SIGTERM);
    return wait(limit);
}

std::string Program::log() const {
    return readFile(log_);
}

std::vector<pid_t> Program::children() const {
    std::ifstream list("/proc/" + std::to_string(pid_) + "/task/" + std::to_string(pid_) +
                       "/children");
    return {std::istream_iterator<pid_t>(list), {}};
}

Ended run(std::vector<std::string> const& arguments, std::chrono::milliseconds limit) {
    TemporaryDirectory const scratch;
    auto const out = scratch / "stdout";
    auto const err = scratch / "stderr";
    pid_t const pid = start(arguments, out.string(), err.string());
    int status = 0;
    bool const ended = eventually([&] { return ::waitpid(pid, &status, WNOHANG) == pid; }, limit);
    if (!ended) {
        ::kill(-pid, SIGKILL);
        ::waitpid(pid, &status, 0);
    }
    return {codeOf(status), readFile(out), readFile(err)};
}

bool eventually(std::function<bool()> const& holds, std::chrono::milliseconds limit) {
    auto const deadline = std::chrono::steady_clock::now() + limit;
    while (!holds()) {
        if (std::chrono::steady_clock::now() >= deadline) {
            return false;
        }
        pause(std::chrono::milliseconds(5));
    }
    return true;
}

void pause(std::chrono::milliseconds duration) {
    ::poll(nullptr, 0, static_cast<int>(duration.count()));
}

std::string readFile(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

TemporaryDirectory::TemporaryDirectory() {
    std::string name = testing::TempDir() + "tocsin-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("cannot make a temporary directory like " + name);
    }
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    if (testing::Test::HasFailure()) {
        std::fprintf(stderr, "kept for inspection: %s\n", path_.c_str());
        return;
    }
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace tocsin::test
