// SPDX-License-Identifier: Apache-2.0
#include "tocsin/config/controller_config.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "tocsin/config/flat_settings.hpp"

namespace tocsin::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ControllerConfigTest : public testing::Test {
protected:
    std::filesystem::path write(std::string const& text) {
        std::filesystem::create_directories(directory_);
        auto file = directory_ / "controller.toml";
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    ~ControllerConfigTest() override { std::filesystem::remove_all(directory_); }

    std::filesystem::path directory_ =
        std::filesystem::path(testing::TempDir()) /
        ("tocsin-config-" + std::to_string(getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(ControllerConfigTest, EmptyFileGivesTheDefaults) {
    auto const config = loadControllerConfig(write(""));
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(*config, ControllerConfig{});
}

TEST_F(ControllerConfigTest, TheSampleFileSaysTheDefaults) {
    auto const config = loadControllerConfig(TOCSIN_SAMPLE_CONFIG);
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(*config, ControllerConfig{});
}

TEST_F(ControllerConfigTest, ReadsEveryKey) {
    auto const config = loadControllerConfig(write(R"(
data = "/srv/tocsin"
listen = "[::1]:0"
log_level = "debug"
[plan]
days = 30
frozen_horizon_seconds = 0
[media]
upload_limit_mb = 10
disk_reserve_mb = 20
probe_limit_seconds = 30
[library]
upload_keep_hours = 2
quota = "1T"
[library.quotas]
east-hospital = "50G"
"街道" = "500M"
[evidence]
first_plays = false
spread = false
warnings = false
every_minutes = 15
keep_days = 7
[guard]
screens = 0
window_minutes = 5
keep_hours = 2
night_from = "22:00"
night_to = "06:30"
night_screens = 1
zone = "Asia/Urumqi"
[warnings]
minutes = 30
folder = "cap"
[tls]
names = ["Screens.Example.org", "office"]
certificate = "chain.pem"
key = "/etc/ssl/private/chain.key"
proxies = ["192.0.2.10", "fd00:0:0::2"]
[outbound]
hosts = ["*.gov.cn"]
private = ["10.0.0.0/8"]
ca = "intranet.pem"
max_mb = 3
seconds = 60
[connections]
most = 30000
[stop]
grace_seconds = 5
)"));
    ASSERT_TRUE(config) << config.error().message;
    ControllerConfig expected;
    expected.data = "/srv/tocsin";
    expected.address = "::1";
    expected.port = 0;
    expected.logLevel = "debug";
    expected.planDays = 30;
    expected.frozenHorizon = Milliseconds(0);
    expected.uploadLimitBytes = 10LL << 20;
    expected.diskReserveBytes = 20LL << 20;
    expected.probeLimit = Milliseconds(30'000);
    expected.uploadKeep = std::chrono::hours(2);
    expected.quotaBytes = 1'000'000'000'000;
    expected.quotas = {{"east-hospital", 50'000'000'000}, {"街道", 500'000'000}};
    expected.evidenceFirstPlays = false;
    expected.evidenceSpread = false;
    expected.evidenceWarnings = false;
    expected.evidenceEveryMinutes = 15;
    expected.evidenceKeepDays = 7;
    expected.guardScreens = 0;
    expected.guardWindowMinutes = 5;
    expected.guardKeepHours = 2;
    expected.guardNightFrom = std::chrono::hours(22);
    expected.guardNightTo = std::chrono::minutes(390);
    expected.guardNightScreens = 1;
    expected.guardZone = "Asia/Urumqi";
    expected.tlsNames = {"screens.example.org", "office"};
    expected.tlsCertificate = directory_ / "chain.pem";
    expected.tlsKey = "/etc/ssl/private/chain.key";
    expected.tlsProxies = {"192.0.2.10", "fd00::2"};
    expected.outboundHosts = {"*.gov.cn"};
    expected.outboundNetworks = {"10.0.0.0/8"};
    expected.outboundAuthorities = directory_ / "intranet.pem";
    expected.outboundBytes = 3LL << 20;
    expected.outboundLimit = Milliseconds(60'000);
    expected.connections = 30'000;
    expected.stopGrace = Milliseconds(5'000);
    expected.warnings.byPeople = std::chrono::minutes(30);
    expected.warnings.folder = directory_ / "cap";
    EXPECT_EQ(*config, expected);
}

TEST_F(ControllerConfigTest, TheGuardsNightHasABeginAndAnEnd) {
    auto const config = loadControllerConfig(
        write("[guard]\nscreens = -1\nnight_from = \"22:00\"\nnight_screens = 0\n"));
    ASSERT_FALSE(config);
    EXPECT_THAT(config.error().message, HasSubstr("guard.screens: must be 0 to 20000"));
    EXPECT_THAT(config.error().message, HasSubstr("guard.night_to: missing"));
    EXPECT_THAT(config.error().message, HasSubstr("guard.night_screens: must be 1"));
}

TEST_F(ControllerConfigTest, SettingsAreComparedByTheirWholeKeys) {
    auto const flat =
        flatSettings(write("listen = \"[::1]:0\"\n[plan]\ndays = 3\n[[daypart]]\n"
                           "name = \"早\"\nfrom = \"06:00\"\n"));
    ASSERT_TRUE(flat) << flat.error().message;
    EXPECT_EQ(flat->at("plan.days"), "3");
    EXPECT_THAT(flat->at("listen"), HasSubstr("[::1]:0"));
    EXPECT_THAT(flat->at("daypart"), HasSubstr("06:00"));
    EXPECT_FALSE(flatSettings(write("x = ")));
}

TEST_F(ControllerConfigTest, SettingsAreComparedWithoutTheSecretsOfAddresses) {
    auto const flat =
        flatSettings(write("one = \"https://a.example.cn/x?token=geheim\"\n[[warnings.feed]]\n"
                           "name = \"a\"\nurl = \"https://b.example.cn/?key=geheim\"\n"
                           "[[warnings.feed]]\nurl = 'https://c.example.cn/y'\n"));
    ASSERT_TRUE(flat) << flat.error().message;
    EXPECT_THAT(flat->at("one"), HasSubstr("https://a.example.cn/x?…"));
    EXPECT_THAT(flat->at("warnings.feed"),
                AllOf(HasSubstr("https://b.example.cn/?…"), HasSubstr("https://c.example.cn/y"),
                      Not(HasSubstr("geheim"))));
}

TEST_F(ControllerConfigTest, ReportsEveryMistakeWithItsLine) {
    auto const file = write(
        "lisen = \"127.0.0.1:1\"\ndata = \"\"\nlog_level = \"loud\"\nlisten = \"here\"\n"
        "[plan]\ndays = 0\n[media]\nupload_limit = 3\n[stop]\ngrace_seconds = \"5\"\n");
    auto const config = loadControllerConfig(file);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, Errc::invalid);
    std::string const at = file.string() + ":";
    std::string const& message = config.error().message;
    EXPECT_THAT(message, HasSubstr(at + "1 lisen: unknown key; did you mean \"listen\"?"));
    EXPECT_THAT(message, HasSubstr(at + "2 data: "));
    EXPECT_THAT(message, HasSubstr(at + "3 log_level: "));
    EXPECT_THAT(message, HasSubstr(at + "4 listen: "));
    EXPECT_THAT(message, HasSubstr(at + "6 plan.days: must be 1 to 30, not 0"));
    EXPECT_THAT(message, HasSubstr(at + "8 media.upload_limit: unknown key; did you mean "
                                        "\"upload_limit_mb\"?"));
    EXPECT_THAT(message, HasSubstr(at + "10 stop.grace_seconds: "));
}

TEST_F(ControllerConfigTest, SaysWhatIsWrongWithTls) {
    auto const file = write(
        "[tls]\nnames = [\"a b\", \"-x\"]\ncertificate = \"chain.pem\"\nproxies = [\"proxy\"]\n"
        "key_file = \"x\"\n");
    auto const config = loadControllerConfig(file);
    ASSERT_FALSE(config);
    std::string const at = file.string() + ":";
    EXPECT_THAT(config.error().message, HasSubstr(at + "2 tls.names: \"a b\" is not a host name"));
    EXPECT_THAT(config.error().message, HasSubstr(at + "2 tls.names: \"-x\" is not a host name"));
    EXPECT_THAT(config.error().message, HasSubstr("tls.key: missing; "));
    EXPECT_THAT(config.error().message,
                HasSubstr(at + "4 tls.proxies: \"proxy\" is not an address"));
    EXPECT_THAT(config.error().message, HasSubstr("tls.key_file: unknown key"));
}

TEST_F(ControllerConfigTest, QuotasAreAmountsWithAUnit) {
    for (auto const* wrong :
         {"\"500\"", "\"G\"", "\"-1G\"", "\"1.5G\"", "\"\"", "500", "\"1KG\"", "\"9999999T\""}) {
        auto const config =
            loadControllerConfig(write("[library.quotas]\neast = " + std::string(wrong) + "\n"));
        ASSERT_FALSE(config) << wrong;
        EXPECT_THAT(config.error().message, HasSubstr(":2 library.quotas.east: must be ")) << wrong;
    }
    auto const none = loadControllerConfig(write("[library]\nquota = \"0M\"\n"));
    ASSERT_TRUE(none) << none.error().message;
    EXPECT_EQ(none->quotaBytes, 0);
}

TEST_F(ControllerConfigTest, TheHolidayFileStandsBesideTheConfiguration) {
    auto const file = write("[plan]\ncalendar = \"holidays.toml\"\n");
    std::ofstream(directory_ / "holidays.toml")
        << "holidays = [2026-10-01, \"2026-10-02\"]\nworkdays = [2026-10-10]\n";
    auto const config = loadControllerConfig(file);
    ASSERT_TRUE(config) << config.error().message;
    using namespace std::chrono;
    Holidays const expected{{2026y / 10 / 1, 2026y / 10 / 2}, {2026y / 10 / 10}};
    EXPECT_EQ(config->calendar, expected);
}

TEST_F(ControllerConfigTest, MistakesOfTheHolidayFileAreReportedWithItsNameLineAndKey) {
    auto const file = write("[plan]\ncalendar = \"holidays.toml\"\ndays = 99\n");
    EXPECT_THAT(loadControllerConfig(file).error().message,
                AllOf(HasSubstr("controller.toml:2 plan.calendar: "),
                      HasSubstr("holidays.toml: there is no such file")));
    std::ofstream(directory_ / "holidays.toml")
        << "holidays = [2026-10-01]\nworkdays = [\"tomorrow\"]\nholliday = []\n";
    EXPECT_THAT(loadControllerConfig(file).error().message,
                AllOf(HasSubstr("holidays.toml:2 workdays"), HasSubstr("holidays.toml:3 holliday"),
                      HasSubstr("controller.toml:3 plan.days")));
    std::ofstream(directory_ / "holidays.toml") << "holidays = [\n";
    EXPECT_THAT(loadControllerConfig(file).error().message, HasSubstr("holidays.toml:"));
}

TEST_F(ControllerConfigTest, MissingFileIsNotFound) {
    auto const config = loadControllerConfig(directory_ / "absent.toml");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, Errc::notFound);
    EXPECT_THAT(config.error().message, HasSubstr("absent.toml"));
}

TEST_F(ControllerConfigTest, ADirectoryIsRefused) {
    std::filesystem::create_directories(directory_);
    auto const config = loadControllerConfig(directory_);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, Errc::invalid);
}

TEST(ApplyListen, AcceptsAddressAndPortAndNothingElse) {
    ControllerConfig config;
    ASSERT_TRUE(applyListen(config, "127.0.0.2:65535"));
    EXPECT_EQ(config.address, "127.0.0.2");
    EXPECT_EQ(config.port, 65535);
    ASSERT_TRUE(applyListen(config, "[::1]:0"));
    EXPECT_EQ(config.address, "::1");
    EXPECT_EQ(config.port, 0);
    for (auto const* const wrong :
         {"", "8440", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:80x",
          "localhost:80", "::1:80", "[127.0.0.1]:80", "[0.0.0.0]:80", "256.0.0.1:80", "[]:80",
          ":80"}) {
        auto const result = applyListen(config, wrong);
        ASSERT_FALSE(result) << wrong;
        EXPECT_EQ(result.error().code, Errc::invalid);
    }
    EXPECT_EQ(config.address, "::1") << "a refused text changes nothing";
    for (auto const* const open : {"0.0.0.0:80", "10.0.0.5:80", "[::]:80"}) {
        EXPECT_TRUE(applyListen(config, open)) << open;
    }
    EXPECT_EQ(config.address, "::");
}

}  // namespace
}  // namespace tocsin::config
