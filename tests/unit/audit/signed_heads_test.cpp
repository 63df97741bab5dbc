// SPDX-License-Identifier: Apache-2.0
// Heads that a signer has sealed, and exports that prove themselves by them.
#include "tocsin/audit/signed_heads.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "fresh_store.hpp"
#include "tocsin/audit/export_file.hpp"
#include "tocsin/audit/head_keeper.hpp"
#include "tocsin/audit/trail_file.hpp"
#include "tocsin/keys/ceremony.hpp"
#include "tocsin/store/audit_chain.hpp"

namespace tocsin::audit {
namespace {

using store::AuditRow;
using testing::HasSubstr;

/// A trail in a real store, whose heads the keys of this directory sign.
class SignedTrail : public store::FreshStore {
protected:
    SignedTrail() { openSigner(); }
    void openSigner() {
        signer_ = keys::openFileSigner(directory_ / "keys", keys::MissingKey::make, now_).value();
        keeper_ = std::make_unique<HeadKeeper>(*store_, *signer_, settings());
    }
    [[nodiscard]] HeadSettings settings() {
        return {directory_ / "heads.jsonl", [this] { return now_; }};
    }
    void write(int rows) {
        for (int i = 0; i < rows; ++i) {
            ASSERT_TRUE(store_->write([](store::Tx&) -> Result<> { return {}; },
                                      store::someone("change." + std::to_string(i))));
        }
    }
    [[nodiscard]] HeadLines lines() const { return keeper_->read(keeper_->lines().value()); }
    [[nodiscard]] std::vector<std::int64_t> signedRows() const {
        std::vector<std::int64_t> out;
        for (auto const& head : lines().heads()) {
            out.push_back(head.head.number);
        }
        return out;
    }
    template <class Look>
    auto look(Look const& what) const {
        std::optional<decltype(what(std::declval<store::Tx const&>()))> out;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            out = what(tx);
            return {};
        }));
        return *out;
    }
    [[nodiscard]] std::vector<AuditRow> rows() const {
        return look([](store::Tx const& tx) {
            store::AuditQuery query;
            query.most = 1'000;
            return tx.audit().rows(query);
        });
    }
    /// As the client writes it, of rows from `first` on.
    [[nodiscard]] std::string exported(std::int64_t first = 1) const {
        ExportParts parts;
        parts.first = first;
        for (auto const& row : rows()) {
            if (row.number < first) {
                parts.before = Head{row.number, row.chain};
                continue;
            }
            parts.rows.push_back(boost::json::serialize(rowJson(row)));
            parts.last = row.number;
        }
        auto const text = keeper_->lines().value();
        for (std::string_view rest = text; !rest.empty();) {
            auto const line = rest.substr(0, rest.find('\n'));
            parts.heads.emplace_back(line);
            rest.remove_prefix(line.size() + 1);
        }
        return exportText(parts);
    }
    /// All rows made anew with their digests, as somebody with the database could.
    [[nodiscard]] TrailCheck checkedMadeAnew() const {
        TrailCheck check;
        expectHeads(check, lines().heads());
        Digest chain{};
        for (auto row : rows()) {
            row.entry.who = row.number == 2 ? "another" : row.entry.who;
            row.chain = chain = store::chained(chain, row);
            check.take(row);
        }
        check.end(0);
        return check;
    }

    /// The file of heads, taken away or emptied by somebody.
    void takeHeads(bool emptied) const {
        std::filesystem::remove(directory_ / "heads.jsonl");
        if (emptied) {
            std::ofstream const empty(directory_ / "heads.jsonl");
        }
    }
    /// What the database remembers of the newest head, changed by somebody.
    void remember(std::optional<Head> const& head) {
        ASSERT_TRUE(store_->ingest([&](store::Tx& tx) -> Result<> {
            tx.settings().put("audit-head", head ? toText(*head) : "");
            return {};
        }));
    }
    void forget() { remember(std::nullopt); }
    /// As GET /api/v1/audit/check does it.
    [[nodiscard]] std::optional<Break> checked() const {
        TrailCheck check;
        expectHeads(check, lines().heads());
        expectRemembered(check, keeper_->remembered().value());
        return checkTrail(*store_, check)->broken();
    }

    Instant now_ = store::at("2026-06-01T08:00:00Z");
    std::unique_ptr<keys::Signer> signer_;
    std::unique_ptr<HeadKeeper> keeper_;
};

std::string breakOf(std::optional<Break> const& broken) {
    return broken ? std::to_string(broken->number) + ": " + broken->english : "whole";
}

TEST_F(SignedTrail, GetsAHeadAtTheStartAndThenWhenOneIsDue) {
    write(3);
    ASSERT_EQ(breakOf(keeper_->begin().value()), "whole");
    EXPECT_EQ(signedRows(), (std::vector<std::int64_t>{4})) << "with the row that says so";
    ASSERT_TRUE(keeper_->signIfDue());
    write(2);
    now_ += Milliseconds(4 * 60'000);
    ASSERT_TRUE(keeper_->signIfDue());
    EXPECT_EQ(signedRows().size(), 1U);
    now_ += Milliseconds(60'000);
    ASSERT_TRUE(keeper_->signIfDue());
    EXPECT_EQ(signedRows(), (std::vector<std::int64_t>{4, 6}));
    now_ += Milliseconds(5 * 60'000);
    ASSERT_TRUE(keeper_->signIfDue());
    EXPECT_EQ(signedRows().size(), 2U) << "nothing is new";
    write(500);
    ASSERT_TRUE(keeper_->signIfDue());
    EXPECT_EQ(signedRows().back(), 506) << "so many rows do not wait";
    write(1);
    ASSERT_TRUE(keeper_->signNow());
    EXPECT_EQ(signedRows().back(), 507);
}

TEST_F(SignedTrail, MadeAnewAsAWholeIsFoundByItsHeads) {
    write(5);
    ASSERT_TRUE(keeper_->begin());
    TrailCheck check;
    expectHeads(check, lines().heads());
    EXPECT_EQ(breakOf(checkTrail(*store_, check)->broken()), "whole");
    auto const forged = checkedMadeAnew();
    EXPECT_THAT(breakOf(forged.broken()),
                HasSubstr("6: rows 1 to 6 are not those that were noted"));
    EXPECT_THAT(breakOf(forged.broken()), HasSubstr("was signed at 2026-06-01T08:00:00.000Z"));
}

TEST_F(SignedTrail, ThatIsAnotherAtTheNextStartIsTold) {
    write(5);
    ASSERT_TRUE(keeper_->begin());
    ASSERT_TRUE(keeper_->signNow());
    store_.reset();
    for (auto const& file : {"tocsin.db", "tocsin.db-wal", "tocsin.db-shm"}) {
        std::filesystem::remove(directory_ / file);
    }
    open();
    write(9);
    openSigner();
    auto const told = keeper_->begin().value();
    EXPECT_THAT(breakOf(told), HasSubstr("another digest"));
    EXPECT_EQ(rows().back().entry.action, "audit.heads-misfit");
    auto const heads = signedRows();
    ASSERT_TRUE(keeper_->signNow());
    EXPECT_EQ(signedRows(), heads) << "nothing is signed that would vouch for it";
    EXPECT_EQ(breakOf(keeper_->trouble()), breakOf(told));
    TrailCheck check;
    expectHeads(check, lines().heads());
    EXPECT_NE(breakOf(checkTrail(*store_, check)->broken()), "whole") << "and it stays so";
}

TEST_F(SignedTrail, AFileOfHeadsThatWasTakenAwayIsBegunAnewAndThatIsToldForEver) {
    write(2);
    ASSERT_EQ(breakOf(keeper_->begin().value()), "whole");
    write(2);
    ASSERT_TRUE(keeper_->signNow());
    for (bool const emptied : {false, true}) {
        takeHeads(emptied);
        EXPECT_THAT(breakOf(lostHeads(lines(), keeper_->remembered().value())),
                    HasSubstr("was removed, emptied or cut off"));
        openSigner();
        EXPECT_THAT(breakOf(keeper_->begin().value()),
                    HasSubstr("6: the signed heads were begun anew with row 6"))
            << "the first time is told";
        EXPECT_FALSE(lostHeads(lines(), keeper_->remembered().value()));
        EXPECT_THAT(breakOf(checked()), HasSubstr("begun anew with row 6"));
        write(2);
    }
    openSigner();
    EXPECT_THAT(breakOf(keeper_->begin().value()), HasSubstr("begun anew"))
        << "also by the starts after it";
    EXPECT_THAT(breakOf(checkExport(exported(), std::nullopt, "").broken),
                HasSubstr("begun anew with row 6"));
}

TEST_F(SignedTrail, AFileOfHeadsThatWasCutOffIsFound) {
    write(1);
    ASSERT_TRUE(keeper_->begin());
    auto const before = keeper_->lines().value();
    write(1);
    ASSERT_TRUE(keeper_->signNow());
    std::ofstream(directory_ / "heads.jsonl") << before;
    EXPECT_THAT(breakOf(lostHeads(lines(), keeper_->remembered().value())),
                HasSubstr("3: the file of signed heads was removed, emptied or cut off: row 3"));
    openSigner();
    EXPECT_THAT(breakOf(keeper_->begin().value()), HasSubstr("begun anew with row 4"));
}

TEST_F(SignedTrail, AnewBegunIsFoundWithoutWhatTheDatabaseRemembersToo) {
    write(1);
    ASSERT_TRUE(keeper_->begin());
    write(1);
    forget();
    takeHeads(false);
    openSigner();
    EXPECT_THAT(breakOf(keeper_->begin().value()), HasSubstr("begun anew with row 4"));
}

TEST_F(SignedTrail, AStartThatEndedBeforeItsFirstHeadIsNoFinding) {
    write(3);  // of a version that signed none
    ASSERT_TRUE(keeper_->begin());
    forget();
    takeHeads(false);
    ASSERT_TRUE(store_->write([](store::Tx&) -> Result<> { return {}; },
                              {"controller", "controller.start", "1", ""}));
    openSigner();
    EXPECT_EQ(breakOf(keeper_->begin().value()), "whole");
    EXPECT_EQ(breakOf(checked()), "whole");
    EXPECT_EQ(signedRows(), (std::vector<std::int64_t>{5}));
}

TEST_F(SignedTrail, MadeAnewTogetherWithItsHeadsIsFoundByWhatTheDatabaseRemembers) {
    write(3);
    ASSERT_TRUE(keeper_->begin());
    auto const signedHead = keeper_->remembered().value();
    ASSERT_TRUE(signedHead);
    store_.reset();
    for (auto const& file : {"tocsin.db", "tocsin.db-wal", "tocsin.db-shm"}) {
        std::filesystem::remove(directory_ / file);
    }
    takeHeads(false);
    open();
    write(2);
    remember(*signedHead);
    openSigner();
    EXPECT_THAT(breakOf(keeper_->begin().value()),
                HasSubstr("4: row 4 was signed, and is not in the trail"));
    EXPECT_EQ(keeper_->lines().value(), "") << "nothing covers it up";
    EXPECT_EQ(rows().back().entry.action, "audit.heads-misfit");
    write(3);
    openSigner();
    EXPECT_THAT(breakOf(keeper_->begin().value()), HasSubstr("with another digest"));
    EXPECT_THAT(breakOf(checked()), HasSubstr("4: rows 1 to 4 are not those that were noted"));
}

TEST_F(SignedTrail, HeadsHoldOverARotationAndNotOverARevocation) {
    write(2);
    ASSERT_TRUE(keeper_->begin());
    std::ofstream(directory_ / "lock") << "1\n";
    auto const ceremony = [&](bool revoke) {
        auto held = keys::Ceremony::begin(directory_).value();
        auto const root = held.root().value();
        ASSERT_TRUE(revoke ? held.revoke(keys::Role::audit, root, now_)
                           : held.rotate(keys::Role::audit, root, now_));
    };
    ceremony(false);
    openSigner();
    write(1);
    ASSERT_EQ(breakOf(keeper_->begin().value()), "whole");
    EXPECT_EQ(signedRows().size(), 2U);
    EXPECT_EQ(lines().revoked(), 0U);
    ceremony(true);
    openSigner();
    write(1);
    ASSERT_EQ(breakOf(keeper_->begin().value()), "whole");
    EXPECT_EQ(signedRows().size(), 2U) << "that of the revoked key does not count";
    EXPECT_EQ(lines().revoked(), 1U);
}

TEST_F(SignedTrail, ALineThatIsForgedOrMovedIsNamed) {
    write(1);
    ASSERT_TRUE(keeper_->begin());
    write(1);
    ASSERT_TRUE(keeper_->signNow());
    auto const text = keeper_->lines().value();
    auto const root = signer_->issued().set.root;
    EXPECT_FALSE(readHeadLines(text, root).fault());
    auto const first = text.find('\n') + 1;
    auto const second = text.find('\n', first) + 1;
    auto const moved =
        text.substr(0, first) + text.substr(second) + text.substr(first, second - first);
    EXPECT_EQ(readHeadLines(moved, root).fault().value().line, 3U);
    EXPECT_THAT(readHeadLines(moved, root).fault()->english, HasSubstr("wrong place"));
    EXPECT_EQ(readHeadLines(text.substr(first), root).fault().value().line, 1U)
        << "a head without its key set";
    EXPECT_TRUE(readHeadLines(text.substr(0, text.size() - 1), root).fault()) << "cut off";
    auto const stranger = messages::KeyPair::generate().publicKey();
    EXPECT_THAT(readHeadLines(text, stranger).fault().value().english, HasSubstr("not of root"));
    // Signed by a role that may sign, but not this.
    auto const payload = toJson(SignedHead{{9, Digest{}}, now_, 1});
    EXPECT_FALSE(keys::seal(*signer_, keys::Role::content, messages::kAuditHeadKind, payload));
    auto const thief = messages::KeyPair::generate();
    auto const forged =
        text + messages::toJson(messages::seal(thief, messages::kAuditHeadKind, payload)) + "\n";
    EXPECT_EQ(readHeadLines(forged, root).fault().value().line, 4U);
}

TEST_F(SignedTrail, ALineThatAPowerCutToreIsCutOffAtTheNextStart) {
    write(1);
    ASSERT_TRUE(keeper_->begin());
    auto const whole = keeper_->lines().value();
    std::ofstream(directory_ / "heads.jsonl", std::ios::app) << R"({"kind":"tocsin-au)";
    openSigner();
    EXPECT_EQ(breakOf(keeper_->begin().value()), "whole");
    EXPECT_EQ(keeper_->lines().value(), whole) << "nothing was new";
}

TEST_F(SignedTrail, WithoutAKeyForThemThereAreNoHeads) {
    struct NoAuditKey final : keys::Signer {
        explicit NoAuditKey(keys::Signer const& s) : inner(s), without(s.issued()) {
            without.set.key(keys::Role::audit) = {};
        }
        keys::IssuedKeys const& issued() const override { return without; }
        Result<messages::Signature> sign(keys::Role role, std::string const& bytes) const override {
            return inner.sign(role, bytes);
        }
        keys::Signer const& inner;
        keys::IssuedKeys without;
    } const signer(*signer_);
    HeadKeeper keeper(*store_, signer, settings());
    write(1);
    EXPECT_EQ(breakOf(keeper.begin().value()), "whole");
    EXPECT_TRUE(keeper.signNow());
    EXPECT_EQ(keeper.lines().value(), "");
}

TEST_F(SignedTrail, AnExportIsWholeFromItsFirstRowAndFromTheMiddle) {
    write(4);
    ASSERT_TRUE(keeper_->begin());
    for (std::int64_t const first : {1, 3}) {
        auto const check = checkExport(exported(first), std::nullopt, "");
        EXPECT_EQ(breakOf(check.broken), "whole");
        EXPECT_EQ(check.trail.rows(), 6 - first);
        auto const told = coveredJson(check.trail, check.cover, check.broken);
        EXPECT_EQ(told.at("whole"), true);
        EXPECT_EQ(told.at("signed").at("uncovered"), 0);
        EXPECT_EQ(std::string(told.at("signed").at("root").as_string()),
                  signer_->issued().set.root.fingerprint());
    }
    EXPECT_EQ(
        breakOf(
            checkExport(exported(), std::nullopt, signer_->issued().set.root.fingerprint()).broken),
        "whole");
    EXPECT_THAT(breakOf(checkExport(exported(), std::nullopt, "0123456789abcdef").broken),
                HasSubstr("not under 0123456789abcdef"));
}

TEST_F(SignedTrail, AnExportThatWasAlteredInAnyByteIsToldWithItsLine) {
    write(3);
    ASSERT_TRUE(keeper_->begin());
    auto const text = exported(2);
    ASSERT_EQ(breakOf(checkExport(text, std::nullopt, "").broken), "whole");
    std::size_t line = 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (char const other : {static_cast<char>(text[i] ^ 1), ' ', 'A'}) {
            if (other == text[i]) {
                continue;
            }
            auto altered = text;
            altered[i] = other;
            if (!isSignedExport(altered)) {
                EXPECT_FALSE(checkTrailFile(altered, std::nullopt)) << i;
                continue;
            }
            auto const check = checkExport(altered, std::nullopt, "");
            ASSERT_TRUE(check.broken) << "byte " << i << " as " << other;
            EXPECT_THAT(check.broken->english, HasSubstr("line ")) << i;
        }
        // And one that is taken out, or comes in.
        auto shorter = text;
        shorter.erase(i, 1);
        EXPECT_TRUE(!isSignedExport(shorter) || checkExport(shorter, std::nullopt, "").broken) << i;
        auto longer = text;
        longer.insert(i, 1, 'x');
        EXPECT_TRUE(!isSignedExport(longer) || checkExport(longer, std::nullopt, "").broken) << i;
        line += text[i] == '\n' ? 1U : 0U;
    }
    EXPECT_GT(line, 5U);
}

TEST_F(SignedTrail, AnExportNamesRowAndLineOfWhatIsWrong) {
    write(4);
    ASSERT_TRUE(keeper_->begin());
    auto const text = exported();
    auto const lineOf = [&](std::string const& what) {
        return 1 + std::count(text.begin(),
                              text.begin() + static_cast<std::ptrdiff_t>(text.find(what)), '\n');
    };
    auto altered = text;
    altered.replace(altered.find("change.2"), 8, "change.9");
    EXPECT_THAT(breakOf(checkExport(altered, std::nullopt, "").broken),
                HasSubstr("3: line " + std::to_string(lineOf("change.2")) + ": row 3 was altered"));
    auto const begin = text.rfind('\n', text.find("change.2")) + 1;
    auto const end = text.find('\n', begin) + 1;
    auto removed = text;
    removed.erase(begin, end - begin);
    EXPECT_THAT(breakOf(checkExport(removed, std::nullopt, "").broken),
                HasSubstr("3: line " + std::to_string(lineOf("change.2")) + ": row 3 missing"));
    auto const next = text.find('\n', end) + 1;
    auto swapped = text;
    swapped.replace(begin, next - begin,
                    text.substr(end, next - end) + text.substr(begin, end - begin));
    EXPECT_THAT(breakOf(checkExport(swapped, std::nullopt, "").broken), HasSubstr("row 3 missing"));
    auto shorter = text.substr(0, text.rfind('\n', text.size() - 2) + 1);
    EXPECT_THAT(breakOf(checkExport(shorter, std::nullopt, "").broken),
                HasSubstr("row 5 missing at the end"));
}

TEST(SignedHeads, AHeadIsReadOnlyAsItIsWritten) {
    SignedHead const head{{7, store::digestOf("x")}, fromMillis(1'780'279'200'000), 2};
    auto const text = toJson(head);
    EXPECT_EQ(parseSignedHead(text).value(), head);
    for (auto const& wrong : {" " + text, text + " ", std::string("{}"),
                              std::string(text).replace(text.find("7"), 1, "7.0")}) {
        EXPECT_FALSE(parseSignedHead(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace tocsin::audit
