// SPDX-License-Identifier: Apache-2.0
// The refusals that people read every day, in Chinese. They are known by their English sentence, so
// that rooms say each of them once and errors stay one line; what is not here is shown in English.
#include "problem_chinese.hpp"

#include <optional>
#include <vector>

namespace tocsin::access {
namespace {

constexpr std::string_view kGap = "{}";

/// A gap of the English sentence, "{}", is what it quotes, and stands in the Chinese one in the
/// same order. The first that fits counts.
struct Sentence {
    std::string_view english, chinese;
};

constexpr Sentence kSentences[] = {
    {"this needs an account: sign in first (tocsin login)",
     "此操作需要账号：请先登录（tocsin login）"},
    {"the session or token has ended or is not known; sign in again",
     "会话或令牌已失效：请重新登录"},
    {"account or password is wrong", "账号或密码不正确"},
    {"too many wrong passwords; try again in {} seconds", "密码错误次数过多：请 {} 秒后再试"},
    {"this needs the right {}, which your account does not have; ask an administrator",
     "没有权限：此操作需要权限 {}，您的账号没有；请联系管理员"},
    {"this concerns all units, and your right {} holds for some of them only",
     "没有权限：此操作涉及全部单位，而您的权限 {} 只适用于其中一部分"},
    {"this concerns all units; name one of yours",
     "没有权限：此操作涉及全部单位；请指定您有权限的单位"},
    {"this belongs to another unit, for which you do not have the right {}",
     "没有权限：对象属于其他单位，您在该单位没有权限 {}"},
    {"a person has to do this: sign in, a token cannot confirm it",
     "此操作须由本人确认：请登录后操作，令牌不能代替"},
    {"this has to be confirmed with a second factor, and your account has none: set one up first "
     "(tocsin factor totp, or tocsin factor pin)",
     "此操作需要二次确认，而您的账号尚未设置：请先设置（tocsin factor totp 或 tocsin factor pin）"},
    {"this has to be confirmed with your TOTP code, or with your PIN at a duty station",
     "此操作需要二次确认：请给出动态口令，或在值守工位给出 PIN 码"},
    {"the code is wrong, or was used already; wait for the next one",
     "口令不正确或已使用过：请等待下一个口令"},
    {"too many wrong codes; wait a few minutes", "口令错误次数过多：请过几分钟再试"},
    {"a PIN counts only at a registered duty station; give a TOTP code, or have this computer "
     "registered (tocsin station register)",
     "PIN 码仅在已登记的值守工位有效：请改用动态口令，或登记本机（tocsin station register）"},
    {"there is no campaign \"{}\"; tocsin campaign list shows those there are",
     "没有播放任务“{}”；用 tocsin campaign list 查看现有任务"},
    {"there is no screen \"{}\"; {}", "没有屏幕“{}”；用 tocsin screen list 查看现有屏幕"},
    {"there is no screen \"{}\"", "没有屏幕“{}”；用 tocsin screen list 查看现有屏幕"},
    {"there is no asset \"{}\"; see tocsin media list",
     "没有素材“{}”；用 tocsin media list 查看现有素材"},
    {"campaign \"{}\" is draft; submit it first: {}", "播放任务“{}”还是草稿：请先提交：{}"},
    {"campaign \"{}\" is approved already; to change it apply a changed file, to end it: {}",
     "播放任务“{}”已经批准：修改请重新 apply 改后的文件，结束请运行：{}"},
    {"campaign \"{}\" is retired; apply its file again to begin anew",
     "播放任务“{}”已停用：请重新 apply 其文件"},
    {"there is no warning \"{}\"; tocsin warn list --all shows those there are",
     "没有预警“{}”；用 tocsin warn list --all 查看现有预警"},
    {"there is no template \"{}\"; tocsin warn templates shows those there are",
     "没有模板“{}”；用 tocsin warn templates 查看现有模板"},
    {"template {} needs the field {} ({})", "模板 {} 需要填写字段 {}（{}）"},
    {"no screen of this site is meant by that, so it is not raised; name others, or look with a "
     "preview why not",
     "没有任何屏幕符合条件，预警未发布：请另行指定屏幕、单位、标签或区域"},
    {"screen {} belongs to another unit, for which you do not have the right {}",
     "没有权限：屏幕 {} 属于其他单位，您在该单位没有权限 {}"},
    {"you asked for it yourself; another person with the same right releases it",
     "这是您本人提出的：须由另一位有同样权限的人核发"},
    {"nothing of warning {} waits for a release", "预警 {} 没有等待核发的内容"},
    {"warning {} waits for its release and is on no screen yet; release or reject it",
     "预警 {} 还在等待核发，尚未上屏：请核发或退回"},
    {"warning {} is over; raise another if it is needed", "预警 {} 已结束：需要时请重新发布"},
    {"it lasts too long: at most {}; it can be extended later",
     "有效期过长：最长 {}，之后可以延期"},
    {"no change \"{}\" waits for a second person: {}",
     "没有等待确认的更改“{}”：可能已确认、已取消或已过期；见 tocsin change list"},
    {"you asked for it yourself; another person with the same right confirms it",
     "这是您本人提出的更改：须由另一位有同样权限的人确认"},
    {"a person has to confirm it: sign in, a token cannot",
     "须由本人确认：请登录后操作，令牌不能代替"},
    {"it takes the right {} for all that it reaches, which you do not have",
     "没有权限：须对其涉及的全部范围具有权限 {}"},
};

/// What stands in the gaps of `pattern`, if that is the shape of `text`. A gap ends where the text
/// behind it stands for the first time; what is last reaches to the end.
std::optional<std::vector<std::string_view>> gapsOf(std::string_view pattern,
                                                    std::string_view text) {
    std::vector<std::string_view> out;
    for (;;) {
        auto const gap = pattern.find(kGap);
        if (gap == std::string_view::npos) {
            return text == pattern ? std::optional(out) : std::nullopt;
        }
        if (!text.starts_with(pattern.substr(0, gap))) {
            return std::nullopt;
        }
        text.remove_prefix(gap);
        pattern.remove_prefix(gap + kGap.size());
        auto const behind = pattern.substr(0, pattern.find(kGap));
        bool const isLast = behind.size() == pattern.size();
        if (isLast && !text.ends_with(behind)) {
            return std::nullopt;
        }
        auto const end = isLast ? text.size() - behind.size() : text.find(behind);
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        out.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

std::string filled(std::string_view pattern, std::vector<std::string_view> const& gaps) {
    std::string out;
    for (auto const& gap : gaps) {
        auto const at = pattern.find(kGap);
        if (at == std::string_view::npos) {
            break;  // the Chinese sentence says it without
        }
        out.append(pattern.substr(0, at)).append(gap);
        pattern.remove_prefix(at + kGap.size());
    }
    return out.append(pattern);
}

}  // namespace

std::string inChinese(std::string_view english) {
    for (auto const& sentence : kSentences) {
        if (auto const gaps = gapsOf(sentence.english, english)) {
            return filled(sentence.chinese, *gaps);
        }
    }
    return "";
}

}  // namespace tocsin::access
