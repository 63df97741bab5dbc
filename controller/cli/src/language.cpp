// SPDX-License-Identifier: Apache-2.0
// The message table. Texts with {} are filled in by the caller with fmt.
#include "language.hpp"

#include <array>
#include <cstddef>
#include <utility>

#include "fields.hpp"

namespace tocsin::cli {
namespace {

struct Entry {
    Text text;
    std::string_view english;
    std::string_view chinese;
};

constexpr Entry kTexts[] = {
    {Text::screen, "screen", "屏幕"},
    {Text::name, "name", "名称"},
    {Text::unit, "unit", "单位"},
    {Text::size, "size", "尺寸"},
    {Text::zone, "zone", "时区"},
    {Text::tags, "tags", "标签"},
    {Text::player, "player", "播放端"},
    {Text::opening, "opening hours", "开屏时间"},
    {Text::seed, "sync group", "同步组"},
    {Text::handle, "handle", "素材"},
    {Text::kind, "kind", "类型"},
    {Text::title, "title", "标题"},
    {Text::length, "length", "时长"},
    {Text::pixels, "pixels", "像素"},
    {Text::codec, "codec", "编码"},
    {Text::sound, "sound", "声音"},
    {Text::bytes, "bytes", "字节"},
    {Text::digest, "digest", "摘要"},
    {Text::category, "category", "类别"},
    {Text::usable, "usable", "可用日期"},
    {Text::fit, "fit", "填充方式"},
    {Text::campaign, "campaign", "播放任务"},
    {Text::priority, "class", "级别"},
    {Text::from, "from", "起"},
    {Text::to, "to", "止"},
    {Text::items, "items", "节目"},
    {Text::targets, "targets", "投放范围"},
    {Text::revision, "revision", "版本"},
    {Text::owner, "owner", "负责人"},
    {Text::changed, "changed", "修改时间"},
    {Text::added, "added", "添加时间"},
    {Text::state, "state", "状态"},
    {Text::nowShowing, "now showing", "正在播出"},
    {Text::position, "position", "进度"},
    {Text::completePlays, "complete", "完整播放"},
    {Text::repeatedFrames, "repeated frames", "重复帧"},
    {Text::lastContact, "last contact", "最近联系"},
    {Text::remark, "remark", "备注"},
    {Text::asset, "asset", "素材"},
    {Text::hour, "hour", "小时"},
    {Text::planned, "planned", "计划"},
    {Text::complete, "complete", "完整"},
    {Text::partial, "partial", "不完整"},
    {Text::cut, "cut", "截断"},
    {Text::other, "other", "其他"},
    {Text::shown, "shown", "播出时长"},
    {Text::completion, "completion", "完成率"},
    {Text::makeGood, "make-good", "计划补播"},
    {Text::total, "total", "合计"},
    {Text::yes, "yes", "有"},
    {Text::no, "no", "无"},
    {Text::bound, "bound", "已绑定"},
    {Text::notBound, "no player", "未绑定"},
    {Text::retired, "retired", "已停用"},
    {Text::token, "token (shown once)", "令牌(仅显示一次)"},
    {Text::never, "never", "从未"},
    {Text::filmKind, "film", "视频"},
    {Text::pictureKind, "picture", "图片"},
    {Text::sloganKind, "slogan", "标语"},
    {Text::streamKind, "stream", "直播流"},
    {Text::draft, "draft", "草稿"},
    {Text::submitted, "submitted", "待审批"},
    {Text::approved, "approved", "已批准"},
    {Text::playing, "playing", "正常播出"},
    {Text::showsOther, "other", "内容不符"},
    {Text::dark, "dark", "按计划关屏"},
    {Text::fallback, "fallback", "备播"},
    {Text::offline, "offline", "离线"},
    {Text::unbound, "unbound", "未绑定"},
    {Text::waiting, "waiting", "待播"},
    {Text::unknown, "unknown", "状态不明"},
    {Text::nothingToList, "nothing to list", "没有记录"},
    {Text::nextSubmit, "next: tocsin campaign submit {}", "下一步: tocsin campaign submit {}"},
    {Text::nextApprove, "next: tocsin campaign approve {}", "下一步: tocsin campaign approve {}"},
    {Text::nextPlan, "goes to its screens; see: tocsin plan --screen S --date D",
     "已下发到屏幕; 查看: tocsin plan --screen S --date D"},
    {Text::startPlayer, "next, on the device:", "下一步, 在播放设备上运行:"},
    {Text::warning, "warning", "提示"},
    {Text::notReleased,
     "this plan has not gone to the screen: nothing is released for this day yet",
     "此播出单尚未下发: 这一天还没有已发布的计划"},
    {Text::statusHead, "controller {}, {} of {} screens online", "控制器 {}, 在线 {}/{} 块屏"},
    {Text::reportNote,
     "planned: plays that begin in the interval; cut: plays that a changed plan cut, not counted "
     "as "
     "planned; other: shown, but not planned",
     "计划: 在区间内开始的播放; 截断: 因计划变更被切断的播放, 不计入计划; 其他: "
     "播出了但不在计划内"},
    {Text::uploaded, "{}: {} ({}, {})", "{}: {} ({}, {})"},
    {Text::busy, "{}: the controller is busy with other uploads; trying again in {} s",
     "{}: 控制器正忙于其他上传; {} 秒后重试"},
    {Text::uploading, "{} %, {:.1f} MB/s, {} left", "{} %, {:.1f} MB/s, 剩余 {}"},
    {Text::examining, "sent; the controller examines it", "已上传; 控制器正在检查"},
    {Text::checkingFrames, "sent; it plays, every frame is being checked",
     "已上传; 可以播放, 正在逐帧检查"},
    {Text::converting, "converted for screens: {}", "正在转换为屏幕可播放的格式: {}"},
    {Text::conversionWaits, "waits to be converted", "等待转换"},
    {Text::conversionPaused, "conversion paused", "转换已暂停"},
    {Text::conversionFailed, "cannot be converted", "无法转换"},
    {Text::conversionRuns, "being converted", "正在转换"},
    {Text::conversionDone, "converted", "已转换"},
    {Text::conversionGoesOn,
     "{0}: the controller goes on converting it; tocsin media show {0} tells how far it is",
     "{0}: 控制器会继续转换; 用 tocsin media show {0} 查看进度"},
    {Text::conversionsChanged, "conversions changed: {}", "已更改的转换任务: {}"},
    {Text::notReady, "not ready", "尚不可播"},
    {Text::conversionMaster, "house master", "标准母版"},
    {Text::conversionWhat, "made for", "用途"},
    {Text::conversionProgress, "done", "进度"},
    {Text::brokeOff, "{}: interrupted at {} % ({}); going on as soon as it can",
     "{}: 上传到 {} % 时中断 ({}); 恢复后自动继续"},
    {Text::goesOn, "{}: goes on at {} %, where it stopped before",
     "{}: 从上次中断处 ({} %) 继续上传"},
    {Text::interruptedAt, "{}: interrupted at {} %; the same command goes on from there",
     "{}: 在 {} % 处停止; 再次运行同一命令即可继续"},
    {Text::explainHead, "{0} at {1} shows {3} of campaign {4} ({2}), because",
     "{0} 在 {1} 播出播放任务 {4} 的 {3} ({2}), 原因:"},
    {Text::explainDark, "{0} at {1} is dark ({2}), because",
     "{0} 在 {1} 没有播出内容 ({2}), 原因:"},
    {Text::explainInstead,
     "note: the released plan was made before the last change and still shows {}",
     "注意: 已下发的播出单早于最近的修改, 目前仍在播出 {}"},
    {Text::explainOthers, "Not on at that moment:", "此刻未播出的播放任务:"},
    {Text::lastPlay, "last", "上一次"},
    {Text::nextPlay, "next", "下一次"},
    {Text::why, "why", "原因"},
    {Text::before, "plays now", "现有播放"},
    {Text::after, "plays then", "之后播放"},
    {Text::difference, "change", "增减"},
    {Text::diffHead, "campaign {}, revision {} ({}): what releasing it would change",
     "播放任务 {} 版本 {} ({}): 发布后的变化"},
    {Text::diffNothing, "nothing: no screen's plan would be another",
     "没有变化: 所有屏幕的播出单保持不变"},
    {Text::cloned, "{} is written; look it over, then: tocsin campaign apply {}",
     "已写入 {}; 请核对后运行: tocsin campaign apply {}"},
    {Text::cloneUndated, "fill in its first and last day (from, to)", "请填写起止日期 (from, to)"},
    {Text::cloneDropped, "line {}: {} belonged to the old year and was taken out",
     "第 {} 行: {} 属于上一年, 已去除"},
    {Text::cloneTheme, "{} still carries the old theme or year: {}", "{} 仍带有旧主题或年份: {}"},
    {Text::placement, "placement", "位置类型"},
    {Text::overlay, "overlay", "叠加"},
    {Text::ticker, "ticker", "滚动字幕"},
    {Text::overlays, "over it", "叠加内容"},
    {Text::overlayLine, "over it: {} ({}), {} to {}, {}x{} at {},{}, {} % opaque",
     "叠加: {} ({}), {} 至 {}, {}x{} 位于 {},{}, 不透明度 {} %"},
    {Text::lightAndSound, "light/sound", "亮度/音量"},
    {Text::noPower, "no power", "断电"},
    {Text::crossFade, "cross-fade", "淡入淡出"},
    {Text::gamma, "gamma", "伽马"},
    {Text::white, "white", "白平衡"},
    {Text::brightness, "brightness", "亮度"},
    {Text::volume, "volume", "音量"},
    {Text::quiet, "quiet", "静音区"},
    {Text::poweredHours, "powered", "供电时段"},
    {Text::today, "today", "今日"},
    {Text::daily, "daily", "每天"},
    {Text::hours, "hours", "时段"},
    {Text::ofWhom, "of", "对象"},
    {Text::ofTag, "tag", "标签"},
    {Text::ofUnit, "unit", "单位"},
    {Text::screens, "screens", "屏幕"},
    {Text::picture, "picture", "佐证图片"},
    {Text::takenAt, "taken", "拍摄时间"},
    {Text::cause, "why", "原因"},
    {Text::output, "output", "输出"},
    {Text::causeRequest, "asked for", "人工请求"},
    {Text::causeFirstPlay, "first play", "首播取样"},
    {Text::causeInterval, "interval", "定时取样"},
    {Text::outputDelivered, "delivered", "已送达"},
    {Text::outputUnseen, "composed only", "仅合成"},
    {Text::outputBlack, "black", "黑屏"},
    {Text::outputFrozen, "frozen", "画面静止"},
    {Text::morePictures, "there are more: --after {}", "还有更多: --after {}"},
    {Text::pictureSaved, "written to {}", "已写入 {}"},
    {Text::description, "description", "说明"},
    {Text::folder, "folder", "文件夹"},
    {Text::responsible, "owner", "归属"},
    {Text::licence, "licence", "授权"},
    {Text::broughtAs, "brought in as", "原名"},
    {Text::moreAssets, "{} of {}; the next page: --after {}",
     "共 {1} 条, 已列 {0} 条; 下一页: --after {2}"},
    {Text::deleted, "deleted", "已删除"},
    {Text::playlist, "playlist", "播放列表"},
    {Text::assets, "assets", "素材数"},
    {Text::notListed, "not in the list", "不在类别表中"},
    {Text::sloganFine, "{}x{}, {} s: can be read", "{}x{}, {} 秒: 可以看清读完"},
    {Text::sloganFaults, "{}x{}, {} s: {} to look at", "{}x{}, {} 秒: 有 {} 处需要处理"},
    {Text::wrongWord, "wrong", "错词/敏感词"},
    {Text::rightWord, "right", "正确写法"},
    {Text::note, "note", "说明"},
    {Text::activity, "activity", "活动"},
    {Text::theme, "theme", "主题"},
    {Text::period, "period", "时间"},
    {Text::wordsInList, "{} words in the list", "词表共 {} 条"},
    {Text::advice, "advice", "建议"},
    {Text::decodes, "decodes", "解码能力"},
    {Text::toBeConverted, "; it is still to be converted (tocsin media convert list)",
     "；尚待转换（tocsin media convert list）"},
    {Text::loopWritten, "{}: the loop of screen {}, {} items, {}",
     "{}：电子屏 {} 的循环节目，{} 项，{}"},
    {Text::loopByHand,
     "print {}/check-sheet.html and fill it in: plays of this screen are recorded by hand",
     "请打印并填写 {}/check-sheet.html：该屏的播放由人工填报"},
    {Text::sloganTemplate, "template", "模板"},
    {Text::sloganWords, "words", "文字"},
    {Text::sloganStyle, "style", "样式"},
    {Text::character, "character", "字"},
    {Text::characterCode, "code", "编码"},
    {Text::used, "used", "已用"},
    {Text::quota, "quota", "配额"},
    {Text::noUnit, "(no unit)", "（不属任何单位）"},
    {Text::changeNumber, "no.", "序号"},
    {Text::changedAt, "at", "时间"},
    {Text::changedBy, "who", "操作人"},
    {Text::action, "action", "操作"},
    {Text::subject, "of", "对象"},
    {Text::detail, "detail", "内容"},
    {Text::trailWhole, "{} rows, whole", "共 {} 条，完整未被改动"},
    {Text::trailBroken, "{} rows, NOT WHOLE: {}", "共 {} 条，不完整：{}"},
    {Text::trailSaved, "{} rows written to {}", "{} 条已写入 {}"},
    {Text::trustShown, "The certificate authority of {} has this fingerprint (SHA-256):",
     "{} 的根证书指纹（SHA-256）："},
    {Text::trustReplaces, "Until now another one was trusted for this address: {}",
     "此前为该地址信任的是另一根证书：{}"},
    {Text::trustAsk, "Is it the one in the controller's log? [y/N] ",
     "与控制器日志中的指纹一致吗？[y/N] "},
    {Text::trustKept, "{} is trusted from now on.", "今后信任 {}。"},
};

constexpr bool everyTextStandsAtItsPlace() {
    for (std::size_t i = 0; i < std::size(kTexts); ++i) {
        if (kTexts[i].text != static_cast<Text>(i)) {
            return false;
        }
    }
    return std::size(kTexts) == static_cast<std::size_t>(Text::count_);
}
static_assert(everyTextStandsAtItsPlace());

constexpr std::pair<std::string_view, Text> kStates[] = {
    {"film", Text::filmKind},     {"picture", Text::pictureKind}, {"slogan", Text::sloganKind},
    {"stream", Text::streamKind}, {"draft", Text::draft},         {"submitted", Text::submitted},
    {"approved", Text::approved}, {"retired", Text::retired},     {"playing", Text::playing},
    {"other", Text::showsOther},  {"dark", Text::dark},           {"fallback", Text::fallback},
    {"offline", Text::offline},   {"unbound", Text::unbound},     {"waiting", Text::waiting},
    {"unknown", Text::unknown},   {"overlay", Text::overlay},     {"ticker", Text::ticker},
};

}  // namespace

std::string_view say(Language language, Text text) {
    auto const& entry = kTexts[static_cast<std::size_t>(text)];
    return language == Language::chinese ? entry.chinese : entry.english;
}

std::string sentence(Language language, boost::json::value const& object) {
    auto chinese = language == Language::chinese ? text(object, "message_zh") : std::string();
    return chinese.empty() ? text(object, "message") : chinese;
}

std::string sayState(Language language, std::string_view state) {
    for (auto const& [word, text] : kStates) {
        if (word == state) {
            return std::string(say(language, text));
        }
    }
    return std::string(state);
}

Language languageOf(std::string_view lcAll, std::string_view lcMessages, std::string_view lang) {
    auto const deciding = !lcAll.empty() ? lcAll : !lcMessages.empty() ? lcMessages : lang;
    return deciding.substr(0, 2) == "zh" ? Language::chinese : Language::english;
}

}  // namespace tocsin::cli
