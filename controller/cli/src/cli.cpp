// SPDX-License-Identifier: Apache-2.0
// One command from arguments to exit code.
#include "tocsin/cli/cli.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <ostream>

#include "arguments.hpp"
#include "authorities.hpp"
#include "failure.hpp"
#include "fields.hpp"
#include "language.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr std::uintmax_t kLargestTextFile = 16U << 20;

/// Compiling, an example to begin with, checking and cosigning proof, and what is done with a data
/// directory, needs no controller, and so no right address of one either.
bool needsController(Verb const& verb) {
    auto const* keys = std::get_if<KeysShow>(&verb);
    return !std::holds_alternative<Compile>(verb) &&
           !std::holds_alternative<CampaignExample>(verb) &&
           !std::holds_alternative<ProofVerify>(verb) &&
           !std::holds_alternative<ProofCosignKey>(verb) &&
           !std::holds_alternative<ProofCosign>(verb) && !std::holds_alternative<KeysIssue>(verb) &&
           !std::holds_alternative<KeysRoot>(verb) && (keys == nullptr || keys->data.empty());
}

ExitCode execute(Command const& command, Environment const& environment, std::ostream& out,
                 std::ostream& err, std::stop_token const& stop) {
    auto const address = needsController(command.verb)
                             ? controllerAddress(command.controller, environment.controller)
                             : std::string();
    // And what is kept of an authority says nothing about whether to keep another.
    auto const trust = std::holds_alternative<Trust>(command.verb)
                           ? session::TlsTrust()
                           : trustFor(address, command.ca, environment);
    Credentials const credentials(environment, address);
    SecondFactor const second({command.totp, command.pin}, environment, credentials, stop);
    Client const client(address, {&credentials, &second, environment.language}, stop, trust);
    Context const context{client, credentials, environment, out, err, command.json, stop};
    return std::visit([&](auto const& verb) { return perform(verb, context); }, command.verb);
}

}  // namespace

int run(std::vector<std::string> const& arguments, Environment const& environment,
        std::ostream& out, std::ostream& err, std::stop_token const& stop) {
    try {
        auto const parsed = parseArguments(arguments, out, err);
        if (auto const* code = std::get_if<ExitCode>(&parsed)) {
            return static_cast<int>(*code);
        }
        return static_cast<int>(execute(std::get<Command>(parsed), environment, out, err, stop));
    } catch (CommandFailure const& failure) {
        err << failureLines(failure.what());
        return static_cast<int>(failure.code());
    } catch (std::exception const& failure) {
        err << failureLines(failure.what());
        return static_cast<int>(ExitCode::failure);
    }
}

std::string readWholeFile(std::string const& path) {
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        throw CommandFailure(ExitCode::failure, "there is no file " + path);
    }
    if (std::filesystem::is_directory(status)) {
        throw CommandFailure(ExitCode::failure, path + " is a folder; name a file");
    }
    std::ifstream file(path, std::ios::binary);
    std::string text;
    char block[65'536];
    while (file && text.size() <= kLargestTextFile) {
        file.read(block, sizeof block);
        text.append(block, static_cast<std::size_t>(file.gcount()));
    }
    if (!file.eof()) {
        throw CommandFailure(ExitCode::failure,
                             text.size() > kLargestTextFile
                                 ? path + " is larger than 16 MiB; is it the right file?"
                                 : "cannot read " + path + "; check its permissions");
    }
    return text;
}

void print(Context const& context, Reply const& reply, std::string const& text) {
    if (!context.json) {
        context.out << text;
        return;
    }
    context.out << reply.body;
    if (!reply.body.ends_with('\n')) {
        context.out << '\n';
    }
}

void print(Context const& context, Json const& document, std::string const& text) {
    print(context, Reply{boost::json::serialize(document), document}, text);
}

std::size_t printFindings(Context const& context, Json const& document) {
    auto const findings = elements(document, "findings");
    for (auto const& finding : findings) {
        auto line = text(finding, "code");
        auto const message = sentence(context.environment.language, finding);
        for (auto const* key : {"screen", "campaign"}) {
            // Most messages name their campaign themselves.
            auto const whose = text(finding, key);
            if (!whose.empty() && message.find(" " + whose + " ") == std::string::npos) {
                line += ": " + whose;
            }
        }
        line += ": " + message;
        context.err << "tocsin: " << say(context.environment.language, Text::warning) << ": "
                    << printable(line) << '\n';
    }
    return findings.size();
}

}  // namespace tocsin::cli
