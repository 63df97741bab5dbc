// SPDX-License-Identifier: Apache-2.0
// Reading what a report is asked for.
#include "tocsin/reports/report_request.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "tocsin/access/query.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::reports {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr days kLongestByHour{31};
constexpr days kLongestInexact{31};

/// "screen, unit and hour".
std::string listOf(std::vector<By> const& all) {
    std::string out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        out += i == 0 ? "" : i + 1 < all.size() ? ", " : " and ";
        out += toString(all[i]);
    }
    return out;
}

Result<std::vector<By>> readBy(std::string const& text, std::vector<By> const& all) {
    std::vector<By> out;
    for (std::size_t at = 0; at <= text.size();) {
        auto const end = std::min(text.find(',', at), text.size());
        auto const word = text.substr(at, end - at);
        auto const found =
            std::find_if(all.begin(), all.end(), [&](By by) { return toString(by) == word; });
        if (found == all.end()) {
            return Error{Errc::invalid, "by: \"" + word + "\" is unknown; " + listOf(all) +
                                            " are allowed, separated by commas"};
        }
        if (std::find(out.begin(), out.end(), *found) == out.end()) {
            out.push_back(*found);
        }
        at = end + 1;
    }
    return out;
}

Result<std::string> required(std::map<std::string, std::string> const& query,
                             std::string const& key) {
    auto const found = query.find(key);
    if (found == query.end() || found->second.empty()) {
        return Error{Errc::invalid, key +
                                        ": missing; give a date like 2026-06-01 or an instant like "
                                        "2026-06-01T08:00:00+08:00"};
    }
    return found->second;
}

Result<> readDates(ReportRequest& request, std::string const& from, std::string const& to) {
    auto const first = playlists::parseDate(from);
    auto const last = playlists::parseDate(to);
    if (!first || !last) {
        return Error{Errc::invalid,
                     first ? "to: " + last.error().message : "from: " + first.error().message};
    }
    if (*last < *first) {
        return Error{Errc::invalid, "to: " + to + " is before from " + from};
    }
    request.byDates = true;
    request.firstDay = *first;
    request.lastDay = *last;
    return {};
}

Result<> readInstants(ReportRequest& request, std::string const& from, std::string const& to) {
    auto const begin = parseInstant(from);
    auto const end = parseInstant(to);
    if (!begin || !end) {
        return Error{Errc::invalid,
                     begin ? "to: " + end.error().message : "from: " + begin.error().message};
    }
    if (*end <= *begin) {
        return Error{Errc::invalid, "to: " + to + " is not after from " + from};
    }
    request.instants = {*begin, *end};
    return {};
}

bool isWholeHour(Instant t) {
    return std::chrono::floor<hours>(t) == t;
}

Result<> checkLength(ReportRequest const& request, days longest) {
    auto const length =
        request.byDates ? std::chrono::sys_days(request.lastDay) -
                              std::chrono::sys_days(request.firstDay) + days(1)
                        : std::chrono::ceil<days>(request.instants.end - request.instants.begin);
    auto limit = longest;
    std::string why;
    if (request.groupsBy(By::hour) || request.groupsBy(By::daypart)) {
        limit = std::min(longest, kLongestByHour);
        why = request.groupsBy(By::hour) ? " grouped by hour" : " grouped by daypart";
    } else if (!request.byDates &&
               !(isWholeHour(request.instants.begin) && isWholeHour(request.instants.end))) {
        limit = std::min(longest, kLongestInexact);
        why = " that does not begin and end on whole hours";
    }
    if (length > limit) {
        return Error{Errc::invalid, "to: a report" + why + " covers at most " +
                                        std::to_string(limit.count()) + " days, not " +
                                        std::to_string(length.count()) + "; ask for less at once"};
    }
    return {};
}

Result<Format> readFormat(std::string const& word) {
    if (word.empty() || word == "json") {
        return Format::json;
    }
    if (word == "csv") {
        return Format::csv;
    }
    if (word == "html") {
        return Format::html;
    }
    return Error{Errc::invalid,
                 "format: \"" + word + "\" is unknown; json, csv and html are allowed"};
}

/// The best of what a header like "en-GB,en;q=0.9,zh;q=0.8" names. Chinese if it names neither.
Language bestOf(std::string const& header) {
    auto best = Language::chinese;
    double most = 0;
    for (std::size_t at = 0; at < header.size();) {
        auto const end = std::min(header.find(',', at), header.size());
        auto const one = header.substr(at, end - at);
        auto const begin = one.find_first_not_of(' ');
        auto const word = begin == std::string::npos ? "" : one.substr(begin, 2);
        auto const quality = one.find("q=");
        auto const weight =
            quality == std::string::npos ? 1.0 : std::strtod(one.c_str() + quality + 2, nullptr);
        bool const known = word == "zh" || word == "en";
        if (known && weight > most) {
            most = weight;
            best = word == "en" ? Language::english : Language::chinese;
        }
        at = end + 1;
    }
    return best;
}

Result<Language> readLanguage(access::Request const& asked) {
    auto const word = access::queried(asked, "lang");
    if (word == "zh" || word == "en") {
        return word == "en" ? Language::english : Language::chinese;
    }
    if (!word.empty()) {
        return Error{Errc::invalid, "lang: \"" + word + "\" is unknown; zh and en are allowed"};
    }
    auto const header = asked.headers.find("accept-language");
    return header == asked.headers.end() ? Language::chinese : bestOf(header->second);
}

}  // namespace

std::string_view toString(By by) {
    switch (by) {
        case By::screen:
            return "screen";
        case By::campaign:
            return "campaign";
        case By::asset:
            return "asset";
        case By::category:
            return "category";
        case By::unit:
            return "unit";
        case By::tree:
            return "tree";
        case By::daypart:
            return "daypart";
        case By::day:
            return "day";
        case By::hour:
            return "hour";
    }
    return "";
}

bool ReportRequest::groupsBy(By what) const {
    return std::find(by.begin(), by.end(), what) != by.end();
}

bool ReportRequest::asksFor(CampaignId const& campaign) const {
    return !campaigns || campaigns->contains(campaign);
}

Result<Interval> ReportRequest::intervalIn(std::string const& zone) const {
    if (!byDates) {
        return instants;
    }
    auto const first = playlists::dayBounds(zone, firstDay);
    auto const last = playlists::dayBounds(zone, lastDay);
    if (!first || !last) {
        return first ? last.error() : first.error();
    }
    return Interval{first->begin, last->end};
}

std::string ReportRequest::fromText() const {
    return byDates ? playlists::toString(firstDay) : formatInstant(instants.begin);
}

std::string ReportRequest::toText() const {
    return byDates ? playlists::toString(lastDay) : formatInstant(instants.end);
}

Result<ReportRequest> readReportRequest(access::Request const& asked, Offer const& offer) {
    ReportRequest request;
    auto const from = required(asked.query, "from");
    auto const to = required(asked.query, "to");
    if (!from || !to) {
        return from ? to.error() : from.error();
    }
    constexpr std::size_t kDateLength = 10;
    auto const dates = from->size() == kDateLength;
    if (dates != (to->size() == kDateLength)) {
        return Error{Errc::invalid, "to: give two dates or two instants, not one of each"};
    }
    auto const interval =
        dates ? readDates(request, *from, *to) : readInstants(request, *from, *to);
    if (!interval) {
        return interval.error();
    }
    auto const given = asked.query.find("by");
    auto by = given == asked.query.end() ? Result<std::vector<By>>(offer.usual)
                                         : readBy(given->second, offer.by);
    auto const format = readFormat(access::queried(asked, "format"));
    auto const language = readLanguage(asked);
    if (!by || !format || !language) {
        return !by ? by.error() : !format ? format.error() : language.error();
    }
    request.by = std::move(*by);
    request.format = *format;
    request.language = *language;
    if (auto const checked = checkLength(request, days(offer.longestDays)); !checked) {
        return checked.error();
    }
    return request;
}

}  // namespace tocsin::reports
