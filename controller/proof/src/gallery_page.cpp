// SPDX-License-Identifier: Apache-2.0
#include "gallery_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/proof/evidence.hpp"
#include "tocsin/vocabulary/html.hpp"

namespace tocsin::proof {
namespace {

using Object = boost::json::object;

// Old office browsers read it too: no grid, no variables.
constexpr char kStyle[] = R"(<style>
@page { size: A4; margin: 14mm 12mm; }
body { margin: 1.5em; color: #111; background: #fff; font: 10pt/1.45 "Noto Serif CJK SC", "FangSong", "SimSun", serif; }
h1, h2, h3 { font-family: "Noto Sans CJK SC", "SimHei", "Microsoft YaHei", sans-serif; }
h1 { margin: 0 0 .5em; text-align: center; font-size: 17pt; }
h2 { margin: 1.2em 0 .2em; font-size: 12pt; border-bottom: 1px solid #888; page-break-after: avoid; }
h3 { margin: .7em 0 .2em; font-size: 10.5pt; page-break-after: avoid; }
.facts, .place { margin: .2em 0; }
figure { display: inline-block; box-sizing: border-box; width: 49%; margin: 0 0 3mm; padding: 1mm; vertical-align: top; page-break-inside: avoid; }
figure.manual { border: 1px dashed #555; }
img { display: block; max-width: 100%; max-height: 75mm; margin: 0 auto 1mm; border: 1px solid #bbb; }
figcaption { font-size: 8.5pt; overflow-wrap: anywhere; }
.hash { font-family: monospace; }
.kind { font-weight: bold; }
@media print { body { margin: 0; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
</style>
)";

std::string textOf(Object const& facts, char const* key) {
    auto const* const found = facts.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
}

class Pages {
public:
    explicit Pages(Gallery const& gallery) : gallery_(gallery) {
        for (auto const& screen : gallery.screens) {
            screens_[screen.id] = &screen;
        }
    }

    std::string html() {
        auto const title = say("佐证图集：", "Evidence: ") + gallery_.subject;
        std::string out = std::string("<!DOCTYPE html>\n<html lang=\"") +
                          (gallery_.chinese ? "zh-CN" : "en") +
                          "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                          "content=\"width=device-width\">\n<title>" +
                          htmlEscaped(title) + "</title>\n" + kStyle + "</head>\n<body>\n<h1>" +
                          htmlEscaped(title) + "</h1>\n" + factsHtml();
        for (auto const& [screen, pictures] : byScreen()) {
            out += screenHtml(screen, pictures);
        }
        return out + notesHtml() + "</body>\n</html>\n";
    }

private:
    using Pictures = std::vector<store::KeptPicture const*>;

    [[nodiscard]] std::string say(char const* chinese, char const* english) const {
        return gallery_.chinese ? chinese : english;
    }
    [[nodiscard]] std::map<ScreenId, Pictures> byScreen() const;
    [[nodiscard]] std::string factsHtml() const;
    [[nodiscard]] std::string screenHtml(ScreenId const& id, Pictures const& pictures) const;
    [[nodiscard]] std::string figureHtml(store::KeptPicture const& picture,
                                         std::string const& zone) const;
    [[nodiscard]] std::string captionHtml(store::KeptPicture const& picture, Object const& facts,
                                          std::string const& zone) const;
    [[nodiscard]] std::string shownText(Object const& facts) const;
    [[nodiscard]] std::string kindText(Object const& facts) const;
    [[nodiscard]] std::string notesHtml() const;

    Gallery const& gallery_;
    std::map<ScreenId, store::Screen const*> screens_;
};

/// "2026-06-01T08:00:00.000+08:00", as clocks there show it.
std::string localText(Instant at, std::string const& zone) {
    auto const offset = playlists::offsetAt(zone, at);
    return formatInstant(at, offset ? *offset : std::chrono::seconds(0));
}

std::map<ScreenId, Pages::Pictures> Pages::byScreen() const {
    std::map<ScreenId, Pictures> out;
    for (auto const& picture : gallery_.pictures) {
        out[picture.screen].push_back(&picture);
    }
    for (auto& [screen, pictures] : out) {
        std::ranges::sort(pictures, [](auto const* a, auto const* b) {
            return std::pair(a->at, a->number) < std::pair(b->at, b->number);
        });
    }
    return out;
}

std::string Pages::factsHtml() const {
    auto const manual = std::ranges::count_if(gallery_.pictures,
                                              [](auto const& one) { return !one.addedBy.empty(); });
    auto const count = gallery_.pictures.size();
    std::string period = gallery_.period.empty() ? say("全部", "all") : gallery_.period;
    auto const text =
        gallery_.chinese
            ? fmt::format("时间范围：{}　屏幕 {} 块　图片 {} 张（其中人工拍摄 {} 张）", period,
                          byScreen().size(), count, manual)
            : fmt::format(
                  "period: {}; screens: {}; pictures: {}, of which {} are photographs by "
                  "people",
                  period, byScreen().size(), count, manual);
    return "<p class=\"facts\">" + htmlEscaped(text) + "</p>\n";
}

std::string Pages::screenHtml(ScreenId const& id, Pictures const& pictures) const {
    auto const found = screens_.find(id);
    auto const* const screen = found == screens_.end() ? nullptr : found->second;
    std::string name = screen == nullptr || screen->name.empty() ? id.str() : screen->name;
    std::string out = "<h2>" + htmlEscaped(name) + "</h2>\n<p class=\"place\">" +
                      htmlEscaped(say("屏幕编号：", "screen: ") + id.str());
    std::string zone = "UTC";
    if (screen != nullptr) {
        zone = screen->zone;
        out += screen->unit.empty() ? "" : htmlEscaped(say("　单位：", "; unit: ") + screen->unit);
        if (screen->place) {
            out += htmlEscaped(say("　位置：", "; place: ")) +
                   fmt::format("{:.5f}, {:.5f}", screen->place->latitude, screen->place->longitude);
        }
    }
    out += "</p>\n";
    constexpr std::size_t kDay = 10;
    std::string day;
    for (auto const* const picture : pictures) {
        if (auto const its = localText(picture->at, zone).substr(0, kDay); its != day) {
            day = its;
            out += "<h3>" + day + "</h3>\n";
        }
        out += figureHtml(*picture, zone);
    }
    return out;
}

std::string Pages::figureHtml(store::KeptPicture const& picture, std::string const& zone) const {
    auto const facts = pictureJson(picture);
    auto const hex = picture.picture.hex();
    auto const source = gallery_.files ? fileNameOf(picture) : "/api/v1/evidence/" + hex + "/file";
    return std::string("<figure") + (picture.addedBy.empty() ? "" : " class=\"manual\"") +
           "><img src=\"" + source + "\" alt=\"" + hex.substr(0, 16) + "\" loading=\"lazy\">" +
           captionHtml(picture, facts, zone) + "</figure>\n";
}

std::string Pages::captionHtml(store::KeptPicture const& picture, Object const& facts,
                               std::string const& zone) const {
    auto const local = localText(picture.at, zone);
    constexpr std::size_t kSecond = 19, kZone = 23;
    std::string time = local.substr(0, 10) + " " + local.substr(11, kSecond - 11) + " " +
                       (local.size() > kZone && local[kZone] != 'Z' ? "UTC" + local.substr(kZone)
                                                                    : std::string("UTC"));
    auto const shown = shownText(facts);
    std::string out = "<figcaption>" + htmlEscaped(time);
    out += shown.empty() ? "" : " · " + htmlEscaped(shown);
    out += "<br><span class=\"kind\">" + htmlEscaped(kindText(facts)) + "</span>";
    if (auto const note = textOf(facts, "note"); !note.empty()) {
        out += "<br>" + htmlEscaped(note);
    }
    return out + "<br><span class=\"hash\">SHA-256 " + picture.picture.hex().substr(0, 16) +
           "…</span></figcaption>";
}

std::string Pages::shownText(Object const& facts) const {
    auto out = textOf(facts, "asset_name");
    if (auto const warning = textOf(facts, "warning"); !warning.empty()) {
        out += (out.empty() ? "" : " · ") +
               fmt::format(fmt::runtime(say("预警 {} 第 {} 版", "warning {}, revision {}")),
                           warning, facts.at("warning_revision").as_int64());
    }
    return out;
}

std::string Pages::kindText(Object const& facts) const {
    if (facts.at("manual").as_bool()) {
        auto const time = textOf(facts, "time");
        std::string const whence =
            time == "stated" ? say("时间由添加人填报", "time as stated")
            : time == "camera"
                ? say("时间取自相机", "time by the camera")
                : say("时间取自相机（按屏幕时区）", "time by the camera, in the screen's zone");
        return say("人工拍摄，添加人 ", "photograph, added by ") + textOf(facts, "added_by") +
               say("；", "; ") + whence +
               (facts.at("sticker").as_bool()
                    ? say("；画面内有屏幕标签", "; the screen's sticker is in it")
                    : "");
    }
    auto const cause = textOf(facts, "cause");
    auto const why = cause == "request"      ? say("应请求", "on request")
                     : cause == "first-play" ? say("每日抽样", "daily sample")
                     : cause == "interval"   ? say("定时", "at an interval")
                                             : say("预警上屏", "of a warning");
    return say("播放终端自动截取（", "taken by the player (") + why + say("），", "), ") +
           (facts.at("delivered").as_bool()
                ? say("已送达已连接且供电的输出", "taken by a connected, powered output")
                : say("终端已播，屏体未核验", "played by the terminal, panel not verified"));
}

std::string Pages::notesHtml() const {
    return "<p class=\"facts\">" +
           htmlEscaped(say(
               "图片按屏幕与日期排列，时间为屏幕所在时区。自动截取的图片由播放终端签名，显示的是送"
               "往"
               "屏"
               "体的画面，不证明屏体已点亮；虚线框内为人工拍摄，其时间与屏幕由添加人负责。"
               "SHA-256 为原文件摘要的前 16 位。",
               "By screen and day, in the screen's own time. Pictures by the player are signed by "
               "it "
               "and show what was sent to the panel, not that it was lit; those in dashed frames "
               "are photographs, whose time and screen are the word of who added them. SHA-256: "
               "the first 16 digits of the file's digest.")) +
           "</p>\n";
}

}  // namespace

std::string fileNameOf(store::KeptPicture const& picture) {
    bool const png = pictureJson(picture).at("type").as_string() == "image/png";
    return picture.picture.hex() + (png ? ".png" : ".jpg");
}

std::string toHtml(Gallery const& gallery) {
    return Pages(gallery).html();
}

}  // namespace tocsin::proof
