// SPDX-License-Identifier: Apache-2.0
#include "rollup_content.hpp"

#include "tocsin/messages/crypto.hpp"

namespace tocsin::filing {
namespace {

using messages::JsonReader;

constexpr std::size_t kMostRows = 100'000, kMostWord = 100'000;

Result<> checkSame(RollUpHead const& head, RollUpMember const& member, JsonReader const& in) {
    auto const differs = [&](std::string const& what, std::string const& theirs,
                             std::string const& ours) {
        return Error{Errc::conflict, nameOf(member) + " is of " + what + " \"" + theirs +
                                         "\" and not of \"" + ours + "\"; return it"};
    };
    if (auto const theirs = wordOf(in, "activity"); theirs != head.activity) {
        return differs("activity", theirs, head.activity);
    }
    std::string const kind(toString(head.kind));
    if (auto const theirs = wordOf(in, "kind"); theirs != kind) {
        return differs("kind", theirs, kind);
    }
    auto const theirs = wordOf(in, "from") + " to " + wordOf(in, "to");
    if (auto const ours = head.firstDay + " to " + head.lastDay; theirs != ours) {
        return differs("days", theirs, ours);
    }
    return {};
}

void readContains(MemberContent& out) {
    for (auto const& one : rowsOf(out, "members")) {
        out.contains.insert(wordOf(one, "digest"));
        if (auto const within = one.find("contains")) {
            for (auto const& digest : within->array(kMostRows)) {
                out.contains.insert(digest.string(64));
            }
        }
    }
    out.contains.erase("");
}

}  // namespace

std::string nameOf(RollUpMember const& member) {
    return "filing " + std::to_string(member.number) + " of " +
           (member.unitName.empty() ? member.unit : member.unitName);
}

std::vector<JsonReader> rowsOf(MemberContent const& content, std::string_view key) {
    auto const found = JsonReader(content.document, "").find(key);
    return found ? found->array(kMostRows) : std::vector<JsonReader>();
}

std::int64_t countOf(JsonReader const& row, std::string_view key) {
    auto const found = row.find(key);
    return found ? found->integer(0, kMostCount) : 0;
}

std::string wordOf(JsonReader const& row, std::string_view key) {
    auto const found = row.find(key);
    return found ? found->string(kMostWord) : std::string();
}

bool flagOf(JsonReader const& row, std::string_view key) {
    auto const found = row.find(key);
    return found && found->boolean();
}

void addTo(std::int64_t& sum, std::int64_t more) {
    if (__builtin_add_overflow(sum, more, &sum)) {
        throw Failure(Error{Errc::invalid, "the sum is larger than any count of plays can be"});
    }
}

Result<MemberContent> readMember(RollUpHead const& head, RollUpMember member) {
    auto const damaged = [&](Error const& why) {
        return Error{Errc::damaged, nameOf(member) + ": " + why.message};
    };
    auto parsed = messages::parseJson(member.content, kMostContent);
    if (!parsed) {
        return damaged(parsed.error());
    }
    MemberContent out;
    out.document = std::move(*parsed);
    try {
        JsonReader const in(out.document, "");
        if (in.at("format").string(64) != "tocsin-filing/1") {
            in.at("format").fail("expected \"tocsin-filing/1\"");
        }
        if (auto const same = checkSame(head, member, in); !same) {
            return same.error();
        }
        out.unit = wordOf(in, "unit");
        readContains(out);
    } catch (Failure const& failure) {
        return damaged(failure.error());
    }
    out.digest = messages::sha256(member.content);
    member.content.clear();
    out.member = std::move(member);
    return out;
}

}  // namespace tocsin::filing
