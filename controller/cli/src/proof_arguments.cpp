// SPDX-License-Identifier: Apache-2.0
#include "proof_arguments.hpp"

namespace tocsin::cli {
namespace {

void addBundles(CLI::App& proof, Command& command) {
    auto& out = *proof.add_subcommand(
        "export", "Writes the plays of a period into a file that proves itself without Tocsin");
    auto const order = verb<ProofExport>(out, command);
    out.add_option("--from", order->from, "First day (2026-06-01), or an instant")->required();
    out.add_option("--to", order->to, "Last day, which is within the period, or an instant")
        ->required();
    out.add_option("--out", order->out, "The file to write (.zip)")->required();
    out.footer(
        "Of the screens whose reports you may see. Give the file away as it is: packed anew, it "
        "does not hold any more.\n\nExample:\n  tocsin proof export --from 2026-06-01 --to "
        "2026-06-30 --out june.zip");
    auto& verify = *proof.add_subcommand(
        "verify", "Checks such a file; asks no controller, and believes none");
    auto const checked = verb<ProofVerify>(verify, command);
    verify.add_option("FILE", checked->file, "A file made by tocsin proof export")->required();
    verify.add_option(
        "--root", checked->root,
        "The fingerprint of the root key (tocsin keys show) that it has to come from");
    verify.add_option("--cosigner", checked->cosigners,
                      "The public key of somebody outside who has to have cosigned a checkpoint of "
                      "it; may be given again");
    verify.footer(
        "Says what is wrong and where, which plays are not there, and what such a file cannot "
        "prove. config/verify/tocsin_verify.py is a second, independent program that does the "
        "same.\n\nExit code 6: something does not hold.\n\nExample:\n  tocsin proof verify "
        "june.zip --root 3f9a0c117be4d2a8");
}

void addCosigning(CLI::App& proof, Command& command) {
    auto& key = *proof.add_subcommand(
        "cosign-key", "Makes a key for an outside party that cosigns checkpoints; no controller");
    auto const made = verb<ProofCosignKey>(key, command);
    key.add_option("--out", made->out, "The file to keep the key in")->required();
    auto& cosign =
        *proof.add_subcommand("cosign", "For the outside party: signs a checkpoint; no controller");
    auto const signedBy = verb<ProofCosign>(cosign, command);
    cosign.add_option("--checkpoint", signedBy->checkpoint, "A page of tocsin proof checkpoint")
        ->required();
    cosign.add_option("--key", signedBy->key, "A file made by tocsin proof cosign-key")->required();
    cosign.add_option("--name", signedBy->name, "Who signs, one line")->required();
    cosign.add_option("--out", signedBy->out, "The file to write, to be sent back")->required();
    cosign.footer(
        "Keep what you have signed: a later checkpoint of a smaller size, or of the same size with "
        "another root, shows that the ledger was made anew.");
    auto& cosigned = *proof.add_subcommand(
        "cosigned", "Keeps what the outside party has sent back with the checkpoint");
    auto const kept = verb<ProofCosigned>(cosigned, command);
    cosigned.add_option("FILE", kept->file, "A file made by tocsin proof cosign")->required();
}

}  // namespace

void addProofVerbs(CLI::App& root, Command& command) {
    auto& proof = *root.add_subcommand("proof", "Proof of plays for people outside");
    proof.require_subcommand(1);
    addBundles(proof, command);
    auto& checkpoint = *proof.add_subcommand(
        "checkpoint", "The newest signed checkpoint of the ledger; one is made every day");
    auto const asked = verb<ProofCheckpoint>(checkpoint, command);
    checkpoint.add_flag("--new", asked->make, "Makes one now, if plays have come since");
    auto* const list = checkpoint.add_flag("--list", asked->list, "All of them");
    checkpoint.add_option("--print", asked->page, "Writes a page to print, sign and send, as text")
        ->excludes(list);
    checkpoint.footer(
        "Whoever has the page, or has cosigned it, can later tell whether the ledger still begins "
        "with the same plays.\n\nExample:\n  tocsin proof checkpoint --new --print june.txt");
    addCosigning(proof, command);
}

}  // namespace tocsin::cli
