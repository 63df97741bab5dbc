// SPDX-License-Identifier: Apache-2.0
#include "word_findings.hpp"

#include "tocsin/store/folded.hpp"

namespace tocsin::library {
namespace {

/// Whether `wrong` stands in the text outside every `right`.
bool holds(std::string const& text, std::string const& wrong, std::string const& right) {
    auto const inside = right.find(wrong);
    for (auto at = text.find(wrong); at != std::string::npos; at = text.find(wrong, at + 1)) {
        bool const meant = inside != std::string::npos && at >= inside &&
                           text.compare(at - inside, right.size(), right) == 0;
        if (!meant) {
            return true;
        }
    }
    return false;
}

media::Finding findingOf(store::WrongWord const& word) {
    auto const note = word.note.empty() ? std::string() : " (" + word.note + ")";
    auto const noteChinese = word.note.empty() ? std::string() : "（" + word.note + "）";
    if (word.right.empty()) {
        return {"word-list",
                "\"" + word.wrong + "\" is in the office's list of words to be careful with" +
                    note + ": look at it again",
                "“" + word.wrong + "”在本单位的用词表中" + noteChinese + "，请再核对"};
    }
    return {"word-list",
            "\"" + word.wrong + "\" may be a mistake for \"" + word.right + "\"" + note +
                ": look at it again",
            "“" + word.wrong + "”可能应为“" + word.right + "”" + noteChinese + "，请再核对"};
}

}  // namespace

std::string comparable(std::string const& text) {
    std::string out;
    for (auto const& part : store::foldedWords(text)) {
        out += part;
    }
    return out;
}

std::vector<media::Finding> wordFindings(std::string const& text,
                                         std::vector<store::WrongWord> const& words) {
    auto const compared = comparable(text);
    std::vector<media::Finding> out;
    for (auto const& word : words) {
        auto const wrong = comparable(word.wrong);
        if (!wrong.empty() && holds(compared, wrong, comparable(word.right))) {
            out.push_back(findingOf(word));
        }
    }
    return out;
}

}  // namespace tocsin::library
