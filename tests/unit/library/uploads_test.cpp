// SPDX-License-Identifier: Apache-2.0
// Resumable uploads through their routes, on a clock and with background work that the test moves.
#include "tocsin/library/uploads.hpp"

#include <sys/stat.h>

#include <future>
#include <thread>

#include "incoming.hpp"

namespace tocsin::library {
namespace {

class UploadsTest : public Incoming {};

std::string const kFilm = "film\nwith some bytes that come in pieces";

TEST_F(UploadsTest, TellsWhatItOffers) {
    auto const answer = ask("OPTIONS", "/api/v1/uploads");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.headers.at("Tus-Version"), "1.0.0");
    EXPECT_EQ(answer.headers.at("Tus-Max-Size"), "1000000");
    EXPECT_EQ(answer.headers.at("Tus-Extension"),
              "creation,creation-with-upload,checksum,termination,expiration");
    EXPECT_EQ(answer.headers.at("Tus-Checksum-Algorithm"), "sha1,sha256");
    Request request;
    for (auto const* method : {"OPTIONS", "POST"}) {
        EXPECT_EQ(route(method, "/api/v1/uploads", request)->headers.at("Tus-Resumable"), "1.0.0");
    }
    for (auto const* method : {"HEAD", "PATCH", "DELETE"}) {
        auto const* one = route(method, "/api/v1/uploads/x", request);
        EXPECT_EQ(one->headers.at("Tus-Resumable"), "1.0.0");
        EXPECT_EQ(one->headers.at("Cache-Control"), "no-store");
    }
}

TEST_F(UploadsTest, AFileInPiecesBecomesAnAsset) {
    auto const said = meta({{"filename", "消防.mp4"}, {"category", "fire"}, {"relativePath", "x"}});
    auto const made = create(static_cast<std::int64_t>(kFilm.size()), said);
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.headers.at("Upload-Expires"), "Tue, 02 Jun 2026 00:00:00 GMT");
    auto const path = made.headers.at("Location");
    now += Milliseconds(60'000);
    auto const first = patch(path, 0, kFilm.substr(0, 10));
    EXPECT_EQ(first.status, 204);
    EXPECT_EQ(first.headers.at("Upload-Offset"), "10");
    EXPECT_EQ(first.headers.at("Upload-Expires"), "Tue, 02 Jun 2026 00:01:00 GMT");
    auto const head = ask("HEAD", path);
    EXPECT_EQ(head.headers.at("Upload-Offset"), "10");
    EXPECT_EQ(head.headers.at("Upload-Length"), std::to_string(kFilm.size()));
    EXPECT_EQ(head.headers.at("Upload-Metadata"), said);
    EXPECT_EQ(look(path).at("offset"), 10);
    auto const last = patch(path, 10, kFilm.substr(10));
    EXPECT_EQ(last.status, 204);
    EXPECT_FALSE(last.headers.contains("Upload-Expires"));
    EXPECT_EQ(state(path), "checking");
    runTasks();
    auto const result = look(path);
    EXPECT_EQ(result.at("state"), "done") << result;
    EXPECT_EQ(result.at("is_new"), true);
    EXPECT_EQ(result.at("asset").at("handle"), "消防");
    EXPECT_EQ(result.at("asset").at("category"), "fire");
    EXPECT_EQ(result.at("asset").at("digest").as_string(), messages::sha256(kFilm).hex());
    EXPECT_EQ(filesLeft(), 0U);
    EXPECT_EQ(patch(path, static_cast<std::int64_t>(kFilm.size()), "").status, 204)
        << "the last answer may have been lost";
    EXPECT_EQ(offset(path), std::to_string(kFilm.size()));
}

TEST_F(UploadsTest, GoesOnFromAnyByteAtWhichItBroke) {
    auto const length = static_cast<std::int64_t>(kFilm.size());
    for (std::size_t cut = 0; cut <= kFilm.size(); ++cut) {
        auto const path = begin(length);
        breakAfter(path, 0, kFilm.substr(0, cut));
        ASSERT_EQ(offset(path), std::to_string(cut));
        if (cut < kFilm.size()) {
            auto const at = static_cast<std::int64_t>(cut);
            EXPECT_EQ(patch(path, at + 1, "x").status, 409);
            ASSERT_EQ(patch(path, at, kFilm.substr(cut)).status, 204);
        }
        runTasks();
        ASSERT_EQ(look(path).at("asset").at("digest").as_string(), messages::sha256(kFilm).hex())
            << cut;
    }
    EXPECT_EQ(runs(), 1U) << "the same bytes are one asset, which was looked at once";
}

TEST_F(UploadsTest, FirstBytesMayComeWithTheBeginning) {
    auto const answer = ask("POST", "/api/v1/uploads",
                            {{"upload-length", std::to_string(kFilm.size())},
                             {"content-type", "application/offset+octet-stream"}},
                            kFilm.substr(0, 20));
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.headers.at("Upload-Offset"), "20");
    auto const path = answer.headers.at("Location");
    EXPECT_EQ(patch(path, 20, kFilm.substr(20)).status, 204);
    runTasks();
    EXPECT_EQ(state(path), "done");
}

TEST_F(UploadsTest, RefusesRequestsThatAreNotTus) {
    auto const path = begin(100);
    auto const type = std::pair<std::string const, std::string>("content-type",
                                                                "application/offset+octet-stream");
    struct Case {
        char const* method;
        std::string path;
        Headers headers;
        std::string body;
        int status;
    };
    std::vector<Case> const cases{
        {"POST", "/api/v1/uploads", {{"tus-resumable", "0.2.2"}, {"upload-length", "1"}}, "", 412},
        {"PATCH", path, {{"tus-resumable", ""}, type, {"upload-offset", "0"}}, "x", 412},
        {"HEAD", path, {{"tus-resumable", "2.0.0"}}, "", 412},
        {"DELETE", path, {{"tus-resumable", "1"}}, "", 412},
        {"POST", "/api/v1/uploads", {}, "", 400},
        {"POST", "/api/v1/uploads", {{"upload-length", "-1"}}, "", 400},
        {"POST", "/api/v1/uploads", {{"upload-length", "1e3"}}, "", 400},
        {"POST", "/api/v1/uploads", {{"upload-length", "99999999999999999999"}}, "", 400},
        {"POST", "/api/v1/uploads", {{"upload-defer-length", "1"}}, "", 400},
        {"POST", "/api/v1/uploads", {{"upload-length", "1000001"}}, "", 413},
        {"POST", "/api/v1/uploads", {{"upload-length", "9"}, {"upload-metadata", "a b!"}}, "", 400},
        {"POST", "/api/v1/uploads", {{"upload-length", "9"}, {"upload-metadata", ",a"}}, "", 400},
        {"POST", "/api/v1/uploads", {{"upload-length", "9"}, {"upload-metadata", "a,a"}}, "", 400},
        {"POST",
         "/api/v1/uploads",
         {{"upload-length", "9"}, {"upload-metadata", meta({{"seconds", "0"}})}},
         "",
         422},
        {"POST",
         "/api/v1/uploads",
         {{"upload-length", "9"}, {"upload-metadata", meta({{"handle", "a b"}})}},
         "",
         422},
        {"POST",
         "/api/v1/uploads",
         {{"upload-length", "9"}, {"upload-metadata", meta({{"unit", "a/b"}})}},
         "",
         422},
        {"POST",
         "/api/v1/uploads",
         {{"upload-length", "9"}, {"upload-metadata", meta({{"filename", "\xff"}})}},
         "",
         422},
        {"POST", "/api/v1/uploads", {{"upload-length", "9"}}, "body", 415},
        {"PATCH", path, {{"upload-offset", "0"}}, "x", 415},
        {"PATCH", path, {{"content-type", "text/plain"}, {"upload-offset", "0"}}, "x", 415},
        {"PATCH", path, {type}, "x", 400},
        {"PATCH", path, {type, {"upload-offset", "+0"}}, "x", 400},
        {"PATCH", path, {type, {"upload-offset", "1"}}, "x", 409},
        {"PATCH", path, {type, {"upload-offset", "0"}}, std::string(101, 'x'), 413},
        {"PATCH",
         path,
         {type, {"upload-offset", "0"}, {"upload-checksum", "crc32 AAAA"}},
         "x",
         400},
        {"PATCH", path, {type, {"upload-offset", "0"}, {"upload-checksum", "sha1"}}, "x", 400},
        {"PATCH", path, {type, {"upload-offset", "0"}, {"upload-checksum", "sha1 !!"}}, "x", 400},
        {"PATCH", path, {type, {"upload-offset", "0"}, {"upload-checksum", "sha1 AAAA"}}, "x", 400},
        {"PATCH", "/api/v1/uploads/none", {type, {"upload-offset", "0"}}, "x", 404},
        {"HEAD", "/api/v1/uploads/none", {}, "", 404},
        {"DELETE", "/api/v1/uploads/none", {}, "", 404},
        {"GET", "/api/v1/uploads/none", {}, "", 404},
    };
    for (auto const& each : cases) {
        auto const answer = ask(each.method, each.path, each.headers, each.body);
        EXPECT_EQ(answer.status, each.status) << each.method << " " << answer.body;
        EXPECT_FALSE(answer.headers.contains("Location"));
        EXPECT_EQ(answer.status == 412, answer.headers.contains("Tus-Version"));
    }
    EXPECT_EQ(offset(path), "0") << "nothing of all this came in";
    EXPECT_EQ(filesLeft(), 1U);
}

TEST_F(UploadsTest, MoreThanWasAnnouncedIsRefusedAlsoWhenItIsNotAnnounced) {
    auto const path = begin(10);
    auto opened = open("PATCH", path, at(0, {{"transfer-encoding", "chunked"}}));
    auto const sink = std::move(std::get<std::unique_ptr<access::BodySink>>(opened));
    EXPECT_FALSE(sink->take("0123456"));
    auto const refused = sink->take("789a");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 413);
}

TEST_F(UploadsTest, OnlyWhatAChecksumProvedStays) {
    auto const path = begin(static_cast<std::int64_t>(kFilm.size()));
    auto const first = kFilm.substr(0, 12);
    Headers const right{
        {"upload-checksum",
         "sha256 " +
             messages::base64(std::string_view(
                 reinterpret_cast<char const*>(messages::sha256(first).bytes.data()), 32))}};
    auto const wrong = patch(path, 0, "FILM" + first.substr(4), right);
    EXPECT_EQ(wrong.status, 460) << wrong.body;
    EXPECT_EQ(wrong.reason, "Checksum Mismatch");
    EXPECT_EQ(offset(path), "0");
    breakAfter(path, 0, first.substr(0, 11), right);
    EXPECT_EQ(offset(path), "0") << "a part proves nothing";
    EXPECT_EQ(patch(path, 0, first, right).status, 204);
    EXPECT_EQ(offset(path), "12");
    // sha1 of "", of the part that is not there
    EXPECT_EQ(
        patch(path, 12, "", {{"upload-checksum", "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk="}}).status,
        204);
    EXPECT_EQ(filesLeft(), 1U) << "what was on trial is gone";
    EXPECT_EQ(patch(path, 12, kFilm.substr(12)).status, 204);
    runTasks();
    EXPECT_EQ(look(path).at("asset").at("digest").as_string(), messages::sha256(kFilm).hex());
}

TEST_F(UploadsTest, WhoeverGoesOnTakesOverFromADeadConnection) {
    auto const path = begin(static_cast<std::int64_t>(kFilm.size()));
    auto opened = open("PATCH", path, at(0));
    auto dead = std::move(std::get<std::unique_ptr<access::BodySink>>(opened));
    EXPECT_FALSE(dead->take(kFilm.substr(0, 5)));
    EXPECT_EQ(look(path).at("offset"), 5) << "to look on disturbs nobody";
    EXPECT_FALSE(dead->take(kFilm.substr(5, 3)));
    EXPECT_EQ(offset(path), "8");
    auto const late = dead->take(kFilm.substr(8, 5));
    ASSERT_TRUE(late);
    EXPECT_EQ(late->status, 409);
    EXPECT_EQ(answered(dead->finish()).status, 409);
    dead.reset();
    EXPECT_EQ(offset(path), "8");
    EXPECT_EQ(patch(path, 8, kFilm.substr(8)).status, 204);
    runTasks();
    EXPECT_EQ(look(path).at("asset").at("digest").as_string(), messages::sha256(kFilm).hex());
}

TEST_F(UploadsTest, ARestartLosesNothingThatWasTold) {
    auto const path = begin(static_cast<std::int64_t>(kFilm.size()));
    EXPECT_EQ(patch(path, 0, kFilm.substr(0, 9)).status, 204);
    restart();
    EXPECT_EQ(offset(path), "9");
    // Killed amid a request: its bytes are in the file, and no record speaks of them.
    auto const file = directory / "incoming" / path.substr(path.rfind('/') + 1);
    std::ofstream(file, std::ios::app) << kFilm.substr(9, 4);
    std::ofstream(file.string() + ".chunk") << "not proved";
    std::ofstream(directory / "incoming" / "stray") << "of nobody";
    restart();
    EXPECT_EQ(filesLeft(), 1U);
    EXPECT_EQ(offset(path), "13");
    // Killed after the last byte and before it was written down.
    std::ofstream(file, std::ios::app) << kFilm.substr(13);
    restart();
    runTasks();
    EXPECT_EQ(look(path).at("asset").at("digest").as_string(), messages::sha256(kFilm).hex());
}

TEST_F(UploadsTest, ARestartAmidACheckChecksAgain) {
    auto const path = begin(static_cast<std::int64_t>(kFilm.size()));
    EXPECT_EQ(patch(path, 0, kFilm).status, 204);
    restart();
    EXPECT_EQ(state(path), "checking");
    runTasks();
    EXPECT_EQ(state(path), "done");
    EXPECT_EQ(runs(), 1U);
}

TEST_F(UploadsTest, AnAssetThatWasTakenInBeforeAKillIsFound) {
    auto const path = begin(static_cast<std::int64_t>(kFilm.size()));
    EXPECT_EQ(patch(path, 0, kFilm).status, 204);
    auto const file = directory / "incoming" / path.substr(path.rfind('/') + 1);
    ASSERT_TRUE(library->add(test::everyRight(), file, "film.mp4", "", Milliseconds(10'000)));
    restart();
    runTasks();
    EXPECT_EQ(state(path), "done");
    EXPECT_EQ(look(path).at("asset").at("handle"), "film");
}

TEST_F(UploadsTest, ARefusedFileHasAReasonAndLeavesNoBytes) {
    auto const path = upload("nonsense", "letter.doc");
    auto const result = look(path);
    EXPECT_EQ(result.at("state"), "refused");
    EXPECT_EQ(result.at("reason"), "letter.doc: this is not a film (no moov)");
    EXPECT_EQ(result.at("verdict"), "refused");
    EXPECT_EQ(runs(), 0U) << "the first look was enough";
    EXPECT_EQ(result.at("asset"), nullptr);
    EXPECT_EQ(filesLeft(), 0U);
    auto const empty = begin(0, "empty.mp4");
    runTasks();
    EXPECT_EQ(state(empty), "refused");
}

TEST_F(UploadsTest, AFileThatPlaysIsSaidToBeforeEveryFrameIsChecked) {
    ASSERT_EQ(::mkfifo((directory / "worker.pipe").c_str(), 0600), 0);
    auto const path = begin(static_cast<std::int64_t>(kFilm.size()));
    EXPECT_EQ(look(path).at("verdict"), "");
    EXPECT_EQ(patch(path, 0, kFilm).status, 204);
    auto checking = std::async(std::launch::async, [this] { runTasks(); });
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (look(path).at("verdict") != "plays" && std::chrono::steady_clock::now() < until) {
        std::this_thread::yield();
    }
    EXPECT_EQ(look(path).at("verdict"), "plays");
    EXPECT_EQ(state(path), "checking");
    std::ofstream(directory / "worker.pipe") << "go on\n";
    checking.get();
    EXPECT_EQ(state(path), "done");
    EXPECT_EQ(look(path).at("verdict"), "plays");
}

TEST_F(UploadsTest, WhatCannotBeCheckedNowIsCheckedLater) {
    std::filesystem::remove(directory / "worker");
    auto const path = upload(kFilm);
    EXPECT_EQ(state(path), "checking");
    EXPECT_NE(look(path).at("reason").as_string().find("cannot be started"), std::string::npos);
    EXPECT_EQ(filesLeft(), 1U);
    installWorker();
    ASSERT_TRUE(uploads->sweep());
    runTasks();
    EXPECT_EQ(state(path), "done");
    EXPECT_EQ(look(path).at("reason"), "");
}

TEST_F(UploadsTest, TheSameBytesTwiceAreOneAsset) {
    auto const one = begin(static_cast<std::int64_t>(kFilm.size()), "one.mp4");
    auto const two = begin(static_cast<std::int64_t>(kFilm.size()), "two.mp4");
    EXPECT_EQ(patch(one, 0, kFilm.substr(0, 20)).status, 204);
    EXPECT_EQ(patch(two, 0, kFilm).status, 204);
    EXPECT_EQ(patch(one, 20, kFilm.substr(20)).status, 204);
    runTasks();
    EXPECT_EQ(look(two).at("asset").at("handle"), "two");
    EXPECT_EQ(look(one).at("asset").at("handle"), "two");
    EXPECT_EQ(look(one).at("is_new"), false);
    EXPECT_EQ(filesLeft(), 0U);
}

TEST_F(UploadsTest, ATerminatedUploadIsGone) {
    auto const path = begin(100);
    EXPECT_EQ(patch(path, 0, "film").status, 204);
    EXPECT_EQ(ask("DELETE", path).status, 204);
    EXPECT_EQ(filesLeft(), 0U);
    EXPECT_EQ(offset(path), "status 410");
    EXPECT_EQ(patch(path, 4, "x").status, 410);
    EXPECT_EQ(ask("DELETE", path).status, 410);
    EXPECT_EQ(state(path), "terminated");
    EXPECT_EQ(look(path).at("offset"), 4);
    now += settings.keep;
    ASSERT_TRUE(uploads->sweep());
    EXPECT_EQ(offset(path), "status 404");
}

TEST_F(UploadsTest, AFileThatIsBeingCheckedCannotBeTerminated) {
    auto const path = begin(static_cast<std::int64_t>(kFilm.size()));
    EXPECT_EQ(patch(path, 0, kFilm).status, 204);
    EXPECT_EQ(ask("DELETE", path).status, 409);
    runTasks();
    EXPECT_EQ(ask("DELETE", path).status, 204);
    EXPECT_TRUE(library->file(messages::sha256(kFilm))) << "the asset stays";
}

TEST_F(UploadsTest, ExpiresWithoutProgress) {
    auto const path = begin(100);
    now += settings.keep - Milliseconds(1);
    ASSERT_TRUE(uploads->sweep());
    EXPECT_EQ(patch(path, 0, "film").status, 204);
    now += settings.keep - Milliseconds(1);
    ASSERT_TRUE(uploads->sweep());
    EXPECT_EQ(offset(path), "4");
    now += Milliseconds(1);
    EXPECT_EQ(offset(path), "status 410") << "also before it is swept";
    EXPECT_EQ(filesLeft(), 0U);
    auto const other = begin(100);
    now += settings.keep;
    ASSERT_TRUE(uploads->sweep());
    EXPECT_EQ(state(other), "expired");
    EXPECT_EQ(filesLeft(), 0U);
}

TEST_F(UploadsTest, AConnectionThatBringsNothingIsNoProgress) {
    auto const path = begin(100);
    now += settings.keep - Milliseconds(1);
    breakAfter(path, 0, "");
    EXPECT_EQ(patch(path, 0, "").headers.at("Upload-Expires"), "Tue, 02 Jun 2026 00:00:00 GMT");
    EXPECT_EQ(offset(path), "0");
    now += Milliseconds(1);
    EXPECT_EQ(offset(path), "status 410");
}

TEST_F(UploadsTest, DoesNotExpireUnderASenderThatIsSlow) {
    auto const path = begin(100);
    auto opened = open("PATCH", path, at(0));
    auto const sink = std::move(std::get<std::unique_ptr<access::BodySink>>(opened));
    EXPECT_FALSE(sink->take("film"));
    now += settings.keep;
    ASSERT_TRUE(uploads->sweep());
    EXPECT_FALSE(sink->take("and more"));
    EXPECT_EQ(answered(sink->finish()).status, 204);
    EXPECT_EQ(offset(path), "12");
}

TEST_F(UploadsTest, KeepsTheQuotaOfEachUnit) {
    settings.quotas.standard = 100;
    settings.quotas.units = {{"east", 60}};
    restart();
    auto const path = upload(kFilm, "film.mp4", "east");  // 40 bytes
    ASSERT_EQ(state(path), "done");
    auto const over = create(21, meta({{"unit", "east"}}));
    EXPECT_EQ(over.status, 413) << over.body;
    EXPECT_NE(over.body.find("unit east has filled"), std::string::npos) << over.body;
    auto const running = begin(20, "b.mp4", "east");
    EXPECT_EQ(create(1, meta({{"unit", "east"}})).status, 413) << "uploads under way count whole";
    EXPECT_EQ(create(100, meta({{"unit", "west"}})).status, 201);
    EXPECT_EQ(create(100, "").status, 201) << "what belongs to no unit has its own";
    EXPECT_EQ(create(1, "").status, 413);
    EXPECT_EQ(ask("DELETE", running).status, 204);
    EXPECT_EQ(create(20, meta({{"unit", "east"}})).status, 201);
    EXPECT_EQ(boost::json::serialize(look("/api/v1/quotas").at("items")),
              R"([{"unit":"","used_bytes":100,"quota_bytes":100},)"
              R"({"unit":"east","used_bytes":60,"quota_bytes":60},)"
              R"({"unit":"west","used_bytes":100,"quota_bytes":100}])");
    Request request;
    auto const* retire = route("POST", "/api/v1/media/film/retire", request);
    ASSERT_TRUE(retire->handler(test::everyRight(), request));
    EXPECT_EQ(create(40, meta({{"unit", "east"}})).status, 201) << "what is retired does not count";
}

TEST_F(UploadsTest, AnUploadByOnePostKeepsTheQuotaToo) {
    settings.quotas.units = {{"east", 50}};
    restart();
    auto const post = [&](std::string const& bytes) {
        Request request;
        auto const* found = route("POST", "/api/v1/media", request);
        request.query = {{"name", "a.mp4"}, {"unit", "east"}};
        request.bodyFile = directory / "body";
        std::ofstream(request.bodyFile) << bytes;
        return answered(found->handler(test::everyRight(), request)).status;
    };
    EXPECT_EQ(post(std::string(51, 'x')), 413);
    EXPECT_EQ(post(kFilm), 201);
    EXPECT_EQ(post("film of other bytes"), 413);
    EXPECT_EQ(create(11, meta({{"unit", "east"}})).status, 413);
}

TEST_F(UploadsTest, KeepsTheDiskReserve) {
    settings.diskReserveBytes = 1LL << 60;
    restart();
    auto const answer = create(10, "");
    EXPECT_EQ(answer.status, 507);
    EXPECT_NE(answer.body.find("disk_reserve_mb"), std::string::npos) << answer.body;
    settings.diskReserveBytes = 0;
    restart();
    auto const path = begin(10);
    settings.diskReserveBytes = 1LL << 60;
    restart();
    EXPECT_EQ(patch(path, 0, "0123456789").status, 507);
    EXPECT_EQ(offset(path), "0");
}

TEST_F(UploadsTest, AHandleOfAnotherFileIsRefusedBeforeAByteIsSent) {
    upload(kFilm);
    auto const other = create(1, meta({{"handle", "film"}}));
    EXPECT_EQ(other.status, 409) << other.body;
    EXPECT_EQ(create(static_cast<std::int64_t>(kFilm.size()), meta({{"handle", "film"}})).status,
              201)
        << "it may be the same file";
}

TEST_F(UploadsTest, ListsWhatIsUnderWay) {
    auto const path = begin(100, "one.mp4");
    upload("nonsense", "two.mp4");
    auto const items = look("/api/v1/uploads").at("items").as_array();
    ASSERT_EQ(items.size(), 2U);
    for (auto const& item : items) {
        auto const isFirst = path.ends_with(item.at("id").as_string());
        EXPECT_EQ(item.at("filename"), isFirst ? "one.mp4" : "two.mp4");
        EXPECT_EQ(item.at("state"), isFirst ? "receiving" : "refused");
    }
}

}  // namespace
}  // namespace tocsin::library
