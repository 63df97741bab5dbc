// SPDX-License-Identifier: Apache-2.0
// Each damage of a bundle fails with both verifiers, which name the file. Damages are sealed again
// by the controller's own key where that is possible, so that not the seal alone finds them.
#include "bundle_site.hpp"

namespace tocsin::proof {
namespace {

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

class DamagedBundles : public BundleSite, public testing::WithParamInterface<Damage> {};

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
        {"screen_listed_twice_under_two_names", "enrolment.json", true,
         [](Files& files) {
             auto& text = fileIn(files, "enrolment.json");
             text.insert(text.rfind("]}"), R"(,{"screen":"gate","name":"西门","unit":""})");
         }},
        {"screen_listed_twice_with_its_true_name_last", "enrolment.json", true,
         [](Files& files) {
             replace(fileIn(files, "enrolment.json"), R"("screens":[)",
                     R"("screens":[{"screen":"gate","name":"西门","unit":""},)");
         }},
        {"member_added_to_the_facts", "bundle.json", true,
         [](Files& files) { replace(fileIn(files, "bundle.json"), "{", R"({"note":"audited",)"); }},
        {"member_added_to_a_player", "enrolment.json", true,
         [](Files& files) {
             replace(fileIn(files, "enrolment.json"), R"("revoked":)", R"("note":"x","revoked":)");
         }},
        {"revoked_said_to_be_false", "enrolment.json", true,
         [](Files& files) {
             replace(fileIn(files, "enrolment.json"), R"("revoked":null)", R"("revoked":false)");
         }},
        {"binding_ended_by_nothing", "enrolment.json", true,
         [](Files& files) {
             replace(fileIn(files, "enrolment.json"), R"("to":null)", R"("to":"")");
         }},
        {"blank_in_the_index", "index.json", true,
         [](Files& files) { replace(fileIn(files, "index.json"), ",", ", "); }},
        {"epoch_said_to_be_true", "index.json", true,
         [](Files& files) {
             replace(fileIn(files, "index.json"), R"("epoch":1)", R"("epoch":true)");
         }},
        {"left_out_is_no_list", "index.json", true,
         [](Files& files) {
             replace(fileIn(files, "index.json"), R"("left_out":[])", R"("left_out":"")");
         }},
        {"asset_named_twice", "names.json", true,
         [](Files& files) {
             auto& text = fileIn(files, "names.json");
             auto const begins = text.find(R"({"asset")");
             auto const first = text.substr(begins, text.find('}', begins) + 1 - begins);
             text.insert(begins, first + ",");
         }},
        {"figure_with_an_exponent", "report.json", true,
         [](Files& files) {
             auto& text = fileIn(files, "report.json");
             auto const ends = text.find_first_of(",}", text.find(R"("plays":)"));
             text.insert(ends, "e0");
         }},
        {"figure_with_a_fraction", "report.json", true,
         [](Files& files) {
             auto& text = fileIn(files, "report.json");
             auto const ends = text.find_first_of(",}", text.find(R"("shown_ms":)"));
             text.insert(ends, ".0");
         }},
        {"line_feed_behind_the_report", "report.json", true,
         [](Files& files) { fileIn(files, "report.json") += "\n"; }},
        {"member_added_to_a_key_set", "keys.jsonl", true,
         [](Files& files) { replace(fileIn(files, "keys.jsonl"), "{", R"({"note":"x",)"); }},
        {"key_set_with_two_payloads", "keys.jsonl", true,
         [](Files& files) {
             replace(fileIn(files, "keys.jsonl"), R"("payload")", R"("payload":"e30=","payload")");
         }},
        {"cosigner_without_a_name", "checkpoints.txt", true,
         [](Files& files) {
             auto& text = fileIn(files, "checkpoints.txt");
             auto const ends = text.find("tocsin-checkpoint/1", 1);
             ASSERT_NE(ends, std::string::npos);
             auto const checkpoint = text.substr(0, text.find("— "));
             auto const key = messages::KeyPair::generate();
             auto const instant = std::string("2026-06-01T00:00:00.000Z");
             auto const signature = key.sign(messages::signedBytes(
                 messages::kCosignatureKind, "name \nat " + instant + "\n" + checkpoint));
             text.insert(ends, "— " + key.publicKey().base64() + " " + instant + " " +
                                   signature.base64() + " \n");
         }},
        {"stream_without_batches", "index.json", true,
         [](Files& files) {
             auto const places = placesOf(files, "batches/");
             auto const again = [&](std::size_t place) {
                 auto name = files[place].first;
                 return std::pair(name.replace(name.rfind('-'), std::string::npos, "-7.txt"),
                                  std::string());
             };
             auto const receipts = again(places.back() - 1);
             auto const batches = again(places.back());
             auto const behind = files.begin() + static_cast<std::ptrdiff_t>(places.back()) + 1;
             files.insert(behind, {receipts, batches});
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
        {"list_that_does_not_end", "sha256sums.txt", false,
         [](Files& files) { fileIn(files, "sha256sums.txt").pop_back(); }},
        {"list_with_a_blank_line", "sha256sums.txt", false,
         [](Files& files) { fileIn(files, "sha256sums.txt") += "\n"; }},
        {"list_of_other_bytes", "sha256sums.txt", false,
         [](Files& files) { fileIn(files, "sha256sums.txt").insert(0, "\xff\x1b[2J"); }},
        {"seal_altered", "seal.txt", false,
         [](Files& files) { replace(fileIn(files, "seal.txt"), "\nbytes ", "\nbytes 1"); }},
        {"seal_removed", "seal.txt", false, [](Files& files) { files.pop_back(); }},
        {"seal_doubled", "seal.txt", false,
         [](Files& files) { files.back().second += files.back().second; }}};
}

INSTANTIATE_TEST_SUITE_P(, DamagedBundles, testing::ValuesIn(damages()),
                         [](auto const& damage) { return std::string(damage.param.name); });

}  // namespace
}  // namespace tocsin::proof
