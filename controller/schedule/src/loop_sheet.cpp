// SPDX-License-Identifier: Apache-2.0
#include "loop_sheet.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json/array.hpp>

#include "tocsin/vocabulary/html.hpp"

namespace tocsin::schedule {
namespace {

namespace json = boost::json;

constexpr std::int64_t kSecond = 1'000;
constexpr std::size_t kShortDigest = 12;

struct Label {
    char const *chinese, *english;
};
/// What the hand that puts it up fills in.
constexpr std::array<Label, 7> kFillIn{{{"安装地点", "Place"},
                                        {"装入时间", "Loaded at"},
                                        {"经手人", "Handled by"},
                                        {"开播时间", "On screen from"},
                                        {"停播时间", "Off screen at"},
                                        {"现场照片编号", "Numbers of photographs on site"},
                                        {"签字", "Signature"}}};
constexpr Label kStatement{
    "本屏的播放由人工填报，系统不能证明其播放次数。",
    "Plays of this screen are recorded by hand and are not proven by the system."};

char const* chineseOf(playlists::AssetKind kind) {
    switch (kind) {
        case playlists::AssetKind::film:
            return "影片";
        case playlists::AssetKind::picture:
            return "图片";
        case playlists::AssetKind::slogan:
            return "标语";
        case playlists::AssetKind::stream:
            break;
    }
    return "直播流";
}

/// A row of the table of items.
struct Row {
    std::size_t number = 0;
    Milliseconds start{}, length{};
    LoopItem const* item = nullptr;
    store::Asset const* asset = nullptr;
    std::string file;  ///< of a picture
};

/// How often an asset comes.
struct Count {
    store::Asset const* asset = nullptr;
    std::int64_t plays = 0;
};

/// Everything both forms say, once.
class Contents {
public:
    explicit Contents(LoopSheet const& sheet) : sheet_(sheet) {
        Milliseconds at{};
        bool const film = isFilm();
        for (auto const& item : sheet.made.items) {
            frames += item.frames;
            auto const next =
                film ? Milliseconds(frames * kSecond / sheet.wish.fps) : at + item.length;
            auto const number = rows.size() + 1;
            auto const* asset = &sheet.plan.assets.at(item.asset);
            rows.push_back({number, at, next - at, &item, asset,
                            film ? "" : sheet.made.files.at(number - 1).name});
            add(*asset);
            at = next;
        }
        length = at;
    }
    [[nodiscard]] bool isFilm() const { return sheet_.wish.format == LoopFormat::mp4; }
    /// Tenths of plays an hour, rounded.
    [[nodiscard]] std::int64_t perHour(Count const& count) const {
        constexpr std::int64_t kHourTenths = std::int64_t{10} * 3'600 * kSecond;
        return (count.plays * kHourTenths + length.count() / 2) / length.count();
    }
    [[nodiscard]] std::vector<LoopFinding> findings() const {
        auto out = sheet_.plan.findings;
        out.insert(out.end(), sheet_.made.findings.begin(), sheet_.made.findings.end());
        return out;
    }
    [[nodiscard]] std::string titleOf(CampaignId const& campaign) const {
        auto const found = sheet_.plan.titles.find(campaign);
        return found == sheet_.plan.titles.end() ? "" : found->second;
    }

    std::vector<Row> rows;
    std::vector<Count> counts;  ///< in the order in which they first come
    Milliseconds length{};
    std::int64_t frames = 0;

private:
    void add(store::Asset const& asset) {
        for (auto& count : counts) {
            if (count.asset == &asset) {
                ++count.plays;
                return;
            }
        }
        counts.push_back({&asset, 1});
    }
    LoopSheet const& sheet_;
};

/// The instants of the sheet on the screen's clock.
struct Times {
    std::string from, to, made;
};
Result<Times> timesOf(LoopSheet const& sheet) {
    Times out;
    for (auto const& [at, text] : {std::pair(sheet.plan.from, &out.from),
                                   {sheet.plan.to, &out.to},
                                   {sheet.when, &out.made}}) {
        auto const offset = playlists::offsetAt(sheet.plan.screen.zone, at);
        if (!offset) {
            return offset.error();
        }
        *text = formatInstant(at, *offset);
    }
    return out;
}

json::array itemsJson(Contents const& contents) {
    json::array out;
    for (auto const& row : contents.rows) {
        json::object item{{"number", row.number},
                          {"start_ms", row.start.count()},
                          {"length_ms", row.length.count()},
                          {"asset", row.asset->handle},
                          {"title", row.asset->title},
                          {"kind", playlists::toString(row.asset->kind)},
                          {"campaign", row.item->campaign.str()},
                          {"campaign_title", contents.titleOf(row.item->campaign)},
                          {"digest", row.item->asset.hex()}};
        if (row.file.empty()) {
            item["frames"] = row.item->frames;
        } else {
            item["file"] = row.file;
        }
        out.push_back(std::move(item));
    }
    return out;
}

json::array countsJson(Contents const& contents) {
    json::array out;
    for (auto const& count : contents.counts) {
        out.push_back(
            json::object{{"asset", count.asset->handle},
                         {"title", count.asset->title},
                         {"digest", count.asset->content.asset.hex()},
                         {"per_loop", count.plays},
                         {"per_hour", static_cast<double>(contents.perHour(count)) / 10}});
    }
    return out;
}

json::array filesJson(std::vector<LoopFile> const& files) {
    json::array out;
    for (auto const& file : files) {
        out.push_back(json::object{{"name", file.name},
                                   {"type", file.type},
                                   {"bytes", file.bytes},
                                   {"sha256", file.digest.hex()}});
    }
    return out;
}

json::object loopJson(LoopSheet const& sheet, Contents const& contents) {
    json::object out{{"format", toString(sheet.wish.format)},
                     {"length_ms", contents.length.count()},
                     {"width", sheet.plan.screen.width + sheet.made.addedColumns},
                     {"height", sheet.plan.screen.height + sheet.made.addedRows},
                     {"plays_in_window", sheet.plan.plays},
                     {"sound", false}};
    if (contents.isFilm()) {
        out["fps"] = sheet.wish.fps;
        out["frames"] = contents.frames;
        out["added_columns"] = sheet.made.addedColumns;
        out["added_rows"] = sheet.made.addedRows;
    }
    return out;
}

/// "0:01:30.040"; without thousandths where there are none.
std::string clockText(Milliseconds at) {
    auto const seconds = at.count() / kSecond;
    auto const rest = at.count() % kSecond;
    auto const text =
        fmt::format("{}:{:02}:{:02}", seconds / 3'600, seconds / 60 % 60, seconds % 60);
    return rest == 0 ? text : text + fmt::format(".{:03}", rest);
}

/// "2026-06-16 08:00:00 +08:00" of RFC 3339 with milliseconds.
std::string readable(std::string const& instant) {
    constexpr std::size_t kDate = 10, kTime = 19, kMillis = 23;
    return instant.substr(0, kDate) + " " + instant.substr(kDate + 1, kTime - kDate - 1) + " " +
           instant.substr(kMillis);
}

std::string bilingual(Label const& label) {
    return fmt::format("{}<span class=\"en\">{}</span>", label.chinese, label.english);
}

std::string cells(char const* tag, std::vector<std::string> const& inside) {
    std::string out = "<tr>";
    for (auto const& cell : inside) {
        out += fmt::format("<{0}>{1}</{0}>", tag, cell);
    }
    return out + "</tr>\n";
}

std::string heading(std::vector<Label> const& labels) {
    std::vector<std::string> out;
    for (auto const& label : labels) {
        out.push_back(bilingual(label));
    }
    return "<thead>" + cells("th", out) + "</thead>\n";
}

std::string section(Label const& label) {
    return "<h2>" + bilingual(label) + "</h2>\n";
}

/// A name and what people call it.
std::string named(std::string const& name, std::string const& title) {
    return title.empty() || title == name
               ? htmlEscaped(name)
               : htmlEscaped(title) + "<span class=\"en\">" + htmlEscaped(name) + "</span>";
}

std::string property(Label const& label, std::string const& value) {
    return fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", bilingual(label), value);
}

constexpr char kHead[] = R"(<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>循环节目核对单 Loop check sheet</title>
<style>
@page { size: A4; margin: 14mm; }
body { font: 10.5pt/1.4 "Noto Sans CJK SC", "Microsoft YaHei", "SimSun", sans-serif; color: #000; background: #fff; max-width: 182mm; margin: 0 auto; }
h1 { font-size: 17pt; margin: 0 0 3mm; }
h2 { font-size: 12pt; margin: 5mm 0 1.5mm; break-after: avoid; }
.en { display: block; font-size: 8pt; font-weight: normal; color: #444; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.3mm solid #666; padding: 0.8mm 1.6mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead { display: table-header-group; }
thead th { background: #eee; }
tr { break-inside: avoid; }
.facts th, .hand th { width: 38mm; background: #f4f4f4; font-weight: normal; }
.hand td { height: 9mm; }
.digest { font-family: monospace; font-size: 8pt; }
.statement { border: 0.6mm solid #000; padding: 2mm 3mm; margin: 5mm 0; font-weight: bold; }
</style>
</head>
<body>
)";

std::string factsHtml(LoopSheet const& sheet, Contents const& contents, Times const& times) {
    auto const& screen = sheet.plan.screen;
    auto pixels = fmt::format("{} × {}", screen.width, screen.height);
    if (sheet.made.addedColumns + sheet.made.addedRows > 0) {
        pixels += fmt::format(
            "（文件为 {0} × {1}，末列或末行重复一次）<span class=\"en\">the file has {0} × {1}: "
            "its "
            "last column or row is repeated</span>",
            screen.width + sheet.made.addedColumns, screen.height + sheet.made.addedRows);
    }
    auto out = std::string("<table class=\"facts\">\n");
    out += property({"电子屏", "Screen"}, named(screen.id.str(), screen.name));
    out += property({"单位", "Unit"}, htmlEscaped(screen.unit));
    out += property({"像素", "Pixels"}, pixels);
    out += property(
        {"编排日期", "Date of the plan"},
        playlists::toString(sheet.plan.date) +
            (sheet.plan.released ? ""
                                 : "（预排，尚未下发）<span class=\"en\">a forecast, not yet "
                                   "released</span>"));
    out += property({"编排时段", "Window of the plan"},
                    readable(times.from) + " – " + readable(times.to));
    out += property({"循环总长", "Length of the loop"}, clockText(contents.length));
    auto const format = contents.isFilm()
                            ? fmt::format("MP4 (H.264), {} fps, {} 帧 frames, 无声 silent",
                                          sheet.wish.fps, contents.frames)
                            : std::string("PNG");
    out += property({"格式", "Format"}, format);
    out += property({"制作时间", "Made at"}, readable(times.made));
    out += property({"制作人", "Asked for by"}, htmlEscaped(sheet.by));
    return out + "</table>\n";
}

std::string filesHtml(std::vector<LoopFile> const& files) {
    auto out = section({"文件", "Files"}) + "<table>\n" +
               heading({{"文件名", "Name"}, {"字节", "Bytes"}, {"SHA-256", "SHA-256"}}) +
               "<tbody>\n";
    for (auto const& file : files) {
        out += cells("td", {htmlEscaped(file.name), std::to_string(file.bytes),
                            "<span class=\"digest\">" + file.digest.hex() + "</span>"});
    }
    return out + "</tbody></table>\n";
}

std::string itemsHtml(Contents const& contents) {
    auto out = section({"节目顺序", "Items in order"}) + "<table>\n" +
               heading({{"序号", "No."},
                        {"开始", "Start"},
                        {"时长", "Length"},
                        {"名称", "Name"},
                        {"类型", "Kind"},
                        {"播放任务", "Campaign"},
                        {"素材摘要", "Digest"}}) +
               "<tbody>\n";
    for (auto const& row : contents.rows) {
        out += cells(
            "td",
            {std::to_string(row.number), clockText(row.start), clockText(row.length),
             named(row.asset->handle, row.asset->title),
             bilingual({chineseOf(row.asset->kind), playlists::toString(row.asset->kind).data()}),
             named(row.item->campaign.str(), contents.titleOf(row.item->campaign)),
             "<span class=\"digest\">" + row.item->asset.hex().substr(0, kShortDigest) +
                 "</span>"});
    }
    return out + "</tbody></table>\n";
}

std::string countsHtml(Contents const& contents) {
    auto out =
        section({"各素材播放次数", "How often each asset comes"}) + "<table>\n" +
        heading(
            {{"名称", "Name"}, {"每个循环（次）", "In one loop"}, {"每小时（次）", "In an hour"}}) +
        "<tbody>\n";
    for (auto const& count : contents.counts) {
        auto const tenths = contents.perHour(count);
        out += cells("td",
                     {named(count.asset->handle, count.asset->title), std::to_string(count.plays),
                      fmt::format("{}.{}", tenths / 10, tenths % 10)});
    }
    return out + "</tbody></table>\n";
}

std::string findingsHtml(std::vector<LoopFinding> const& findings) {
    auto out = section({"未编入的内容及说明", "What was left out, and why"});
    if (findings.empty()) {
        return out + "<p>" + bilingual({"无", "Nothing"}) + "</p>\n";
    }
    out += "<ul>\n";
    for (auto const& finding : findings) {
        out += "<li>" + htmlEscaped(finding.words.chinese) + "<span class=\"en\">" +
               htmlEscaped(finding.words.english) + "</span></li>\n";
    }
    return out + "</ul>\n";
}

std::string handHtml() {
    auto out = "<p class=\"statement\">" + bilingual(kStatement) + "</p>\n" +
               section({"人工填报", "To be filled in by hand"}) + "<table class=\"hand\">\n";
    for (auto const& label : kFillIn) {
        out += property(label, "");
    }
    return out + "</table>\n";
}

}  // namespace

Result<json::object> sheetJson(LoopSheet const& sheet) {
    auto const times = timesOf(sheet);
    if (!times) {
        return times.error();
    }
    Contents const contents(sheet);
    auto const& screen = sheet.plan.screen;
    json::array findings, fillIn;
    for (auto const& finding : contents.findings()) {
        findings.push_back(json::object{{"code", finding.code},
                                        {"message", finding.words.english},
                                        {"message_zh", finding.words.chinese}});
    }
    for (auto const& label : kFillIn) {
        fillIn.push_back(json::object{{"name", label.english}, {"name_zh", label.chinese}});
    }
    return json::object{{"format", "tocsin-loop/1"},
                        {"screen", json::object{{"id", screen.id.str()},
                                                {"name", screen.name},
                                                {"unit", screen.unit},
                                                {"width", screen.width},
                                                {"height", screen.height},
                                                {"zone", screen.zone}}},
                        {"date", playlists::toString(sheet.plan.date)},
                        {"from", times->from},
                        {"to", times->to},
                        {"released", sheet.plan.released},
                        {"made", times->made},
                        {"by", sheet.by},
                        {"loop", loopJson(sheet, contents)},
                        {"files", filesJson(sheet.made.files)},
                        {"items", itemsJson(contents)},
                        {"assets", countsJson(contents)},
                        {"findings", std::move(findings)},
                        {"fill_in", std::move(fillIn)},
                        {"proof", "manual"},
                        {"statement", kStatement.english},
                        {"statement_zh", kStatement.chinese}};
}

Result<std::string> sheetHtml(LoopSheet const& sheet) {
    auto const times = timesOf(sheet);
    if (!times) {
        return times.error();
    }
    Contents const contents(sheet);
    return std::string(kHead) + "<h1>" + bilingual({"循环节目核对单", "Loop check sheet"}) +
           "</h1>\n" + factsHtml(sheet, contents, *times) + handHtml() + itemsHtml(contents) +
           countsHtml(contents) + findingsHtml(contents.findings()) + filesHtml(sheet.made.files) +
           "</body>\n</html>\n";
}

}  // namespace tocsin::schedule
