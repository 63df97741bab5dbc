// SPDX-License-Identifier: Apache-2.0
#include "fleet_arguments.hpp"

namespace tocsin::cli {

void addPaper(CLI::App& verb, std::map<std::string, std::string>& paper) {
    auto const add = [&](std::string const& member, char const* what) {
        verb.add_option_function<std::string>(
            "--" + member, [&paper, member](std::string const& text) { paper[member] = text; },
            what);
    };
    add("location", "Where it hangs, as papers say it (安装位置)");
    add("type", "What it is, e.g. 户外LED屏, 大厅屏, 楼宇终端 (类型)");
    add("responsible", "Who answers for it (责任人)");
    add("phone", "Their telephone (电话)");
    add("serial", "Its number in the inventory (资产编号)");
}

void addFleetVerbs(CLI::App& screen, Command& command) {
    auto& set = *screen.add_subcommand("set", "Changes what is said of a screen");
    auto const said = verb<ScreenSet>(set, command);
    set.add_option("SCREEN", said->screen, "Its id")->required();
    set.add_option("--name", said->name, "What people call it");
    auto* const tags =
        set.add_option("--tag", said->tags,
                       "In the stead of all tags that it has; may be given several times")
            ->allow_extra_args(false);
    set.add_flag("--no-tags", said->noTags, "It has no tags from now on")->excludes(tags);
    addWhereabouts(set, said->place, said->code);
    addPaper(set, said->paper);
    auto* const offline = set.add_flag_callback(
        "--offline-site", [said] { said->offlineSite = true; },
        "Its player has no network (离线): its plan goes to the end of its campaigns and is "
        "carried "
        "to it (tocsin bundle export)");
    set.add_flag_callback(
           "--online-site", [said] { said->offlineSite = false; },
           "Its player has a network from now on")
        ->excludes(offline);
    set.footer(
        "An empty text, --place \"\", takes away what is there.\n\nExample:\n  tocsin "
        "screen "
        "set gate-led --name 东门户外屏 --place 30.259244,120.219375 --code 330106");

    auto& import = *screen.add_subcommand(
        "import", "Adds many screens from a table (CSV), and writes their one-time tokens");
    auto const table = verb<ScreenImport>(import, command);
    import
        .add_option("FILE", table->file,
                    "CSV with headings: id (编号) and size (尺寸); also name (名称), unit (单位), "
                    "tags (标签), zone (时区), seed (同步组), opening (开屏时间), place (位置), "
                    "code (区划代码), location (安装位置), type (类型), responsible (责任人), "
                    "phone (电话), serial (资产编号)")
        ->required();
    auto* const out = import.add_option(
        "--out", table->out, "The file for tokens and commands; it must not be there yet");
    import.add_flag("--dry-run", table->dryRun, "Only says what would be done")->excludes(out);
    import.add_flag("--update", table->update,
                    "Changes screens that are there and differ; otherwise they stay as they are");
    import.add_option("--days", table->days, "How long the tokens hold")
        ->check(CLI::Range(1, 365))
        ->capture_default_str();
    import.add_option("--address", table->address,
                      "The controller's address as the players reach it; default: this client's");
    import.footer(
        "Examples:\n  tocsin screen import screens.csv --dry-run\n  tocsin screen import "
        "screens.csv --out tokens.csv --address https://10.0.0.5:8440");

    auto& revoke = *screen.add_subcommand(
        "revoke", "Its player is believed no longer, e.g. because it was stolen or copied");
    auto const revoked = verb<ScreenRevoke>(revoke, command);
    revoke.add_option("SCREEN", revoked->screen, "Its id")->required();
    revoke.add_option("--reason", revoked->reason, "Stands in the audit trail");
    revoke.footer("Example:\n  tocsin screen revoke gate-led --reason 设备被盗");
}

void addSpareVerbs(CLI::App& root, Command& command) {
    auto& spare = *root.add_subcommand(
        "spare", "Spare players (备机), with the content of other screens on their disks");
    spare.require_subcommand(1);
    auto& add = *spare.add_subcommand("add", "The player that shows this code is a spare");
    auto const added = verb<SpareAdd>(add, command);
    add.add_option("CODE", added->code, "The six characters on its screen")->required();
    auto* const screens = add.add_option("--for", added->screens, "Screens it stands in for");
    add.add_option("--unit", added->unit, "All screens of this unit")->excludes(screens);
    add.add_option("--tag", added->tag, "All screens with this tag")->excludes(screens);
    add.footer(
        "It goes on showing a code; with that it takes over:\n  tocsin spare add K7M2QX --for "
        "gate-led hall\n  tocsin spare list\n  tocsin screen pair H3XW9P --screen gate-led");
    verb<SpareList>(*spare.add_subcommand("list", "Spares, their codes and how far they are"),
                    command);
    auto& remove = *spare.add_subcommand("remove", "It is no spare any more");
    remove
        .add_option("PLAYER", verb<SpareRemove>(remove, command)->player,
                    "Its key, as the list shows it")
        ->required();
}

}  // namespace tocsin::cli
