// SPDX-License-Identifier: Apache-2.0
#include "loop_plan.hpp"

#include <algorithm>
#include <set>

#include "overlays.hpp"
#include "tocsin/library/segments.hpp"

namespace tocsin::schedule {
namespace {

constexpr std::size_t kMostPictures = 999;  // that cards list, and three digits in their names

std::string counted(std::size_t plays) {
    return std::to_string(plays) + (plays == 1 ? " play" : " plays");
}

/// Assets that stay out, with their plays in the window, in the order in which they came.
class LeftOut {
public:
    void add(std::string const& code, std::string const& name) {
        auto const same = [&](auto const& one) { return one.code == code && one.name == name; };
        auto const found = std::find_if(ones_.begin(), ones_.end(), same);
        if (found == ones_.end()) {
            ones_.push_back({code, name, 1});
        } else {
            ++found->plays;
        }
    }
    void tell(std::vector<LoopFinding>& findings) const {
        for (auto const& [code, name, plays] : ones_) {
            findings.push_back({code, words(code, name, plays)});
        }
    }

private:
    struct One {
        std::string code, name;
        std::size_t plays;
    };
    static playlists::Words words(std::string const& code, std::string const& name,
                                  std::size_t plays) {
        auto const english = " (" + counted(plays) + ") is left out: ";
        auto const chinese = "（" + std::to_string(plays) + " 次）未编入：";
        auto const both = [&](std::string const& why, std::string const& whyChinese) {
            return playlists::Words{name + english + why, name + chinese + whyChinese};
        };
        if (code == "loop-stream") {
            return both("a live stream cannot be rendered into a file", "直播流无法渲染成文件");
        }
        if (code == "loop-live-text") {
            return both("its text tells the time, and would tell a wrong one later",
                        "文字含时间字段，日后播放时会显示错误的时间");
        }
        if (code == "loop-moves") {
            return both("it moves, and a PNG is one picture; render the loop as MP4",
                        "画面是动态的，PNG 只能保存静止画面；请改用 MP4");
        }
        return both("its file is not in the library any more; add it again",
                    "素材文件已不在素材库中，请重新上传");
    }
    std::vector<One> ones_;
};

/// Why the asset cannot stand in a loop; empty if it can.
std::string obstacle(store::Asset const* asset, LoopFormat format, SloganText const& sloganText) {
    if (asset == nullptr || asset->deleted || !asset->ready) {
        return "loop-missing";
    }
    bool const picture = format == LoopFormat::png;
    switch (asset->kind) {
        case playlists::AssetKind::stream:
            return "loop-stream";
        case playlists::AssetKind::film:
            return picture ? "loop-moves" : "";
        case playlists::AssetKind::picture:
            return "";
        case playlists::AssetKind::slogan:
            break;
    }
    auto const text = sloganText(asset->content.rendition);
    if (!text) {
        return "loop-missing";
    }
    auto const traits = sloganTraits(*text);
    return traits.tellsTime ? "loop-live-text" : picture && traits.moves ? "loop-moves" : "";
}

Result<Instant> beginning(DayView const& day, std::vector<DayPlay> const& plays,
                          LoopWish const& wish) {
    if (wish.from) {
        return playlists::instantOf(day.screen.zone, playlists::LocalMoment{day.date, *wish.from});
    }
    for (auto const& play : plays) {
        if (!play.slot.dark && play.start >= day.bounds.begin) {
            return play.start;
        }
    }
    return day.bounds.begin;
}

void tellDark(LoopPlan& plan, Milliseconds dark) {
    if (dark.count() > 0) {
        auto const length = playlists::durationWords(dark);
        plan.findings.push_back(
            {"loop-dark",
             {"the screen is dark for " + length.english +
                  " of the window (closed, or nothing planned); the loop leaves that out",
              "时段内有 " + length.chinese + " 不播放（关屏或无节目），循环中不含这段时间"}});
    }
}

Result<> tellOverlays(LoopPlan& plan, Situation const& situation) {
    for (auto const* campaign : overlaysMeant(plan.screen, situation)) {
        auto const windows = overlayWindows(plan.screen, *campaign, situation, plan.from, plan.to);
        if (!windows) {
            return windows.error();
        }
        if (!windows->empty()) {
            auto const id = campaign->file.id.str();
            plan.findings.push_back(
                {"loop-overlay",
                 {"campaign " + id + " lies over the programme; overlays are not drawn into a loop",
                  "播放任务 " + id + " 是叠加内容，循环中不含叠加内容"}});
        }
    }
    return {};
}

Result<> checkSize(std::vector<LoopItem> const& items, LoopFormat format) {
    std::set<std::pair<Digest, std::int64_t>> different;
    for (auto const& item : items) {
        different.emplace(item.asset, item.frames);
    }
    auto const most = format == LoopFormat::png ? kMostPictures : library::kMostPlaces;
    if (items.size() > most || different.size() > library::kMostParts) {
        return Error{Errc::invalid,
                     "the loop would have " + counted(items.size()) + " of " +
                         std::to_string(different.size()) + " different lengths and items, more " +
                         "than can be rendered (" + std::to_string(most) + " and " +
                         std::to_string(library::kMostParts) + "); ask for fewer minutes"};
    }
    return {};
}

/// Of what is left, and why.
Error nothingLeft(LoopPlan const& plan) {
    std::string why = "no whole play of the plan lies in it";
    for (auto const& finding : plan.findings) {
        if (finding.code != "loop-overlay") {
            why = finding.words.english;
            break;
        }
    }
    return {Errc::invalid,
            "there is nothing to render for screen " + plan.screen.id.str() + " in this window: " +
                why + "; choose another date, from or minutes (tocsin plan shows the day)"};
}

void takePlay(LoopPlan& plan, LeftOut& leftOut, DayView const& day, DayPlay const& play,
              LoopFormat format, SloganText const& sloganText) {
    auto const digest = Digest::fromHex(play.slot.asset.str());
    auto const found = digest ? day.situation.assets.find(*digest) : day.situation.assets.end();
    auto const* asset = found == day.situation.assets.end() ? nullptr : &found->second;
    if (auto const code = obstacle(asset, format, sloganText); !code.empty()) {
        leftOut.add(code, digest ? day.situation.nameOf(*digest) : play.slot.asset.str());
        return;
    }
    plan.assets.emplace(*digest, *asset);
    plan.items.push_back({*digest, play.slot.campaign, play.end - play.start, 0});
}

}  // namespace

std::string_view toString(LoopFormat format) {
    return format == LoopFormat::png ? "png" : "mp4";
}

std::size_t roundOf(std::vector<LoopItem> const& items) {
    auto const same = [&](std::size_t a, std::size_t b) {
        return items[a].asset == items[b].asset && items[a].length == items[b].length;
    };
    // For each beginning of the items the longest end of it that is a beginning too.
    std::vector<std::size_t> border(items.size(), 0);
    for (std::size_t i = 1; i < items.size(); ++i) {
        auto length = border[i - 1];
        while (length > 0 && !same(i, length)) {
            length = border[length - 1];
        }
        border[i] = same(i, length) ? length + 1 : 0;
    }
    auto const round = items.empty() ? 0 : items.size() - border.back();
    return 2 * round <= items.size() ? round : items.size();
}

void countFrames(std::vector<LoopItem>& items, int fps) {
    constexpr std::int64_t kSecond = 1'000;
    auto const ticksBefore = [fps](Milliseconds at) {
        return (at.count() * fps + kSecond - 1) / kSecond;
    };
    Milliseconds at{};
    for (auto& item : items) {
        item.frames = ticksBefore(at + item.length) - ticksBefore(at);
        at += item.length;
    }
}

SloganTraits sloganTraits(std::string const& canonical) {
    constexpr std::string_view kMotion = "\nmotion scroll-";
    constexpr std::string_view kText = "\ntext ";
    SloganTraits out;
    out.moves = canonical.find(kMotion) != std::string::npos;
    // Slogans of the first version have no fields.
    auto const at = canonical.rfind(kText);
    if (canonical.starts_with("tocsin-slogan/1\n") || at == std::string::npos) {
        return out;
    }
    for (auto i = at + kText.size(); i < canonical.size(); ++i) {
        if (canonical[i] != '{') {
            continue;
        }
        if (i + 1 == canonical.size() || canonical[i + 1] != '{') {
            out.tellsTime = true;  // a brace that is meant as such is written twice
            break;
        }
        ++i;
    }
    return out;
}

Result<LoopPlan> planLoop(DayView const& day, LoopWish const& wish, SloganText const& sloganText) {
    auto const plays = playsOf(day);
    auto const from = beginning(day, plays, wish);
    if (!from) {
        return from.error();
    }
    LoopPlan plan;
    plan.screen = day.screen;
    plan.date = day.date;
    plan.released = day.released;
    plan.from = *from;
    plan.to = std::min<Instant>(*from + std::chrono::minutes(wish.minutes), day.bounds.end);
    LeftOut leftOut;
    Milliseconds dark{};
    for (auto const& play : plays) {
        if (play.slot.dark) {
            dark += std::max(Milliseconds{},
                             std::min(play.end, plan.to) - std::max(play.start, plan.from));
        } else if (play.start >= plan.from && play.end <= plan.to) {
            takePlay(plan, leftOut, day, play, wish.format, sloganText);
        }
    }
    tellDark(plan, dark);
    leftOut.tell(plan.findings);
    if (auto told = tellOverlays(plan, day.situation); !told) {
        return told.error();
    }
    if (plan.items.empty()) {
        return nothingLeft(plan);
    }
    plan.plays = plan.items.size();
    plan.items.resize(roundOf(plan.items));
    countFrames(plan.items, wish.fps);
    std::erase_if(plan.items, [](LoopItem const& item) { return item.frames == 0; });
    for (auto const& campaign : day.situation.campaigns) {
        plan.titles.emplace(campaign.file.id, campaign.file.title);
    }
    auto const fits = checkSize(plan.items, wish.format);
    return fits ? Result<LoopPlan>(std::move(plan)) : fits.error();
}

}  // namespace tocsin::schedule
