// SPDX-License-Identifier: Apache-2.0
// Real programs as tests run them: started, signalled, waited for with a deadline, their output
// kept in files.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace tocsin::test {

/// What a program that has ended said.
struct Ended {
    int code = -1;  ///< exit code, or 128 + signal
    std::string out;
    std::string err;
};

/// A running child in its own process group; killed (with its group) if still running on
/// destruction.
class Program {
public:
    /// Starts `arguments[0]`. Standard error is appended to `log`, standard output too.
    Program(std::vector<std::string> arguments, std::filesystem::path log);
    ~Program();
    Program(Program&& other) noexcept;
    Program& operator=(Program&&) = delete;

    [[nodiscard]] pid_t pid() const noexcept { return pid_; }
    [[nodiscard]] bool running();
    void signal(int number) const;
    /// Exit code, or 128 + signal; -1 if it still runs after `limit`.
    int wait(std::chrono::milliseconds limit = std::chrono::seconds(20));
    /// SIGTERM, then wait().
    int stop(std::chrono::milliseconds limit = std::chrono::seconds(20));
    [[nodiscard]] std::string log() const;
    /// Direct children of the program, oldest first.
    [[nodiscard]] std::vector<pid_t> children() const;

private:
    pid_t pid_ = -1;
    int code_ = -1;
    std::filesystem::path log_;
};

/// Runs a program to its end.
[[nodiscard]] Ended run(std::vector<std::string> const& arguments,
                        std::chrono::milliseconds limit = std::chrono::seconds(60));

/// Waits until `holds()`, asking again and again; false after `limit` of real time. For facts of
/// other processes, which send no event.
[[nodiscard]] bool eventually(std::function<bool()> const& holds,
                              std::chrono::milliseconds limit = std::chrono::seconds(30));
/// Lets real time pass for other processes, in a bounded wait that a signal ends early.
void pause(std::chrono::milliseconds duration);

[[nodiscard]] std::string readFile(std::filesystem::path const& file);

/// A fresh directory under the test's temporary directory, removed on destruction unless the test
/// failed.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(TemporaryDirectory const&) = delete;
    TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    [[nodiscard]] std::filesystem::path operator/(std::string const& name) const {
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

}  // namespace tocsin::test
