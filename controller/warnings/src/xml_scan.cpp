// SPDX-License-Identifier: Apache-2.0
#include "xml_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "plain_text.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {
namespace {

constexpr auto kNowhere = std::string_view::npos;
/// Bounds of memory: a parsed node takes some 64 bytes, an attribute 40.
constexpr int kMostMarkup = 200'000, kMostAttributes = 50'000, kMostAttributesOfOne = 32;

enum class Kind {
    start,
    empty,  ///< <a/>
    end,
    text,         ///< CDATA
    passedOver,   ///< comment, processing instruction
    declaration,  ///< <!DOCTYPE and the like
    broken
};

struct Markup {
    Kind kind = Kind::broken;
    std::size_t from = 0, to = 0;  ///< from '<' to one past '>'
    int attributes = 0;
};

std::size_t pastEnd(std::string_view text, std::size_t from, std::string_view mark) {
    auto const at = text.find(mark, from);
    return at == kNowhere ? kNowhere : at + mark.size();
}

/// A tag: '>' inside of quotes does not end it.
Markup tagAt(std::string_view text, std::size_t from) {
    Markup out{Kind::broken, from, kNowhere, 0};
    char quote = 0;
    for (auto at = from + 1; at < text.size(); ++at) {
        char const c = text[at];
        if (quote != 0) {
            quote = c == quote ? char{0} : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
            ++out.attributes;
        } else if (c == '<') {
            return out;
        } else if (c == '>') {
            out.to = at + 1;
            out.kind = text[from + 1] == '/' ? Kind::end
                       : text[at - 1] == '/' ? Kind::empty
                                             : Kind::start;
            return out;
        }
    }
    return out;
}

Markup markupAt(std::string_view text, std::size_t from) {
    auto const rest = text.substr(from);
    auto const passed = [&](Kind kind, std::size_t opening, std::string_view closing) {
        auto const to = pastEnd(text, from + opening, closing);
        return Markup{to == kNowhere ? Kind::broken : kind, from, to, 0};
    };
    if (rest.starts_with("<!--")) {
        return passed(Kind::passedOver, 4, "-->");
    }
    if (rest.starts_with("<![CDATA[")) {
        return passed(Kind::text, 9, "]]>");
    }
    if (rest.starts_with("<?")) {
        return passed(Kind::passedOver, 2, "?>");
    }
    if (rest.starts_with("<!")) {
        return {Kind::declaration, from, kNowhere, 0};
    }
    return tagAt(text, from);
}

Error broken(std::string_view what, std::size_t at) {
    return {Errc::invalid,
            fmt::format("the document is not well-formed XML: {} at byte {}", what, at)};
}

bool isXmlCharacter(std::uint32_t code) {
    bool const low = code == 0x9 || code == 0xa || code == 0xd || (code >= 0x20 && code < 0xd800);
    return low || (code >= 0xe000 && code < 0xfffe) || (code >= 0x10000 && code <= 0x10ffff);
}

bool isReference(std::string_view name) {
    constexpr std::array<std::string_view, 5> kNamed{"amp", "lt", "gt", "quot", "apos"};
    if (!name.starts_with('#')) {
        return std::find(kNamed.begin(), kNamed.end(), name) != kNamed.end();
    }
    bool const hex = name.starts_with("#x");
    auto const digits = name.substr(hex ? 2 : 1);
    std::uint32_t code = 0;
    auto const* end = digits.data() + digits.size();
    auto const read = std::from_chars(digits.data(), end, code, hex ? 16 : 10);
    return read.ec == std::errc{} && read.ptr == end && isXmlCharacter(code);
}

/// Every '&' begins a reference that means something without a DTD.
Result<> checkReferences(std::string_view text, std::size_t offset) {
    constexpr std::size_t kLongest = 16;
    for (auto at = text.find('&'); at != kNowhere; at = text.find('&', at + 1)) {
        auto const name = text.substr(at + 1, kLongest);
        auto const end = name.find(';');
        if (end == kNowhere || !isReference(name.substr(0, end))) {
            return broken(
                fmt::format("the reference {} means nothing", inQuotes(text.substr(at, kLongest))),
                offset + at);
        }
    }
    return {};
}

class Scan {
public:
    explicit Scan(std::string_view text) : text_(text) {}

    Result<> run() {
        while (at_ < text_.size()) {
            auto const next = std::min(text_.find('<', at_), text_.size());
            if (auto const fault = takeText(next); !fault) {
                return fault;
            }
            if (next == text_.size()) {
                break;
            }
            auto const markup = markupAt(text_, next);
            if (auto const fault = take(markup); !fault) {
                return fault;
            }
            at_ = markup.to;
        }
        if (depth_ > 0 || !rooted_) {
            return broken(rooted_ ? "an element is not closed" : "there is no element",
                          text_.size());
        }
        return {};
    }

private:
    Result<> takeText(std::size_t end) {
        auto const text = text_.substr(at_, end - at_);
        if (depth_ == 0 && !trimmed(text).empty()) {
            return broken("text stands outside of the root element", at_);
        }
        return checkReferences(text, at_);
    }

    Result<> take(Markup const& markup) {
        if (++markup_ > kMostMarkup) {
            return Error{Errc::invalid,
                         fmt::format("the document has more than {} elements", kMostMarkup)};
        }
        switch (markup.kind) {
            case Kind::broken:
                return broken("markup is not closed", markup.from);
            case Kind::declaration:
                return Error{
                    Errc::invalid,
                    "the document has a DOCTYPE, which no CAP message needs; it is refused "
                    "unread"};
            case Kind::passedOver:
                return {};
            case Kind::text:
                return depth_ > 0 ? Result<>()
                                  : broken("text stands outside of the root element", markup.from);
            case Kind::end:
                return --depth_ < 0 ? broken("an end tag has no beginning", markup.from)
                                    : Result<>();
            default:
                return takeElement(markup);
        }
    }

    Result<> takeElement(Markup const& markup) {
        if (depth_ == 0 && rooted_) {
            return broken("there is a second root element", markup.from);
        }
        rooted_ = true;
        depth_ += markup.kind == Kind::start ? 1 : 0;
        attributes_ += markup.attributes;
        if (depth_ > kDeepestXml) {
            return Error{
                Errc::invalid,
                fmt::format("the document is nested more than {} levels deep", kDeepestXml)};
        }
        if (markup.attributes > kMostAttributesOfOne || attributes_ > kMostAttributes) {
            return Error{Errc::invalid, "the document has more attributes than any message has"};
        }
        return checkReferences(text_.substr(markup.from, markup.to - markup.from), markup.from);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0, markup_ = 0, attributes_ = 0;
    bool rooted_ = false;
};

}  // namespace

Result<> scanXml(std::string_view utf8) {
    return Scan(utf8).run();
}

std::size_t endOfElement(std::string_view utf8, std::size_t start) {
    int depth = 0;
    for (auto at = start; at != kNowhere; at = utf8.find('<', at)) {
        auto const markup = markupAt(utf8, at);
        if (markup.to == kNowhere) {
            return kNowhere;
        }
        depth += markup.kind == Kind::start ? 1 : markup.kind == Kind::end ? -1 : 0;
        at = markup.to;
        if (depth == 0 && markup.kind != Kind::passedOver) {
            return at;
        }
    }
    return kNowhere;
}

}  // namespace tocsin::warnings
