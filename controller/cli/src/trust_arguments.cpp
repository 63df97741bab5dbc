// SPDX-License-Identifier: Apache-2.0
#include "trust_arguments.hpp"

namespace tocsin::cli {

void addTrustVerb(CLI::App& root, Command& command) {
    auto& app = *root.add_subcommand(
        "trust", "Takes the certificate authority of a controller for one that may be trusted");
    auto const trust = verb<Trust>(app, command);
    app.add_option("ADDRESS", trust->address,
                   "The controller's address, e.g. https://10.0.0.5:8440; without it that of "
                   "--controller or TOCSIN_CONTROLLER");
    app.add_option("--fingerprint", trust->fingerprint,
                   "SHA-256 of the authority's certificate as the controller's log tells it; "
                   "without it you are asked whether it is right");
    app.footer(
        "The certificate is kept for this address in ~/.config/tocsin/authorities, and only a "
        "controller whose certificate leads there is talked to at this address from then on.\n\n"
        "Examples:\n  tocsin trust https://10.0.0.5:8440\n"
        "  tocsin trust https://10.0.0.5:8440 --fingerprint 3A:9F:…");
}

}  // namespace tocsin::cli
