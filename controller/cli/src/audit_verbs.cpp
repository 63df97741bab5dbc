// SPDX-License-Identifier: Apache-2.0
// tocsin audit …
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "tocsin/audit/export_file.hpp"
#include "tocsin/audit/trail_file.hpp"
#include "tocsin/messages/key_set.hpp"
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
        if (!verify.root.empty()) {
            throw CommandFailure(ExitCode::usage,
                                 "--root is for a file: without one the controller is asked, and "
                                 "knows its root; name the export, or leave --root out");
        }
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
    auto const text = readWholeFile(verify.file);
    if (audit::isSignedExport(text)) {
        auto const check = audit::checkExport(text, known, verify.root);
        return replyOf(audit::coveredJson(check.trail, check.cover, check.broken));
    }
    if (!verify.root.empty()) {
        throw CommandFailure(ExitCode::findings,
                             verify.file +
                                 ": it carries no signature, so --root has nothing to check; "
                                 "whoever took the signatures away may have changed its rows. Ask "
                                 "for an export of tocsin audit export");
    }
    auto const check = audit::checkTrailFile(text, known);
    if (!check) {
        throw CommandFailure(ExitCode::failure, verify.file + ": " + check.error().message);
    }
    return replyOf(audit::checkJson(*check));
}

Instant instantOf(char const* option, std::string const& text) {
    auto const t = parseInstant(text);
    if (!t) {
        throw CommandFailure(ExitCode::usage, std::string(option) + ": \"" + text +
                                                  "\" is no instant; write it like "
                                                  "2026-06-01T08:00:00+08:00");
    }
    return *t;
}

/// A line of heads and the row that it was signed for; 0: a key set.
struct HeadLine {
    std::int64_t number = 0;
    std::string text;
};

/// Signed just now for the newest row, as far as the controller signs any.
std::vector<HeadLine> headLines(Context const& context) {
    auto const reply = context.client.get(std::string(kTrail) + "/heads");
    std::vector<HeadLine> out;
    for (auto const& item : elements(reply.document, "items")) {
        auto const text = boost::json::serialize(item);
        auto const envelope = orFail(messages::parseEnvelope(text));
        bool const isHead = envelope.kind == messages::kAuditHeadKind;
        out.push_back(
            {isHead ? orFail(audit::parseSignedHead(envelope.payload)).head.number : 0, text});
    }
    return out;
}

/// Reads the trail from its first row on, and keeps what the order asks for.
class Exporting {
public:
    Exporting(AuditExport const& order, Context const& context)
        : context_(context), heads_(headLines(context)) {
        from_ = order.from.empty() ? Instant::min() : instantOf("--from", order.from);
        to_ = order.to.empty() ? Instant::max() : instantOf("--to", order.to);
        if (from_ > to_) {
            throw CommandFailure(ExitCode::usage, "--from is later than --to");
        }
        for (auto const& head : heads_) {
            newest_ = std::max(newest_, head.number);
        }
    }

    audit::ExportParts all() {
        for (bool more = true; more;) {
            auto const page = context_.client.get(
                fmt::format("{}?after={}&limit={}", kTrail, seen_, kRowsAtOnce));
            auto const& items = elements(page.document, "items");
            more = items.size() == kRowsAtOnce;
            for (auto const& item : items) {
                if (!take(item)) {
                    more = false;
                    break;
                }
            }
        }
        if (parts_.rows.empty()) {
            parts_.first = seen_ + 1;
        }
        parts_.last = parts_.first + static_cast<std::int64_t>(parts_.rows.size()) - 1;
        parts_.before = before_;
        for (auto const& head : heads_) {
            if (head.number == 0 ||
                (head.number >= parts_.first - 1 && head.number <= parts_.last)) {
                parts_.heads.push_back(head.text);
            }
        }
        return std::move(parts_);
    }

private:
    [[nodiscard]] bool isCovered(std::int64_t row) const {
        return std::any_of(heads_.begin(), heads_.end(),
                           [&](HeadLine const& head) { return head.number == row; });
    }
    /// False: it has all.
    bool take(Json const& item) {
        auto const row = orFail(audit::rowFrom(boost::json::serialize(item)));
        // A signature is to cover the last row, so it ends with one that a head was signed for.
        bool const wanted =
            row.at < to_ || (newest_ > 0 && !parts_.rows.empty() && !isCovered(seen_));
        bool const past = newest_ > 0 && row.number > newest_;
        if (past || (!wanted && !parts_.rows.empty())) {
            return false;
        }
        if (parts_.rows.empty() && (row.at < from_ || !wanted)) {
            before_ = audit::Head{row.number, row.chain};
        } else {
            if (parts_.rows.empty()) {
                parts_.first = row.number;
            }
            parts_.rows.push_back(boost::json::serialize(audit::rowJson(row)));
        }
        seen_ = row.number;
        return true;
    }

    Context const& context_;
    std::vector<HeadLine> heads_;
    std::int64_t newest_ = 0;  ///< row of the newest head
    Instant from_, to_;
    std::int64_t seen_ = 0;
    std::optional<audit::Head> before_;
    audit::ExportParts parts_;
};

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
    auto const parts = Exporting(order, context).all();
    writeWholeFile(order.out, audit::exportText(parts));
    auto const language = context.environment.language;
    print(context, replyOf({{"file", order.out}, {"rows", parts.rows.size()}}),
          fmt::format(fmt::runtime(say(language, Text::trailSaved)), parts.rows.size(), order.out) +
              "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
