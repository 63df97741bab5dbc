// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/slogan_legibility.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bitmap_fonts.hpp"
#include "slogan_advice.hpp"
#include "slogan_check.hpp"
#include "slogan_fonts.hpp"
#include "slogan_picture.hpp"
#include "tocsin/media/slogan_limits.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kLongestSide = 8192;

using Numbers = std::vector<std::pair<std::string, std::int64_t>>;

/// A slogan as it came out in a view, and what was found.
struct Look {
    SloganDescription const& description;
    SloganView const& view;
    Reading whole;  ///< of all its text
    Setting setting{};
    std::vector<Finding> out{};

    [[nodiscard]] SloganStyle const& style() const { return description.style; }
    [[nodiscard]] std::string size() const { return fmt::format("{}x{}", view.width, view.height); }
    void add(char const* code, std::string english, std::string chinese, Numbers numbers = {}) {
        out.push_back({code, std::move(english), std::move(chinese), std::move(numbers)});
    }
};

std::int64_t secondsUp(Milliseconds time) {
    return (time.count() + 999) / 1'000;
}

/// "10", "2.5"
std::string secondsText(Milliseconds time) {
    return time.count() % 1'000 == 0
               ? fmt::format("{}", time.count() / 1'000)
               : fmt::format("{:.1f}", static_cast<double>(time.count()) / 1e3);
}

void lookAtGlyphs(Look& look, std::string const& everyCharacter) {
    std::vector<std::string> missing;
    for (auto const character : missingCharacters(everyCharacter)) {
        if (std::ranges::find(look.description.drawn, character, &DrawnCharacter::character) ==
            look.description.drawn.end()) {
            missing.push_back(nameCharacter(character));
        }
    }
    if (!missing.empty()) {
        constexpr std::size_t kNamed = 8;
        auto const named =
            fmt::format("{}{}",
                        fmt::join(missing.begin(),
                                  missing.begin() +
                                      static_cast<std::ptrdiff_t>(std::min(missing.size(), kNamed)),
                                  ", "),
                        missing.size() > kNamed ? " …" : "");
        look.add("missing-glyph",
                 "no font here has " + named +
                     ": leave it out, write it otherwise, or bring a picture of it "
                     "(tocsin slogan character set)",
                 "字库中没有 " + named +
                     "，会显示成空框；请删去、换一种写法，或提供该字的图片 "
                     "(tocsin slogan character set)",
                 {{"characters", static_cast<std::int64_t>(missing.size())}});
        return;
    }
    if (look.style().lettering == SloganLettering::bitmap) {
        if (auto const drawable = bitmapsCanDraw(everyCharacter); !drawable) {
            look.add("missing-glyph", drawable.error().message,
                     "点阵字库不全，无法用点阵字显示全部文字；请将 lettering 改为 auto",
                     {{"characters", 1}});
        }
    }
}

/// Pixels of a digit's ink, or of the em: whichever the limits are about.
int sizeOfLetters(Look const& look) {
    if (look.whole.needsFullSize) {
        return look.setting.em;
    }
    Lettering lettering(look.description, "0");
    return lettering.line("0", std::max(lettering.sizeUnder(look.setting.em), 1))->ink().height();
}

/// Pixels to the em from which on the text can be read.
int leastEm(Look const& look) {
    constexpr int kEmOfLeastDigits = 10;
    return look.whole.needsFullSize ? kLeastChinesePixels : kEmOfLeastDigits;
}

void lookAtSize(Look& look) {
    int const pixels = sizeOfLetters(look);
    int const least = look.whole.needsFullSize ? kLeastChinesePixels : kLeastLatinPixels;
    if (pixels >= least) {
        return;
    }
    auto const advice = adviceFor(look.style(), look.view, look.whole, leastEm(look));
    Numbers numbers{{"letter_pixels", pixels}, {"least_pixels", least}};
    if (advice.mostCharacters) {
        numbers.emplace_back("most_characters", *advice.mostCharacters);
    }
    look.add("too-small",
             fmt::format("letters come out {} pixels high on {}, and cannot be read below {}: {}",
                         pixels, look.size(), least, advice.english),
             fmt::format("在 {} 的屏上字高仅 {} 像素，低于 {} 像素无法辨认；{}", look.size(),
                         pixels, least, advice.chinese),
             std::move(numbers));
}

void doesNotFit(Look& look, Error const& error) {
    auto const advice = adviceFor(look.style(), look.view, look.whole, leastEm(look));
    Numbers numbers;
    if (advice.mostCharacters) {
        numbers.emplace_back("most_characters", *advice.mostCharacters);
    }
    look.add("does-not-fit", fmt::format("{} ({})", error.message, advice.english),
             fmt::format("文字放不进 {} 的屏；{}", look.size(), advice.chinese),
             std::move(numbers));
}

void lookAtStanding(Look& look) {
    auto const needed = look.whole.time() + kTimeToFind;
    if (needed <= look.view.showFor) {
        return;
    }
    auto const seconds = secondsUp(needed);
    auto const shown = secondsText(look.view.showFor);
    look.add("too-long",
             fmt::format("it takes about {} s to read but is shown for {} s: show it for {} s, or "
                         "shorten it",
                         seconds, shown, seconds),
             fmt::format("读完约需 {} 秒，只播 {} 秒；请延长到 {} 秒，或缩短文字", seconds, shown,
                         seconds),
             {{"seconds", look.view.showFor.count() / 1'000}, {"seconds_needed", seconds}});
}

/// The page that takes longest to read must stand long enough, and all must have their turn.
void lookAtPages(Look& look) {
    auto const& pages = look.setting.pages;
    std::size_t longest = 0;
    for (std::size_t i = 1; i < pages.size(); ++i) {
        if (readingOf(pages[i]).time() > readingOf(pages[longest]).time()) {
            longest = i;
        }
    }
    std::int64_t pageSeconds = look.style().pageSeconds;
    auto const needed = secondsUp(readingOf(pages[longest]).time() + kTimeToFind);
    if (needed > pageSeconds) {
        look.add("too-fast",
                 fmt::format("page {} takes about {} s to read but stands for {} s: take "
                             "page_seconds {}, or shorten it",
                             longest + 1, needed, pageSeconds, needed),
                 fmt::format("第 {} 页读完约需 {} 秒，只停留 {} 秒；请将 page_seconds 设为 {}，"
                             "或缩短文字",
                             longest + 1, needed, pageSeconds, needed),
                 {{"page", static_cast<std::int64_t>(longest + 1)},
                  {"page_seconds", pageSeconds},
                  {"seconds_needed", needed}});
        pageSeconds = needed;
    }
    auto const count = static_cast<std::int64_t>(pages.size());
    auto const all = count * pageSeconds;
    if (Milliseconds(all * 1'000) > look.view.showFor) {
        auto const shown = secondsText(look.view.showFor);
        look.add("too-long",
                 fmt::format("its {} pages take {} s but it is shown for {} s, so that the last "
                             "ones are not seen: show it for {} s",
                             count, all, shown, all),
                 fmt::format("共 {} 页，播完需 {} 秒，只播 {} 秒，后面的页看不到；请延长到 {} 秒",
                             count, all, shown, all),
                 {{"seconds", look.view.showFor.count() / 1'000}, {"seconds_needed", all}});
    }
}

/// The largest wish for a speed that comes out at no more than `most`.
int speedUpTo(int most) {
    SloganScreen const screen{1, 1};
    int wish = std::clamp(most, kSloganPixelsPerSecond.least, kSloganPixelsPerSecond.most);
    while (wish > kSloganPixelsPerSecond.least &&
           Rhythm(wish, screen, false).pixelsPerSecond() > most) {
        --wish;
    }
    return wish;
}

void lookAtMotion(Look& look) {
    auto const& setting = look.setting;
    auto const reads = std::max<std::int64_t>(look.whole.time().count(), 1);
    auto const most = static_cast<int>(std::int64_t{setting.extent} * 1'000 / reads);
    auto runs = setting.runs;
    if (setting.pixelsPerSecond > most) {
        int const wish = speedUpTo(most);
        look.add(
            "too-fast",
            fmt::format("it runs at {} pixels a second, and cannot be followed beyond {}: take "
                        "pixels_per_second {} or less",
                        setting.pixelsPerSecond, most, wish),
            fmt::format("滚动速度为每秒 {} 像素，超过 {} 像素来不及读；请将 "
                        "pixels_per_second 设为 {} 以下",
                        setting.pixelsPerSecond, most, wish),
            {{"pixels_per_second", setting.pixelsPerSecond}, {"most_pixels_per_second", wish}});
        runs = runs * setting.pixelsPerSecond /
               Rhythm(wish, SloganScreen{1, 1}, false).pixelsPerSecond();
    }
    if (runs > look.view.showFor) {
        auto const seconds = secondsUp(runs);
        auto const shown = secondsText(look.view.showFor);
        look.add("too-long",
                 fmt::format("it takes {} s to run through once but is shown for {} s, so that its "
                             "end is not seen: show it for {} s",
                             seconds, shown, seconds),
                 fmt::format("滚动一遍需 {} 秒，只播 {} 秒，后面的文字看不到；请延长到 {} 秒",
                             seconds, shown, seconds),
                 {{"seconds", look.view.showFor.count() / 1'000}, {"seconds_needed", seconds}});
    }
}

void lookAtTime(Look& look) {
    if (look.setting.pixelsPerSecond > 0) {
        lookAtMotion(look);
    } else if (look.setting.pages.size() > 1) {
        lookAtPages(look);
    } else {
        lookAtStanding(look);
    }
}

void lookAtContrast(Look& look) {
    auto const& style = look.style();
    auto const around = style.outline ? *style.outline : style.background.value_or(Colour{0, 0, 0});
    int const contrast = contrastHundredths(style.colour, around);
    if (contrast >= kLeastContrast) {
        return;
    }
    auto const ratio = fmt::format("{}.{:02}", contrast / 100, contrast % 100);
    auto const least = kLeastContrast / 100;
    look.add("low-contrast",
             fmt::format("letters and their {} have a contrast of {}:1, and cannot be told apart "
                         "from afar below {}:1: take a lighter or a darker colour",
                         style.outline ? "outline" : "background", ratio, least),
             fmt::format("文字与{}的对比度仅 {}:1，低于 {}:1 远处看不清；请换用更亮或更暗的颜色",
                         style.outline ? "描边" : "背景", ratio, least),
             {{"contrast_hundredths", contrast}, {"least_hundredths", kLeastContrast}});
}

Result<> checkView(SloganView const& view) {
    for (int const side : {view.width, view.height}) {
        if (side < 1 || side > kLongestSide) {
            return Error{Errc::invalid,
                         fmt::format("a screen of {}x{} pixels is not possible; 1 to {} on a side "
                                     "are allowed",
                                     view.width, view.height, kLongestSide)};
        }
    }
    if (view.showFor.count() <= 0) {
        return Error{Errc::invalid, "a slogan must be shown for more than 0 seconds"};
    }
    return {};
}

/// Of a colour channel, as WCAG 2.1 defines it.
double luminance(std::uint8_t channel) {
    double const share = channel / 255.0;
    return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
    return 0.2126 * luminance(colour.red) + 0.7152 * luminance(colour.green) +
           0.0722 * luminance(colour.blue);
}

}  // namespace

int contrastHundredths(Colour one, Colour other) {
    auto const [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return static_cast<int>((lighter + 0.05) / (darker + 0.05) * 100);
}

Result<std::vector<Finding>> checkSloganOn(SloganDescription const& description,
                                           SloganView const& view) {
    if (auto fine = checkView(view); !fine) {
        return fine.error();
    }
    if (auto fine = checkStyle(description.style); !fine) {
        return fine.error();
    }
    auto const text = LiveText::read(description.style.text);
    if (!text) {
        return text.error();
    }
    Look look{description, view, readingOf(text->widest({}).text)};
    lookAtGlyphs(look, text->everyCharacter());
    auto const picture = pictureFor(description, {view.width, view.height});
    if (picture) {
        look.setting = (*picture)->setting();
        lookAtSize(look);
        lookAtTime(look);
    } else if (picture.error().code == Errc::invalid) {
        doesNotFit(look, picture.error());
    } else {
        return picture.error();
    }
    lookAtContrast(look);
    return std::move(look.out);
}

}  // namespace tocsin::media
