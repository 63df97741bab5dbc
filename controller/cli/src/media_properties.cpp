// SPDX-License-Identifier: Apache-2.0
#include "media_properties.hpp"

#include <boost/json.hpp>
#include <utility>

#include "arguments.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::cli {
namespace {

/// What is one text each, by the API's keys and the command line's names.
struct Said {
    char const* key;
    char const* option;
    std::optional<std::string> MediaProperties::*member;
};
constexpr Said kTexts[] = {{"category", "--category", &MediaProperties::category},
                           {"usable_from", "--from", &MediaProperties::from},
                           {"usable_until", "--until", &MediaProperties::until},
                           {"fit", "--fit", &MediaProperties::fit},
                           {"title", "--title", &MediaProperties::title},
                           {"description", "--description", &MediaProperties::description},
                           {"folder", "--folder", &MediaProperties::folder},
                           {"owner", "--owner", &MediaProperties::owner},
                           {"licence", "--licence", &MediaProperties::licence},
                           {"licence_until", "--licence-until", &MediaProperties::licenceUntil}};

bool isRemoved(std::string const& tag) {
    return tag.starts_with('-');
}

std::string bare(std::string const& tag) {
    return tag.starts_with('+') || tag.starts_with('-') ? tag.substr(1) : tag;
}

boost::json::array bareTags(MediaProperties const& said, bool removed) {
    boost::json::array out;
    for (auto const& tag : said.tags) {
        if (isRemoved(tag) == removed) {
            out.emplace_back(bare(tag));
        }
    }
    return out;
}

}  // namespace

void checkProperties(MediaProperties const& said) {
    for (auto const& [option, day] :
         {std::pair("--from", &said.from), std::pair("--until", &said.until),
          std::pair("--licence-until", &said.licenceUntil)}) {
        if (*day && !(*day)->empty()) {
            static_cast<void>(requireDate(option, **day));
        }
    }
    auto const check = [](char const* option, std::string const& text) {
        if (!isUtf8(text)) {
            throw CommandFailure(ExitCode::usage,
                                 std::string(option) + " is not UTF-8; write it in UTF-8");
        }
    };
    for (auto const& text : kTexts) {
        check(text.option, (said.*text.member).value_or(""));
    }
    for (auto const& tag : said.tags) {
        check("--tag", tag);
        if (bare(tag).empty() || tag.find(',') != std::string::npos) {
            throw CommandFailure(
                ExitCode::usage,
                "--tag: \"" + tag + "\" is no tag; give one at a time, like --tag 消防");
        }
    }
}

void putProperties(boost::json::object& body, MediaProperties const& said, Tags tags) {
    for (auto const& text : kTexts) {
        if (auto const& value = said.*text.member) {
            body[text.key] =
                value->empty() ? boost::json::value(nullptr) : boost::json::value(*value);
        }
    }
    auto added = bareTags(said, false);
    auto removed = bareTags(said, true);
    if (said.noTags || (tags == Tags::whole && !added.empty())) {
        body["tags"] = std::move(added);
    } else if (!added.empty()) {
        body["add_tags"] = std::move(added);
    }
    if (!removed.empty()) {
        body["remove_tags"] = std::move(removed);
    }
}

std::vector<std::pair<std::string, std::string>> namedProperties(MediaProperties const& said) {
    std::vector<std::pair<std::string, std::string>> out;
    for (auto const& text : kTexts) {
        if (auto const& value = said.*text.member) {
            out.emplace_back(text.key, *value);
        }
    }
    std::string tags;
    for (auto const& tag : said.tags) {
        tags += (tags.empty() ? "" : ",") + bare(tag);
    }
    if (!tags.empty()) {
        out.emplace_back("tags", tags);
    }
    return out;
}

}  // namespace tocsin::cli
