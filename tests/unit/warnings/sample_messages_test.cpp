// SPDX-License-Identifier: Apache-2.0
// Messages and feeds of other people, if there are any beside the repository: each has its verdict.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cap_samples.hpp"
#include "tocsin/warnings/cap_meaning.hpp"

namespace tocsin::warnings {
namespace {

std::filesystem::path samples() {
    auto const* named = std::getenv("TOCSIN_CAP_SAMPLES");
    return named != nullptr ? named : TOCSIN_CAP_SAMPLES;
}

std::string contentOf(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class SampleMessages : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::is_directory(samples())) {
            GTEST_SKIP() << "no messages in " << samples().string()
                         << "; TOCSIN_CAP_SAMPLES may name a folder with some";
        }
    }
    static std::vector<std::filesystem::path> filesIn(std::string const& folder) {
        std::vector<std::filesystem::path> out;
        std::error_code missing;
        for (auto const& entry : std::filesystem::directory_iterator(samples() / folder, missing)) {
            out.push_back(entry.path());
        }
        return out;
    }
    static CapReading read(std::string const& file) { return readCap(contentOf(samples() / file)); }
};

TEST_F(SampleMessages, ValidOnesAreAccepted) {
    for (std::string const folder : {"valid", "china"}) {
        EXPECT_FALSE(filesIn(folder).empty());
        for (auto const& file : filesIn(folder)) {
            auto const reading = readCap(contentOf(file));
            EXPECT_TRUE(reading.message)
                << file.filename() << testing::PrintToString(said(reading));
        }
    }
    EXPECT_TRUE(read("valid/google_no_optional_fields.cap").message->infos.empty());
    EXPECT_TRUE(read("valid/wmo_sc_valid.xml").message->isSigned);
    EXPECT_EQ(read("valid/google_weather.cap").message->minor, 1);
    EXPECT_THAT(read("valid/google_earthquake-iso8859-1.cap").message->infos.at(0).headline,
                testing::HasSubstr("Usulután"));
}

TEST_F(SampleMessages, AttacksAreRefused) {
    EXPECT_FALSE(filesIn("attack").empty());
    for (auto const& file : filesIn("attack")) {
        EXPECT_FALSE(readCap(contentOf(file)).message) << file.filename();
    }
}

TEST_F(SampleMessages, InvalidOnesAreRefusedForTheirReason) {
    struct Refusal {
        std::string file, code;
    };
    Refusal const refusals[]{
        {"bad_open_polygon.xml", "INVALID_POLYGON"},
        {"bad_references_malformed.xml", "INVALID_REFERENCES"},
        {"google_invalid.cap", "MISSING_REQUIRED_ELEMENT"},
        {"google_canada_errors.cap", "INVALID_REFERENCES"},
        {"wmo_sc_invalid_schema.xml", "OTHER"},
    };
    for (auto const& refusal : refusals) {
        auto const reading = read("invalid/" + refusal.file);
        EXPECT_FALSE(reading.message) << refusal.file;
        ASSERT_FALSE(reading.findings.empty()) << refusal.file;
        EXPECT_EQ(reading.findings[0].code, refusal.code) << refusal.file;
    }
    auto const zulu = read("invalid/bad_sent_zulu.xml");
    EXPECT_TRUE(zulu.message);
    EXPECT_NE(findingOf(zulu, "INVALID_DATE"), nullptr);
    // Who may cancel what is decided where all messages are known.
    EXPECT_TRUE(read("invalid/bad_cancel_wrong_sender.xml").message);
}

TEST_F(SampleMessages, ChineseOnesHaveTheirColours) {
    using playlists::WarningLevel;
    struct Sample {
        std::string file;
        CapUse use;
        WarningLevel level;
    };
    Sample const all[]{
        {"cn_1_alert_blue.xml", CapUse::show, WarningLevel::blue},
        {"cn_2_alert_yellow.xml", CapUse::show, WarningLevel::yellow},
        {"cn_3_alert_orange.xml", CapUse::show, WarningLevel::orange},
        {"cn_4_alert_red.xml", CapUse::show, WarningLevel::red},
        {"cn_5_update_orange_to_red.xml", CapUse::show, WarningLevel::red},
        {"cn_6_cancel.xml", CapUse::allClear, WarningLevel::red},
        {"cn_7_test_status.xml", CapUse::drill, WarningLevel::red},
    };
    for (auto const& sample : all) {
        auto const reading = read("china/" + sample.file);
        ASSERT_TRUE(reading.message) << sample.file;
        auto const now = reading.message->head.key.sent + std::chrono::minutes(1);
        auto const meaning = meaningOf(*reading.message, now, {});
        EXPECT_EQ(meaning.use, sample.use) << sample.file;
        EXPECT_EQ(meaning.level, sample.level) << sample.file;
        EXPECT_EQ(meaning.icon, sample.use == CapUse::allClear ? "clear" : "rain") << sample.file;
    }
    auto const endless = read("china/cn_10_no_expires.xml");
    EXPECT_TRUE(meaningOf(*endless.message, endless.message->head.key.sent, {}).lastsByDefault);
}

TEST_F(SampleMessages, FeedsAreRead) {
    struct Sample {
        std::string file;
        FeedReading::Kind kind;
        bool embedded;
    };
    Sample const all[]{
        {"google_weather.atom", FeedReading::Kind::atom, true},
        {"google_weather_index.atom", FeedReading::Kind::atom, false},
        {"google_ny_index.rss", FeedReading::Kind::rss, false},
        {"google_bushfire_valid.edxlde", FeedReading::Kind::edxl, true},
    };
    for (auto const& sample : all) {
        auto const reading = readFeed(contentOf(samples() / "feeds" / sample.file));
        ASSERT_TRUE(reading) << sample.file << reading.error().message;
        EXPECT_EQ(reading->kind, sample.kind) << sample.file;
        EXPECT_FALSE(reading->entries.empty()) << sample.file;
        for (auto const& entry : reading->entries) {
            EXPECT_EQ(!entry.cap.empty(), sample.embedded) << sample.file;
            EXPECT_EQ(entry.cap.empty() || readCap(entry.cap).message.has_value(), true);
            EXPECT_TRUE(sample.embedded || entry.link.starts_with("http")) << sample.file;
        }
    }
}

}  // namespace
}  // namespace tocsin::warnings
