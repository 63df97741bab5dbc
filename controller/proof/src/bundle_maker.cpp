// SPDX-License-Identifier: Apache-2.0
#include "bundle_maker.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "bundle_contents.hpp"
#include "tocsin/attest/play_sums.hpp"
#include "tocsin/messages/bundle_seal.hpp"

namespace tocsin::proof {
namespace {

using messages::LogNode;

constexpr std::size_t kMostCheckpoints = 20'000;
/// Texts of batches and hashes of subtrees that are read in one step: some megabytes.
constexpr std::size_t kTextsAtOnce = 50;
constexpr std::size_t kHashesAtOnce = 500;
/// Setting with the secret from which screens that are not shown get their names.
constexpr char kVeilSetting[] = "bundle-veil";
constexpr std::size_t kVeilBytes = 32;

/// The site's secret, made once.
Result<std::string> veilOf(store::Store& store) {
    std::string out;
    auto const done = store.ingest([&](store::Tx& tx) -> Result<> {
        auto kept = tx.settings().get(kVeilSetting);
        if (!kept) {
            kept = messages::base64(messages::randomBytes(kVeilBytes));
            tx.settings().put(kVeilSetting, *kept);
        }
        out = *kept;
        return {};
    });
    return done ? Result<std::string>(std::move(out)) : done.error();
}

class Maker {
public:
    Maker(store::Store& store, LedgerKeeper& keeper, BundleWish const& wish,
          store::KeptCheckpoint checkpoint, std::string veil,
          std::function<void(double)> const& progress, std::stop_token const& stop,
          MayGrow const& mayGrow)
        : read_(store, stop),
          keeper_(keeper),
          wish_(wish),
          last_(std::move(checkpoint)),
          veil_(std::move(veil)),
          progress_(progress),
          mayGrow_(mayGrow),
          sums_(wish.from, wish.to) {}

    MadeBundle write(std::filesystem::path const& file, Instant now) {
        facts_ = {keeper_.origin(),         wish_.from, wish_.to,           now,
                  "tocsin " TOCSIN_VERSION, wish_.by,   wish_.units.isAll()};
        contents_ = findContents(read_, wish_, last_.checkpoint.size, veil_);
        for (auto const& stream : contents_.streams) {
            all_ += static_cast<std::int64_t>(stream.batches.size());
            for (auto const& batch : stream.batches) {
                leaves_.push_back(batch.receipt.leaf);
            }
        }
        index_.leftOut = contents_.leftOut;
        attest::ZipWriter zip(file);
        addWhole(zip, attest::kFactsFile, toJson(facts_));
        zip.add(attest::kKeysFile, keySets());
        addWhole(zip, attest::kCheckpointsFile, checkpointText());
        addWhole(zip, attest::kEnrolmentFile, toJson(contents_.enrolment));
        for (auto const& stream : contents_.streams) {
            writeStream(zip, stream);
        }
        addWhole(zip, attest::kIndexFile, toJson(index_));
        writeTree(zip);
        writeReport(zip);
        addWhole(zip, attest::kSumsFile, attest::sumsText(zip.files()));
        seal(zip);
        zip.finish();
        MadeBundle made;
        made.batches = done_;
        made.rows = rows_;
        made.plays = sums_.plays();
        return made;
    }

private:
    /// A file that verifiers read as a whole.
    void addWhole(attest::ZipWriter& zip, char const* name, std::string const& text) const {
        if (text.size() > attest::kMostJsonBytes) {
            throw Failure({Errc::exhausted, std::string("the bundle would be too large: its ") +
                                                name + " would have more than " +
                                                std::to_string(attest::kMostJsonBytes >> 20) +
                                                " MiB; ask for a shorter period"});
        }
        checkRoom(zip);
        zip.add(name, text);
    }

    void checkRoom(attest::ZipWriter const& zip) const {
        read_.checkStop();
        if (auto const may = mayGrow_ ? mayGrow_(zip.size()) : Result<>(); !may) {
            throw Failure(may.error());
        }
    }

    [[nodiscard]] std::string keySets() const {
        std::string out;
        auto const envelopes = read_([](store::Tx const& tx) { return tx.ledgerLog().keySets(); });
        for (auto const& envelope : envelopes) {
            out += envelope + "\n";
        }
        return out;
    }

    /// Those that cover any of the batches, up to the newest, which covers all.
    [[nodiscard]] std::string checkpointText() {
        auto const first = leaves_.empty() ? last_.checkpoint.size - 1
                                           : *std::min_element(leaves_.begin(), leaves_.end());
        return read_([&](store::Tx const& tx) {
            std::string out;
            for (auto const& one : tx.ledgerLog().checkpoints(first + 1, kMostCheckpoints)) {
                if (one.checkpoint.size > last_.checkpoint.size) {
                    break;
                }
                out += toText(one.text);
                for (auto const& cosignature : tx.ledgerLog().cosignatures(one.checkpoint.size)) {
                    out += toLine(cosignature);
                }
                cuts_.insert(one.checkpoint.size);
            }
            return out;
        });
    }

    void writeStream(attest::ZipWriter& zip, BundledStream const& stream) {
        auto const name = attest::streamName(stream.span.player, stream.span.epoch) + ".txt";
        auto const& players = contents_.enrolment.players;
        auto const player = std::find_if(players.begin(), players.end(), [&](auto const& one) {
            return one.player == stream.span.player;
        });
        checkRoom(zip);
        zip.begin(attest::kReceiptsFolder + name);
        for (auto const& batch : stream.batches) {
            zip.write(toText(keeper_.receiptFor(batch).value()));
            read_.checkStop();
        }
        zip.end();
        attest::BundleStream entry{stream.span.player,
                                   stream.span.epoch,
                                   stream.batches.front().receipt.batch,
                                   stream.batches.back().receipt.batch,
                                   0,
                                   0};
        zip.begin(attest::kBatchesFolder + name);
        for (std::size_t first = 0; first < stream.batches.size(); first += kTextsAtOnce) {
            for (auto const& text : textsFrom(stream, first)) {
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
            }
            checkRoom(zip);
        }
        zip.end();
        rows_ += entry.rows;
        index_.streams.push_back(entry);
    }

    [[nodiscard]] std::vector<std::string> textsFrom(BundledStream const& stream,
                                                     std::size_t first) const {
        auto const end = std::min(first + kTextsAtOnce, stream.batches.size());
        return read_([&](store::Tx const& tx) {
            std::vector<std::string> out;
            for (auto i = first; i < end; ++i) {
                out.push_back(batchText(tx, stream.batches[i].receipt));
            }
            return out;
        });
    }

    /// The whole log in as few subtrees as show each batch as a leaf, and end at each checkpoint.
    void writeTree(attest::ZipWriter& zip) {
        for (auto const leaf : leaves_) {
            cuts_.insert(leaf);
            cuts_.insert(leaf + 1);
        }
        cuts_.insert(last_.checkpoint.size);
        zip.begin(attest::kTreeFile);
        std::vector<LogNode> nodes;
        std::int64_t from = 0;
        for (auto const to : cuts_) {
            auto const cover = messages::coverOf(from, to);
            nodes.insert(nodes.end(), cover.begin(), cover.end());
            from = std::max(from, to);
            if (nodes.size() >= kHashesAtOnce) {
                writeNodes(zip, nodes);
                nodes.clear();
            }
        }
        writeNodes(zip, nodes);
        zip.end();
    }

    void writeNodes(attest::ZipWriter& zip, std::vector<LogNode> const& nodes) const {
        checkRoom(zip);
        zip.write(read_([&](store::Tx const& tx) {
            std::string out;
            for (auto const& node : nodes) {
                auto const hash = tx.ledgerLog().hash(node);
                auto const* const bytes = reinterpret_cast<char const*>(hash.bytes.data());
                out += std::to_string(node.level) + " " +
                       messages::base64({bytes, hash.bytes.size()}) + "\n";
            }
            return out;
        }));
    }

    void writeReport(attest::ZipWriter& zip) {
        auto const figures = sums_.figures();
        attest::Names names;
        for (auto const& one : figures) {
            if (!names.assets.contains(one.asset)) {
                names.assets.emplace(
                    one.asset, read_([&](store::Tx const& tx) {
                        return tx.ledgerLog().assetNames(Digest::fromHex(one.asset).value());
                    }));
            }
            if (!names.campaigns.contains(one.campaign)) {
                names.campaigns.emplace(
                    one.campaign, read_([&](store::Tx const& tx) {
                        return tx.ledgerLog().campaignTitles(CampaignId(one.campaign));
                    }));
            }
        }
        addWhole(zip, attest::kNamesFile, toJson(names));
        addWhole(zip, attest::kReportFile, attest::reportJson(facts_, figures));
        addWhole(zip, attest::kTableFile, attest::reportTable(figures, names, contents_.enrolment));
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

    ShortReads read_;
    LedgerKeeper& keeper_;
    BundleWish const& wish_;
    store::KeptCheckpoint last_;
    std::string veil_;
    std::function<void(double)> const& progress_;
    MayGrow const& mayGrow_;
    attest::PlaySums sums_;
    attest::BundleFacts facts_;
    BundleContents contents_;
    attest::BundleIndex index_;
    std::vector<std::int64_t> leaves_;
    std::set<std::int64_t> cuts_;  // where a subtree of the tree file ends
    std::int64_t all_ = 0, done_ = 0, rows_ = 0;
};

}  // namespace

Result<MadeBundle> makeBundle(store::Store& store, LedgerKeeper& keeper, BundleWish const& wish,
                              Instant now, std::filesystem::path const& file,
                              std::function<void(double)> const& progress,
                              std::stop_token const& stop, MayGrow const& mayGrow) {
    // So that the newest plays are under a checkpoint too, and have their receipts: a signer may
    // take its time.
    auto checkpoint = keeper.checkpointNow(wish.by);
    auto const receipts = checkpoint ? keeper.signReceipts(checkpoint->checkpoint.size, stop)
                                     : Result<>(checkpoint.error());
    auto veil = receipts ? veilOf(store) : receipts.error();
    if (!veil) {
        return veil.error();
    }
    MadeBundle made;
    try {
        made = Maker(store, keeper, wish, *checkpoint, *std::move(veil), progress, stop, mayGrow)
                   .write(file, now);
    } catch (Failure const& failure) {
        return failure.error();
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
