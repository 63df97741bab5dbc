// SPDX-License-Identifier: Apache-2.0
// tocsin login, logout, whoami, setup, accept, password
#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "language.hpp"
#include "render.hpp"
#include "secret_input.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kSession[] = "/api/v1/session";
constexpr char kSetup[] = "/api/v1/setup";
constexpr char kPasswordFile[] = "--password-file";
constexpr Milliseconds kStalled{20'000};

template <class... Values>
std::string line(Context const& context, Text said, Values const&... values) {
    return printable(fmt::format(fmt::runtime(say(context.environment.language, said)), values...));
}

/// What was asked for if it was given, else what somebody types.
std::string givenOrAsked(Context const& context, std::string const& given, Text question,
                         std::string const& otherwise) {
    return given.empty() ? askedLine(context, question, otherwise) : given;
}

bool needsSetup(Client const& client) {
    return flag(client.get(kSetup).document, "needed");
}

/// A wrong password, or a controller that has no account to sign in to.
[[noreturn]] void failSignIn(Context const& context, CommandFailure const& failure) {
    bool isNew = false;
    try {
        isNew = failure.code() == ExitCode::permission && needsSetup(context.client.anonymous());
    } catch (CommandFailure const&) {
        isNew = false;  // the first failure says more
    }
    if (isNew) {
        throw CommandFailure(ExitCode::permission,
                             line(context, Text::noAccountYet, context.client.address()));
    }
    throw failure;
}

Json beginSession(Context const& context, std::string const& account, std::string const& password) {
    boost::json::object const body{{"account", account}, {"password", password}, {"client", true}};
    try {
        return context.client.anonymous().post(kSession, body).document;
    } catch (CommandFailure const& failure) {
        failSignIn(context, failure);
    }
}

/// Keeps the session that it begins, and shows it without its token.
ExitCode signIn(Context const& context, std::string const& account, std::string const& password) {
    auto session = beginSession(context, account, password);
    KeptSession const kept{text(session, "token"), account};
    if (kept.token.empty()) {
        throw CommandFailure(ExitCode::failure,
                             "the controller at " + context.client.address() +
                                 " gives no session; is it a newer or an older one?");
    }
    context.credentials.keep(kept);
    session.as_object().erase("token");
    print(
        context, session,
        line(context, Text::signedIn, context.client.address(), account, text(session, "expires")) +
            "\n");
    if (context.credentials.areFromEnvironment()) {
        context.err << "tocsin: " << line(context, Text::tokenGoesBefore) << '\n';
    }
    return ExitCode::ok;
}

void endSession(Context const& context, KeptSession const& kept) {
    auto const client = context.client.anonymous();
    session::HttpRequest request;
    request.method = "DELETE";
    request.url = kSession;
    request.headers["Authorization"] = "Bearer " + kept.token;
    auto const reply = client.attempt(request, kStalled);
    // Whatever the controller says: whoever signs out wants no token left on this computer.
    context.credentials.forgetSession();
    constexpr int kRefusals = 300, kEndedBefore = 401;
    if (reply && (reply->status < kRefusals || reply->status == kEndedBefore)) {
        return;
    }
    context.err << "tocsin: " << line(context, Text::onlyForgotten) << '\n';
    if (!reply) {
        client.fail(reply.error());
    }
    client.fail(*reply, request);
}

std::string setupToken(Setup const& setup, Context const& context) {
    return setup.token.empty()
               ? secret(context, Text::askSetupToken, setup.tokenFile, "--token-file")
               : setup.token;
}

std::string invitationOf(Accept const& accept, Context const& context) {
    if (accept.invitation.empty() && context.environment.terminal == nullptr) {
        throw CommandFailure(ExitCode::usage,
                             "give the invitation: tocsin accept INVITATION, or - to read it from "
                             "standard input");
    }
    return accept.invitation.empty() || accept.invitation == "-"
               ? secret(context, Text::askInvitation, accept.invitation, "INVITATION")
               : accept.invitation;
}

}  // namespace

ExitCode perform(Login const& login, Context const& context) {
    context.credentials.checkPlace();
    auto const account = givenOrAsked(context, login.account, Text::askAccount,
                                      "name the account: tocsin login "
                                      "ACCOUNT");
    return signIn(context, account,
                  secret(context, Text::askPassword, login.passwordFile, kPasswordFile));
}

ExitCode perform(Logout const&, Context const& context) {
    auto const kept = context.credentials.session();
    boost::json::object document{{"signed_out", kept.has_value()}};
    if (kept) {
        endSession(context, *kept);
        document["account"] = kept->account;
    }
    print(context, document,
          line(context, kept ? Text::signedOut : Text::wasNotSignedIn, context.client.address()) +
              "\n");
    return ExitCode::ok;
}

ExitCode perform(Whoami const&, Context const& context) {
    session::HttpHeaders headers;
    if (auto const station = context.credentials.station()) {
        headers["X-Station"] = station->token;
    }
    auto const reply = context.client.get(kSession, headers);
    print(context, reply, renderSession(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(Setup const& setup, Context const& context) {
    context.credentials.checkPlace();
    auto const anybody = context.client.anonymous();
    if (!needsSetup(anybody)) {
        throw CommandFailure(ExitCode::conflict, "the controller at " + anybody.address() +
                                                     " has accounts already; tocsin login");
    }
    auto const token = setupToken(setup, context);
    auto const account =
        givenOrAsked(context, setup.account, Text::askAccount, "name the account with --account");
    // Where everything is given on the command line, the name need not be.
    bool const asksName = setup.name.empty() && setup.account.empty();
    auto const name = asksName ? askedLine(context, Text::askName, "give the name with --name")
                      : setup.name.empty() ? account
                                           : setup.name;
    auto const password =
        newSecret(context, Text::askNewPassword, setup.passwordFile, kPasswordFile);
    static_cast<void>(anybody.post(
        kSetup,
        boost::json::object{
            {"token", token}, {"account", account}, {"name", name}, {"password", password}}));
    return signIn(context, account, password);
}

ExitCode perform(Accept const& accept, Context const& context) {
    context.credentials.checkPlace();
    auto const invitation = invitationOf(accept, context);
    auto const password =
        newSecret(context, Text::askNewPassword, accept.passwordFile, kPasswordFile);
    auto const accepted = context.client.anonymous().post(
        "/api/v1/invitations/accept",
        boost::json::object{{"invitation", invitation}, {"password", password}});
    return signIn(context, text(member(accepted.document, "account"), "account"), password);
}

ExitCode perform(PasswordChange const& change, Context const& context) {
    auto const old = secret(context, Text::askPassword, change.oldFile, "--old-file");
    auto const fresh = newSecret(context, Text::askNewPassword, change.newFile, kPasswordFile);
    static_cast<void>(context.client.post(std::string(kSession) + "/password",
                                          boost::json::object{{"old", old}, {"new", fresh}}));
    print(context, boost::json::object{{"changed", true}},
          line(context, Text::passwordChanged) + "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
