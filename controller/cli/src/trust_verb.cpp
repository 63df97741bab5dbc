// SPDX-License-Identifier: Apache-2.0
// tocsin trust: the authority of a controller, looked at by a person once.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "authorities.hpp"
#include "language.hpp"
#include "tocsin/session/authority.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

std::string filled(Context const& context, Text text, std::string const& value) {
    return fmt::format(fmt::runtime(say(context.environment.language, text)), value);
}

std::string addressToTrust(Trust const& order, Context const& context) {
    if (order.address.empty()) {
        return context.client.address();
    }
    bool const hasScheme = order.address.find("://") != std::string::npos;
    return controllerAddress(hasScheme ? order.address : "https://" + order.address, "");
}

/// What the controller says of itself; whether it is true is for a person to tell.
session::Authority shownAt(std::string const& address, Context const& context) {
    auto const text =
        Client(address, {}, context.stop, session::TlsTrust::unpinned()).getText("/ca.pem");
    auto authority = session::authorityOf(text);
    if (!authority) {
        throw CommandFailure(ExitCode::failure, address +
                                                    " gives no certificate; is it a "
                                                    "tocsin-controller?");
    }
    // Its own certificate must lead there, or trusting it would be of no use.
    auto const trust = session::TlsTrust::pinned(authority->certificate);
    static_cast<void>(Client(address, {}, context.stop, trust).getText("/livez"));
    return std::move(*authority);
}

/// Empty for none, or for one that cannot be read any more.
std::string keptFingerprint(Context const& context, std::string const& address) {
    try {
        auto const kept = keptAuthority(context.environment, address);
        return kept ? session::fingerprintOf(session::authorityOf(*kept)->digest) : "";
    } catch (CommandFailure const&) {
        return "";
    }
}

bool saysYes(std::string const& answer) {
    return answer == "y" || answer == "Y" || answer == "yes" || answer == "是";
}

/// Throws unless the fingerprint is the one that was given, or a person says that it is right.
void confirm(Trust const& order, session::Authority const& authority, std::string const& address,
             Context const& context) {
    if (!order.fingerprint.empty()) {
        auto const expected = session::digestOfFingerprint(order.fingerprint);
        if (!expected) {
            throw CommandFailure(ExitCode::usage,
                                 "--fingerprint: 64 hexadecimal digits are needed, with colons "
                                 "or without");
        }
        if (*expected != authority.digest) {
            throw CommandFailure(ExitCode::permission,
                                 "the authority at " + address + " has the fingerprint " +
                                     session::fingerprintOf(authority.digest) +
                                     ", another one; nothing was kept");
        }
        return;
    }
    auto const& ask = context.environment.ask;
    if (!ask) {
        throw CommandFailure(ExitCode::usage,
                             "nobody can be asked here whether the fingerprint " +
                                 session::fingerprintOf(authority.digest) +
                                 " is right; give the right one with --fingerprint");
    }
    auto const shown = session::fingerprintOf(authority.digest);
    auto const kept = keptFingerprint(context, address);
    if (!kept.empty() && kept != shown) {
        context.err << filled(context, Text::trustReplaces, kept) << '\n';
    }
    context.err << filled(context, Text::trustShown, address) << "\n  " << shown << '\n';
    if (!saysYes(ask(std::string(say(context.environment.language, Text::trustAsk))))) {
        throw CommandFailure(ExitCode::failure, "nothing was kept");
    }
}

}  // namespace

ExitCode perform(Trust const& order, Context const& context) {
    auto const address = addressToTrust(order, context);
    auto const file = authorityFile(context.environment, address);
    if (file.empty()) {
        throw CommandFailure(
            ExitCode::usage,
            address.starts_with("https://")
                ? "there is nowhere to keep it: set HOME or XDG_CONFIG_HOME"
                : "there is no certificate at " + address + "; give an address with https://");
    }
    auto const authority = shownAt(address, context);
    confirm(order, authority, address, context);
    keepAuthority(file, authority.certificate);
    boost::json::object const document{{"address", address},
                                       {"fingerprint", session::fingerprintOf(authority.digest)},
                                       {"file", file.string()}};
    print(context, document, filled(context, Text::trustKept, address) + "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
