// SPDX-License-Identifier: Apache-2.0
#include "change_arguments.hpp"

namespace tocsin::cli {
namespace {

void addStep(CLI::App& change, Command& command, char const* name, char const* what, bool confirm) {
    auto& app = *change.add_subcommand(name, what);
    auto const step = std::make_shared<ChangeStep>();
    step->confirmed = confirm;
    app.add_option("ID", step->id, "As the list shows it")->required();
    app.final_callback([step, &command] { command.verb = *step; });
}

}  // namespace

void addChangeVerbs(CLI::App& root, Command& command) {
    auto& change = *root.add_subcommand(
        "change", "Changes that reach many screens and wait for a second person");
    change.require_subcommand(1);
    verb<ChangeList>(*change.add_subcommand("list", "What waits, for you or for another"), command);
    auto& show = *change.add_subcommand("show", "What one would do, and to which screens");
    show.add_option("ID", verb<ChangeShow>(show, command)->id, "As the list shows it")->required();
    addStep(change, command, "confirm",
            "Carries it out, as another person than the one who asked for it", true);
    addStep(change, command, "cancel", "Gives it up", false);
    change.footer(
        "What one person may change by themselves stands in the controller's configuration "
        "([guard]).\n\nExample:\n  tocsin change show 4f2a61c09b\n  tocsin change confirm "
        "4f2a61c09b");
}

}  // namespace tocsin::cli
