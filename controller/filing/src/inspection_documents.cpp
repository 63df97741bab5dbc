// SPDX-License-Identifier: Apache-2.0
#include "inspection_documents.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using documents::Document;
using documents::Heading;
using documents::Paragraph;
using documents::ParagraphStyle;
using Row = std::vector<documents::Cell>;

/// The head that a content gives to all papers made of it.
Document headed(json::object const& content, std::string title, Speech const& say) {
    Document out;
    out.language = say.language;
    out.title = std::move(title);
    out.subtitle = textIn(content, "title");
    auto const unit = textIn(content, "unit_name");
    out.facts = {
        {say("单位", "Unit"), unit.empty() ? say("全系统", "the whole site") : unit},
        {say("统计区间", "Period"), dayText(textIn(content, "from"), say.language) +
                                        say("至", " to ") +
                                        dayText(textIn(content, "to"), say.language)},
        {say("截至时间", "As of"), instantText(content, textIn(content, "as_of"), say.language)}};
    out.created = textIn(content, "as_of");
    out.author = unit;
    return out;
}

std::string stateOf(store::Approval const& approval, Speech const& say) {
    if (!approval.granted) {
        return say("退回", "returned") + (approval.reason.empty() ? "" : "\n" + approval.reason);
    }
    if (approval.voidedAt) {
        return say("已失效", "void") +
               (approval.voidReason.empty() ? "" : "\n" + approval.voidReason);
    }
    return say("有效", "holds");
}

std::string wayOf(store::Approval const& approval, Speech const& say) {
    return approval.onPaper
               ? say("纸质：", "on paper: ") + approval.signedBy + " " + approval.signedOn
               : say("系统内", "in the system");
}

}  // namespace

bool ApprovedCampaign::isApproved() const {
    return std::any_of(approvals.begin(), approvals.end(),
                       [](auto const& one) { return one.granted && !one.voidedAt; });
}

std::vector<ApprovedCampaign> approvedCampaigns(store::Tx const& tx,
                                                store::Activity const& activity) {
    std::vector<ApprovedCampaign> out;
    for (auto const& id : activity.campaigns) {
        auto const campaign = tx.campaigns().find(id);
        if (!campaign) {
            continue;
        }
        ApprovedCampaign one{id, campaign->title, campaign->revision, tx.approvals().of(id), {}};
        for (auto const& approval : one.approvals) {
            auto const account = tx.accounts().find(approval.by);
            one.people.push_back(account && !account->name.empty() ? account->name
                                                                   : approval.by.str());
        }
        out.push_back(std::move(one));
    }
    return out;
}

Document approvalsDocument(std::vector<ApprovedCampaign> const& campaigns,
                           store::Activity const& activity, std::string const& at,
                           Speech const& say) {
    json::object const zoned{{"zone", activity.zone}};
    auto const when = [&](std::string const& text) {
        return instantText(zoned, text, say.language);
    };
    Document out;
    out.language = say.language;
    out.title = say("审批一览", "Approvals");
    out.subtitle = activity.title;
    out.facts = {{say("截至时间", "As of"), when(at)}};
    out.created = at;
    documents::Table table;
    table.title = table.sheet = out.title;
    table.wide = true;
    table.columns = {column(say("播放任务", "Campaign"), 18),
                     column(say("审批单号", "Approval"), 13),
                     column(say("级别", "Level"), 5, documents::Align::right),
                     column(say("审批人", "By"), 9),
                     column(say("时间", "When"), 14),
                     column(say("方式", "How"), 14),
                     column(say("内容指纹（前16位）", "Content (first 16)"), 14),
                     column(say("状态", "State"), 13)};
    for (auto const& campaign : campaigns) {
        if (campaign.approvals.empty()) {
            table.rows.push_back({textCell(campaign.title), textCell("—"), textCell("—"),
                                  textCell("—"), textCell("—"), textCell("—"), textCell("—"),
                                  textCell(say("未审批", "not decided"))});
        }
        for (std::size_t i = 0; i < campaign.approvals.size(); ++i) {
            auto const& approval = campaign.approvals[i];
            table.rows.push_back(
                {textCell(campaign.title),
                 textCell(campaign.id.str() + "-" + std::to_string(approval.revision)),
                 textCell(std::to_string(approval.level)), textCell(campaign.people[i]),
                 textCell(when(formatInstant(approval.at))), textCell(wayOf(approval, say)),
                 textCell(approval.envelope.hex().substr(0, 16)),
                 textCell(stateOf(approval, say))});
        }
    }
    out.blocks.emplace_back(std::move(table));
    out.blocks.emplace_back(
        Paragraph{say("审批绑定内容：素材、时间范围与屏幕一经改变，审批即失效。",
                      "An approval is of its content: it is void once assets, dates or screens "
                      "change."),
                  ParagraphStyle::note});
    return out;
}

Document faultsDocument(json::object const& content, Speech const& say) {
    auto out = headed(content, say("异常及处置", "Faults"), say);
    auto table = faultsTable(content, say);
    if (!content.contains("seconds")) {
        out.blocks.emplace_back(
            Paragraph{say("本期异常时长未统计：", "Time lost to faults was not counted: ") +
                      textIn(content, "seconds_missing")});
    } else if (table.rows.empty()) {
        out.blocks.emplace_back(
            Paragraph{say("未记录到播出失败或离线。", "No failed or offline time was recorded.")});
    } else {
        out.blocks.emplace_back(std::move(table));
    }
    return out;
}

Document workDocument(json::object const& content, std::vector<store::WorkRecord> const& records,
                      PictureFiles const& files, Speech const& say) {
    auto out =
        headed(content, say("工作记录（人工填报）", "Work records (entered by people)"), say);
    out.blocks.emplace_back(workTable(content, say));
    for (auto const& record : records) {
        out.blocks.emplace_back(Heading{1, std::to_string(record.number) + "  " + record.title});
        if (!record.text.empty()) {
            out.blocks.emplace_back(Paragraph{record.text});
        }
        documents::Pictures pictures;
        for (auto const& picture : record.pictures) {
            auto const file = files.find(picture.digest.hex());
            if (file == files.end()) {
                continue;
            }
            documents::Picture one;
            one.bytes = file->second;
            one.name = picture.digest.hex().substr(0, 8) + ".jpg";
            one.caption = {
                picture.caption.empty() ? record.title : picture.caption,
                (picture.taken.empty() ? say("时间未注明", "time not said") : picture.taken) +
                    say("  人工上传", "  by a person"),
                "SHA-256 " + picture.digest.hex().substr(0, 8)};
            pictures.pictures.push_back(std::move(one));
        }
        if (!pictures.pictures.empty()) {
            out.blocks.emplace_back(std::move(pictures));
        }
    }
    return out;
}

}  // namespace tocsin::filing
