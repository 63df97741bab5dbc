// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/library.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>

#include "support/open_gate.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::library {
namespace {

/// Stands in for the media worker: does what the first line of the file says.
constexpr char kFakeWorker[] = R"(#!/bin/sh
if [ "$1" = slogan ]; then
    [ -e "$0.deaf" ] && exit 1
    text=$(cat)
    case "$text" in
        *missing*) echo '{"accepted":false,"reason":"the character X has no glyph"}' ;;
        *) printf '%s\n' '{"accepted":true,"canonical":"tocsin-slogan/1\ntext hello\n"}' ;;
    esac
    exit 0
fi
if [ "$1" = picture ]; then
    order=$(cat)
    echo drawn >> "$(dirname "$0")/drawn"
    printf '%s' "$order" > "$3"
    echo '{"done":true,"format":"png","width":640,"height":360,"bytes":10}'
    exit 0
fi
case "$2" in
    --whole) depth=whole; file=$3 ;;
    *) depth=quick; file=$2 ;;
esac
read -r order < "$file"
[ "$depth $order" = "quick rotten" ] && order=film
[ "$depth $order" = "quick tell" ] && order=film
fine='"reason":"","technical":"","container":"mov","codec":"h264","width":640,"height":360,"durationMs":8000,"frames":200,"rateNum":25,"rateDen":1,"sound":true,"bytes":1000,"pages":1'
film=',"whole":true,"pixelFormat":"yuv420p","bitDepth":8,"interlaced":false,"hdr":"","rotation":90,"pixelAspectNum":1,"pixelAspectDen":1,"houseRateNum":25,"houseRateDen":1,"bitRate":1000,"soundCodec":"aac","soundChannels":2,"soundRate":48000,"playable":'
case "$order" in
    film) echo '{"accepted":true,"kind":"film","needs":[],'"$fine$film"true} ;;
    prores) echo '{"accepted":true,"kind":"film","needs":["codec"],'"$fine$film"false} ;;
    picture) echo '{"accepted":true,"kind":"picture","playable":true,"needs":[],'"$fine"} ;;
    document) echo '{"accepted":true,"kind":"picture","playable":true,"needs":[],'"${fine%1}3}" ;;
    plain) echo '{"accepted":false,"reason":"this is empty","technical":"this is empty"}' ;;
    refuse|rotten) echo '{"accepted":false,"reason":"this is not a film","technical":"no moov"}' ;;
    die) echo "last words" >&2; kill -SEGV $$ ;;
    hang) exec sleep 1000 ;;
    tell) read -r line < "$0.pipe" ;;
    close) exec sleep 1000 >&- 2>&- ;;
    flood) yes ;;
    lie) echo '{"accepted":true,"kind":"virus"}' ;;
esac
)";

class LibraryTest : public testing::Test {
protected:
    LibraryTest() {
        std::string name = testing::TempDir() + "library-XXXXXX";
        directory = ::mkdtemp(name.data());
        std::ofstream(directory / "worker") << kFakeWorker;
        std::filesystem::permissions(directory / "worker", std::filesystem::perms::owner_all);
        ::mkfifo((directory / "worker.pipe").c_str(), 0600);
        store = store::openSqliteStore(directory, [] { return fromMillis(0); }).value();
        open({});
    }
    ~LibraryTest() override { std::filesystem::remove_all(directory); }

    void open(LibrarySettings settings) {
        settings.directory = directory;
        settings.worker = directory / "worker";
        settings.now = [] { return fromMillis(1'000); };
        library = std::make_unique<Library>(*store, settings);
    }
    std::filesystem::path upload(std::string const& order, std::string const& more = "") {
        auto file = directory / ("upload-" + std::to_string(++uploads));
        std::ofstream(file) << order << "\n" << more;
        return file;
    }
    Result<AddedAsset> add(std::string const& order, std::string const& name,
                           std::string const& handle = "", AssetProperties const& said = {}) {
        return library->add(test::everyRight(), upload(order, name), name, handle,
                            Milliseconds(10'000), said);
    }
    /// "action: detail" of the newest change but `older`.
    std::string audited(std::size_t older) {
        std::string out;
        EXPECT_TRUE(store->read([&](store::Tx const& tx) -> Result<> {
            auto const rows = tx.audit().newest(older + 1);
            EXPECT_GT(rows.size(), older);
            out = rows.at(older).entry.action + ": " + rows.at(older).entry.detail;
            return {};
        }));
        return out;
    }
    std::size_t stored() {
        std::size_t count = 0;
        EXPECT_TRUE(store->read([&](store::Tx const& tx) -> Result<> {
            count = tx.assets().all().size();
            return {};
        }));
        return count;
    }

    Result<access::Response> call(std::string const& method, std::string const& path,
                                  std::string const& body = "") {
        for (auto const& route : library->routes()) {
            if (auto const parameters = access::match(route.pattern, path);
                parameters && route.method == method) {
                access::Request request;
                request.parameters = *parameters;
                request.body = body;
                return route.handler(test::everyRight(), request);
            }
        }
        return Error{Errc::internal, "no route"};
    }
    void putCampaign(std::string const& id, store::CampaignState state, Digest const& item) {
        ASSERT_TRUE(store->write(
            [&](store::Tx& tx) -> Result<> {
                store::Campaign campaign;
                campaign.id = CampaignId(id);
                campaign.state = state;
                campaign.items = {item};
                tx.campaigns().put(campaign);
                return {};
            },
            {"test", "campaign.apply", id, ""}));
    }

    std::filesystem::path directory;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Library> library;
    int uploads = 0;
};

TEST_F(LibraryTest, TakesInWhatTheWorkerAccepts) {
    auto const added = add("film", "Fire.mp4");
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_TRUE(added->isNew);
    EXPECT_EQ(added->asset.handle, "fire");
    EXPECT_EQ(added->asset.kind, playlists::AssetKind::film);
    EXPECT_EQ(added->asset.duration, Milliseconds(8'000));
    auto const file = library->file(added->asset.content.rendition);
    ASSERT_TRUE(file);
    EXPECT_EQ(messages::sha256File(*file).value(), added->asset.content.asset);
}

TEST_F(LibraryTest, RefusesNamesAndHandlesThatAreNotUtf8) {
    auto const name = add("film",
                          "\xDC"
                          "bung.mp4");
    ASSERT_FALSE(name);
    EXPECT_EQ(name.error().code, Errc::invalid);
    EXPECT_EQ(name.error().message, "?bung.mp4: the file's name is not UTF-8; rename it");
    auto const handle = add("film", "a.mp4",
                            "\xFC"
                            "bung");
    ASSERT_FALSE(handle);
    EXPECT_EQ(handle.error().code, Errc::invalid);
    EXPECT_EQ(stored(), 0U);
}

TEST_F(LibraryTest, GivesPicturesTheAskedShowingTime) {
    EXPECT_EQ(add("picture", "poster.png")->asset.duration, Milliseconds(10'000));
}

TEST_F(LibraryTest, RefusesWhatOnlyTheCheckOfEveryFrameFindsOut) {
    auto const added = add("rotten", "Fire.mp4");
    ASSERT_FALSE(added);
    EXPECT_NE(added.error().message.find("this is not a film"), std::string::npos);
    EXPECT_EQ(stored(), 0U);
}

TEST_F(LibraryTest, HasFilmsConvertedThatAreNotFit) {
    int told = 0;
    library->onConversionsWanted([&] { ++told; });
    ASSERT_TRUE(add("film", "fit.mp4"));
    EXPECT_EQ(told, 0);
    auto const added = add("prores", "edit.mov");
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_FALSE(added->asset.ready);
    EXPECT_EQ(told, 1);
    std::vector<store::Conversion> wanted;
    ASSERT_TRUE(store->read([&](store::Tx const& tx) -> Result<> {
        wanted = tx.conversions().all();
        return {};
    }));
    ASSERT_EQ(wanted.size(), 1U);
    auto const& master = wanted.front();
    EXPECT_EQ(master.asset, added->asset.content.asset);
    EXPECT_EQ(master.screens, store::ScreenClass{});
    EXPECT_EQ(master.needs, std::vector<std::string>{"codec"});
    EXPECT_EQ(master.length, Milliseconds(8'000));
    EXPECT_EQ(master.rateNum, 25);
    EXPECT_TRUE(master.sound);
    EXPECT_FALSE(add("prores", "edit.mov")->isNew);
    EXPECT_EQ(told, 1) << "the same bytes again are not converted again";
}

TEST_F(LibraryTest, KnowsTheSameBytesAgain) {
    auto const first =
        library->add(test::everyRight(), upload("film"), "a.mp4", "", Milliseconds(10'000)).value();
    auto const second =
        library->add(test::everyRight(), upload("film"), "b.mp4", "", Milliseconds(10'000)).value();
    EXPECT_FALSE(second.isNew);
    EXPECT_EQ(second.asset, first.asset);
    EXPECT_EQ(stored(), 1U);
}

TEST_F(LibraryTest, GivesKnownBytesNoSecondHandle) {
    auto const first = add("film", "fire.mp4", "fire")->asset;
    auto const bring = [&](std::string const& handle) {
        return library->add(test::everyRight(), library->file(first.content.rendition).value(),
                            "fire.mp4", handle, Milliseconds(10'000));
    };
    auto const second = bring("water");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::conflict);
    EXPECT_EQ(second.error().message,
              "fire.mp4: these bytes are asset fire already; use that name, or give no handle");
    EXPECT_FALSE(bring("fire")->isNew);
    EXPECT_FALSE(bring("")->isNew);
}

TEST_F(LibraryTest, TakesAFileAgainThatWasLost) {
    auto const digest = add("film", "fire.mp4")->asset.content.rendition;
    std::filesystem::remove(*library->file(digest));
    EXPECT_FALSE(library->file(digest));
    auto const again = add("film", "fire.mp4");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_FALSE(again->isNew);
    EXPECT_TRUE(library->file(digest));
}

TEST_F(LibraryTest, TakesARetiredAssetIntoUseAgain) {
    auto asset = add("film", "fire.mp4")->asset;
    asset.retired = true;
    ASSERT_TRUE(store->write(
        [&](store::Tx& tx) -> Result<> {
            tx.assets().put(asset);
            return {};
        },
        {"test", "media.retire", asset.handle, ""}));
    auto const again = add("film", "fire.mp4");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_FALSE(again->asset.retired);
    EXPECT_EQ(stored(), 1U);
}

TEST_F(LibraryTest, OutlivesAWorkerThatDoesNotReadItsOrder) {
    std::ofstream(directory / "worker.deaf") << "1";
    media::SloganStyle style;
    style.text = std::string(4'000'000, 'x');  // more than fits between two processes
    auto const refused = library->addSlogan(test::everyRight(), style, "", Milliseconds(6'000));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unavailable);
}

TEST_F(LibraryTest, NumbersHandlesItMadeAndRefusesChosenOnesThatAreTaken) {
    EXPECT_EQ(add("film", "fire.mp4")->asset.handle, "fire");
    EXPECT_EQ(add("film", "dir/fire.mp4")->asset.handle, "fire-2");
    auto const chosen = add("film", "x.mp4", "fire");
    ASSERT_FALSE(chosen);
    EXPECT_EQ(chosen.error().code, Errc::conflict);
}

TEST_F(LibraryTest, RefusesInOneLineThatNamesFileAndReason) {
    auto const refused = add("refuse", "cut.mp4");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid);
    EXPECT_EQ(refused.error().message, "cut.mp4: this is not a film (no moov)");
    EXPECT_EQ(add("plain", "none.mp4").error().message, "none.mp4: this is empty");
    EXPECT_EQ(stored(), 0U);
}

TEST_F(LibraryTest, TakesADyingWorkerForARefusal) {
    auto const refused = add("die", "bomb.mp4");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid);
    EXPECT_NE(refused.error().message.find("last words"), std::string::npos)
        << refused.error().message;
}

TEST_F(LibraryTest, StopsAWorkerThatHangsOrFloods) {
    LibrarySettings impatient;
    impatient.probeLimit = Milliseconds(300);
    open(impatient);
    EXPECT_FALSE(add("hang", "hang.mp4"));
    EXPECT_FALSE(add("close", "close.mp4")) << "closing its streams buys a worker no time";
    LibrarySettings patient;
    open(patient);
    EXPECT_FALSE(add("flood", "flood.mp4"));
    EXPECT_EQ(stored(), 0U);
}

TEST_F(LibraryTest, StopEndsAWorkerThatIsStillLooking) {
    auto waiting = std::async(std::launch::async, [&] { return add("hang", "hang.mp4"); });
    library->stop();
    auto const cancelled = waiting.get();
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().code, Errc::cancelled);
    EXPECT_EQ(add("film", "late.mp4").error().code, Errc::cancelled);
    EXPECT_EQ(stored(), 0U);
}

TEST_F(LibraryTest, SlogansDoNotWaitForFilms) {
    LibrarySettings one;
    one.probesAtOnce = 1;
    open(one);
    auto waiting = std::async(std::launch::async, [&] { return add("tell", "slow.mp4"); });
    // Opening the pipe's other end waits until the worker holds the only place.
    std::ofstream const held(directory / "worker.pipe");
    media::SloganStyle style;
    style.text = "hello";
    EXPECT_TRUE(library->addSlogan(test::everyRight(), style, "", Milliseconds(6'000)));
    library->stop();
    EXPECT_FALSE(waiting.get());
}

TEST_F(LibraryTest, DoesNotBelieveAnAnswerOfAnotherForm) {
    auto const refused = add("lie", "lie.mp4");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid);
}

TEST_F(LibraryTest, KeepsTheDiskReserve) {
    LibrarySettings greedy;
    greedy.diskReserveBytes = 1LL << 60;
    open(greedy);
    auto const refused = add("film", "fire.mp4");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::exhausted);
    media::SloganStyle style;
    style.text = "hello";
    auto const slogan = library->addSlogan(test::everyRight(), style, "", Milliseconds(6'000));
    ASSERT_FALSE(slogan);
    EXPECT_EQ(slogan.error().code, Errc::exhausted);
    EXPECT_EQ(library->keep(messages::sha256("plan"), "plan").error().code, Errc::exhausted);
    EXPECT_EQ(stored(), 0U);
}

TEST_F(LibraryTest, KeepsPlansAsLongAsAQuarterOfTheReserveIsLeft) {
    auto const free = static_cast<std::int64_t>(std::filesystem::space(directory).available);
    LibrarySettings tight;
    tight.diskReserveBytes = free * 2;
    open(tight);
    EXPECT_FALSE(add("film", "fire.mp4"));
    EXPECT_TRUE(library->keep(messages::sha256("plan"), "plan"));
}

TEST_F(LibraryTest, MakesOneAssetOfOneSlogan) {
    media::SloganStyle style;
    style.text = "人人讲安全";
    auto const first =
        library->addSlogan(test::everyRight(), style, "", Milliseconds(6'000)).value();
    EXPECT_EQ(first.asset.handle, "人人讲安全");
    EXPECT_EQ(first.asset.content.asset, messages::sha256("tocsin-slogan/1\ntext hello\n"));
    EXPECT_FALSE(library->addSlogan(test::everyRight(), style, "", Milliseconds(6'000))->isNew);
    style.text = "missing";
    EXPECT_EQ(library->addSlogan(test::everyRight(), style, "", Milliseconds(6'000)).error().code,
              Errc::invalid);
}

TEST_F(LibraryTest, AnswersItsRoutes) {
    auto const asset = add("film", "fire.mp4")->asset;
    EXPECT_EQ(
        messages::parseJson(call("GET", "/api/v1/media")->body)->at("items").as_array().size(), 1U);
    EXPECT_EQ(call("GET", "/api/v1/media/" + asset.content.asset.hex().substr(0, 8))->status, 200);
    EXPECT_EQ(call("GET", "/api/v1/media/nothing").error().code, Errc::notFound);
    EXPECT_EQ(call("GET", "/content/" + asset.content.asset.hex())->file->etag,
              asset.content.asset);
    EXPECT_EQ(call("GET", "/content/../../etc/passwd").error().code, Errc::internal);
    EXPECT_EQ(call("GET", "/content/passwd").error().code, Errc::notFound);
    EXPECT_EQ(call("POST", "/api/v1/slogans", R"({"text":"hello","colour":"red"})").error().code,
              Errc::invalid);
    EXPECT_EQ(call("POST", "/api/v1/slogans", R"({"text":"hello","colour":"#ff0000"})")->status,
              201);
    EXPECT_EQ(call("POST", "/api/v1/media/fire/retire")->status, 200);
}

TEST_F(LibraryTest, DescribesEveryQueryNameItReads) {
    for (auto const& route : library->routes()) {
        if (route.pattern != "/api/v1/media" || route.method != "POST") {
            // Templates are named by unit and name.
            EXPECT_TRUE(route.query.empty() || route.method == "GET" ||
                        route.pattern == "/api/v1/slogan-templates/{name}")
                << route.pattern;
            continue;
        }
        std::string names;
        for (auto const& query : route.query) {
            names += query.name + " ";
        }
        EXPECT_EQ(
            names,
            "name handle seconds unit category usable_from usable_until fit title description "
            "folder owner licence licence_until tags ");
        EXPECT_EQ(route.success, (std::vector<int>{200, 201}));
    }
}

TEST_F(LibraryTest, AnUploadCanSayCategoryAndUsableDays) {
    auto const added = add("film", "flood.mp4", "", {"防汛", "2026-06-01", "2026-09-30"});
    ASSERT_TRUE(added) << added.error().message;
    auto const shown = *messages::parseJson(call("GET", "/api/v1/media/flood")->body);
    EXPECT_EQ(shown.at("category"), "防汛");
    EXPECT_EQ(shown.at("usable_from"), "2026-06-01");
    EXPECT_EQ(shown.at("usable_until"), "2026-09-30");
    auto const plain = add("film", "plain.mp4")->asset;
    auto const unsaid = *messages::parseJson(call("GET", "/api/v1/media/plain")->body);
    EXPECT_EQ(unsaid.at("category"), "");
    EXPECT_TRUE(unsaid.at("usable_from").is_null());
    EXPECT_TRUE(unsaid.at("usable_until").is_null());
}

TEST_F(LibraryTest, RefusesAnUploadThatSaysWhatCannotBeBeforeLookingAtIt) {
    auto const refused = add("die", "flood.mp4", "", {"a b", {}, {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid);
    EXPECT_EQ(refused.error().message,
              "flood.mp4: category: \"a b\" cannot be used; take one word of up to 64 bytes of "
              "a-z, 0-9, -, _, . or letters of other scripts");
    EXPECT_EQ(stored(), 0U);
}

TEST_F(LibraryTest, WhatIsSaidOfBytesThatAreThereBecomesTrue) {
    add("film", "flood.mp4", "", {"flood", {}, "2026-09-30"}).value();
    auto const again = add("film", "flood.mp4", "", {{}, {}, "2027-09-30"});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_FALSE(again->isNew);
    EXPECT_EQ(again->asset.category, "flood") << "nothing was said of it";
    EXPECT_EQ(again->asset.usableUntil, std::chrono::year{2027} / 9 / 30);
    EXPECT_EQ(audited(0), "media.set: usable_until=2027-09-30");
    add("film", "flood.mp4", "", {{}, {}, "2027-09-30"}).value();
    EXPECT_EQ(audited(0), "media.set: usable_until=2027-09-30") << "nothing changed";
    auto const refused = add("film", "flood.mp4", "", {{}, "2028-01-01", {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message,
              "flood.mp4: usable_until: 2027-09-30 is before usable_from, 2028-01-01; the asset "
              "could never be shown");
}

TEST_F(LibraryTest, CategoryAndUsableDaysCanBeSetAndTakenAway) {
    add("film", "flood.mp4").value();
    auto const set = [&](std::string const& body) {
        auto const answer = call("PATCH", "/api/v1/media/flood", body);
        EXPECT_TRUE(answer) << answer.error().message;
        auto const asset = *messages::parseJson(answer->body);
        EXPECT_EQ(answer->body, call("GET", "/api/v1/media/flood")->body);
        return boost::json::serialize(boost::json::array{
            asset.at("category"), asset.at("usable_from"), asset.at("usable_until")});
    };
    EXPECT_EQ(set(R"({"category":"flood","usable_until":"2026-09-30"})"),
              R"(["flood",null,"2026-09-30"])");
    EXPECT_EQ(audited(0), "media.set: category=flood usable_until=2026-09-30");
    EXPECT_EQ(set(R"({"usable_from":"2026-09-30"})"), R"(["flood","2026-09-30","2026-09-30"])");
    EXPECT_EQ(set(R"({"usable_from":null,"usable_until":""})"), R"(["flood",null,null])");
    EXPECT_EQ(set(R"({"category":""})"), R"(["",null,null])");
}

TEST_F(LibraryTest, AFitCanBeSaidOfFilmsAndPicturesOnly) {
    auto const fitOf = [&](std::string const& handle) {
        return messages::parseJson(call("GET", "/api/v1/media/" + handle)->body)->at("fit");
    };
    add("film", "flood.mp4", "", {{}, {}, {}, "cover"}).value();
    EXPECT_EQ(fitOf("flood"), "cover");
    ASSERT_TRUE(call("PATCH", "/api/v1/media/flood", R"({"fit":"stretch"})"));
    EXPECT_EQ(audited(0), "media.set: fit=stretch");
    ASSERT_TRUE(call("PATCH", "/api/v1/media/flood", R"({"category":"fire"})"));
    EXPECT_EQ(fitOf("flood"), "stretch") << "nothing was said of it";
    ASSERT_TRUE(call("PATCH", "/api/v1/media/flood", R"({"fit":null})"));
    EXPECT_TRUE(fitOf("flood").is_null());

    auto const wrong = call("PATCH", "/api/v1/media/flood", R"({"fit":"squeeze"})");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().message,
              "fit: \"squeeze\" is unknown; take contain (whole, black bars), cover (cropped) or "
              "stretch");
    ASSERT_TRUE(call("POST", "/api/v1/slogans", R"({"text":"hello","handle":"hello"})"));
    auto const slogan = call("PATCH", "/api/v1/media/hello", R"({"fit":"cover"})");
    ASSERT_FALSE(slogan);
    EXPECT_EQ(slogan.error().code, Errc::invalid);
}

TEST_F(LibraryTest, RefusesCategoriesAndDaysThatCannotBe) {
    add("film", "flood.mp4", "", {"flood", "2026-06-01", {}}).value();
    auto const refusal = [&](std::string const& body) {
        auto const answer = call("PATCH", "/api/v1/media/flood", body);
        EXPECT_FALSE(answer) << body;
        return answer ? "" : answer.error().message;
    };
    auto const category = [&](std::string const& word) {
        return refusal("{\"category\":\"" + word + "\"}").starts_with("category: \"");
    };
    EXPECT_TRUE(category("Fire")) << "files that say \"fire\" would not mean it";
    EXPECT_TRUE(category("fire, flood"));
    EXPECT_TRUE(category("消防　"));
    EXPECT_TRUE(category(std::string(65, 'x')));
    EXPECT_EQ(refusal(R"({"usable_until":"2026-06-31"})"),
              "usable_until: \"2026-06-31\" is not a date; write it like 2026-06-01 (years 1970 to "
              "2999)");
    EXPECT_EQ(
        refusal(R"({"usable_until":"2026-05-31"})"),
        "usable_until: 2026-05-31 is before usable_from, 2026-06-01; the asset could never be "
        "shown");
    EXPECT_NE(refusal(R"({"usable_from":20260601})"), "");
    EXPECT_NE(refusal(R"({"colour":"x"})"), "");
    EXPECT_NE(refusal("[]"), "");
    EXPECT_EQ(call("PATCH", "/api/v1/media/none", "{}").error().code, Errc::notFound);
    auto const kept = *messages::parseJson(call("GET", "/api/v1/media/flood")->body);
    EXPECT_EQ(kept.at("category"), "flood");
    EXPECT_TRUE(kept.at("usable_until").is_null());
}

TEST_F(LibraryTest, ASloganCanHaveACategoryAndUsableDays) {
    auto const added = call("POST", "/api/v1/slogans",
                            R"({"text":"hello","category":"fire","usable_until":"2026-06-30"})");
    ASSERT_TRUE(added) << added.error().message;
    auto const asset = *messages::parseJson(added->body);
    EXPECT_EQ(asset.at("category"), "fire");
    EXPECT_EQ(asset.at("usable_until"), "2026-06-30");
    auto const again = call("POST", "/api/v1/slogans", R"({"text":"hello","usable_until":null})");
    EXPECT_EQ(again->status, 200);
    EXPECT_TRUE(messages::parseJson(again->body)->at("usable_until").is_null());
}

TEST_F(LibraryTest, AStreamIsAFileOfItsAddressAndOptions) {
    auto const body =
        R"({"address":"rtsp://user:secret@10.0.0.9/live","handle":"square","seconds":60,"latency_ms":800})";
    auto const added = call("POST", "/api/v1/streams", body);
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_EQ(added->status, 201);
    EXPECT_EQ(added->body.find("secret"), std::string::npos) << added->body;
    EXPECT_EQ(audited(0), "media.add: rtsp://10.0.0.9/live");
    auto const asset = *messages::parseJson(added->body);
    EXPECT_EQ(asset.at("kind"), "stream");
    EXPECT_EQ(asset.at("title"), "rtsp://10.0.0.9/live");
    EXPECT_EQ(asset.at("duration_ms"), 60'000);
    auto const digest = Digest::fromHex(asset.at("digest").as_string().c_str()).value();
    std::ifstream kept(*library->file(digest));
    std::string const text(std::istreambuf_iterator<char>(kept), {});
    EXPECT_EQ(text,
              "tocsin-stream/1\naddress rtsp://user:secret@10.0.0.9/live\ntransport tcp\n"
              "latency_ms 800\n");
    EXPECT_EQ(messages::sha256(text), digest);
    EXPECT_EQ(call("POST", "/api/v1/streams", body)->status, 200) << "the same stream again";
}

TEST_F(LibraryTest, AStreamOfAnotherKindOfAddressIsRefusedWithTheReason) {
    auto const refusal = [&](std::string const& body) {
        auto const answer = call("POST", "/api/v1/streams", body);
        return answer ? "taken" : answer.error().message;
    };
    EXPECT_NE(refusal(R"({"address":"file:///etc/passwd"})").find("\"file\" is no stream"),
              std::string::npos);
    EXPECT_NE(refusal(R"({"address":"http://10.0.0.9/film.mp4"})").find(".m3u8"),
              std::string::npos);
    EXPECT_NE(refusal(R"({"address":"http://0xa9fea9fe/live.m3u8"})").find("clouds keep"),
              std::string::npos);
    EXPECT_NE(refusal(R"({"address":"udp://:5000","seconds":0})").find("seconds"),
              std::string::npos);
    EXPECT_NE(refusal(R"({"address":"udp://:5000","speed":1})").find("speed"), std::string::npos);
    EXPECT_EQ(stored(), 0U);
}

TEST_F(LibraryTest, TellsOnlyOfChangesToWhatApprovedCampaignsShow) {
    int told = 0;
    auto const fire = add("film", "fire.mp4")->asset;
    library->onPlansChange([&] {
        ++told;
        EXPECT_EQ(stored(), 1U) << "nothing of the store is held";
    });
    auto const set = [&](char const* category) {
        EXPECT_TRUE(library->set(test::everyRight(), "fire", {category, {}, {}}));
    };
    set("one");
    putCampaign("june", store::CampaignState::submitted, fire.content.asset);
    set("two");
    EXPECT_EQ(told, 0);
    putCampaign("june", store::CampaignState::approved, fire.content.asset);
    set("three");
    EXPECT_EQ(told, 1);
    set("three");
    EXPECT_EQ(told, 1) << "it was so already";
    add("film", "fire.mp4", "", {"four", {}, {}}).value();
    EXPECT_EQ(told, 2);
}

TEST_F(LibraryTest, DoesNotRetireWhatAnApprovedCampaignShows) {
    auto const fire = add("film", "fire.mp4")->asset;
    putCampaign("june", store::CampaignState::approved, fire.content.asset);
    putCampaign("july", store::CampaignState::approved, fire.content.asset);
    putCampaign("draft", store::CampaignState::draft, fire.content.asset);
    auto const refused = call("POST", "/api/v1/media/fire/retire");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_EQ(refused.error().message,
              "asset fire is shown by approved campaigns: july, june; retire them or apply them "
              "without it first");
    EXPECT_EQ(messages::parseJson(call("GET", "/api/v1/media/fire")->body)->at("retired"), false);
    putCampaign("june", store::CampaignState::retired, fire.content.asset);
    putCampaign("july", store::CampaignState::submitted, fire.content.asset);
    EXPECT_EQ(call("POST", "/api/v1/media/fire/retire")->status, 200);
}

TEST_F(LibraryTest, APagedDocumentIsDrawnOnceHoweverOftenItComes) {
    auto const drawn = [&] {
        std::ifstream in(directory / "drawn");
        return std::count(std::istreambuf_iterator<char>(in), {}, '\n');
    };
    auto const first = add("document", "plan.pdf");
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_TRUE(first->isNew);
    EXPECT_EQ(first->furtherPages.size(), 2U);
    EXPECT_EQ(drawn(), 3);
    auto const again = add("document", "plan.pdf");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_FALSE(again->isNew);
    EXPECT_EQ(again->asset.handle, first->asset.handle);
    EXPECT_EQ(again->furtherPages, first->furtherPages);
    EXPECT_EQ(drawn(), 3);
    EXPECT_EQ(stored(), 3U);
    // A page that is gone has to be drawn, and then all are.
    std::filesystem::remove(library->file(first->furtherPages[1]).value());
    ASSERT_TRUE(add("document", "plan.pdf"));
    EXPECT_EQ(drawn(), 6);
    EXPECT_TRUE(library->file(first->furtherPages[1]));
}

}  // namespace
}  // namespace tocsin::library
