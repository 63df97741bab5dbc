// SPDX-License-Identifier: Apache-2.0
#include "tocsin/audit/trail_file.hpp"

#include <boost/json.hpp>

#include "tocsin/messages/json.hpp"

namespace tocsin::audit {

boost::json::object rowJson(store::AuditRow const& row) {
    return {{"number", row.number},         {"at", formatInstant(row.at)},
            {"who", row.entry.who},         {"action", row.entry.action},
            {"subject", row.entry.subject}, {"detail", row.entry.detail},
            {"chain", row.chain.hex()}};
}

Result<store::AuditRow> rowFrom(std::string_view line) {
    return messages::readJson(line, [](messages::JsonReader const& in) {
        in.onlyKeys({"number", "at", "who", "action", "subject", "detail", "chain"});
        store::AuditRow row;
        row.number = in.at("number").integer(1, INT64_MAX);
        row.at = in.at("at").instant();
        row.entry = {in.at("who").string(), in.at("action").string(), in.at("subject").string(),
                     in.at("detail").string()};
        row.chain = in.at("chain").digest();
        return row;
    });
}

boost::json::object checkJson(TrailCheck const& check) {
    boost::json::object out{{"rows", check.rows()},
                            {"head", check.rows() > 0 ? toText(check.head()) : ""},
                            {"whole", !check.broken()}};
    if (auto const& broken = check.broken()) {
        out["row"] = broken->number;
        out["message"] = broken->english;
        out["message_zh"] = broken->chinese;
    }
    return out;
}

Result<TrailCheck> checkTrailFile(std::string_view text, std::optional<Head> const& known) {
    TrailCheck check(known);
    for (std::size_t line = 1; !text.empty(); ++line) {
        auto const end = text.find('\n');
        auto const row = rowFrom(text.substr(0, end));
        if (!row) {
            return Error{Errc::invalid, "line " + std::to_string(line) +
                                            " is no row of an audit trail: " + row.error().message};
        }
        check.take(*row);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    check.end(0);
    return check;
}

}  // namespace tocsin::audit
