// SPDX-License-Identifier: Apache-2.0
#include "bundle_arguments.hpp"

namespace tocsin::cli {

void addBundleVerbs(CLI::App& root, Command& command) {
    auto& bundle = *root.add_subcommand("bundle", "What is carried to screens by hand");
    bundle.require_subcommand(1);
    auto& render = *bundle.add_subcommand(
        "render", "Renders a screen's programme to files for a card without a player");
    auto const asked = verb<BundleRender>(render, command);
    render.add_option("--screen", asked->screen, "Its id")->required();
    render.add_option("--date", asked->date, "The day of the plan; default: today");
    render.add_option(
        "--from", asked->from,
        "Time of day from which plays are taken, e.g. 08:00; default: the first play");
    render
        .add_option("--minutes", asked->minutes,
                    "How much of the plan is taken, 1 to 240; default: 60. What repeats within it "
                    "is rendered once")
        ->check(CLI::Range(1, 240));
    render.add_option("--format", asked->format, "mp4, or png for pictures that do not move")
        ->check(CLI::IsMember({"mp4", "png"}));
    render.add_option("--fps", asked->fps, "Frames a second of an MP4, 1 to 60; default: 25")
        ->check(CLI::Range(1, 60));
    render.add_option("--out", asked->out, "A new folder for the files")->required();
    render.footer(
        "Writes loop.mp4 (or numbered PNG files), check-sheet.html to print and check-sheet.json.\n"
        "Example:\n  tocsin bundle render --screen gate-led --date 2026-06-16 --out gate-led\nExit "
        "code 6: it is done, and something was left out.");

    auto& out = *bundle.add_subcommand(
        "export", "Writes what screens without a network are to show to a U盘");
    auto const carried = verb<BundleExport>(out, command);
    out.add_option("--screen", carried->screens,
                   "Its id; may be given several times. Without any: an empty one, on which a new "
                   "player writes its request")
        ->allow_extra_args(false);
    out.add_option("--out", carried->out, "The U盘; the folder tocsin-carry on it is written")
        ->required();
    out.add_flag("--verify", carried->verify, "Reads all back from the U盘 and compares it");
    out.footer(
        "What is there already and whole is not written again.\nExample:\n  tocsin bundle export "
        "--screen gate-led --screen hall --out /media/usb --verify");

    auto& in = *bundle.add_subcommand(
        "import", "Enters what players without a network wrote on a U盘 into the ledger");
    auto const brought = verb<BundleImport>(in, command);
    in.add_option("DIR", brought->folder, "The U盘")->required();
    auto* const bind = in.add_option("--bind", brought->bind,
                                     "Binds the player whose request is on it to this screen");
    auto* const code =
        in.add_option("--code", brought->code, "The six characters on that player's screen");
    bind->needs(code);
    code->needs(bind);
    in.add_flag("--replace", brought->replace, "In place of the player that the screen has")
        ->needs(bind);
    in.footer(
        "Twice the same does no harm. Exit code 6: something on it is damaged or was refused; the "
        "rest is entered.\nExamples:\n  tocsin bundle import /media/usb\n  tocsin bundle import "
        "/media/usb --bind gate-led --code K7M2QX");
}

}  // namespace tocsin::cli
