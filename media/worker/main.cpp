// SPDX-License-Identifier: Apache-2.0
// tocsin-media-worker: looks at one file or one slogan inside a sandbox, prints one JSON object,
// and ends.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/media/probe.hpp"
#include "tocsin/media_worker/program.hpp"
#include "tocsin/media_worker/requests.hpp"
#include "tocsin/media_worker/sandbox.hpp"

namespace {

using namespace tocsin;

constexpr char const* kUsage =
    "usage: tocsin-media-worker [--cpu-seconds N] [--verbose] probe FILE\n"
    "       tocsin-media-worker [--cpu-seconds N] [--verbose] slogan < STYLE.json\n";
constexpr std::size_t kLargestRequest = std::size_t{64} * 1024;

struct Command {
    std::string_view verb, file;
    media_worker::SandboxOptions sandbox;
    bool verbose = false;
};

std::optional<Command> readCommand(media_worker::Words const& words) {
    Command command;
    std::size_t at = 0;
    for (; at < words.size() && words[at].starts_with("--"); ++at) {
        if (words[at] == "--verbose") {
            command.verbose = true;
        } else if (words[at] == "--cpu-seconds" && at + 1 < words.size()) {
            auto const seconds = media_worker::positive<unsigned>(words[++at]);
            if (!seconds) {
                return std::nullopt;
            }
            command.sandbox.cpuSeconds = *seconds;
        } else {
            return std::nullopt;
        }
    }
    if (at + 2 == words.size() && words[at] == "probe") {
        command.file = words[at + 1];
    } else if (at + 1 != words.size() || words[at] != "slogan") {
        return std::nullopt;
    } else {
        command.sandbox.files = media_worker::Files::fonts;
    }
    command.verb = words[at];
    return command;
}

/// Returns the descriptor, or leaves the reason in `refusal`.
int openFile(std::string const& name, std::string& refusal) {
    int const file =
        ::open(name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        refusal = std::string("The file cannot be opened: ") + std::strerror(errno) + ".";
        return -1;
    }
    struct stat status {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        refusal = "This is not a file but a folder, a device or a pipe; give a film or a picture.";
        return -1;
    }
    return file;
}

bool closeCage(Command const& command) {
    auto const lacking = media_worker::enterSandbox(command.sandbox);
    if (!lacking) {
        std::cerr << "tocsin-media-worker: " << lacking.error().message
                  << "; the file was not looked at\n";
        return false;
    }
    if (command.verbose) {
        for (auto const& line : *lacking) {
            std::cerr << "tocsin-media-worker: " << line << '\n';
        }
    }
    return true;
}

int runProbe(Command const& command) {
    media::Verdict verdict;
    int const file = openFile(std::string(command.file), verdict.reason);
    verdict.technical = verdict.reason;
    if (file >= 0) {
        if (!closeCage(command)) {
            return 1;
        }
        verdict = media::probeOpened(file);
    }
    std::cout << media_worker::verdictJson(verdict) << '\n';
    return 0;
}

int runSlogan(Command const& command) {
    if (!closeCage(command)) {
        return 1;
    }
    std::string request(std::istreambuf_iterator<char>(std::cin), {});
    if (request.size() > kLargestRequest) {
        request.clear();
    }
    std::cout << media_worker::answerSlogan(request) << '\n';
    return 0;
}

int run(Command const& command) {
    int const code = command.verb == "probe" ? runProbe(command) : runSlogan(command);
    std::cout.flush();
    return std::cout ? code : 1;
}

}  // namespace

int main(int argc, char** argv) {
    return media_worker::runProgram(
        argc, argv, kUsage,
        "tocsin-media-worker: ", [](media_worker::Words const& words) -> std::optional<int> {
            auto const command = readCommand(words);
            return command ? std::optional(run(*command)) : std::nullopt;
        });
}
