// SPDX-License-Identifier: Apache-2.0
// tocsin-media-worker: looks at one file or one slogan inside a sandbox, or converts a film, a
// picture or a page of a document, draws a slogan, renders an item of a programme or lays out a
// document to be printed into a file opened before, prints one JSON
// object (after lines of progress), and ends. SIGTERM and the death of its parent end it at once;
// what it has written by then is of no use.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
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

#include "tocsin/media/character_picture.hpp"
#include "tocsin/media/examination.hpp"
#include "tocsin/media/join.hpp"
#include "tocsin/media/photograph_reader.hpp"
#include "tocsin/media/print.hpp"
#include "tocsin/media/probe.hpp"
#include "tocsin/media/segment.hpp"
#include "tocsin/media/transcode.hpp"
#include "tocsin/media_worker/program.hpp"
#include "tocsin/media_worker/requests.hpp"
#include "tocsin/media_worker/sandbox.hpp"

namespace {

using namespace tocsin;

constexpr char const* kUsage =
    "usage: tocsin-media-worker [OPTIONS] probe [--whole] FILE\n"
    "       tocsin-media-worker [OPTIONS] loudness FILE\n"
    "       tocsin-media-worker [OPTIONS] examine FILE\n"
    "       tocsin-media-worker [OPTIONS] transcode FILE OUTPUT < ORDER.json\n"
    "       tocsin-media-worker [OPTIONS] join [--sound FILE] OUTPUT PART...\n"
    "       tocsin-media-worker [OPTIONS] join --order OUTPUT PART... < ORDER.json\n"
    "       tocsin-media-worker [OPTIONS] segment [--slogan] FILE OUTPUT < ORDER.json\n"
    "       tocsin-media-worker [OPTIONS] picture FILE OUTPUT < ORDER.json\n"
    "       tocsin-media-worker [OPTIONS] thumbnail FILE OUTPUT < ORDER.json\n"
    "       tocsin-media-worker [OPTIONS] preview FILE OUTPUT < ORDER.json\n"
    "       tocsin-media-worker [OPTIONS] character FILE\n"
    "       tocsin-media-worker [OPTIONS] photo FILE\n"
    "       tocsin-media-worker [OPTIONS] slogan < STYLE.json\n"
    "       tocsin-media-worker [OPTIONS] slogan-check < SLOGAN.json\n"
    "       tocsin-media-worker [OPTIONS] slogan-preview OUTPUT.png < SLOGAN.json\n"
    "       tocsin-media-worker [OPTIONS] print OUTPUT.pdf < DOCUMENT.json\n"
    "options: --cpu-seconds N, --memory-mb N, --output-bytes N, --verbose\n";
/// What a verb takes, and the limits it has unless the options say otherwise.
struct Verb {
    std::string_view name;
    std::size_t leastFiles, mostFiles;
    unsigned cpuSeconds, memoryMb;
    std::uint64_t outputBytes;
};
constexpr std::uint64_t kMb = 1 << 20;
// Converting a film takes hours and gigabytes where looking takes minutes.
constexpr std::array kVerbs{Verb{"probe", 1, 1, 600, 2048, 0},
                            Verb{"loudness", 1, 1, 600, 2048, 0},
                            Verb{"examine", 1, 1, 24 * 3600, 2048, 0},
                            Verb{"transcode", 2, 2, 24 * 3600, 6144, 65'536 * kMb},
                            Verb{"join", 2, 512, 24 * 3600, 6144, 65'536 * kMb},
                            Verb{"segment", 2, 2, 24 * 3600, 6144, 65'536 * kMb},
                            Verb{"picture", 2, 2, 600, 6144, 512 * kMb},
                            Verb{"thumbnail", 2, 2, 600, 6144, 16 * kMb},
                            Verb{"preview", 2, 2, 600, 6144, 512 * kMb},
                            Verb{"character", 1, 1, 600, 2048, 0},
                            Verb{"photo", 1, 1, 120, 6144, 0},
                            Verb{"slogan", 0, 0, 600, 2048, 0},
                            Verb{"slogan-check", 0, 0, 600, 2048, 0},
                            Verb{"slogan-preview", 1, 1, 600, 2048, 256 * kMb},
                            Verb{"print", 1, 1, 600, 2048, 256 * kMb}};
/// Between two lines of progress.
constexpr std::chrono::milliseconds kProgressEvery{250};
/// The most drawn characters that a request may hold take two thirds of it.
constexpr std::size_t kLargestRequest = std::size_t{256} * 1024;
/// A document has its pictures in it: a month of 500 screens has one of each.
constexpr std::size_t kLargestDocument = std::size_t{96} * 1024 * 1024;

struct Command {
    std::string_view verb;
    std::vector<std::string_view> files;
    media_worker::SandboxOptions sandbox;
    bool verbose = false;
    bool whole = false;           ///< probe: decode every frame
    std::string_view sound = {};  ///< join: the file whose sound the whole gets, or nothing
    bool inOrder = false;         ///< join: a loop, whose order stands on standard input
    bool slogan = false;          ///< segment: of a slogan, which needs fonts
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

/// The first word that is a verb: options are numbers.
Verb const* findVerb(media_worker::Words const& words) {
    for (auto const word : words) {
        auto const found = std::ranges::find(kVerbs, word, &Verb::name);
        if (found != kVerbs.end()) {
            return &*found;
        }
    }
    return nullptr;
}

std::optional<Command> readCommand(media_worker::Words const& words) {
    auto const* const verb = findVerb(words);
    if (verb == nullptr) {
        return std::nullopt;
    }
    Command command;
    command.sandbox.cpuSeconds = verb->cpuSeconds;
    command.sandbox.memoryMb = verb->memoryMb;
    command.sandbox.outputBytes = verb->outputBytes;
    auto at = readOptions(words, command);
    if (!at || words[*at] != verb->name) {
        return std::nullopt;
    }
    command.verb = verb->name;
    if (command.verb == "probe" && *at + 1 < words.size() && words[*at + 1] == "--whole") {
        command.whole = true;
        ++*at;
    }
    if (command.verb == "join" && *at + 2 < words.size() && words[*at + 1] == "--sound") {
        command.sound = words[*at + 2];
        *at += 2;
    } else if (command.verb == "join" && *at + 1 < words.size() && words[*at + 1] == "--order") {
        command.inOrder = true;
        ++*at;
    }
    if (command.verb == "segment" && *at + 1 < words.size() && words[*at + 1] == "--slogan") {
        command.slogan = true;
        ++*at;
    }
    command.files.assign(words.begin() + static_cast<std::ptrdiff_t>(*at) + 1, words.end());
    if (command.files.size() < verb->leastFiles || command.files.size() > verb->mostFiles) {
        return std::nullopt;
    }
    if (command.verb.starts_with("slogan") || command.slogan || command.verb == "print") {
        command.sandbox.files = media_worker::Files::fonts;
    }
    return command;
}

/// Returns the descriptor, or leaves the reason in `refusal`. A document opens the cage for fonts.
int openFile(Command& command, std::string_view path, std::string& refusal) {
    std::string const name(path);
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
    if (media::holdsPages(file)) {
        if (!media_worker::landlockIsThere()) {
            refusal =
                "PDF documents are not opened on this machine, whose kernel has no Landlock; "
                "export the pages as PNG.";
            return -1;
        }
        command.sandbox.files = media_worker::Files::documents;
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

int runProbe(Command& command) {
    media::Verdict verdict;
    int const file = openFile(command, command.files[0], verdict.reason);
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

std::string readRequest(std::size_t largest = kLargestRequest) {
    std::string request(std::istreambuf_iterator<char>(std::cin), {});
    if (request.size() > largest) {
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

/// Measures one file: `measure` does it, `tell` answers.
template <class Measure, class Tell>
int look(Command& command, Measure measure, Tell tell) {
    std::string refusal;
    int const file = openFile(command, command.files[0], refusal);
    if (file < 0) {
        return answerFailure({Errc::invalid, refusal});
    }
    if (!closeCage(command)) {
        return 1;
    }
    auto const measured = measure(file, Teller());
    if (!measured) {
        return answerFailure(measured.error());
    }
    std::cout << tell(*measured) << '\n';
    return 0;
}

/// A fresh file for what comes out; -1 after an answer that says why there is none.
int openOutput(std::string_view name) {
    std::string const target(name);
    int const out = ::open(target.c_str(),
                           O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
    if (out < 0) {
        answerFailure({Errc::unavailable, target + ": cannot be written: " + std::strerror(errno)});
    }
    // A file that grows too long is an error to report, not a death.
    std::signal(SIGXFSZ, SIG_IGN);
    return out;
}

int runPreview(Command const& command) {
    int const out = openOutput(command.files[0]);
    if (out < 0) {
        return 0;
    }
    if (!closeCage(command)) {
        return 1;
    }
    std::cout << media_worker::answerSloganPreview(readRequest(), out) << '\n';
    return 0;
}

int runPrint(Command const& command) {
    int const out = openOutput(command.files[0]);
    if (out < 0) {
        return 0;
    }
    if (!closeCage(command)) {
        return 1;
    }
    auto const document = media_worker::readPrintDocument(readRequest(kLargestDocument));
    if (!document) {
        return answerFailure(document.error(), true);
    }
    auto const printed = media::printDocument(*document, out);
    if (!printed) {
        return answerFailure(printed.error());
    }
    std::cout << media_worker::printedJson(printed->pages, printed->bytes) << '\n';
    return 0;
}

/// From one file to another: `read` takes the order from its text, `make` does it, `tell` answers.
template <class Read, class Make, class Tell>
int convert(Command& command, Read read, Make make, Tell tell) {
    std::string refusal;
    int const file = openFile(command, command.files[0], refusal);
    if (file < 0) {
        return answerFailure({Errc::invalid, refusal});
    }
    int const out = openOutput(command.files[1]);
    if (out < 0) {
        return 0;
    }
    if (!closeCage(command)) {
        return 1;
    }
    auto const order = read(readRequest());
    if (!order) {
        return answerFailure(order.error(), true);
    }
    if (auto const right = checkOrder(*order); !right) {
        return answerFailure(right.error(), true);
    }
    auto const done = make(file, out, *order);
    if (!done) {
        return answerFailure(done.error());
    }
    std::cout << tell(*done) << '\n';
    return 0;
}

int runJoin(Command& command) {
    std::string refusal;
    std::vector<int> parts;
    for (std::size_t i = 1; i < command.files.size(); ++i) {
        parts.push_back(openFile(command, command.files[i], refusal));
    }
    std::optional<int> sound;
    if (!command.sound.empty()) {
        sound = openFile(command, command.sound, refusal);
    }
    if (!refusal.empty()) {
        return answerFailure({Errc::invalid, refusal});
    }
    int const out = openOutput(command.files[0]);
    if (out < 0) {
        return 0;
    }
    if (!closeCage(command)) {
        return 1;
    }
    auto const order = command.inOrder
                           ? media_worker::readJoinOrder(readRequest(), parts.size())
                           : Result<std::vector<std::size_t>>(std::vector<std::size_t>());
    if (!order) {
        return answerFailure(order.error(), true);
    }
    auto const done = command.inOrder ? media::joinInOrder(parts, *order, out, Teller())
                                      : media::join(parts, sound, out, Teller());
    if (!done) {
        return answerFailure(done.error());
    }
    std::cout << media_worker::transcodedJson(*done) << '\n';
    return 0;
}

int runSegment(Command& command) {
    return convert(
        command,
        [slogan = command.slogan](std::string_view request) -> Result<media::SegmentOrder> {
            auto order = media_worker::readSegmentOrder(request);
            if (order && slogan != (order->kind == media::SegmentKind::slogan)) {
                return Error{Errc::invalid, "kind: slogans, and only they, need --slogan"};
            }
            return order;
        },
        [](int in, int out, media::SegmentOrder const& order) {
            return media::renderSegment(in, out, order, Teller());
        },
        media_worker::segmentJson);
}

int runVerb(Command& command) {
    using namespace media_worker;
    if (command.verb == "probe") {
        return runProbe(command);
    }
    if (command.verb == "loudness") {
        return look(command, media::measureLoudness, loudnessJson);
    }
    if (command.verb == "examine") {
        return look(command, media::examine, examinationJson);
    }
    if (command.verb == "character") {
        return look(
            command, [](int file, Teller const&) { return media::readCharacterPicture(file); },
            characterJson);
    }
    if (command.verb == "photo") {
        return look(
            command, [](int file, Teller const&) { return media::readPhotograph(file); },
            photographJson);
    }
    if (command.verb == "join") {
        return runJoin(command);
    }
    if (command.verb == "segment") {
        return runSegment(command);
    }
    if (command.verb == "transcode") {
        return convert(
            command, readTranscodeOrder,
            [](int in, int out, media::TranscodeOrder const& order) {
                return media::transcode(in, out, order, Teller());
            },
            transcodedJson);
    }
    if (command.verb == "preview") {
        return convert(
            command, readPreviewOrder,
            [](int in, int out, media::PreviewOrder const& order) {
                return media::makePreview(in, out, order, Teller());
            },
            transcodedJson);
    }
    if (command.verb == "slogan-preview") {
        return runPreview(command);
    }
    if (command.verb == "print") {
        return runPrint(command);
    }
    if (command.verb == "picture") {
        return convert(command, readPictureOrder, media::makePictureMaster, pictureJson);
    }
    return command.verb == "thumbnail"
               ? convert(command, readThumbnailOrder, media::makeThumbnail, thumbnailJson)
               : runSlogan(command);
}

int run(Command command) {
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
