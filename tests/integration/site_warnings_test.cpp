// SPDX-License-Identifier: Apache-2.0
// Warnings on a whole site: from the command line and from CAP messages to the pixels, back to the
// plan, and over the end of either program.
#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include "campaigns.hpp"
#include "cap_message.hpp"
#include "people_of_site.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using test::Ended;
using testing::HasSubstr;

constexpr int kWidth = 192, kHeight = 32;
constexpr Rgb kRed{200, 0, 0}, kOrange{240, 110, 0};
constexpr Milliseconds kGlassWithin{5'000};

class Warnings : public testing::Test {
protected:
    void begin(std::vector<std::string> const& opening = {}) {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text", opening));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        zhang = signedIn(site, "zhang", {"duty"});
        li = signedIn(site, "li", {"duty"});
        site.startPlayer("bar");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    }
    /// The client as one of the duty officers.
    [[nodiscard]] Ended as(std::string const& officer, std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), (Site::bin() / "tocsin").string());
        arguments.insert(arguments.end(), {"--controller", "http://" + site.address()});
        ::setenv("TOCSIN_TOKEN", officer.c_str(), 1);
        auto ended = test::run(arguments);
        ::setenv("TOCSIN_TOKEN", site.people().keeper().c_str(), 1);
        return ended;
    }
    /// The id of the warning that this puts on all screens.
    std::string raise(std::string const& level, std::vector<std::string> const& more = {}) {
        std::vector<std::string> arguments{
            "warn",   "raise", "--template", "rainstorm", "--level", level, "--issuer", "市气象台",
            "--area", "全市",  "--all",      "--yes",     "--wait",  "0",   "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto const ended = as(zhang, arguments);
        EXPECT_EQ(ended.code, 0) << ended.err;
        return idIn(ended);
    }
    static std::string idIn(Ended const& ended) {
        boost::system::error_code ec;
        auto const document = boost::json::parse(ended.out, ec);
        if (ec || !document.is_object() || !document.as_object().contains("id")) {
            ADD_FAILURE() << ended.out << ended.err;
            return "";
        }
        return document.at("id").as_string().c_str();
    }
    [[nodiscard]] boost::json::value detail(std::string const& id) const {
        auto const ended = as(zhang, {"warn", "show", id, "--json"});
        boost::system::error_code ec;
        auto value = boost::json::parse(ended.out, ec);
        EXPECT_FALSE(ec) << ended.err;
        return value;
    }
    [[nodiscard]] std::string stateOf(std::string const& id) const {
        return detail(id).at("state").as_string().c_str();
    }
    [[nodiscard]] bool isOnGlass(std::string const& id) {
        return site.passUntil([&] { return detail(id).at("on_glass").as_int64() == 1; });
    }
    [[nodiscard]] std::string screenState() const {
        return site.json({"status"}).at("items").at(0).at("state").as_string().c_str();
    }
    /// How much of the newest frame has this colour, 0 to 1.
    [[nodiscard]] double shareOf(Rgb const& colour) const {
        auto const frames = site.recording("bar").size();
        if (frames == 0) {
            return 0;
        }
        int count = 0, of = 0;
        for (int y = 0; y < kHeight; y += 2) {
            for (int x = 0; x < kWidth; x += 4) {
                ++of;
                count += near(pixelOf(site.raw("bar"), kWidth, kHeight, frames - 1, x, y), colour)
                             ? 1
                             : 0;
            }
        }
        return static_cast<double>(count) / of;
    }
    /// Whether it covers the screen but for its letters.
    [[nodiscard]] bool shows(Rgb const& colour) const { return shareOf(colour) > 0.4; }
    [[nodiscard]] bool isBlack() const { return shareOf({0, 0, 0}) > 0.99; }
    void startPlayerAndSee(Rgb const& colour) {
        auto const ticks = site.recording("bar").size();
        site.startPlayer("bar");
        ASSERT_TRUE(site.passUntil([&] {
            return site.recording("bar").size() > ticks + 25 && shows(colour);
        })) << site.player("bar").log();
    }
    [[nodiscard]] std::int64_t preempted(Instant from) const {
        return site
            .json({"report", "plays", "--from", formatInstant(from), "--to",
                   formatInstant(site.now()), "--by", "screen", "--format", "json"})
            .at("total")
            .at("preempted")
            .as_int64();
    }
    static Instant instantIn(boost::json::value const& object, char const* key) {
        auto const& value = object.at(key);
        if (!value.is_string()) {
            ADD_FAILURE() << key << " is missing in " << boost::json::serialize(object);
            return {};
        }
        return parseInstant(value.as_string().c_str()).value();
    }

    Site site;
    std::string zhang, li;
};

TEST_F(Warnings, AMomentAfterItIsOnGlassThePlayerPicturesIt) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto const id = raise("red", {"--minutes", "10"});
    ASSERT_TRUE(isOnGlass(id)) << site.player("bar").log();
    ASSERT_TRUE(site.passUntil([&] { return detail(id).at("pictures").as_array().size() == 1; }))
        << site.player("bar").log();
    auto const pictures = site.json({"evidence", "list", "--warning", id}).at("items").as_array();
    ASSERT_EQ(pictures.size(), 1U);
    EXPECT_EQ(pictures[0].at("cause"), "warning");
    EXPECT_EQ(pictures[0].at("showing"), "warning");
    EXPECT_EQ(pictures[0].at("warning_revision"), 1);
    EXPECT_GE(
        instantIn(pictures[0].as_object(), "at"),
        instantIn(detail(id).at("targets").at(0).as_object(), "on_glass") + Milliseconds(1'900));
    std::string const picture(pictures[0].at("picture").as_string());
    EXPECT_THAT(site.tocsin({"warn", "show", id}).out, HasSubstr(picture));
}

TEST_F(Warnings, ARedOneIsOnGlassWithReceiptsAndEndsByItselfWithTheControllerAway) {
    ASSERT_NO_FATAL_FAILURE(begin());
    EXPECT_FALSE(shows(kRed));
    auto const begun = site.now();
    auto const id = raise("red", {"--minutes", "2"});
    ASSERT_TRUE(isOnGlass(id)) << site.player("bar").log();
    EXPECT_TRUE(shows(kRed)) << shareOf(kRed);
    auto const told = detail(id);
    auto const& receipt = told.at("targets").at(0);
    EXPECT_FALSE(receipt.at("lit").as_bool()) << "a file lights nothing";
    EXPECT_LE(instantIn(receipt, "received"), instantIn(receipt, "on_glass"));
    EXPECT_LE(instantIn(receipt, "verified"), instantIn(receipt, "on_glass"));
    EXPECT_LE(instantIn(receipt, "on_glass") - instantIn(told, "issued"), kGlassWithin);
    EXPECT_TRUE(told.at("unreached").as_array().empty());
    ASSERT_TRUE(site.passUntil([&] { return screenState() == "warning"; }));

    // Neither a controller nor a plan is needed any more, nor the process that took it in.
    site.controller().signal(SIGKILL);
    site.controller().wait();
    site.pass(Milliseconds(20'000), Milliseconds(1));
    EXPECT_TRUE(shows(kRed));
    EXPECT_EQ(site.player("bar").stop(), 0);
    ASSERT_NO_FATAL_FAILURE(startPlayerAndSee(kRed));
    auto const expires = instantIn(told, "expires");
    site.pass(expires - site.now() - Milliseconds(2'000), Milliseconds(1));
    EXPECT_TRUE(shows(kRed));
    site.pass(Milliseconds(4'000), Milliseconds(1));
    EXPECT_FALSE(shows(kRed)) << "it ends by itself";

    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    ASSERT_TRUE(site.passUntil([&] {
        return stateOf(id) == "expired" && detail(id).at("ended_screens").as_int64() == 1;
    })) << boost::json::serialize(detail(id));
    auto const ended = detail(id);
    EXPECT_EQ(ended.at("targets").at(0).at("end").as_string(), "expired");
    EXPECT_LE(instantIn(ended.at("targets").at(0), "ended") - expires, Milliseconds(1'000));
    // The plays that it took are in the ledger as what they were.
    EXPECT_TRUE(site.passUntil([&] { return preempted(begun) >= 2; })) << preempted(begun);
    auto const lost = site.json({"warn", "make-good", id});
    std::int64_t plays = 0;
    for (auto const& campaign : lost.at("items").as_array()) {
        plays += campaign.at("lost").as_int64();
    }
    EXPECT_GE(plays, 2) << boost::json::serialize(lost);
}

TEST_F(Warnings, OneThatIsClearedGivesTheScreenBackToItsPlan) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto const id = raise("orange");
    ASSERT_TRUE(isOnGlass(id)) << site.player("bar").log();
    EXPECT_TRUE(shows(kOrange));
    auto const cleared = as(li, {"warn", "clear", id, "--reason", "雨停"});
    EXPECT_EQ(cleared.code, 0) << cleared.err;
    ASSERT_TRUE(site.passUntil([&] { return detail(id).at("ended_screens").as_int64() == 1; }));
    EXPECT_EQ(stateOf(id), "cleared");
    EXPECT_FALSE(shows(kOrange));
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    auto const tick = site.recording("bar").back();
    auto const plan = site.plan("bar");
    auto const now = std::find_if(plan.begin(), plan.end(), [&](PlannedPlay const& play) {
        return play.start <= tick.at && tick.at < play.end;
    });
    ASSERT_NE(now, plan.end());
    EXPECT_EQ(tick.play, now->id) << "where the timeline is by then";
    // Nor does it come back with the player's next start.
    EXPECT_EQ(site.player("bar").stop(), 0);
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    EXPECT_FALSE(shows(kOrange));
}

TEST_F(Warnings, FreeTextIsOnNoScreenBeforeASecondPersonReleasesIt) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto const raised =
        as(zhang, {"warn", "raise", "--headline", "东门施工请绕行", "--event", "施工", "--level",
                   "red", "--look", "takeover", "--all", "--yes", "--json"});
    EXPECT_EQ(raised.code, 5) << raised.err;
    EXPECT_THAT(raised.err, HasSubstr("waits for a second person"));
    auto const id = idIn(raised);
    site.pass(Milliseconds(4'000), Milliseconds(5));
    EXPECT_FALSE(shows(kRed));
    EXPECT_EQ(as(zhang, {"warn", "release", id}).code, 5) << "not one's own";
    EXPECT_EQ(stateOf(id), "waiting");
    auto const released = as(li, {"warn", "release", id});
    EXPECT_EQ(released.code, 0) << released.err;
    ASSERT_TRUE(isOnGlass(id)) << site.player("bar").log();
    EXPECT_TRUE(shows(kRed));
}

TEST_F(Warnings, AClosedScreenShowsARedOneAndNoBlueOne) {
    // It is ten in the morning.
    ASSERT_NO_FATAL_FAILURE(begin({"mon-sun 20:00-21:00"}));
    EXPECT_TRUE(isBlack());
    auto const blue = raise("blue", {"--look", "takeover"});
    ASSERT_TRUE(site.passUntil([&] { return detail(blue).at("verified").as_int64() == 1; }));
    site.pass(Milliseconds(4'000), Milliseconds(5));
    EXPECT_TRUE(isBlack());
    EXPECT_EQ(detail(blue).at("on_glass").as_int64(), 0);
    auto const red = raise("red");
    ASSERT_TRUE(isOnGlass(red)) << site.player("bar").log();
    EXPECT_TRUE(shows(kRed));
    EXPECT_EQ(as(zhang, {"warn", "clear", red}).code, 0);
    ASSERT_TRUE(site.passUntil([&] { return isBlack(); }));
}

TEST_F(Warnings, OneThatWasRaisedWhileThePlayerWasAwayAndTheControllerEndedIsShownWhenBothCome) {
    ASSERT_NO_FATAL_FAILURE(begin());
    EXPECT_EQ(site.player("bar").stop(), 0);
    auto const id = raise("red");
    site.controller().signal(SIGKILL);
    site.controller().wait();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_EQ(detail(id).at("unreached").as_array().size(), 1U);
    ASSERT_NO_FATAL_FAILURE(startPlayerAndSee(kRed));
    EXPECT_TRUE(isOnGlass(id));
}

class CapMessages : public Warnings {
protected:
    void beginThere(std::string const& configuration) {
        site.setConfiguration(configuration);
        ASSERT_NO_FATAL_FAILURE(begin());
        auto const set = site.tocsin({"screen", "set", "bar", "--code", "330106"});
        ASSERT_EQ(set.code, 0) << set.err;
    }
    [[nodiscard]] Ended ingest(Cap const& cap) const {
        auto const file = site.dir() / (cap.identifier + ".xml");
        std::ofstream(file) << cap.xml();
        return as(zhang, {"warn", "ingest", file.string(), "--json"});
    }
    /// The warning that the message led to.
    static std::string warningIn(Ended const& ended) {
        boost::system::error_code ec;
        auto const document = boost::json::parse(ended.out, ec);
        auto const* id =
            ec || !document.is_object() ? nullptr : document.as_object().if_contains("warning");
        return id != nullptr && id->is_string() ? std::string(id->as_string()) : "";
    }
    static constexpr char kSender[] =
        "[[warnings.sender]]\nsender = \"met@example.invalid\"\nautomatic = true\n";
};

TEST_F(CapMessages, AnAlertIsShownUpdatedAndCancelled) {
    ASSERT_NO_FATAL_FAILURE(beginThere(kSender));
    Cap alert;
    alert.identifier = "a-1";
    auto const taken = ingest(alert);
    EXPECT_EQ(taken.code, 0) << taken.out << taken.err;
    auto const id = warningIn(taken);
    ASSERT_FALSE(id.empty()) << taken.out;
    ASSERT_TRUE(isOnGlass(id)) << site.player("bar").log();
    EXPECT_TRUE(shows(kOrange));
    EXPECT_EQ(warningIn(ingest(alert)), id) << "the same message twice is one";

    Cap update = alert;
    update.identifier = "a-2";
    update.type = "Update";
    update.references = alert.reference();
    update.colour = "red";
    update.sent = "2026-06-01T10:01:00+08:00";
    auto const updated = ingest(update);
    EXPECT_EQ(updated.code, 0) << updated.out << updated.err;
    EXPECT_EQ(warningIn(updated), id);
    ASSERT_TRUE(site.passUntil([&] { return shows(kRed); })) << site.player("bar").log();

    Cap foreign = update;
    foreign.identifier = "f-1";
    foreign.type = "Cancel";
    foreign.sender = "else@example.invalid";
    foreign.references = update.reference();
    EXPECT_EQ(ingest(foreign).code, 1) << "of somebody else";
    site.pass(Milliseconds(2'000), Milliseconds(5));
    EXPECT_TRUE(shows(kRed));

    Cap cancel = update;
    cancel.identifier = "a-3";
    cancel.type = "Cancel";
    cancel.references = update.reference();
    cancel.sent = "2026-06-01T10:02:00+08:00";
    auto const cancelled = ingest(cancel);
    EXPECT_EQ(cancelled.code, 0) << cancelled.out << cancelled.err;
    ASSERT_TRUE(site.passUntil([&] { return !shows(kRed); })) << site.player("bar").log();
    EXPECT_EQ(stateOf(id), "cleared");
    EXPECT_TRUE(site.allPlaying()) << site.player("bar").log();
}

TEST_F(CapMessages, ATestIsOnNoScreenAndWhatIsNoMessageIsRefused) {
    ASSERT_NO_FATAL_FAILURE(beginThere(kSender));
    Cap test;
    test.identifier = "t-1";
    test.status = "Test";
    static_cast<void>(ingest(test));
    auto const file = site.dir() / "bomb.xml";
    std::ofstream(file) << "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>";
    auto const refused = as(zhang, {"warn", "ingest", file.string()});
    EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
    site.pass(Milliseconds(4'000), Milliseconds(5));
    EXPECT_FALSE(shows(kOrange));
    EXPECT_EQ(screenState(), "playing");
}

TEST_F(CapMessages, AFileInTheFolderOfAnAutomaticSenderIsShownWithoutAPerson) {
    auto const folder = site.dir() / "cap";
    std::filesystem::create_directories(folder);
    ASSERT_NO_FATAL_FAILURE(
        beginThere("[warnings]\nfolder = \"" + folder.string() + "\"\n" + kSender));
    Cap alert;
    alert.identifier = "a-1";
    {
        std::ofstream(folder / "a-1.part") << alert.xml();
        std::filesystem::rename(folder / "a-1.part", folder / "a-1.xml");
    }
    ASSERT_TRUE(site.passUntil([&] { return shows(kOrange); })) << site.controller().log();
    ASSERT_TRUE(site.passUntil([&] { return !std::filesystem::exists(folder / "a-1.xml"); }));
    EXPECT_TRUE(std::filesystem::exists(folder / "done" / "a-1.xml"));
}

}  // namespace
}  // namespace tocsin::integration
