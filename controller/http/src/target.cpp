// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::http {
namespace {

constexpr std::size_t kMostMembers = 64;

Error unreadable() {
    return {Errc::invalid, "the request target cannot be read; check its % escapes"};
}

Error notText(std::string const& what) {
    return {Errc::invalid, what + " is not UTF-8; write names in UTF-8"};
}

Error hasZero(std::string const& what) {
    return {Errc::invalid, what + " has a zero byte (%00), which no name here has"};
}

bool holdsZero(std::string_view text) {
    return text.find('\0') != std::string_view::npos;
}

}  // namespace

Result<Target> parseTarget(std::string_view text) {
    auto const parsed = boost::urls::parse_origin_form(text);
    if (!parsed) {
        return unreadable();
    }
    if (!isUtf8(parsed->path())) {
        return notText("the path of the request");
    }
    if (holdsZero(parsed->path())) {
        return hasZero("the path of the request");
    }
    // Form encoding: a plus stands for a space.
    boost::urls::encoding_opts form;
    form.space_as_plus = true;
    Target target{std::string(parsed->encoded_path()), {}};
    for (auto const& member : parsed->params(form)) {
        if (target.query.size() >= kMostMembers) {
            return Error{Errc::invalid, "the query of the request has more than 64 members"};
        }
        if (!isUtf8(member.key) || !isUtf8(member.value)) {
            return notText("\"" + shownAsUtf8(member.key) + "\" in the query of the request");
        }
        if (holdsZero(member.key) || holdsZero(member.value)) {
            return hasZero("\"" + shownAsUtf8(member.key) + "\" in the query of the request");
        }
        // A key given twice becomes a list, as "by=screen&by=asset" means.
        auto& slot = target.query[member.key];
        slot += (slot.empty() ? "" : ",") + member.value;
    }
    return target;
}

}  // namespace tocsin::http
