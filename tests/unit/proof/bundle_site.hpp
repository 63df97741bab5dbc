// SPDX-License-Identifier: Apache-2.0
// A ledger of two players with a cosigned checkpoint, bundles that are made from it, taken apart
// and put together again, and both verifiers.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "bundle_maker.hpp"
#include "ledger_site.hpp"
#include "tocsin/attest/bundle_check.hpp"
#include "tocsin/attest/bundle_files.hpp"
#include "tocsin/messages/bundle_seal.hpp"
#include "tocsin/vocabulary/utf8.hpp"
#include "zip_reader.hpp"

namespace tocsin::proof {

using Files = std::vector<std::pair<std::string, std::string>>;

inline std::string& fileIn(Files& files, std::string const& beginning) {
    for (auto& [name, text] : files) {
        if (name.starts_with(beginning)) {
            return text;
        }
    }
    ADD_FAILURE() << "no file " << beginning;
    static std::string none;
    return none;
}

inline void replace(std::string& text, std::string const& what, std::string const& with) {
    auto const found = text.find(what);
    ASSERT_NE(found, std::string::npos) << what;
    text.replace(found, what.size(), with);
}

inline std::vector<std::string> linesOf(std::string const& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        out.push_back(line + "\n");
    }
    return out;
}

inline std::string joined(std::vector<std::string> const& lines) {
    std::string out;
    for (auto const& line : lines) {
        out += line;
    }
    return out;
}

/// Batches of a stream's file, each as one text.
inline std::vector<std::string> batchesIn(std::string const& text) {
    std::vector<std::string> out;
    for (auto const& line : linesOf(text)) {
        if (line == "tocsin-proof/1\n") {
            out.emplace_back();
        }
        out.back() += line;
    }
    return out;
}

class BundleSite : public LedgerSite {
protected:
    BundleSite() {
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
    attest::BundleVerdict verdict(attest::BundleTrust const& trust = {}) {
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
        EXPECT_THAT(faults, testing::HasSubstr(place));
        EXPECT_TRUE(isUtf8(faults)) << "what somebody else wrote is not printed as it is";
        auto const [status, said] = python();
        EXPECT_EQ(status, 6) << said;
        EXPECT_THAT(said, testing::HasSubstr(place));
        EXPECT_THAT(said, testing::Not(testing::HasSubstr("Traceback")));
    }
    /// A batch of one row with one cell in another form, signed all the same.
    static messages::PlayBatch withCell(Writer& player, std::size_t cell, std::string const& text) {
        auto batch = batchOf(player, {play(player)});
        auto& line = batch.lines.front();
        std::size_t begins = 0;
        for (std::size_t i = 0; i < cell; ++i) {
            begins = line.find('\t', begins) + 1;
        }
        line.replace(begins, line.find('\t', begins) - begins, text);
        auto const root = messages::treeHash(batch.lines);
        auto const at = batch.header.find("\nroot ") + 6;
        batch.header.replace(
            at, batch.header.find('\n', at) - at,
            messages::base64({reinterpret_cast<char const*>(root.bytes.data()), 32}));
        batch.signature =
            player.key.sign(messages::signedBytes(messages::kProofKind, batch.header));
        return batch;
    }
    [[nodiscard]] std::string streamOf(Writer const& player) const {
        return attest::streamName(player.key.publicKey(), 1) + ".txt";
    }

    std::optional<messages::KeyPair> office_;
};

}  // namespace tocsin::proof
