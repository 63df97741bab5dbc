// SPDX-License-Identifier: Apache-2.0
#include "engine/decode_rate.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>

#include "engine/files.hpp"
#include "engine/thread_rights.hpp"

namespace tocsin::player {
namespace {

constexpr char kHead[] = "tocsin-player-decoding/1";
constexpr std::size_t kMostBytes = 1024;
constexpr unsigned kMostSeconds = 30;

/// The processor as it names itself: a disk that is moved to another machine is measured anew.
std::string machine() {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("model name") || line.starts_with("CPU part")) {
            return line.substr(0, kMostBytes / 2);
        }
    }
    return "unknown";
}

/// What must be the same for the figure to hold.
std::string circumstances() {
    return std::string(TOCSIN_VERSION) + " " + machine();
}

[[noreturn]] void measureAndKeep(std::filesystem::path const& file, MeasureDecoding const& measure,
                                 pid_t engine) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != engine) {
        ::_exit(1);
    }
    ::alarm(kMostSeconds);
    takeLowestPriority();
    auto const rate = measure();
    bool const kept =
        rate && files::replace(file, std::string(kHead) + "\n" + std::to_string(*rate) + "\n" +
                                         circumstances() + "\n");
    ::_exit(kept ? 0 : 1);
}

}  // namespace

std::int64_t knownDecodeRate(std::filesystem::path const& file) {
    auto const text = files::read(file, kMostBytes);
    if (!text) {
        return 0;
    }
    std::istringstream in(*text);
    std::string head;
    std::string number;
    std::string where;
    std::getline(in, head);
    std::getline(in, number);
    std::getline(in, where);
    std::int64_t rate = 0;
    std::istringstream(number) >> rate;
    return head == kHead && where == circumstances() && rate > 0 ? rate : 0;
}

void learnDecodeRate(std::filesystem::path const& file, MeasureDecoding const& measure) {
    if (knownDecodeRate(file) > 0) {
        return;
    }
    auto const engine = ::getpid();
    pid_t const child = ::fork();
    if (child == 0) {
        measureAndKeep(file, measure, engine);
    }
    while (child > 0 && ::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
}

}  // namespace tocsin::player
