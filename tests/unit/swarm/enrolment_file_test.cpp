// SPDX-License-Identifier: Apache-2.0
#include "enrolment_file.hpp"

#include <gmock/gmock.h>

namespace tocsin::swarm {
namespace {

using testing::HasSubstr;

TEST(EnrolmentFile, IsReadInEitherLanguage) {
    std::vector<Enrolment> const expected{{"bar", "aa.bb", 192, 32}, {"gate", "cc.bb", 960, 540}};
    EXPECT_EQ(parseEnrolments("screen,name,unit,size,token,expires,command\r\n"
                              "bar,Bar,bureau,192x32,aa.bb,2026-06-08T00:00:00Z,tocsin-player\r\n"
                              "gate,\"East, \"\"outdoor\"\"\",bureau,960x540,cc.bb,x,y\r\n")
                  .value(),
              expected);
    EXPECT_EQ(parseEnrolments("\xEF\xBB\xBF编号,名称,单位,尺寸,令牌,有效期至,启动命令\r\n"
                              "bar,文字屏,bureau,192x32,aa.bb,x,y\r\n"
                              "gate,\"东门, 户外\",bureau,960x540,cc.bb,x,y\r\n")
                  .value(),
              expected);
}

TEST(EnrolmentFile, NamesTheLineThatIsWrong) {
    EXPECT_THAT(parseEnrolments("id,name\r\n").error().message, HasSubstr("line 1"));
    for (auto const* line :
         {"bar,192x,t", "bar,0x32,t", "bar,192x32,", ",192x32,t", "bar,192x32", "bar,99999x32,t"}) {
        auto const text = std::string("screen,size,token\r\na,1x1,t\r\n") + line + "\r\n";
        auto const out = parseEnrolments(text);
        ASSERT_FALSE(out) << line;
        EXPECT_THAT(out.error().message, HasSubstr("line 3")) << line;
    }
    EXPECT_EQ(readEnrolments("/nowhere/tokens.csv").error().code, Errc::notFound);
}

TEST(EnrolmentFile, KnowsWhichControllerATokenIsOf) {
    EXPECT_EQ(rootIn("0011.aabb"), "aabb");
    EXPECT_EQ(rootIn("0011"), "");
}

}  // namespace
}  // namespace tocsin::swarm
