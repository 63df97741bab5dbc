// SPDX-License-Identifier: Apache-2.0
#include "slogan_blanks.hpp"

#include <algorithm>
#include <functional>

#include "handle.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kBlankBytes = 64;

/// Gives every piece of the words to `letter` or `blank`, in order.
Result<> walk(std::string const& words, std::function<void(char)> const& letter,
              std::function<void(std::string const&)> const& blank) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        char const c = words[at];
        if (c != '[' && c != ']') {
            letter(c);
            continue;
        }
        if (at + 1 < words.size() && words[at + 1] == c) {
            letter(c);
            ++at;
            continue;
        }
        auto const end = words.find_first_of("[]\n", at + 1);
        if (c == ']' || end == std::string::npos || words[end] != ']') {
            return Error{Errc::invalid, std::string("text: a '") + c +
                                            "' stands alone; blanks are written [名称], a bracket "
                                            "that shall be seen twice, [[ or ]]"};
        }
        auto const name = words.substr(at + 1, end - at - 1);
        if (name.empty() || name.size() > kBlankBytes) {
            return Error{Errc::invalid, "text: the blank \"" + cut(name, kBlankBytes) +
                                            "\" needs a name of 1 to 64 bytes"};
        }
        blank(name);
        at = end;
    }
    return {};
}

std::string listed(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& name : names) {
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

}  // namespace

Result<std::vector<std::string>> blanksOf(std::string const& words) {
    std::vector<std::string> out;
    auto const walked = walk(
        words, [](char) {},
        [&](std::string const& name) {
            if (std::ranges::find(out, name) == out.end()) {
                out.push_back(name);
            }
        });
    return walked ? Result<std::vector<std::string>>(std::move(out)) : walked.error();
}

Result<std::string> filled(std::string const& words,
                           std::map<std::string, std::string> const& blanks) {
    auto const known = blanksOf(words);
    if (!known) {
        return known.error();
    }
    for (auto const& [name, value] : blanks) {
        if (std::ranges::find(*known, name) == known->end()) {
            return Error{Errc::invalid,
                         "blanks: the template has no blank \"" + cut(name, kBlankBytes) + "\"; " +
                             (known->empty() ? "it has none" : "it has " + listed(*known))};
        }
    }
    std::vector<std::string> open;
    std::ranges::copy_if(*known, std::back_inserter(open), [&](std::string const& name) {
        auto const said = blanks.find(name);
        return said == blanks.end() || said->second.empty();
    });
    if (!open.empty()) {
        return Error{Errc::invalid,
                     "blanks: say what stands in the template's blanks: " + listed(open)};
    }
    std::string out;
    auto const walked = walk(
        words, [&](char c) { out.push_back(c); },
        [&](std::string const& name) { out += blanks.at(name); });
    return walked ? Result<std::string>(std::move(out)) : walked.error();
}

}  // namespace tocsin::library
