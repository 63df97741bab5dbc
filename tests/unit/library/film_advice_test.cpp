// SPDX-License-Identifier: Apache-2.0
// What an editor is told of a film.
#include "film_advice.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace tocsin::library {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FilmReport fine() {
    FilmReport out;
    out.duration = Milliseconds(60'000);
    out.sound = true;
    out.integrated = -23;
    out.truePeak = -2;
    return out;
}

FilmPart part(std::int64_t from, std::int64_t to) {
    return {Milliseconds(from), Milliseconds(to)};
}

std::vector<std::string> codes(FilmReport const& report) {
    std::vector<std::string> out;
    for (auto const& finding : filmAdvice(report)) {
        out.push_back(finding.code);
    }
    return out;
}

TEST(FilmAdvice, SaysNothingOfAGoodFilm) {
    EXPECT_THAT(codes(fine()), IsEmpty());
}

TEST(FilmAdvice, TellsBlackAtTheEndsFromBlackInside) {
    auto report = fine();
    report.black = {part(0, 1'400), part(20'000, 21'000), part(30'000, 32'600),
                    part(58'000, 60'000)};
    auto const told = filmAdvice(report);
    EXPECT_THAT(codes(report), ElementsAre("black-start", "black-end", "black-part"));
    EXPECT_THAT(told[0].message, HasSubstr("begins with 1.4 s of black"));
    EXPECT_THAT(told[0].chinese, HasSubstr("片头有 1.4 秒黑屏"));
    EXPECT_THAT(told[1].message, HasSubstr("ends with 2.0 s"));
    EXPECT_THAT(told[2].message, HasSubstr("black at 0:30.0–0:32.6; is")) << "a second is a cut";
    report.black = {part(0, 800), part(59'200, 60'000)};
    EXPECT_THAT(codes(report), IsEmpty()) << "under a second nobody minds";
}

TEST(FilmAdvice, OfAFilmThatIsBlackAllThroughSaysOnlyThat) {
    auto report = fine();
    report.sound = false;
    report.black = report.frozen = {part(0, 60'000)};
    EXPECT_THAT(codes(report), ElementsAre("black-all"));
}

TEST(FilmAdvice, TellsStillsThatAreNotBlack) {
    auto report = fine();
    report.black = {part(20'000, 31'000)};
    report.frozen = {part(5'000, 14'000), part(20'000, 31'000), part(40'000, 55'000)};
    EXPECT_THAT(codes(report), ElementsAre("black-part", "still-part"));
    EXPECT_THAT(filmAdvice(report)[1].message, HasSubstr("still at 0:40.0–0:55.0; is"));
    report = fine();
    report.frozen = {part(0, 60'000)};
    EXPECT_THAT(codes(report), ElementsAre("still-all"));
}

TEST(FilmAdvice, NamesThreePlacesAndCountsTheRest) {
    auto report = fine();
    for (int i = 1; i <= 5; ++i) {
        report.black.push_back(part(i * 10'000, i * 10'000 + 2'000));
    }
    auto const told = filmAdvice(report);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_THAT(told[0].message, HasSubstr("0:30.0–0:32.0 and 2 more;"));
    EXPECT_THAT(told[0].chinese, HasSubstr("等 5 处"));
}

TEST(FilmAdvice, ComparesLoudnessWithTheHouse) {
    auto report = fine();
    report.integrated = -14.5;
    EXPECT_THAT(codes(report), ElementsAre("loud"));
    EXPECT_THAT(filmAdvice(report)[0].message, HasSubstr("8 dB louder")) << "8.5, to the even";
    report.integrated = -33;
    EXPECT_THAT(codes(report), ElementsAre("quiet"));
    report.integrated = -70;
    report.silent = {part(0, 60'000)};
    EXPECT_THAT(codes(report), ElementsAre("no-sound"));
    report.sound = false;
    EXPECT_THAT(codes(report), IsEmpty()) << "a silent film is no fault";
}

TEST(FilmAdvice, TellsLongSilence) {
    auto report = fine();
    report.silent = {part(1'000, 9'000), part(30'000, 41'000)};
    EXPECT_THAT(codes(report), ElementsAre("silent-part"));
    EXPECT_THAT(filmAdvice(report)[0].message, HasSubstr("0:30.0–0:41.0"));
}

TEST(FilmAdvice, TellsWhereBarsAre) {
    auto report = fine();
    report.top = report.bottom = 125;
    EXPECT_THAT(filmAdvice(report).at(0).message,
                HasSubstr("bars above and below (0 % of the width, 25 % of the height)"));
    report.left = report.right = 100;
    EXPECT_THAT(filmAdvice(report).at(0).message, HasSubstr("on all sides (20 %"));
    report = fine();
    report.left = 30;
    EXPECT_THAT(codes(report), IsEmpty()) << "a narrow edge";
}

TEST(AFilmReport, ComesBackAsItWasWritten) {
    auto report = fine();
    report.black = {part(0, 1'400)};
    report.silent = {part(5, 700)};
    report.left = 7;
    auto const read = readFilmReport(filmReportText(report));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, report);
}

TEST(AFilmReport, ThatMakesNoSenseIsRefused) {
    auto const good = filmReportText(fine());
    auto const spoilt = [&](std::string const& what, std::string const& by) {
        auto text = good;
        return text.replace(text.find(what), what.size(), by);
    };
    for (auto const& text :
         {std::string("{}"), std::string("nonsense"), spoilt("\"black\":[]", "\"black\":[[9,1]]"),
          spoilt("\"black\":[]", "\"black\":[[1]]"), spoilt("\"black\":[]", "\"black\":7"),
          spoilt("\"left\":0", "\"left\":1001"), spoilt("-2.3E1", "\"loud\"")}) {
        EXPECT_FALSE(readFilmReport(text)) << text;
    }
}

}  // namespace
}  // namespace tocsin::library
