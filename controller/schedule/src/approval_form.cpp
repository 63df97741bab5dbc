// SPDX-License-Identifier: Apache-2.0
#include "approval_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "approval_code.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

using media::PrintAlign;
using media::PrintBlock;
using media::PrintCell;
using media::PrintDocument;
using media::PrintKind;
using media::PrintRow;
using playlists::Words;
using store::Approval;

constexpr std::size_t kShortDigest = 16;
constexpr std::size_t kMostScreens = 300, kMostLines = 60;
/// Bytes that a text of a campaign or an asset takes at most on the form.
constexpr std::size_t kMostText = 4'096;
constexpr int kToWriteIn = 24;  ///< millimetres

/// Whole characters of at most so many bytes.
std::string cut(std::string const& text) {
    if (text.size() <= kMostText) {
        return text;
    }
    auto end = kMostText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end) + "…";
}

PrintCell label(std::string text, int columns = 1) {
    PrintCell out;
    out.text = std::move(text);
    out.strong = true;
    out.align = PrintAlign::centre;
    out.columns = columns;
    return out;
}

PrintCell plain(std::string const& text, int columns = 1) {
    PrintCell out;
    out.text = cut(text);
    out.columns = columns;
    return out;
}

PrintCell centred(std::string const& text) {
    auto out = plain(text);
    out.align = PrintAlign::centre;
    return out;
}

std::string joined(std::vector<std::string> const& texts, char const* between) {
    std::string out;
    for (auto const& text : texts) {
        out += (out.empty() ? "" : between) + text;
    }
    return out;
}

class Form {
public:
    Form(ReviewSheet const& sheet, std::vector<std::string> const& pictures, FormWish const& wish)
        : sheet_(sheet), pictures_(pictures), wish_(wish) {}

    PrintDocument made() {
        auto const& campaign = sheet_.reviewed.campaign;
        out_.title = say("电子屏播放内容审批单", "Approval of content for screens");
        out_.code = sheet_.code;
        out_.codeCaption = say("短码\n", "Code\n") + sheet_.code;
        out_.language = wish_.chinese ? "zh" : "en";
        out_.footer =
            say("编号 ", "No. ") + number() + "    " + say("短码 ", "code ") + sheet_.code;
        out_.pageNumber = say("第 {page} 页 / 共 {pages} 页", "page {page} of {pages}");
        out_.created = formatInstant(wish_.when);
        paragraph(say("编号：", "No.: ") + number() + "        " + say("打印时间：", "Printed: ") +
                  timeText(wish_.when) + "        " + say("状态：", "State: ") +
                  stateText(campaign.state));
        aboutIt();
        items();
        screens();
        changes();
        opinions();
        paragraph(say(
            "本单以短码为准：短码由播放内容、主题、日期与投放范围得出。上述任何一项改动后，本单作"
            "废，须重新打印并审批；时段、频次在所批日期内调整除外。凭短码可查询本单是否有效"
            "（tocsin review find）。",
            "The code stands for this form: it follows from content, theme, days and "
            "reach. Once any of these is changed the form is void and has to be printed "
            "and signed anew; times of day and how often, within the approved days, may "
            "change. With the code anybody who may see the campaign finds out whether the "
            "form holds (tocsin review find)."));
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string say(char const* chinese, char const* english) const {
        return wish_.chinese ? chinese : english;
    }
    [[nodiscard]] std::string say(Words const& words) const {
        return wish_.chinese ? words.chinese : words.english;
    }
    [[nodiscard]] std::string number() const {
        auto const& campaign = sheet_.reviewed.campaign;
        return campaign.id.str() + "-" + std::to_string(campaign.revision);
    }
    [[nodiscard]] std::string timeText(Instant at) const {
        auto const offset = playlists::offsetAt(wish_.zone, at);
        auto const text = formatInstant(at, offset ? *offset : std::chrono::seconds(0));
        constexpr std::size_t kDate = 10, kMinutes = 16;
        return text.substr(0, kDate) + " " + text.substr(kDate + 1, kMinutes - kDate - 1);
    }
    [[nodiscard]] std::string stateText(store::CampaignState state) const {
        switch (state) {
            case store::CampaignState::draft:
                return say("草稿，尚未提交", "draft, not submitted yet");
            case store::CampaignState::submitted:
                return say("待审批", "waits for approval");
            case store::CampaignState::approved:
                return say("已批准", "approved");
            case store::CampaignState::retired:
                break;
        }
        return say("已停播", "retired");
    }
    [[nodiscard]] std::string kindText(playlists::AssetKind kind) const {
        switch (kind) {
            case playlists::AssetKind::film:
                return say("影片", "film");
            case playlists::AssetKind::picture:
                return say("图片", "picture");
            case playlists::AssetKind::slogan:
                return say("标语", "slogan");
            case playlists::AssetKind::stream:
                break;
        }
        return say("直播流", "live stream");
    }

    void paragraph(std::string text) {
        out_.blocks.push_back({PrintKind::paragraph, std::move(text)});
    }
    void heading(std::string text) { out_.blocks.push_back({PrintKind::heading, std::move(text)}); }
    PrintBlock& table(std::vector<int> widths, int headRows) {
        out_.blocks.push_back({PrintKind::table, "", std::move(widths), headRows});
        return out_.blocks.back();
    }

    [[nodiscard]] std::string daysText() const;
    [[nodiscard]] std::string oftenText() const;
    [[nodiscard]] std::string amountText(playlists::Pacing const& pacing) const;
    [[nodiscard]] std::string reachText() const;
    [[nodiscard]] std::string playsText() const;
    [[nodiscard]] std::string sizeText(SheetItem const& item) const;
    [[nodiscard]] std::string levelName(int level) const;
    void aboutIt();
    void items();
    void screens();
    void changes();
    void opinions();
    void opinion(PrintBlock& block, int level, Approval const* row);
    [[nodiscard]] int pictureFor(std::size_t item);

    ReviewSheet const& sheet_;
    std::vector<std::string> const& pictures_;
    FormWish const& wish_;
    PrintDocument out_;
    std::map<std::string, int> placed_;  ///< pictures by their bytes
};

std::string Form::daysText() const {
    auto const& rules = sheet_.reviewed.file.rules;
    std::vector<std::string> parts;
    if (rules.days != playlists::Weekdays{}) {
        std::vector<std::string> names;
        for (unsigned day = 1; day <= 7; ++day) {
            if (std::chrono::weekday const weekday(day); rules.days.contains(weekday)) {
                names.push_back(say(playlists::fullName(weekday)));
            }
        }
        parts.push_back(joined(names, wish_.chinese ? "、" : ", "));
    }
    if (rules.dayKind != playlists::DayKind::any) {
        parts.push_back(rules.dayKind == playlists::DayKind::workdays
                            ? say("工作日", "working days")
                            : say("节假日", "holidays"));
    }
    if (!rules.monthDays.empty()) {
        std::vector<std::string> days;
        for (int const day : rules.monthDays) {
            days.push_back(std::to_string(day));
        }
        parts.push_back(say("每月 ", "days of the month: ") + joined(days, "、") + say(" 日", ""));
    }
    if (!rules.recurrence.empty()) {
        parts.push_back(rules.recurrence);
    }
    if (!rules.except.empty()) {
        std::vector<std::string> days;
        for (auto const day : rules.except) {
            days.push_back(playlists::toString(day));
        }
        parts.push_back(say("除外：", "but not: ") + joined(days, "、"));
    }
    std::vector<std::string> hours;
    for (auto const& part : rules.dayparts) {
        hours.push_back(playlists::toString(part));
    }
    parts.push_back(hours.empty() ? say("全天", "all day") : joined(hours, "、"));
    return joined(parts, wish_.chinese ? "；" : "; ");
}

std::string Form::amountText(playlists::Pacing const& pacing) const {
    auto const amount = pacing.amount;
    std::string out;
    switch (pacing.unit) {
        case playlists::Pacing::Unit::playsPerHour:
            out = wish_.chinese ? fmt::format("每小时 {} 次", amount)
                                : fmt::format("{} times an hour", amount);
            break;
        case playlists::Pacing::Unit::playsPerDay:
            out = wish_.chinese ? fmt::format("每天 {} 次", amount)
                                : fmt::format("{} times a day", amount);
            break;
        case playlists::Pacing::Unit::share:
            out = wish_.chinese
                      ? fmt::format("占播出时间的 {}.{:02} %", amount / 10'000, amount / 100 % 100)
                      : fmt::format("{}.{:02} % of the time", amount / 10'000, amount / 100 % 100);
            break;
    }
    if (pacing.leastPerDay > 0) {
        out += wish_.chinese ? fmt::format("，每天至少 {} 次", pacing.leastPerDay)
                             : fmt::format(", at least {} a day", pacing.leastPerDay);
    }
    return out;
}

std::string Form::oftenText() const {
    auto const& file = sheet_.reviewed.file;
    if (file.placement != Placement::programme) {
        return file.placement == Placement::ticker ? say("滚动字幕", "ticker")
                                                   : say("角标叠加", "overlay");
    }
    auto out = wish_.chinese ? std::string(playlists::chineseOf(file.rules.priority))
                             : std::string(playlists::toString(file.rules.priority));
    if (file.rules.pacing) {
        out += say("，", ", ") + amountText(*file.rules.pacing);
    }
    for (auto const& one : file.rules.keyDates) {
        out += say("；", "; ") + playlists::toString(one.day) + " " + amountText(one.pacing);
    }
    if (!file.fixed.empty()) {
        out += wish_.chinese ? fmt::format("；定点播出 {} 项", file.fixed.size())
                             : fmt::format("; {} at fixed times", file.fixed.size());
    }
    return out;
}

std::string Form::reachText() const {
    auto const& envelope = sheet_.reviewed.envelope;
    std::vector<std::string> parts;
    if (envelope.everywhere) {
        parts.push_back(say("本单位全部屏幕", "all screens of the unit"));
    }
    auto const add = [&](char const* chinese, char const* english,
                         std::vector<std::string> const& names) {
        if (!names.empty()) {
            parts.push_back(say(chinese, english) + joined(names, wish_.chinese ? "、" : ", "));
        }
    };
    std::vector<std::string> units;
    for (auto const& unit : envelope.units) {
        units.push_back(sheet_.unit(unit));
    }
    add("单位：", "units: ", units);
    add("标签：", "tags: ", envelope.tags);
    add("屏幕：", "screens: ", envelope.screens);
    auto const count = sheet_.screens.size();
    parts.push_back(wish_.chinese ? fmt::format("现有 {} 块屏幕", count)
                                  : fmt::format("{} screens now", count));
    return joined(parts, wish_.chinese ? "；" : "; ");
}

std::string Form::playsText() const {
    if (!wish_.plays) {
        return "—";
    }
    auto const& plays = *wish_.plays;
    auto const each = plays.least == plays.most ? std::to_string(plays.least)
                                                : fmt::format("{}–{}", plays.least, plays.most);
    return wish_.chinese
               ? fmt::format("每屏约 {} 次（按 {} 估算）", each, playlists::toString(plays.day))
               : fmt::format("about {} on a screen (as of {})", each,
                             playlists::toString(plays.day));
}

std::string Form::sizeText(SheetItem const& item) const {
    std::vector<std::string> sizes;
    for (auto const& size : item.sizes) {
        sizes.push_back(fmt::format("{}×{}", size.width, size.height));
    }
    return sizes.empty() ? item.asset.width > 0
                               ? fmt::format("{}×{}", item.asset.width, item.asset.height)
                               : ""
                         : joined(sizes, "、");
}

void Form::aboutIt() {
    auto const& campaign = sheet_.reviewed.campaign;
    auto const& envelope = sheet_.reviewed.envelope;
    auto& block = table({16, 34, 16, 34}, 0);
    block.rows = {
        {{label(say("播放任务", "Campaign")), plain(campaign.title, 3)}},
        {{label(say("任务编号", "Id")),
          plain(campaign.id.str() + (wish_.chinese
                                         ? fmt::format("（第 {} 版）", campaign.revision)
                                         : fmt::format(" (revision {})", campaign.revision))),
          label(say("所属单位", "Unit")), plain(sheet_.unit(campaign.unit))}},
        {{label(say("播放日期", "Days")),
          plain(playlists::toString(envelope.from) + say(" 至 ", " to ") +
                playlists::toString(envelope.to)),
          label(say("播出时段", "Times")), plain(daysText())}},
        {{label(say("播放方式", "How")), plain(oftenText()), label(say("每日播放", "A day")),
          plain(playsText())}},
        {{label(say("投放范围", "Reach")), plain(reachText(), 3)}},
        {{label(say("编制人", "Author")), plain(sheet_.person(campaign.owner)),
          label(say("提交人", "Submitted by")), plain(sheet_.person(campaign.submitter))}}};
}

int Form::pictureFor(std::size_t item) {
    auto const& bytes = item < pictures_.size() ? pictures_[item] : std::string();
    if (bytes.empty()) {
        return -1;
    }
    auto const next = static_cast<int>(out_.pictures.size());
    auto const [found, isNew] = placed_.emplace(bytes, next);
    if (isNew) {
        out_.pictures.push_back(bytes);
    }
    return found->second;
}

void Form::items() {
    heading(wish_.chinese ? fmt::format("一、播放内容（共 {} 项）", sheet_.items.size())
                          : fmt::format("1. Content ({} items)", sheet_.items.size()));
    auto& block = table({7, 25, 32, 12, 24}, 1);
    block.rows.push_back(
        {{label(say("序号", "No.")), label(say("画面", "Picture")), label(say("名称", "Name")),
          label(say("时长", "Length")), label(say("内容摘要", "Digests"))}});
    std::size_t number = 0;
    for (auto const& item : sheet_.items) {
        auto const& asset = item.asset;
        PrintCell picture;
        picture.align = PrintAlign::centre;
        picture.picture = pictureFor(number++);
        if (picture.picture < 0) {
            picture.text = asset.kind == playlists::AssetKind::stream
                               ? say("（直播，无画面）", "(live)")
                               : say("（图略）", "(no picture)");
        }
        auto const mark = item.change == ItemChange::added     ? say("【新增】", "[new] ")
                          : item.change == ItemChange::changed ? say("【已改】", "[changed] ")
                                                               : "";
        bool const saysMore = asset.kind == playlists::AssetKind::slogan ||
                              asset.kind == playlists::AssetKind::stream;
        auto const size = sizeText(item);
        auto name = mark + asset.title + "\n" + kindText(asset.kind) + "  " + asset.handle +
                    (size.empty() ? "" : "\n" + size) +
                    (saysMore && asset.broughtAs != asset.title ? "\n" + asset.broughtAs : "");
        auto digests = plain(
            say("素材 ", "upload ") + asset.content.asset.hex().substr(0, kShortDigest) + "\n" +
            say("播出 ", "shown ") + asset.content.master.hex().substr(0, kShortDigest));
        digests.small = true;
        block.rows.push_back({{centred(std::to_string(number)), picture, plain(name),
                               centred(say(playlists::durationWords(item.showFor))), digests}});
    }
}

void Form::screens() {
    auto const count = sheet_.screens.size();
    heading(wish_.chinese ? fmt::format("二、投放屏幕（共 {} 块）", count)
                          : fmt::format("2. Screens ({})", count));
    bool const placed = sheet_.reviewed.file.placement != Placement::programme;
    auto& block = table({24, 32, 24, 20}, 1);
    block.rows.push_back(
        {{label(say("屏幕编号", "Screen")), label(say("名称", "Name")), label(say("单位", "Unit")),
          label(placed ? say("像素与位置", "Pixels, place") : say("像素", "Pixels"))}});
    for (auto const& [screen, place] : sheet_.screens) {
        if (block.rows.size() > kMostScreens) {
            block.rows.push_back({{plain(
                wish_.chinese
                    ? fmt::format("……其余 {} 块屏幕见审核页", count - kMostScreens)
                    : fmt::format("… and {} more, on the review sheet", count - kMostScreens),
                4)}});
            break;
        }
        auto where = fmt::format("{}×{}", screen.width, screen.height);
        if (place) {
            where +=
                fmt::format("\n{}×{} @ {},{}", place->width, place->height, place->x, place->y);
        }
        block.rows.push_back({{plain(screen.id.str()), plain(screen.name),
                               plain(sheet_.unit(screen.unit)), centred(where)}});
    }
    if (sheet_.screens.empty()) {
        block.rows.push_back({{plain(say("投放范围内现无在用屏幕", "no screen in service"), 4)}});
    }
}

void Form::changes() {
    if (!sheet_.changes) {
        return;
    }
    auto const& changes = *sheet_.changes;
    heading(wish_.chinese ? fmt::format("三、与上次审批（第 {} 版，{}）相比", changes.revision,
                                        timeText(changes.at))
                          : fmt::format("3. Changed since the approval of revision {} ({})",
                                        changes.revision, timeText(changes.at)));
    std::string text;
    std::size_t shown = 0;
    for (auto const& line : changes.lines) {
        if (shown++ == kMostLines) {
            text += "\n…";
            break;
        }
        text += (text.empty() ? "· " : "\n· ") + say(line);
    }
    auto& block = table({1}, 0);
    block.rows.push_back(
        {{plain(text.empty() ? say("审批范围内无变化", "nothing that is approved") : text)}});
}

std::string Form::levelName(int level) const {
    auto const levels = sheet_.reviewed.levels;
    if (levels == 1) {
        return say("审批", "Approval");
    }
    if (!wish_.chinese) {
        return fmt::format("Level {} of {}", level, levels);
    }
    constexpr std::array<char const*, 3> kThree{"初审", "复审", "终审"};
    return level == levels ? kThree[2] : kThree.at(static_cast<std::size_t>(level - 1));
}

void Form::opinion(PrintBlock& block, int level, Approval const* row) {
    if (row == nullptr) {
        block.rows.push_back({{label(levelName(level)),
                               plain(say("□ 同意    □ 不同意（须写明理由）\n意见：",
                                         "□ agreed    □ not agreed (say why)\nRemarks:")),
                               plain(say("签名：\n\n\n日期：", "Signature:\n\n\nDate:"))},
                              kToWriteIn});
        return;
    }
    auto const who = row->onPaper ? row->signedBy : sheet_.person(row->by.str());
    auto const when = row->onPaper ? row->signedOn : timeText(row->at);
    auto how = row->onPaper ? say("线下审批，登记人 ", "on paper, filed by ") +
                                  sheet_.person(row->by.str()) + "\n" + timeText(row->at) + "\n" +
                                  say("扫描件 ", "scan ") + row->scan->hex().substr(0, kShortDigest)
                            : say("线上审批", "at the screen");
    if (!row->behalf.empty()) {
        how += "\n" + say("代 ", "on behalf of ") + sheet_.person(row->behalf.str());
    }
    block.rows.push_back(
        {{label(levelName(level)),
          plain(say("√ 同意", "√ agreed") + (row->reason.empty() ? "" : "\n" + row->reason)),
          plain(who + "\n" + when + "\n" + how)},
         kToWriteIn});
}

void Form::opinions() {
    heading(sheet_.changes ? say("四、审批意见", "4. Approval")
                           : say("三、审批意见", "3. Approval"));
    auto& block = table({14, 52, 34}, 1);
    block.rows.push_back({{label(say("级别", "Level")), label(say("意见", "Remarks")),
                           label(say("签名与日期", "Signature and date"))}});
    std::map<int, Approval const*> given;
    for (auto const& row : sheet_.reviewed.rows) {
        if (counts(row) && row.level <= sheet_.reviewed.granted) {
            given[row.level] = &row;
        }
    }
    for (int level = 1; level <= sheet_.reviewed.levels; ++level) {
        auto const found = given.find(level);
        opinion(block, level, found == given.end() ? nullptr : found->second);
    }
    for (auto const& row : sheet_.reviewed.rows) {
        if (!row.granted && row.revision == sheet_.reviewed.campaign.revision) {
            block.rows.push_back({{label(say("退回", "Returned")), plain(row.reason),
                                   plain(sheet_.person(row.by.str()) + "\n" + timeText(row.at))}});
        }
    }
    block.rows.push_back({{label(say("备注", "Notes")), plain("", 2)}, kToWriteIn / 2});
}

}  // namespace

PrintDocument approvalForm(ReviewSheet const& sheet, std::vector<std::string> const& pictures,
                           FormWish const& wish) {
    return Form(sheet, pictures, wish).made();
}

}  // namespace tocsin::schedule
