// SPDX-License-Identifier: Apache-2.0
#include "review_page.hpp"

#include "review_words.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/html.hpp"

namespace tocsin::cli {
namespace {

using Fetch = std::function<std::string(std::string const&)>;

/// All pictures and clips of a page together, as they come.
constexpr std::size_t kMostBytes = std::size_t{200} << 20;

constexpr char kHead[] = R"(<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>)";
constexpr char kStyle[] = R"(</title>
<style>
body { font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 1.5em auto; max-width: 70em; padding: 0 1em; color: #111; background: #fff; line-height: 1.5 }
h1 { font-size: 1.5em } h2 { font-size: 1.15em; margin-top: 2em; border-bottom: 2px solid #a00000 }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #999; padding: .35em .6em; vertical-align: top; text-align: left; overflow-wrap: anywhere }
th { background: #eee; font-weight: 600 } .en { color: #666; font-size: .8em; margin-left: .4em; font-weight: normal }
.digest { font-family: monospace; font-size: .8em } .item { border: 1px solid #999; padding: .8em; margin: .8em 0; break-inside: avoid }
.pictures { display: flex; flex-wrap: wrap; gap: .5em; align-items: flex-start } .pictures figure { margin: 0 } figcaption { font-size: .75em; color: #555 }
img, video { max-width: 20em; max-height: 20em; border: 1px solid #ccc; background: #808080 } img.led { image-rendering: pixelated; min-width: 8em; max-width: 100% }
.mark { background: #a00000; color: #fff; padding: 0 .4em } .text { unicode-bidi: isolate; white-space: pre-wrap }
</style>
</head>
<body>
)";

/// Text from outside: it cannot turn around what stands beside it.
std::string shown(std::string const& text) {
    return "<bdi class=\"text\">" + htmlEscaped(text) + "</bdi>";
}

std::string label(char const* chinese, char const* english) {
    return fmt::format("{}<span class=\"en\">{}</span>", chinese, english);
}

std::string row(std::vector<std::string> const& cells, char const* tag = "td") {
    std::string out = "<tr>";
    for (auto const& cell : cells) {
        out += fmt::format("<{0}>{1}</{0}>", tag, cell);
    }
    return out + "</tr>\n";
}

std::string property(std::string const& name, std::string const& value) {
    return value.empty() ? "" : "<tr><th>" + name + "</th><td>" + value + "</td></tr>\n";
}

/// By its first bytes; nothing else is embedded.
char const* typeOf(std::string_view bytes) {
    if (bytes.starts_with("\xff\xd8\xff")) {
        return "image/jpeg";
    }
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) {
        return "image/png";
    }
    return bytes.size() > 8 && bytes.substr(4, 4) == "ftyp" ? "video/mp4" : "";
}

std::string sizeOf(Json const& of) {
    auto const width = integer(of, "width");
    return width == 0 ? "" : fmt::format("{}×{}", width, integer(of, "height"));
}

/// "width=192&height=32" of a link as "192×32"; "at=50" as "5 %".
std::string captionOf(std::string const& link) {
    auto const value = [&link](std::string const& name) {
        auto const at = link.find("&" + name + "=");
        auto const from = at + name.size() + 2;
        return at == std::string::npos ? "" : link.substr(from, link.find('&', from) - from);
    };
    if (auto const width = value("width"); !width.empty()) {
        return width + "×" + value("height");
    }
    auto const place = value("at");
    return place.empty() ? "" : std::to_string(std::atoi(place.c_str()) / 10) + " %";
}

class Page {
public:
    Page(Json const& sheet, Fetch const& fetch) : sheet_(sheet), fetch_(fetch) {}

    std::string made() {
        out_ = kHead + htmlEscaped(text(sheet_, "title")) + kStyle;
        out_ += "<h1>" + shown(text(sheet_, "title")) + "</h1>\n";
        about();
        changes();
        items();
        screens();
        findings();
        approvals();
        return out_ + "</body>\n</html>\n";
    }

private:
    void heading(char const* chinese, char const* english) {
        out_ += "<h2>" + label(chinese, english) + "</h2>\n";
    }
    void about();
    void changes();
    void items();
    void item(Json const& item);
    void screens();
    void findings();
    void approvals();
    void figure(std::string const& link, char const* whenMissing);

    Json const& sheet_;
    Fetch const& fetch_;
    std::string out_;
    std::size_t bytes_ = 0;
};

void Page::about() {
    auto const& covers = member(sheet_, "covers");
    auto const& when = member(covers, "when");
    auto const& content = member(covers, "content");
    auto const& plays = member(sheet_, "plays_a_day");
    std::string reach;
    for (auto const* const key : {"units", "tags", "screens"}) {
        auto const names = joined(content, key, "、");
        reach += names.empty() ? "" : fmt::format("{}: {}\n", key, names);
    }
    out_ +=
        "<table>\n" +
        property(label("任务编号", "campaign"),
                 shown(text(sheet_, "campaign")) + " · " + label("第", "revision") + " " +
                     htmlEscaped(text(sheet_, "revision")) + " · " + shown(text(sheet_, "state"))) +
        property(label("单位", "unit"), shown(text(sheet_, "unit_name"))) +
        property(label("编制人", "author"), shown(text(sheet_, "owner_name"))) +
        property(label("提交人", "submitted by"), shown(text(sheet_, "submitter_name"))) +
        property(label("日期", "days"), shown(text(when, "from") + " – " + text(when, "to"))) +
        property(label("时段", "times"), shown(whenWords(when))) +
        property(label("频次", "how often"), shown(howOftenWords(member(covers, "how_often")))) +
        property(label("投放范围", "reach"),
                 shown(flag(content, "everywhere") ? "全部屏幕 / all screens\n" + reach : reach)) +
        property(label("每日播放", "plays a day"),
                 plays.is_object() ? shown(fmt::format("{}–{} ({})", integer(plays, "least"),
                                                       integer(plays, "most"), text(plays, "day")))
                                   : "") +
        property(label("审批单短码", "code of the form"), shown(text(sheet_, "code"))) +
        property(label("审核页摘要", "sheet"),
                 "<span class=\"digest\">" + htmlEscaped(text(sheet_, "sheet")) + "</span>") +
        "</table>\n";
}

void Page::changes() {
    auto const& changes = member(sheet_, "changes");
    if (!changes.is_object()) {
        return;
    }
    heading("与上次审批相比", "changed since the last approval");
    out_ += "<ul>\n";
    for (auto const& line : elements(changes, "lines")) {
        out_ += "<li>" + shown(text(line, "message_zh")) + "<span class=\"en\">" +
                shown(text(line, "message")) + "</span></li>\n";
    }
    out_ += "</ul>\n";
}

void Page::figure(std::string const& link, char const* whenMissing) {
    auto const bytes = bytes_ < kMostBytes ? fetch_(link) : std::string();
    std::string const type = typeOf(bytes);
    bytes_ += bytes.size();
    out_ += "<figure>";
    if (type.empty()) {
        out_ += whenMissing;
    } else if (type == "video/mp4") {
        out_ += "<video controls loop muted src=\"data:video/mp4;base64," +
                messages::base64(bytes) + "\"></video>";
    } else {
        out_ += fmt::format("<img class=\"{}\" alt=\"\" src=\"data:{};base64,",
                            type == "image/png" ? "led" : "photo", type) +
                messages::base64(bytes) + "\">";
    }
    out_ += "<figcaption>" + htmlEscaped(captionOf(link)) + "</figcaption></figure>\n";
}

void Page::item(Json const& item) {
    auto const change = text(item, "change");
    out_ += "<div class=\"item\">\n<b>" + htmlEscaped(text(item, "number")) + ". " +
            shown(text(item, "title")) + "</b> ";
    if (change == "added") {
        out_ += "<span class=\"mark\">新增 new</span> ";
    } else if (change == "changed") {
        out_ += "<span class=\"mark\">已改 changed</span> ";
    }
    out_ += shown(text(item, "kind") + "  " + text(item, "handle") + "  " +
                  clockText(integer(item, "show_ms")) + "  " + sizeOf(item));
    for (auto const* const key : {"text", "address"}) {
        if (auto const said = text(item, key); !said.empty()) {
            out_ += "<br>" + shown(said);
        }
    }
    out_ += "\n<div class=\"pictures\">\n";
    for (auto const& link : elements(item, "pictures")) {
        if (link.is_string()) {
            figure(std::string(link.as_string()), "（画面无法取得 / no picture）");
        }
    }
    if (auto const clip = text(item, "clip"); !clip.empty()) {
        figure(clip, "（片段无法取得 / no clip）");
    }
    out_ += "</div>\n<div class=\"digest\">素材 upload " + htmlEscaped(text(item, "asset")) +
            "<br>播出 shown " + htmlEscaped(text(item, "master")) + "</div>\n</div>\n";
}

void Page::items() {
    heading("播放内容", "content");
    for (auto const& one : elements(sheet_, "items")) {
        item(one);
    }
}

void Page::screens() {
    heading("投放屏幕", "screens");
    out_ +=
        "<table>\n" + row({label("屏幕", "screen"), label("名称", "name"), label("单位", "unit"),
                           label("像素", "pixels"), label("位置", "place")},
                          "th");
    for (auto const& screen : elements(sheet_, "screens")) {
        auto const& place = member(screen, "place");
        out_ += row({shown(text(screen, "id")), shown(text(screen, "name")),
                     shown(text(screen, "unit")), sizeOf(screen),
                     place.is_object() ? fmt::format("{} @ {},{}", sizeOf(place),
                                                     integer(place, "x"), integer(place, "y"))
                                       : ""});
    }
    out_ += "</table>\n";
}

void Page::findings() {
    auto const findings = elements(sheet_, "findings");
    if (findings.empty()) {
        return;
    }
    heading("检查提示", "findings");
    out_ += "<ul>\n";
    for (auto const& finding : findings) {
        out_ += "<li>" + shown(text(finding, "message_zh")) + "<span class=\"en\">" +
                shown(text(finding, "message")) + "</span></li>\n";
    }
    out_ += "</ul>\n";
}

void Page::approvals() {
    heading("审批", "approvals");
    out_ += "<p>" + htmlEscaped(text(sheet_, "granted") + "/" + text(sheet_, "levels")) +
            "</p>\n<table>\n" +
            row({label("级别", "level"), label("结果", "outcome"), label("审批人", "by"),
                 label("时间", "at"), label("意见", "remark")},
                "th");
    for (auto const& one : elements(sheet_, "approvals")) {
        auto outcome = flag(one, "granted") ? label("通过", "approved") : label("退回", "returned");
        if (flag(one, "on_paper")) {
            outcome += " " + label("线下审批", "on paper") + " " +
                       shown(text(one, "signed_by") + " " + text(one, "signed_on"));
        }
        if (auto const ended = text(one, "voided"); !ended.empty()) {
            outcome += " " + label("已失效", "void") + " " + shown(text(one, "void_reason"));
        }
        out_ += row({htmlEscaped(text(one, "level")), outcome, shown(text(one, "by_name")),
                     shown(text(one, "at")), shown(text(one, "reason"))});
    }
    out_ += "</table>\n<p>" + label("可审批人", "may approve") + ": ";
    for (auto const& one : elements(sheet_, "may")) {
        out_ += shown(text(one, "account") + " " + text(one, "name")) + "  ";
    }
    out_ += "</p>\n";
}

}  // namespace

std::string reviewPage(Json const& sheet, Fetch const& fetch) {
    return Page(sheet, fetch).made();
}

}  // namespace tocsin::cli
