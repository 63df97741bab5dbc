// SPDX-License-Identifier: Apache-2.0
// tocsin-media-worker: looks at one file or one slogan inside a sandbox, or converts a film or
// draws a slogan into a file opened before, prints one JSON object (after lines of progress), and
// ends. SIGTERM and the death of its parent end it at once; what it has written by then is of no
// use.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/media/probe.hpp"
#include "tocsin/media/transcode.hpp"
#include "tocsin/media_worker/program.hpp"
#include "tocsin/media_worker/requests.hpp"
#include "tocsin/media_worker/sandbox.hpp"

namespace {

using namespace tocsin;

constexpr char const* kUsage =
    "usage: tocsin-media-worker [OPTIONS] probe [--whole] FILE\n"
    "       tocsin-media-worker [OPTIONS] loudness FILE\n"
    "       tocsin-media-worker [OPTIONS] transcode FILE OUTPUT < ORDER.json\n"
    "       tocsin-media-worker [OPTIONS] slogan < STYLE.json\n"
    "       tocsin-media-worker [OPTIONS] slogan-check < SLOGAN.json\n"
    "       tocsin-media-worker [OPTIONS] slogan-preview OUTPUT.png < SLOGAN.json\n"
    "options: --cpu-seconds N, --memory-mb N, --output-bytes N, --verbose\n";
constexpr unsigned kConvertingSeconds = 24 * 3600, kConvertingMb = 6144;
constexpr std::uint64_t kConvertedBytes = std::uint64_t{64} << 30;
constexpr std::uint64_t kPreviewBytes = std::uint64_t{256} << 20;
constexpr std::size_t kUnknownVerb = ~std::size_t{0};
/// Between two lines of progress.
constexpr std::chrono::milliseconds kProgressEvery{250};
constexpr std::size_t kLargestRequest = std::size_t{64} * 1024;

struct Command {
    std::string_view verb;
    std::vector<std::string_view> files;
    media_worker::SandboxOptions sandbox;
    bool verbose = false;
    bool whole = false;  ///< probe: decode every frame
};

/// Puts a positive number into `value`; false if it is none.
template <class Number>
bool number(std::string_view text, Number& value) {
    auto const read = media_worker::positive<Number>(text);
    value = read.value_or(value);
    return read.has_value();
}

/// The options before the verb; where the verb stands, or nothing.
std::optional<std::size_t> readOptions(media_worker::Words const& words, Command& command) {
    std::size_t at = 0;
    for (; at < words.size() && words[at].starts_with("--"); ++at) {
        auto const value = at + 1 < words.size() ? words[at + 1] : std::string_view();
        auto& sandbox = command.sandbox;
        if (words[at] == "--verbose") {
            command.verbose = true;
            continue;
        }
        bool const read = (words[at] == "--cpu-seconds" && number(value, sandbox.cpuSeconds)) ||
                          (words[at] == "--memory-mb" && number(value, sandbox.memoryMb)) ||
                          (words[at] == "--output-bytes" && number(value, sandbox.outputBytes));
        if (!read) {
            return std::nullopt;
        }
        ++at;
    }
    return at < words.size() ? std::optional(at) : std::nullopt;
}

std::size_t filesOf(std::string_view verb) {
    return verb == "probe" || verb == "loudness" || verb == "slogan-preview" ? 1U
           : verb == "transcode"                                             ? 2U
           : verb == "slogan" || verb == "slogan-check"                      ? 0U
                                                                             : kUnknownVerb;
}

std::optional<Command> readCommand(media_worker::Words const& words) {
    Command command;
    // Converting takes hours and gigabytes where looking takes minutes.
    bool const converts = std::ranges::find(words, "transcode") != words.end();
    if (converts) {
        command.sandbox.cpuSeconds = kConvertingSeconds;
        command.sandbox.memoryMb = kConvertingMb;
        command.sandbox.outputBytes = kConvertedBytes;
    }
    auto at = readOptions(words, command);
    if (!at) {
        return std::nullopt;
    }
    command.verb = words[*at];
    if (command.verb == "probe" && *at + 1 < words.size() && words[*at + 1] == "--whole") {
        command.whole = true;
        ++*at;
    }
    command.files.assign(words.begin() + static_cast<std::ptrdiff_t>(*at) + 1, words.end());
    if (command.files.size() != filesOf(command.verb)) {
        return std::nullopt;
    }
    if (command.verb.starts_with("slogan")) {
        command.sandbox.files = media_worker::Files::fonts;
    }
    if (command.verb == "slogan-preview" && command.sandbox.outputBytes == 0) {
        command.sandbox.outputBytes = kPreviewBytes;
    }
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
    int const file = openFile(std::string(command.files[0]), verdict.reason);
    verdict.technical = verdict.reason;
    if (file >= 0) {
        if (!closeCage(command)) {
            return 1;
        }
        verdict =
            media::probeOpened(file, command.whole ? media::Depth::whole : media::Depth::quick);
    }
    std::cout << media_worker::verdictJson(verdict) << '\n';
    return 0;
}

std::string readRequest() {
    std::string request(std::istreambuf_iterator<char>(std::cin), {});
    if (request.size() > kLargestRequest) {
        request.clear();
    }
    return request;
}

int runSlogan(Command const& command) {
    if (!closeCage(command)) {
        return 1;
    }
    auto const request = readRequest();
    std::cout << (command.verb == "slogan" ? media_worker::answerSlogan(request)
                                           : media_worker::answerSloganCheck(request))
              << '\n';
    return 0;
}

int answerFailure(Error const& error, bool order = false) {
    std::cout << media_worker::failureJson(error, order) << '\n';
    return 0;
}

/// Says how far the work is, now and then.
class Teller {
public:
    void operator()(double share, std::int64_t frames) {
        auto const now = std::chrono::steady_clock::now();
        if (now - last_ >= kProgressEvery) {
            last_ = now;
            std::cout << media_worker::progressJson(share, frames) << std::endl;
        }
    }

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

int runLoudness(Command const& command) {
    std::string refusal;
    int const file = openFile(std::string(command.files[0]), refusal);
    if (file < 0) {
        return answerFailure({Errc::invalid, refusal});
    }
    if (!closeCage(command)) {
        return 1;
    }
    auto const measured = media::measureLoudness(file, Teller());
    if (!measured) {
        return answerFailure(measured.error());
    }
    std::cout << media_worker::loudnessJson(*measured) << '\n';
    return 0;
}

Result<int> openTarget(std::string const& target) {
    int const out = ::open(target.c_str(),
                           O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
    if (out < 0) {
        return Error{Errc::unavailable, target + ": cannot be written: " + std::strerror(errno)};
    }
    // A file that grows too long is an error to report, not a death.
    std::signal(SIGXFSZ, SIG_IGN);
    return out;
}

int runPreview(Command const& command) {
    auto const out = openTarget(std::string(command.files[0]));
    if (!out) {
        std::cerr << "tocsin-media-worker: " << out.error().message << '\n';
        return 1;
    }
    if (!closeCage(command)) {
        return 1;
    }
    std::cout << media_worker::answerSloganPreview(readRequest(), *out) << '\n';
    return 0;
}

int runTranscode(Command const& command) {
    std::string refusal;
    int const file = openFile(std::string(command.files[0]), refusal);
    if (file < 0) {
        return answerFailure({Errc::invalid, refusal});
    }
    auto const out = openTarget(std::string(command.files[1]));
    if (!out) {
        return answerFailure(out.error());
    }
    if (!closeCage(command)) {
        return 1;
    }
    auto const order = media_worker::readOrder(readRequest());
    if (!order) {
        return answerFailure(order.error(), true);
    }
    auto const done = media::transcode(file, *out, *order, Teller());
    if (!done) {
        return answerFailure(done.error());
    }
    std::cout << media_worker::transcodedJson(*done) << '\n';
    return 0;
}

int runVerb(Command const& command) {
    if (command.verb == "probe") {
        return runProbe(command);
    }
    if (command.verb == "loudness") {
        return runLoudness(command);
    }
    if (command.verb == "slogan-preview") {
        return runPreview(command);
    }
    return command.verb == "transcode" ? runTranscode(command) : runSlogan(command);
}

int run(Command const& command) {
    int const code = runVerb(command);
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
