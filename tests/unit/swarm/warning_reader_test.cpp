// SPDX-License-Identifier: Apache-2.0
#include "warning_reader.hpp"

#include <gtest/gtest.h>

#include "swarm_fixtures.hpp"

namespace tocsin::swarm {
namespace {

std::string offerTo(std::size_t index, std::string const& envelope) {
    return messages::encode({static_cast<std::int64_t>(index) + 7,
                             messages::WarningOffer{deliveryOf(envelope, targetsOf(5), index)}});
}

TEST(WarningReader, UnderstandsWhatDecodeUnderstands) {
    Keys const keys;
    auto const envelope = sealed(warningOf(), targetsOf(5), keys);
    auto const other = sealed(warningOf(2), targetsOf(5), keys);
    WarningReader reader;
    for (auto const& text :
         {offerTo(0, envelope), offerTo(1, envelope), offerTo(4, envelope), offerTo(2, other),
          offerTo(3, other), offerTo(3, envelope), messages::encode({3, messages::Probe{}})}) {
        EXPECT_EQ(reader.read(text).value(), messages::decode(text).value()) << text;
    }
}

TEST(WarningReader, RefusesWhatDecodeRefuses) {
    Keys const keys;
    auto const envelope = sealed(warningOf(), targetsOf(5), keys);
    WarningReader reader;
    ASSERT_TRUE(reader.read(offerTo(0, envelope)));
    auto text = offerTo(1, envelope);
    text.replace(text.find("takeover"), 8, "sideways");
    EXPECT_FALSE(messages::decode(text));
    EXPECT_FALSE(reader.read(text));
    EXPECT_FALSE(reader.read("{"));
    EXPECT_FALSE(reader.read(offerTo(1, envelope).substr(0, envelope.size() / 2)));
}

}  // namespace
}  // namespace tocsin::swarm
