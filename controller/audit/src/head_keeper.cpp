// SPDX-License-Identifier: Apache-2.0
#include "tocsin/audit/head_keeper.hpp"

#include <algorithm>
#include <utility>

#include "tocsin/store/lines_file.hpp"

namespace tocsin::audit {
namespace {

constexpr auto kRole = keys::Role::audit;
constexpr char kRememberedKey[] = "audit-head";
constexpr char kBegun[] = "audit.heads-begun";
constexpr char kMisfit[] = "audit.heads-misfit";
constexpr std::size_t kRowsOfStarts = 10'000;

/// Rows that the controller writes before anybody can ask it for anything.
bool isOfAStart(store::AuditRow const& row) {
    auto const& action = row.entry.action;
    return row.entry.who == "controller" &&
           (action.starts_with("controller.") || action.starts_with("config.") ||
            action.starts_with("keys.") || action.starts_with("audit."));
}

std::optional<store::AuditRow> rowOf(store::Tx const& tx, char const* action, bool newest) {
    store::AuditQuery query;
    query.action = action;
    query.newestFirst = newest;
    query.most = 1;
    auto rows = tx.audit().rows(query);
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

}  // namespace

std::optional<Break> lostHeads(HeadLines const& lines, std::optional<Head> const& remembered) {
    if (!remembered || lines.newestNumber() >= remembered->number) {
        return std::nullopt;
    }
    auto const number = std::to_string(remembered->number);
    auto const newest = std::to_string(lines.newestNumber());
    return Break{remembered->number,
                 "the file of signed heads was removed, emptied or cut off: row " + number +
                     " was signed, and the newest head that is left is of row " + newest +
                     " (0: none)",
                 "签名校验值文件被删除、清空或截断：第 " + number +
                     " 条曾签名，现存最新的签名属于第 " + newest + " 条（0 表示没有）"};
}

void expectRemembered(TrailCheck& check, std::optional<Head> const& remembered) {
    if (remembered) {
        check.expect(*remembered, "was signed (as the database remembers)", "曾签名（数据库记录）");
    }
}

HeadKeeper::HeadKeeper(store::Store& store, keys::Signer const& signer, HeadSettings settings)
    : store_(store), signer_(signer), settings_(std::move(settings)) {}

Result<std::string> HeadKeeper::lines() const {
    std::lock_guard const lock(mutex_);
    return store::readLines(settings_.file);
}

HeadLines HeadKeeper::read(std::string_view lines) const {
    return readHeadLines(lines, signer_.issued().set.root);
}

Result<> HeadKeeper::append(messages::Envelope const& envelope) const {
    return store::appendLine(settings_.file, messages::toJson(envelope));
}

Result<Head> HeadKeeper::newestRow() const {
    Head out;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        if (auto const newest = tx.audit().newest(1); !newest.empty()) {
            out = {newest.front().number, newest.front().chain};
        }
        return {};
    });
    return looked ? Result<Head>(out) : looked.error();
}

Result<std::optional<Head>> HeadKeeper::remembered() const {
    std::optional<std::string> text;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        text = tx.settings().get(kRememberedKey);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    // What is no head was written by hand, and there is nothing that it could be compared with.
    auto const head = text ? headFrom(*text) : Result<Head>(Error{});
    return head ? std::optional(*head) : std::optional<Head>();
}

/// Whether the trail holds the row as `check` expects it, without reading all of it.
Result<std::optional<Break>> HeadKeeper::missesRow(std::int64_t number, TrailCheck check) const {
    std::optional<Break> out;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        store::AuditQuery query;
        query.after = number - 1;
        query.before = number + 1;
        query.most = 1;
        auto const rows = tx.audit().rows(query);
        if (rows.empty()) {
            auto const row = std::to_string(number);
            out = Break{number, "row " + row + " was signed, and is not in the trail",
                        "第 " + row + " 条曾签名，但日志中没有"};
            return {};
        }
        check.beginAfter({number, rows.front().chain});
        out = check.broken();
        return {};
    });
    return looked ? Result<std::optional<Break>>(out) : looked.error();
}

/// What does not fit: lines that do not hold, the newest head, or the one that the database has.
Result<std::optional<Break>> HeadKeeper::compare(HeadLines const& read,
                                                 std::optional<Head> const& remembered) const {
    if (auto const& fault = read.fault()) {
        auto const line = std::to_string(fault->line);
        auto const file = settings_.file.string();
        return std::optional(Break{0, file + ": line " + line + " " + fault->english,
                                   file + "：第 " + line + " 行：" + fault->chinese});
    }
    if (auto const heads = read.heads(); !heads.empty()) {
        TrailCheck newest;
        expectHeads(newest, {heads.back()});
        auto missed = missesRow(heads.back().head.number, std::move(newest));
        if (!missed || *missed) {
            return missed;
        }
    }
    if (!remembered) {
        return std::optional<Break>();
    }
    TrailCheck known;
    expectRemembered(known, remembered);
    return missesRow(remembered->number, std::move(known));
}

Result<> HeadKeeper::note(std::string const& action, std::string const& detail) {
    return store_.write([](store::Tx&) -> Result<> { return {}; },
                        {"controller", action, settings_.file.filename().string(), detail});
}

/// As which row a file without heads, or with too few, is begun; "" if that row is there already:
/// a start that wrote it, and ended before its first head was signed.
Result<std::string> HeadKeeper::beginning(std::optional<Head> const& remembered) const {
    std::string out = remembered ? kHeadsBegunAnew : kBegun;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        auto const anew = rowOf(tx, kHeadsBegunAnew, true);
        auto const begun = anew ? anew : rowOf(tx, kBegun, true);
        if (!begun) {
            return {};
        }
        store::AuditQuery query;
        query.after = begun->number;
        query.most = kRowsOfStarts;
        auto const since = tx.audit().rows(query);
        bool const sameStart = std::all_of(since.begin(), since.end(), isOfAStart);
        out = sameStart && !remembered ? "" : kHeadsBegunAnew;
        return {};
    });
    return looked ? Result<std::string>(out) : looked.error();
}

Result<std::optional<Break>> HeadKeeper::begunAnewBefore() const {
    std::optional<Break> out;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        if (auto const row = rowOf(tx, kHeadsBegunAnew, false)) {
            out = begunAnew(row->number);
        }
        return {};
    });
    return looked ? Result<std::optional<Break>>(out) : looked.error();
}

/// Heads and trail fit: the file is begun if it has lost heads, and goes on.
Result<std::optional<Break>> HeadKeeper::goOn(HeadLines const& before,
                                              std::optional<Head> const& remembered) {
    if (before.newestNumber() == 0 || lostHeads(before, remembered)) {
        auto const action = beginning(remembered);
        if (!action) {
            return action.error();
        }
        auto const detail = remembered ? "row " + std::to_string(remembered->number) +
                                             " was signed, and that head is gone"
                                       : std::string("a new file of signed heads");
        if (auto noted = action->empty() ? Result<>() : note(*action, detail); !noted) {
            return noted.error();
        }
    }
    auto const& keySet = signer_.issued().envelope;
    if (before.keySet() != keySet) {
        if (auto written = append(keySet); !written) {
            return written.error();
        }
    }
    auto const newest = newestRow();
    if (!newest) {
        return newest.error();
    }
    if (auto done = sign(*newest); !done) {
        return done.error();
    }
    return begunAnewBefore();
}

Result<std::optional<Break>> HeadKeeper::begin() {
    std::lock_guard const lock(mutex_);
    auto text = store::readLines(settings_.file);
    if (!text) {
        return text.error();
    }
    if (auto cut = store::dropTornLine(settings_.file, *text); !cut) {
        return cut.error();
    }
    auto const before = read(*text);
    auto const known = remembered();
    if (!known) {
        return known.error();
    }
    auto broken = compare(before, *known);
    if (!broken) {
        return broken.error();
    }
    misfit_ = broken->has_value();
    trouble_ = *broken;
    if (misfit_) {
        if (auto noted = note(kMisfit, trouble_->english); !noted) {
            return noted.error();
        }
        return trouble_;
    }
    signedNumber_ = before.newestNumber();
    if (auto const heads = before.heads(); !heads.empty()) {
        signedAt_ = heads.back().at;
    }
    if (!signs()) {
        return trouble_;
    }
    auto gone = goOn(before, *known);
    if (gone) {
        trouble_ = *gone;
    }
    return gone;
}

std::optional<Break> HeadKeeper::trouble() const {
    std::lock_guard const lock(mutex_);
    return trouble_;
}

/// With the lock held.
bool HeadKeeper::signs() const {
    return !misfit_ && signer_.issued().set.has(kRole);
}

/// With the lock held.
Result<> HeadKeeper::sign(Head const& head) {
    if (head.number <= signedNumber_) {
        return {};
    }
    SignedHead const wanted{head, settings_.now(), signer_.issued().set.generation};
    auto const sealed = keys::seal(signer_, kRole, messages::kAuditHeadKind, toJson(wanted));
    if (!sealed) {
        return sealed.error();
    }
    if (auto written = append(*sealed); !written) {
        return written;
    }
    signedNumber_ = head.number;
    signedAt_ = wanted.at;
    // After the file: what the database remembers, the file has.
    return store_.ingest([&](store::Tx& tx) -> Result<> {
        tx.settings().put(kRememberedKey, toText(head));
        return {};
    });
}

Result<> HeadKeeper::signNow() {
    std::lock_guard const lock(mutex_);
    if (!signs()) {
        return {};
    }
    auto const newest = newestRow();
    return newest ? sign(*newest) : newest.error();
}

Result<> HeadKeeper::signIfDue() {
    std::lock_guard const lock(mutex_);
    if (!signs()) {
        return {};
    }
    auto const newest = newestRow();
    if (!newest) {
        return newest.error();
    }
    bool const due = newest->number - signedNumber_ >= settings_.rows ||
                     settings_.now() - signedAt_ >= settings_.every;
    return due ? sign(*newest) : Result<>();
}

}  // namespace tocsin::audit
