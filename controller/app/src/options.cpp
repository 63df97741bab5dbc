// SPDX-License-Identifier: Apache-2.0
// The command line and the configuration file. CLI11 is slow to compile and stays in this unit.
#include "options.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "exit_codes.hpp"
#include "tocsin/config/flat_settings.hpp"

namespace tocsin::app {
namespace {

int complain(int code, std::string const& message) {
    std::fprintf(stderr, "tocsin-controller: %s\n", message.c_str());
    return code;
}

/// Its helpers are installed beside the controller.
std::filesystem::path besideThisProgram(char const* helper) {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / helper;
}

}  // namespace

std::variant<Options, int> readOptions(int argc, char** argv) {
    CLI::App app{"The controller of Tocsin: plans, releases, watches, keeps the ledger.",
                 "tocsin-controller"};
    app.footer(
        "Examples:\n  tocsin-controller --config /etc/tocsin/controller.toml\n  tocsin-controller "
        "--data /tmp/tocsin --listen 127.0.0.1:0");
    std::string file;
    std::string data;
    std::string listen;
    std::string worker;
    std::string signer;
    std::string verifier;
    std::string documentWorker;
    Options options;
    app.add_option("--config", file, "Configuration file (TOML)");
    app.add_flag("--check-config", options.checkOnly,
                 "Check the configuration and exit: 0, or 78 with every mistake");
    app.add_option("--data", data, "Data directory; wins over the file");
    app.add_option("--listen", listen,
                   "ADDRESS:PORT, 0.0.0.0 for every address, port 0 for any; wins over the file");
    app.add_option("--worker", worker,
                   "Path of tocsin-media-worker (default: beside this program)");
    app.add_option("--signer", signer, "Path of tocsin-signer (default: beside this program)");
    app.add_option("--verifier", verifier,
                   "Path of tocsin-xml-verifier (default: beside this program)");
    app.add_option("--document-worker", documentWorker,
                   "Path of tocsin-document-worker (default: beside this program)");
    app.set_version_flag("--version", "tocsin-controller " TOCSIN_VERSION);
    try {
        app.parse(argc, argv);
    } catch (CLI::Success const& done) {
        return app.exit(done);
    } catch (CLI::ParseError const& wrong) {
        return complain(kExitUsage, std::string(wrong.what()) + "; see --help");
    }
    if (!file.empty()) {
        auto loaded = config::loadControllerConfig(file);
        if (!loaded) {
            return complain(kExitConfiguration, loaded.error().message);
        }
        options.config = std::move(*loaded);
        if (auto applied = config::flatSettings(file)) {
            options.applied = std::move(*applied);
        }
    }
    if (!data.empty()) {
        options.config.data = data;
    }
    if (!listen.empty()) {
        options.applied["--listen"] = listen;
        if (auto const applied = config::applyListen(options.config, listen); !applied) {
            return complain(kExitUsage, "--listen: " + applied.error().message);
        }
    }
    options.worker =
        worker.empty() ? besideThisProgram("tocsin-media-worker") : std::filesystem::path(worker);
    options.signer =
        signer.empty() ? besideThisProgram("tocsin-signer") : std::filesystem::path(signer);
    options.verifier = verifier.empty() ? besideThisProgram("tocsin-xml-verifier")
                                        : std::filesystem::path(verifier);
    options.documentWorker = documentWorker.empty() ? besideThisProgram("tocsin-document-worker")
                                                    : std::filesystem::path(documentWorker);
    return options;
}

}  // namespace tocsin::app
