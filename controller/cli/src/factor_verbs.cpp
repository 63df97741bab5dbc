// SPDX-License-Identifier: Apache-2.0
// tocsin factor …
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "language.hpp"
#include "render.hpp"
#include "secret_input.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kTotp[] = "/api/v1/session/totp";
constexpr char kConfirm[] = "/api/v1/session/totp/confirm";
constexpr char kPin[] = "/api/v1/session/pin";
constexpr char kPasswordFile[] = "--password-file";
constexpr int kTries = 3;
constexpr std::size_t kShortestPin = 6, kLongestPin = 12;

std::string_view word(Context const& context, Text said) {
    return say(context.environment.language, said);
}

boost::json::object passwordBody(Context const& context, std::string const& file) {
    return {{"password", secret(context, Text::askPassword, file, kPasswordFile)}};
}

ExitCode ended(Context const& context, boost::json::object const& document, Text said) {
    print(context, document, std::string(word(context, said)) + "\n");
    return ExitCode::ok;
}

/// As apps show codes: "123 456".
std::string withoutSpaces(std::string code) {
    code.erase(std::remove(code.begin(), code.end(), ' '), code.end());
    return code;
}

void confirm(Context const& context, std::string const& code) {
    static_cast<void>(
        context.client.post(kConfirm, boost::json::object{{"code", withoutSpaces(code)}}));
}

/// Until the app shows the right one.
void confirmTyped(Context const& context) {
    for (int tried = 1;; ++tried) {
        auto const code = askedLine(context, Text::askFirstCode, "see tocsin factor totp --help");
        try {
            return confirm(context, code);
        } catch (CommandFailure const& failure) {
            bool const again = tried < kTries && failure.code() != ExitCode::unreachable &&
                               !context.stop.stop_requested();
            if (!again) {
                throw;
            }
            context.err << "tocsin: "
                        << printable(fmt::format(fmt::runtime(word(context, Text::wrongCode)),
                                                 failure.what()))
                        << '\n';
        }
    }
}

void checkPin(std::string const& pin) {
    bool const fits =
        pin.size() >= kShortestPin && pin.size() <= kLongestPin &&
        std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!fits) {
        throw CommandFailure(ExitCode::failure, "a PIN has 6 to 12 digits; nothing was changed");
    }
}

}  // namespace

ExitCode perform(FactorTotp const& totp, Context const& context) {
    if (!totp.confirm.empty()) {
        confirm(context, totp.confirm);
        return ended(context, {{"confirmed", true}}, Text::totpOn);
    }
    auto const reply = context.client.post(kTotp, passwordBody(context, totp.passwordFile));
    print(context, reply, renderTotp(reply.document, context.environment.language));
    context.out << std::flush;
    if (context.json || context.environment.terminal == nullptr) {
        context.err << "tocsin: " << word(context, Text::totpPending) << '\n';
        return ExitCode::ok;
    }
    confirmTyped(context);
    return ended(context, {}, Text::totpOn);
}

ExitCode perform(FactorTotpOff const& off, Context const& context) {
    static_cast<void>(context.client.remove(kTotp, passwordBody(context, off.passwordFile)));
    return ended(context, {{"confirmed", false}}, Text::totpOff);
}

ExitCode perform(FactorPin const& order, Context const& context) {
    auto body = passwordBody(context, order.passwordFile);
    auto const pin = newSecret(context, Text::askNewPin, order.pinFile, "--pin-file");
    checkPin(pin);
    body["pin"] = pin;
    static_cast<void>(context.client.post(kPin, body));
    return ended(context, {{"pin", true}}, Text::pinSet);
}

}  // namespace tocsin::cli
