// SPDX-License-Identifier: Apache-2.0
// The real program, as the library starts it.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <tuple>

#include "media_samples.hpp"
#include "pdf_samples.hpp"

namespace tocsin::media {
namespace {

namespace json = boost::json;

struct Answer {
    int code = -1;
    std::string out;
    std::string err;
    [[nodiscard]] json::object object() const { return json::parse(out).as_object(); }
};

Answer worker(std::string const& arguments, std::string const& input = {}) {
    auto const& folder = test::sampleFolder();
    auto const in = test::fileOf(input, "in").string();
    auto const out = (folder / "worker.out").string();
    auto const err = (folder / "worker.err").string();
    auto const command = std::string(TOCSIN_MEDIA_WORKER) + " " + arguments + " <" + in + " 2>" +
                         err + " | cat >" + out + "; exit ${PIPESTATUS[0]}";
    int const status =
        std::system(("bash -c '" + command + "'").c_str());  // NOLINT: our own words only
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, test::bytesOf(out), test::bytesOf(err)};
}

TEST(MediaWorker, PrintsItsVerdictOnAFilm) {
    auto const answer = worker("probe " + test::sampleFilm({}).string());
    ASSERT_EQ(answer.code, 0) << answer.err;
    EXPECT_EQ(answer.err, "");
    auto const verdict = answer.object();
    EXPECT_TRUE(verdict.at("accepted").as_bool()) << answer.out;
    EXPECT_EQ(verdict.at("durationMs").as_int64(), 2000);
    EXPECT_EQ(verdict.at("frames").as_int64(), 50);
    EXPECT_EQ(verdict.at("codec").as_string(), "h264");
    EXPECT_EQ(verdict.size(), 31U);
    EXPECT_EQ(verdict.at("pages").as_int64(), 1);
    EXPECT_FALSE(verdict.at("whole").as_bool());
    auto const whole = worker("probe --whole " + test::sampleFilm({}).string()).object();
    EXPECT_TRUE(whole.at("whole").as_bool());
    EXPECT_EQ(whole.at("frames"), verdict.at("frames"));
}

TEST(MediaWorker, ReadsAPhotographInsideItsCage) {
    auto const answer = worker("photo " + test::samplePicture("jpg").string());
    ASSERT_EQ(answer.code, 0) << answer.err;
    EXPECT_TRUE(answer.object().at("done").as_bool()) << answer.out;
    EXPECT_EQ(answer.object().at("type").as_string(), "image/jpeg");
    EXPECT_FALSE(
        worker("photo " + test::fileOf("no", "jpg").string()).object().at("done").as_bool());
}

TEST(MediaWorker, DecodesEveryCodecInsideItsCage) {
    struct Case {
        char const *encoder, *suffix;
        int width;
    };
    // The wide film is decoded by two threads.
    for (auto const& [encoder, suffix, width] :
         {Case{"libx265", "mp4", 160}, Case{"libvpx", "webm", 160}, Case{"libvpx-vp9", "webm", 160},
          Case{"libaom-av1", "mkv", 160}, Case{"mpeg4", "avi", 160},
          Case{"libx264", "mp4", 1936}}) {
        test::FilmSpec spec;
        spec.encoder = encoder;
        spec.suffix = suffix;
        spec.width = width;
        spec.height = width == 160 ? 96 : 1096;
        spec.frames = width == 160 ? 50 : 3;
        auto const answer = worker("probe " + test::sampleFilm(spec).string());
        ASSERT_EQ(answer.code, 0) << encoder << answer.err;
        EXPECT_TRUE(answer.object().at("accepted").as_bool()) << encoder << answer.out;
    }
    for (auto const* const suffix : {"jpg", "png", "webp"}) {
        auto const answer = worker("probe " + test::samplePicture(suffix).string());
        ASSERT_EQ(answer.code, 0) << suffix << answer.err;
        EXPECT_EQ(answer.object().at("kind").as_string(), "picture") << answer.out;
    }
}

TEST(MediaWorker, RefusesBadFilesWithAReasonAndExitZero) {
    for (auto const& file : {test::fileOf("", "mp4"), test::fileOf("hello", "jpg"),
                             test::sampleFolder(), test::sampleFolder() / "absent"}) {
        auto const answer = worker("probe " + file.string());
        ASSERT_EQ(answer.code, 0) << answer.err;
        EXPECT_FALSE(answer.object().at("accepted").as_bool());
        EXPECT_FALSE(answer.object().at("reason").as_string().empty());
    }
}

TEST(MediaWorker, WritesItsAnswerToAFileToo) {
    auto const out = (test::sampleFolder() / "verdict.json").string();
    auto const command = std::string(TOCSIN_MEDIA_WORKER) + " probe " +
                         test::fileOf("", "mp4").string() + " >" + out;
    ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT: our own words only
    EXPECT_FALSE(json::parse(test::bytesOf(out)).as_object().at("accepted").as_bool());
}

TEST(MediaWorker, FollowsNoLink) {
    auto const link = test::sampleFolder() / "link.mp4";
    std::filesystem::create_symlink(test::sampleFilm({}), link);
    auto const answer = worker("probe " + link.string());
    ASSERT_EQ(answer.code, 0);
    EXPECT_FALSE(answer.object().at("accepted").as_bool());
}

TEST(MediaWorker, DescribesASlogan) {
    auto const answer =
        worker("slogan", R"({"text":"安全生产","motion":"scroll-left","colour":"#ffffff",)"
                         R"("background":"#000000","size_percent":90,"pixels_per_second":80})");
    ASSERT_EQ(answer.code, 0) << answer.err;
    ASSERT_TRUE(answer.object().at("accepted").as_bool()) << answer.out;
    auto const canonical = std::string(answer.object().at("canonical").as_string());
    EXPECT_EQ(
        canonical.rfind("tocsin-slogan/2\nrenderer 2\nmotion scroll-left\ncolour #ffffff\n", 0),
        0U);
    EXPECT_NE(canonical.find("\ntext 安全生产\n"), std::string::npos);
}

TEST(MediaWorker, RefusesBadSlogansNamingTheField) {
    struct Case {
        char const *request, *named;
    };
    for (auto const& [request, named] :
         {Case{R"({"text":""})", "text"}, Case{R"({"text":"a","size_percent":5})", "size_percent"},
          Case{R"({"text":"a","motion":"up"})", "motion"},
          Case{R"({"text":"a","colour":"red"})", "colour"},
          Case{R"({"text":"a","colour":"transparent"})", "colour"},
          Case{R"({"text":"a","outline":7})", "outline"},
          Case{R"({"text":"a","lines":41})", "lines"}, Case{R"({"text":"{clock}"})", "{clock}"},
          Case{R"({"text":"a","font":"x"})", "font"}, Case{R"({"text":7})", "text"},
          Case{"nonsense", "JSON"}, Case{"{}", "text"}}) {
        auto const answer = worker("slogan", request);
        ASSERT_EQ(answer.code, 0) << answer.err;
        EXPECT_FALSE(answer.object().at("accepted").as_bool()) << request;
        auto const reason = std::string(answer.object().at("reason").as_string());
        EXPECT_NE(reason.find(named), std::string::npos) << reason;
    }
}

std::string lastLine(std::string const& text) {
    auto const end = text.find_last_not_of('\n');
    return text.substr(text.rfind('\n', end) + 1);
}

TEST(MediaWorker, ConvertsAFilmInsideItsCage) {
    test::FilmSpec spec;
    spec.encoder = "prores";
    spec.suffix = "mov";
    spec.pixelFormat = "yuv422p10le";
    spec.sound = true;
    auto const film = test::sampleFilm(spec).string();
    auto const loudness = worker("loudness " + film);
    ASSERT_EQ(loudness.code, 0) << loudness.err;
    auto const measured = lastLine(loudness.out);
    EXPECT_TRUE(json::parse(measured).at("done").as_bool()) << measured;
    auto const out = (test::sampleFolder() / "house.mp4").string();
    for (auto const* const threads : {"1", "2"}) {
        auto const answer = worker(
            "transcode " + film + " " + out,
            std::string(R"({"threads":)") + threads +
                R"(,"rate":{"num":25,"den":1},"loudness":{"integrated":-20.5,"truePeak":-17}})");
        ASSERT_EQ(answer.code, 0) << answer.err;
        auto const done = json::parse(lastLine(answer.out)).as_object();
        ASSERT_TRUE(done.at("done").as_bool()) << answer.out;
        EXPECT_EQ(done.at("frames").as_int64(), 50);
        EXPECT_EQ(done.at("durationMs").as_int64(), 2000);
        auto const bytes = test::bytesOf(out);
        EXPECT_EQ(done.at("bytes").as_int64(), static_cast<std::int64_t>(bytes.size()));
        EXPECT_LT(bytes.find("moov"), bytes.find("mdat")) << "the index is not in front";
        EXPECT_TRUE(worker("probe --whole " + out).object().at("accepted").as_bool());
    }
}

TEST(MediaWorker, TellsWhoseFaultItIsThatAFilmWasNotConverted) {
    auto const film = test::sampleFilm({}).string();
    auto const out = (test::sampleFolder() / "unmade.mp4").string();
    struct Case {
        std::string arguments, order, fault, named;
    };
    for (auto const& [arguments, order, fault, named] :
         {Case{"transcode " + film + " " + out, R"({"colour":1})", "order", "colour"},
          Case{"transcode " + film + " " + out, R"({"crf":70})", "order", "crf"},
          Case{"--output-bytes 2000 transcode " + film + " " + out, "{}", "machine", "larger"},
          Case{"transcode " + film + " /absent/x.mp4", "{}", "machine", "cannot be written"},
          Case{"transcode " + test::fileOf("hello", "mp4").string() + " " + out, "{}", "film",
               "neither"},
          Case{"loudness " + film, "", "film", "no sound"}}) {
        auto const answer = worker(arguments, order);
        ASSERT_EQ(answer.code, 0) << answer.err;
        auto const failed = json::parse(lastLine(answer.out)).as_object();
        EXPECT_FALSE(failed.at("done").as_bool()) << answer.out;
        EXPECT_EQ(failed.at("fault").as_string(), fault) << answer.out;
        EXPECT_NE(std::string(failed.at("reason").as_string()).find(named), std::string::npos)
            << answer.out;
    }
}

TEST(MediaWorker, MakesPicturesOfEveryKindInsideItsCage) {
    auto const out = (test::sampleFolder() / "house.png").string();
    for (auto const& [file, order, width] :
         {std::tuple{test::samplePicture("jpg"), R"({"maxWidth":80,"maxHeight":80})", 80},
          {test::samplePicture("webp"), "{}", 160},
          {test::samplePicture("gif"), "{}", 160},
          {test::samplePicture("bmp"), "{}", 160},
          {test::samplePicture("tiff"), "{}", 160},
          {test::samplePdf({.pages = 2}), R"({"page":2,"maxHeight":900})", 600},
          {test::samplePdf({.content = "BT /F1 90 Tf 30 400 Td <5b895168> Tj ET", .chinese = true}),
           R"({"maxWidth":300})", 300}}) {
        auto const answer = worker("--verbose picture " + file.string() + " " + out, order);
        ASSERT_EQ(answer.code, 0) << answer.err;
        auto const done = answer.object();
        ASSERT_TRUE(done.at("done").as_bool()) << file << answer.out;
        EXPECT_EQ(done.at("width").as_int64(), width) << file;
        EXPECT_TRUE(done.at("format").as_string() == "png" ||
                    done.at("format").as_string() == "jpeg");
        EXPECT_EQ(done.at("bytes").as_int64(),
                  static_cast<std::int64_t>(test::bytesOf(out).size()));
        EXPECT_EQ(worker("probe " + out).object().at("width").as_int64(), width);
    }
}

TEST(MediaWorker, FindsTheFontsOfADocumentInsideItsCage) {
    auto const bytes = [](char const* content) {
        auto const out = (test::sampleFolder() / "page.png").string();
        auto const page = test::samplePdf({.content = content, .chinese = true});
        auto const answer = worker("picture " + page.string() + " " + out, "{}");
        EXPECT_TRUE(answer.object().at("done").as_bool()) << answer.out << answer.err;
        return test::bytesOf(out).size();
    };
    EXPECT_GT(bytes("0 g BT /F1 150 Tf 30 400 Td <5b895168> Tj ET"), 2 * bytes("0 g"));
}

TEST(MediaWorker, MakesThumbnailsAndPreviewsInsideItsCage) {
    auto const out = (test::sampleFolder() / "small").string();
    for (auto const& file :
         {test::sampleFilm({}), test::samplePicture("png"), test::samplePdf({})}) {
        auto const answer =
            worker("thumbnail " + file.string() + " " + out, R"({"width":64,"height":64})");
        ASSERT_EQ(answer.code, 0) << answer.err;
        auto const done = answer.object();
        ASSERT_TRUE(done.at("done").as_bool()) << file << answer.out;
        EXPECT_EQ(std::max(done.at("width").as_int64(), done.at("height").as_int64()), 64);
        EXPECT_EQ(worker("probe " + out).object().at("codec").as_string(), "jpeg");
    }
    auto const answer = worker("preview " + test::sampleFilm({}).string() + " " + out,
                               R"({"width":80,"height":80,"seconds":1})");
    ASSERT_EQ(answer.code, 0) << answer.err;
    auto const done = json::parse(lastLine(answer.out)).as_object();
    ASSERT_TRUE(done.at("done").as_bool()) << answer.out;
    EXPECT_EQ(done.at("durationMs").as_int64(), 1000);
    EXPECT_EQ(done.at("width").as_int64(), 80);
    EXPECT_FALSE(done.at("sound").as_bool());
    EXPECT_TRUE(worker("probe --whole " + out).object().at("playable").as_bool());
}

TEST(MediaWorker, TellsWhoseFaultItIsThatAPictureWasNotMade) {
    auto const picture = test::samplePicture("png").string();
    auto const out = (test::sampleFolder() / "unmade.png").string();
    struct Case {
        std::string arguments, order, fault, named;
    };
    for (auto const& [arguments, order, fault, named] :
         {Case{"picture " + picture + " " + out, R"({"colour":1})", "order", "colour"},
          Case{"picture " + picture + " " + out, R"({"maxWidth":9000})", "order", "maxWidth"},
          Case{"thumbnail " + picture + " " + out, R"({"width":1})", "order", "width"},
          Case{"preview " + picture + " " + out, R"({"seconds":0})", "order", "seconds"},
          Case{"preview " + picture + " " + out, "{}", "film", "picture or a document"},
          Case{"--output-bytes 50 picture " + picture + " " + out, "{}", "machine", "larger"},
          Case{"picture " + test::samplePdf({.locked = true}).string() + " " + out, "{}", "film",
               "password"},
          Case{"thumbnail " + test::fileOf("", "png").string() + " " + out, "{}", "film",
               "empty"}}) {
        auto const answer = worker(arguments, order);
        ASSERT_EQ(answer.code, 0) << answer.err;
        auto const failed = json::parse(lastLine(answer.out)).as_object();
        EXPECT_FALSE(failed.at("done").as_bool()) << answer.out;
        EXPECT_EQ(failed.at("fault").as_string(), fault) << answer.out;
        EXPECT_NE(std::string(failed.at("reason").as_string()).find(named), std::string::npos)
            << answer.out;
    }
}

TEST(MediaWorker, ExplainsItsUse) {
    for (auto const* const arguments :
         {"", "probe", "probe a b", "probe --whole", "probe --fast a", "transcode a", "loudness",
          "picture a", "thumbnail a b c", "preview", "play x", "--fast probe x",
          "--cpu-seconds none probe x", "slogan x"}) {
        auto const answer = worker(arguments);
        EXPECT_EQ(answer.code, 2) << arguments;
        EXPECT_NE(answer.err.find("usage:"), std::string::npos);
        EXPECT_EQ(answer.out, "");
    }
}

TEST(MediaWorker, ChecksASloganOnSeveralScreensAtOnce) {
    auto const answer = worker("slogan-check", R"({"style":{"text":"人人讲安全个个会应急"},)"
                                               R"("views":[{"width":64,"height":12,"ms":10000},)"
                                               R"({"width":960,"height":540,"ms":10000}]})");
    ASSERT_EQ(answer.code, 0) << answer.err;
    auto const object = answer.object();
    auto const& views = object.at("findings").as_array();
    ASSERT_EQ(views.size(), 2U) << answer.out;
    EXPECT_EQ(views.at(0).at(0).at("code"), "too-small");
    EXPECT_EQ(views.at(0).at(0).at("numbers").at("most_characters"), 5);
    EXPECT_FALSE(views.at(0).at(0).at("message_zh").as_string().empty());
    EXPECT_TRUE(views.at(1).as_array().empty()) << answer.out;
}

TEST(MediaWorker, ChecksTheDescriptionOfASloganToo) {
    auto const described = worker("slogan", R"({"text":"安全第一"})").object();
    json::object request{
        {"canonical", described.at("canonical")},
        {"views", json::array{json::object{{"width", 192}, {"height", 32}, {"ms", 1'000}}}}};
    auto const answer = worker("slogan-check", json::serialize(request));
    EXPECT_EQ(answer.object().at("findings").at(0).at(0).at("code"), "too-long") << answer.out;
    request["canonical"] = "tocsin-slogan/2\n";
    EXPECT_FALSE(
        worker("slogan-check", json::serialize(request)).object().at("accepted").as_bool());
}

TEST(MediaWorker, SaysWhatIsWrongWithARequestAboutASlogan) {
    struct Case {
        char const *request, *reason;
    };
    for (auto const& [request, reason] :
         {Case{"{", "not a JSON object"}, Case{"{}", "canonical or style"},
          Case{R"({"style":{"text":"a","colour":"red"}})", "colour: must be"},
          Case{R"({"style":{"text":"a"}})", "views: must be"},
          Case{R"({"style":{"text":"a"},"views":[{"width":1,"height":"x","ms":1}]})", "height"},
          Case{R"({"style":{"text":"a"},"views":[{"width":0,"height":1,"ms":1}]})", "0x1"}}) {
        auto const answer = worker("slogan-check", request);
        ASSERT_EQ(answer.code, 0) << answer.err;
        EXPECT_NE(answer.out.find(reason), std::string::npos) << request << answer.out;
    }
}

TEST(MediaWorker, DrawsAPreviewInsideItsCage) {
    auto const file = test::sampleFolder() / "preview.png";
    auto const answer =
        worker("slogan-preview " + file.string(),
               R"({"style":{"text":"安全第一 119"},"width":96,"height":16,"scale":4})");
    ASSERT_EQ(answer.code, 0) << answer.err;
    EXPECT_TRUE(answer.object().at("accepted").as_bool()) << answer.out;
    auto const picture = worker("probe " + file.string()).object();
    EXPECT_EQ(picture.at("width"), 384);
    EXPECT_EQ(picture.at("height"), 64);
    auto const refused = worker("slogan-preview " + file.string(),
                                R"({"style":{"text":"a"},"width":96,"height":16,"scale":99})");
    EXPECT_FALSE(refused.object().at("accepted").as_bool()) << refused.out;
}

TEST(MediaWorker, TakesACharacterThatNoFontHasFromItsPicture) {
    auto const picture = test::madeByFfmpeg(
        "-f lavfi -i color=white:s=200x200,drawbox=x=40:y=40:w=120:h=120:color=black:t=fill "
        "-frames:v 1",
        "png");
    auto const answer = worker("character " + picture.string()).object();
    ASSERT_TRUE(answer.at("done").as_bool());
    json::array const characters{"U+F0000 " + std::string(answer.at("dots").as_string())};
    json::object order{{"text", "安全\xF3\xB0\x80\x80"}};
    EXPECT_FALSE(worker("slogan", json::serialize(order)).object().at("accepted").as_bool());
    order["characters"] = characters;
    auto const described = worker("slogan", json::serialize(order)).object();
    ASSERT_TRUE(described.at("accepted").as_bool());
    EXPECT_NE(described.at("canonical").as_string().find("\ndrawn U+F0000 "), std::string::npos);
    json::array const views{json::object{{"width", 96}, {"height", 24}, {"ms", 8000}}};
    json::object const check{{"style", json::object{{"text", order.at("text")}}},
                             {"characters", characters},
                             {"views", views}};
    auto const found = worker("slogan-check", json::serialize(check)).object();
    EXPECT_TRUE(found.at("findings").as_array().at(0).as_array().empty());
    json::array many(64, characters.at(0));
    order["characters"] = many;
    EXPECT_TRUE(worker("slogan", json::serialize(order)).object().at("accepted").as_bool());
    EXPECT_FALSE(worker("slogan", R"({"text":"a","characters":["U+F0000 AAAA"]})")
                     .object()
                     .at("accepted")
                     .as_bool());
    EXPECT_FALSE(
        worker("character " + test::fileOf("no", "png").string()).object().at("done").as_bool());
}

TEST(MediaWorker, RendersSegmentsAndALoopInsideItsCage) {
    auto const& folder = test::sampleFolder();
    auto const film = (folder / "segment-film.mp4").string();
    auto const slogan = (folder / "segment-slogan.mp4").string();
    auto const loop = (folder / "loop.mp4").string();
    auto const done = worker("segment " + test::sampleFilm({}).string() + " " + film,
                             R"({"kind":"film","width":96,"height":16,"frames":30})");
    ASSERT_EQ(done.code, 0) << done.err;
    auto const answer = json::parse(done.out.substr(done.out.rfind('\n', done.out.size() - 2) + 1));
    EXPECT_TRUE(answer.at("done").as_bool()) << done.out;
    EXPECT_EQ(answer.at("frames"), 30);
    EXPECT_EQ(answer.at("addedColumns"), 0);
    auto const text = std::string(
        worker("slogan", R"({"text":"安全生产"})").object().at("canonical").as_string());
    auto const drawn =
        worker("segment --slogan " + test::fileOf(text, "slogan").string() + " " + slogan,
               R"({"kind":"slogan","width":96,"height":16,"frames":20})");
    EXPECT_NE(drawn.out.find(R"("done":true)"), std::string::npos) << drawn.out << drawn.err;
    auto const joined =
        worker("join --order " + loop + " " + film + " " + slogan, R"({"order":[0,1,0]})");
    EXPECT_NE(joined.out.find(R"("frames":80)"), std::string::npos) << joined.out << joined.err;
    EXPECT_EQ(worker("probe " + loop).object().at("frames"), 80);
}

TEST(MediaWorker, RefusesOrdersOfSegmentsAndLoopsWithTheReason) {
    auto const film = test::sampleFilm({}).string();
    auto const out = (test::sampleFolder() / "refused.mp4").string();
    struct Case {
        char const *order, *word;
    };
    for (auto const& [order, word] :
         {Case{R"({"kind":"poem"})", "film, picture or slogan"},
          Case{R"({"frames":"x"})", "frames"},
          Case{R"({"kind":"slogan","width":9,"height":9,"frames":1})", "--slogan"},
          Case{R"({"width":9,"height":9})", "frames"}, Case{R"({"size":1})", "size"}}) {
        auto const answer = worker("segment " + film + " " + out, order).object();
        EXPECT_EQ(answer.at("fault").as_string(), "order") << order;
        EXPECT_NE(std::string(answer.at("reason").as_string()).find(word), std::string::npos)
            << answer.at("reason");
    }
    for (auto const* const order :
         {"{}", R"({"order":[]})", R"({"order":[1]})", R"({"order":["0"]})"}) {
        auto const answer = worker("join --order " + out + " " + film, order).object();
        EXPECT_EQ(answer.at("fault").as_string(), "order") << order;
    }
}

}  // namespace
}  // namespace tocsin::media
