// SPDX-License-Identifier: Apache-2.0
#include "stream_check.hpp"

#include <algorithm>

#include "tocsin/messages/signed_text.hpp"

namespace tocsin::attest {
namespace {

constexpr std::size_t kMostHeaderLines = 20;

std::string batchText(std::int64_t number) {
    return "batch " + std::to_string(number);
}

/// Header lines up to the signature line, which is in it too; empty at the end of the file.
std::string signedLines(EntryLines& lines) {
    std::string out;
    for (std::size_t i = 0; i < kMostHeaderLines; ++i) {
        auto const line = lines.next();
        if (!line) {
            if (out.empty()) {
                return out;
            }
            throw Failure({Errc::damaged, "the file ends within a header"});
        }
        out.append(*line).append("\n");
        if (line->starts_with(messages::kSignatureMark)) {
            return out;
        }
    }
    throw Failure({Errc::damaged, "the signature line is missing"});
}

}  // namespace

void StreamCheck::begin(EnrolledPlayer const& player, std::int64_t epoch) {
    player_ = &player;
    stream_ = {player.player, epoch, 0, 0, 0, 0};
    receipts_.clear();
    seen_.clear();
    rows_.begin(player, epoch);
}

void StreamCheck::takeReceipts(EntryLines& lines) {
    file_ = kReceiptsFolder + streamName(stream_.player, stream_.epoch) + ".txt";
    for (;;) {
        auto const line = lines.number() + 1;
        auto const text = signedLines(lines);
        if (text.empty()) {
            return;
        }
        std::string_view rest = text;
        auto const signedText = messages::takeSignedText(rest);
        if (!signedText) {
            findings_.fault(file_, lineText(line), signedText.error().message);
            continue;
        }
        takeReceipt(*signedText, line);
    }
}

void StreamCheck::takeReceipt(messages::SignedText const& signedText, std::size_t line) {
    auto receipt = messages::parseReceipt(signedText.text);
    if (!receipt) {
        findings_.fault(file_, lineText(line), receipt.error().message);
        return;
    }
    auto const word = keys_.judge(signedText, messages::kReceiptKind);
    if (!word) {
        findings_.fault(file_, lineText(line),
                        "the receipt does not hold: " + word.error().message);
        return;
    }
    ofRevokedKeys_ += *word == KeyChain::Word::ofRevokedKey ? 1 : 0;
    if (receipt->device != stream_.player || receipt->epoch != stream_.epoch) {
        findings_.fault(file_, lineText(line), "the receipt is of another player or epoch");
        return;
    }
    if (player_->revoked && receipt->received > *player_->revoked) {
        findings_.fault(file_, lineText(line), "the batch came in after its key was revoked");
    }
    auto const number = receipt->batch;
    leaves_.emplace_back(receipt->leaf, receipt->header);
    if (!receipts_.empty() && number <= receipts_.rbegin()->first) {
        findings_.fault(file_, lineText(line), "the receipts are not in the order of the batches");
    }
    receipts_.insert_or_assign(number, *std::move(receipt));
}

void StreamCheck::takeBatches(EntryLines& lines) {
    file_ = kBatchesFolder + streamName(stream_.player, stream_.epoch) + ".txt";
    while (takeBatch(lines)) {
    }
    for (auto const& [number, receipt] : receipts_) {
        if (!seen_.contains(number)) {
            findings_.fault(file_, "",
                            batchText(number) + " is missing: there is a receipt for it");
        }
    }
}

bool StreamCheck::takeBatch(EntryLines& lines) {
    auto const line = lines.number() + 1;
    auto const text = signedLines(lines);
    if (text.empty()) {
        return false;
    }
    std::string_view rest = text;
    auto const signedText = messages::takeSignedText(rest);
    auto const header = signedText ? messages::parseHeader(signedText->text)
                                   : Result<messages::BatchHeader>(signedText.error());
    if (!header) {
        // How many rows belong to it is not known, so nothing behind it can be read.
        throw Failure({Errc::damaged, header.error().message});
    }
    messages::PlayBatch batch{signedText->text, signedText->signature, {}};
    batch.lines.reserve(static_cast<std::size_t>(header->count));
    auto const firstRow = lines.number() + 1;
    for (std::int64_t i = 0; i < header->count; ++i) {
        auto const row = lines.next();
        if (!row) {
            throw Failure({Errc::damaged, "the file ends within " + batchText(header->batch)});
        }
        batch.lines.emplace_back(*row);
    }
    if (signedText->signer != stream_.player.fingerprint()) {
        findings_.fault(
            file_, lineText(line),
            batchText(header->batch) + " names key " + signedText->signer + ", not its player's");
    }
    checkBatch(batch, line, firstRow);
    return true;
}

void StreamCheck::checkBatch(messages::PlayBatch const& batch, std::size_t line,
                             std::size_t firstRow) {
    auto const verified = messages::verifyBatch(batch, stream_.player);
    if (!verified) {
        findings_.fault(file_, lineText(line), verified.error().message);
        return;
    }
    auto const& header = verified->header;
    if (header.epoch != stream_.epoch) {
        findings_.fault(file_, lineText(line),
                        batchText(header.batch) + " is of epoch " + std::to_string(header.epoch));
        return;
    }
    checkOrder(header, verified->headerDigest, line);
    checkReceipt(header, verified->headerDigest, line);
    if (!seen_.emplace(header.batch, verified->headerDigest).second) {
        return;  // told; its rows count once
    }
    stream_.first = stream_.batches == 0 ? header.batch : std::min(stream_.first, header.batch);
    stream_.last = std::max(stream_.last, header.batch);
    ++stream_.batches;
    stream_.rows += header.count;
    nextRow_ = header.first + header.count;
    for (std::size_t i = 0; i < verified->records.size(); ++i) {
        rows_.take(verified->records[i], file_, lineText(firstRow + i));
    }
}

void StreamCheck::checkOrder(messages::BatchHeader const& header, Digest const& digest,
                             std::size_t line) {
    if (header.batch == 1 && (header.first != 1 || header.prev != Digest{})) {
        findings_.fault(file_, lineText(line), "batch 1 does not begin its epoch");
    }
    if (seen_.empty()) {
        return;
    }
    auto const number = header.batch;
    if (auto const same = seen_.find(number); same != seen_.end()) {
        findings_.fault(file_, lineText(line),
                        batchText(number) + (same->second == digest
                                                 ? " stands there twice"
                                                 : " is there in two versions, both signed: two "
                                                   "histories under one key"));
        return;
    }
    auto const& [last, lastDigest] = *seen_.rbegin();
    if (number < last) {
        findings_.fault(file_, lineText(line),
                        batchText(number) + " stands behind " + batchText(last));
    } else if (number > last + 1) {
        findings_.gap(file_ + ", " + lineText(line) + ": batches " + std::to_string(last + 1) +
                      " to " + std::to_string(number - 1) + " are not there (rows " +
                      std::to_string(nextRow_) + " to " + std::to_string(header.first - 1) + ")");
        if (header.first < nextRow_) {
            findings_.fault(file_, lineText(line),
                            "its rows begin before those of the batches "
                            "before it end");
        }
    } else if (header.prev != lastDigest || header.first != nextRow_) {
        findings_.fault(file_, lineText(line),
                        batchText(number) + " does not continue " + batchText(last));
    }
}

void StreamCheck::checkReceipt(messages::BatchHeader const& header, Digest const& digest,
                               std::size_t line) {
    auto const found = receipts_.find(header.batch);
    if (found == receipts_.end()) {
        findings_.fault(file_, lineText(line),
                        "there is no receipt for " + batchText(header.batch));
    } else if (found->second.header != digest) {
        findings_.fault(file_, lineText(line),
                        "the receipt for " + batchText(header.batch) + " is of another batch");
    }
}

}  // namespace tocsin::attest
