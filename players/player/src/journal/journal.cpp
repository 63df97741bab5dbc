// SPDX-License-Identifier: Apache-2.0
// Rows, batches, marks. Disk first: a batch is cut from synced rows only, and its header is synced
// before it is sent.
#include "journal/journal.hpp"

#include <algorithm>
#include <cstdio>

#include "journal/receipt_log.hpp"

namespace tocsin::player {
namespace {

constexpr char kMarkHead[] = "tocsin-acknowledged/1\n";

/// Moves the folder to the first free NAME.damaged-N and leaves an empty one.
Result<std::filesystem::path> setAside(std::filesystem::path const& folder) {
    std::error_code ec;
    for (int n = 1;; ++n) {
        auto aside = folder;
        aside += ".damaged-" + std::to_string(n);
        if (std::filesystem::exists(aside, ec)) {
            continue;
        }
        std::filesystem::rename(folder, aside, ec);
        if (!ec) {
            std::filesystem::create_directory(folder, ec);
        }
        if (ec) {
            return Error{Errc::unavailable,
                         "cannot move " + folder.string() + " aside: " + ec.message()};
        }
        return aside;
    }
}

}  // namespace

Journal::Journal(Parts parts, RowStore rows, BatchLog batches)
    : parts_(std::move(parts)),
      rows_(std::move(rows)),
      batches_(std::move(batches)),
      totals_(parts_.folder / "totals", parts_.key),
      closed_(parts_.folder / "closed"),
      older_(parts_.folder) {}

Result<Journal> Journal::open(Parts parts) {
    auto out = openAsItIs(parts);
    if (out || (out.error().code != Errc::damaged && out.error().code != Errc::unavailable)) {
        return out;
    }
    // The folder itself cannot be used. Nothing is deleted, and the screen plays on: the ledger
    // tells later that this is another journal, and a new epoch begins.
    auto const aside = setAside(parts.folder);
    if (!aside) {
        return out;
    }
    auto const text = "the journal cannot be read and was moved to " + aside->string() + ": " +
                      out.error().message;
    parts.findings.set("journal-aside", text);
    parts.log.error("event=journal-set-aside err=\"{}\"", text);
    return openAsItIs(parts);
}

Result<Journal> Journal::openAsItIs(Parts const& parts) {
    auto rows = RowStore::open(parts.folder);
    if (!rows) {
        return rows.error();
    }
    auto batches = BatchLog::open(parts.folder, rows->epoch());
    if (!batches) {
        return batches.error();
    }
    if (batches->lastRow() > rows->last()) {
        // The disk lost rows that are in signed batches. Their numbers are used up: the ledger may
        // have them. Whether it lacks some is seen when their batch is to be sent.
        parts.log.warn("event=rows-lost epoch={} after={} until={}", rows->epoch(), rows->last(),
                       batches->lastRow());
        rows->skipTo(batches->lastRow());
    }
    Journal out(parts, std::move(*rows), std::move(*batches));
    out.loadMark();
    out.closed_.load();
    return out;
}

void Journal::report(std::string const& key, Result<> const& done) {
    if (done) {
        parts_.findings.clear(key);
        return;
    }
    auto const full = done.error().code == Errc::exhausted;
    auto const text = full ? "disk full: " + done.error().message : done.error().message;
    if (parts_.findings.set(key, text)) {
        parts_.log.error("event=journal-failed err=\"{}\"", text);
    }
}

Result<bool> Journal::take(InFlight& inflight, InFlight::Finished const& finished) {
    // Killed between row and release, or after a power cut, when the ring may be older than the
    // journal: the row itself tells. Gaps have no identity, and a row that was lost after it went
    // into a signed batch may be in the ledger; there the number tells.
    bool const gap = finished.record.result == messages::PlayResult::gap;
    bool const current = finished.epoch == rows_.epoch();
    bool const used = finished.sequence > 0 &&
                      (current ? finished.sequence <= (gap ? rows_.last() : batches_.lastRow())
                               : gap && finished.epoch < rows_.epoch());
    bool const known = used || (!gap && rows_.holds(finished.record));
    bool const isNew = !known;
    if (isNew) {
        auto record = finished.record;
        record.sequence = rows_.last() + 1;
        inflight.assign(finished.slot, rows_.epoch(), record.sequence);
        auto const done = rows_.append(record);
        report("journal-rows", done);
        if (!done) {
            inflight.assign(finished.slot, 0, 0);
            return done.error();
        }
        totals_.count(record);
    }
    inflight.release(finished.slot);
    return isNew;
}

Result<> Journal::sync() {
    auto done = rows_.sync();
    if (done && totals_.unsaved() >= kBatchRows) {
        saveTotals();
    }
    return done;
}

/// After a sync only: what is told of must be on the disk.
void Journal::saveTotals() {
    report("journal-totals", totals_.save());
}

/// Why this journal cannot go on from this mark of its epoch or a later one; nothing if it can.
std::string Journal::misfit(LedgerMark const& mark) {
    if (mark.epoch > rows_.epoch() || mark.sequence > rows_.last()) {
        return "journal-lost";
    }
    if (mark.batch > batches_.last()) {
        return "batches-lost";
    }
    if (mark.sequence + 1 < rows_.first()) {
        return "rows-discarded";
    }
    if (mark.batch + 1 < batches_.first()) {
        return "batches-discarded";
    }
    if (rows_.unreadableAt() > mark.sequence) {
        return "rows-damaged";
    }
    // What cannot be read here tells nothing: the ledger has it.
    auto const lastRow = batches_.lastRowOf(mark.batch);
    bool const differs = lastRow && *lastRow != mark.sequence;
    return differs || isAnothers(mark) ? "batches-differ" : "";
}

/// The ledger's batch of that number is not this journal's: somebody else writes with its key.
bool Journal::isAnothers(LedgerMark const& mark) {
    if (mark.epoch != rows_.epoch() || mark.batch == 0) {
        return false;
    }
    if (mark.batch > batches_.last()) {
        // A batch is on this disk before it is sent. If those are there of which this journal was
        // told before, none of them was lost, and this one was never cut here.
        return batches_.last() > 0 && acknowledged_.epoch == rows_.epoch() &&
               batches_.last() >= acknowledged_.batch;
    }
    if (!mark.header) {
        return false;
    }
    auto const own = batches_.headerOf(mark.batch);
    return own && *own != *mark.header;
}

Result<> Journal::reconcile(LedgerMark told) {
    // A ledger that stands in an earlier epoch has nothing of this one, whatever another had.
    auto const mark = told.epoch < rows_.epoch() ? LedgerMark{rows_.epoch(), 0, 0} : told;
    if (auto const why = misfit(mark); !why.empty()) {
        auto done = newEpoch(mark, why + ": the ledger has epoch " + std::to_string(told.epoch) +
                                       " row " + std::to_string(told.sequence));
        if (!done) {
            return done;
        }
    }
    acknowledged_ = mark.epoch == rows_.epoch() ? mark : LedgerMark{rows_.epoch(), 0, 0};
    saveMark();
    older_.find(told, closed_, rows_.epoch());
    return {};
}

Result<> Journal::meetCarried(LedgerMark told) {
    if (told.epoch < rows_.epoch()) {
        // Nothing of this epoch can be there; what the ledger lacks of former ones goes first.
        if (acknowledged_.epoch != rows_.epoch() || acknowledged_.batch == 0) {
            older_.find(told, closed_, rows_.epoch());
        }
        return {};
    }
    bool const isOld = told.epoch == rows_.epoch() && acknowledged_.epoch == told.epoch &&
                       told.sequence <= acknowledged_.sequence;
    return isOld ? Result<>() : reconcile(told);
}

Result<> Journal::leaveDamagedEpoch(std::string const& what) {
    auto done = newEpoch(acknowledged_, "rows-damaged: " + what);
    if (done) {
        acknowledged_ = {rows_.epoch(), 0, 0};
        saveMark();
    }
    return done;
}

/// The first row of this epoch that the ledger with this mark cannot have.
std::int64_t Journal::firstUnacknowledged(LedgerMark const& mark) {
    if (acknowledged_.epoch == 0 && batches_.last() == 0) {
        return 1;  // a journal that has never met a ledger
    }
    if (mark.epoch == rows_.epoch() && mark.sequence <= rows_.last() && !isAnothers(mark)) {
        return mark.sequence + 1;
    }
    // The ledger is ahead of this journal: the disk was restored from an image, or the folder was
    // lost. What the mark counts are other rows than these; only what was once acknowledged here is
    // known to be stored.
    return acknowledged_.epoch == rows_.epoch() ? acknowledged_.sequence + 1 : 1;
}

/// A later epoch: a gap row first, then the rows that no ledger has acknowledged.
Result<> Journal::newEpoch(LedgerMark mark, std::string const& why) {
    auto const facts = parts_.facts();
    messages::PlayRecord gap;
    gap.start = facts.wall;
    gap.end = facts.wall;
    gap.monoStartMs = facts.monoMs;
    gap.monoEndMs = facts.monoMs;
    gap.boot = facts.boot;
    gap.clock = facts.clock;
    gap.result = messages::PlayResult::gap;
    gap.reason = why.substr(0, 150);
    // Batches may have outlived the rows of their epoch.
    auto const newest = BatchLog::newestEpoch(parts_.folder);
    if (!newest) {
        return newest.error();
    }
    auto const epoch = std::max({rows_.epoch(), mark.epoch, *newest}) + 1;
    // Before the rows move on, so that a failure leaves rows and batches of one epoch.
    auto batches = BatchLog::open(parts_.folder, epoch);
    if (!batches) {
        return batches.error();
    }
    auto const unacknowledged = firstUnacknowledged(mark);
    if (auto done = closed_.note(rows_.epoch(), unacknowledged - 1); !done) {
        return done;
    }
    auto const from = std::max(rows_.first(), unacknowledged);
    auto const carried = rows_.openEpoch(epoch, std::move(gap), from);
    if (!carried) {
        return carried.error();
    }
    if (carried->lost > 0 || why.starts_with("rows-damaged")) {
        auto const what = carried->lost > 0 ? std::to_string(carried->lost) + " plays"
                                            : std::string("some plays");
        parts_.findings.set("journal-unreadable", what + " before " + formatInstant(facts.wall) +
                                                      " cannot be read from this player's disk");
        parts_.log.error("event=rows-unreadable count={}", carried->lost);
    }
    batches_ = std::move(*batches);
    totals_.begin(rows_);
    parts_.log.warn("event=epoch-opened epoch={} rows={} reason=\"{}\"", epoch, carried->rows, why);
    return {};
}

void Journal::acknowledge(LedgerMark mark) {
    bool const ours = mark.epoch == rows_.epoch() && mark.sequence <= rows_.last() &&
                      mark.batch <= batches_.last();
    if (ours && mark.sequence > acknowledged_.sequence) {
        acknowledged_ = mark;
        saveMark();
    }
}

std::int64_t Journal::unsent() const {
    auto const acknowledged = acknowledged_.epoch == rows_.epoch() ? acknowledged_.sequence : 0;
    return std::max<std::int64_t>(0, rows_.last() - acknowledged) + older_.rows();
}

Result<> Journal::cutBatch() {
    if (auto done = rows_.sync(); !done) {
        return done;
    }
    saveTotals();
    auto const count = std::min(kBatchRows, rows_.synced() - batches_.lastRow());
    auto const lines = rows_.lines(batches_.lastRow() + 1, count);
    if (!lines) {
        return lines.error();
    }
    return batches_.cut(parts_.facts(), *lines, parts_.key);
}

Result<std::string> Journal::batch(std::int64_t number) {
    return batches_.text(number, rows_);
}

std::string Journal::totals(std::int64_t batch) {
    auto const last = batches_.lastRowOf(batch);
    return last ? totals_.told(*last) : std::string();
}

Result<> Journal::keepReceipt(std::string const& text) {
    std::string_view rest = text;
    auto const signedText = messages::takeSignedText(rest);
    auto const receipt = signedText ? messages::parseReceipt(signedText->text) : signedText.error();
    if (!receipt) {
        return receipt.error();
    }
    if (receipt->device != parts_.key.publicKey()) {
        return Error{Errc::conflict, "the receipt is for a batch of another player"};
    }
    if (receipt->epoch == rows_.epoch()) {
        return keepReceipt(*receipt, text, batches_);
    }
    auto const former = older_.logOf(receipt->epoch);
    return former ? keepReceipt(*receipt, text, **former) : former.error();
}

Result<> Journal::keepReceipt(messages::Receipt const& receipt, std::string const& text,
                              BatchLog& log) {
    auto const header = log.headerOf(receipt.batch);
    if (!header) {
        return header.error().code == Errc::notFound ? Result<>() : header.error();
    }
    if (*header != receipt.header) {
        return Error{Errc::conflict, "the receipt for batch " + std::to_string(receipt.batch) +
                                         " is for another batch than this player's"};
    }
    auto const file = log.fileOf(receipt.batch);
    return file ? ReceiptLog::append(*file, text) : file.error();
}

void Journal::discard(std::filesystem::file_time_type before) {
    bool const ours = acknowledged_.epoch == rows_.epoch();
    rows_.discard(ours ? acknowledged_.sequence : 0, before);
    batches_.discard(ours ? acknowledged_.batch : 0, before);
}

void Journal::loadMark() {
    auto const text = files::read(parts_.folder / "acknowledged", 256);
    long long epoch = 0;
    long long batch = 0;
    long long sequence = 0;
    if (text && text->starts_with(kMarkHead) &&
        std::sscanf(text->c_str() + sizeof kMarkHead - 1, "%lld %lld %lld", &epoch, &batch,
                    &sequence) == 3) {
        acknowledged_ = {epoch, batch, sequence};
    }
}

void Journal::saveMark() {
    auto const text = kMarkHead + std::to_string(acknowledged_.epoch) + " " +
                      std::to_string(acknowledged_.batch) + " " +
                      std::to_string(acknowledged_.sequence) + "\n";
    report("journal-mark", files::replace(parts_.folder / "acknowledged", text));
}

}  // namespace tocsin::player
