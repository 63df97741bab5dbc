// SPDX-License-Identifier: Apache-2.0
// Films are looked at one after the other, with a script in the media worker's place.
#include "tocsin/library/examinations.hpp"

#include <condition_variable>
#include <fstream>
#include <mutex>

#include "shelf.hpp"

namespace tocsin::library {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Notes which file it is shown; what it answers depends on the file's words.
constexpr char kFakeWorker[] = R"(#!/bin/sh
here=$(dirname "$0")
words=$(cat "$2")
echo "$1 $words" >> "$here/told"
case "$words" in
    torn*) echo '{"done":false,"fault":"film","reason":"The film is torn.","technical":"bad atom"}' ;;
    poor*) echo '{"done":false,"fault":"machine","reason":"No memory.","technical":"ENOMEM"}' ;;
    odd*) echo '{"done":true}' ;;
    *) echo '{"progress":0.5,"frames":2}'
       echo '{"done":true,"durationMs":8000,"black":[[0,2000]],"frozen":[],"silent":[],"bars":{"left":0,"right":0,"top":0,"bottom":0},"sound":false,"integrated":-70,"truePeak":-70,"range":0}' ;;
esac
)";

class ExaminationsTest : public Shelf {
protected:
    ExaminationsTest() {
        std::ofstream(directory / "worker") << kFakeWorker;
        std::filesystem::permissions(directory / "worker", std::filesystem::perms::owner_all);
        settings_.directory = directory;
        settings_.worker = directory / "worker";
        settings_.now = [] { return fromMillis(1'000); };
        settings_.log = [this](std::string const& line) {
            std::scoped_lock const lock(mutex_);
            said_ += line + "\n";
        };
    }
    /// Works until the film has a report, whatever it says.
    void examine(store::Asset const& film) {
        Examinations examinations(*store, settings_);
        examinations.start();
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (!report(film) && said().find(film.handle) == std::string::npos &&
               std::chrono::steady_clock::now() < until) {
            std::this_thread::yield();
        }
        examinations.stop();
    }
    std::optional<store::Examination> report(store::Asset const& film) {
        return look(
            [&](store::Tx const& tx) { return tx.examinations().find(film.content.master); });
    }
    std::string said() {
        std::scoped_lock const lock(mutex_);
        return said_;
    }
    std::vector<std::string> told() {
        std::vector<std::string> out;
        std::ifstream in(directory / "told");
        for (std::string line; std::getline(in, line);) {
            out.push_back(line);
        }
        return out;
    }
    access::Routes routes() override { return library->routes(); }

    ExaminationSettings settings_;
    std::mutex mutex_;
    std::string said_;
};

TEST_F(ExaminationsTest, WhatIsFoundStandsBesideTheAssetAsAdvice) {
    auto const film = put("fire");
    EXPECT_EQ(json("GET", "/api/v1/media/fire").at("examined"), false);
    examine(film);
    auto const shown = json("GET", "/api/v1/media/fire");
    EXPECT_EQ(shown.at("examined"), true);
    ASSERT_EQ(shown.at("advice").as_array().size(), 1U);
    EXPECT_EQ(shown.at("advice").at(0).at("code"), "black-start");
    EXPECT_EQ(shown.at("advice").at(0).at("numbers").at("ms"), 2'000);
    EXPECT_THAT(told(), ElementsAre("examine fire"));
    examine(put("gas"));
    EXPECT_THAT(told(), ElementsAre("examine fire", "examine gas")) << "each film once";
}

TEST_F(ExaminationsTest, AFilmThatCannotBeLookedAtIsNotTriedAgain) {
    auto const film = put("torn");
    examine(film);
    EXPECT_THAT(said(), HasSubstr("film not examined media=torn err=\"The film is torn."));
    ASSERT_TRUE(report(film));
    EXPECT_EQ(report(film)->report, "");
    EXPECT_EQ(json("GET", "/api/v1/media/torn").at("examined"), false);
    auto const odd = put("odd");
    examine(odd);
    EXPECT_EQ(report(odd)->report, "") << "an answer that makes no sense";
}

TEST_F(ExaminationsTest, WhatTheMachineIsToBlameForIsTriedAgain) {
    auto const film = put("poor");
    examine(film);
    EXPECT_FALSE(report(film));
}

TEST_F(ExaminationsTest, OutsideTheAllowedHoursNothingIsLookedAt) {
    put("fire");
    // One second after midnight, in Greenwich.
    settings_.zone = "Etc/UTC";
    settings_.hours = playlists::Daypart{std::chrono::hours(1), std::chrono::hours(5)};
    // A look would fail at once, and say so before the thread can be stopped.
    settings_.worker = "/nonexistent/tocsin-media-worker";
    bool asked = false;
    std::condition_variable heard;
    settings_.now = [&] {
        std::scoped_lock const lock(mutex_);
        asked = true;
        heard.notify_all();
        return fromMillis(1'000);
    };
    Examinations examinations(*store, settings_);
    examinations.start();
    {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(heard.wait_for(lock, std::chrono::seconds(60), [&] { return asked; }));
    }
    examinations.stop();
    EXPECT_EQ(said(), "");
}

}  // namespace
}  // namespace tocsin::library
