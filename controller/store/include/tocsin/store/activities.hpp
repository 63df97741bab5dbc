// SPDX-License-Identifier: Apache-2.0
// Activities (活动, "安全生产月"): the umbrella over many campaigns, with its theme, period, key
// dates and its five parts; and the work records (工作记录) of what people did beside the screens.
// What a person counts is 人工填报 and never mixed with what screens prove.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

/// A day that matters (咨询日, 启动仪式); data of each activity, never built in.
struct KeyDate {
    std::string day;  ///< "2026-06-16"
    std::string title;
    std::string note;
    bool operator==(KeyDate const&) const = default;
};

/// A person who answers for something (责任人).
struct Responsible {
    std::string name, phone, mail;
    bool operator==(Responsible const&) const = default;
};

/// 方案, 部署, 检查, 成果, 总结.
enum class ActivityPart { plan, deployment, inspection, result, summary };
[[nodiscard]] std::string_view toString(ActivityPart part);
[[nodiscard]] std::optional<ActivityPart> activityPartFrom(std::string_view word);
inline constexpr std::array kActivityParts{ActivityPart::plan, ActivityPart::deployment,
                                           ActivityPart::inspection, ActivityPart::result,
                                           ActivityPart::summary};

/// A file that belongs to a part, kept by its digest: the scheme, a notice, minutes.
struct PartFile {
    Digest digest;
    std::string name;  ///< "实施方案.docx"
    std::int64_t bytes = 0;
    bool operator==(PartFile const&) const = default;
};

struct PartText {
    ActivityPart part = ActivityPart::plan;
    std::string text;
    std::vector<PartFile> files;
    bool done = false;  ///< somebody says that this part is there
    bool operator==(PartText const&) const = default;
};

/// When what has to be filed with the office above (报送), in the activity's zone.
struct FilingRules {
    std::string receiver;  ///< "区卫体局应急安全科"
    bool weekly = true;    ///< a report a week, Monday to Sunday
    int weekday = 2;       ///< on which the week before is due, 1 Monday to 7
    std::string time = "18:00";
    std::string planDue;   ///< day, or empty: none
    std::string finalDue;  ///< day, or empty: none
    /// Whether "7月1日前" includes the day it names; if not, it is due as the day before ends.
    bool dayIncluded = false;
    bool operator==(FilingRules const&) const = default;
};

struct Activity {
    std::string handle;             ///< a-z, 0-9, '-'; at most 64; "safety-month-2026"
    std::int64_t revision = 1;      ///< counts changes
    std::string title;              ///< "2026年“安全生产月”"
    std::string theme;              ///< to the letter
    std::string unit;               ///< handle of the unit whose it is; empty: the whole site
    std::string firstDay, lastDay;  ///< local days, both inclusive
    std::string zone = "Asia/Shanghai";
    Responsible responsible;
    FilingRules filing;
    std::vector<KeyDate> keyDates;      ///< by day
    std::vector<CampaignId> campaigns;  ///< in the order of adding
    std::vector<PartText> parts;        ///< at most one each
    std::string owner;                  ///< principal who made it
    Instant changed;
    bool retired = false;
    bool operator==(Activity const&) const = default;
};

/// 培训, 演练, 警示片观看, 咨询日, 检查, 宣讲, 其他.
enum class WorkKind { training, drill, film, consultation, inspection, talk, other };
[[nodiscard]] std::string_view toString(WorkKind kind);
[[nodiscard]] std::optional<WorkKind> workKindFrom(std::string_view word);
inline constexpr std::array kWorkKinds{WorkKind::training,     WorkKind::drill,      WorkKind::film,
                                       WorkKind::consultation, WorkKind::inspection, WorkKind::talk,
                                       WorkKind::other};

struct WorkPicture {
    Digest digest;  ///< of the house's picture, which no longer says where it was taken
    std::string caption;
    std::string taken;  ///< as its file said it, or empty
    bool operator==(WorkPicture const&) const = default;
};

/// Something that people did, as they say it.
struct WorkRecord {
    std::int64_t number = 0;    ///< from 1; given by the store if 0
    std::int64_t revision = 1;  ///< counts changes
    std::string activity;       ///< handle
    WorkKind kind = WorkKind::other;
    std::string unit;  ///< handle of who did it; empty: the whole site
    std::string title;
    std::string firstDay, lastDay;  ///< local days, both inclusive
    std::string place;
    std::optional<std::int64_t> sessions;  ///< 场次
    std::optional<std::int64_t> people;    ///< 人次, always 人工填报
    std::string text;
    std::string channel;  ///< 电视, 广播, 短信, 微信, 公交 …; empty: none
    Responsible responsible;
    std::vector<WorkPicture> pictures;
    std::string author;    ///< principal
    std::string imported;  ///< file that it came from, or empty
    Instant changed;
    bool withdrawn = false;  ///< counts no more; stays to be seen
    std::string reason;      ///< of the withdrawal
    bool operator==(WorkRecord const&) const = default;
};

class Activities {
public:
    virtual ~Activities() = default;
    [[nodiscard]] virtual std::vector<Activity> all() const = 0;  ///< by handle, retired ones too
    [[nodiscard]] virtual std::optional<Activity> find(std::string const& handle) const = 0;
    virtual void put(Activity const& activity) = 0;  ///< adds or replaces
};

class WorkRecords {
public:
    virtual ~WorkRecords() = default;
    /// Of an activity, by first day, then number; withdrawn ones too.
    [[nodiscard]] virtual std::vector<WorkRecord> of(std::string const& activity) const = 0;
    [[nodiscard]] virtual std::optional<WorkRecord> find(std::int64_t number) const = 0;
    /// Adds (number 0) or replaces; as it is stored.
    virtual WorkRecord put(WorkRecord record) = 0;
};

}  // namespace tocsin::store
