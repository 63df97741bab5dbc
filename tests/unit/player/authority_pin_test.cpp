// SPDX-License-Identifier: Apache-2.0
// Whom the player makes connections with.
#include "link/authority_pin.hpp"

#include "fake_clock.hpp"
#include "player_fixtures.hpp"
#include "tocsin/tls/issue.hpp"

namespace tocsin::player {
namespace {

using session::TlsTrust;

Instant const kMade = morning(0);

session::Authority newAuthority() {
    return session::authorityOf(tls::makeAuthority("Test authority", kMade).certificate).value();
}

class AuthorityPinTest : public testing::Test {
protected:
    std::unique_ptr<AuthorityPin> open(bool bound) {
        return AuthorityPin::open(file, bound, fleet).value();
    }
    /// The controller tells the time.
    void tell(Instant now) {
        session::ClockOffset offset;
        offset.offset = now - clock.now();
        fleet.setTarget(offset);
    }

    std::filesystem::path const file = freshFolder() / "controller-ca.pem";
    test::FakeClock clock{kMade};
    FleetClock fleet{clock};
};

TEST_F(AuthorityPinTest, TakesAnybodyUntilItPins) {
    auto const pin = open(false);
    EXPECT_EQ(pin->trust(), TlsTrust::unpinned());
    auto const authority = newAuthority();
    ASSERT_TRUE(pin->pin(authority));
    EXPECT_EQ(pin->trust().kind, TlsTrust::Kind::pinned);
    EXPECT_EQ(pin->trust().authority, authority.certificate);
    EXPECT_TRUE(open(true)->isPinned()) << "it is kept";
}

TEST_F(AuthorityPinTest, GoesWithTheBond) {
    ASSERT_TRUE(open(false)->pin(newAuthority()));
    EXPECT_FALSE(open(false)->isPinned());
    EXPECT_FALSE(open(true)->isPinned()) << "the file is gone too";
}

TEST_F(AuthorityPinTest, IsNotTakenForNoneWhenItIsDamaged) {
    ASSERT_TRUE(files::replace(file, "-----BEGIN CERTIFICATE-----\nspoilt\n"));
    auto const opened = AuthorityPin::open(file, true, fleet);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::damaged);
}

TEST_F(AuthorityPinTest, JudgesDatesByFleetTimeOnceThereIsAny) {
    auto const pin = open(false);
    ASSERT_TRUE(pin->pin(newAuthority()));
    EXPECT_TRUE(pin->trust().ignoreDates) << "the clock is not set";
    tell(kMade + std::chrono::hours(1));
    EXPECT_FALSE(pin->trust().ignoreDates);
    EXPECT_EQ(pin->trust().at, fleet.now());
    EXPECT_EQ(*pin->trust().at, kMade + std::chrono::hours(1));
}

TEST_F(AuthorityPinTest, AClockFromBeforeTheAuthorityIsWrong) {
    auto const pin = open(false);
    ASSERT_TRUE(pin->pin(newAuthority()));
    tell(kMade - std::chrono::days(2));
    EXPECT_TRUE(pin->trust().ignoreDates);
}

TEST(JudgeAuthority, ComparesWhatIsSaidWithWhatIsShown) {
    auto const shown = newAuthority();
    auto const other = newAuthority();
    EXPECT_TRUE(judgeAuthority(shown.digest, shown));
    EXPECT_TRUE(judgeAuthority(std::nullopt, shown)) << "an older controller says nothing";
    EXPECT_TRUE(judgeAuthority(shown.digest, std::nullopt)) << "a connection without TLS";
    auto const refused = judgeAuthority(other.digest, shown);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::permission);
    EXPECT_NE(refused.error().message.find(session::fingerprintOf(shown.digest)),
              std::string::npos);
}

}  // namespace
}  // namespace tocsin::player
