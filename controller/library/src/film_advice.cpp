// SPDX-License-Identifier: Apache-2.0
#include "film_advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tocsin::library {
namespace {

using media::Finding;
using Findings = std::vector<Finding>;

constexpr Milliseconds kBlackAtAnEnd{1'000}, kBlackInside{2'000}, kStill{10'000}, kSilent{10'000};
/// Of the film's length: so much is all of it.
constexpr double kAll = 0.97;
/// LUFS. Films that were converted here are at -23; these are those that people notice beside them.
constexpr double kHouse = -23, kLoud = -17, kQuiet = -31, kNothing = -60;
/// Thousandths of the picture that both bars take together.
constexpr int kBars = 50;
constexpr std::size_t kNamed = 3;

std::string clock(Milliseconds at) {
    auto const tenths = at.count() / 100;
    return fmt::format("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10);
}

double seconds(Milliseconds length) {
    return static_cast<double>(length.count()) / 1000;
}

Milliseconds lengthOf(FilmPart const& part) {
    return part.second - part.first;
}

bool isAll(FilmPart const& part, FilmReport const& report) {
    return static_cast<double>(lengthOf(part).count()) >=
           kAll * static_cast<double>(report.duration.count());
}

bool touchesStart(FilmPart const& part) {
    return part.first == Milliseconds{0};
}

bool touchesEnd(FilmPart const& part, FilmReport const& report) {
    return part.second >= report.duration;
}

/// "0:12.0–0:31.4, 1:02.0–1:20.0 and 2 more"
std::string named(std::vector<FilmPart> const& parts, bool chinese) {
    std::string out;
    for (std::size_t i = 0; i < parts.size() && i < kNamed; ++i) {
        out += (i == 0    ? ""
                : chinese ? "、"
                          : ", ") +
               clock(parts[i].first) + "–" + clock(parts[i].second);
    }
    if (parts.size() <= kNamed) {
        return out;
    }
    auto const more = parts.size() - kNamed;
    return out +
           (chinese ? fmt::format(" 等 {} 处", parts.size()) : fmt::format(" and {} more", more));
}

std::int64_t sumOf(std::vector<FilmPart> const& parts) {
    std::int64_t sum = 0;
    for (auto const& part : parts) {
        sum += lengthOf(part).count();
    }
    return sum;
}

Finding ofParts(char const* code, std::vector<FilmPart> const& parts, std::string const& english,
                std::string const& chinese) {
    return {code,
            fmt::format(fmt::runtime(english), named(parts, false)),
            fmt::format(fmt::runtime(chinese), named(parts, true)),
            {{"places", static_cast<std::int64_t>(parts.size())},
             {"first_ms", parts.front().first.count()},
             {"sum_ms", sumOf(parts)}}};
}

void onBlack(FilmReport const& report, Findings& out) {
    std::vector<FilmPart> inside;
    for (auto const& part : report.black) {
        auto const length = lengthOf(part);
        if (isAll(part, report)) {
            out.push_back({"black-all",
                           "the film is black from beginning to end; was the right file taken?",
                           "整部影片都是黑屏，请核对是否选错了文件"});
            return;
        }
        if (touchesStart(part) && length >= kBlackAtAnEnd) {
            out.push_back(
                {"black-start",
                 fmt::format("it begins with {:.1f} s of black, which looks like a dead "
                             "screen; cut them off",
                             seconds(length)),
                 fmt::format("片头有 {:.1f} 秒黑屏，观众会以为屏幕坏了，请剪掉", seconds(length)),
                 {{"ms", length.count()}}});
        } else if (touchesEnd(part, report) && length >= kBlackAtAnEnd) {
            out.push_back(
                {"black-end",
                 fmt::format("it ends with {:.1f} s of black, which looks like a dead "
                             "screen; cut them off",
                             seconds(length)),
                 fmt::format("片尾有 {:.1f} 秒黑屏，观众会以为屏幕坏了，请剪掉", seconds(length)),
                 {{"ms", length.count()}}});
        } else if (length >= kBlackInside) {
            inside.push_back(part);
        }
    }
    if (!inside.empty()) {
        out.push_back(ofParts("black-part", inside, "it is black at {}; is that meant?",
                              "{} 为黑屏，请确认是否有意"));
    }
}

/// Black is still, too, but that is said already.
bool isBlackThere(FilmPart const& still, FilmReport const& report) {
    return std::ranges::any_of(report.black, [&](FilmPart const& black) {
        auto const shared =
            std::min(black.second, still.second) - std::max(black.first, still.first);
        return 2 * shared >= lengthOf(still);
    });
}

void onStills(FilmReport const& report, Findings& out) {
    std::vector<FilmPart> parts;
    for (auto const& part : report.frozen) {
        if (isBlackThere(part, report)) {
            continue;
        }
        if (isAll(part, report)) {
            out.push_back(
                {"still-all",
                 "nothing in it moves: if that is meant, add it as a picture, which takes "
                 "less work on every screen; if not, export it again",
                 "画面全程不动：如属有意，请改用图片，播放更省力；否则请重新导出"});
            return;
        }
        if (lengthOf(part) >= kStill) {
            parts.push_back(part);
        }
    }
    if (!parts.empty()) {
        out.push_back(ofParts("still-part", parts, "the picture stands still at {}; is that meant?",
                              "{} 画面静止不动，请确认是否有意"));
    }
}

void onSound(FilmReport const& report, Findings& out) {
    if (!report.sound) {
        return;
    }
    if (report.integrated <= kNothing) {
        out.push_back(
            {"no-sound",
             "it has a sound track, but nothing is heard; export it again with its sound, "
             "or show it on screens without loudspeakers",
             "影片带有音轨但没有声音，请带声音重新导出，或只用于无音响的屏幕"});
        return;
    }
    auto const beside = std::abs(report.integrated - kHouse);
    auto const tenths = std::llround(report.integrated * 10);
    if (report.integrated > kLoud) {
        out.push_back(
            {"loud",
             fmt::format("it is {:.0f} dB louder than the other films ({:.1f} LUFS, they "
                         "are at -23); make it softer",
                         beside, report.integrated),
             fmt::format("声音比其他影片大约 {:.0f} 分贝（{:.1f} LUFS，其他为 -23），请调低",
                         beside, report.integrated),
             {{"tenths_lufs", tenths}}});
    } else if (report.integrated < kQuiet) {
        out.push_back(
            {"quiet",
             fmt::format("it is {:.0f} dB softer than the other films ({:.1f} LUFS, they "
                         "are at -23); make it louder",
                         beside, report.integrated),
             fmt::format("声音比其他影片小约 {:.0f} 分贝（{:.1f} LUFS，其他为 -23），请调高",
                         beside, report.integrated),
             {{"tenths_lufs", tenths}}});
    }
    std::vector<FilmPart> parts;
    std::ranges::copy_if(report.silent, std::back_inserter(parts),
                         [](FilmPart const& part) { return lengthOf(part) >= kSilent; });
    if (!parts.empty()) {
        out.push_back(ofParts("silent-part", parts, "nothing is heard at {}; is that meant?",
                              "{} 没有声音，请确认是否有意"));
    }
}

void onBars(FilmReport const& report, Findings& out) {
    int const across = report.left + report.right, down = report.top + report.bottom;
    if (across < kBars && down < kBars) {
        return;
    }
    auto const share = [](int thousandths) { return (thousandths + 5) / 10; };
    bool const both = across >= kBars && down >= kBars;
    auto const english = both              ? "on all sides"
                         : across >= kBars ? "at its sides"
                                           : "above and below";
    auto const chinese = both ? "四周" : across >= kBars ? "左右" : "上下";
    out.push_back(
        {"bars",
         fmt::format("it has black bars {} ({} % of the width, {} % of the height); export "
                     "it without them, so that it fills the screen",
                     english, share(across), share(down)),
         fmt::format("影片{}带有黑边（占宽 {}%、高 {}%），请去掉黑边重新导出，以便铺满屏幕",
                     chinese, share(across), share(down)),
         {{"width_thousandths", across}, {"height_thousandths", down}}});
}

}  // namespace

Findings filmAdvice(FilmReport const& report) {
    Findings out;
    onBlack(report, out);
    onStills(report, out);
    onSound(report, out);
    onBars(report, out);
    return out;
}

}  // namespace tocsin::library
