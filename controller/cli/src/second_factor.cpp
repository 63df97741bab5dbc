// SPDX-License-Identifier: Apache-2.0
#include "second_factor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "failure.hpp"
#include "language.hpp"
#include "text_table.hpp"
#include "tocsin/cli/terminal.hpp"

namespace tocsin::cli {
namespace {

constexpr std::size_t kLongest = 32;

/// Digits only: they go into a header. Codes may come as their apps show them, "123 456".
std::string digitsOf(std::string text, std::string const& from, ExitCode code) {
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    bool const fits =
        !text.empty() && text.size() <= kLongest &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!fits) {
        throw CommandFailure(code, from + ": a code or a PIN is made of digits");
    }
    return text;
}

session::HttpHeaders totpHeaders(std::string const& code, std::string const& from,
                                 ExitCode whenWrong) {
    return {{"X-Second-Factor", "totp " + digitsOf(code, from, whenWrong)}};
}

}  // namespace

SecondFactor::SecondFactor(GivenFactors given, Environment const& environment,
                           Credentials const& credentials, std::stop_token stop)
    : given_(std::move(given)),
      environment_(environment),
      credentials_(credentials),
      stop_(std::move(stop)) {}

bool SecondFactor::isTyped() const {
    bool const isGiven = !given_.totp.empty() || !given_.pin.empty() ||
                         !environment_.totp.empty() || !environment_.pin.empty();
    return !isGiven && environment_.terminal != nullptr;
}

session::HttpHeaders SecondFactor::headers(std::string const& why) const {
    if (!given_.totp.empty()) {
        return totpHeaders(given_.totp, "--totp", ExitCode::usage);
    }
    if (!given_.pin.empty()) {
        return pinHeaders(digitsOf(given_.pin, "--pin", ExitCode::usage), "--pin");
    }
    if (!environment_.totp.empty()) {
        return totpHeaders(environment_.totp, "TOCSIN_TOTP", ExitCode::configuration);
    }
    if (!environment_.pin.empty()) {
        return pinHeaders(digitsOf(environment_.pin, "TOCSIN_PIN", ExitCode::configuration),
                          "TOCSIN_PIN");
    }
    if (environment_.terminal != nullptr) {
        return askedHeaders(why);
    }
    auto const what = credentials_.station() ? Text::needsCodeOrPin : Text::needsCode;
    throw CommandFailure(ExitCode::conflict, std::string(say(environment_.language, what)));
}

session::HttpHeaders SecondFactor::pinHeaders(std::string const& pin,
                                              std::string const& from) const {
    auto const station = credentials_.station();
    if (!station) {
        throw CommandFailure(
            ExitCode::conflict,
            fmt::format(fmt::runtime(say(environment_.language, Text::pinNeedsStation)), from));
    }
    return {{"X-Second-Factor", "pin " + pin}, {"X-Station", station->token}};
}

/// At a station a PIN; an empty line there, and any other place, asks for a code.
session::HttpHeaders SecondFactor::askedHeaders(std::string const& why) const {
    auto const language = environment_.language;
    auto const reason = why.empty() ? std::string() : printable(why) + "\n";
    if (auto const station = credentials_.station()) {
        auto const pin = ask(reason + fmt::format(fmt::runtime(say(language, Text::askPin)),
                                                  printable(station->name)),
                             true);
        if (!pin.empty()) {
            return pinHeaders(digitsOf(pin, "PIN", ExitCode::failure), "PIN");
        }
        return totpHeaders(ask(std::string(say(language, Text::askCode)), false), "TOTP",
                           ExitCode::failure);
    }
    return totpHeaders(ask(reason + std::string(say(language, Text::askCode)), false), "TOTP",
                       ExitCode::failure);
}

std::string SecondFactor::ask(std::string const& question, bool hidden) const {
    auto const line =
        environment_.terminal->ask(question, hidden ? Echo::hidden : Echo::shown, stop_);
    if (!line) {
        throw CommandFailure(ExitCode::failure, "interrupted");
    }
    return *line;
}

}  // namespace tocsin::cli
