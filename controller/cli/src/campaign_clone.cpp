// SPDX-License-Identifier: Apache-2.0
#include "campaign_clone.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

namespace tocsin::cli {
namespace {

/// 第25个, 第二十五届: which one it is changes every year.
std::regex const& ordinal() {
    static std::regex const pattern(
        "第(?:[0-9]|一|二|三|四|五|六|七|八|九|十|百|〇|零|两)+(?:个|次|届|期)");
    return pattern;
}
std::regex const& year() {
    static std::regex const pattern("(?:19|20)[0-9][0-9](年?)");
    return pattern;
}

struct Line {
    std::string text, table, key;  ///< table: "[[fixed]]" or ""; key: "" for headers and others
};

/// The file's lines with the table they stand in. A list over several lines is one.
std::vector<Line> linesOf(std::string const& toml) {
    std::vector<Line> out;
    std::istringstream in(toml);
    std::string table;
    std::regex const header(R"(\s*(\[\[?[^\]]+\]?\])\s*(?:#.*)?)");
    std::regex const pair(R"(\s*([A-Za-z0-9_-]+)\s*=.*)");
    for (std::string text; std::getline(in, text);) {
        std::smatch found;
        if (std::regex_match(text, found, header)) {
            table = found[1];
            out.push_back({text, table, ""});
        } else if (std::regex_match(text, found, pair)) {
            std::string const key = found[1];
            auto const opens = text.find('[', text.find('='));
            while (opens != std::string::npos && text.find(']', opens) == std::string::npos) {
                std::string more;
                if (!std::getline(in, more)) {
                    break;
                }
                text += "\n" + more;
            }
            out.push_back({text, table, key});
        } else {
            out.push_back({text, table, ""});
        }
    }
    return out;
}

std::string commented(std::string const& text) {
    return "# " + std::regex_replace(text, std::regex("\n"), "\n# ");
}

class Cloner {
public:
    Cloner(std::string const& toml, CloneRequest const& request)
        : request_(request), lines_(linesOf(toml)) {}

    ClonedFile all() {
        int number = 1;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            line_ = number;
            number += 1 + static_cast<int>(
                              std::count(lines_[i].text.begin(), lines_[i].text.end(), '\n'));
            out_.toml += cloned(i) + "\n";
        }
        if (!hasId_) {
            out_.toml = "id = \"" + request_.id + "\"\n" + out_.toml;
        }
        return std::move(out_);
    }

private:
    std::string cloned(std::size_t i) {
        auto const& [text, table, key] = lines_[i];
        if (key.empty() && text.find("[[") != std::string::npos) {
            dropTable_ = false;
        }
        if (table == "[[key_date]]") {
            return dropped(text, key == "on" ? "the key date " + valueOf(text) : "");
        }
        if (table == "[[fixed]]") {
            return clonedEvent(i);
        }
        if (table == "[[slogan]]" && key == "text" && carriesOldTheme(text, request_.theme)) {
            out_.carriesOldTheme.push_back(valueOf(text));
        }
        return table.empty() ? clonedTop(text, key) : text;
    }

    std::string clonedTop(std::string const& text, std::string const& key) {
        if (key == "id") {
            hasId_ = true;
            return "id = \"" + request_.id + "\"";
        }
        if (key == "title") {
            return clonedTitle(text);
        }
        if (key == "from" || key == "to") {
            auto const& day = key == "from" ? request_.from : request_.to;
            return day.empty() ? commented(text) : key + " = " + day;
        }
        if (key == "except") {
            return dropped(text, "except " + valueOf(text));
        }
        static std::regex const until(";?UNTIL=[0-9TZ]+");
        if (key == "rrule" && std::regex_search(text, until)) {
            note("the UNTIL of the recurrence");
            return std::regex_replace(text, until, "");
        }
        return text;
    }

    [[nodiscard]] std::string clonedTitle(std::string const& text) const {
        auto const bare = std::regex_replace(text, ordinal(), "");
        auto const next = request_.from.substr(0, 4);
        return std::regex_replace(bare, year(), next.empty() ? "" : next + "$1");
    }

    /// Instants of the old year go; what happens every hour stays.
    std::string clonedEvent(std::size_t i) {
        if (lines_[i].key.empty() && lines_[i].text.find("[[") != std::string::npos) {
            dropTable_ = !isHourly(i);
        }
        auto const& text = lines_[i].text;
        bool const isAt = lines_[i].key == "at";
        if (dropTable_) {
            return dropped(text, isAt ? "the fixed event at " + valueOf(text) : "");
        }
        if (isAt && text.find('T') != std::string::npos) {
            note("the instants in " + valueOf(text));
            return "at = [\"hourly\"]";
        }
        return text;
    }

    [[nodiscard]] bool isHourly(std::size_t header) const {
        for (auto i = header + 1; i < lines_.size() && lines_[i].text.find("[[") != 0; ++i) {
            if (lines_[i].key == "at" && lines_[i].text.find("\"hourly\"") != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    std::string dropped(std::string const& text, std::string const& what) {
        if (!what.empty()) {
            note(what);
        }
        return text.empty() || text.front() == '#' ? text : commented(text);
    }

    void note(std::string what) { out_.dropped.push_back({line_, std::move(what)}); }

    static std::string valueOf(std::string const& text) {
        auto const at = text.find('=');
        auto const begin = text.find_first_not_of(' ', at + 1);
        return begin == std::string::npos ? "" : text.substr(begin);
    }

    CloneRequest const& request_;
    std::vector<Line> lines_;
    ClonedFile out_;
    int line_ = 1;
    bool hasId_ = false, dropTable_ = false;
};

}  // namespace

bool carriesOldTheme(std::string const& text, std::string const& theme) {
    return std::regex_search(text, ordinal()) || std::regex_search(text, year()) ||
           (!theme.empty() && text.find(theme) != std::string::npos);
}

ClonedFile cloneCampaign(std::string const& toml, CloneRequest const& request) {
    return Cloner(toml, request).all();
}

}  // namespace tocsin::cli
