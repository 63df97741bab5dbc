// SPDX-License-Identifier: Apache-2.0
// Whole commands against a controller that gives canned answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fake_controller.hpp"
#include "tocsin/cli/cli.hpp"
#include "verbs.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using Arguments = std::vector<std::string>;

struct Ended {
    int code = 0;
    std::string out, err;
};

Ended runWith(std::string const& controller, Arguments const& arguments,
              std::stop_token const& stop = {}) {
    std::ostringstream out, err;
    Environment environment;
    environment.controller = controller;
    Ended ended;
    ended.code = run(arguments, environment, out, err, stop);
    ended.out = out.str();
    ended.err = err.str();
    return ended;
}

class Verbs : public testing::Test {
protected:
    Verbs() {
        std::string name = testing::TempDir() + "tocsin-cli-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary directory");
        }
        directory = name;
    }
    ~Verbs() override { std::filesystem::remove_all(directory); }

    Ended tocsin(Arguments const& arguments) { return runWith(controller.address(), arguments); }
    std::string file(std::string const& name, std::string const& bytes) {
        std::ofstream(directory / name, std::ios::binary) << bytes;
        return (directory / name).string();
    }

    FakeController controller;
    std::filesystem::path directory;
};

TEST_F(Verbs, AListIsATableAndWithJsonTheDocumentItself) {
    std::string const body =
        R"({"items":[{"id":"gate","name":"Gate","width":960,"height":540,"ratio":1.50}]})";
    controller.answer("GET /api/v1/screens", 200, body);
    EXPECT_THAT(tocsin({"screen", "list"}).out, HasSubstr("gate    Gate"));
    auto const json = tocsin({"screen", "list", "--json"});
    EXPECT_EQ(json.out, body + "\n");
    EXPECT_EQ(json.err, "");
    EXPECT_EQ(json.code, 0);
}

TEST_F(Verbs, AProblemIsOneLineAndItsStatusTheExitCode) {
    auto const unknown = tocsin({"screen", "show", "no such/screen"});
    EXPECT_EQ(unknown.code, 3);
    EXPECT_EQ(unknown.err, "tocsin: nothing stands at /api/v1/screens/no%20such%2Fscreen\n");
    EXPECT_EQ(unknown.out, "");
    controller.answer("POST /api/v1/campaigns/fire/approve", 409,
                      R"({"detail":"campaign fire is a draft; submit it first"})");
    auto const early = tocsin({"campaign", "approve", "fire"});
    EXPECT_EQ(early.code, 5);
    EXPECT_EQ(early.err, "tocsin: campaign fire is a draft; submit it first\n");
    controller.answer("POST /api/v1/campaigns/fire/approve", 422,
                      R"({"detail":"f.toml:1 title: missing\nf.toml:2 from: missing"})");
    auto const several = tocsin({"campaign", "approve", "fire"});
    EXPECT_EQ(several.code, 1);
    EXPECT_EQ(several.err, "tocsin: f.toml:1 title: missing\ntocsin: f.toml:2 from: missing\n");
    controller.answer("POST /api/v1/campaigns/fire/submit", 403, R"({"detail":"not yours"})");
    EXPECT_EQ(tocsin({"campaign", "submit", "fire"}).code, 4);
    controller.answer("GET /api/v1/media?limit=500", 500, "<html>");
    auto const broken = tocsin({"media", "list"});
    EXPECT_EQ(broken.code, 1);
    EXPECT_THAT(broken.err, HasSubstr("answered 500"));
}

TEST_F(Verbs, AnotherServersAnswerIsNotTakenForTheControllers) {
    controller.answer("GET /api/v1/status", 200, "<html>hello</html>");
    auto const ended = tocsin({"status"});
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.err, HasSubstr("not like a tocsin-controller"));
}

TEST(Unreachable, ExitsWith69AndSaysWhere) {
    auto const address = addressWithoutListener();
    for (auto const& arguments : {Arguments{"status"}, Arguments{"screen", "list", "--json"},
                                  Arguments{"status", "--watch"}}) {
        auto const ended = runWith(address, arguments);
        EXPECT_EQ(ended.code, 69);
        EXPECT_EQ(ended.out, "");
        EXPECT_THAT(ended.err, StartsWith("tocsin: no controller answers at " + address +
                                          "; is tocsin-controller running?"));
    }
    auto const option = runWith("http://127.0.0.1:1", {"media", "list", "--controller", address});
    EXPECT_THAT(option.err, HasSubstr(address)) << "the option goes before the variable";
}

TEST(Usage, IsRefusedBeforeAnythingIsSent) {
    auto const nowhere = addressWithoutListener();
    for (auto const& arguments :
         {Arguments{},
          Arguments{"screen"},
          Arguments{"dance"},
          Arguments{"screen", "add", "gate"},
          Arguments{"screen", "add", "gate", "--size", "960"},
          Arguments{"screen", "add", "gate", "--size", "960x540", "--opening", "always"},
          Arguments{"screen", "add", "gate", "--size", "960x540", "--place", "120.2,30.3"},
          Arguments{"screen", "add", "gate", "--size", "960x540", "--code", "3301"},
          Arguments{"screen", "set", "gate"},
          Arguments{"screen", "set", "gate", "--place", "30.3"},
          Arguments{"screen", "set", "gate", "--code", "33010x"},
          Arguments{"screen", "set", "gate", "--tag", "a", "--no-tags"},
          Arguments{"plan", "--screen", "s", "--date", "yesterday"},
          Arguments{"plan", "--screen", "s", "--date", "2026-02-30"},
          Arguments{"report", "plays", "--from", "2026-06-01"},
          Arguments{"report", "plays", "--from", "2026-06-01", "--to", "then"},
          Arguments{"report", "plays", "--from", "2026-06-01", "--to", "2026-06-02", "--by",
                    "colour"},
          Arguments{"report", "plays", "--from", "2026-06-01", "--to", "2026-06-02", "--format",
                    "xlsx"},
          Arguments{"report", "gaps", "--from", "2026-06-01", "--to", "2026-06-02", "--format",
                    "html"},
          Arguments{"media", "add", "a", "b", "--handle", "h"},
          Arguments{"status", "--every", "0"},
          Arguments{"media", "add", "a.png", "--seconds", "3601"},
          Arguments{"media", "add"},
          Arguments{"media", "add", "a.mp4", "--stream", "udp://:1"},
          Arguments{"media", "add", "a.mp4", "--latency", "500"},
          Arguments{"media", "add", "--stream", "rtsp://h/x", "--transport", "quic"},
          Arguments{"media", "slogan", "x", "--size-percent", "9"},
          Arguments{"media", "slogan", "x", "--pixels-per-second", "2001"},
          Arguments{"status", "--loud"}}) {
        auto const ended = runWith(nowhere, arguments);
        EXPECT_EQ(ended.code, 2) << testing::PrintToString(arguments);
        EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
        EXPECT_THAT(ended.err, StartsWith("tocsin: "));
        EXPECT_EQ(ended.out, "");
    }
    EXPECT_THAT(runWith(nowhere, {"dance"}).err, HasSubstr("no command or option \"dance\""));
    EXPECT_EQ(runWith("gate:8440", {"status"}).code, 78);
    EXPECT_EQ(runWith("", {"status", "--controller", "gate:8440"}).code, 2);
}

TEST(Usage, HelpAndVersionGoToStandardOutput) {
    auto const help = runWith("", {"report", "plays", "-h"});
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.out, HasSubstr("tocsin report plays --from 2026-06-01"));
    EXPECT_THAT(runWith("", {"--help"}).out, HasSubstr("campaign"));
    auto const version = runWith("", {"--version"});
    EXPECT_EQ(version.code, 0);
    EXPECT_THAT(version.out, StartsWith("tocsin "));
}

TEST_F(Verbs, AddingAScreenSendsWhatWasGiven) {
    controller.answer("POST /api/v1/screens", 201, R"({"id":"gate","token":"abc.def"})");
    auto const ended = tocsin({"screen", "add", "gate", "--size", "960x540", "--tag", "outdoor",
                               "--tag", "led", "--opening", "sat 08:00-20:00", "--unit", "u1"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("abc.def"));
    EXPECT_THAT(ended.err, HasSubstr("--token abc.def"));
    EXPECT_EQ(
        boost::json::parse(controller.asked().at(0).body),
        boost::json::parse(
            R"({"id":"gate","name":"gate","unit":"u1","tags":["outdoor","led"],"width":960,"height":540,
                                     "zone":"Asia/Shanghai","seed":"","opening":[{"days":["sat"],"from":"08:00","to":"20:00"}]})"));
}

TEST_F(Verbs, AddingAScreenSaysWhereItStands) {
    controller.answer("POST /api/v1/screens", 201, R"({"id":"gate"})");
    EXPECT_EQ(tocsin({"screen", "add", "gate", "--size", "8x8", "--place", "-33.86,151.2", "--code",
                      "330106"})
                  .code,
              0);
    auto const body = boost::json::parse(controller.asked().at(0).body);
    EXPECT_EQ(body.at("place"), boost::json::parse(R"({"latitude":-33.86,"longitude":151.2})"));
    EXPECT_EQ(body.at("code"), "330106");
}

TEST_F(Verbs, SettingAScreenSendsOnlyWhatWasSaid) {
    controller.answer("PATCH /api/v1/screens/gate", 200,
                      R"({"id":"gate","place":{"latitude":30.259244,"longitude":120},)"
                      R"("code":"330106"})");
    auto const sends = [&](Arguments const& options, char const* body) {
        Arguments all{"screen", "set", "gate"};
        all.insert(all.end(), options.begin(), options.end());
        auto const ended = tocsin(all);
        EXPECT_EQ(ended.code, 0) << ended.err;
        EXPECT_EQ(boost::json::parse(controller.asked().back().body), boost::json::parse(body));
        return ended.out;
    };
    auto const shown = sends({"--place", "30.259244,120"},
                             R"({"place":{"latitude":30.259244,"longitude":120.0}})");
    EXPECT_THAT(shown, HasSubstr("30.259244, 120\n"));
    EXPECT_THAT(shown, HasSubstr("330106\n"));
    sends({"--name", "东门", "--code", "330106"}, R"({"name":"东门","code":"330106"})");
    sends({"--place", "", "--code", ""}, R"({"place":null,"code":""})");
    sends({"--tag", "outdoor", "--tag", "led"}, R"({"tags":["outdoor","led"]})");
    sends({"--no-tags"}, R"({"tags":[]})");
}

TEST_F(Verbs, PairingSendsTheCode) {
    controller.answer("POST /api/v1/screens/gate/pair", 200, R"({"id":"gate","bound":true})");
    EXPECT_EQ(tocsin({"screen", "pair", "K7M2QX", "--screen", "gate"}).code, 0);
    EXPECT_EQ(controller.asked().at(0).body, R"({"code":"K7M2QX"})");
}

TEST_F(Verbs, AShotIsTakenAndWrittenToItsFile) {
    controller.answer("POST /api/v1/screens/gate/shot", 201,
                      R"({"picture":"ab","screen":"gate","at":"2026-06-01T02:00:00.000Z",)"
                      R"("cause":"request","asset_name":"fire","delivered":true,"fault":null})");
    controller.answer("GET /api/v1/evidence/ab/file", 200, "\xff\xd8 bytes \xff\xd9");
    auto const out = (directory / "gate.jpg").string();
    auto const ended = tocsin({"screen", "shot", "gate", "--out", out});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(readWholeFile(out), "\xff\xd8 bytes \xff\xd9");
    EXPECT_THAT(ended.out, HasSubstr("fire"));
    EXPECT_THAT(ended.out, HasSubstr("delivered"));
    EXPECT_THAT(ended.out, HasSubstr(out));
    EXPECT_EQ(tocsin({"screen", "shot", "gate"}).code, 2);
}

TEST_F(Verbs, PicturesAreListedWithTheWayToTheNextPage) {
    controller.answer(
        "GET /api/v1/evidence?limit=2&screen=gate&from=2026-06-01T00:00:00.000Z&to="
        "2026-06-03T00:00:00.000Z",
        200,
        R"({"items":[{"picture":"ab","screen":"gate","at":"2026-06-01T02:00:00.000Z",)"
        R"("cause":"first-play","asset_name":"fire","campaign":"june",)"
        R"("delivered":true,"fault":"black"}],"next":"5-6"})");
    auto const ended = tocsin({"evidence", "list", "--screen", "gate", "--from", "2026-06-01",
                               "--to", "2026-06-02", "--limit", "2"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("daily sample"));
    EXPECT_THAT(ended.out, HasSubstr("black"));
    EXPECT_THAT(ended.out, HasSubstr("--after 5-6"));
    EXPECT_EQ(tocsin({"evidence", "list", "--from", "yesterday"}).code, 2);
}

TEST_F(Verbs, AddingMediaGoesOnAfterARefusedFile) {
    controller.answer("POST /api/v1/media?name=good%20one.mp4&seconds=6", 201,
                      R"({"handle":"good-one","kind":"film","duration_ms":12000})");
    controller.answer("POST /api/v1/media?name=bad.mp4&seconds=6", 422,
                      R"({"detail":"the file is cut short at 3 s; export it again"})");
    Arguments const arguments{"media",
                              "add",
                              file("bad.mp4", "xx"),
                              (directory / "missing.mp4").string(),
                              file("empty.mp4", ""),
                              file("good one.mp4", "film bytes"),
                              "--seconds",
                              "6"};
    auto const ended = tocsin(arguments);
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.out, (directory / "good one.mp4").string() + ": good-one (film, 00:12)\n");
    EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 3) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("bad.mp4: the file is cut short"));
    EXPECT_THAT(ended.err, HasSubstr("missing.mp4: there is no such file"));
    EXPECT_THAT(ended.err, HasSubstr("empty.mp4: the file is empty"));
    ASSERT_EQ(controller.asked().size(), 2U) << "what is not there is not sent";
    EXPECT_EQ(controller.asked().at(1).body, "film bytes");
}

TEST_F(Verbs, AnUploadToABusyControllerWaitsAndSaysSo) {
    controller.answer("POST /api/v1/media?name=a.mp4", 201,
                      R"({"handle":"a","kind":"film","duration_ms":12000})");
    controller.beBusyOnce();
    auto const ended = tocsin({"media", "add", file("a.mp4", "bytes")});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err,
              "tocsin: a.mp4: the controller is busy with other uploads; trying again in 0 s\n");
    ASSERT_EQ(controller.asked().size(), 2U);
    EXPECT_EQ(controller.asked().at(1).body, "bytes");
}

TEST_F(Verbs, AFileWhoseNameIsNotUtf8IsNotSent) {
    auto const ended = tocsin({"media", "add", "--json",
                               file("\xDC"
                                    "bung.mp4",
                                    "bytes")});
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(std::string(boost::json::parse(ended.out).at(0).at("error").as_string()),
                HasSubstr("?bung.mp4: the file's name is not UTF-8; rename it"));
    EXPECT_TRUE(controller.asked().empty());
}

TEST_F(Verbs, AddingMediaWithJsonGivesOneArray) {
    controller.answer("POST /api/v1/media?name=a.mp4&handle=h", 200, R"({"handle":"h"})");
    auto const good = tocsin({"media", "add", file("a.mp4", "bytes"), "--handle", "h", "--json"});
    EXPECT_EQ(good.code, 0) << good.err;
    EXPECT_EQ(boost::json::parse(good.out).at(0).at("asset").at("handle"), "h");
    auto const bad = tocsin({"media", "add", "--json", (directory / "missing.mp4").string()});
    EXPECT_EQ(bad.code, 1);
    EXPECT_THAT(std::string(boost::json::parse(bad.out).at(0).at("error").as_string()),
                HasSubstr("missing.mp4"));
}

TEST_F(Verbs, WhatIsSaidOfAFileGoesWithIt) {
    controller.answer(
        "POST /api/v1/media?name=a.mp4&category=%E6%B6%88%E9%98%B2&usable_from=2026-06-01"
        "&usable_until=2026-12-31",
        201, R"({"handle":"a"})");
    auto const ended = tocsin({"media", "add", file("a.mp4", "bytes"), "--category", "消防",
                               "--from", "2026-06-01", "--until", "2026-12-31"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    controller.answer("POST /api/v1/slogans", 201, R"({"handle":"theme"})");
    EXPECT_EQ(tocsin({"media", "slogan", "x", "--category", "fire", "--until", "2026-12-31"}).code,
              0);
    EXPECT_EQ(boost::json::parse(controller.asked().at(1).body),
              boost::json::parse(R"({"text":"x","category":"fire","usable_until":"2026-12-31"})"));
}

TEST_F(Verbs, SettingAnAssetSendsOnlyWhatWasGivenAndNullForWhatIsTakenAway) {
    std::string const reply = R"({"handle":"fire","category":"fire","usable_until":null})";
    controller.answer("PATCH /api/v1/media/fire", 200, reply);
    auto const set = [&](Arguments const& more) {
        Arguments arguments{"media", "set", "fire"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        auto const ended = tocsin(arguments);
        EXPECT_EQ(ended.code, 0) << ended.err;
        return boost::json::parse(controller.asked().back().body);
    };
    EXPECT_EQ(set({"--category", "fire", "--from", "2026-06-01"}),
              boost::json::parse(R"({"category":"fire","usable_from":"2026-06-01"})"));
    EXPECT_EQ(set({"--no-until"}), boost::json::parse(R"({"usable_until":null})"));
    EXPECT_EQ(set({"--until", "", "--category", "", "--no-from"}),
              boost::json::parse(R"({"category":null,"usable_from":null,"usable_until":null})"));
    EXPECT_EQ(tocsin({"media", "set", "fire", "--no-from", "--json"}).out, reply + "\n");
}

TEST_F(Verbs, SettingAnAssetRefusesWhatCannotBeMeant) {
    for (auto const& more :
         {Arguments{}, Arguments{"--until", "31.12.2026"}, Arguments{"--from", "2026-02-30"},
          Arguments{"--until", "2026-12-31", "--no-until"},
          Arguments{"--category",
                    "\xDC"
                    "bung"}}) {
        Arguments arguments{"media", "set", "fire"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        EXPECT_EQ(tocsin(arguments).code, 2) << (more.empty() ? "nothing" : more.front());
    }
    EXPECT_EQ(tocsin({"media", "add", file("a.mp4", "x"), "--until", "soon"}).code, 2);
    EXPECT_TRUE(controller.asked().empty());
}

TEST_F(Verbs, SettingsOfAScreenAreShownAppliedAndCleared) {
    std::string const path = "/api/v1/screens/gate/settings";
    std::string const reply = R"({"screen":"gate","today":[]})";
    controller.answer("GET " + path, 200, reply);
    controller.answer("PUT " + path + "?file=gate.toml", 200, reply);
    controller.answer("DELETE " + path, 200, R"({"screen":"gate","today":[],"findings":[{"code":
        "not-released","message":"the settings are stored, but not every screen could be told"}]})");
    EXPECT_THAT(tocsin({"screen", "settings", "gate"}).out, HasSubstr("gate"));
    auto const applied = tocsin({"screen", "settings", "gate", file("gate.toml", "gamma = 2\n")});
    EXPECT_EQ(applied.code, 0) << applied.err;
    EXPECT_EQ(controller.asked().back().body, "gamma = 2\n");
    auto const cleared = tocsin({"screen", "settings", "gate", "--clear"});
    EXPECT_EQ(cleared.code, 6) << "somebody has to look";
    EXPECT_THAT(cleared.err, HasSubstr("not every screen could be told"));
    EXPECT_EQ(tocsin({"screen", "settings", "gate", "gate.toml", "--clear"}).code, 2);
}

TEST_F(Verbs, QuietZonesNeedATagOrAUnitToChange) {
    std::string const list =
        R"({"items":[{"scope":"tag","of":"医院","screens":["gate"],"quiet":[{"name":"night"}]},)"
        R"({"scope":"unit","of":"school","screens":["hall"],"quiet":[{"name":"lesson"}]}]})";
    controller.answer("GET /api/v1/quiet-zones", 200, list);
    controller.answer("DELETE /api/v1/quiet-zones/unit/school", 200, R"({"items":[]})");
    EXPECT_THAT(tocsin({"screen", "quiet"}).out,
                testing::AllOf(HasSubstr("night"), HasSubstr("lesson")));
    auto const one = tocsin({"screen", "quiet", "--tag", "医院"}).out;
    EXPECT_THAT(one, HasSubstr("night"));
    EXPECT_THAT(one, testing::Not(HasSubstr("lesson")));
    EXPECT_EQ(tocsin({"screen", "quiet", "--unit", "school", "--clear"}).code, 0);
    EXPECT_EQ(tocsin({"screen", "quiet", "--clear"}).code, 2);
    EXPECT_EQ(tocsin({"screen", "quiet", "--tag", "a", "--unit", "b"}).code, 2);
}

TEST_F(Verbs, ASloganSendsOnlyWhatWasGiven) {
    controller.answer("POST /api/v1/slogans", 201, R"({"handle":"theme"})");
    EXPECT_EQ(tocsin({"media", "slogan", "人人讲安全", "--motion", "scroll-left",
                      "--pixels-per-second", "75"})
                  .code,
              0);
    EXPECT_EQ(boost::json::parse(controller.asked().at(0).body),
              boost::json::parse(
                  R"({"text":"人人讲安全","motion":"scroll-left","pixels_per_second":75})"));
    EXPECT_EQ(tocsin({"media", "slogan", "第 {day-count:2023-05-01} 天", "--outline", "#000000",
                      "--outline-width", "2", "--edges", "sharp", "--background", "transparent",
                      "--lines", "2"})
                  .code,
              0);
    EXPECT_EQ(boost::json::parse(controller.asked().at(1).body),
              boost::json::parse(
                  R"({"text":"第 {day-count:2023-05-01} 天","outline":"#000000","outline_width":2,)"
                  R"("edges":"sharp","background":"transparent","lines":2})"));
}

TEST_F(Verbs, AStreamIsAddedByItsAddress) {
    controller.answer("POST /api/v1/streams", 201,
                      R"({"handle":"square","kind":"stream","title":"rtsp://10.0.0.9/live"})");
    auto const ended =
        tocsin({"media", "add", "--stream", "rtsp://u:p@10.0.0.9/live", "--handle", "square",
                "--transport", "udp", "--latency", "800", "--seconds", "60"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("rtsp://10.0.0.9/live"));
    EXPECT_EQ(
        boost::json::parse(controller.asked().at(0).body),
        boost::json::parse(
            R"({"address":"rtsp://u:p@10.0.0.9/live","handle":"square","transport":"udp","latency_ms":800,"seconds":60})"));
}

TEST_F(Verbs, ACampaignIsAppliedUnderTheIdOfItsFile) {
    auto const toml = std::string("id = \"fire-2026\"\ntitle = \"x\"\n");
    controller.answer(
        "PUT /api/v1/campaigns/fire-2026?file=june.toml", 200,
        R"({"id":"fire-2026","state":"draft","findings":[{"code":"over-booked","screen":"gate","campaign":"fire-2026","message":"19:00 is full"}]})");
    auto const ended = tocsin({"campaign", "apply", file("june.toml", toml)});
    EXPECT_EQ(ended.code, 6) << ended.err;
    EXPECT_EQ(ended.out, "fire-2026: draft; next: tocsin campaign submit fire-2026\n");
    EXPECT_EQ(ended.err, "tocsin: warning: over-booked: gate: fire-2026: 19:00 is full\n");
    EXPECT_EQ(controller.asked().at(0).body, toml);
    controller.answer("PUT /api/v1/campaigns/july?file=july.toml", 201,
                      R"({"id":"july","state":"draft"})");
    EXPECT_EQ(tocsin({"campaign", "apply", file("july.toml", "title = \"x\"\n")}).code, 0)
        << "without an id the file's name counts";
}

TEST_F(Verbs, FindingsAreTheExitCodeAndAFailedReleaseIsNoSuccess) {
    auto const answer = [&](std::string const& code) {
        controller.answer("POST /api/v1/campaigns/fire/approve", 200,
                          R"({"id":"fire","state":"approved","findings":[{"code":")" + code +
                              R"(","campaign":"fire","message":"m","missing_plays":0}]})");
        return tocsin({"campaign", "approve", "fire"});
    };
    auto const crowded = answer("over-booked");
    EXPECT_EQ(crowded.code, 6);
    EXPECT_THAT(crowded.out, HasSubstr("approved"));
    auto const failed = answer("not-released");
    EXPECT_EQ(failed.code, 6);
    EXPECT_EQ(failed.out, "");
    EXPECT_THAT(failed.err, HasSubstr("not-released"));
}

TEST_F(Verbs, ABrokenCampaignFileIsNotSent) {
    for (auto const* toml : {"id = \n", "id = 7\n", "id = \"\"\n"}) {
        auto const ended = tocsin({"campaign", "apply", file("wrong.toml", toml)});
        EXPECT_EQ(ended.code, 1) << toml;
        EXPECT_THAT(ended.err, HasSubstr("wrong.toml:")) << toml;
    }
    EXPECT_EQ(tocsin({"campaign", "apply", (directory / "none.toml").string()}).code, 1);
    EXPECT_EQ(tocsin({"campaign", "apply", directory.string()}).code, 1);
    EXPECT_TRUE(controller.asked().empty());
}

TEST_F(Verbs, APlanSaysWhenItIsNotReleased) {
    controller.answer("GET /api/v1/screens/gate/plan?date=2026-06-01", 200,
                      R"({"released":false,"plays":[],"findings":[]})");
    auto const ended = tocsin({"plan", "--screen", "gate", "--date", "2026-06-01"});
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.out, "start,end,asset,campaign,reason\n");
    EXPECT_THAT(ended.err, HasSubstr("not gone to the screen"));
}

TEST_F(Verbs, StatusExitsWith6IfAScreenDoesNotPlay) {
    controller.answer("GET /api/v1/status", 200,
                      R"({"controller":{},"items":[{"id":"a","state":"playing"}]})");
    EXPECT_EQ(tocsin({"status"}).code, 0);
    controller.answer("GET /api/v1/status", 200,
                      R"({"controller":{},"items":[{"id":"a","state":"offline"}]})");
    EXPECT_EQ(tocsin({"status"}).code, 6);
    EXPECT_EQ(tocsin({"status", "--json"}).code, 6);
}

TEST_F(Verbs, WatchingEndsCleanlyWhenTold) {
    controller.answer("GET /api/v1/status", 200, R"({"controller":{"version":"9"},"items":[]})");
    std::stop_source stop;
    Ended ended;
    std::thread watcher([&] {
        ended =
            runWith(controller.address(), {"status", "--watch", "--every", "1"}, stop.get_token());
    });
    while (controller.asked().size() < 2) {
        std::this_thread::yield();
    }
    stop.request_stop();
    watcher.join();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, StartsWith("controller 9"));
}

TEST_F(Verbs, AReportGoesToAFileWholeOrNotAtAll) {
    std::string const query =
        "GET "
        "/api/v1/reports/"
        "plays?from=2026-06-01T08:00:00%2B08:00&to=2026-06-02T08:00:00Z&by=screen,asset,unit&"
        "format=csv";
    controller.answer(query, 200, "screen,planned\ngate,3\n");
    auto const path = directory / "june.csv";
    Arguments arguments{"report",   "plays",
                        "--from",   "2026-06-01T08:00:00+08:00",
                        "--to",     "2026-06-02T08:00:00Z",
                        "--by",     "screen,asset",
                        "--by",     "unit",
                        "--format", "csv",
                        "--out",    path.string()};
    auto const ended = tocsin(arguments);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "");
    std::ostringstream written;
    written << std::ifstream(path).rdbuf();
    EXPECT_EQ(written.str(), "screen,planned\ngate,3\n");
    arguments.back() = (directory / "none" / "june.csv").string();
    auto const refused = tocsin(arguments);
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("cannot write "));
}

TEST_F(Verbs, GapsAreATableUnlessSomethingElseIsAskedFor) {
    std::string const path = "GET /api/v1/reports/gaps?from=2026-06-01&to=2026-06-30&format=";
    controller.answer(path + "json", 200, R"({"items":[],"cut":false})");
    controller.answer(path + "csv", 200, "kind,screen\n");
    Arguments const plain{"report", "gaps", "--from", "2026-06-01", "--to", "2026-06-30"};
    auto with = [&](std::string const& format) {
        auto arguments = plain;
        arguments.insert(arguments.end(), {"--format", format});
        return tocsin(arguments).out;
    };
    EXPECT_EQ(with("text"), tocsin(plain).out);
    EXPECT_EQ(with("json"), "{\"items\":[],\"cut\":false}\n");
    EXPECT_EQ(with("csv"), "kind,screen\n");
}

}  // namespace
}  // namespace tocsin::cli::test
