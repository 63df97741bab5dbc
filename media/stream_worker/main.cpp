// SPDX-License-Identifier: Apache-2.0
// tocsin-stream-worker: listens to one live stream inside a sandbox and writes its pictures into
// memory that it shares with the player, until the stream or the player ends.
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/media/live_stream.hpp"
#include "tocsin/media/picture_ring.hpp"
#include "tocsin/media_worker/program.hpp"
#include "tocsin/media_worker/sandbox.hpp"

namespace {

using namespace tocsin;
using media_worker::positive;

constexpr char const* kUsage =
    "usage: tocsin-stream-worker --canvas WxH --fit contain|cover|stretch --memory FD --bell FD "
    "--parent PID < DESCRIPTION\n"
    "Started by tocsin-player. DESCRIPTION is a tocsin-stream/1 text; pictures go to the shared "
    "memory FD,\neach is rung for on the event descriptor FD.\n";
constexpr std::size_t kLargestDescription = 8'192;

struct Command {
    media::Canvas canvas;
    int memory = -1, bell = -1;
    pid_t parent = 0;
};

bool readCanvas(std::string_view text, media::Canvas& canvas) {
    auto const x = text.find('x');
    auto const width = positive<int>(text.substr(0, x));
    auto const height =
        x == std::string_view::npos ? std::nullopt : positive<int>(text.substr(x + 1));
    canvas.width = width.value_or(0);
    canvas.height = height.value_or(0);
    return canvas.width > 0 && canvas.height > 0;
}

bool readOption(std::string_view name, std::string_view value, Command& command) {
    if (name == "--canvas") {
        return readCanvas(value, command.canvas);
    }
    if (name == "--fit") {
        auto const fit = fitNamed(value);
        command.canvas.fit = fit.value_or(command.canvas.fit);
        return fit.has_value();
    }
    auto const count = positive<int>(value);
    int* const into = name == "--memory"   ? &command.memory
                      : name == "--bell"   ? &command.bell
                      : name == "--parent" ? &command.parent
                                           : nullptr;
    if (into == nullptr || !count) {
        return false;
    }
    *into = *count;
    return true;
}

std::optional<Command> readCommand(media_worker::Words const& words) {
    Command command;
    if (words.size() != 10) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < words.size(); i += 2) {
        if (!readOption(words[i], words[i + 1], command)) {
            return std::nullopt;
        }
    }
    bool const all =
        command.canvas.width > 0 && command.memory > 0 && command.bell > 0 && command.parent > 0;
    return all ? std::optional(command) : std::nullopt;
}

int complain(std::string const& message) {
    std::cerr << message << '\n';
    return 1;
}

void ring(int bell) {
    std::uint64_t const one = 1;
    // A bell that is full has been rung.
    static_cast<void>(!::write(bell, &one, sizeof one));
}

int show(Command const& command, media::StreamDescription const& description,
         media::PictureRing& pictures) {
    auto const clock = media::steadyPaceClock();
    auto stream = media::openLiveStream(
        description,
        {.canvas = command.canvas, .alive = [&pictures] { pictures.beat(); }, .clock = *clock});
    if (!stream) {
        return complain(stream.error().message);
    }
    for (;;) {
        auto const frame = (*stream)->next();
        if (!frame) {
            return complain(frame.error().message);
        }
        pictures.setInterval((*stream)->interval().count());
        pictures.beat();
        pictures.write((*frame)->pixels);
        ring(command.bell);
    }
}

int run(Command const& command) {
    // Whatever else the player has open is none of our business.
    ::close_range(static_cast<unsigned>(std::max(command.memory, command.bell)) + 1, ~0U, 0);
    std::string const text(std::istreambuf_iterator<char>(std::cin), {});
    auto const description =
        media::parseStream(text.size() <= kLargestDescription ? text : std::string());
    if (!description) {
        return complain(description.error().message);
    }
    auto pictures =
        media::PictureRing::attach(command.memory, command.canvas.width, command.canvas.height);
    if (!pictures) {
        return complain(pictures.error().message);
    }
    // From now on the kernel ends us with the player; before now it may have gone.
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != command.parent) {
        return complain("the player is gone");
    }
    auto const lacking = media_worker::enterSandbox(
        {.files = media_worker::Files::names, .cpuSeconds = 0, .network = true});
    if (!lacking) {
        return complain(lacking.error().message + "; the stream was not opened");
    }
    return show(command, *description, *pictures);
}

}  // namespace

int main(int argc, char** argv) {
    return media_worker::runProgram(
        argc, argv, kUsage, "", [](media_worker::Words const& words) -> std::optional<int> {
            auto const command = readCommand(words);
            return command ? std::optional(run(*command)) : std::nullopt;
        });
}
