// SPDX-License-Identifier: Apache-2.0
#include "duty_room.hpp"

namespace tocsin::warnings {

std::string DraftCap::xml() const {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><alert "
        "xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>" +
        identifier + "</identifier><sender>" + sender + "</sender><sent>" + sent +
        "</sent><status>" + status + "</status><msgType>" + type + "</msgType><scope>" + scope +
        "</scope>";
    if (!references.empty()) {
        out += "<references>" + references + "</references>";
    }
    out += "<info><language>zh-CN</language><category>Met</category><event>暴雨</event>";
    if (!responseType.empty()) {
        out += "<responseType>" + responseType + "</responseType>";
    }
    out += "<urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty>";
    if (!expires.empty()) {
        out += "<expires>" + expires + "</expires>";
    }
    out += "<senderName>市气象台</senderName><headline>" + headline +
           "</headline><description>预计有强降雨。</description><instruction>减少外出。"
           "</instruction><parameter><valueName>severityColor</valueName><value>" +
           colour + "</value></parameter><area><areaDesc>全市</areaDesc>" + area +
           "</area></info>" + more + "</alert>";
    return out;
}

access::Response DutyRoom::ask(access::Principal const& who, std::string const& method,
                               std::string const& target, std::string const& body) {
    auto const question = target.find('?');
    auto const path = target.substr(0, question);
    for (auto const& route : warnings_->routes()) {
        auto parameters = access::match(route.pattern, path);
        if (route.method != method || !parameters) {
            continue;
        }
        access::Request request{method, path, std::move(*parameters), {}, {}, body, {}};
        if (question != std::string::npos) {
            auto const equals = target.find('=', question);
            request.query[target.substr(question + 1, equals - question - 1)] =
                target.substr(equals + 1);
        }
        if (!route.receiver) {
            auto const answer = route.handler(who, request);
            return answer ? *answer : access::problem(answer.error());
        }
        auto received = route.receiver(who, request);
        if (!received) {
            return access::problem(received.error());
        }
        auto& sink = *std::get<std::unique_ptr<access::BodySink>>(*received);
        if (auto refused = sink.take(body)) {
            return *refused;
        }
        auto const answer = sink.finish();
        return answer ? *answer : access::problem(answer.error());
    }
    ADD_FAILURE() << "no route " << method << " " << target;
    return {};
}

}  // namespace tocsin::warnings
