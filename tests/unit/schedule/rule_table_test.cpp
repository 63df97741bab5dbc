// SPDX-License-Identifier: Apache-2.0
// playlists/RULES.md says what every rule does, with examples; this compiles them.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <regex>
#include <sstream>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/schedule/programme_file.hpp"

namespace tocsin::schedule {
namespace {

namespace json = boost::json;

struct Row {
    std::string rule, example, day, outcome;
};

std::string trimmed(std::string text) {
    auto const isSpace = [](char c) { return c == ' ' || c == '`'; };
    while (!text.empty() && isSpace(text.back())) {
        text.pop_back();
    }
    auto const first = std::find_if_not(text.begin(), text.end(), isSpace);
    return {first, text.end()};
}

std::vector<std::string> split(std::string const& text, char at) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string piece; std::getline(in, piece, at);) {
        out.push_back(trimmed(piece));
    }
    return out;
}

/// The programme of the document's first block, and all rows of its tables.
struct Document {
    json::object base;
    std::vector<Row> rows;
};

Document readDocument() {
    std::ifstream in(TOCSIN_RULES);
    Document out;
    std::string block;
    bool inBlock = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("```")) {
            inBlock = line == "```json";
        } else if (inBlock) {
            block += line;
        } else if (line.starts_with("| ") && !line.starts_with("| Rule ")) {
            auto const cells = split(line, '|');
            if (cells.size() == 5) {
                out.rows.push_back({cells[1], cells[2], cells[3], cells[4]});
            }
        }
    }
    out.base = json::parse(block).as_object();
    return out;
}

/// The base programme with the example in it.
std::string programmeFor(json::object base, std::string const& example) {
    auto keys = json::parse(example).as_object();
    auto& campaigns = base["campaigns"].as_array();
    if (auto* programme = keys.if_contains("programme")) {
        auto const added = programme->as_object();
        for (auto const& [key, value] : added) {
            if (key == "campaigns") {
                for (auto const& campaign : value.as_array()) {
                    campaigns.push_back(campaign);
                }
            } else {
                base[key] = value;
            }
        }
        keys.erase("programme");
    }
    auto& c = campaigns[1].as_object();
    for (auto const& [key, value] : keys) {
        c[key] = value;
    }
    return json::serialize(base);
}

class Outcome {
public:
    Outcome(playlists::Compiled const& compiled, std::string const& zone)
        : compiled_(compiled), zone_(zone) {}

    /// Checks one statement; "" if it holds, else what is so instead.
    [[nodiscard]] std::string whyNot(std::string const& statement) const {
        std::smatch found;
        if (statement == "no finding") {
            return compiled_.findings.empty() ? "" : compiled_.findings.front().message;
        }
        if (std::regex_match(statement, found, std::regex("finding ([a-z-]+)(?: ([0-9]+))?"))) {
            return findingIsNot(found[1], found[2]);
        }
        if (std::regex_match(statement, found, std::regex("(at|dark at) ([0-9:]+) ?([a-z]*)"))) {
            auto const asset = assetAt(found[2]);
            return asset == found[3].str() ? "" : "on is \"" + asset + "\"";
        }
        if (std::regex_match(statement, found, std::regex("relaxed ([0-9]+)"))) {
            return differs(found[1], countRelaxed());
        }
        if (std::regex_match(statement, found,
                             std::regex("([a-z]+) ([0-9]+)(?: in ([0-9:]+)-([0-9:]+))?"))) {
            return differs(found[2], count(found[1], found[3], found[4]));
        }
        return "cannot be read";
    }

private:
    static std::string differs(std::string const& wanted, std::int64_t found) {
        return std::stoll(wanted) == found ? "" : "it is " + std::to_string(found);
    }

    [[nodiscard]] Instant local(std::string const& time) const {
        return playlists::instantOf(zone_,
                                    playlists::LocalMoment{compiled_.timeline.date,
                                                           playlists::parseTimeOfDay(time).value()})
            .value();
    }

    [[nodiscard]] std::string findingIsNot(std::string const& code,
                                           std::string const& missing) const {
        std::int64_t sum = 0;
        bool any = false;
        for (auto const& finding : compiled_.findings) {
            any |= finding.code == code;
            sum += finding.code == code ? finding.missingPlays : 0;
        }
        if (!any) {
            return "there is no such finding";
        }
        return missing.empty() ? "" : differs(missing, sum);
    }

    [[nodiscard]] std::string assetAt(std::string const& time) const {
        auto const index = playlists::indexAt(compiled_.timeline, local(time));
        return index ? playlists::slotOf(compiled_.timeline, *index).asset.str() : "nothing";
    }

    /// Of a campaign, or of an asset.
    [[nodiscard]] std::int64_t count(std::string const& id, std::string const& from,
                                     std::string const& to) const {
        std::int64_t out = 0;
        for (std::size_t i = 0; i < compiled_.timeline.entries.size(); ++i) {
            auto const slot = playlists::slotOf(compiled_.timeline, i);
            bool const inside =
                from.empty() || (slot.start >= local(from) && slot.start < local(to));
            out += inside && (slot.campaign.str() == id || slot.asset.str() == id) ? 1 : 0;
        }
        return out;
    }

    [[nodiscard]] std::int64_t countRelaxed() const {
        std::int64_t out = 0;
        for (std::size_t i = 0; i < compiled_.timeline.entries.size(); ++i) {
            auto const reason = playlists::slotOf(compiled_.timeline, i).reason;
            out += reason.find("separation-relaxed") != std::string_view::npos ? 1 : 0;
        }
        return out;
    }

    playlists::Compiled const& compiled_;
    std::string zone_;
};

TEST(RuleTable, EveryExampleOfTheDocumentComesOutAsItSays) {
    auto const document = readDocument();
    ASSERT_GE(document.rows.size(), 40U);
    for (auto const& row : document.rows) {
        SCOPED_TRACE(row.rule);
        auto const programme =
            readProgrammeFile(programmeFor(document.base, row.example), "example");
        ASSERT_TRUE(programme) << programme.error().message;
        auto const compiled = playlists::compile(*programme, playlists::parseDate(row.day).value());
        ASSERT_TRUE(compiled) << compiled.error().message;
        Outcome const outcome(*compiled, programme->screen.zone);
        for (auto const& statement : split(row.outcome, ';')) {
            EXPECT_EQ(outcome.whyNot(statement), "") << statement;
        }
    }
}

}  // namespace
}  // namespace tocsin::schedule
