// SPDX-License-Identifier: Apache-2.0
// The drop folder: what is taken in, what is refused, what is left alone.
#include <fstream>

#include "duty_room.hpp"

namespace tocsin::warnings {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class DropFolder : public DutyRoom {
protected:
    DropFolder() {
        settings_.folder = directory_ / "drop";
        settings_.senders = {{"met@example.invalid", true, {}}};
        fs::create_directories(settings_.folder);
        open();
    }
    void put(std::string const& name, std::string const& bytes) {
        std::ofstream(settings_.folder / name, std::ios::binary) << bytes;
    }
    [[nodiscard]] bool has(std::string const& name) const {
        return fs::exists(fs::symlink_status(settings_.folder / name));
    }
    [[nodiscard]] std::string read(std::string const& name) const {
        std::ifstream in(settings_.folder / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

TEST_F(DropFolder, AMessageIsTakenInAndPutAside) {
    put("rain.XML", DraftCap().xml());
    warnings_->sweepFolder();
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
    EXPECT_FALSE(has("rain.XML"));
    EXPECT_TRUE(has("done/rain.XML"));
    put("rain.XML", DraftCap().xml());
    warnings_->sweepFolder();
    EXPECT_TRUE(has("done/rain-2.XML")) << "nothing is written over";
    EXPECT_THAT(audited(), ElementsAre("cap cap.take", "cap warning.raise"));
}

TEST_F(DropFolder, AFileThatIsStillBeingWrittenIsGivenTime) {
    auto const whole = DraftCap().xml();
    put("rain.cap", whole.substr(0, whole.size() / 2));
    warnings_->sweepFolder();
    EXPECT_TRUE(has("rain.cap"));
    EXPECT_THAT(audited(), IsEmpty());
    put("rain.cap", whole);
    warnings_->sweepFolder();
    EXPECT_TRUE(has("done/rain.cap"));
}

TEST_F(DropFolder, WhatStaysUnreadableIsRefusedWithAReason) {
    put("bad.xml", "no message");
    warnings_->sweepFolder();
    warnings_->sweepFolder();
    EXPECT_FALSE(has("bad.xml"));
    EXPECT_TRUE(has("refused/bad.xml"));
    EXPECT_NE(read("refused/bad.xml.txt"), "");
    EXPECT_THAT(audited(), ElementsAre("cap cap.refuse"));
    put("big.xml", std::string(kMostCapBytes + 1, ' '));
    warnings_->sweepFolder();
    EXPECT_THAT(read("refused/big.xml.txt"), HasSubstr("4 MiB"));
}

TEST_F(DropFolder, OtherFilesHiddenOnesAndLinksStayWhereTheyAre) {
    put("rain.xml.part", DraftCap().xml());
    put(".rain.xml", DraftCap().xml());
    put("note.txt", "x");
    auto const outside = directory_ / "outside.xml";
    std::ofstream(outside) << DraftCap().xml();
    fs::create_symlink(outside, settings_.folder / "link.xml");
    fs::create_directories(settings_.folder / "folder.xml");
    warnings_->sweepFolder();
    warnings_->sweepFolder();
    for (auto const* name : {"rain.xml.part", ".rain.xml", "note.txt", "link.xml", "folder.xml"}) {
        EXPECT_TRUE(has(name)) << name;
    }
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
}

TEST_F(DropFolder, AFileStaysWhereTheControllerCannotActOnIt) {
    signer_->broken = true;
    put("rain.xml", DraftCap().xml());
    warnings_->sweepFolder();
    EXPECT_TRUE(has("rain.xml"));
    signer_->broken = false;
    warnings_->sweepFolder();
    EXPECT_TRUE(has("done/rain.xml"));
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨橙色预警信号"));
}

TEST_F(DropFolder, ASweepTakesAHundredAndTheNextTheRest) {
    for (int i = 0; i < 103; ++i) {
        put("m" + std::to_string(1'000 + i) + ".xml", "no message");
    }
    warnings_->sweepFolder();
    warnings_->sweepFolder();
    EXPECT_FALSE(has("m1099.xml"));
    EXPECT_TRUE(has("m1100.xml"));
    warnings_->sweepFolder();
    warnings_->sweepFolder();
    EXPECT_FALSE(has("m1102.xml"));
}

}  // namespace
}  // namespace tocsin::warnings
