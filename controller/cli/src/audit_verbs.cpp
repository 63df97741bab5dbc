// SPDX-License-Identifier: Apache-2.0
// tocsin audit …
#include <fmt/format.h>

#include <boost/json.hpp>

#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "tocsin/audit/trail_file.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kTrail[] = "/api/v1/audit";
constexpr int kRowsAtOnce = 10'000;

/// What the controller would have answered.
Reply replyOf(boost::json::object const& document) {
    return {boost::json::serialize(document), document};
}

Reply checked(AuditVerify const& verify, Context const& context) {
    if (verify.file.empty()) {
        auto const query = verify.head.empty() ? std::string() : "?head=" + encoded(verify.head);
        return context.client.get(std::string(kTrail) + "/check" + query);
    }
    std::optional<audit::Head> known;
    if (!verify.head.empty()) {
        auto const head = audit::headFrom(verify.head);
        if (!head) {
            throw CommandFailure(ExitCode::usage, "--head: " + head.error().message);
        }
        known = *head;
    }
    auto const check = audit::checkTrailFile(readWholeFile(verify.file), known);
    if (!check) {
        throw CommandFailure(ExitCode::failure, verify.file + ": " + check.error().message);
    }
    return replyOf(audit::checkJson(*check));
}

}  // namespace

ExitCode perform(AuditList const& list, Context const& context) {
    auto query = "?limit=" + std::to_string(list.limit);
    auto const add = [&](char const* key, std::string const& value) {
        if (!value.empty()) {
            query += std::string("&") + key + "=" + encoded(value);
        }
    };
    add("who", list.who);
    add("action", list.action);
    add("subject", list.subject);
    add("before", list.before > 0 ? std::to_string(list.before) : "");
    auto const reply = context.client.get(kTrail + query);
    print(context, reply, renderTrail(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(AuditVerify const& verify, Context const& context) {
    auto const check = checked(verify, context);
    bool const whole = check.document.at("whole").as_bool();
    print(context, check, renderTrailCheck(check.document, context.environment.language));
    return whole ? ExitCode::ok : ExitCode::findings;
}

ExitCode perform(AuditExport const& order, Context const& context) {
    std::string lines;
    std::int64_t rows = 0;
    for (std::int64_t after = 0;;) {
        auto const page =
            context.client.get(fmt::format("{}?after={}&limit={}", kTrail, after, kRowsAtOnce));
        auto const& items = elements(page.document, "items");
        for (auto const& item : items) {
            lines += boost::json::serialize(item) + "\n";
            after = integer(item, "number");
            ++rows;
        }
        if (items.size() < kRowsAtOnce) {
            break;
        }
    }
    writeWholeFile(order.out, lines);
    print(context, replyOf({{"file", order.out}, {"rows", rows}}),
          fmt::format(fmt::runtime(say(context.environment.language, Text::trailSaved)), rows,
                      order.out) +
              "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
