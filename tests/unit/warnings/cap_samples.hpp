// SPDX-License-Identifier: Apache-2.0
// CAP messages for tests, made of parts that a test may change.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

inline constexpr std::string_view kSpace12 = "urn:oasis:names:tc:emergency:cap:1.2";

/// A rainstorm warning in red for all of 杭州, from 08:00 to 20:00.
struct CapText {
    std::string space{kSpace12};
    std::string identifier = "<identifier>33010041600000_20260601080000_0</identifier>";
    std::string sender = "<sender>met@example.cn</sender>";
    std::string sent = "<sent>2026-06-01T08:00:00+08:00</sent>";
    std::string status = "<status>Actual</status>";
    std::string type = "<msgType>Alert</msgType>";
    std::string scope = "<scope>Public</scope>";
    std::string tail;  ///< references and the like

    std::string language = "<language>zh-CN</language>";
    std::string category = "<category>Met</category>";
    std::string event = "<event>暴雨</event>";
    std::string response;
    std::string urgency = "<urgency>Immediate</urgency>";
    std::string severity = "<severity>Extreme</severity>";
    std::string certainty = "<certainty>Likely</certainty>";
    std::string codes;  ///< eventCode
    std::string times =
        "<effective>2026-06-01T08:00:00+08:00</effective>"
        "<expires>2026-06-01T20:00:00+08:00</expires>";
    std::string texts =
        "<senderName>杭州市气象台</senderName>"
        "<headline>杭州市气象台发布暴雨红色预警信号</headline>"
        "<description>预计未来三小时有大暴雨。</description>"
        "<instruction>请勿外出。</instruction>";
    std::string parameters =
        "<parameter><valueName>severityColor</valueName>"
        "<value>红色</value></parameter>";
    std::string resources;
    std::string area =
        "<area><areaDesc>杭州市</areaDesc><geocode><valueName>GB/T 2260</valueName>"
        "<value>330100</value></geocode></area>";
    std::string infos;  ///< further ones, behind the first
    bool hasInfo = true;
    std::string signature;

    [[nodiscard]] std::string info() const {
        return "<info>" + language + category + event + response + urgency + severity + certainty +
               codes + times + texts + parameters + resources + area + "</info>";
    }
    [[nodiscard]] std::string xml() const {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"" + space + "\">" +
               identifier + sender + sent + status + type + scope + tail + (hasInfo ? info() : "") +
               infos + signature + "</alert>";
    }
};

inline CapFinding const* findingOf(CapReading const& reading, std::string_view code) {
    auto const& all = reading.findings;
    auto const found = std::find_if(all.begin(), all.end(),
                                    [&](auto const& finding) { return finding.code == code; });
    return found == all.end() ? nullptr : &*found;
}

/// "error INVALID_DATE info[0].expires" of each finding, in their order.
inline std::vector<std::string> said(CapReading const& reading) {
    std::vector<std::string> out;
    for (auto const& finding : reading.findings) {
        out.push_back(std::string(toString(finding.weight)) + " " + finding.code +
                      (finding.where.empty() ? "" : " ") + finding.where);
    }
    return out;
}

inline Instant at(std::string_view text) {
    return parseInstant(text).value();
}

}  // namespace tocsin::warnings
