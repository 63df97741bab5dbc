// SPDX-License-Identifier: Apache-2.0
#include "reading.hpp"

#include <algorithm>
#include <charconv>

#include "tocsin/playlists/words.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::activities {
namespace {

constexpr std::size_t kRawBytes = 65'536;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
}

Error wrong(std::string_view key, std::string const& what) {
    return {Errc::invalid, std::string(key) + ": " + what};
}

template <class Read>
std::string memberIn(messages::JsonReader const& in, char const* key, std::string const& now,
                     Read read) {
    auto const object = in.value().if_object();
    if (object == nullptr || !object->contains(key)) {
        return now;
    }
    auto const member = in.find(key);
    auto const said = member ? member->string(kRawBytes) : std::string();
    auto out = read(key, said);
    if (!out) {
        throw Failure(out.error());
    }
    return *std::move(out);
}

}  // namespace

Result<std::string> lineOf(std::string_view key, std::string_view text, std::size_t most) {
    auto const line = trimmed(text);
    if (line.size() > most || !isUtf8(line) || std::ranges::any_of(line, isControl)) {
        return wrong(key, "one line of at most " + std::to_string(most) + " bytes is allowed");
    }
    return std::string(line);
}

Result<std::string> textOf(std::string_view key, std::string_view text) {
    std::string out(trimmed(text));
    std::erase(out, '\r');
    bool const plain =
        std::ranges::none_of(out, [](char c) { return isControl(c) && c != '\n' && c != '\t'; });
    if (out.size() > kTextBytes || !isUtf8(out) || !plain) {
        return wrong(key, "a text of at most " + std::to_string(kTextBytes) + " bytes is allowed");
    }
    return out;
}

Result<std::string> dayOf(std::string_view key, std::string const& text) {
    auto const day = playlists::parseDate(text);
    return day ? Result<std::string>(text) : wrong(key, day.error().message);
}

std::string lineIn(messages::JsonReader const& in, char const* key, std::string const& now) {
    return memberIn(in, key, now,
                    [](char const* name, std::string const& said) { return lineOf(name, said); });
}

std::string textIn(messages::JsonReader const& in, char const* key, std::string const& now) {
    return memberIn(in, key, now, textOf);
}

std::string dayIn(messages::JsonReader const& in, char const* key, std::string const& now) {
    return memberIn(in, key, now, [](char const* name, std::string const& said) {
        return said.empty() ? Result<std::string>(said) : dayOf(name, said);
    });
}

store::Responsible responsibleIn(messages::JsonReader const& in, store::Responsible const& now) {
    auto const said = in.find("responsible");
    if (!said) {
        return now;
    }
    said->onlyKeys({"name", "phone", "mail"});
    return {lineIn(*said, "name"), lineIn(*said, "phone"), lineIn(*said, "mail")};
}

std::optional<std::int64_t> countIn(messages::JsonReader const& in, char const* key,
                                    std::int64_t most, std::optional<std::int64_t> now) {
    auto const object = in.value().if_object();
    if (object == nullptr || !object->contains(key)) {
        return now;
    }
    auto const member = in.find(key);
    return member ? std::optional(member->integer(0, most)) : std::nullopt;
}

Result<> checkHandle(std::string const& handle) {
    bool const right = std::ranges::all_of(handle, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (handle.empty() || handle.size() > 64 || handle.front() == '-' || !right) {
        return Error{Errc::invalid,
                     "\"" + handle +
                         "\" cannot name an activity: 1 to 64 of a-z, 0-9 and - are allowed, like "
                         "safety-month-2026"};
    }
    return {};
}

std::optional<std::int64_t> numberFrom(std::string_view text) {
    std::int64_t out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    return ec == std::errc{} && end == text.data() + text.size() && out > 0 ? std::optional(out)
                                                                            : std::nullopt;
}

}  // namespace tocsin::activities
