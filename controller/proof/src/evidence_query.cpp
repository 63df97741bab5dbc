// SPDX-License-Identifier: Apache-2.0
#include "evidence_query.hpp"

#include "tocsin/access/query.hpp"
#include "tocsin/access/whole_number.hpp"

namespace tocsin::proof {
namespace {

using access::Permission;
using access::Principal;
using access::queried;
using access::Request;

constexpr std::int64_t kMostAPage = 500;
constexpr std::int64_t kDefaultPage = 100;

Result<Instant> instantIn(Request const& request, std::string const& key, Instant otherwise) {
    auto const text = queried(request, key);
    if (text.empty()) {
        return otherwise;
    }
    auto const at = parseInstant(text);
    if (!at) {
        return Error{Errc::invalid, key + ": " + at.error().message};
    }
    return at;
}

Result<std::optional<std::pair<Instant, std::int64_t>>> cursorIn(std::string const& text) {
    std::optional<std::pair<Instant, std::int64_t>> out;
    if (text.empty()) {
        return out;
    }
    auto const dash = text.rfind('-');
    auto const at = access::wholeNumber(std::string_view(text).substr(0, dash));
    auto const number = dash == std::string::npos
                            ? std::nullopt
                            : access::wholeNumber(std::string_view(text).substr(dash + 1));
    if (!at || !number) {
        return Error{Errc::invalid, "after: \"" + text +
                                        "\" is no page of this list; take \"next\" of the page "
                                        "before"};
    }
    return out = std::pair(fromMillis(*at), *number);
}

std::vector<ScreenId> screensOf(store::Tx const& tx, Principal const& who) {
    std::vector<ScreenId> out;
    for (auto const& screen : tx.screens().all()) {
        if (who.may(Permission::viewEvidence, screen.unit)) {
            out.push_back(screen.id);
        }
    }
    return out;
}

}  // namespace

Result<store::PictureQuery> readPictureQuery(Request const& request) {
    store::PictureQuery out;
    if (auto const screen = queried(request, "screen"); !screen.empty()) {
        out.screen = ScreenId(screen);
    }
    if (auto const campaign = queried(request, "campaign"); !campaign.empty()) {
        out.campaign = CampaignId(campaign);
    }
    if (auto const warning = queried(request, "warning"); !warning.empty()) {
        out.warning = warning;
    }
    auto const from = instantIn(request, "from", fromMillis(0));
    auto const to = instantIn(request, "to", fromMillis(std::int64_t{1} << 53));
    auto const after = cursorIn(queried(request, "after"));
    if (!from || !to || !after) {
        return !from ? from.error() : !to ? to.error() : after.error();
    }
    out.from = *from;
    out.to = *to;
    out.after = *after;
    auto const limit = queried(request, "limit");
    auto const most = limit.empty() ? std::optional(kDefaultPage) : access::wholeNumber(limit);
    if (!most || *most < 1 || *most > kMostAPage) {
        return Error{Errc::invalid, "limit: \"" + limit + "\" is not possible; take 1 to " +
                                        std::to_string(kMostAPage)};
    }
    out.most = static_cast<std::size_t>(*most);
    return out;
}

std::string cursorOf(store::KeptPicture const& last) {
    return std::to_string(toMillis(last.at)) + "-" + std::to_string(last.number);
}

void onlyWhatMaySee(store::Tx const& tx, Principal const& who, store::PictureQuery& query) {
    if (!who.unitsFor(Permission::viewEvidence).isAll()) {
        query.screens = screensOf(tx, who);
    }
}

}  // namespace tocsin::proof
