// SPDX-License-Identifier: Apache-2.0
#include "asset_texts.hpp"

#include <algorithm>

#include "handle.hpp"
#include "tocsin/store/folded.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kShownBytes = 80;
constexpr std::size_t kMostFolders = 8;
constexpr std::size_t kFolderBytes = 100;
constexpr std::size_t kMostTags = 50;
constexpr std::size_t kTagBytes = 64;

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    auto const first = text.find_first_not_of(kBlanks);
    auto const last = text.find_last_not_of(kBlanks);
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, last - first + 1));
}

Error refused(char const* key, std::string const& text, std::string const& what) {
    return {Errc::invalid,
            std::string(key) + ": \"" + shownAsUtf8(cut(text, kShownBytes)) + "\" " + what};
}

Result<std::string> checked(char const* key, std::string const& text, std::size_t mostBytes,
                            bool lines) {
    auto const out = trimmed(text);
    if (!isUtf8(out)) {
        return refused(key, out, "is not UTF-8; write it in UTF-8");
    }
    if (out.size() > mostBytes) {
        return refused(key, out,
                       "is too long; take at most " + std::to_string(mostBytes) +
                           " bytes (a Chinese character has three)");
    }
    auto const wrong = std::find_if(out.begin(), out.end(), [&](char c) {
        return isControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t'));
    });
    if (wrong != out.end()) {
        return refused(key, out.substr(0, static_cast<std::size_t>(wrong - out.begin())),
                       lines ? "goes on with a control character; take it out"
                             : "goes on with a line break or control character; it is one line");
    }
    return out;
}

Result<std::string> tagFrom(std::string const& text) {
    auto const tag = lineFrom("tag", text, kTagBytes);
    if (!tag) {
        return tag;
    }
    if (tag->empty() || tag->find(',') != std::string::npos || (*tag)[0] == '+' ||
        (*tag)[0] == '-') {
        return refused("tag", text,
                       "cannot be used; a tag is a word or a few, without a comma, and does not "
                       "begin with + or -");
    }
    return tag;
}

auto alike(std::vector<std::string>& tags, std::string const& tag) {
    return std::find_if(tags.begin(), tags.end(), [wanted = store::folded(tag)](auto const& one) {
        return store::folded(one) == wanted;
    });
}

}  // namespace

Result<std::string> lineFrom(char const* key, std::string const& text, std::size_t mostBytes) {
    return checked(key, text, mostBytes, false);
}

Result<std::string> textFrom(char const* key, std::string const& text, std::size_t mostBytes) {
    return checked(key, text, mostBytes, true);
}

Result<std::string> folderFrom(std::string const& text) {
    std::string out;
    std::size_t names = 0;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto const end = std::min(text.find('/', begin), text.size());
        auto const name = lineFrom("folder", text.substr(begin, end - begin), kFolderBytes);
        if (!name) {
            return name;
        }
        if (*name == "." || *name == ".." || (!name->empty() && ++names > kMostFolders)) {
            return refused("folder", text,
                           "cannot be used; take up to " + std::to_string(kMostFolders) +
                               " names with slashes between, like 安全月/2026/消防");
        }
        if (!name->empty()) {
            out += (out.empty() ? "" : "/") + *name;
        }
        begin = end + 1;
    }
    return out;
}

Result<std::vector<std::string>> changedTags(std::vector<std::string> const& tags,
                                             std::vector<std::string> const& add,
                                             std::vector<std::string> const& remove) {
    auto out = tags;
    for (auto const& one : remove) {
        auto const tag = tagFrom(one);
        if (!tag) {
            return tag.error();
        }
        if (auto const found = alike(out, *tag); found != out.end()) {
            out.erase(found);
        }
    }
    for (auto const& one : add) {
        auto const tag = tagFrom(one);
        if (!tag) {
            return tag.error();
        }
        if (alike(out, *tag) == out.end()) {
            out.push_back(*tag);
        }
    }
    if (out.size() > kMostTags) {
        return Error{Errc::invalid, "tags: an asset takes at most " + std::to_string(kMostTags) +
                                        "; remove some first"};
    }
    return out;
}

}  // namespace tocsin::library
