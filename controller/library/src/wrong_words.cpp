// SPDX-License-Identifier: Apache-2.0
#include "wrong_words.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "asset_texts.hpp"
#include "office_list.hpp"
#include "tocsin/messages/json.hpp"
#include "word_findings.hpp"

namespace tocsin::library {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::WrongWord;

#define TOCSIN_WRONG_WORD_SCHEMA \
    R"({"type":"object","required":["wrong"],"properties":{"wrong":{"type":"string"},"right":{"type":"string"},"note":{"type":"string"}}})"
constexpr char kList[] =
    R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":)" TOCSIN_WRONG_WORD_SCHEMA
    "}}}";
constexpr char kEntry[] =
    R"({"type":"object","properties":{"right":{"type":["string","null"]},"note":{"type":["string","null"]}}})";
constexpr std::size_t kWordBytes = 200, kNoteBytes = 500;
constexpr std::size_t kMostWords = 10'000;

std::string textOf(messages::JsonReader const& in, char const* key) {
    auto const value = in.find(key);
    return value ? value->string(4096) : std::string();
}

/// Errc::invalid if it cannot be an entry of the list.
Result<WrongWord> checkedWord(WrongWord const& said) {
    auto const wrong = lineFrom("wrong", said.wrong, kWordBytes);
    auto const right = lineFrom("right", said.right, kWordBytes);
    auto const note = lineFrom("note", said.note, kNoteBytes);
    if (!wrong || !right || !note) {
        return !wrong ? wrong.error() : !right ? right.error() : note.error();
    }
    if (comparable(*wrong).empty()) {
        return Error{Errc::invalid, "wrong: is empty; write the word that slogans should not hold"};
    }
    if (comparable(*wrong) == comparable(*right)) {
        return Error{Errc::invalid,
                     "right: is the same as the wrong word \"" + *wrong + "\"; leave it out"};
    }
    return WrongWord{*wrong, *right, *note};
}

boost::json::array everyWord(store::Tx const& tx) {
    boost::json::array items;
    for (auto const& word : tx.wrongWords().all()) {
        items.push_back(
            boost::json::object{{"wrong", word.wrong}, {"right", word.right}, {"note", word.note}});
    }
    return items;
}

/// The list after `change`, if it does not grow too long.
Result<Response> changed(store::Store& store, std::function<Result<>(store::Tx&)> const& change,
                         store::AuditEntry const& entry) {
    return changeList(
        store,
        [&](store::Tx& tx) -> Result<> {
            if (auto done = change(tx); !done) {
                return done;
            }
            if (tx.wrongWords().all().size() > kMostWords) {
                return Error{Errc::exhausted, "the list would hold more than " +
                                                  std::to_string(kMostWords) +
                                                  " words; take some out first"};
            }
            return {};
        },
        entry, everyWord);
}

Result<Response> put(store::Store& store, Principal const& who, Request const& request) {
    auto const& wrong = request.parameters.at("wrong");
    auto const said = messages::readJson(request.body, [&](messages::JsonReader const& in) {
        in.onlyKeys({"right", "note"});
        return WrongWord{wrong, textOf(in, "right"), textOf(in, "note")};
    });
    auto const word = said ? checkedWord(*said) : said.error();
    if (!word) {
        return word.error();
    }
    return changed(
        store,
        [&](store::Tx& tx) -> Result<> {
            tx.wrongWords().put(*word);
            return {};
        },
        {who.name, "words.set", word->wrong, "right=" + word->right + " note=" + word->note});
}

Result<Response> addAll(store::Store& store, Principal const& who, Request const& request) {
    auto const words = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"items"});
        std::vector<WrongWord> out;
        for (auto const& item : in.at("items").array(kMostWords)) {
            item.onlyKeys({"wrong", "right", "note"});
            auto word = checkedWord(
                {item.at("wrong").string(4096), textOf(item, "right"), textOf(item, "note")});
            if (!word) {
                item.fail(word.error().message);
            }
            out.push_back(*std::move(word));
        }
        return out;
    });
    if (!words) {
        return words.error();
    }
    return changed(store,
                   [&](store::Tx& tx) -> Result<> {
                       for (auto const& word : *words) {
                           tx.wrongWords().put(word);
                       }
                       return {};
                   },
                   {who.name, "words.import", "", std::to_string(words->size()) + " words"});
}

Result<Response> remove(store::Store& store, Principal const& who, Request const& request) {
    auto const& wrong = request.parameters.at("wrong");
    return changed(
        store,
        [&](store::Tx& tx) -> Result<> {
            if (std::ranges::none_of(tx.wrongWords().all(),
                                     [&](auto const& one) { return one.wrong == wrong; })) {
                return Error{Errc::notFound, "there is no word \"" + wrong +
                                                 "\" in the list; see tocsin words list"};
            }
            tx.wrongWords().remove(wrong);
            return {};
        },
        {who.name, "words.remove", wrong, ""});
}

}  // namespace

access::Routes wrongWordRoutes(store::Store& store) {
    auto const all = std::string("/api/v1/words");
    return {
        {"GET", all, Permission::viewMedia, "Words that slogans should not hold", "", kList,
         access::BodyPolicy::none,
         [&store](Principal const&, Request const&) { return showList(store, everyWord); }},
        {"POST", all, Permission::editMedia, "Add many words at once, or change them", kList, kList,
         access::BodyPolicy::text,
         [&store](Principal const& who, Request const& request) {
             return addAll(store, who, request);
         }},
        {"PUT", all + "/{wrong}", Permission::editMedia,
         "Add a word or change what is said "
         "of it",
         kEntry, kList, access::BodyPolicy::text,
         [&store](Principal const& who, Request const& request) {
             return put(store, who, request);
         }},
        {"DELETE", all + "/{wrong}", Permission::editMedia, "Take a word out of the list", "",
         kList, access::BodyPolicy::none, [&store](Principal const& who, Request const& request) {
             return remove(store, who, request);
         }}};
}

}  // namespace tocsin::library
