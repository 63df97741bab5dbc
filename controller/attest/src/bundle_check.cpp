// SPDX-License-Identifier: Apache-2.0
// Takes a bundle apart, file by file in their order, and asks each part's check.
#include "tocsin/attest/bundle_check.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "checkpoint_file.hpp"
#include "entry_lines.hpp"
#include "findings.hpp"
#include "key_chain.hpp"
#include "row_check.hpp"
#include "stream_check.hpp"
#include "tocsin/attest/bundle_files.hpp"
#include "tocsin/messages/bundle_seal.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "tree_check.hpp"
#include "zip_reader.hpp"

namespace tocsin::attest {
namespace {

constexpr std::size_t kMostLineBytes = 8'192;
constexpr std::size_t kMostKeySetBytes = 256 << 10;
constexpr std::size_t kMostSealBytes = 4'096;

/// Before and behind the streams.
constexpr std::array<std::string_view, 4> kHead{kFactsFile, kKeysFile, kCheckpointsFile,
                                                kEnrolmentFile};
constexpr std::array<std::string_view, 7> kTail{kIndexFile, kTreeFile, kNamesFile, kReportFile,
                                                kTableFile, kSumsFile, kSealFile};

class Check {
public:
    Check(std::filesystem::path const& file, BundleTrust const& trust)
        : zip_(file), trust_(trust) {}

    Result<BundleVerdict> run(std::function<bool(std::int64_t, std::int64_t)> const& progress) {
        try {
            while (auto const name = zip_.next()) {
                takeEntry(*name);
                if (progress && !progress(zip_.position(), zip_.size())) {
                    return Error{Errc::cancelled, "stopped; nothing was decided"};
                }
            }
        } catch (Failure const& failure) {
            if (failure.error().code != Errc::damaged) {
                return failure.error();
            }
            findings_.fault("", "", failure.error().message);
            return std::move(findings_.verdict());
        }
        finish();
        return std::move(findings_.verdict());
    }

private:
    /// One file, whose faults end with it.
    void takeEntry(std::string const& name) {
        auto const isStream = name.starts_with(kReceiptsFolder) || name.starts_with(kBatchesFolder);
        EntryLines lines(zip_, name == kKeysFile ? kMostKeySetBytes : kMostLineBytes);
        bool whole = false;
        try {
            whole = isStream ? takeStream(name, lines) : takeFile(name, lines);
        } catch (Failure const& failure) {
            if (failure.error().code == Errc::unavailable) {
                throw;
            }
            findings_.fault(name, lines.number() > 0 ? lineText(lines.number()) : "",
                            failure.error().message);
        }
        drain(name, whole);
    }

    /// What is left of the entry, so that its digest is known.
    void drain(std::string const& name, bool whole) {
        try {
            bool more = false;
            while (!zip_.read().empty()) {
                more = true;
            }
            if (whole && more) {
                findings_.fault(name, "", "there is more in it than belongs there");
            }
            files_.push_back({name, zip_.digest(), 0});
        } catch (Failure const& failure) {
            if (whole) {
                findings_.fault(name, "", failure.error().message);
            }
            files_.push_back({name, Digest{}, 0});
        }
    }

    /// False: the file has no place here, and what is in it does not matter.
    bool takeFile(std::string const& name, EntryLines& lines) {
        if (!isNext(name)) {
            return false;
        }
        if (name == kFactsFile) {
            takeFacts();
        } else if (name == kKeysFile) {
            takeKeys(lines);
        } else if (name == kCheckpointsFile) {
            checkpoints_ = readCheckpoints(wholeEntry(zip_, kMostJsonBytes), keys_, findings_);
        } else if (name == kEnrolmentFile) {
            takeEnrolment();
        } else if (name == kIndexFile) {
            takeIndex();
        } else if (name == kTreeFile) {
            checkTree(lines, std::move(leaves_), checkpoints_, findings_);
        } else if (name == kNamesFile) {
            names_ = parseNames(wholeEntry(zip_, kMostJsonBytes)).value();
            checkForm(name, toJson(names_));
        } else if (name == kReportFile) {
            takeReport();
        } else if (name == kTableFile) {
            takeTable();
        } else if (name == kSumsFile) {
            takeSums();
        } else {
            takeSeal();
        }
        return true;
    }

    /// Whether the file may stand here: all have their place, and streams stand between.
    bool isNext(std::string const& name) {
        auto const head = std::find(kHead.begin(), kHead.end(), name);
        auto const tail = std::find(kTail.begin(), kTail.end(), name);
        if (head == kHead.end() && tail == kTail.end()) {
            findings_.fault(name, "", "no file of a bundle has this name");
            return false;
        }
        auto const place = head != kHead.end()
                               ? static_cast<std::size_t>(head - kHead.begin())
                               : kHead.size() + static_cast<std::size_t>(tail - kTail.begin());
        if (place != place_) {
            findings_.fault(name, "", "it does not stand at its place");
        }
        if (place < place_) {
            return false;
        }
        missing(place);
        place_ = place + 1;
        return true;
    }

    static std::string_view fileAt(std::size_t place) {
        return place < kHead.size() ? kHead[place] : kTail[place - kHead.size()];
    }
    /// What should have come before this place.
    void missing(std::size_t place) {
        for (; place_ < place; ++place_) {
            findings_.fault(std::string(fileAt(place_)), "", "the file is missing");
        }
    }

    /// JSON files stand as controllers write them: no byte is free.
    void checkForm(std::string const& name, std::string const& written) {
        if (messages::sha256(written) != zip_.digest()) {
            findings_.fault(name, "", "it is not in the form in which controllers write it");
        }
    }

    void takeFacts() {
        facts_ = parseBundleFacts(wholeEntry(zip_, kMostJsonBytes)).value();
        sums_.emplace(facts_.from, facts_.to);
        rows_.emplace(*sums_, findings_);
        streams_.emplace(keys_, *rows_, leaves_, findings_);
        auto& verdict = findings_.verdict();
        verdict.from = facts_.from;
        verdict.to = facts_.to;
        verdict.made = facts_.made;
        checkForm(kFactsFile, toJson(facts_));
    }

    void takeKeys(EntryLines& lines) {
        while (auto const line = lines.next()) {
            if (auto const taken = keys_.take(*line); !taken) {
                findings_.fault(kKeysFile, lineText(lines.number()), taken.error().message);
            }
        }
        auto const root = keys_.root();
        findings_.verdict().root = root;
        if (root.empty()) {
            findings_.fault(kKeysFile, "", "there is no key set in it");
        } else if (!trust_.root.empty() && root != trust_.root) {
            findings_.fault(kKeysFile, "",
                            "the root of its key sets is " + root + ", not " + trust_.root);
        } else if (trust_.root.empty()) {
            findings_.unproven("whose root " + root +
                               " is: compare it with what tocsin keys show says, or name it with "
                               "--root");
        }
        if (facts_.origin != root) {
            findings_.fault(kFactsFile, "origin",
                            "it names root " + facts_.origin + ", not " + root);
        }
    }

    void takeEnrolment() {
        enrolment_ = parseEnrolment(wholeEntry(zip_, kMostJsonBytes)).value();
        checkForm(kEnrolmentFile, toJson(enrolment_));
        for (auto const& player : enrolment_.players) {
            if (!players_.emplace(player.player.fingerprint(), &player).second) {
                findings_.fault(kEnrolmentFile, "",
                                "player " + player.player.fingerprint() + " is there twice");
            }
        }
        findings_.verdict().players = static_cast<std::int64_t>(players_.size());
        checkBindings();
    }

    /// No screen had two players at a time, as far as the bundle knows.
    void checkBindings() {
        std::map<ScreenId, std::vector<std::pair<Instant, std::optional<Instant>>>> times;
        for (auto const& player : enrolment_.players) {
            for (auto const& one : player.bindings) {
                times[one.screen].emplace_back(one.from, one.to);
            }
        }
        for (auto& [screen, list] : times) {
            std::sort(list.begin(), list.end());
            for (std::size_t i = 1; i < list.size(); ++i) {
                auto const& end = list[i - 1].second;
                if (!end || *end > list[i].first) {
                    findings_.unproven("whose the plays on screen " + screen.str() + " were from " +
                                       formatInstant(list[i].first) +
                                       " on: two players are said to have driven it at a time");
                }
            }
        }
    }

    bool takeStream(std::string const& name, EntryLines& lines) {
        if (place_ != kHead.size() || !streams_) {
            findings_.fault(name, "", "it does not stand at its place");
            return false;
        }
        bool const isReceipts = name.starts_with(kReceiptsFolder);
        std::string_view const folder = isReceipts ? kReceiptsFolder : kBatchesFolder;
        auto const stream = name.substr(folder.size());
        if (isReceipts) {
            endStream();
            if (!beginStream(name, stream)) {
                return false;
            }
            streams_->takeReceipts(lines);
        } else if (stream != open_ || hasBatches_) {
            findings_.fault(name, "", "its receipts do not stand before it");
            return false;
        } else {
            hasBatches_ = true;
            streams_->takeBatches(lines);
        }
        return true;
    }

    bool beginStream(std::string const& name, std::string const& stream) {
        auto const dash = stream.find('-');
        auto const found = players_.find(stream.substr(0, dash));
        std::int64_t epoch = 0;
        if (dash != std::string::npos) {
            for (auto i = dash + 1; i < stream.size() && stream[i] >= '0' && stream[i] <= '9' &&
                                    epoch < (std::int64_t{1} << 53);
                 ++i) {
                epoch = epoch * 10 + (stream[i] - '0');
            }
        }
        if (found == players_.end() ||
            streamName(found->second->player, epoch) + ".txt" != stream || epoch < 1) {
            findings_.fault(name, "", "it is of no player that was enrolled");
            return false;
        }
        open_ = stream;
        hasBatches_ = false;
        streams_->begin(*found->second, epoch);
        return true;
    }

    void endStream() {
        if (open_.empty()) {
            return;
        }
        if (!hasBatches_) {
            findings_.fault(kBatchesFolder + open_, "", "the file is missing");
        }
        read_.streams.push_back(streams_->stream());
        auto& verdict = findings_.verdict();
        verdict.batches += streams_->stream().batches;
        verdict.rows += streams_->stream().rows;
        open_.clear();
    }

    void takeIndex() {
        endStream();
        auto index = parseBundleIndex(wholeEntry(zip_, kMostJsonBytes)).value();
        checkForm(kIndexFile, toJson(index));
        if (index.streams.size() != read_.streams.size()) {
            findings_.fault(kIndexFile, "streams",
                            "there are " + std::to_string(read_.streams.size()) +
                                " streams, it says " + std::to_string(index.streams.size()));
        }
        auto const both = std::min(index.streams.size(), read_.streams.size());
        for (std::size_t i = 0; i < both; ++i) {
            if (index.streams[i] != read_.streams[i]) {
                findings_.fault(kIndexFile, "streams[" + std::to_string(i) + "]",
                                streamName(read_.streams[i].player, read_.streams[i].epoch) +
                                    " has " + std::to_string(read_.streams[i].batches) +
                                    " batches with " + std::to_string(read_.streams[i].rows) +
                                    " rows that hold, which is not what it says");
            }
        }
        for (auto const& one : index.leftOut) {
            findings_.gap("batch " + std::to_string(one.batch) + " of " +
                          streamName(one.player, one.epoch) +
                          " was left out: it also holds plays of screens that whoever made the "
                          "bundle may not see");
        }
        if (rows_) {
            rows_->finish();
        }
        if (streams_ && streams_->ofRevokedKeys() > 0) {
            findings_.unproven(std::to_string(streams_->ofRevokedKeys()) +
                               " receipts are signed by a key that was revoked");
        }
    }

    void takeReport() {
        auto const text = wholeEntry(zip_, kMostJsonBytes);
        auto const report = parseReport(text).value();
        if (!sums_) {
            return;
        }
        figures_ = sums_->figures();
        findings_.verdict().plays = sums_->plays();
        if (report.from != facts_.from || report.to != facts_.to) {
            findings_.fault(kReportFile, "from, to", "it is of another period than the bundle");
        }
        auto const both = std::min(figures_.size(), report.figures.size());
        for (std::size_t i = 0; i < both; ++i) {
            if (report.figures[i] != figures_[i]) {
                compare(i, report.figures[i], figures_[i]);
            }
        }
        if (figures_.size() != report.figures.size()) {
            findings_.fault(kReportFile, "rows",
                            "it has " + std::to_string(report.figures.size()) +
                                " rows, the signed plays give " + std::to_string(figures_.size()));
        }
        checkForm(kReportFile, reportJson(facts_, report.figures));
    }

    void compare(std::size_t row, PlayFigures const& said, PlayFigures const& counted) {
        auto const textOf = [](PlayFigures const& one) {
            return "screen " + one.screen + ", asset " + one.asset.substr(0, 12) + ", campaign \"" +
                   one.campaign + "\", " + one.result + ", " + one.tier + ": " +
                   std::to_string(one.plays) + " plays, " + std::to_string(one.shownMs) + " ms";
        };
        findings_.fault(kReportFile, "rows[" + std::to_string(row) + "]",
                        "it says " + textOf(said) + "; the signed plays give " + textOf(counted));
    }

    void takeTable() {
        auto const text = wholeEntry(zip_, kMostJsonBytes);
        auto const expected = reportTable(figures_, names_, enrolment_);
        if (text == expected) {
            return;
        }
        auto const [one, other] =
            std::mismatch(text.begin(), text.end(), expected.begin(), expected.end());
        auto const line = static_cast<std::size_t>(std::count(text.begin(), one, '\n')) + 1;
        findings_.fault(kTableFile, lineText(line), "it is not what the signed plays give");
    }

    void takeSums() {
        auto const text = wholeEntry(zip_, kMostJsonBytes);
        auto const expected = sumsText(files_);
        sumsDigest_ = messages::sha256(text);
        if (text == expected) {
            return;
        }
        std::string_view said = text, found = expected;
        bool told = false;
        for (std::size_t line = 1; !said.empty() || !found.empty(); ++line) {
            auto const one = said.substr(0, said.find('\n'));
            auto const other = found.substr(0, found.find('\n'));
            if (one != other) {
                findings_.fault(kSumsFile, lineText(line),
                                "it says \"" + shownAsUtf8(one.substr(0, 200)) +
                                    "\", the file is \"" + std::string(other) + "\"");
                told = true;
            }
            said.remove_prefix(std::min(said.size(), one.size() + 1));
            found.remove_prefix(std::min(found.size(), other.size() + 1));
        }
        if (!told) {
            findings_.fault(kSumsFile, "", "its lines do not end as they should");
        }
    }

    void takeSeal() {
        auto const text = wholeEntry(zip_, kMostSealBytes);
        std::string_view rest = text;
        auto const signedText = messages::takeSignedText(rest).value();
        auto const word = keys_.judge(signedText, messages::kBundleKind).value();
        auto const seal = messages::parseBundleSeal(signedText.text).value();
        auto const require = [&](bool right, std::string const& what) {
            if (!right) {
                findings_.fault(kSealFile, "", what);
            }
        };
        require(rest.empty(), "something follows the signature");
        require(zip_.isStored(), "it is compressed, which it never is");
        require(seal.origin == keys_.root(), "it is of another root than the key sets");
        require(seal.from == facts_.from && seal.to == facts_.to && seal.made == facts_.made,
                "it is for another period, or another bundle, than bundle.json says");
        require(seal.files == sumsDigest_, "the list of files is not the one that was sealed");
        require(seal.bytes == zip_.bytesBefore() && seal.before == zip_.digestBefore(),
                "the bytes of the file before it are not those that were sealed");
        require(word == KeyChain::Word::good, "the key that signed it was revoked");
    }

    void finish() {
        missing(kHead.size() + kTail.size());
        auto& verdict = findings_.verdict();
        std::map<messages::PublicKey, std::int64_t> cosigned;
        for (auto const& one : checkpoints_) {
            SeenCheckpoint seen{one.checkpoint.size, one.checkpoint.root, one.checkpoint.at, {}};
            for (auto const& cosignature : one.cosignatures) {
                seen.cosigners.push_back(cosignature.name + " (" + cosignature.key.fingerprint() +
                                         ", " + formatInstant(cosignature.at) + ")");
                cosigned[cosignature.key] = one.checkpoint.size;
            }
            verdict.checkpoints.push_back(std::move(seen));
        }
        checkCosigners(cosigned);
    }

    void checkCosigners(std::map<messages::PublicKey, std::int64_t> const& cosigned) {
        auto const last = checkpoints_.empty() ? 0 : checkpoints_.back().checkpoint.size;
        for (auto const& key : trust_.cosigners) {
            auto const found = cosigned.find(key);
            if (found == cosigned.end()) {
                findings_.fault(kCheckpointsFile, "",
                                "key " + key.fingerprint() + " has cosigned no checkpoint of it");
            } else if (found->second < last) {
                findings_.unproven("to key " + key.fingerprint() + ": what came in after leaf " +
                                   std::to_string(found->second - 1));
            }
        }
        if (cosigned.empty()) {
            findings_.unproven(
                "that the controller has not made all of it anew: nobody outside has cosigned a "
                "checkpoint");
        } else if (trust_.cosigners.empty()) {
            findings_.unproven(
                "whose the cosigners' keys are: compare them, or name them with --cosigner");
        }
    }

    ZipReader zip_;
    BundleTrust const& trust_;
    Findings findings_;
    std::size_t place_ = 0;
    std::vector<ZipFile> files_;  // read so far, without their sizes

    BundleFacts facts_;
    KeyChain keys_;
    std::vector<ReadCheckpoint> checkpoints_;
    Enrolment enrolment_;
    std::map<std::string, EnrolledPlayer const*, std::less<>> players_;  // by fingerprint
    Leaves leaves_;
    std::optional<PlaySums> sums_;
    std::optional<RowCheck> rows_;
    std::optional<StreamCheck> streams_;
    std::string open_;  // file name of the stream that is being read
    bool hasBatches_ = false;
    BundleIndex read_;
    Names names_;
    std::vector<PlayFigures> figures_;
    Digest sumsDigest_;
};

}  // namespace

Result<BundleVerdict> checkBundle(
    std::filesystem::path const& file, BundleTrust const& trust,
    std::function<bool(std::int64_t done, std::int64_t total)> const& progress) {
    try {
        return Check(file, trust).run(progress);
    } catch (Failure const& failure) {
        if (failure.error().code != Errc::damaged) {
            return failure.error();
        }
        Findings findings;
        findings.fault("", "", failure.error().message);
        return std::move(findings.verdict());
    }
}

}  // namespace tocsin::attest
