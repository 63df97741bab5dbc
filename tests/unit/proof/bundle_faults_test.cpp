// SPDX-License-Identifier: Apache-2.0
// Bundles that are whole and say what cannot be: both verifiers find it in the signed rows.
#include "bundle_site.hpp"

namespace tocsin::proof {
namespace {

using testing::HasSubstr;

class FaultyBundles : public BundleSite {};

TEST_F(FaultyBundles, InWhichAPlayerHasTwoHistoriesSaySo) {
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

TEST_F(FaultyBundles, InWhichCompletePlaysOverlapSaySo) {
    gate_.next -= Milliseconds(4'000);
    deliver(gate_, 1);
    make();
    expectFault("overlaps the complete play before it");
}

TEST_F(FaultyBundles, InWhichTwoPlayersShowOnOneScreenAtATimeSaySo) {
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

TEST_F(FaultyBundles, InWhichAPlayerCountsOneTimeInTwoEpochsSaySo) {
    Writer again;
    again.key = messages::KeyPair::fromSeed(gate_.key.seed());
    again.screen = "gate";
    again.epoch = 2;
    again.next = gate_.next - Milliseconds(4'000);
    deliver(again, 1);
    make();
    auto const player = gate_.key.publicKey();
    expectFault("complete plays of the players " + attest::streamName(player, 1) + " and " +
                attest::streamName(player, 2) + " overlap at " +
                formatInstant(gate_.next - Milliseconds(4'000)));
}

TEST_F(FaultyBundles, NameEachPlayerWhosePlaysLieWithinThoseOfALongOne) {
    for (int const second : {1, 20}) {
        Writer spare;
        spare.screen = "gate";
        spare.next = at("2026-06-01T00:00:00Z") + Milliseconds(second * 1'000);
        change([&](store::Tx& tx) {
            tx.bindings().begin(spare.key.publicKey(), ScreenId("gate"), spare.next);
        });
        deliver(spare, 1);
    }
    make();
    auto const beginning =
        "complete plays of the players " + attest::streamName(gate_.key.publicKey(), 1) + " and ";
    auto const times = [&](std::string const& text) {
        int out = 0;
        for (auto i = text.find(beginning); i != std::string::npos;
             i = text.find(beginning, i + 1)) {
            ++out;
        }
        return out;
    };
    std::string faults;
    for (auto const& fault : verdict().faults) {
        faults += toText(fault) + "\n";
    }
    EXPECT_EQ(times(faults), 2) << faults;
    auto const said = python().second;
    EXPECT_EQ(times(said), 2) << said;
}

TEST_F(FaultyBundles, InWhichAPlayerSignedARowInAnotherFormSaySo) {
    make();
    auto const good = contents();
    struct Form {
        std::size_t cell;
        char const* text;
        char const* fault;
    };
    Form const forms[] = {
        {1, "AB", "play id: expected 64 lower-case hexadecimal digits"},
        {7, "1000001", "index: expected a whole number from -1 to 1000000"},
        {11, "-1", "monotonic end: expected a whole number from 0 to "},
        {19, "+3", "frames late: expected a whole number from 0 to "},
    };
    for (auto const& form : forms) {
        Writer odd;
        odd.key = messages::KeyPair::fromSeed(gate_.key.seed());
        odd.batch = gate_.batch;
        odd.sequence = gate_.sequence;
        odd.prev = gate_.prev;
        odd.next = gate_.next;
        auto files = good;
        fileIn(files, attest::kBatchesFolder + streamOf(gate_)) +=
            messages::toText(withCell(odd, form.cell, form.text));
        writeSealed(files);
        expectFault(form.fault);
    }
}

TEST_F(FaultyBundles, InWhichAPlayIsCalledCompleteThatWasCutSaySo) {
    auto cut = play(gate_);
    cut.shownMs = 7'000;
    deliver(gate_, {cut});
    make();
    expectFault("7000 of 8000 ms");
}

TEST_F(FaultyBundles, NameTheBatchWhoseRowsSomebodyAltered) {
    make();
    auto files = contents();
    auto& text = fileIn(files, attest::kBatchesFolder + streamOf(gate_));
    replace(text, "\tcomplete\t", "\tfailed\t");
    writeSealed(files);
    expectFault("batches/" + streamOf(gate_) + ", line 1: the batch's rows are not the ones");
}

TEST_F(FaultyBundles, ABundleThatIsNoFileOrNoBundleIsToldApart) {
    EXPECT_EQ(attest::checkBundle(data_ / "nothing.zip", {}).error().code, Errc::notFound);
    std::ofstream(file()) << "This is a letter.";
    expectFault("the ZIP file: byte 0");
}

}  // namespace
}  // namespace tocsin::proof
