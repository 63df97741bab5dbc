// SPDX-License-Identifier: Apache-2.0
#include "keys_arguments.hpp"

#include "tocsin/messages/key_set.hpp"

namespace tocsin::cli {
namespace {

std::vector<std::string> roles() {
    std::vector<std::string> out;
    for (auto const role : messages::kSigningRoles) {
        out.emplace_back(toString(role));
    }
    return out;
}

void addData(CLI::App& app, std::string& data) {
    app.add_option("--data", data, "The controller's data directory, on its own machine")
        ->required();
}

void addRootKeyFile(CLI::App& app, std::string& file) {
    app.add_option("--root-key-file", file,
                   "A file with the root's paper, - to type it in; without it the root has to be "
                   "on this machine");
}

std::shared_ptr<KeysIssue> addIssue(CLI::App& keys, Command& command, char const* order,
                                    char const* what) {
    auto& app = *keys.add_subcommand(order, what);
    auto issue = std::make_shared<KeysIssue>();
    issue->order = order;
    if (issue->order != "generation") {
        app.add_option("ROLE", issue->role, "Whose key")->required()->check(CLI::IsMember(roles()));
    } else {
        app.add_option("--above", issue->above, "Higher than this one, which players hold already")
            ->check(CLI::NonNegativeNumber);
        app.add_option("--tls-authority", issue->tlsAuthority,
                       "SHA-256 of the authority that the controller's TLS certificate comes from");
    }
    addData(app, issue->data);
    addRootKeyFile(app, issue->rootKeyFile);
    app.footer(
        "The controller must be stopped. Players take the new keys when they connect again.");
    app.final_callback([issue, &command] { command.verb = *issue; });
    return issue;
}

void addRoot(CLI::App& root, Command& command, char const* order, char const* what) {
    auto& app = *root.add_subcommand(order, what);
    auto verb = std::make_shared<KeysRoot>();
    verb->order = order;
    addData(app, verb->data);
    if (verb->order == "import") {
        app.add_option("--root-key-file", verb->rootKeyFile,
                       "A file with the root's paper, - to type it in")
            ->required();
    }
    app.final_callback([verb, &command] { command.verb = *verb; });
}

}  // namespace

void addKeysVerbs(CLI::App& app, Command& command) {
    auto& keys = *app.add_subcommand("keys", "The keys that players obey, and their root");
    keys.require_subcommand(1);
    auto& show = *keys.add_subcommand("show", "Fingerprints, generation, and where the root is");
    show.add_option("--data", verb<KeysShow>(show, command)->data,
                    "Of this data directory; without it of the running controller");
    addIssue(keys, command, "rotate", "A new key for a role; what the old one signed stays valid");
    addIssue(keys, command, "revoke",
             "A new key for a role; what the old one signed is worth nothing any more");
    addIssue(keys, command, "generation",
             "A new generation of the same keys, after the controller was restored from a backup");
    auto& root = *keys.add_subcommand("root", "The root key: to paper, and back");
    root.require_subcommand(1);
    addRoot(root, command, "export", "Prints the root key for paper");
    addRoot(root, command, "remove",
            "Takes the root key from this machine, once you have typed the paper's first groups");
    addRoot(root, command, "import", "Puts the root key on this machine");
    keys.footer(
        "controller/KEYS.md says when and why.\n\nExamples:\n  tocsin keys show\n  tocsin keys "
        "rotate content --data /var/lib/tocsin\n  tocsin keys generation --data /var/lib/tocsin "
        "--root-key-file -");
}

}  // namespace tocsin::cli
