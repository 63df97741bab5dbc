// SPDX-License-Identifier: Apache-2.0
#include "order_arguments.hpp"

namespace tocsin::cli {
namespace {

void addBlank(CLI::App& screen, Command& command, bool blank, char const* name, char const* what) {
    auto& app = *screen.add_subcommand(name, what);
    auto order = std::make_shared<ScreenBlank>();
    order->blank = blank;
    app.add_option("SCREEN", order->screens, "Their ids");
    app.add_flag("--all", order->all, "All screens");
    app.add_option("--reason", order->reason, "Stands in the audit trail and in the status");
    app.final_callback([order, &command] { command.verb = *order; });
}

}  // namespace

void addOrderVerbs(CLI::App& screen, Command& command) {
    addBlank(screen, command, true, "blank",
             "Makes screens black at once (停播), and keeps them so until unblank");
    addBlank(screen, command, false, "unblank", "Lets them go on with their plans");
}

}  // namespace tocsin::cli
