// SPDX-License-Identifier: Apache-2.0
#include "bundle_maker.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "tocsin/attest/bundle_files.hpp"
#include "tocsin/attest/enrolment.hpp"
#include "tocsin/attest/play_sums.hpp"
#include "tocsin/messages/bundle_seal.hpp"
#include "tocsin/messages/play_batch.hpp"

namespace tocsin::proof {
namespace {

using attest::EnrolledPlayer;
using messages::LogNode;

constexpr std::size_t kBatchesAtOnce = 500;
constexpr std::size_t kMostCheckpoints = 20'000;

/// A player's epoch, and what of it goes into the bundle.
struct Stream {
    store::BatchSpan span;
    std::vector<store::LoggedBatch> batches;
};

std::vector<messages::PlayRecord> recordsIn(std::string const& text) {
    std::vector<messages::PlayRecord> out;
    auto const batch = messages::parseBatch(text);
    if (!batch) {
        return out;
    }
    for (auto const& line : batch->lines) {
        if (auto record = messages::parseLine(line)) {
            out.push_back(*std::move(record));
        }
    }
    return out;
}

class Maker {
public:
    Maker(store::Tx const& tx, LedgerKeeper& keeper, BundleWish const& wish,
          store::KeptCheckpoint checkpoint, std::function<void(double)> const& progress,
          std::stop_token const& stop)
        : tx_(tx),
          keeper_(keeper),
          wish_(wish),
          last_(std::move(checkpoint)),
          progress_(progress),
          stop_(stop),
          sums_(wish.from, wish.to) {}

    MadeBundle write(std::filesystem::path const& file, Instant now) {
        facts_ = {keeper_.origin(),         wish_.from, wish_.to,           now,
                  "tocsin " TOCSIN_VERSION, wish_.by,   wish_.units.isAll()};
        findScreens();
        findStreams();
        attest::ZipWriter zip(file);
        zip.add(attest::kFactsFile, toJson(facts_));
        zip.add(attest::kKeysFile, keySets());
        zip.add(attest::kCheckpointsFile, checkpointText());
        zip.add(attest::kEnrolmentFile, toJson(enrolment_));
        for (auto const& stream : streams_) {
            writeStream(zip, stream);
        }
        zip.add(attest::kIndexFile, toJson(index_));
        writeTree(zip);
        writeReport(zip);
        zip.add(attest::kSumsFile, attest::sumsText(zip.files()));
        seal(zip);
        zip.finish();
        MadeBundle made;
        made.batches = done_;
        made.rows = rows_;
        made.plays = sums_.plays();
        return made;
    }

private:
    void findScreens() {
        for (auto const& screen : tx_.screens().all()) {
            if (wish_.units.contains(screen.unit)) {
                visible_.insert(screen.id);
                enrolment_.screens.push_back({screen.id, screen.name, screen.unit});
            }
        }
    }

    /// From the first to the last batch of each epoch that holds plays of the period, so that what
    /// lies between is there too.
    void findStreams() {
        std::map<std::pair<messages::PublicKey, std::int64_t>, store::BatchSpan> spans;
        for (auto const& screen : visible_) {
            for (auto const& found : tx_.ledgerLog().spansOf(screen, wish_.from, wish_.to)) {
                auto& span = spans.try_emplace({found.player, found.epoch}, found).first->second;
                span.first = std::min(span.first, found.first);
                span.last = std::max(span.last, found.last);
            }
            checkStop();
        }
        for (auto const& [key, span] : spans) {
            enrol(key.first);
            Stream stream{span, {}};
            collect(stream);
            if (!stream.batches.empty()) {
                all_ += static_cast<std::int64_t>(stream.batches.size());
                streams_.push_back(std::move(stream));
            }
        }
        std::erase_if(enrolment_.players,
                      [this](auto const& player) { return !hasStream(player.player); });
    }

    [[nodiscard]] bool hasStream(messages::PublicKey const& player) const {
        return std::any_of(streams_.begin(), streams_.end(),
                           [&](auto const& stream) { return stream.span.player == player; });
    }

    void enrol(messages::PublicKey const& player) {
        auto& players = enrolment_.players;
        if (!players.empty() && players.back().player == player) {
            return;
        }
        EnrolledPlayer out;
        out.player = player;
        for (auto const& binding : tx_.bindings().of(player)) {
            out.bindings.push_back({binding.screen, binding.from, binding.to});
        }
        if (auto const revocation = tx_.revocations().find(player)) {
            out.revoked = revocation->at;
        }
        players.push_back(std::move(out));
    }

    /// The span's batches that the checkpoint covers and that show nothing else than they may.
    void collect(Stream& stream) {
        auto rest = stream.span;
        for (;;) {
            auto const page = tx_.ledgerLog().batchesOf(rest, kBatchesAtOnce);
            for (auto const& batch : page) {
                if (batch.receipt.leaf >= last_.checkpoint.size) {
                    return;
                }
                if (mayShow(batch)) {
                    stream.batches.push_back(batch);
                    leaves_.push_back(batch.receipt.leaf);
                }
            }
            checkStop();
            if (page.size() < kBatchesAtOnce) {
                return;
            }
            rest.first = page.back().receipt.batch + 1;
        }
    }

    /// Rows are signed as a whole, so a batch goes in whole or not at all.
    bool mayShow(store::LoggedBatch const& batch) {
        if (wish_.units.isAll()) {
            return true;
        }
        auto const& receipt = batch.receipt;
        for (auto const& record : recordsIn(textOf(receipt))) {
            if (!visible_.contains(screenOf(enrolment_.players.back(), record))) {
                index_.leftOut.push_back({receipt.device, receipt.epoch, receipt.batch});
                return false;
            }
        }
        return true;
    }

    static ScreenId const& screenOf(EnrolledPlayer const& player,
                                    messages::PlayRecord const& record) {
        return player.bindings[attest::attributed(player, record.start).binding].screen;
    }

    [[nodiscard]] std::string textOf(messages::Receipt const& receipt) const {
        return tx_.ledger()
            .batch(receipt.device, receipt.epoch, receipt.batch)
            .value_or(std::string());
    }

    [[nodiscard]] std::string keySets() const {
        std::string out;
        for (auto const& envelope : tx_.ledgerLog().keySets()) {
            out += envelope + "\n";
        }
        return out;
    }

    /// Those that cover any of the batches, up to the newest, which covers all.
    [[nodiscard]] std::string checkpointText() {
        auto const first = leaves_.empty() ? last_.checkpoint.size - 1
                                           : *std::min_element(leaves_.begin(), leaves_.end());
        std::string out;
        for (auto const& one : tx_.ledgerLog().checkpoints(first + 1, kMostCheckpoints)) {
            if (one.checkpoint.size > last_.checkpoint.size) {
                break;
            }
            out += toText(one.text);
            for (auto const& cosignature : tx_.ledgerLog().cosignatures(one.checkpoint.size)) {
                out += toLine(cosignature);
            }
            cuts_.insert(one.checkpoint.size);
        }
        return out;
    }

    void writeStream(attest::ZipWriter& zip, Stream const& stream) {
        auto const name = attest::streamName(stream.span.player, stream.span.epoch) + ".txt";
        auto const player =
            std::find_if(enrolment_.players.begin(), enrolment_.players.end(),
                         [&](auto const& one) { return one.player == stream.span.player; });
        zip.begin(attest::kReceiptsFolder + name);
        for (auto const& batch : stream.batches) {
            zip.write(toText(keeper_.receiptFor(batch).value()));
            checkStop();
        }
        zip.end();
        attest::BundleStream entry{stream.span.player,
                                   stream.span.epoch,
                                   stream.batches.front().receipt.batch,
                                   stream.batches.back().receipt.batch,
                                   0,
                                   0};
        zip.begin(attest::kBatchesFolder + name);
        for (auto const& batch : stream.batches) {
            auto const text = textOf(batch.receipt);
            auto const records = recordsIn(text);
            if (!records.empty()) {  // one that somebody spoilt would hide those behind it
                zip.write(text);
            }
            for (auto const& record : records) {
                sums_.add(screenOf(*player, record), record);
            }
            ++entry.batches;
            entry.rows += static_cast<std::int64_t>(records.size());
            progress_(static_cast<double>(++done_) / static_cast<double>(all_));
            checkStop();
        }
        zip.end();
        rows_ += entry.rows;
        index_.streams.push_back(entry);
    }

    /// The whole log in as few subtrees as show each batch as a leaf, and end at each checkpoint.
    void writeTree(attest::ZipWriter& zip) {
        for (auto const leaf : leaves_) {
            cuts_.insert(leaf);
            cuts_.insert(leaf + 1);
        }
        cuts_.insert(last_.checkpoint.size);
        zip.begin(attest::kTreeFile);
        std::int64_t from = 0;
        for (auto const to : cuts_) {
            for (auto const& node : messages::coverOf(from, to)) {
                auto const hash = tx_.ledgerLog().hash(node);
                auto const* const bytes = reinterpret_cast<char const*>(hash.bytes.data());
                zip.write(std::to_string(node.level) + " " +
                          messages::base64({bytes, hash.bytes.size()}) + "\n");
            }
            from = std::max(from, to);
            checkStop();
        }
        zip.end();
    }

    void writeReport(attest::ZipWriter& zip) {
        auto const figures = sums_.figures();
        attest::Names names;
        for (auto const& one : figures) {
            if (!names.assets.contains(one.asset)) {
                names.assets.emplace(
                    one.asset, tx_.ledgerLog().assetNames(Digest::fromHex(one.asset).value()));
            }
            if (!names.campaigns.contains(one.campaign)) {
                names.campaigns.emplace(one.campaign,
                                        tx_.ledgerLog().campaignTitles(CampaignId(one.campaign)));
            }
        }
        zip.add(attest::kNamesFile, toJson(names));
        zip.add(attest::kReportFile, attest::reportJson(facts_, figures));
        zip.add(attest::kTableFile, attest::reportTable(figures, names, enrolment_));
    }

    void seal(attest::ZipWriter& zip) {
        messages::BundleSeal const seal{
            facts_.origin, facts_.from, facts_.to, facts_.made, zip.files().back().digest,
            zip.size(),    zip.digest()};
        auto const text = toText(seal);
        auto const& signer = keeper_.signer();
        auto const role = keys::Role::ledger;
        auto const signature =
            signer.sign(role, messages::signedBytes(messages::kBundleKind, text)).value();
        zip.add(attest::kSealFile,
                toText(messages::SignedText{text, signer.publicKey(role).fingerprint(), signature}),
                false);
    }

    void checkStop() const {
        if (stop_.stop_requested()) {
            throw Failure({Errc::cancelled, "the bundle was given up"});
        }
    }

    store::Tx const& tx_;
    LedgerKeeper& keeper_;
    BundleWish const& wish_;
    store::KeptCheckpoint last_;
    std::function<void(double)> const& progress_;
    std::stop_token const& stop_;
    attest::PlaySums sums_;
    attest::BundleFacts facts_;
    attest::Enrolment enrolment_;
    attest::BundleIndex index_;
    std::set<ScreenId> visible_;
    std::vector<Stream> streams_;
    std::vector<std::int64_t> leaves_;
    std::set<std::int64_t> cuts_;  // where a subtree of the tree file ends
    std::int64_t all_ = 0, done_ = 0, rows_ = 0;
};

}  // namespace

Result<MadeBundle> makeBundle(store::Store& store, LedgerKeeper& keeper, BundleWish const& wish,
                              Instant now, std::filesystem::path const& file,
                              std::function<void(double)> const& progress,
                              std::stop_token const& stop) {
    // So that the newest plays are under a checkpoint too.
    auto checkpoint = keeper.checkpointNow(wish.by);
    if (!checkpoint) {
        return checkpoint.error();
    }
    MadeBundle made;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        made = Maker(tx, keeper, wish, *checkpoint, progress, stop).write(file, now);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    auto const digest = messages::sha256File(file);
    if (!digest) {
        return digest.error();
    }
    made.digest = *digest;
    std::error_code failed;
    made.bytes = static_cast<std::int64_t>(std::filesystem::file_size(file, failed));
    return made;
}

}  // namespace tocsin::proof
