// SPDX-License-Identifier: Apache-2.0
// Asking the person in front of the computer.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace tocsin::cli {

/// Whether what is typed can be seen.
enum class Echo { shown, hidden };

/// Called by one thread.
class Terminal {
public:
    Terminal() = default;
    virtual ~Terminal() = default;
    Terminal(Terminal const&) = delete;
    Terminal& operator=(Terminal const&) = delete;

    /// Shows `question` and waits for a line, which comes without its end; as long as it takes.
    /// Nothing if the input ended or a stop was requested. What was typed before a hidden line was
    /// asked for is thrown away.
    [[nodiscard]] virtual std::optional<std::string> ask(std::string const& question, Echo echo,
                                                         std::stop_token const& stop) = 0;
};

/// The terminal behind the descriptors, which stay open while it lives.
[[nodiscard]] std::unique_ptr<Terminal> terminalOn(int input, int output);
/// A person is there if standard input and standard error are a terminal; null otherwise.
[[nodiscard]] std::unique_ptr<Terminal> terminalOfProcess();

}  // namespace tocsin::cli
