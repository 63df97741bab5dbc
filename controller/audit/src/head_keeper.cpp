// SPDX-License-Identifier: Apache-2.0
#include "tocsin/audit/head_keeper.hpp"

#include "lines_file.hpp"

namespace tocsin::audit {
namespace {

constexpr auto kRole = keys::Role::audit;

}  // namespace

HeadKeeper::HeadKeeper(store::Store& store, keys::Signer const& signer, HeadSettings settings)
    : store_(store), signer_(signer), settings_(std::move(settings)) {}

Result<std::string> HeadKeeper::lines() const {
    std::lock_guard const lock(mutex_);
    return readLines(settings_.file);
}

HeadLines HeadKeeper::read(std::string_view lines) const {
    return readHeadLines(lines, signer_.issued().set.root);
}

Result<> HeadKeeper::append(messages::Envelope const& envelope) const {
    return appendLine(settings_.file, messages::toJson(envelope));
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

/// Whether the trail still holds the newest head, without reading all of it; and whether the lines
/// hold at all.
Result<std::optional<Break>> HeadKeeper::compare(HeadLines const& read) const {
    if (auto const& fault = read.fault()) {
        auto const line = std::to_string(fault->line);
        auto const file = settings_.file.string();
        return std::optional(Break{0, file + ": line " + line + " " + fault->english,
                                   file + "：第 " + line + " 行：" + fault->chinese});
    }
    auto const heads = read.heads();
    if (heads.empty()) {
        return std::optional<Break>();
    }
    auto const& newest = heads.back();
    TrailCheck check;
    expectHeads(check, {newest});
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        store::AuditQuery query;
        query.after = newest.head.number - 1;
        query.most = 1;
        auto const rows = tx.audit().rows(query);
        if (!rows.empty()) {
            check.beginAfter({rows.front().number, rows.front().chain});
        }
        check.end(0);
        return {};
    });
    return looked ? Result<std::optional<Break>>(check.broken()) : looked.error();
}

Result<std::optional<Break>> HeadKeeper::begin() {
    std::lock_guard const lock(mutex_);
    auto text = readLines(settings_.file);
    if (!text) {
        return text.error();
    }
    if (auto cut = dropTornLine(settings_.file, *text); !cut) {
        return cut.error();
    }
    auto const before = read(*text);
    auto broken = compare(before);
    if (!broken) {
        return broken.error();
    }
    auto const note = [&](char const* action, std::string const& detail) {
        return store_.write([](store::Tx&) -> Result<> { return {}; },
                            {"controller", action, settings_.file.filename().string(), detail});
    };
    if (*broken) {
        if (auto noted = note("audit.contradicted", (*broken)->english); !noted) {
            return noted.error();
        }
    }
    if (auto const heads = before.heads(); !heads.empty()) {
        signedNumber_ = heads.back().head.number;
        signedAt_ = heads.back().at;
    }
    if (!signer_.issued().set.has(kRole)) {
        return broken;
    }
    if (text->empty()) {
        if (auto noted = note("audit.heads-begun", "a new file of signed heads"); !noted) {
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
    return broken;
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
    return {};
}

Result<> HeadKeeper::signNow() {
    std::lock_guard const lock(mutex_);
    if (!signer_.issued().set.has(kRole)) {
        return {};
    }
    auto const newest = newestRow();
    return newest ? sign(*newest) : newest.error();
}

Result<> HeadKeeper::signIfDue() {
    std::lock_guard const lock(mutex_);
    if (!signer_.issued().set.has(kRole)) {
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
