// SPDX-License-Identifier: Apache-2.0
// What a U盘 holds for a player, and when none of it is believed.
#include "carry/parcel.hpp"

#include <fstream>

#include "controller_keys.hpp"
#include "support/program.hpp"

namespace tocsin::player {
namespace {

namespace fs = std::filesystem;
using Role = messages::SigningRole;

class ParcelTest : public testing::Test {
protected:
    ParcelTest() {
        index.screen = gate;
        index.screenName = "东门户外屏";
        index.player = key.publicKey();
        index.issued = morning(0);
        messages::Welcome hail;
        hail.screen = gate;
        hail.epoch = 1;
        hail.batch = 2;
        hail.acknowledged = 300;
        lines = messages::encode({1, hail}) + "\n" +
                messages::encode({2, messages::EvidenceStored{messages::sha256("jpeg"), ""}}) +
                "\n";
    }
    [[nodiscard]] fs::path folder() const { return directory.path() / messages::kCarryFolder; }
    [[nodiscard]] fs::path of(char const* name) const {
        return folder() / messages::kCarryScreens / gate.str() / name;
    }
    static void write(fs::path const& file, std::string const& bytes) {
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    }
    void put(ControllerKeys const& by) {
        index.messages = messages::sha256(lines);
        index.messageBytes = static_cast<std::int64_t>(lines.size());
        write(of(messages::kCarryKeysFile), messages::toJson(by.envelope()));
        write(of(messages::kCarryMessagesFile), lines);
        write(of(messages::kCarryIndexFile),
              messages::toJson(messages::seal(by.key(Role::content), messages::kCarryKind,
                                              messages::toJson(index))));
    }
    [[nodiscard]] Result<Parcel> opened() const {
        return openParcel(folder(), gate, {bond, "", key.publicKey()});
    }
    [[nodiscard]] Errc refused() const {
        auto const parcel = opened();
        EXPECT_FALSE(parcel);
        return parcel ? Errc::internal : parcel.error().code;
    }

    test::TemporaryDirectory directory;
    ControllerKeys controller;
    messages::KeyPair const key = messages::KeyPair::generate();
    ScreenId const gate{"gate"};
    std::optional<Bond> bond;
    messages::CarryIndex index;
    std::string lines;
};

TEST_F(ParcelTest, OneForThisPlayerIsRead) {
    put(controller);
    auto const parcel = opened();
    ASSERT_TRUE(parcel) << parcel.error().message;
    EXPECT_EQ(parcel->carried.trust, controller.trust());
    EXPECT_EQ(parcel->carried.screen, gate);
    ASSERT_TRUE(parcel->mark);
    EXPECT_EQ(parcel->mark->sequence, 300);
    EXPECT_TRUE(parcel->pictures.contains(messages::sha256("jpeg")));
    EXPECT_EQ(screenFor(folder(), key.publicKey()), gate);
    EXPECT_FALSE(screenFor(folder(), controller.root.publicKey()));
}

TEST_F(ParcelTest, WhereThereIsNothingForTheScreenThatIsSaid) {
    EXPECT_EQ(refused(), Errc::notFound);
}

TEST_F(ParcelTest, AnotherControllersIsRefused) {
    bond = Bond{controller.trust(), gate, "gate"};
    ControllerKeys const other;
    put(other);
    EXPECT_EQ(refused(), Errc::permission);
}

TEST_F(ParcelTest, AnOlderKeySetIsRefusedAndANewerOneTakenUp) {
    auto const before = messages::toJson(controller.envelope());
    controller.rotate(Role::content);
    bond = Bond{controller.trust(), gate, "gate"};
    put(controller);
    write(of(messages::kCarryKeysFile), before);
    EXPECT_EQ(refused(), Errc::conflict);
    controller.rotate(Role::content);
    put(controller);
    auto const parcel = opened();
    ASSERT_TRUE(parcel) << parcel.error().message;
    EXPECT_EQ(parcel->carried.trust.set.generation, 3);
}

TEST_F(ParcelTest, AListOfAnotherKeyOfTheSetIsRefused) {
    put(controller);
    write(of(messages::kCarryIndexFile),
          messages::toJson(messages::seal(controller.key(Role::command), messages::kCarryKind,
                                          messages::toJson(index))));
    EXPECT_EQ(refused(), Errc::permission);
}

TEST_F(ParcelTest, OneForAnotherPlayerOrScreenIsRefused) {
    bond = Bond{controller.trust(), gate, "gate"};
    index.player = controller.root.publicKey();
    put(controller);
    EXPECT_EQ(refused(), Errc::permission);
    index.player = key.publicKey();
    index.screen = ScreenId("hall");
    put(controller);
    EXPECT_EQ(refused(), Errc::permission);
}

TEST_F(ParcelTest, ChangedOrTruncatedLinesAreDamagedAndNamed) {
    put(controller);
    for (auto const& bytes : {lines + "\n", lines.substr(0, lines.size() / 2), std::string()}) {
        write(of(messages::kCarryMessagesFile), bytes);
        auto const parcel = opened();
        ASSERT_FALSE(parcel);
        EXPECT_EQ(parcel.error().code, Errc::damaged);
        EXPECT_NE(parcel.error().message.find(messages::kCarryMessagesFile), std::string::npos);
    }
}

}  // namespace
}  // namespace tocsin::player
