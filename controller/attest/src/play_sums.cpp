// SPDX-License-Identifier: Apache-2.0
#include "tocsin/attest/play_sums.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "tocsin/messages/json.hpp"

namespace tocsin::attest {
namespace {

constexpr char kFormat[] = "tocsin-bundle-report/1";
constexpr std::int64_t kMostCount = (std::int64_t{1} << 53) - 1;
constexpr std::size_t kMostRows = 10'000'000;

auto keyOf(PlayFigures const& one) {
    return std::tie(one.screen, one.asset, one.campaign, one.result, one.tier);
}

/// A cell that no spreadsheet program takes for a formula, quoted where RFC 4180 asks for it.
std::string cell(std::string const& text) {
    constexpr std::string_view kFormulaStarts = "=+-@\t\r";
    auto out = text;
    if (!text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos) {
        out.insert(0, 1, '\'');
    }
    if (out.find_first_of(",\"\r\n") == std::string::npos) {
        return out;
    }
    std::string quoted = "\"";
    for (auto const c : out) {
        quoted += c;
        if (c == '"') {
            quoted += c;
        }
    }
    return quoted + "\"";
}

void addLine(std::string& out, std::initializer_list<std::string> cells) {
    bool first = true;
    for (auto const& one : cells) {
        out += (first ? "" : ",") + cell(one);
        first = false;
    }
    out += "\r\n";
}

/// The newest of a thing's names.
std::string newest(std::map<std::string, std::vector<std::string>> const& names,
                   std::string const& id) {
    auto const found = names.find(id);
    return found == names.end() || found->second.empty() ? "" : found->second.back();
}

ReportRead readReport(messages::JsonReader const& in) {
    in.onlyKeys({"format", "from", "to", "plays", "rows"});
    if (in.at("format").string(64) != kFormat) {
        in.at("format").fail(std::string("expected \"") + kFormat + "\"");
    }
    ReportRead out;
    out.from = in.at("from").instant();
    out.to = in.at("to").instant();
    std::int64_t plays = 0;
    for (auto const& row : in.at("rows").array(kMostRows)) {
        row.onlyKeys({"screen", "asset", "campaign", "result", "tier", "plays", "shown_ms"});
        out.figures.push_back({row.at("screen").string(), row.at("asset").string(),
                               row.at("campaign").string(), row.at("result").string(),
                               row.at("tier").string(), row.at("plays").integer(1, kMostCount),
                               row.at("shown_ms").integer(0, kMostCount)});
        plays += out.figures.back().plays;
    }
    if (in.at("plays").integer(0, kMostCount) != plays) {
        in.at("plays").fail("is not the sum of the rows, " + std::to_string(plays));
    }
    return out;
}

}  // namespace

void PlaySums::add(ScreenId const& screen, messages::PlayRecord const& record) {
    if (record.result == messages::PlayResult::gap || !isWithin(record)) {
        return;
    }
    auto& sum = sums_[{screen, record.content.asset, record.campaign, record.result, record.tier}];
    ++sum.plays;
    sum.shownMs += record.shownMs;
    ++plays_;
}

std::vector<PlayFigures> PlaySums::figures() const {
    std::vector<PlayFigures> out;
    for (auto const& [key, sum] : sums_) {
        auto const& [screen, asset, campaign, result, tier] = key;
        out.push_back({screen.str(), asset.hex(), campaign.str(),
                       std::string(messages::toString(result)),
                       std::string(messages::toString(tier)), sum.plays, sum.shownMs});
    }
    std::sort(out.begin(), out.end(),
              [](auto const& a, auto const& b) { return keyOf(a) < keyOf(b); });
    return out;
}

std::string reportJson(BundleFacts const& facts, std::vector<PlayFigures> const& figures) {
    boost::json::array rows;
    std::int64_t plays = 0;
    for (auto const& one : figures) {
        rows.push_back(boost::json::object{{"screen", one.screen},
                                           {"asset", one.asset},
                                           {"campaign", one.campaign},
                                           {"result", one.result},
                                           {"tier", one.tier},
                                           {"plays", one.plays},
                                           {"shown_ms", one.shownMs}});
        plays += one.plays;
    }
    return boost::json::serialize(boost::json::object{{"format", kFormat},
                                                      {"from", formatInstant(facts.from)},
                                                      {"to", formatInstant(facts.to)},
                                                      {"plays", plays},
                                                      {"rows", std::move(rows)}}) +
           "\n";
}

std::string reportTable(std::vector<PlayFigures> const& figures, Names const& names,
                        Enrolment const& enrolment) {
    std::map<std::string, std::string> screens;
    for (auto const& one : enrolment.screens) {
        screens.emplace(one.screen.str(), one.name);
    }
    std::string out = "\xef\xbb\xbf";  // so that spreadsheet programs read UTF-8
    addLine(out, {"screen", "screen_name", "asset", "asset_name", "campaign", "campaign_title",
                  "result", "tier", "plays", "shown_ms"});
    for (auto const& one : figures) {
        addLine(out, {one.screen, screens[one.screen], one.asset, newest(names.assets, one.asset),
                      one.campaign, newest(names.campaigns, one.campaign), one.result, one.tier,
                      std::to_string(one.plays), std::to_string(one.shownMs)});
    }
    return out;
}

Result<ReportRead> parseReport(std::string_view json) {
    return messages::readJson(json, readReport, kMostJsonBytes);
}

}  // namespace tocsin::attest
