// SPDX-License-Identifier: Apache-2.0
#include "evidence_arguments.hpp"

namespace tocsin::cli {
namespace {

void addLanguage(CLI::App& app, std::string& language) {
    app.add_option("--lang", language, "zh or en; as everything else if not given")
        ->check(CLI::IsMember({"zh", "en"}));
}

}  // namespace

void addPictureVerbs(CLI::App& screen, Command& command) {
    auto& shot = *screen.add_subcommand("shot", "A picture of what it shows now, as a JPEG file");
    auto const shown = verb<ScreenShot>(shot, command);
    shot.add_option("SCREEN", shown->screen, "Its id")->required();
    shot.add_option("--out", shown->out, "The file to write")->required();
    shot.footer("Example:\n  tocsin screen shot gate-led --out gate.jpg");
    auto& sticker = *screen.add_subcommand(
        "sticker", "A page to glue beside it, by which photographs tell which screen they are of");
    auto const printed = verb<ScreenSticker>(sticker, command);
    sticker.add_option("SCREEN", printed->screen, "Its id")->required();
    sticker.add_option("--out", printed->out, "The PDF file to write")->required();
    addLanguage(sticker, printed->language);
    sticker.footer("Example:\n  tocsin screen sticker gate-led --out gate.pdf");
}

void addEvidenceVerbs(CLI::App& root, Command& command) {
    auto& evidence = *root.add_subcommand(
        "evidence", "Pictures that screens took of their output, and photographs");
    evidence.require_subcommand(1);
    auto& list = *evidence.add_subcommand("list", "Pictures, the newest first");
    auto const listed = verb<EvidenceList>(list, command);
    list.add_option("--screen", listed->screen, "Of this screen only");
    list.add_option("--campaign", listed->campaign, "Of this campaign only");
    list.add_option("--warning", listed->warning, "Of this warning only");
    list.add_option("--from", listed->from, "From this day (UTC) or instant on");
    list.add_option("--to", listed->to, "Until this day (UTC, inclusive) or instant (exclusive)");
    list.add_option("--limit", listed->limit, "At most so many")
        ->check(CLI::Range(1, 500))
        ->capture_default_str();
    list.add_option("--after", listed->after, "The page behind the one that ended with this");
    list.footer("Example:\n  tocsin evidence list --campaign fire-2026 --from 2026-06-01");
    auto& get = *evidence.add_subcommand("get", "Writes one as a file, as it came");
    auto const got = verb<EvidenceGet>(get, command);
    get.add_option("PICTURE", got->picture, "Its digest, as the list shows it")->required();
    get.add_option("--out", got->out, "The file to write")->required();
    auto& add = *evidence.add_subcommand(
        "add", "Adds photographs of screens that people took (JPEG, PNG); marked as manual");
    auto const added = verb<EvidenceAdd>(add, command);
    add.add_option("PATH", added->paths, "Files, and folders with files")->required();
    add.add_option("--screen", added->screen,
                   "The screen they are of; without it the sticker in each picture tells");
    add.add_option("--campaign", added->campaign, "The campaign that they show");
    add.add_option("--at", added->at,
                   "The instant when they were taken, where the camera does not say it");
    add.add_option("--note", added->note, "One line for people");
    add.footer(
        "Example:\n  tocsin evidence add photos/ --campaign fire-2026\n  tocsin evidence add "
        "gate.jpg --screen gate-led --at 2026-06-01T08:30:00+08:00");
    auto& gallery = *evidence.add_subcommand(
        "gallery", "The pictures of a campaign or a warning as a page to be printed");
    auto const shown = verb<EvidenceGallery>(gallery, command);
    auto* const campaign = gallery.add_option("--campaign", shown->campaign, "Of this campaign");
    gallery.add_option("--warning", shown->warning, "Of this warning")->excludes(campaign);
    gallery.add_option("--screen", shown->screen, "Of this screen only");
    gallery.add_option("--from", shown->from, "From this day (UTC) or instant on");
    gallery.add_option("--to", shown->to, "Until this day (UTC, inclusive) or instant (exclusive)");
    gallery.add_option("--out", shown->out, "The folder to write: index.html and the pictures")
        ->required();
    addLanguage(gallery, shown->language);
    gallery.footer("Example:\n  tocsin evidence gallery --campaign fire-2026 --out gallery");
}

}  // namespace tocsin::cli
