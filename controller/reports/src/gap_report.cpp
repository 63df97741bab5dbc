// SPDX-License-Identifier: Apache-2.0
// Finding the gaps of a period.
#include "tocsin/reports/gap_report.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "period_names.hpp"
#include "player_epochs.hpp"

namespace tocsin::reports {
namespace {

using store::PlayerEpoch;
using store::TotalsVerdict;

constexpr std::size_t kMostRecords = 10'000;

std::string rowText(std::int64_t row) {
    return std::to_string(row);
}

/// What the player says is missing, by the words of PROTOCOL.md, section 7. What is not one of them
/// stays as it is.
std::string chineseReason(std::string const& reason) {
    static std::map<std::string, char const*> const kWords = {
        {"journal-lost", "本机播放记录文件丢失"},   {"batches-lost", "已封存的批次丢失"},
        {"batches-differ", "本机批次与台账不一致"}, {"rows-discarded", "较早的记录已清除"},
        {"batches-discarded", "较早的批次已清除"},  {"rows-damaged", "部分记录损坏，无法读取"}};
    auto const found = kWords.find(reason.substr(0, reason.find_first_of(": ")));
    return found == kWords.end() ? reason : std::string(found->second) + "（" + reason + "）";
}

class Maker {
public:
    Maker(store::Tx const& tx, ReportRequest const& request, Instant now)
        : tx_(tx), periodNames_(tx) {
        report_.request = request;
        report_.asOf = now;
    }

    Result<GapReport> make() {
        if (auto const found = findScreens(); !found) {
            return found.error();
        }
        addRecords();
        for (auto const& epoch : epochsOf(tx_, intervals_)) {
            addMissing(epoch);
            addEnd(epoch);
            addDifference(epoch);
        }
        std::stable_sort(report_.gaps.begin(), report_.gaps.end(), [](Gap const& a, Gap const& b) {
            return std::tie(a.screen, a.player, a.epoch, a.at) <
                   std::tie(b.screen, b.player, b.epoch, b.at);
        });
        return std::move(report_);
    }

private:
    Result<> findScreens() {
        for (auto const& screen : tx_.screens().all()) {
            if (!report_.request.units.contains(screen.unit)) {
                continue;
            }
            auto const interval = report_.request.intervalIn(screen.zone);
            if (!interval) {
                return Error{interval.error().code,
                             "screen " + screen.id.str() + ": " + interval.error().message};
            }
            intervals_.emplace(screen.id, *interval);
            names_.emplace(screen.id, periodNames_.of(screen, *interval));
        }
        return {};
    }

    /// What a gap of this epoch begins with.
    [[nodiscard]] Gap gapOf(GapKind kind, ScreenId const& screen, messages::PublicKey const& player,
                            std::int64_t epoch, Instant at) const {
        Gap out;
        out.kind = kind;
        out.screen = screen.str();
        out.screenName = names_.at(screen);
        out.player = player.fingerprint();
        out.epoch = epoch;
        out.at = at;
        return out;
    }
    [[nodiscard]] Gap gapOf(GapKind kind, PlayerEpoch const& epoch) const {
        return gapOf(kind, epoch.screen, epoch.player, epoch.epoch, epoch.last);
    }

    void addRecords() {
        std::map<Interval, std::vector<ScreenId>> screens;  // one a zone, as a rule
        for (auto const& [screen, interval] : intervals_) {
            screens[interval].push_back(screen);
        }
        std::vector<store::GapRow> rows;
        for (auto const& [interval, ids] : screens) {
            auto const some = tx_.epochTotals().gaps(ids, interval.begin, interval.end,
                                                     kMostRecords + 1 - rows.size());
            rows.insert(rows.end(), some.begin(), some.end());
        }
        report_.cut = rows.size() > kMostRecords;
        rows.resize(std::min(rows.size(), kMostRecords));
        for (auto const& row : rows) {
            auto gap = gapOf(GapKind::gapRecord, row.screen, row.player, row.epoch, row.at);
            gap.first = gap.last = row.sequence;
            gap.words = {row.reason, chineseReason(row.reason)};
            report_.gaps.push_back(std::move(gap));
        }
    }

    void addMissing(PlayerEpoch const& epoch) {
        for (auto const& missing : tx_.epochTotals().missing(epoch.player, epoch.epoch)) {
            auto gap = gapOf(GapKind::missingBatches, epoch);
            gap.first = missing.first;
            gap.last = missing.last;
            auto const first = rowText(missing.first);
            auto const last = rowText(missing.last);
            gap.words = {"batches " + first + " to " + last +
                             " are not in the ledger, although later ones are",
                         "台账缺第 " + first + " 至 " + last + " 批，其后的批次已有"};
            report_.gaps.push_back(std::move(gap));
        }
    }

    /// Rows that the player has counted and that are not there.
    void addEnd(PlayerEpoch const& epoch) {
        bool const isKnown = epoch.compared && epoch.compared->until == epoch.until;
        auto const held = rowText(epoch.until);
        auto const counted = epoch.waiting ? rowText(epoch.waiting->until) : std::string();
        if (epoch.newest) {
            if (epoch.waiting) {
                auto gap = gapOf(GapKind::waitingForRows, epoch);
                gap.first = epoch.until + 1;
                gap.last = epoch.waiting->until;
                gap.words = {
                    "waiting for rows: the player has counted up to row " + counted +
                        ", the ledger has them up to row " + held,
                    "等待补传：播放终端已计至第 " + counted + " 条，台账到第 " + held + " 条"};
                report_.gaps.push_back(std::move(gap));
            }
            return;
        }
        if (epoch.waiting || !isKnown) {
            auto gap = gapOf(GapKind::endUnknown, epoch);
            gap.first = epoch.until + 1;
            if (epoch.waiting) {
                gap.last = epoch.waiting->until;
                gap.words = {"the player counted up to row " + counted + " and began a later " +
                                 "epoch: what came after row " + held +
                                 " was taken along into that one, or is lost",
                             "播放终端计至第 " + counted + " 条后另起记录段：第 " + held +
                                 " 条之后的记录已并入新记录段，或已丢失"};
            } else {
                gap.words = {"a later epoch has come, and nobody says whether row " + held +
                                 " was the last of this one",
                             "已有新记录段，本段是否止于第 " + held + " 条无从知晓"};
            }
            report_.gaps.push_back(std::move(gap));
        }
    }

    void addDifference(PlayerEpoch const& epoch) {
        if (epoch.verdict == TotalsVerdict::differ) {
            auto gap = gapOf(GapKind::mismatch, epoch);
            gap.words = differenceOf(epoch, names_.at(epoch.screen));
            report_.gaps.push_back(std::move(gap));
        }
    }

    store::Tx const& tx_;
    PeriodNames periodNames_;
    GapReport report_;
    std::map<ScreenId, Interval> intervals_;
    std::map<ScreenId, std::string> names_;
};

}  // namespace

std::string_view toString(GapKind kind) {
    switch (kind) {
        case GapKind::gapRecord:
            return "gap_record";
        case GapKind::missingBatches:
            return "missing_batches";
        case GapKind::endUnknown:
            return "end_unknown";
        case GapKind::waitingForRows:
            return "waiting_for_rows";
        case GapKind::mismatch:
            return "mismatch";
    }
    return "";
}

Offer const& gapsOffer() {
    static Offer const offer{{By::screen}, {By::screen}};
    return offer;
}

Result<GapReport> makeGapReport(store::Store const& store, ReportRequest const& request,
                                Instant now) {
    Result<GapReport> out = Error{Errc::internal, "no report was made"};
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        out = makeGapReport(tx, request, now);
        return {};
    });
    return read ? std::move(out) : read.error();
}

Result<GapReport> makeGapReport(store::Tx const& tx, ReportRequest const& request, Instant now) {
    return Maker(tx, request, now).make();
}

}  // namespace tocsin::reports
