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
}

}  // namespace tocsin::cli
