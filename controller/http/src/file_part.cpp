// SPDX-License-Identifier: Apache-2.0
#include "file_part.hpp"

#include "range.hpp"

namespace tocsin::http {

FilePart choosePart(std::map<std::string, std::string> const& headers, std::string const& etag,
                    std::int64_t size) {
    auto const value = [&](char const* name) {
        auto const found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    };
    // An etag here is a quoted digest, so that finding it in the list is finding it as a member.
    auto const known = value("if-none-match");
    if (known == "*" || known.find(etag) != std::string::npos) {
        return {304, 0, 0, ""};
    }
    RangeAnswer range = WholeFile{};
    if (auto const condition = value("if-range"); condition.empty() || condition == etag) {
        range = answerRange(value("range"), size);
    }
    auto const whole = std::to_string(size);
    if (std::holds_alternative<NotSatisfiable>(range)) {
        return {416, 0, 0, "bytes */" + whole};
    }
    if (auto const* part = std::get_if<ByteRange>(&range)) {
        return {206, part->first, part->last - part->first + 1,
                "bytes " + std::to_string(part->first) + "-" + std::to_string(part->last) + "/" +
                    whole};
    }
    return {200, 0, size, ""};
}

}  // namespace tocsin::http
