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
    verify.add_option("--root", checked->root,
                      "The fingerprint of the root key (tocsin keys show) that a file has to be "
                      "signed under");
    verify.footer(
        "The trail is compared with the heads of it that the controller's signer has signed. Who "
        "has the whole machine can have others signed: an export that was taken before, or a head "
        "that was noted where they cannot write, finds that too.\n\nExit code 6: the trail is not "
        "whole.\n\nExamples:\n  tocsin audit verify\n  tocsin audit verify trail.jsonl --root "
        "3f9a0c117be4d2a8\n  tocsin audit verify --head 120:9f86…");
    auto& out = *audit.add_subcommand(
        "export", "Writes it into a file that can be checked without the controller");
    auto const order = verb<AuditExport>(out, command);
    out.add_option("--out", order->out, "The file to write, a line a change (.jsonl)")->required();
    out.add_option("--from", order->from, "Changes from then on (2026-06-01T00:00:00+08:00)");
    out.add_option("--to", order->to,
                   "Changes before then; some more may follow, up to the next "
                   "signed head");
    out.footer(
        "With the changes come the signed heads and the key set, so that tocsin audit verify FILE "
        "finds whatever is altered in it.\n\nExample:\n  tocsin audit export --from "
        "2026-06-01T00:00:00+08:00 --to 2026-07-01T00:00:00+08:00 --out june.jsonl");
}

}  // namespace tocsin::cli
