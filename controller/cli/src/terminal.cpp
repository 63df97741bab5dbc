// SPDX-License-Identifier: Apache-2.0
// Lines from a terminal, with and without echo.
#include "tocsin/cli/terminal.hpp"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "descriptor_line.hpp"

namespace tocsin::cli {
namespace {

void write(int descriptor, std::string_view text) {
    while (!text.empty()) {
        auto const count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR) {
            return;  // nobody sees the question; the answer may come all the same
        }
        text.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
}

/// While it lives, the terminal does not show what is typed.
class HiddenInput {
public:
    explicit HiddenInput(int descriptor) : descriptor_(descriptor) {
        if (::tcgetattr(descriptor_, &before_) != 0) {
            return;
        }
        auto hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
        active_ = ::tcsetattr(descriptor_, TCSAFLUSH, &hidden) == 0;
    }
    ~HiddenInput() {
        if (active_) {
            ::tcsetattr(descriptor_, TCSADRAIN, &before_);
        }
    }
    HiddenInput(HiddenInput const&) = delete;
    HiddenInput& operator=(HiddenInput const&) = delete;

    [[nodiscard]] bool active() const noexcept { return active_; }

private:
    int descriptor_;
    termios before_{};
    bool active_ = false;
};

class DescriptorTerminal : public Terminal {
public:
    DescriptorTerminal(int input, int output) : input_(input), output_(output) {}

    std::optional<std::string> ask(std::string const& question, Echo echo,
                                   std::stop_token const& stop) override {
        if (echo == Echo::shown) {
            write(output_, question);
            return readLine(input_, stop);
        }
        HiddenInput const hidden(input_);
        if (!hidden.active()) {
            return std::nullopt;  // a secret is not asked for where it would be seen
        }
        write(output_, question);
        auto line = readLine(input_, stop);
        write(output_, "\n");
        return line;
    }

private:
    int input_;
    int output_;
};

}  // namespace

std::unique_ptr<Terminal> terminalOn(int input, int output) {
    return std::make_unique<DescriptorTerminal>(input, output);
}

std::unique_ptr<Terminal> terminalOfProcess() {
    bool const present = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
    return present ? terminalOn(STDIN_FILENO, STDERR_FILENO) : nullptr;
}

}  // namespace tocsin::cli
