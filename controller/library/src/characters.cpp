// SPDX-License-Identifier: Apache-2.0
#include "characters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "conversion_answers.hpp"
#include "handle.hpp"
#include "office_list.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "worker.hpp"

namespace tocsin::library {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

constexpr char kList[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"type":"object","required":["character","code"],"properties":{"character":{"type":"string"},"code":{"type":"string"}}}}}})";
constexpr std::size_t kMostCharacters = 2'000;
/// As many as the worker takes at once; a slogan holds fewer still.
constexpr std::size_t kMostInAText = 64;
constexpr std::size_t kDotBytes = 4'096;

/// "U+2B7A9" of well-formed UTF-8.
std::string codeOf(std::string_view character) {
    constexpr std::array<unsigned, 5> kLeadBits{0, 0x7f, 0x1f, 0x0f, 0x07};
    auto const lead = static_cast<unsigned char>(character.front());
    unsigned code = lead & kLeadBits[character.size()];
    for (auto const byte : character.substr(1)) {
        code = code << 6 | (static_cast<unsigned char>(byte) & 0x3fU);
    }
    return fmt::format("U+{:04X}", code);
}

boost::json::array everyCharacter(store::Tx const& tx) {
    boost::json::array items;
    for (auto const& one : tx.officeCharacters().all()) {
        items.push_back(
            boost::json::object{{"character", one.character}, {"code", codeOf(one.character)}});
    }
    return items;
}

Result<std::string> characterIn(Request const& request) {
    auto const& character = request.parameters.at("character");
    bool const one = utf8SequenceLength(character) == character.size();
    // ASCII and what stands between words is in every font.
    if (!one || character.size() < 2) {
        return Error{Errc::invalid, "\"" + shownAsUtf8(cut(character, 80)) +
                                        "\" is not one character; name the one that no font has"};
    }
    return character;
}

Result<std::string> dotsOf(CharacterReader const& reader, std::filesystem::path const& picture) {
    auto const run =
        runWorker(reader.worker, {"character", picture.string()}, "", reader.limit, reader.stop);
    if (!run) {
        return run.error();
    }
    auto const answer = doneLine(*run);
    if (!answer) {
        return answer.error();
    }
    return messages::readJson(
        *answer, [](messages::JsonReader const& in) { return in.at("dots").string(kDotBytes); });
}

Result<Response> put(store::Store& store, CharacterReader const& reader, Principal const& who,
                     Request const& request) {
    auto const character = characterIn(request);
    auto const dots = character ? dotsOf(reader, request.bodyFile) : character.error();
    if (!dots) {
        return dots.error();
    }
    return changeList(
        store,
        [&](store::Tx& tx) -> Result<> {
            tx.officeCharacters().put({*character, *dots});
            if (tx.officeCharacters().all().size() > kMostCharacters) {
                return Error{Errc::exhausted, "there would be more than " +
                                                  std::to_string(kMostCharacters) +
                                                  " drawn characters; take some out first"};
            }
            return {};
        },
        {who.name, "character.set", *character, codeOf(*character)}, everyCharacter);
}

Result<Response> remove(store::Store& store, Principal const& who, Request const& request) {
    auto const character = characterIn(request);
    if (!character) {
        return character.error();
    }
    return changeList(
        store,
        [&](store::Tx& tx) -> Result<> {
            auto const all = tx.officeCharacters().all();
            if (std::ranges::find(all, *character, &store::OfficeCharacter::character) ==
                all.end()) {
                return Error{Errc::notFound, "there is no picture of \"" + *character +
                                                 "\"; see tocsin slogan character list"};
            }
            tx.officeCharacters().remove(*character);
            return {};
        },
        {who.name, "character.remove", *character, codeOf(*character)}, everyCharacter);
}

}  // namespace

Result<std::vector<std::string>> charactersOf(store::Store const& store, std::string_view text) {
    std::vector<std::string> out;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& one : tx.officeCharacters().all()) {
            if (out.size() < kMostInAText && text.find(one.character) != std::string_view::npos) {
                out.push_back(codeOf(one.character) + " " + one.dots);
            }
        }
        return {};
    });
    return looked ? Result<std::vector<std::string>>(std::move(out)) : looked.error();
}

access::Routes characterRoutes(store::Store& store, CharacterReader const& reader) {
    auto const all = std::string("/api/v1/characters");
    return {
        {"GET", all, Permission::viewMedia,
         "Characters that no font has, which slogans take from pictures", "", kList,
         access::BodyPolicy::none,
         [&store](Principal const&, Request const&) { return showList(store, everyCharacter); }},
        {"PUT", all + "/{character}", Permission::editMedia,
         "Add a picture of a character, or replace it", "", kList, access::BodyPolicy::upload,
         [&store, reader](Principal const& who, Request const& request) {
             return put(store, reader, who, request);
         }},
        {"DELETE", all + "/{character}", Permission::editMedia,
         "Take a character's picture away; slogans made with it stay", "", kList,
         access::BodyPolicy::none, [&store](Principal const& who, Request const& request) {
             return remove(store, who, request);
         }}};
}

}  // namespace tocsin::library
