// SPDX-License-Identifier: Apache-2.0
// Warnings on screens with room for a heading: pictogram and headline, issuer and time, a rule, and
// below it the text in letters so large that a page of them can be read while it stands.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "warning_layout.hpp"

namespace tocsin::media::detail {
namespace {

/// A full page of body letters holds about so many characters.
constexpr double kCharactersAPage = 66;
constexpr int kPitchPercent = 132, kLoosestPercent = 155, kApartPercent = 40;
constexpr double kLinesAndGaps = 1.36;
constexpr int kCharactersALine = 8;
constexpr int kPageCost = 10;
constexpr int kLeastEm = 16, kLeastBylineEm = 12, kLeastHeadlineEm = 12;
constexpr double kLargest = 1.6;  // of the usual size, where there is little text
constexpr double kSmallerCost = 1.5;
constexpr double kSmaller = 0.93;  // to save a page, or a page from ending badly
constexpr int kShadePercent = 22, kRulePercent = 55;

int percentOf(int value, int percent) {
    return value * percent / 100;
}

class Poster {
public:
    explicit Poster(WarningJob& job) : job_(job), base_(job.blank()) {
        area_ = putBanner(base_, job_, {0, 0, job.width, job.height});
        int const side = std::min(area_.width, area_.height);
        margin_ = std::max(4, side * 5 / 100);
        aside_ = std::max(margin_, area_.width * 35 / 1'000);
        leftwards_ = isRightToLeft(job.headline());
        bylineEm_ = std::max(12, side * 68 / 1'000);
    }

    std::vector<Sheet> sheets() {
        if (job_.card.paragraphs.empty()) {
            return {whole()};
        }
        int const heading = putHeading();
        if (!job_.card.byline.empty()) {
            int const number = numberFitted("00/00").width + bylineEm_;
            byline_ = bylineIn(area_.width - 2 * aside_ - number);
        }
        auto body = setIn(bodyArea(heading, !job_.card.byline.empty()));
        if (body.pages() > 1 && job_.card.byline.empty()) {
            body = setIn(bodyArea(heading, true));  // a row for the page's number
        }
        limitPages(body, kMostPages);
        return pagesOf(body, heading);
    }

private:
    [[nodiscard]] Colour shade() const {
        bool const white = job_.ink == Colour{255, 255, 255};
        return mixed(white ? Colour{0, 0, 0} : Colour{255, 255, 255}, job_.card.ground,
                     kShadePercent);
    }
    /// What is read from right to left is laid out so.
    [[nodiscard]] Area turned(Area area) const {
        area.left = leftwards_ ? area_.left + area_.right() - area.right() : area.left;
        return area;
    }
    [[nodiscard]] SloganAlign alignOf(SloganAlign align) const {
        bool const left = align == SloganAlign::left;
        return left != leftwards_ ? SloganAlign::left : SloganAlign::right;
    }
    [[nodiscard]] bool tall() const { return area_.height * 10 > area_.width * 12; }
    [[nodiscard]] FittedText headlineIn(int width, int height, int lines) {
        auto const& text = job_.headline();
        return fitCut(text, job_.lettering, {width, height, lines, height}, kLeastHeadlineEm);
    }
    /// On one line, or on two if there is width for short ones only.
    [[nodiscard]] FittedText bylineIn(int width) {
        int const em = bylineEm_;
        auto const& text = job_.card.byline;
        auto out = fitCut(text, job_.lettering, {width, em * 5 / 4, 1, em}, kLeastBylineEm);
        if (out.em < em * 8 / 10 && tall()) {
            out = fitText(parted(text), job_.lettering.of(text),
                          {width, em * 3, 2, em, kPitchPercent});
        }
        return out;
    }
    /// Who says it and when on lines of their own.
    static std::string parted(std::string text) {
        constexpr std::string_view kPart = " \xC2\xB7 ";  // ·
        if (auto const at = text.find(kPart); at != std::string::npos) {
            text.replace(at, kPart.size(), "\n");
        }
        return text;
    }

    /// Nothing but pictogram and headline.
    Sheet whole() {
        auto sheet = base_;
        auto const inner = Area{area_.left + aside_, area_.top + margin_, area_.width - 2 * aside_,
                                area_.height - 2 * margin_};
        bool const signedBy = !job_.card.byline.empty();
        int const last = signedBy ? bylineEm_ * 2 : 0;
        int const icon = std::min(percentOf(inner.height - last, 46), inner.width);
        int const gap = percentOf(inner.height, 6);
        auto const headline = headlineIn(inner.width, inner.height - last - icon - gap, 3);
        int const taken = icon + gap + headline.height + last;
        int y = inner.top + (inner.height - taken) / 2;
        sheet.items.emplace_back(Pictogram{inner.left + (inner.width - icon) / 2, y, icon,
                                           job_.card.icon, IconGround::plate, job_.ink});
        y += icon + gap;
        putFitted(sheet, headline, {inner.left, y, inner.width, headline.height},
                  SloganAlign::centre, job_.ink);
        y += headline.height;
        if (signedBy) {
            putFitted(sheet, bylineIn(inner.width),
                      {inner.left, y + last - bylineEm_ * 3 / 2, inner.width, bylineEm_ * 3 / 2},
                      SloganAlign::centre, job_.ink);
        }
        sheet.stands = standFor(readingOf(job_.headline() + " " + job_.card.byline).time());
        return sheet;
    }

    /// Pictogram and headline on a band of their own; its height.
    int putHeading() { return tall() ? headingBelow() : headingBeside(); }

    int headingBeside() {
        int high = percentOf(area_.height, 23);
        auto headline = headlineBeside(high);
        // A long headline gets more room rather than small letters.
        if (headline.em < percentOf(area_.height, 9)) {
            high = percentOf(area_.height, 31);
            headline = headlineBeside(high);
        }
        headlineEm_ = headline.em;
        base_.items.emplace_back(PlainArea{{area_.left, area_.top, area_.width, high}, shade()});
        int const side = iconIn(high);
        Area const icon = turned({area_.left + aside_, area_.top + (high - side) / 2, side, side});
        base_.items.emplace_back(
            Pictogram{icon.left, icon.top, side, job_.card.icon, IconGround::plate, job_.ink});
        putFitted(base_, headline, turned(beside(high)), alignOf(SloganAlign::left), job_.ink);
        return high;
    }
    static int iconIn(int high) { return percentOf(high, 78); }
    [[nodiscard]] Area beside(int high) const {
        int const left = aside_ + iconIn(high) * 5 / 4;
        return {area_.left + left, area_.top, area_.width - left - aside_, high};
    }
    FittedText headlineBeside(int high) {
        auto const area = beside(high);
        return headlineIn(area.width, percentOf(high, 80), 3);
    }

    int headingBelow() {
        int const icon = std::min(percentOf(area_.width, 42), percentOf(area_.height, 15));
        int const width = area_.width - 2 * margin_;
        auto const headline = headlineIn(width, percentOf(area_.height, 15), 3);
        headlineEm_ = headline.em;
        int const high = icon + headline.height + 3 * margin_;
        base_.items.emplace_back(PlainArea{{area_.left, area_.top, area_.width, high}, shade()});
        base_.items.emplace_back(Pictogram{area_.left + (area_.width - icon) / 2,
                                           area_.top + margin_, icon, job_.card.icon,
                                           IconGround::plate, job_.ink});
        putFitted(base_, headline,
                  {area_.left + margin_, area_.top + 2 * margin_ + icon, width, headline.height},
                  SloganAlign::centre, job_.ink);
        return high;
    }

    [[nodiscard]] int rowHeight() const {
        return std::max(bylineEm_, byline_.height) + bylineEm_ * 7 / 10;
    }
    [[nodiscard]] Area bodyArea(int heading, bool row) {
        hasRow_ = row;
        int const above = heading + (row ? rowHeight() : 0) + margin_;
        return {area_.left + aside_, area_.top + above, area_.width - 2 * aside_,
                area_.height - above - margin_};
    }

    Body setIn(Area const& area) {
        body_ = area;
        BodyRequest const request{job_.card.paragraphs, area.width, area.height, kPitchPercent,
                                  kApartPercent, kPageCost,
                                  // Issuer and time are seen again on the other pages.
                                  readingOf(job_.headline()).time()};
        double const pixels = static_cast<double>(area.width) * area.height;
        int const usual = std::max(
            kLeastEm,
            std::min(static_cast<int>(std::sqrt(pixels / kCharactersAPage / kLinesAndGaps)),
                     area.width / kCharactersALine));
        auto const at = [&](double em) {
            auto const size = std::max(static_cast<int>(em), kLeastEm);
            return setBody(request, job_.lettering, job_.lettering.of({}).sizeUnder(size));
        };
        auto body = at(usual);
        if (body.pages() > 1) {
            auto smaller = at(usual * kSmaller);
            if (smaller.text.cost + kSmallerCost < body.text.cost) {
                body = std::move(smaller);
            }
        }
        return loosened(enlarged(std::move(body), at, usual), area);
    }
    /// Larger letters on the same number of pages.
    template <class At>
    Body enlarged(Body body, At const& at, int usual) {
        double const taken = body.room.heightOf(static_cast<int>(body.text.lines.size()), 0);
        double const there =
            static_cast<double>(body.room.height) * static_cast<double>(body.pages());
        double const most = std::max<double>(usual, std::min(usual * kLargest, headlineEm_ * 0.9));
        double larger = std::min(most, body.em * std::sqrt(there / std::max(taken, 1.0)));
        constexpr int kTries = 3;
        constexpr double kLess = 0.94;
        for (int i = 0; i < kTries && larger > body.em * 1.03; ++i, larger *= kLess) {
            auto tried = at(larger);
            if (tried.pages() <= body.pages()) {
                return tried;
            }
        }
        return body;
    }
    /// What is left on the fullest page goes between the lines.
    static Body loosened(Body body, Area const& area) {
        int spare = area.height, between = 0;
        for (std::size_t page = 0; page < body.pages(); ++page) {
            int const left = area.height - body.heightOf(page);
            if (left < spare) {
                spare = left;
                between = static_cast<int>(body.last(page) - body.first(page)) - 1;
            }
        }
        int const loosest = body.em * kLoosestPercent / 100;
        body.room.line = std::max(
            body.room.line, std::min(loosest, body.room.line + std::max(spare, 0) / (between + 1)));
        return body;
    }

    std::vector<Sheet> pagesOf(Body const& body, int heading) {
        if (hasRow_) {
            putRow(heading);
        }
        std::vector<Sheet> out;
        for (std::size_t page = 0; page < body.pages(); ++page) {
            auto sheet = base_;
            if (body.pages() > 1) {
                auto const number = fmt::format("{}/{}", page + 1, body.pages());
                putFitted(sheet, numberFitted(number), row(heading), alignOf(SloganAlign::right),
                          job_.ink);
            }
            putPage(sheet, body, page, body_, body.pages() == 1, job_.ink);
            auto const before = page == 0
                                    ? readingOf(job_.headline() + " " + job_.card.byline).time()
                                    : Milliseconds{0};
            sheet.stands = standFor(before + readingTime(body, page));
            out.push_back(std::move(sheet));
        }
        return out;
    }
    [[nodiscard]] Area row(int heading) const {
        return {area_.left + aside_, area_.top + heading, area_.width - 2 * aside_, rowHeight()};
    }
    FittedText numberFitted(std::string const& number) {
        int const em = bylineEm_ < 28 ? bylineEm_ : bylineEm_ * 8 / 10;
        return fitCut(number, job_.lettering, {area_.width / 3, bylineEm_ * 5 / 4, 1, em}, 1);
    }
    void putRow(int heading) {
        auto const area = row(heading);
        putFitted(base_, byline_, area, alignOf(SloganAlign::left), job_.ink);
        int const thick = std::max(1, std::min(area_.width, area_.height) / 240);
        base_.items.emplace_back(PlainArea{{area.left, area.bottom() - thick, area.width, thick},
                                           mixed(job_.ink, job_.card.ground, kRulePercent)});
    }

    WarningJob& job_;
    Sheet base_;  ///< what all pages have
    Area area_, body_;
    int margin_ = 0, aside_ = 0;
    int bylineEm_ = 0, headlineEm_ = 0;
    FittedText byline_;
    bool hasRow_ = false, leftwards_ = false;
};

}  // namespace

std::vector<Sheet> posterSheets(WarningJob& job) {
    return Poster(job).sheets();
}

}  // namespace tocsin::media::detail
