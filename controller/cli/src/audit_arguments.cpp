// SPDX-License-Identifier: Apache-2.0
#include "audit_arguments.hpp"

namespace tocsin::cli {

void addAuditVerbs(CLI::App& root, Command& command) {
    auto& audit =
        *root.add_subcommand("audit", "Who changed what and when, and whether that is whole");
    audit.require_subcommand(1);
    auto& list = *audit.add_subcommand("list", "Changes, the newest first");
    auto const listed = verb<AuditList>(list, command);
    list.add_option("--who", listed->who, "By this person only");
    list.add_option("--action", listed->action,
                    "This action only, e.g. campaign.approve, or all of a kind: campaign.");
    list.add_option("--subject", listed->subject, "Of this screen, asset or campaign only");
    list.add_option("--limit", listed->limit, "At most so many")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    list.add_option("--before", listed->before, "The page before this number")
        ->check(CLI::PositiveNumber);
    list.footer("Example:\n  tocsin audit list --action campaign. --limit 20");
    auto& verify = *audit.add_subcommand(
        "verify", "Finds any row that was altered, removed, added or moved by hand");
    auto const checked = verb<AuditVerify>(verify, command);
    verify.add_option("FILE", checked->file,
                      "A file made by tocsin audit export; without it the controller's own trail. "
                      "No controller is asked about a file");
    verify.add_option("--head", checked->head,
                      "A head that was noted before: the trail must still hold it");
    verify.footer(
        "It prints the head of the trail. Note it where nobody who can write to the controller's "
        "disk can: whoever makes the whole trail anew makes another head.\n\nExit code 6: the "
        "trail "
        "is not whole.\n\nExamples:\n  tocsin audit verify\n  tocsin audit verify trail.jsonl "
        "--head "
        "120:9f86…");
    auto& out = *audit.add_subcommand("export", "Writes all of it into a file, a line a change");
    out.add_option("--out", verb<AuditExport>(out, command)->out, "The file to write")->required();
}

}  // namespace tocsin::cli
