// SPDX-License-Identifier: Apache-2.0
// 催报: what is said to a unit.
#include "board_words.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::filing {
namespace {

using playlists::Words;

constexpr std::chrono::hours kSoon{72};

Words kindWords(BoardPeriod const& period) {
    auto const issue = std::to_string(period.issue);
    switch (period.kind) {
        case store::FilingKind::plan:
            return {"play plan", "电子屏播放计划表"};
        case store::FilingKind::week:
            return {"weekly report " + issue, "周报第" + issue + "周"};
        case store::FilingKind::final:
            return {"final summary", "总结"};
        case store::FilingKind::patrol:
            return {"patrol record", "巡查日报"};
        case store::FilingKind::period:
            break;
    }
    return {"report", "播放情况报告"};
}

/// What is to be said of one filing; empty: nothing.
Result<Words> sentenceOf(Board const& board, BoardPeriod const& period, Standing const& standing) {
    auto const name = nameOf(period);
    auto const due = period.due ? clockOf(board.zone, *period.due) : Result<std::string>("");
    if (!due) {
        return due.error();
    }
    if (standing.state == FilingState::returned) {
        auto const late = standing.overdue ? Words{" and is overdue", "，已逾期"} : Words{};
        return Words{name.english + " was returned: " + standing.reason +
                         "; please correct it and file it again" + late.english,
                     name.chinese + "被退回，原因：" + standing.reason + "，请修改后重新报送" +
                         late.chinese};
    }
    if (standing.overdue) {
        return Words{name.english + " was due " + *due + " and has not been filed",
                     name.chinese + "应于" + *due + "前报送，至今未报，已逾期"};
    }
    bool const waits = standing.state == FilingState::none || standing.state == FilingState::draft;
    if (waits && period.due && *period.due <= board.at + kSoon) {
        return Words{name.english + " is due " + *due, name.chinese + "请于" + *due + "前报送"};
    }
    return Words{};
}

}  // namespace

Words nameOf(BoardPeriod const& period) {
    auto const kind = kindWords(period);
    return {kind.english + " (" + period.firstDay + " to " + period.lastDay + ")",
            kind.chinese + "（" + period.firstDay + "至" + period.lastDay + "）"};
}

Result<std::string> clockOf(std::string const& zone, Instant t) {
    auto const offset = playlists::offsetAt(zone, t);
    if (!offset) {
        return offset.error();
    }
    auto const text = formatInstant(t, *offset);
    return text.substr(0, 10) + " " + text.substr(11, 5);
}

Result<Words> reminderOf(Board const& board, std::size_t unit) {
    Words said;
    for (std::size_t i = 0; i < board.periods.size(); ++i) {
        auto const sentence = sentenceOf(board, board.periods[i], board.cells[unit][i]);
        if (!sentence) {
            return sentence.error();
        }
        if (!sentence->english.empty()) {
            said.english += (said.english.empty() ? "" : "; ") + sentence->english;
            said.chinese += (said.chinese.empty() ? "" : "；") + sentence->chinese;
        }
    }
    if (said.english.empty()) {
        return Words{};
    }
    auto const at = clockOf(board.zone, board.at);
    if (!at) {
        return at.error();
    }
    auto const& name = board.units[unit].name;
    return Words{
        name + ": for \"" + board.title + "\", as of " + *at + ", " + said.english + ".",
        name + "：" + board.title + "报送情况提醒，截至" + *at + "，" + said.chinese + "。"};
}

}  // namespace tocsin::filing
