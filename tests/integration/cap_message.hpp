// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tocsin::integration {

/// A message of the weather service for 杭州 (330100), of the site's first day.
struct Cap {
    std::string identifier, type = "Alert", references, colour = "orange", status = "Actual",
                            sender = "met@example.invalid", sent = "2026-06-01T10:00:00+08:00";

    [[nodiscard]] std::string xml() const {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert "
               "xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>" +
               identifier + "</identifier><sender>" + sender + "</sender><sent>" + sent +
               "</sent><status>" + status + "</status><msgType>" + type +
               "</msgType><scope>Public</scope>" +
               (references.empty() ? "" : "<references>" + references + "</references>") +
               "<info><language>zh-CN</language><category>Met</category><event>暴雨</event>"
               "<urgency>Immediate</urgency><severity>Severe</severity>"
               "<certainty>Observed</certainty>"
               "<expires>2026-06-01T12:00:00+08:00</expires><senderName>市气象台</senderName>"
               "<headline>市气象台发布暴雨预警信号</headline>"
               "<description>预计有强降雨。</description><instruction>减少外出。</instruction>"
               "<parameter><valueName>severityColor</valueName><value>" +
               colour +
               "</value></parameter><area><areaDesc>杭州市</areaDesc><geocode>"
               "<valueName>GB/T 2260</valueName><value>330100</value></geocode></area>"
               "</info></alert>\n";
    }
    [[nodiscard]] std::string reference() const { return sender + "," + identifier + "," + sent; }
};

}  // namespace tocsin::integration
