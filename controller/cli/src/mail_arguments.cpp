// SPDX-License-Identifier: Apache-2.0
#include "mail_arguments.hpp"

namespace tocsin::cli {
namespace {

void addStep(CLI::App& mail, Command& command, char const* name, char const* what, bool again) {
    auto& app = *mail.add_subcommand(name, what);
    auto const step = std::make_shared<MailStep>();
    step->again = again;
    app.add_option("NUMBER", step->numbers, "As the list shows it; one or more")->required();
    app.final_callback([step, &command] { command.verb = *step; });
}

}  // namespace

void addMailVerbs(CLI::App& root, Command& command) {
    auto& mail =
        *root.add_subcommand("mail", "The outbox (发件箱): mails that wait, were sent or failed");
    mail.require_subcommand(1);
    auto& list = *mail.add_subcommand("list", "Mails, the newest first");
    auto const listed = verb<MailList>(list, command);
    list.add_option("--state", listed->state, "Only those in this state")
        ->check(CLI::IsMember({"queued", "sending", "sent", "failed", "given-up", "cancelled"}));
    list.add_option("--purpose", listed->purpose, "Only those for this, e.g. filing-reminders");
    list.add_option("--before", listed->before, "Only those with smaller numbers")
        ->check(CLI::PositiveNumber);
    list.add_option("--most", listed->most, "So many")
        ->check(CLI::Range(1, 500))
        ->capture_default_str();
    auto& show = *mail.add_subcommand("show", "One with its text, and what the server answered");
    show.add_option("NUMBER", verb<MailShow>(show, command)->number, "As the list shows it")
        ->required();
    addStep(mail, command, "retry", "Has them tried again at once", true);
    addStep(mail, command, "cancel", "Has them sent no more", false);
    auto& test =
        *mail.add_subcommand("test", "Sends a test mail, and waits for what becomes of it");
    auto const tested = verb<MailTest>(test, command);
    test.add_option("ADDRESS", tested->to, "Who gets it")->required();
    test.add_option("--wait", tested->waitSeconds, "Seconds to wait for the first attempt")
        ->check(CLI::Range(0, 600))
        ->capture_default_str();
    test.footer("Exit code 6: it was not sent, or not yet.");
    mail.footer(
        "The server, and who gets what, stand in the controller's configuration ([mail]).\n\n"
        "Examples:\n  tocsin mail test wang@example.gov.cn\n  tocsin mail list --state failed\n  "
        "tocsin mail retry 17 18");
}

}  // namespace tocsin::cli
