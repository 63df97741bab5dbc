// SPDX-License-Identifier: Apache-2.0
#include "session_arguments.hpp"

namespace tocsin::cli {
namespace {

void addPasswordFile(CLI::App& app, std::string& file) {
    app.add_option("--password-file", file,
                   "File whose first line is the password, - for standard input; without it the "
                   "password is asked for");
}

void addSignIn(CLI::App& root, Command& command) {
    auto& login =
        *root.add_subcommand("login", "Signs in; the session is kept for this controller");
    auto const signedIn = verb<Login>(login, command);
    login.add_option("ACCOUNT", signedIn->account, "Your account; without it, it is asked for");
    addPasswordFile(login, signedIn->passwordFile);
    login.footer(
        "The session is kept in $XDG_CONFIG_HOME/tocsin/credentials.json (else "
        "~/.config/tocsin), readable by you alone. Programs use TOCSIN_TOKEN instead (tocsin token "
        "create).\n\nExamples:\n  tocsin login wang\n  tocsin login wang --password-file - < "
        "password.txt");
    verb<Logout>(*root.add_subcommand("logout", "Ends the session and forgets it"), command);
    verb<Whoami>(*root.add_subcommand("whoami",
                                      "Who you are at the controller, what you may do, until when"),
                 command);
}

void addFirstSteps(CLI::App& root, Command& command) {
    auto& setup =
        *root.add_subcommand("setup", "Makes the first account of a new controller and signs in");
    auto const first = verb<Setup>(setup, command);
    setup.add_option("--account", first->account, "Its handle: a-z 0-9 - _ .");
    setup.add_option("--name", first->name, "The person's name; default: the handle");
    auto* const token =
        setup.add_option("--token", first->token, "What stands in the controller's setup-token");
    setup
        .add_option("--token-file", first->tokenFile,
                    "The file setup-token in the data directory of the controller, - for standard "
                    "input")
        ->excludes(token);
    addPasswordFile(setup, first->passwordFile);
    setup.footer(
        "What is not given is asked for. Whoever can read the controller's data directory can do "
        "this, once.\n\nExample:\n  tocsin setup --account wang --name 王芳 --token-file "
        "/var/lib/tocsin/controller/setup-token");

    auto& accept = *root.add_subcommand(
        "accept", "Sets the password of the account that you were invited to, and signs in");
    auto const accepted = verb<Accept>(accept, command);
    accept.add_option("INVITATION", accepted->invitation,
                      "The text that you were given, - for standard input; without it, it is asked "
                      "for");
    addPasswordFile(accept, accepted->passwordFile);
    accept.footer("Example:\n  tocsin accept");
}

void addFactors(CLI::App& root, Command& command) {
    auto& factor = *root.add_subcommand(
        "factor", "What you confirm weighty changes with: an authenticator, a PIN");
    factor.require_subcommand(1);
    auto& totp = *factor.add_subcommand("totp", "Codes of an authenticator app (TOTP)");
    auto const begun = verb<FactorTotp>(totp, command);
    addPasswordFile(totp, begun->passwordFile);
    totp.add_option("--confirm", begun->confirm,
                    "The first code, where it was not asked for: it puts the secret that was "
                    "shown before into force")
        ->excludes("--password-file");
    totp.footer(
        "Shows the secret for the app and asks for its first code.\n\nExamples:\n  tocsin factor "
        "totp\n  tocsin factor totp --confirm 123456");
    auto& off = *factor.add_subcommand("totp-off", "Codes are no longer valid");
    addPasswordFile(off, verb<FactorTotpOff>(off, command)->passwordFile);
    auto& pin = *factor.add_subcommand(
        "pin", "Sets your PIN of 6 to 12 digits; it counts at registered stations only");
    auto const set = verb<FactorPin>(pin, command);
    addPasswordFile(pin, set->passwordFile);
    pin.add_option("--pin-file", set->pinFile,
                   "File whose first line is the PIN, - for standard input (behind the password); "
                   "without it the PIN is asked for");
    pin.footer("Example:\n  tocsin factor pin");
}

}  // namespace

void addSessionVerbs(CLI::App& root, Command& command) {
    addSignIn(root, command);
    addFirstSteps(root, command);
    auto& password = *root.add_subcommand("password", "Changes your password");
    auto const changed = verb<PasswordChange>(password, command);
    password.add_option("--old-file", changed->oldFile,
                        "File whose first line is the password until now, - for standard input; "
                        "without it, it is asked for");
    password.add_option("--password-file", changed->newFile,
                        "File whose first line is the new one, - for standard input (behind the "
                        "old one); without it, it is asked for");
    password.footer("Your other sessions end.\n\nExample:\n  tocsin password");
    addFactors(root, command);
}

}  // namespace tocsin::cli
