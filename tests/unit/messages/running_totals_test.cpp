// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/running_totals.hpp"

#include <gtest/gtest.h>

#include "tocsin/messages/wire.hpp"

namespace tocsin::messages {
namespace {

std::string signedBy(KeyPair const& key, RunningTotals const& totals) {
    auto const text = toText(totals);
    return toText(
        SignedText{text, key.publicKey().fingerprint(), key.sign(signedBytes(kTotalsKind, text))});
}

TEST(RunningTotalsTest, ComeBackAsTheyWereWritten) {
    auto const key = KeyPair::generate();
    RunningTotals const totals{key.publicKey(), 3, 242, {242, 200, 20, 1, 19, 2, 3'600'000}};
    EXPECT_EQ(parseTotals(toText(totals)).value(), totals);
    EXPECT_EQ(verifyTotals(signedBy(key, totals), key.publicKey()).value(), totals);
}

TEST(RunningTotalsTest, HoldOnlyAsTheirPlayerSignedThem) {
    auto const key = KeyPair::generate();
    auto const other = KeyPair::generate();
    RunningTotals const totals{key.publicKey(), 1, 2, {2, 2, 0, 0, 0, 0, 20'000}};
    EXPECT_EQ(verifyTotals(signedBy(other, totals), key.publicKey()).error().code,
              Errc::permission);
    EXPECT_EQ(verifyTotals(signedBy(other, totals), other.publicKey()).error().code,
              Errc::permission)
        << "another player's";
    auto changed = signedBy(key, totals);
    changed.replace(changed.find("complete 2"), 10, "complete 3");
    EXPECT_EQ(verifyTotals(changed, key.publicKey()).error().code, Errc::permission);
    EXPECT_EQ(verifyTotals(signedBy(key, totals) + "more", key.publicKey()).error().code,
              Errc::damaged);
    EXPECT_EQ(verifyTotals("", key.publicKey()).error().code, Errc::damaged);
}

TEST(RunningTotalsTest, EveryByteOfTheirFormCounts) {
    auto const text =
        toText(RunningTotals{KeyPair::generate().publicKey(), 1, 2, {2, 2, 0, 0, 0, 0, 20'000}});
    for (auto const* line : {"device", "epoch", "until", "rows", "complete", "partial", "failed",
                             "preempted", "gaps", "shown"}) {
        auto changed = text;
        changed.replace(changed.find(std::string("\n") + line) + 1, 1, "X");
        EXPECT_EQ(parseTotals(changed).error().code, Errc::damaged) << line;
    }
    auto zeroes = text;
    zeroes.replace(zeroes.find("rows 2"), 6, "rows 02");
    EXPECT_EQ(parseTotals(zeroes).error().code, Errc::damaged);
}

}  // namespace
}  // namespace tocsin::messages
