// SPDX-License-Identifier: Apache-2.0
// tocsin keys …
#include <boost/json.hpp>
#include <istream>
#include <iterator>

#include "language.hpp"
#include "render.hpp"
#include "tocsin/keys/ceremony.hpp"
#include "tocsin/keys/keys_json.hpp"
#include "tocsin/keys/root_paper.hpp"
#include "tocsin/session/clock.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

void done(Result<> const& result) {
    if (!result) {
        throw CommandFailure(exitCodeOf(result.error().code), result.error().message);
    }
}

std::istream& typed(Context const& context) {
    if (context.environment.in == nullptr) {
        throw CommandFailure(ExitCode::usage, "nobody can type anything here");
    }
    return *context.environment.in;
}

messages::KeyPair paperRoot(std::string const& file, Context const& context) {
    if (file != "-") {
        return orFail(keys::fromPaper(readWholeFile(file)));
    }
    context.err << say(context.environment.language, Text::typeThePaper) << std::endl;
    auto& in = typed(context);
    std::string text;
    std::string line;
    // Until the four lines are there; a terminal has no end of file.
    for (auto read = keys::fromPaper(text);; read = keys::fromPaper(text)) {
        if (read || read.error().message.starts_with("line ")) {
            return orFail(std::move(read));
        }
        if (!std::getline(in, line)) {
            return orFail(std::move(read));
        }
        text += line + "\n";
    }
}

messages::KeyPair rootFor(keys::Ceremony const& ceremony, std::string const& file,
                          Context const& context) {
    if (!file.empty()) {
        return paperRoot(file, context);
    }
    auto root = ceremony.root();
    if (!root && root.error().code == Errc::notFound) {
        throw CommandFailure(ExitCode::notFound,
                             "the root key is not on this machine; give its paper: "
                             "--root-key-file FILE, or - to type it in");
    }
    return orFail(std::move(root));
}

void printKeys(keys::IssuedKeys const& issued, Context const& context) {
    auto const document = keys::keysJson(issued);
    print(context, document, renderKeys(document, context.environment.language));
}

std::optional<Digest> authorityOf(std::string const& text) {
    auto const digest = Digest::fromHex(text);
    if (!text.empty() && !digest) {
        throw CommandFailure(ExitCode::usage,
                             "--tls-authority: expected 64 lower-case hexadecimal digits");
    }
    return digest;
}

}  // namespace

ExitCode perform(KeysShow const& show, Context const& context) {
    if (show.data.empty()) {
        auto const reply = context.client.get("/api/v1/keys");
        print(context, reply, renderKeys(reply.document, context.environment.language));
    } else {
        printKeys(orFail(keys::readKeys(std::filesystem::path(show.data) / "keys")), context);
    }
    return ExitCode::ok;
}

ExitCode perform(KeysIssue const& issue, Context const& context) {
    auto const authority = authorityOf(issue.tlsAuthority);
    auto ceremony = orFail(keys::Ceremony::begin(issue.data));
    auto const root = rootFor(ceremony, issue.rootKeyFile, context);
    auto const now = session::systemClock()->now();
    auto const role = messages::signingRoleFrom(issue.role);
    if (issue.order == "rotate") {
        done(ceremony.rotate(role.value(), root, now));
    } else if (issue.order == "revoke") {
        done(ceremony.revoke(role.value(), root, now));
    } else {
        done(ceremony.newGeneration(issue.above, authority, root, now));
    }
    printKeys(ceremony.keys().value(), context);
    return ExitCode::ok;
}

ExitCode perform(KeysRoot const& order, Context const& context) {
    auto ceremony = orFail(keys::Ceremony::begin(order.data));
    if (order.order == "import") {
        done(ceremony.importRoot(paperRoot(order.rootKeyFile, context)));
        printKeys(ceremony.keys().value(), context);
        return ExitCode::ok;
    }
    auto const root = rootFor(ceremony, "", context);
    if (order.order == "export") {
        auto const paper = keys::toPaper(root);
        boost::json::object const document{{"paper", paper}};
        print(context, document, paper);
        return ExitCode::ok;
    }
    context.err << say(context.environment.language, Text::typeFirstGroups) << std::endl;
    std::string line;
    std::getline(typed(context), line);
    done(ceremony.removeRoot(line));
    printKeys(ceremony.keys().value(), context);
    return ExitCode::ok;
}

}  // namespace tocsin::cli
