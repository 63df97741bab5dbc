// SPDX-License-Identifier: Apache-2.0
#include "carry/proof_out.hpp"

#include <cstdio>
#include <vector>

#include "carry/stick.hpp"
#include "director/cache_keeper.hpp"
#include "engine/files.hpp"
#include "tocsin/messages/play_batch.hpp"

namespace tocsin::player {
namespace {

namespace fs = std::filesystem;

/// Left on the stick, so that its file system stays usable.
constexpr std::int64_t kStickReserve = 4 << 20;
/// Of lines in a file, below what the controller takes at once by the head and some slack.
constexpr std::size_t kMostLines = messages::kMaxCarriedFileBytes - 4096;
/// Files of a kind: beyond that is nothing that this player writes.
constexpr int kMostFiles = 9'999;

/// Lines into numbered files.
class LineFiles {
public:
    LineFiles(fs::path folder, std::string stem, std::string head)
        : folder_(std::move(folder)), stem_(std::move(stem)), head_(std::move(head)) {}

    [[nodiscard]] Result<> add(std::string const& line) {
        if (!text_.empty() && text_.size() + line.size() + 1 > kMostLines) {
            if (auto done = flush(); !done) {
                return done;
            }
        }
        text_ += line + "\n";
        return {};
    }
    /// Writes what there is, and removes what an earlier visit left beyond.
    [[nodiscard]] Result<> finish() {
        auto done = text_.empty() ? Result<>() : flush();
        std::error_code ec;
        for (int number = number_ + 1; done && number <= kMostFiles; ++number) {
            if (!fs::remove(fileOf(number), ec)) {
                break;
            }
        }
        return done;
    }

private:
    [[nodiscard]] fs::path fileOf(int number) const {
        char digits[16];
        std::snprintf(digits, sizeof digits, "%04d", number);
        return folder_ / (stem_ + "-" + digits + ".jsonl");
    }
    [[nodiscard]] Result<> flush() {
        auto const text = head_ + "\n" + text_;
        text_.clear();
        auto const space = diskSpace(folder_);
        if (space && space->free - static_cast<std::int64_t>(text.size()) < kStickReserve) {
            return Error{Errc::exhausted, "the U盘 is full"};
        }
        return files::replace(fileOf(++number_), text);
    }

    fs::path folder_;
    std::string stem_, head_, text_;
    int number_ = 0;
};

/// Where the last look at the journal ended.
struct Cursor {
    bool begun = false;
    std::int64_t epoch = 0, batch = 0;
    std::size_t older = 0;
};
struct Found {
    std::vector<messages::Plays> plays;
    std::optional<Error> failed;
};

/// What is unread stays unread: the link finds it, and leaves such an epoch.
std::optional<std::string> nextText(Journal& journal, Cursor& cursor, Found& found) {
    if (cursor.older < journal.older().count()) {
        auto text = journal.olderText(cursor.older++);
        if (!text) {
            found.failed = text.error();
        }
        return text ? std::optional(std::move(*text)) : std::optional(std::string());
    }
    if (cursor.batch > journal.lastBatch()) {
        return std::nullopt;
    }
    auto text = journal.batch(cursor.batch);
    if (!text) {
        found.failed = text.error();
        return std::nullopt;
    }
    ++cursor.batch;
    return std::move(*text);
}

Result<> begin(Journal& journal, bool inSession, std::optional<LedgerMark> const& mark,
               Cursor& cursor) {
    if (mark && !inSession) {
        if (auto met = journal.meetCarried(*mark); !met) {
            return met;
        }
    }
    while (journal.unbatched() > 0) {
        if (auto cut = journal.cutBatch(); !cut) {
            return cut;
        }
    }
    cursor = {true, journal.epoch(), journal.firstUnsentBatch(), 0};
    return {};
}

/// About as much as goes into one file.
Found look(JournalThread& thread, std::optional<LedgerMark> const& mark, Cursor& cursor) {
    Found out;
    thread.carryOut([&](Journal& journal, bool inSession) {
        if (!cursor.begun) {
            if (auto begun = begin(journal, inSession, mark, cursor); !begun) {
                out.failed = begun.error();
                return;
            }
        }
        std::size_t bytes = 0;
        while (bytes < kMostLines && cursor.epoch == journal.epoch()) {
            auto const number = cursor.batch;
            bool const isOlder = cursor.older < journal.older().count();
            auto text = nextText(journal, cursor, out);
            if (!text) {
                return;
            }
            if (!text->empty()) {
                bytes += text->size();
                out.plays.push_back({std::move(*text), isOlder ? "" : journal.totals(number)});
            }
        }
    });
    return out;
}

std::int64_t rowsOf(messages::Plays const& plays) {
    auto const batch = messages::parseBatch(plays.batch);
    return batch ? static_cast<std::int64_t>(batch->lines.size()) : 0;
}

Result<> writePlays(ProofParts const& parts, LineFiles& files, ProofWritten& written) {
    Cursor cursor;
    for (std::int64_t id = 0;;) {
        auto found = look(parts.journal, parts.mark, cursor);
        for (auto& plays : found.plays) {
            auto const rows = rowsOf(plays);
            if (auto done = files.add(messages::encode({++id, std::move(plays)})); !done) {
                return done;
            }
            written.rows += rows;
        }
        if (found.failed) {
            (void)files.finish();  // what could be read goes all the same
            return *found.failed;
        }
        if (found.plays.empty()) {
            return files.finish();
        }
    }
}

Result<> writePictures(ProofParts const& parts, LineFiles& files, ProofWritten& written) {
    std::int64_t id = 0;
    for (auto const& name : parts.camera.names()) {
        auto picture = parts.camera.picture(name);
        if (!picture) {
            continue;
        }
        if (parts.pictures.contains(messages::sha256(picture->jpeg))) {
            parts.camera.delivered(name);
            continue;
        }
        if (auto done = files.add(messages::encode({++id, std::move(*picture)})); !done) {
            return done;
        }
        ++written.pictures;
    }
    return files.finish();
}

}  // namespace

Result<fs::path> proofFolder(fs::path const& folder, ScreenId const& screen) {
    auto const proof = folder / messages::kCarryProof;
    if (auto made = stick::makeFolder(proof); !made) {
        return made.error();
    }
    if (auto made = stick::makeFolder(proof / screen.str()); !made) {
        return made.error();
    }
    return proof / screen.str();
}

ProofWritten writeProof(ProofParts const& parts) {
    ProofWritten out;
    auto const folder = proofFolder(parts.folder, parts.head.screen);
    if (!folder) {
        // What the stick says of the ledger counts although nothing can be written.
        Cursor cursor;
        (void)look(parts.journal, parts.mark, cursor);
        out.failed = folder.error();
        return out;
    }
    auto const head = messages::toJson(parts.head);
    auto const player = parts.head.player.fingerprint();
    LineFiles plays(*folder, "plays-" + player, head);
    LineFiles pictures(*folder, "pictures-" + player, head);
    auto done = writePlays(parts, plays, out);
    if (done) {
        done = writePictures(parts, pictures, out);
    }
    if (done) {
        done = files::replace(*folder / ("status-" + player + ".json"),
                              messages::encode({1, parts.status}) + "\n");
    }
    if (!done) {
        out.failed = done.error();
    }
    return out;
}

}  // namespace tocsin::player
