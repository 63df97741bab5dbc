// SPDX-License-Identifier: Apache-2.0
// What is not there of players' plays, and what does not agree.
#include <fmt/format.h>

#include <algorithm>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

struct Kind {
    std::string_view code;
    Text word;
};
constexpr Kind kKinds[] = {{"gap_record", Text::gapRecord},
                           {"missing_batches", Text::gapMissing},
                           {"end_unknown", Text::gapEndUnknown},
                           {"waiting_for_rows", Text::gapWaiting},
                           {"mismatch", Text::gapMismatch}};

std::string kindText(std::string const& code, Language language) {
    auto const* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                     [&](Kind const& kind) { return kind.code == code; });
    return found == std::end(kKinds) ? code : std::string(say(language, found->word));
}

}  // namespace

std::string mismatchLines(Json const& document, Language language) {
    std::string out;
    for (auto const& one : elements(document, "mismatches")) {
        out += printable(fmt::format(fmt::runtime(say(language, Text::totalsDiffer)),
                                     sentence(language, one))) +
               "\n";
    }
    return out;
}

std::string renderGaps(Json const& report, Language language) {
    auto const word = [&](Text what) { return std::string(say(language, what)); };
    TextTable table({{word(Text::screen)},
                     {word(Text::player)},
                     {word(Text::epoch), TextTable::Align::right},
                     {word(Text::gapKind)},
                     {word(Text::remark)}});
    for (auto const& one : elements(report, "items")) {
        auto const name = text(one, "screen_name");
        table.add({name.empty() ? text(one, "screen") : name, text(one, "player"),
                   std::to_string(integer(one, "epoch")), kindText(text(one, "kind"), language),
                   sentence(language, one)});
    }
    auto const* cut = member(report, "cut").if_bool();
    bool const isCut = cut != nullptr && *cut;
    return (table.empty() ? word(Text::noGaps) + "\n"
                          : table.str() + word(Text::epochNote) + "\n") +
           (isCut ? word(Text::gapsCut) + "\n" : "");
}

}  // namespace tocsin::cli
