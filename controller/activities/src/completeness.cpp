// SPDX-License-Identifier: Apache-2.0
#include "tocsin/activities/completeness.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

namespace tocsin::activities {
namespace {

using playlists::Words;
using store::Activity;
using store::ActivityPart;

Words counted(std::int64_t number, char const* one, char const* many, std::string const& before,
              std::string const& after) {
    auto const text = std::to_string(number);
    return {text + " " + (number == 1 ? one : many), before + text + after};
}

/// What people wrote into the part itself.
std::vector<Words> written(Activity const& activity, ActivityPart part) {
    std::vector<Words> out;
    auto const found = std::ranges::find(activity.parts, part, &store::PartText::part);
    if (found == activity.parts.end()) {
        return out;
    }
    if (!found->text.empty()) {
        out.push_back({"text", "文字"});
    }
    if (!found->files.empty()) {
        out.push_back(counted(static_cast<std::int64_t>(found->files.size()), "file", "files",
                              "附件 ", " 份"));
    }
    if (found->done) {
        out.push_back({"marked as done", "已标记完成"});
    }
    return out;
}

void addFound(std::vector<Words>& by, ActivityPart part, CompletenessFacts const& facts) {
    auto const add = [&by](std::int64_t number, Words words) {
        if (number > 0) {
            by.push_back(std::move(words));
        }
    };
    switch (part) {
        case ActivityPart::plan:
            add(facts.approvedCampaigns, counted(facts.approvedCampaigns, "approved campaign",
                                                 "approved campaigns", "已批准播放任务 ", " 个"));
            break;
        case ActivityPart::deployment:
            break;
        case ActivityPart::inspection:
            add(facts.inspections, counted(facts.inspections, "inspection record",
                                           "inspection records", "检查记录 ", " 条"));
            add(facts.filed.patrols, counted(facts.filed.patrols, "patrol report", "patrol reports",
                                             "巡查日报 ", " 份"));
            break;
        case ActivityPart::result:
            add(facts.works,
                counted(facts.works, "work record", "work records", "工作记录 ", " 条"));
            add(facts.pictures, counted(facts.pictures, "picture", "pictures", "照片 ", " 张"));
            add(facts.plays ? 1 : 0, {"verified plays", "播出记录"});
            break;
        case ActivityPart::summary:
            add(facts.filed.final ? 1 : 0, {"a final report that is frozen", "已定稿总结"});
            break;
    }
}

Words lacking(ActivityPart part) {
    switch (part) {
        case ActivityPart::plan:
            return {"a text, a file or an approved campaign", "方案文字、附件或已批准的播放任务"};
        case ActivityPart::deployment:
            return {"a text or a file", "部署文字或附件"};
        case ActivityPart::inspection:
            return {"an inspection record, a patrol report, a text or a file",
                    "检查记录、巡查日报、文字或附件"};
        case ActivityPart::result:
            return {"work records, pictures, plays, a text or a file",
                    "工作记录、照片、播出记录、文字或附件"};
        case ActivityPart::summary:
            return {"a final report that is frozen, a text or a file", "已定稿总结、文字或附件"};
    }
    return {};
}

PartState stateOf(Activity const& activity, ActivityPart part, CompletenessFacts const& facts) {
    PartState out{part, false, written(activity, part), {}};
    addFound(out.by, part, facts);
    out.there = !out.by.empty();
    if (!out.there) {
        out.lacks = lacking(part);
    }
    return out;
}

Words sentenceOf(std::vector<PartState> const& parts) {
    Words out{"five parts:", "五有："};
    for (auto const& part : parts) {
        auto const name = partWords(part.part);
        auto const mark = part.there ? std::string("✓") : std::string("✗");
        out.english += " " + name.english + " " + mark;
        out.chinese += (part.part == ActivityPart::plan ? "" : " ") + name.chinese + mark;
        if (!part.there) {
            out.english += " (lacks " + part.lacks.english + ")";
            out.chinese += "（缺" + part.lacks.chinese + "）";
        }
    }
    return out;
}

}  // namespace

Words partWords(ActivityPart part) {
    switch (part) {
        case ActivityPart::plan:
            return {"plan", "方案"};
        case ActivityPart::deployment:
            return {"deployment", "部署"};
        case ActivityPart::inspection:
            return {"inspection", "检查"};
        case ActivityPart::result:
            return {"result", "成果"};
        case ActivityPart::summary:
            return {"summary", "总结"};
    }
    return {};
}

int Completeness::there() const {
    return static_cast<int>(std::ranges::count(parts, true, &PartState::there));
}

Completeness completenessOf(Activity const& activity, CompletenessFacts const& facts) {
    Completeness out;
    for (auto const part : store::kActivityParts) {
        out.parts.push_back(stateOf(activity, part, facts));
    }
    out.sentence = sentenceOf(out.parts);
    return out;
}

boost::json::object toJson(Completeness const& completeness) {
    boost::json::array parts;
    for (auto const& part : completeness.parts) {
        auto const name = partWords(part.part);
        boost::json::array english, chinese;
        for (auto const& words : part.by) {
            english.emplace_back(words.english);
            chinese.emplace_back(words.chinese);
        }
        parts.push_back(boost::json::object{{"part", store::toString(part.part)},
                                            {"name_zh", name.chinese},
                                            {"there", part.there},
                                            {"by_en", std::move(english)},
                                            {"by_zh", std::move(chinese)},
                                            {"lacks_en", part.lacks.english},
                                            {"lacks_zh", part.lacks.chinese}});
    }
    auto const there = completeness.there();
    return {{"there", there},
            {"of", completeness.parts.size()},
            {"complete", there == static_cast<int>(completeness.parts.size())},
            {"en", completeness.sentence.english},
            {"zh", completeness.sentence.chinese},
            {"parts", std::move(parts)}};
}

CompletenessFacts completenessFacts(store::Tx const& tx, Activity const& activity,
                                    Filed const& filed) {
    CompletenessFacts out;
    out.filed = filed;
    for (auto const& id : activity.campaigns) {
        auto const campaign = tx.campaigns().find(id);
        out.approvedCampaigns +=
            campaign && campaign->state == store::CampaignState::approved ? 1 : 0;
    }
    for (auto const& record : tx.workRecords().of(activity.handle)) {
        if (record.withdrawn) {
            continue;
        }
        bool const inspects = record.kind == store::WorkKind::inspection;
        ++(inspects ? out.inspections : out.works);
        out.pictures += static_cast<std::int64_t>(record.pictures.size());
    }
    if (!activity.campaigns.empty()) {
        auto const sums = tx.ledger().dailySums(activity.firstDay, activity.lastDay);
        out.plays = std::ranges::any_of(sums, [&](store::PlaySum const& sum) {
            return sum.totals.complete > 0 &&
                   std::ranges::find(activity.campaigns, sum.campaign) != activity.campaigns.end();
        });
    }
    return out;
}

}  // namespace tocsin::activities
