// SPDX-License-Identifier: Apache-2.0
#include "secret_input.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>

#include "descriptor_line.hpp"
#include "tocsin/cli/terminal.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::cli {
namespace {

constexpr int kTries = 3;

std::string typed(Context const& context, Text question, Echo echo) {
    auto const line = context.environment.terminal->ask(
        std::string(say(context.environment.language, question)), echo, context.stop);
    if (!line) {
        throw CommandFailure(ExitCode::failure, "interrupted");
    }
    return *line;
}

std::optional<std::string> lineOf(std::string const& file, Context const& context) {
    if (file == "-") {
        return context.environment.input < 0 ? std::nullopt
                                             : readLine(context.environment.input, context.stop);
    }
    int const descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        throw CommandFailure(ExitCode::failure,
                             "cannot read " + file + ": " + std::generic_category().message(errno));
    }
    auto line = readLine(descriptor, context.stop);
    ::close(descriptor);
    return line;
}

void check(std::string const& secret, std::string const& from) {
    if (secret.empty()) {
        throw CommandFailure(ExitCode::failure, from + ": the first line is empty");
    }
    if (!isUtf8(secret)) {
        throw CommandFailure(ExitCode::failure, from + " is not UTF-8");
    }
}

std::string secretOf(std::string const& file, Context const& context) {
    auto const from = file == "-" ? std::string("standard input") : file;
    auto line = lineOf(file, context);
    if (context.stop.stop_requested()) {
        throw CommandFailure(ExitCode::failure, "interrupted");
    }
    auto out = line.value_or("");
    if (out.ends_with('\r')) {
        out.pop_back();
    }
    check(out, from);
    return out;
}

void requireSomebody(Context const& context, std::string const& otherwise) {
    if (context.environment.terminal == nullptr) {
        throw CommandFailure(ExitCode::usage, "there is no terminal to ask at; " + otherwise);
    }
}

std::string giveFile(std::string const& option) {
    return "give " + option + " FILE (- for standard input)";
}

}  // namespace

std::string askedLine(Context const& context, Text question, std::string const& otherwise) {
    requireSomebody(context, otherwise);
    auto line = typed(context, question, Echo::shown);
    if (line.empty() || !isUtf8(line)) {
        throw CommandFailure(ExitCode::failure, "nothing was given; " + otherwise);
    }
    return line;
}

std::string secret(Context const& context, Text question, std::string const& file,
                   std::string const& option) {
    if (!file.empty()) {
        return secretOf(file, context);
    }
    requireSomebody(context, giveFile(option));
    auto line = typed(context, question, Echo::hidden);
    check(line, "what was typed");
    return line;
}

std::string newSecret(Context const& context, Text question, std::string const& file,
                      std::string const& option) {
    if (!file.empty()) {
        return secretOf(file, context);
    }
    requireSomebody(context, giveFile(option));
    for (int tried = 0; tried < kTries; ++tried) {
        auto line = typed(context, question, Echo::hidden);
        check(line, "what was typed");
        if (typed(context, Text::askAgain, Echo::hidden) == line) {
            return line;
        }
        context.err << "tocsin: " << say(context.environment.language, Text::notTheSame) << '\n'
                    << std::flush;
    }
    throw CommandFailure(ExitCode::failure, "the two were not the same; nothing was changed");
}

}  // namespace tocsin::cli
