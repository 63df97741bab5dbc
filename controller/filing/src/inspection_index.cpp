// SPDX-License-Identifier: Apache-2.0
#include "inspection_index.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "document_parts.hpp"
#include "filing_texts.hpp"
#include "tocsin/vocabulary/html.hpp"

namespace tocsin::filing {
namespace {

constexpr char kStyle[] =
    "@page{size:A4;margin:20mm}body{font:16px/1.6 \"Noto Serif CJK SC\",FangSong,serif;max-width:"
    "52em;margin:2em auto;padding:0 1em;color:#111;background:#fff}h1{font-size:1.5em;text-align:"
    "center}h2{font-size:1.1em;margin:1.4em 0 .3em}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #999;padding:.25em .5em;text-align:left;vertical-align:top;word-break:"
    "break-all}th{background:#eee;white-space:nowrap}td.n{text-align:right;white-space:nowrap}"
    "code{font-size:.85em}p.note{font-size:.85em;color:#444;margin:.2em 0}"
    "p.lead{font-weight:bold}a{color:#0b4f9e}";

std::string sizeText(std::int64_t bytes) {
    return bytes < 1'000'000 ? fmt::format("{} KB", (bytes + 999) / 1'000)
                             : fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string page(documents::Language language, std::string const& title, std::string const& body) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>{}"
        "</title><style>{}</style></head><body>\n{}</body></html>\n",
        language == documents::Language::chinese ? "zh-CN" : "en", htmlEscaped(title), kStyle,
        body);
}

/// Files lie in their part's folder; what lies beside the folders belongs to no part.
bool isOfPart(std::string const& name, std::size_t part, documents::Language language) {
    return name.rfind(inspectionPart(part, language) + "/", 0) == 0;
}

}  // namespace

std::string urlPath(std::string const& path) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (char const c : path) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || byte == '.' || byte == '-' ||
                           byte == '_' || byte == '/';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
    return out;
}

std::string inspectionIndex(store::Inspection const& inspection, IndexHead const& head,
                            std::array<std::vector<std::string>, kInspectionParts> const* notes,
                            std::function<std::string(std::size_t)> const& hrefOf) {
    Speech const say{head.language};
    boost::json::object const zoned{{"zone", head.zone}};
    auto const when = [&](Instant at) {
        return instantText(zoned, formatInstant(at), head.language);
    };
    auto const title = say("迎检资料包", "Inspection package");
    std::string body = "<h1>" + title + "</h1>\n<table>\n";
    auto const fact = [&](std::string const& name, std::string const& value) {
        if (!value.empty()) {
            body +=
                "<tr><th>" + htmlEscaped(name) + "</th><td>" + htmlEscaped(value) + "</td></tr>\n";
        }
    };
    fact(say("单位", "Unit"),
         head.unitName.empty() ? say("全系统", "the whole site") : head.unitName);
    fact(say("活动名称", "Activity"), inspection.title);
    fact(say("区间", "Period"), dayText(inspection.firstDay, head.language) + say("至", " to ") +
                                    dayText(inspection.lastDay, head.language));
    fact(say("整理时间", "Put together"), when(inspection.made));
    fact(say("整理人", "By"), inspection.who);
    fact(say("说明", "Note"), inspection.note);
    if (head.behindLink) {
        fact(say("链接有效至", "The link holds until"), when(inspection.expires));
    }
    body += "</table>\n";
    for (std::size_t part = 0; part < kInspectionParts; ++part) {
        body += "<h2>" + htmlEscaped(inspectionPart(part, head.language)) + "</h2>\n";
        std::string rows;
        for (std::size_t i = 0; i < inspection.files.size(); ++i) {
            auto const& file = inspection.files[i];
            if (!isOfPart(file.name, part, head.language)) {
                continue;
            }
            auto const slash = file.name.find('/');
            rows += fmt::format(
                "<tr><td><a href=\"{}\">{}</a></td><td class=\"n\">{}</td><td><code>{}</code></td>"
                "</tr>\n",
                htmlEscaped(hrefOf(i)), htmlEscaped(file.name.substr(slash + 1)),
                sizeText(file.bytes), file.digest.hex().substr(0, 16));
        }
        if (rows.empty()) {
            body += "<p class=\"lead\">" + say("无文件。", "No files.") + "</p>\n";
        } else {
            body += "<table><tr><th>" + say("文件", "File") + "</th><th>" + say("大小", "Size") +
                    "</th><th>SHA-256" + say("（前16位）", " (first 16)") + "</th></tr>\n" + rows +
                    "</table>\n";
        }
        for (auto const& line : notes != nullptr ? (*notes).at(part) : std::vector<std::string>()) {
            body += "<p class=\"note\">" + htmlEscaped(line) + "</p>\n";
        }
    }
    body +=
        "<p class=\"note\">" +
        say("各文件的完整 SHA-256 见 manifest.json。播放数据来自播放终端签名记录；工作记录为人工"
            "填报。",
            "manifest.json has each file's whole SHA-256. Plays are from players' signed "
            "records; work records were entered by people.") +
        "</p>\n";
    return page(head.language, title + " " + inspection.title, body);
}

std::string goneLinkPage() {
    return page(
        documents::Language::chinese, "链接无效 · Link not valid",
        "<h1>链接无效</h1>\n<p>此链接不存在、已过期或已被撤销。请向提供链接的单位索取新链接。</p>\n"
        "<h1 lang=\"en\">This link is not valid</h1>\n<p lang=\"en\">It is unknown, over or "
        "revoked. Ask the office that gave it to you for a new one.</p>\n");
}

}  // namespace tocsin::filing
