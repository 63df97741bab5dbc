// SPDX-License-Identifier: Apache-2.0
// Keys as people read and compare them.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

std::string stateOf(Json const& key, Language language) {
    return flag(key, "running") ? std::string(say(language, Text::signerRuns))
                                : text(key, "trouble");
}

}  // namespace

std::string renderKeys(Json const& document, Language language) {
    auto const word = [language](Text said) { return std::string(say(language, said)); };
    auto const& root = member(document, "root");
    auto out =
        fmt::format(fmt::runtime(word(Text::keyGeneration)), integer(document, "generation"),
                    text(document, "issued")) +
        "\n" +
        fmt::format(fmt::runtime(word(flag(root, "here") ? Text::rootIsHere : Text::rootIsOnPaper)),
                    text(root, "fingerprint")) +
        "\n";
    TextTable table({{word(Text::keyRole)}, {word(Text::keyPrint)}, {word(Text::keySigns)}, {""}});
    for (auto const& key : elements(document, "keys")) {
        table.add({text(key, "role"), text(key, "fingerprint"), text(key, "signs"),
                   stateOf(key, language)});
    }
    out += table.str();
    for (auto const& revoked : elements(document, "revoked")) {
        if (auto const* print = revoked.if_string()) {
            out += fmt::format(fmt::runtime(word(Text::keyRevoked)), std::string(*print)) + "\n";
        }
    }
    auto const waiting = text(document, "waiting");
    return waiting.empty() ? out : out + waiting + "\n";
}

}  // namespace tocsin::cli
