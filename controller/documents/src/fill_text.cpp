// SPDX-License-Identifier: Apache-2.0
#include "fill_text.hpp"

#include <algorithm>

namespace tocsin::documents {
namespace {

constexpr std::size_t kMostNameBytes = 128;

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\n");
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/// Takes `placeholder` out of the joined pieces and puts `value` where it began.
void put(std::vector<std::string>& pieces, Placeholder const& placeholder,
         std::string const& value) {
    std::size_t start = 0;
    auto const end = placeholder.at + placeholder.size;
    bool placed = false;
    for (auto& piece : pieces) {
        auto const stop = start + piece.size();
        auto const from = std::max(start, placeholder.at), to = std::min(stop, end);
        if (from < to) {
            piece.replace(from - start, to - from, placed ? std::string() : value);
            placed = true;
        }
        start = stop;
    }
}

}  // namespace

std::vector<Placeholder> placeholdersIn(std::string_view text) {
    std::vector<Placeholder> out;
    for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
        auto const end = text.find_first_of("{}", at + 2);
        if (end == std::string_view::npos) {
            break;
        }
        auto const name = trimmed(text.substr(at + 2, end - at - 2));
        if (text.substr(end, 2) == "}}" && !name.empty() && name.size() <= kMostNameBytes) {
            out.push_back({at, end + 2 - at, std::string(name)});
            at = end + 2;
        } else {
            at += 1;
        }
    }
    return out;
}

bool fillPieces(std::vector<std::string>& pieces, ValueOf const& valueOf) {
    std::string joined;
    for (auto const& piece : pieces) {
        joined += piece;
    }
    auto const found = placeholdersIn(joined);
    bool changed = false;
    // From the end, so that the places of those before stay true.
    for (auto placeholder = found.rbegin(); placeholder != found.rend(); ++placeholder) {
        if (auto const value = valueOf(placeholder->name)) {
            put(pieces, *placeholder, *value);
            changed = true;
        }
    }
    return changed;
}

}  // namespace tocsin::documents
