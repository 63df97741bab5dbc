// SPDX-License-Identifier: Apache-2.0
// What the media worker says of a photograph is believed only as far as it has its form.
#include <fstream>

#include "shelf.hpp"

namespace tocsin::library {
namespace {

using testing::HasSubstr;

/// Says what stands in the file it is shown, as a worker would that the file has taken over.
constexpr char kFakeWorker[] = R"(#!/bin/sh
cat "$2"
)";

class PhotographsTest : public Shelf {
protected:
    PhotographsTest() {
        std::ofstream(directory / "worker") << kFakeWorker;
        std::filesystem::permissions(directory / "worker", std::filesystem::perms::owner_all);
        LibrarySettings settings;
        settings.directory = directory;
        settings.worker = directory / "worker";
        settings.now = [] { return fromMillis(1'000); };
        settings.diskReserveBytes = 0;
        library.reset();
        library = std::make_unique<Library>(*store, settings);
    }
    Result<media::Photograph> lookAt(std::string const& taken, std::string const& offset,
                                     std::string const& screen) {
        std::ofstream(directory / "upload")
            << boost::json::serialize(boost::json::object{{"done", true},
                                                          {"type", "image/jpeg"},
                                                          {"width", 640},
                                                          {"height", 480},
                                                          {"taken", taken},
                                                          {"offset", offset},
                                                          {"screens", boost::json::array{screen}}})
            << "\n";
        return library->lookAtPhotograph(directory / "upload");
    }
    access::Routes routes() override { return library->routes(); }
};

TEST_F(PhotographsTest, AreTakenAsTheWorkerTellsThem) {
    auto const found = lookAt("2026:06:01 08:30:00", "+08:00", "gate");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->taken, "2026:06:01 08:30:00");
    EXPECT_EQ(found->offset, "+08:00");
    EXPECT_EQ(found->screens, std::vector<std::string>{"gate"});
    EXPECT_TRUE(lookAt("", "", "gate"));
    EXPECT_TRUE(lookAt("2026:06:01 08:30:00", "-03:30", "gate"));
}

TEST_F(PhotographsTest, WithTimesOffsetsOrStickersOfAnotherFormAreRefused) {
    for (auto const* taken : {"2026-06-01 08:30:00", "2026:06:01 08:30:0", "2026:06:01T08:30:00",
                              "2026:06:01 08:30:0x", "2026:06:01 08:30:000"}) {
        auto const found = lookAt(taken, "", "gate");
        ASSERT_FALSE(found) << taken;
        EXPECT_THAT(found.error().message, HasSubstr("taken"));
    }
    for (auto const* offset : {"08:00", "+8:00", "Z", "+08:00\n"}) {
        EXPECT_FALSE(lookAt("", offset, "gate")) << offset;
    }
    for (auto const* screen : {"", "东门", "gate\n", "a\tb"}) {
        EXPECT_FALSE(lookAt("", "", screen)) << screen;
    }
}

}  // namespace
}  // namespace tocsin::library
