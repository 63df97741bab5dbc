// SPDX-License-Identifier: Apache-2.0
// tocsin slogan character …
#include <boost/json.hpp>

#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kCharacters[] = "/api/v1/characters";

std::string pathOf(std::string const& character) {
    return std::string(kCharacters) + "/" + encoded(character);
}

ExitCode printCharacters(Context const& context, Reply const& reply) {
    print(context, reply, renderCharacters(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace

ExitCode perform(CharacterList const&, Context const& context) {
    return printCharacters(context, context.client.get(kCharacters));
}

ExitCode perform(CharacterSet const& set, Context const& context) {
    return printCharacters(context,
                           context.client.put(pathOf(set.character), "application/octet-stream",
                                              readWholeFile(set.file)));
}

ExitCode perform(CharacterRemove const& remove, Context const& context) {
    return printCharacters(context, context.client.remove(pathOf(remove.character)));
}

}  // namespace tocsin::cli
