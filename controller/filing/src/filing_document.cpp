// SPDX-License-Identifier: Apache-2.0
#include "tocsin/filing/filing_document.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "document_parts.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using documents::Heading;
using documents::Language;
using documents::Paragraph;
using documents::ParagraphStyle;

class Maker {
public:
    Maker(json::object const& content, Stamp const& stamp, PictureFiles const& files,
          Language language)
        : content_(content),
          stamp_(stamp),
          files_(files),
          say_{language},
          kind_(textIn(content, "kind")) {}

    documents::Document make() {
        head();
        if (kind_ == "plan") {
            plan();
        } else {
            report();
        }
        signatures();
        return std::move(out_);
    }

private:
    template <class Block>
    void add(Block block) {
        out_.blocks.emplace_back(std::move(block));
    }
    void heading(std::string chinese, std::string english) {
        static char const* const kNumbers[] = {"一", "二", "三", "四", "五",   "六",
                                               "七", "八", "九", "十", "十一", "十二"};
        auto const number = say_.isChinese() ? std::string(kNumbers[headings_]) + "、"
                                             : std::to_string(headings_ + 1) + ". ";
        ++headings_;
        add(Heading{1, number + say_(std::move(chinese), std::move(english))});
    }
    void text(std::string words, ParagraphStyle style = ParagraphStyle::body) {
        for (std::size_t at = 0; at <= words.size();) {
            auto const end = std::min(words.find('\n', at), words.size());
            if (end > at) {
                add(Paragraph{words.substr(at, end - at), style});
            }
            at = end + 1;
        }
    }
    void table(documents::Table made, std::string nothingChinese, std::string nothingEnglish) {
        if (made.rows.empty()) {
            text(say_(std::move(nothingChinese), std::move(nothingEnglish)));
        } else {
            add(std::move(made));
        }
    }
    [[nodiscard]] std::int64_t figure(char const* key) const {
        return numberIn(partIn(content_, "figures"), key);
    }

    [[nodiscard]] std::string periodText() const {
        return dayText(textIn(content_, "from"), say_.language) + say_("至", " to ") +
               dayText(textIn(content_, "to"), say_.language);
    }
    /// 第N周 / 总结.
    [[nodiscard]] std::string issueText() const {
        auto const issue = std::to_string(numberIn(content_, "issue"));
        if (kind_ == "week") {
            return issue == "0" ? say_("活动前一周", "the week before")
                                : say_("第" + issue + "周", "week " + issue);
        }
        return kind_ == "final"    ? flagIn(content_, "provisional")
                                         ? say_("总结（阶段性）", "final (provisional)")
                                         : say_("总结", "final")
                  : kind_ == "plan" ? say_("计划", "plan")
               : kind_ == "patrol" ? say_("巡查日报", "patrol of a day")
                                   : say_("时段", "period");
    }

    void head() {
        out_.language = say_.language;
        auto const activity = textIn(content_, "title");
        out_.title = kind_ == "plan" ? say_("电子屏播放计划表", "Plan of plays on screens")
                     : kind_ == "patrol"
                         ? say_("电子屏巡查日报", "Daily patrol of screens")
                         : say_(activity + "电子屏播放情况报告", activity + ": report on screens");
        out_.subtitle = kind_ == "plan" || kind_ == "patrol" ? activity : issueText();
        auto const fact = [&](std::string chinese, std::string english, std::string value) {
            if (!value.empty()) {
                out_.facts.emplace_back(say_(std::move(chinese), std::move(english)),
                                        std::move(value));
            }
        };
        auto const unit = textIn(content_, "unit_name");
        fact("单位", "Unit", unit.empty() ? say_("全系统", "the whole site") : unit);
        fact("活动名称", "Activity", activity);
        fact("主题", "Theme", textIn(content_, "theme"));
        fact("期次", "Issue", issueText());
        fact(kind_ == "plan" ? "计划区间" : "统计区间", "Period", periodText());
        auto const asOf = instantText(content_, textIn(content_, "as_of"), say_.language);
        fact("截至时间", "As of", asOf);
        fact("编号", "Number",
             stamp_.number > 0 ? std::to_string(stamp_.number) : say_("草稿", "draft"));
        if (stamp_.number > 0) {
            fact("版本", "Revision", std::to_string(stamp_.revision));
            fact("更正原因", "Reason of the revision", stamp_.reason);
            fact("校验码", "Check code", checkCode(stamp_.digest));
        }
        fact("报送", "To", textIn(content_, "receiver"));
        if (auto const due = textIn(content_, "due"); !due.empty()) {
            fact("报送时限", "Due", deadlineText(content_, due, say_.language));
        }
        auto const& person = partIn(content_, "responsible");
        auto const phone = textIn(person, "phone");
        fact("责任人/电话", "Responsible",
             textIn(person, "name") + (phone.empty() ? "" : " / " + phone));
        fact("邮箱", "Mail", textIn(person, "mail"));
        out_.created = textIn(content_, "as_of");
        out_.author = unit;
        out_.footer = stamp_.number > 0
                          ? say_("编号 ", "No. ") + std::to_string(stamp_.number) + "-" +
                                std::to_string(stamp_.revision) + "  " + checkCode(stamp_.digest)
                          : say_("草稿，未冻结", "draft, not frozen");
        if (stamp_.number > 0) {
            out_.code = "tocsin-filing:" + std::to_string(stamp_.number) + "-" +
                        std::to_string(stamp_.revision) + ":" + stamp_.digest.hex();
        }
    }

    /// 100-1=0: what failed is said first.
    void failing() {
        auto const screens = figure("screens_ordered") - figure("screens_landed");
        auto const plays = std::max<std::int64_t>(0, figure("planned") - figure("counted"));
        auto const silent = listIn(content_, "unreported").size();
        if (screens == 0 && plays == 0 && silent == 0) {
            add(Paragraph{
                say_("未落地屏 0 块，计划内未完成 0 次，未回传屏 0 块。",
                     "0 screens below their plan, 0 planned plays missing, 0 screens silent."),
                ParagraphStyle::lead});
            return;
        }
        add(Paragraph{
            say_("未落地屏 " + counted(screens) + " 块，计划内未完成 " + counted(plays) +
                     " 次，未回传屏 " + std::to_string(silent) + " 块。",
                 counted(screens) + " screens below their plan, " + counted(plays) +
                     " planned plays missing, " + std::to_string(silent) + " screens silent."),
            ParagraphStyle::lead});
    }

    void figures() {
        documents::Figures out;
        auto const of = [&](char const* part, char const* whole) {
            return counted(figure(part)) + "/" + counted(figure(whole));
        };
        out.figures = {{counted(figure("screens_covered")), say_("播出屏（块）", "screens"),
                        say_("应播 ", "ordered ") + counted(figure("screens_ordered"))},
                       {counted(figure("complete")), say_("实播（次）", "complete plays"),
                        say_("应播 ", "planned ") + counted(figure("planned"))},
                       {hoursOf(figure("shown_ms")), say_("时长（h）", "hours"), ""},
                       {percentOf(figure("screens_covered"), figure("screens_ordered")),
                        say_("覆盖率", "coverage"), of("screens_covered", "screens_ordered")},
                       {percentOf(figure("counted"), figure("planned")),
                        say_("完成率", "completion"), of("counted", "planned")}};
        add(std::move(out));
    }

    /// As it was written, or drafted in this document's language.
    [[nodiscard]] std::string written(char const* key, std::string drafted) const {
        bool const isDrafted = flagIn(partIn(content_, "drafted"), key);
        auto const said = textIn(partIn(content_, "texts"), key);
        return !say_.isChinese() && isDrafted ? drafted : said.empty() ? drafted : said;
    }

    void report() {
        auto const drafts = draftedTexts(content_, say_.language);
        heading("总体情况", "Overview");
        failing();
        text(written("overview", drafts.overview));
        figures();
        heading("播放统计", "Plays");
        table(screensTable(content_, say_), "本期无应播屏幕。", "No screen was to show anything.");
        if (kind_ != "patrol") {
            heading("内容明细", "Contents");
            table(assetsTable(content_, say_), "本期无播出内容。", "Nothing was shown.");
            heading("逐日情况", "By day");
            byDay();
        }
        heading("佐证材料", "Evidence");
        evidence();
        heading("异常及处置", "Faults");
        table(faultsTable(content_, say_),
              content_.contains("seconds") ? "未记录到播出失败或离线。" : "本期异常时长未统计。",
              content_.contains("seconds") ? "No failed or offline time was recorded."
                                           : "Time lost to faults was not counted.");
        faultsLeftOut();
        heading("亮点与不足", "Highlights and shortcomings");
        add(Heading{2, say_("（一）亮点", "(a) Highlights")});
        text(written("highlights", drafts.highlights));
        add(Heading{2, say_("（二）不足", "(b) Shortcomings")});
        text(written("shortcomings", drafts.shortcomings));
        heading("线下工作（人工填报）", "Work of people (entered by people)");
        table(workTable(content_, say_), "本期无工作记录。", "No work was recorded.");
        if (!listIn(content_, "members").empty()) {
            heading("汇总来源", "Sources");
            add(membersTable(content_, say_));
        }
        heading("数据说明", "Notes on data");
        if (!listIn(content_, "late").empty()) {
            add(lateTable(content_, say_));
        }
        if (content_.contains("reconciliation")) {
            add(weeksTable(content_, say_));
        }
        addNotes(out_.blocks, content_, stamp_, say_);
    }

    void byDay() {
        if (listIn(content_, "days").empty()) {
            text(say_("本期无逐日数据。", "There are no days to show."));
            return;
        }
        add(daysChart(content_, say_));
        auto heat = heatTable(content_, say_);
        if (!heat.rows.empty()) {
            add(std::move(heat));
        }
    }

    void evidence() {
        documents::Pictures pictures;
        std::size_t missing = 0;
        eachIn(content_, "pictures", [&](json::object const& row) {
            auto const file = files_.find(textIn(row, "digest"));
            if (file == files_.end()) {
                ++missing;
                return;
            }
            auto const number = std::to_string(pictures.pictures.size() + 1);
            documents::Picture picture;
            picture.bytes = file->second;
            picture.name = say_("图", "picture") + number +
                           (textIn(row, "type") == "image/png" ? ".png" : ".jpg");
            picture.caption = captionOf(row, number);
            pictures.pictures.push_back(std::move(picture));
        });
        if (pictures.pictures.empty() && missing == 0) {
            text(say_("本期无佐证图片。", "There are no pictures of this period."));
        }
        if (!pictures.pictures.empty()) {
            add(std::move(pictures));
        }
        if (missing > 0) {
            text(say_("另有" + std::to_string(missing) +
                          "张图片未收入本文（原件见系统佐证库，或已过保存期）。",
                      std::to_string(missing) + " more pictures are not in this document; they are "
                                                "in the system's evidence, or past their keeping."),
                 ParagraphStyle::note);
        }
        auto const screens = listIn(content_, "screens").size();
        std::set<std::string> shown;
        eachIn(content_, "pictures",
               [&](json::object const& row) { shown.insert(textIn(row, "screen")); });
        shown.erase("");
        if (!flagIn(content_, "pictures_chosen") && screens > shown.size()) {
            text(say_("图片按规则选取（逐屏轮取，素材与日期尽量不重复）；" +
                          std::to_string(screens - shown.size()) + "块屏在本文无图片。",
                      "Pictures were chosen by rule (screens in turn, assets and days spread); " +
                          std::to_string(screens - shown.size()) + " screens have none here."),
                 ParagraphStyle::note);
        }
    }

    /// 图号、屏幕、内容、拍摄时间、来源、SHA-256 first 8.
    [[nodiscard]] std::vector<std::string> captionOf(json::object const& row,
                                                     std::string const& number) const {
        auto const source = textIn(row, "source");
        auto const shows = textIn(row, "shows"), caption = textIn(row, "caption");
        auto const at = textIn(row, "at");
        auto const when =
            at.empty() ? textIn(row, "taken") : instantText(content_, at, say_.language);
        std::vector<std::string> out{say_("图", "Picture ") + number + "  " + textIn(row, "name")};
        if (!shows.empty() || !caption.empty()) {
            out.push_back(shows.empty()     ? caption
                          : caption.empty() ? shows
                                            : shows + "；" + caption);
        }
        out.push_back((when.empty() ? say_("时间未注明", "time not said") : when) +
                      (source == "player" ? say_("  播放器截屏", "  taken by the player")
                       : source == "work"
                           ? say_("  工作记录（人工上传）", "  work record (by a person)")
                           : say_("  人工上传", "  photograph by a person")));
        out.push_back("SHA-256 " + textIn(row, "digest").substr(0, 8));
        return out;
    }

    void plan() {
        text(written("overview", paragraphOf(content_, Length::brief, say_.language)));
        if (auto const until = textIn(content_, "plan_until");
            !until.empty() && until < textIn(content_, "to")) {
            text(say_("已发布的计划至" + dayText(until, say_.language) +
                          "，其后各日以届时发布的计划为准。",
                      "Plans have been released up to " + dayText(until, say_.language) +
                          "; later days follow with theirs."),
                 ParagraphStyle::note);
        }
        table(planTable(content_, say_), "尚无已发布的播放计划。",
              "No plan has been released yet.");
        if (!listIn(content_, "key_dates").empty()) {
            heading("重要日期", "Key dates");
            eachIn(content_, "key_dates", [&](json::object const& date) {
                text(dayText(textIn(date, "day"), say_.language) + "  " + textIn(date, "title") +
                         (textIn(date, "note").empty() ? "" : "（" + textIn(date, "note") + "）"),
                     ParagraphStyle::plain);
            });
        }
        heading("数据说明", "Notes on data");
        addNotes(out_.blocks, content_, stamp_, say_);
    }

    void faultsLeftOut() {
        auto const count = numberIn(content_, "faults_left_out");
        if (count == 0) {
            return;
        }
        auto const ms = numberIn(content_, "faults_left_out_ms");
        bool const isTimeKnown = hasNumber(content_, "faults_left_out_ms");
        auto const chinese = isTimeKnown ? "、合计" + hoursOf(ms) + "小时" : std::string();
        auto const english = isTimeKnown ? ", " + hoursOf(ms) + " h in all" : std::string();
        add(Paragraph{say_("以上按时长由长到短列出，另有" + counted(count) + "行未列" + chinese +
                               "，各项合计含之。",
                           "The longest come first; " + counted(count) +
                               " more rows are not listed" + english + ". Sums hold them."),
                      ParagraphStyle::note});
    }

    /// 落款.
    void signatures() {
        auto const& people = partIn(content_, "people");
        auto const line = [&](char const* chinese, char const* english, char const* key) {
            auto const name = textIn(people, key);
            return say_(chinese, english) + (name.empty() ? "_______" : name);
        };
        std::array const lines{line("填报人：", "Filled in by: ", "filled_by"),
                               line("审核人：", "Reviewed by: ", "reviewed_by"),
                               line("签发人：", "Signed by: ", "signed_by")};
        // One line of Chinese has room for all three; English words are longer.
        if (say_.language == Language::chinese) {
            add(Paragraph{lines[0] + "  " + lines[1] + "  " + lines[2], ParagraphStyle::plain});
        } else {
            for (auto const& one : lines) {
                add(Paragraph{one, ParagraphStyle::plain});
            }
        }
        auto const unit = textIn(content_, "unit_name");
        add(Paragraph{(unit.empty() ? "" : unit) + say_("（盖章）", " (seal)"),
                      ParagraphStyle::right});
        add(Paragraph{dayText(localDay(content_, textIn(content_, "as_of")), say_.language),
                      ParagraphStyle::right});
    }

    json::object const& content_;
    Stamp const& stamp_;
    PictureFiles const& files_;
    Speech say_;
    std::string kind_;
    std::size_t headings_ = 0;
    documents::Document out_;
};

}  // namespace

std::string checkCode(Digest const& content) {
    auto digits = content.hex().substr(0, 16);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        auto const c = digits[i];
        out += i > 0 && i % 4 == 0 ? "-" : "";
        out += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return out;
}

documents::Document documentOf(json::object const& content, Stamp const& stamp,
                               PictureFiles const& pictures, Language language) {
    return Maker(content, stamp, pictures, language).make();
}

}  // namespace tocsin::filing
