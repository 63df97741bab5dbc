// SPDX-License-Identifier: Apache-2.0
// Filings (报送): reports of an activity that a unit froze and sent to the office above. One never
// changes: a correction is another revision under the same number. What happens to it afterwards,
// sent, accepted, returned, stands in events beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

enum class FilingKind {
    plan,    ///< 《电子屏播放计划表》, before anything played
    week,    ///< 周报, Monday to Sunday
    final,   ///< 总结
    patrol,  ///< 巡查日报, of one day
    period   ///< of any days
};
[[nodiscard]] std::string_view toString(FilingKind kind);

/// One file of a filing, kept by its digest beside the database.
struct FilingForm {
    std::string format;  ///< "docx", "pdf", "xlsx", "html", "zip" or "json"
    std::string name;    ///< 单位_活动_第N周_截至日期.docx
    Digest digest;
    std::int64_t bytes = 0;
    bool operator==(FilingForm const&) const = default;
};

struct Filing {
    std::int64_t number = 0;    ///< from 1; the same for all revisions. Given by the store if 0
    std::int64_t revision = 0;  ///< from 1; given by the store
    std::string activity;       ///< handle
    FilingKind kind = FilingKind::period;
    int issue = 0;                  ///< 第N周, from 1; 0: not of a week
    std::string unit;               ///< handle; empty: the whole site
    std::string firstDay, lastDay;  ///< local days of the activity, both inclusive
    Instant asOf;                   ///< 截止时刻
    std::int64_t lastBatch = 0;     ///< Ledger::newestBatch() of what it was made from
    std::optional<Instant> due;     ///< when it had to be filed
    std::string who, reason;        ///< reason: of a revision
    Digest digest;                  ///< SHA-256 of `content`
    std::string content;  ///< `tocsin-filing/1`, JSON: all figures and rows; empty in lists
    std::vector<FilingForm> forms;
    /// Public key in hex of the controller that it came from in a signed file; empty: made here.
    std::string origin{};
    bool operator==(Filing const&) const = default;
};

/// What people wrote for a filing that is not frozen yet. The figures are never stored: they are
/// counted when it is looked at.
struct FilingDraft {
    std::string activity;
    FilingKind kind = FilingKind::period;
    int issue = 0;
    std::string unit;
    std::string firstDay, lastDay;
    std::int64_t revision = 1;                   ///< counts changes
    std::string overview;                        ///< empty: the drafted paragraph
    std::string highlights;                      ///< 亮点; empty: as drafted
    std::string shortcomings;                    ///< 不足; empty: as drafted
    std::string filledBy, reviewedBy, signedBy;  ///< 填报人, 审核人, 签发人
    std::vector<Digest> pictures;  ///< of evidence and work records; empty: chosen by rule
    std::string who;
    Instant changed;
    bool operator==(FilingDraft const&) const = default;
};

enum class FilingStep {
    submitted,  ///< to the unit above, in this system or by signed file
    accepted,   ///< by the unit above
    returned,   ///< by it, with a reason
    outside     ///< given to an office outside: channel, receipt
};
[[nodiscard]] std::string_view toString(FilingStep step);

struct FilingEvent {
    std::int64_t number = 0, revision = 0;
    FilingStep step = FilingStep::submitted;
    Instant at;  ///< of outside: when it was handed over, as the person says
    Instant recorded;
    std::string who;
    std::string channel;  ///< outside: "OA", "mail", "U盘", "paper" …
    std::string receipt;  ///< outside: 回执, who took it
    std::string reason;   ///< returned, and notes
    bool operator==(FilingEvent const&) const = default;
};

class Filings {
public:
    virtual ~Filings() = default;
    /// All revisions without their content, the newest first.
    [[nodiscard]] virtual std::vector<Filing> all() const = 0;
    /// Of one activity, as all().
    [[nodiscard]] virtual std::vector<Filing> of(std::string const& activity) const = 0;
    /// Its newest revision if none is said; with its content.
    [[nodiscard]] virtual std::optional<Filing> find(
        std::int64_t number, std::optional<std::int64_t> revision) const = 0;
    /// As it is stored, with its number and revision. None is ever changed or removed.
    virtual Filing add(Filing filing) = 0;

    /// In the order they were recorded.
    [[nodiscard]] virtual std::vector<FilingEvent> events(std::int64_t number) const = 0;
    virtual void record(FilingEvent const& event) = 0;

    [[nodiscard]] virtual std::optional<FilingDraft> draft(std::string const& activity,
                                                           FilingKind kind, int issue,
                                                           std::string const& unit,
                                                           std::string const& firstDay) const = 0;
    virtual void putDraft(FilingDraft const& draft) = 0;  ///< adds or replaces
};

}  // namespace tocsin::store
