// SPDX-License-Identifier: Apache-2.0
// Whom the controller may ask, and feeds that it never could.
#include "outbound_rules.hpp"

#include <gmock/gmock.h>

namespace tocsin::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

config::ControllerConfig withFeed(std::string const& url) {
    config::ControllerConfig config;
    config.outboundHosts = {"weather.example.cn", "http://10.1.2.3:8080"};
    config.warnings.feeds = {{"weather", url, std::chrono::seconds(60)}};
    return config;
}

TEST(OutboundRules, AFeedWhoseHostIsAllowedIsRight) {
    EXPECT_TRUE(outboundRules(withFeed("https://weather.example.cn/index.atom?key=geheim")));
    EXPECT_TRUE(outboundRules(withFeed("http://10.1.2.3:8080/rss")));
}

TEST(OutboundRules, AFeedThatIsNotAllowedNamesTheLineThatWouldAllowIt) {
    auto const refusal = [](std::string const& url) {
        auto const rules = outboundRules(withFeed(url));
        EXPECT_FALSE(rules) << url;
        return rules ? std::string() : rules.error().message;
    };
    EXPECT_THAT(refusal("https://other.example.cn/index.atom?key=geheim"),
                AllOf(HasSubstr("[[warnings.feed]] weather: "),
                      HasSubstr("hosts = [\"other.example.cn\"] under [outbound]"),
                      Not(HasSubstr("geheim"))));
    EXPECT_THAT(refusal("http://weather.example.cn/"),
                HasSubstr("hosts = [\"http://weather.example.cn\"]"));
    EXPECT_THAT(refusal("https://weather.example.cn:99999/"), HasSubstr("port"));
    EXPECT_THAT(refusal("https://user:geheim@weather.example.cn/"),
                AllOf(HasSubstr("user name"), Not(HasSubstr("geheim"))));
}

}  // namespace
}  // namespace tocsin::app
