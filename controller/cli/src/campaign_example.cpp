// SPDX-License-Identifier: Apache-2.0
#include "campaign_example.hpp"

#include <fmt/format.h>

namespace tocsin::cli {
namespace {

// {0} and {1}: the first and the last day. The slogan lets the file be tried before any film is
// there; the screen has to be put in, so that a trial is for no screen by mistake.
constexpr char kEnglish[] =
    R"(# A campaign: what is shown, on which screens, when and how often. A # begins a comment.
# The name of this file without .toml is the campaign's id: a-z 0-9 - _ . only, e.g. fire-2026.toml.
# Edit it, then: tocsin campaign apply FILE.toml     (mistakes are named with their line)
format = "tocsin-campaign/1"
title = "Safety month: fire prevention"   # what people call it

class = "normal"                          # mandatory, key, normal; or filler: fills what is left, needs no [pacing]
from = {0}                         # first and last day, both included
to = {1}
# days = ["mon", "tue", "wed", "thu", "fri"]   # without this line: every day
# except = [{0}]                   # days left out

# What is shown: handles of films and pictures (tocsin media list; tocsin media add FILE brings one
# in), names of slogans below, playlists as "playlist:HANDLE". With a film: items = ["fire-film", "theme"]
items = ["theme"]

[pacing]                                  # how often on each screen, all items together
plays_per_hour = 20                       # or plays_per_day = 100, or share = 0.25 of the time

[targets]                                 # which screens; what one of these lines names is meant
screens = ["gate-led"]                    # their ids: tocsin screen list; put in yours
# tags = ["outdoor"]                      # all screens with this tag
# units = ["hospital-1"]                  # all screens of this unit and those below it
# all = true                              # all screens of the unit whose campaign it is

# At which hours, on the clock of each screen. Without a [[daypart]]: all day.
[[daypart]]
from = "07:00"
to = "09:30"

[[daypart]]
from = "17:00"
to = "20:00"

# A slogan is drawn at each screen's own pixels; its name stands in items above. Without one in
# items, take this table out.
[[slogan]]
name = "theme"
text = "Everyone talks safety, everyone knows what to do"
seconds = 10
colour = "#ffdc00"
background = "#a00000"
)";

constexpr char kChinese[] =
    R"(# 播放任务：播什么、在哪些屏、什么时候、播多少次。# 后面是说明，不起作用。
# 本文件的文件名（不含 .toml）就是任务编号，只能用 a-z 0-9 - _ . ，例如 fire-2026.toml。
# 改好后运行：tocsin campaign apply 文件.toml     （有错会指出是哪一行）
format = "tocsin-campaign/1"
title = "安全生产月 · 消防宣传"           # 名称，可用中文

class = "normal"                          # 级别：mandatory 上级必播，key 重点，normal 一般；filler 垫播，填补空余，不需要 [pacing]
from = {0}                         # 第一天和最后一天，都包括在内
to = {1}
# days = ["mon", "tue", "wed", "thu", "fri"]   # 星期几；没有这一行：每天
# except = [{0}]                   # 不播的日子

# 播什么：视频、图片的素材名（tocsin media list 查看，tocsin media add 文件 添加）、
# 下面的标语名、播放列表 "playlist:列表名"。有视频时写成 items = ["fire-film", "theme"]
items = ["theme"]

[pacing]                                  # 频次：每块屏，全部节目合计
plays_per_hour = 20                       # 每小时次数；或 plays_per_day = 100 每天次数，或 share = 0.25 占播出时间的比例

[targets]                                 # 投放范围：符合其中任何一行的屏幕
screens = ["gate-led"]                    # 屏幕编号：用 tocsin screen list 查看，改成您的屏幕
# tags = ["outdoor"]                      # 带此标签的全部屏幕
# units = ["hospital-1"]                  # 此单位及其下级单位的全部屏幕
# all = true                              # 本任务所属单位的全部屏幕

# 播出时段，按各屏当地时间。没有 [[daypart]]：全天。
[[daypart]]
from = "07:00"
to = "09:30"

[[daypart]]
from = "17:00"
to = "20:00"

# 标语按每块屏自身的像素绘制，名称写在上面的 items 里。items 里不用时请删去以下各行。
[[slogan]]
name = "theme"
text = "人人讲安全 个个会应急"
seconds = 10
colour = "#ffdc00"
background = "#a00000"
)";

std::string dayText(std::chrono::year_month_day day) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

}  // namespace

std::string exampleCampaign(Language language, std::chrono::year_month_day today) {
    auto const month =
        std::chrono::year_month(today.year(), today.month()) + std::chrono::months(1);
    std::chrono::year_month_day const last = month / std::chrono::last;
    return fmt::format(fmt::runtime(language == Language::chinese ? kChinese : kEnglish),
                       dayText(month / std::chrono::day(1)), dayText(last));
}

}  // namespace tocsin::cli
