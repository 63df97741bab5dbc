// SPDX-License-Identifier: Apache-2.0
// Bundles of proof: a good one holds for both verifiers, and each damage fails with both and names
// the file. Damages are sealed again by the controller's own key where that is possible, so that
// not the seal alone finds them.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "bundle_maker.hpp"
#include "ledger_site.hpp"
#include "tocsin/attest/bundle_check.hpp"
#include "tocsin/attest/bundle_files.hpp"
#include "tocsin/messages/bundle_seal.hpp"
#include "zip_reader.hpp"

namespace tocsin::proof {
namespace {

using attest::BundleVerdict;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Files = std::vector<std::pair<std::string, std::string>>;

std::string& fileIn(Files& files, std::string const& beginning) {
    for (auto& [name, text] : files) {
        if (name.starts_with(beginning)) {
            return text;
        }
    }
    ADD_FAILURE() << "no file " << beginning;
    static std::string none;
    return none;
}

void replace(std::string& text, std::string const& what, std::string const& with) {
    auto const found = text.find(what);
    ASSERT_NE(found, std::string::npos) << what;
    text.replace(found, what.size(), with);
}

std::vector<std::string> linesOf(std::string const& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        out.push_back(line + "\n");
    }
    return out;
}

std::string joined(std::vector<std::string> const& lines) {
    std::string out;
    for (auto const& line : lines) {
        out += line;
    }
    return out;
}

/// Batches of a stream's file, each as one text.
std::vector<std::string> batchesIn(std::string const& text) {
    std::vector<std::string> out;
    for (auto const& line : linesOf(text)) {
        if (line == "tocsin-proof/1\n") {
            out.emplace_back();
        }
        out.back() += line;
    }
    return out;
}

class Bundles : public LedgerSite {
protected:
    Bundles() {
        deliver(gate_, 5);
        deliver(hall_, 4);
        deliver(gate_, 3);
        auto const first = keeper_->checkpointNow("office").value();
        office_ = messages::KeyPair::generate();
        change([&](store::Tx& tx) {
            tx.ledgerLog().cosign(
                first.checkpoint.size,
                messages::cosigned(first.text.text, *office_, now_, "区应急管理局").value());
        });
        gate_.next += Milliseconds(60'000);
        auto gap = play(gate_);
        gap.result = messages::PlayResult::gap;
        gap.reason = "disk full";
        deliver(gate_, {gap, play(gate_)});
        deliver(hall_, 2);
    }

    [[nodiscard]] std::filesystem::path file() const { return data_ / "bundle.zip"; }

    MadeBundle make(access::UnitSet units = access::UnitSet::all()) {
        BundleWish const wish{at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z"), "office",
                              std::move(units)};
        auto const made = makeBundle(
            *store_, *keeper_, wish, now_, file(), [](double) {}, std::stop_token());
        EXPECT_TRUE(made) << made.error().message;
        return made ? *made : MadeBundle{};
    }
    Files contents() {
        Files out;
        attest::ZipReader zip(file());
        while (auto const name = zip.next()) {
            std::string text;
            for (auto bytes = zip.read(); !bytes.empty(); bytes = zip.read()) {
                text += bytes;
            }
            out.emplace_back(*name, text);
        }
        return out;
    }
    void write(Files const& files) {
        attest::ZipWriter zip(file());
        for (auto const& [name, text] : files) {
            zip.add(name, text, name != attest::kSealFile);
        }
        zip.finish();
    }
    /// As a controller would that lies: list and seal are made anew.
    void writeSealed(Files const& files) {
        attest::ZipWriter zip(file());
        for (auto const& [name, text] : files) {
            if (name != attest::kSumsFile && name != attest::kSealFile) {
                zip.add(name, text);
            }
        }
        zip.add(attest::kSumsFile, attest::sumsText(zip.files()));
        messages::BundleSeal const seal{signer_->issued().set.root.fingerprint(),
                                        at("2026-06-01T00:00:00Z"),
                                        at("2026-06-02T00:00:00Z"),
                                        now_,
                                        zip.files().back().digest,
                                        zip.size(),
                                        zip.digest()};
        auto const text = toText(seal);
        zip.add(attest::kSealFile, toText(signedByLedger(messages::kBundleKind, text)), false);
        zip.finish();
    }
    messages::SignedText signedByLedger(char const* kind, std::string const& text) {
        auto const role = keys::Role::ledger;
        return {text, signer_->publicKey(role).fingerprint(),
                signer_->sign(role, messages::signedBytes(kind, text)).value()};
    }
    BundleVerdict verdict(attest::BundleTrust const& trust = {}) {
        return attest::checkBundle(file(), trust).value();
    }
    /// What the verifier in Python says, and its exit status.
    std::pair<int, std::string> python(std::string const& options = "") {
        auto const out = (data_ / "python.txt").string();
        auto const ended = std::system(("/usr/bin/python3 -B " TOCSIN_VERIFY_PY " " +
                                        file().string() + " " + options + " > " + out + " 2>&1")
                                           .c_str());
        std::ifstream in(out);
        return {WEXITSTATUS(ended), std::string(std::istreambuf_iterator<char>(in), {})};
    }
    void expectFault(std::string const& place) {
        auto const found = verdict();
        EXPECT_FALSE(found.holds());
        std::string faults;
        for (auto const& fault : found.faults) {
            faults += toText(fault) + "\n";
        }
        EXPECT_THAT(faults, HasSubstr(place));
        auto const [status, said] = python();
        EXPECT_EQ(status, 6) << said;
        EXPECT_THAT(said, HasSubstr(place));
        EXPECT_THAT(said, testing::Not(HasSubstr("Traceback")));
    }
    [[nodiscard]] std::string streamOf(Writer const& player) const {
        return attest::streamName(player.key.publicKey(), 1) + ".txt";
    }

    std::optional<messages::KeyPair> office_;
};

TEST_F(Bundles, ThatAreGoodHoldForBothVerifiers) {
    auto const made = make();
    EXPECT_EQ(made.batches, 5);
    EXPECT_EQ(made.rows, 16);
    EXPECT_EQ(made.plays, 15) << "a gap is no play";
    EXPECT_EQ(made.digest, messages::sha256File(file()).value());
    auto const found = verdict({signer_->issued().set.root.fingerprint(), {office_->publicKey()}});
    EXPECT_THAT(found.faults, IsEmpty());
    EXPECT_EQ(found.plays, 15);
    EXPECT_EQ(found.rows, 16);
    EXPECT_EQ(found.batches, 5);
    EXPECT_EQ(found.players, 2);
    ASSERT_THAT(found.checkpoints, SizeIs(2));
    EXPECT_THAT(found.checkpoints[0].cosigners, SizeIs(1));
    EXPECT_EQ(found.checkpoints[1].size, 5);
    ASSERT_THAT(found.gaps, SizeIs(1));
    EXPECT_THAT(found.gaps[0], HasSubstr("disk full"));
    auto const [status, said] = python("--root " + signer_->issued().set.root.fingerprint() +
                                       " --cosigner " + office_->publicKey().base64());
    EXPECT_EQ(status, 0) << said;
    EXPECT_THAT(said, HasSubstr("PASS: 15 plays, 5 batches, 2 checkpoints"));
}

TEST_F(Bundles, OpenWithTheUsualProgramsAndHaveATableForPeople) {
    make();
    auto files = contents();
    auto const table = fileIn(files, attest::kTableFile);
    EXPECT_TRUE(table.starts_with("\xef\xbb\xbfscreen,screen_name,")) << table;
    EXPECT_THAT(table, HasSubstr("\"'=大厅,\"\"屏\"\"\"")) << "no formula in a spreadsheet";
    auto const ended = std::system(
        ("/usr/bin/python3 -m zipfile -t " + file().string() + " > /dev/null 2>&1").c_str());
    EXPECT_EQ(WEXITSTATUS(ended), 0);
}

TEST_F(Bundles, OfOneUnitHoldItsScreensPlaysAndNoOthers) {
    access::UnitSet units;
    units.add(std::string("school"));
    EXPECT_EQ(make(units).plays, 6);
    EXPECT_THAT(verdict().faults, IsEmpty());
    for (auto const& [name, text] : contents()) {
        EXPECT_THAT(text, testing::Not(HasSubstr("东门户外屏"))) << name;
        EXPECT_THAT(name, testing::Not(HasSubstr(streamOf(gate_)))) << name;
    }
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, LeaveOutABatchThatHoldsPlaysOfAnotherUnit) {
    auto const before = play(gate_);
    change([&](store::Tx& tx) {
        tx.bindings().begin(gate_.key.publicKey(), ScreenId("hall"), before.end);
    });
    deliver(gate_, {before, play(gate_)});
    access::UnitSet units;
    units.add(std::string("hospital"));
    EXPECT_EQ(make(units).batches, 3);
    auto const found = verdict();
    EXPECT_TRUE(found.holds()) << toText(found.faults.front());
    ASSERT_THAT(found.gaps, SizeIs(2));
    EXPECT_THAT(found.gaps[1], HasSubstr("batch 4 of "));
    EXPECT_THAT(found.gaps[1], HasSubstr("was left out"));
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, WithoutPlaysOfThePeriodHoldToo) {
    BundleWish const wish{at("2027-01-01T00:00:00Z"), at("2027-01-02T00:00:00Z"), "office",
                          access::UnitSet::all()};
    ASSERT_TRUE(makeBundle(
        *store_, *keeper_, wish, now_, file(), [](double) {}, std::stop_token()));
    EXPECT_THAT(verdict().faults, IsEmpty());
    EXPECT_EQ(verdict().plays, 0);
    EXPECT_EQ(python().first, 0) << python().second;
}

TEST_F(Bundles, AreGivenUpWhenTheyAreNotWantedAnyMore) {
    std::stop_source stop;
    stop.request_stop();
    BundleWish const wish{at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z"), "office",
                          access::UnitSet::all()};
    auto const made = makeBundle(
        *store_, *keeper_, wish, now_, file(), [](double) {}, stop.get_token());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::cancelled);
}

TEST_F(Bundles, OfAnotherRootOrWithoutTheCosignerAreNotBelieved) {
    make();
    EXPECT_FALSE(verdict({"0123456789abcdef", {}}).holds());
    EXPECT_FALSE(verdict({"", {messages::KeyPair::generate().publicKey()}}).holds());
    EXPECT_EQ(python("--root 0123456789abcdef").first, 6);
    EXPECT_EQ(python("--cosigner " + messages::KeyPair::generate().publicKey().base64()).first, 6);
}

TEST_F(Bundles, HoldWithNoByteFlippedAndFailWithAnyOther) {
    make();
    std::string whole;
    {
        std::ifstream in(file(), std::ios::binary);
        whole.assign(std::istreambuf_iterator<char>(in), {});
    }
    auto const put = [&](std::string const& bytes) {
        std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    };
    // Every byte of the first header and of the directory, and every seventh between.
    for (std::size_t i = 0; i < whole.size(); i += i < 200 || i + 1'500 > whole.size() ? 1 : 7) {
        auto flipped = whole;
        flipped[i] = static_cast<char>(static_cast<unsigned char>(flipped[i]) ^ (1U << (i % 8)));
        put(flipped);
        EXPECT_FALSE(verdict().holds()) << "byte " << i << " of " << whole.size();
        if (i % 97 == 0) {
            EXPECT_EQ(python().first, 6) << "byte " << i << " of " << whole.size();
        }
    }
    for (std::size_t const size :
         {std::size_t{0}, std::size_t{3}, whole.size() / 2, whole.size() - 22, whole.size() - 1}) {
        put(whole.substr(0, size));
        EXPECT_FALSE(verdict().holds()) << size;
        EXPECT_EQ(python().first, 6) << size;
    }
    put(whole + "x");
    EXPECT_FALSE(verdict().holds());
    EXPECT_EQ(python().first, 6);
}

/// A damage, and what both verifiers have to name.
struct Damage {
    char const* name;
    std::string place;
    bool sealed;  ///< list and seal are made anew
    std::function<void(Files&)> change;
};

std::ostream& operator<<(std::ostream& out, Damage const& damage) {
    return out << damage.name;
}

class DamagedBundles : public Bundles, public testing::WithParamInterface<Damage> {};

TEST_P(DamagedBundles, FailWithBothVerifiersAndNameThePlace) {
    make();
    auto files = contents();
    GetParam().change(files);
    if (GetParam().sealed) {
        writeSealed(files);
    } else {
        write(files);
    }
    expectFault(GetParam().place);
}

void changeBatches(Files& files, std::function<void(std::vector<std::string>&)> const& change) {
    auto& text = fileIn(files, attest::kBatchesFolder);
    auto batches = batchesIn(text);
    change(batches);
    text = joined(batches);
}

void changeLines(std::string& text, std::function<void(std::vector<std::string>&)> const& change) {
    auto lines = linesOf(text);
    change(lines);
    text = joined(lines);
}

/// The first file of each folder, and the second: two players.
std::vector<std::size_t> placesOf(Files const& files, std::string const& folder) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].first.starts_with(folder)) {
            out.push_back(i);
        }
    }
    return out;
}

std::vector<Damage> damages() {
    using Lines = std::vector<std::string>;
    return {
        {"row_altered", "batches/", true,
         [](Files& files) { replace(fileIn(files, "batches/"), "\tcomplete\t", "\tpartial\t"); }},
        {"row_removed", "batches/", true,
         [](Files& files) {
             changeLines(fileIn(files, "batches/"), [](Lines& l) { l.erase(l.begin() + 15); });
         }},
        {"row_doubled", "batches/", true,
         [](Files& files) {
             changeLines(fileIn(files, "batches/"),
                         [](Lines& l) { l.insert(l.begin() + 15, l[15]); });
         }},
        {"rows_swapped", "batches/", true,
         [](Files& files) {
             changeLines(fileIn(files, "batches/"), [](Lines& l) { std::swap(l[14], l[15]); });
         }},
        {"first_batch_removed", "batches/", true,
         [](Files& files) { changeBatches(files, [](Lines& b) { b.erase(b.begin()); }); }},
        {"last_batch_removed", "batches/", true,
         [](Files& files) { changeBatches(files, [](Lines& b) { b.pop_back(); }); }},
        {"batch_doubled", "batches/", true,
         [](Files& files) { changeBatches(files, [](Lines& b) { b.insert(b.begin(), b[0]); }); }},
        {"batches_swapped", "batches/", true,
         [](Files& files) { changeBatches(files, [](Lines& b) { std::swap(b[0], b[1]); }); }},
        {"batches_cut_off", "batches/", true,
         [](Files& files) {
             auto& text = fileIn(files, "batches/");
             text.resize(text.size() - 20);
         }},
        {"batches_empty", "batches/", true,
         [](Files& files) { fileIn(files, "batches/").clear(); }},
        {"batch_of_another_player", "batches/", true,
         [](Files& files) {
             auto const places = placesOf(files, "batches/");
             files[places[0]].second += batchesIn(files[places[1]].second)[0];
         }},
        {"streams_exchanged", "batches/", true,
         [](Files& files) {
             auto const places = placesOf(files, "batches/");
             std::swap(files[places[0]].second, files[places[1]].second);
         }},
        {"batch_signature_altered", "batches/", true,
         [](Files& files) {
             changeLines(fileIn(files, "batches/"), [](Lines& l) {
                 auto& line = l[13];
                 line[30] = line[30] == 'A' ? 'B' : 'A';
             });
         }},
        {"header_altered", "batches/", true,
         [](Files& files) { replace(fileIn(files, "batches/"), "\nmono 0\n", "\nmono 7\n"); }},
        {"receipts_removed", "there is no receipt for batch", true,
         [](Files& files) { fileIn(files, "receipts/").clear(); }},
        {"receipt_altered", "receipts/", true,
         [](Files& files) { replace(fileIn(files, "receipts/"), "\nleaf ", "\nleaf 1"); }},
        {"receipt_of_another_kind_of_signature", "receipts/", true,
         [](Files& files) {
             auto& text = fileIn(files, "receipts/");
             replace(text, "tocsin-receipt/1", "tocsin-checkpoint/1");
         }},
        {"receipts_exchanged", "receipts/", true,
         [](Files& files) {
             auto const places = placesOf(files, "receipts/");
             std::swap(files[places[0]].second, files[places[1]].second);
         }},
        {"leaf_altered", "tree.txt", true,
         [](Files& files) {
             changeLines(fileIn(files, "tree.txt"), [](Lines& l) {
                 auto& line = l.back();
                 line[10] = line[10] == 'A' ? 'B' : 'A';
             });
         }},
        {"leaf_removed", "tree.txt", true,
         [](Files& files) {
             changeLines(fileIn(files, "tree.txt"), [](Lines& l) { l.pop_back(); });
         }},
        {"leaves_swapped", "tree.txt", true,
         [](Files& files) {
             changeLines(fileIn(files, "tree.txt"), [](Lines& l) { std::swap(l[0], l[1]); });
         }},
        {"tree_longer", "tree.txt", true,
         [](Files& files) {
             changeLines(fileIn(files, "tree.txt"), [](Lines& l) { l.push_back(l.back()); });
         }},
        {"checkpoint_altered", "checkpoints.txt", true,
         [](Files& files) {
             replace(fileIn(files, "checkpoints.txt"), "\nsize 3\n", "\nsize 4\n");
         }},
        {"newest_checkpoint_removed", "tree.txt", true,
         [](Files& files) {
             auto& text = fileIn(files, "checkpoints.txt");
             text.resize(text.rfind("tocsin-checkpoint/1"));
         }},
        {"cosignature_altered", "checkpoints.txt", true,
         [](Files& files) {
             replace(fileIn(files, "checkpoints.txt"), "区应急管理局", "市应急管理局");
         }},
        {"cosignature_under_another_checkpoint", "checkpoints.txt", true,
         [](Files& files) {
             auto& text = fileIn(files, "checkpoints.txt");
             auto const second = text.rfind("tocsin-checkpoint/1");
             auto const line = text.rfind("\n", second - 2) + 1;
             auto const cosignature = text.substr(line, second - line);
             text.erase(line, second - line);
             text += cosignature;
         }},
        {"key_set_of_another_root", "bundle.json, origin", true,
         [](Files& files) {
             auto const root = messages::KeyPair::generate();
             messages::KeySet keys;
             keys.root = root.publicKey();
             for (auto const role : messages::kSigningRoles) {
                 keys.key(role) = messages::KeyPair::generate().publicKey();
             }
             fileIn(files, "keys.jsonl") =
                 messages::toJson(
                     messages::seal(root, messages::kKeySetKind, messages::toJson(keys))) +
                 "\n";
         }},
        {"key_sets_removed", "keys.jsonl", true,
         [](Files& files) { fileIn(files, "keys.jsonl").clear(); }},
        {"binding_moved_to_another_screen", "report.json", true,
         [](Files& files) {
             replace(fileIn(files, "enrolment.json"), R"("screen":"gate","from")",
                     R"("screen":"hall","from")");
         }},
        {"player_removed", "receipts/", true,
         [](Files& files) {
             auto& text = fileIn(files, "enrolment.json");
             auto const begins = text.find(R"({"player")");
             auto const next = text.find(R"({"player")", begins + 1);
             text.erase(begins, next - begins);
         }},
        {"screen_renamed", "report.csv", true,
         [](Files& files) {
             replace(fileIn(files, "enrolment.json"), "东门户外屏", "西门户外屏");
         }},
        {"plays_altered_in_the_report", "report.json", true,
         [](Files& files) {
             auto& text = fileIn(files, "report.json");
             replace(text, R"("shown_ms":)", R"("shown_ms":9)");
         }},
        {"row_removed_from_the_report", "report.json", true,
         [](Files& files) {
             auto& text = fileIn(files, "report.json");
             auto const begins = text.find(R"({"screen")");
             auto const next = text.find(R"({"screen")", begins + 1);
             text.erase(begins, next - begins);
         }},
        {"figure_altered_in_the_table", "report.csv", true,
         [](Files& files) { replace(fileIn(files, "report.csv"), "complete", "Complete"); }},
        {"names_altered", "report.csv", true,
         [](Files& files) { replace(fileIn(files, "names.json"), R"(["fire"])", R"(["flood"])"); }},
        {"index_altered", "index.json", true,
         [](Files& files) { replace(fileIn(files, "index.json"), R"("rows":)", R"("rows":1)"); }},
        {"period_altered", "seal.txt", true,
         [](Files& files) {
             replace(fileIn(files, "bundle.json"), "2026-06-02T00:00:00.000Z",
                     "2026-06-03T00:00:00.000Z");
         }},
        {"origin_altered", "bundle.json", true,
         [](Files& files) {
             auto& text = fileIn(files, "bundle.json");
             replace(text, R"("origin":")", R"("origin":"0)");
         }},
        {"file_removed", "names.json", true,
         [](Files& files) {
             std::erase_if(files, [](auto const& file) { return file.first == "names.json"; });
         }},
        {"batches_file_removed", "batches/", true,
         [](Files& files) {
             files.erase(files.begin() +
                         static_cast<std::ptrdiff_t>(placesOf(files, "batches/")[0]));
         }},
        {"files_swapped", "report.json", true,
         [](Files& files) {
             std::size_t at = 0;
             while (files[at].first != "names.json") {
                 ++at;
             }
             std::swap(files[at], files[at + 1]);
         }},
        {"file_added", "notes.txt", true,
         [](Files& files) { files.emplace_back("notes.txt", "hello\n"); }},
        {"file_renamed", "notes.txt", true,
         [](Files& files) {
             for (auto& [name, text] : files) {
                 if (name == "report.csv") {
                     name = "notes.txt";
                 }
             }
         }},
        {"packed_anew", "seal.txt", false,
         [](Files& files) {
             for (auto& [name, text] : files) {
                 if (name == "bundle.json") {
                     text.insert(text.size() - 1, " ");
                 }
             }
         }},
        {"list_altered", "sha256sums.txt", false,
         [](Files& files) {
             auto& text = fileIn(files, "sha256sums.txt");
             text[0] = text[0] == '0' ? '1' : '0';
         }},
        {"seal_altered", "seal.txt", false,
         [](Files& files) { replace(fileIn(files, "seal.txt"), "\nbytes ", "\nbytes 1"); }},
        {"seal_removed", "seal.txt", false, [](Files& files) { files.pop_back(); }},
        {"seal_doubled", "seal.txt", false,
         [](Files& files) { files.back().second += files.back().second; }}};
}

INSTANTIATE_TEST_SUITE_P(, DamagedBundles, testing::ValuesIn(damages()),
                         [](auto const& damage) { return std::string(damage.param.name); });

TEST_F(Bundles, InWhichAPlayerHasTwoHistoriesSaySo) {
    Writer fork;
    fork.key = messages::KeyPair::fromSeed(gate_.key.seed());
    fork.batch = gate_.batch - 1;
    fork.sequence = gate_.sequence - 2;
    fork.next = gate_.next;
    auto const other = messages::toText(batchOf(fork, {play(fork), play(fork)}));
    make();
    auto files = contents();
    fileIn(files, attest::kBatchesFolder + streamOf(gate_)) += other;
    writeSealed(files);
    expectFault("two versions, both signed");
}

TEST_F(Bundles, InWhichCompletePlaysOverlapSaySo) {
    gate_.next -= Milliseconds(4'000);
    deliver(gate_, 1);
    make();
    expectFault("overlaps the complete play before it");
}

TEST_F(Bundles, InWhichTwoPlayersShowOnOneScreenAtATimeSaySo) {
    Writer spare;
    spare.screen = "gate";
    spare.next = gate_.next - Milliseconds(4'000);
    change([&](store::Tx& tx) {
        tx.bindings().begin(spare.key.publicKey(), ScreenId("gate"), spare.next);
    });
    deliver(spare, 1);
    make();
    expectFault("overlap");
}

TEST_F(Bundles, InWhichAPlayIsCalledCompleteThatWasCutSaySo) {
    auto cut = play(gate_);
    cut.shownMs = 7'000;
    deliver(gate_, {cut});
    make();
    expectFault("7000 of 8000 ms");
}

TEST_F(Bundles, NameTheBatchWhoseRowsSomebodyAltered) {
    make();
    auto files = contents();
    auto& text = fileIn(files, attest::kBatchesFolder + streamOf(gate_));
    replace(text, "\tcomplete\t", "\tfailed\t");
    writeSealed(files);
    expectFault("batches/" + streamOf(gate_) + ", line 1: the batch's rows are not the ones");
}

TEST_F(Bundles, ABundleThatIsNoFileOrNoBundleIsToldApart) {
    EXPECT_EQ(attest::checkBundle(data_ / "nothing.zip", {}).error().code, Errc::notFound);
    std::ofstream(file()) << "This is a letter.";
    expectFault("the ZIP file: byte 0");
}

}  // namespace
}  // namespace tocsin::proof
