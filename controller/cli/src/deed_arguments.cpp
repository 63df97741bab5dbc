// SPDX-License-Identifier: Apache-2.0
#include "deed_arguments.hpp"

namespace tocsin::cli {
namespace {

constexpr char kFooter[] =
    "A screen that is offline gets it when it comes back, unless it has expired by then.\nExit "
    "code 6: with --wait, a screen did not do it.";

struct Added {
    CLI::App& app;
    std::shared_ptr<ScreenDeed> deed;
};

/// The value comes before the screens, since there may be many of those.
Added addDeed(CLI::App& screen, Command& command, char const* action, char const* what) {
    auto& app = *screen.add_subcommand(action, what);
    auto const deed = verb<ScreenDeed>(app, command);
    deed->action = action;
    return {app, deed};
}

void addWhere(Added const& added) {
    auto& [app, deed] = added;
    app.add_option("SCREEN", deed->screens, "Their ids");
    app.add_option("--unit", deed->unit, "All screens of this unit and of those below it");
    app.add_option("--tag", deed->tag, "All screens with this tag; with --unit: of that unit");
    app.add_flag("--all", deed->all, "All screens that you may command");
    app.add_option("--at", deed->at, "Not at once but then, e.g. 2026-06-01T22:00:00+08:00");
    app.add_option("--valid", deed->valid,
                   "Not begun later than this after its time, e.g. 30m, 2h; default: 10m");
    app.add_option("--reason", deed->reason, "Stands in the audit trail");
    app.add_option("--name", deed->name,
                   "Its id, of a-z, 0-9 and '-'; asking twice for the same does it once");
    app.add_flag("--wait", deed->wait, "Until it is known what became of it");
}

void addFor(Added const& added, char const* what) {
    added.app.add_option("--for", added.deed->holds, what);
}

}  // namespace

void addDeedVerbs(CLI::App& screen, Command& command) {
    auto const restart =
        addDeed(screen, command, "restart", "Restarts the players of screens, or their devices");
    restart.deed->value = "engine";
    restart.app.add_flag_callback(
        "--device", [deed = restart.deed] { deed->value = "device"; },
        "The whole device, by the program that its player was given");
    addWhere(restart);
    restart.app.footer("Example:\n  tocsin screen restart gate-led --wait\n" +
                       std::string(kFooter));

    auto const power = addDeed(screen, command, "power",
                               "Switches screens by the program that their players were given");
    power.app.add_option("ON_OFF", power.deed->value, "on or off")
        ->required()
        ->check(CLI::IsMember({"on", "off"}));
    addWhere(power);
    power.app.footer(
        "Example:\n  tocsin screen power off --unit clinic --at "
        "2026-06-01T22:00:00+08:00\n" +
        std::string(kFooter));

    constexpr std::pair<char const*, char const*> levels[] = {
        {"volume", "Sets another volume than the plan's"},
        {"brightness", "Sets another brightness than the plan's"}};
    for (auto const& [name, what] : levels) {
        auto const level = addDeed(screen, command, name, what);
        level.app.add_option("PERCENT", level.deed->value, "0 to 100")
            ->required()
            ->check(CLI::Range(0, 100));
        addWhere(level);
        addFor(level, "So long, e.g. 30m; default: until the plan's next level");
        level.app.footer("Example:\n  tocsin screen " + std::string(name) +
                         " 30 gate-led hall --for 2h\n" + kFooter);
    }

    auto const identify =
        addDeed(screen, command, "identify", "Shows the names of screens over their pictures");
    addWhere(identify);
    addFor(identify, "So long, at most 10m; default: 10s");
    identify.app.footer("Example:\n  tocsin screen identify gate-led --for 30s");

    auto const logs = addDeed(screen, command, "log-level", "Has players log more, or less");
    logs.app.add_option("LEVEL", logs.deed->value, "trace, debug, info, warn or error")
        ->required()
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
    addWhere(logs);
    addFor(logs, "So long, e.g. 1h; default: 10m");
    logs.app.footer("Example:\n  tocsin screen log-level debug gate-led --for 10m");

    auto const evidence = addDeed(screen, command, "evidence",
                                  "Has screens take a picture of their output, as evidence");
    addWhere(evidence);
    evidence.app.footer(
        "Example:\n  tocsin screen evidence --tag outdoor --wait\n  tocsin "
        "evidence list --screen gate-led");
}

void addCommandVerbs(CLI::App& root, Command& command) {
    auto& commands =
        *root.add_subcommand("command", "What screens were told to do once, and what became of it");
    commands.require_subcommand(1);
    auto& list = *commands.add_subcommand("list", "The newest first");
    auto const listed = verb<CommandList>(list, command);
    list.add_option("--screen", listed->screen, "To this screen only");
    list.add_option("--since", listed->since, "Given from this day (UTC) or instant on");
    list.add_option("--limit", listed->limit, "At most so many")
        ->check(CLI::Range(1, 500))
        ->capture_default_str();
    auto& show = *commands.add_subcommand("show", "One, with each of its screens");
    show.add_option("ID", verb<CommandShow>(show, command)->id, "As the list shows it")->required();
    auto& cancel = *commands.add_subcommand(
        "cancel", "Takes it back from the screens that it was not sent to yet");
    cancel.add_option("ID", verb<CommandCancel>(cancel, command)->id, "As the list shows it")
        ->required();
    commands.footer(
        "They are given by tocsin screen restart, power, volume, brightness, identify, log-level "
        "and evidence.");
}

}  // namespace tocsin::cli
