// SPDX-License-Identifier: Apache-2.0
// What the system says of cables, and what people are told of it.
#include "sinks/output_watch.hpp"

#include <fstream>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

class DrmTree : public testing::Test {
protected:
    void connector(std::string const& name, std::string const& status, std::string const& enabled,
                   std::string const& dpms) {
        auto const at = root / ("card1-" + name);
        std::filesystem::create_directories(at);
        std::ofstream(at / "status") << status << "\n";
        std::ofstream(at / "enabled") << enabled << "\n";
        std::ofstream(at / "dpms") << dpms << "\n";
    }
    OutputWatch watch(std::string const& name = "") {
        return OutputWatch({drmConnectors(root), name, ensureMode, silentLog(), findings});
    }
    std::string told() {
        auto const all = findings.first(5);
        return all.empty() ? "" : all.front();
    }
    std::filesystem::path const root = freshFolder();
    std::function<Result<bool>()> ensureMode;
    Findings findings;
};

TEST_F(DrmTree, IsReadConnectorByConnector) {
    connector("HDMI-A-1", "connected", "enabled", "On");
    connector("DP-2", "disconnected", "disabled", "Off");
    connector("DP-3", "connected", "enabled", "Off");
    std::filesystem::create_directories(root / "card1");
    std::filesystem::create_directories(root / "renderD128");
    auto const read = drmConnectors(root)->read();
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, (std::vector<Connector>{
                         {"DP-2", false, false}, {"DP-3", true, false}, {"HDMI-A-1", true, true}}));
}

TEST_F(DrmTree, WithoutConnectorsSaysNothing) {
    EXPECT_FALSE(drmConnectors(root)->read());
    EXPECT_FALSE(drmConnectors(root / "absent")->read());
}

TEST_F(DrmTree, ACableThatIsPulledOutEndsDeliveryUntilItIsBack) {
    connector("HDMI-A-1", "connected", "enabled", "On");
    auto output = watch();
    output.look();
    EXPECT_TRUE(output.connected());
    EXPECT_FALSE(output.unplugged());
    EXPECT_EQ(told(), "");
    connector("HDMI-A-1", "disconnected", "enabled", "On");
    output.look();
    EXPECT_FALSE(output.connected());
    EXPECT_TRUE(output.unplugged());
    EXPECT_NE(told().find("nothing plugged in"), std::string::npos) << told();
    connector("HDMI-A-1", "connected", "enabled", "On");
    output.look();
    EXPECT_TRUE(output.connected());
    EXPECT_EQ(told(), "");
}

TEST_F(DrmTree, OnlyTheNamedOutputCounts) {
    connector("HDMI-A-1", "disconnected", "disabled", "Off");
    connector("DP-1", "connected", "enabled", "On");
    auto named = watch("HDMI-A-1");
    named.look();
    EXPECT_FALSE(named.connected());
    auto any = watch();
    any.look();
    EXPECT_TRUE(any.connected());
    auto wrong = watch("VGA-1");
    wrong.look();
    EXPECT_FALSE(wrong.connected());
    EXPECT_FALSE(wrong.unplugged()) << "pictures may well go out by another name";
    EXPECT_NE(told().find("there is no video output VGA-1; this computer has DP-1, HDMI-A-1"),
              std::string::npos)
        << told();
}

TEST_F(DrmTree, ADisplayThatIsSwitchedOffShowsNothing) {
    connector("DP-1", "connected", "enabled", "Off");
    auto output = watch();
    output.look();
    EXPECT_FALSE(output.connected());
    EXPECT_TRUE(output.unplugged());
    EXPECT_NE(told().find("switched off"), std::string::npos) << told();
}

TEST_F(DrmTree, WhereNobodyCanSayNothingCountsAsDelivered) {
    auto output = watch();
    output.look();
    EXPECT_FALSE(output.connected());
    EXPECT_FALSE(output.unplugged());
    EXPECT_NE(told().find("composed"), std::string::npos) << told();
}

TEST_F(DrmTree, AForcedModeIsKeptOnAndItsFailureTold) {
    connector("HDMI-A-1", "connected", "enabled", "On");
    int asked = 0;
    Result<bool> answer = true;
    ensureMode = [&] { return ++asked, answer; };
    auto output = watch();
    output.look();
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(told(), "");
    answer = Error{Errc::unavailable, "the X server does not take a mode"};
    output.look();
    EXPECT_EQ(told(), "the X server does not take a mode");
    answer = false;
    output.look();
    EXPECT_EQ(asked, 3);
    EXPECT_EQ(told(), "");
}

}  // namespace
}  // namespace tocsin::player
