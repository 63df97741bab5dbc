// SPDX-License-Identifier: Apache-2.0
// tocsin-proof/1 batches: header text, verification, text form.
#include "tocsin/messages/play_batch.hpp"

#include <utility>

#include "line_text.hpp"
#include "play_names.hpp"
#include "text.hpp"
#include "tree_hash.hpp"

namespace tocsin::messages {
namespace {

constexpr std::string_view kFormat = "tocsin-proof/1";
constexpr std::size_t kMaxHeaderBytes = 2048;
constexpr std::size_t kMaxRowBytes = 4096;
constexpr std::size_t kMaxBootBytes = 64;

BatchHeader readHeader(std::string_view text) {
    if (takeLine(text, "format") != kFormat) {
        damagedField("format", "expected the line \"tocsin-proof/1\"");
    }
    BatchHeader out;
    out.device = readPublicKey("device", takeValue(text, "device"));
    out.epoch = readNumber("epoch", takeValue(text, "epoch"), 1, kMaxNumber);
    out.batch = readNumber("batch", takeValue(text, "batch"), 1, kMaxNumber);
    out.first = readNumber("first", takeValue(text, "first"), 1, kMaxNumber);
    out.count = readNumber("count", takeValue(text, "count"), 1, kMaxBatchRows);
    out.root = takeDigest(text, "root");
    out.prev = takeDigest(text, "prev");
    out.wall = readInstant("wall", takeValue(text, "wall"));
    out.monoMs = readNumber("mono", takeValue(text, "mono"), 0, kMaxNumber);
    out.boot = std::string(takeValue(text, "boot"));
    auto clock = takeValue(text, "clock");
    out.clock = readClockState("clock", takeWord(clock));
    out.offsetMs = readNumber("clock offset", takeWord(clock), -kMaxNumber, kMaxNumber);
    out.uncertaintyMs = readNumber("clock uncertainty", clock, 0, kMaxNumber);
    out.manifest = takeDigest(text, "manifest");
    return out;
}

std::vector<PlayRecord> readRows(PlayBatch const& batch, BatchHeader const& header) {
    std::vector<PlayRecord> out;
    out.reserve(batch.lines.size());
    for (std::size_t i = 0; i < batch.lines.size(); ++i) {
        auto const name = "row " + std::to_string(i + 1);
        auto record = parseLine(batch.lines[i]);
        if (!record) {
            damagedField(name, record.error().message);
        }
        auto const due = header.first + static_cast<std::int64_t>(i);
        if (record->sequence != due) {
            damagedField(name, "has sequence " + std::to_string(record->sequence) + ", expected " +
                                   std::to_string(due));
        }
        out.push_back(*std::move(record));
    }
    return out;
}

PlayBatch readBatch(std::string_view text) {
    PlayBatch out;
    auto const mark = text.find("\n" + std::string(kSignatureMark));
    if (mark == std::string_view::npos || mark + 1 > kMaxHeaderBytes) {
        damagedField("batch", "the signature line is missing");
    }
    out.header = std::string(text.substr(0, mark + 1));
    text.remove_prefix(mark + 1 + kSignatureMark.size());
    auto const header = parseHeader(out.header).value();
    auto line = takeLine(text, "signature");
    if (takeWord(line) != header.device.fingerprint()) {
        damagedField("signature", "names another key than the header's device");
    }
    auto const signature = Signature::fromBase64(line);
    if (!signature) {
        damagedField("signature", "expected an Ed25519 signature in base64");
    }
    out.signature = *signature;
    while (!text.empty()) {
        auto const row = takeLine(text, "row " + std::to_string(out.lines.size() + 1));
        if (row.size() > kMaxRowBytes || out.lines.size() == kMaxBatchRows) {
            damagedField("row " + std::to_string(out.lines.size() + 1), "too long, or too many");
        }
        out.lines.emplace_back(row);
    }
    return out;
}

}  // namespace

std::string toText(BatchHeader const& header) {
    std::string out(kFormat);
    out += "\ndevice " + header.device.base64();
    out += "\nepoch " + std::to_string(header.epoch);
    out += "\nbatch " + std::to_string(header.batch);
    out += "\nfirst " + std::to_string(header.first);
    out += "\ncount " + std::to_string(header.count);
    out += "\nroot " + digestBase64(header.root);
    out += "\nprev " + digestBase64(header.prev);
    out += "\nwall " + formatInstant(header.wall);
    out += "\nmono " + std::to_string(header.monoMs);
    out += "\nboot " + clippedLine(header.boot, kMaxBootBytes);
    out += "\nclock " + std::string(toString(header.clock)) + " " +
           std::to_string(header.offsetMs) + " " + std::to_string(header.uncertaintyMs);
    out += "\nmanifest " + digestBase64(header.manifest) + "\n";
    return out;
}

Result<BatchHeader> parseHeader(std::string_view text) {
    if (text.size() > kMaxHeaderBytes) {
        return Error{Errc::damaged,
                     "batch header: longer than " + std::to_string(kMaxHeaderBytes) + " bytes"};
    }
    try {
        auto header = readHeader(text);
        if (toText(header) != text) {
            damagedField("batch header", "not in the form in which players write it");
        }
        return header;
    } catch (Failure const& failure) {
        return failure.error();
    }
}

Digest treeHash(std::vector<std::string> const& lines) {
    std::vector<Digest> leaves;
    leaves.reserve(lines.size());
    for (auto const& line : lines) {
        leaves.push_back(leafHash(line));
    }
    return treeRoot(std::move(leaves));
}

Result<VerifiedBatch> verifyBatch(PlayBatch const& batch, PublicKey const& device) {
    auto header = parseHeader(batch.header);
    if (!header) {
        return header.error();
    }
    if (header->device != device) {
        return Error{Errc::permission, "the batch is from device " + header->device.fingerprint() +
                                           ", expected " + device.fingerprint()};
    }
    if (!verify(device, signedBytes(kProofKind, batch.header), batch.signature)) {
        return Error{Errc::permission, "the batch's signature by device " + device.fingerprint() +
                                           " does not fit its header"};
    }
    if (static_cast<std::size_t>(header->count) != batch.lines.size()) {
        return Error{Errc::damaged, "the batch has " + std::to_string(batch.lines.size()) +
                                        " rows, its header says " + std::to_string(header->count)};
    }
    if (treeHash(batch.lines) != header->root) {
        return Error{Errc::damaged, "the batch's rows are not the ones its header was signed for"};
    }
    try {
        auto records = readRows(batch, *header);
        return VerifiedBatch{*std::move(header), sha256(batch.header), std::move(records)};
    } catch (Failure const& failure) {
        return failure.error();
    }
}

std::string toText(PlayBatch const& batch) {
    // A header that cannot be read gets no key name, and parseBatch refuses the text.
    auto const header = parseHeader(batch.header);
    std::string out = batch.header;
    out.append(kSignatureMark).append(header ? header->device.fingerprint() : "unreadable");
    out.append(" ").append(batch.signature.base64()).append("\n");
    for (auto const& line : batch.lines) {
        out.append(line).append("\n");
    }
    return out;
}

Result<PlayBatch> parseBatch(std::string_view text) {
    if (text.size() > kMaxHeaderBytes + kMaxBatchRows * (kMaxRowBytes + 1)) {
        return Error{Errc::damaged, "batch: too long"};
    }
    try {
        return readBatch(text);
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::messages
