// SPDX-License-Identifier: Apache-2.0
// Warnings on bars and small panels: the headline alone, issuer and time, then the text, one to a
// few lines a page, beside the pictogram where there is room for it.
#include <algorithm>

#include "warning_layout.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kOneLineUpTo = 24, kTwoLinesUpTo = 128;  // rows of the screen
constexpr int kCharactersALine = 8, kCharactersAcrossColumn = 4;
constexpr int kPageCost = 3;
/// What parts issuer and time.
constexpr std::string_view kPart = " \xC2\xB7 ";  // ·
constexpr int kGoodEm = 16, kLeastEm = 12;
constexpr int kTightPercent = 104, kLoosePercent = 118;
/// Panels too small for letters show the pictogram alone.
constexpr int kLeastWidth = 24, kLeastHeight = 12;

class Bar {
public:
    explicit Bar(WarningJob& job) : job_(job), base_(job.blank()) {
        area_ = putBanner(base_, job_, {0, 0, job.width, job.height});
        margin_ = area_.height < 48 ? (area_.height < 28 ? 1 : 2) : area_.height / 14;
        text_ = area_;
        wide_ = area_.width * 2 >= area_.height * 5;
    }

    std::vector<Sheet> sheets() {
        if (area_.width < kLeastWidth || area_.height < kLeastHeight) {
            return {pictogramAlone()};
        }
        putPictogram();
        em_ = emOfPages();
        auto out = headlineSheets();
        if (!job_.card.byline.empty()) {
            append(out, bylineSheets(kMostPages - out.size()));
        }
        append(out, pages(job_.card.paragraphs, kMostPages - out.size()));
        return out;
    }

private:
    Sheet pictogramAlone() {
        auto sheet = base_;
        int const side = std::max(1, std::min(area_.width, area_.height));
        sheet.items.emplace_back(Pictogram{area_.left + (area_.width - side) / 2,
                                           area_.top + (area_.height - side) / 2, side,
                                           job_.card.icon, IconGround::bare, job_.ink});
        sheet.stands = kLeastStand;
        return sheet;
    }

    /// At the left of bars and at the top of columns, on every page.
    void putPictogram() {
        int const gap = std::max(2, std::min(area_.width, area_.height) / 10);
        if (wide_) {
            int const side = area_.height - 2 * margin_;
            pictogram(base_, area_.left + margin_, area_.top + margin_, side);
            int const taken = margin_ + side + gap;
            int const free = std::max(margin_, area_.height > 48 ? gap : 0);
            text_ = {area_.left + taken, area_.top, area_.width - taken - free, area_.height};
        } else if (area_.height >= 2 * area_.width) {
            int const side = area_.width * 7 / 10;
            pictogram(base_, area_.left + (area_.width - side) / 2, area_.top + gap, side);
            int const taken = side + 2 * gap;
            int const aside = std::max(2, area_.width / 32);
            text_ = {area_.left + aside, area_.top + taken, area_.width - 2 * aside,
                     area_.height - taken - gap};
            column_ = true;
        } else {
            int const aside = 2;
            text_ = {area_.left + aside, area_.top, area_.width - 2 * aside, area_.height};
        }
    }
    void pictogram(Sheet& sheet, int left, int top, int side) {
        sheet.items.emplace_back(
            Pictogram{left, top, side, job_.card.icon, IconGround::bare, job_.ink});
    }

    [[nodiscard]] int pitchPercent() const {
        return text_.height <= 96 ? kTightPercent : kLoosePercent;
    }
    /// The largest letters of which so many lines fit into the height; 0: none that can be read.
    int emForLines(int lines) {
        auto& lettering = job_.lettering.of({});
        auto const room = [this](int em) {
            auto out = job_.lettering.roomOf(job_.card.byline, em);
            for (auto const& paragraph : job_.card.paragraphs) {
                out = out.around(job_.lettering.roomOf(paragraph, em));
            }
            return out;
        };
        int em = lettering.sizeUnder(std::max(text_.height * 9 / (8 * lines) + 1, kLeastEm));
        while (em >= kLeastEm) {
            int const ink = room(em).height();
            int const pitch = std::max(ink + 1, em * pitchPercent() / 100);
            if (ink + (lines - 1) * pitch <= text_.height - edge()) {
                return em;
            }
            int const taken = ink + (lines - 1) * pitch;
            em = lettering.sizeUnder(std::min(em - 1, em * (text_.height - edge()) / taken + 1));
        }
        return 0;
    }
    /// Rows that stay free above and below all lines together.
    [[nodiscard]] int edge() const {
        return text_.height < kOneLineUpTo + 4 ? 0 : text_.height <= 40 ? 2 : text_.height / 10;
    }
    int emOfPages() {
        int lines = text_.height < kOneLineUpTo ? 1 : text_.height <= kTwoLinesUpTo ? 2 : 3;
        int byHeight = emForLines(lines);
        while (byHeight == 0 && lines > 1) {
            byHeight = emForLines(--lines);  // of scripts that are taller than Chinese
        }
        byHeight = std::max(byHeight, std::min(kLeastEm, text_.height));
        int const byWidth = text_.width / (column_ ? kCharactersAcrossColumn : kCharactersALine);
        int const wish = std::max(std::min(byHeight, byWidth), std::min(byHeight, kGoodEm));
        return job_.lettering.of({}).sizeUnder(wish);
    }

    std::vector<Sheet> headlineSheets() {
        if (!wide_ && area_.width >= area_.height) {
            if (auto sheet = headlineBeside(); sheet.stands.count() > 0) {
                return {sheet};
            }
        }
        auto const& text = job_.headline();
        int const lines = std::max(1, text_.height / (kGoodEm - 1));
        auto const fitted =
            fitText(text, job_.lettering.of(text),
                    {text_.width, text_.height - edge(), std::min(lines, 4), text_.height, 0});
        if (fitted.em < std::min(em_, kGoodEm)) {
            return pages({text}, kMostPages / 3);
        }
        auto sheet = base_;
        putFitted(sheet, fitted, text_, wide_ ? SloganAlign::left : SloganAlign::centre, job_.ink);
        sheet.stands = standFor(readingOf(text).time());
        return {sheet};
    }
    /// On a panel that has no room for the pictogram on every page; stands for 0: there neither.
    Sheet headlineBeside() {
        auto sheet = base_;
        int const side = std::min(area_.width * 36 / 100, area_.height - 2 * margin_);
        int const gap = std::max(2, side / 8);
        int const taken = margin_ + side + gap;
        Area const area{area_.left + taken, area_.top, area_.width - taken - margin_ / 2,
                        area_.height};
        auto const& text = job_.headline();
        auto const fitted = fitText(text, job_.lettering.of(text),
                                    {area.width, area.height - 2, 3, area.height, 0});
        if (fitted.em < kGoodEm) {
            return {};
        }
        pictogram(sheet, area_.left + margin_, area_.top + (area_.height - side) / 2, side);
        putFitted(sheet, fitted, area, SloganAlign::centre, job_.ink);
        sheet.stands = standFor(readingOf(text).time());
        return sheet;
    }

    /// On one line if it fits; else who says it and when on lines of their own, if that is one
    /// page; else as it comes.
    std::vector<Sheet> bylineSheets(std::size_t most) {
        auto const& text = job_.card.byline;
        auto const at = text.find(kPart);
        bool const fits = job_.lettering.of(text).line(text, em_)->advance() <= text_.width;
        if (fits || at == std::string::npos) {
            return pages({text}, most);
        }
        auto const who = text.substr(0, at), when = text.substr(at + kPart.size());
        auto apart = pages({who, when}, most);
        return apart.size() == 1 ? std::move(apart) : pages({who + " " + when}, most);
    }

    std::vector<Sheet> pages(std::vector<std::string> const& paragraphs, std::size_t most) {
        std::vector<Sheet> out;
        if (paragraphs.empty() || most == 0) {
            return out;
        }
        auto body = setBody(
            {paragraphs, text_.width, text_.height - edge(), pitchPercent(), 0, kPageCost, {}},
            job_.lettering, em_);
        limitPages(body, most);
        auto const apart = body.room.line;
        for (std::size_t page = 0; page < body.pages(); ++page) {
            auto sheet = base_;
            body.room.line = spread(body, page, apart);
            putPage(sheet, body, page, text_, true, job_.ink);
            sheet.stands = standFor(readingTime(body, page));
            out.push_back(std::move(sheet));
        }
        return out;
    }
    /// What is left of the height also goes between the lines.
    int spread(Body const& body, std::size_t page, int apart) const {
        auto const lines = static_cast<int>(body.last(page) - body.first(page));
        int const spare = text_.height - body.room.ink - (lines - 1) * apart;
        int const most = std::max(apart, body.em * kLoosePercent / 100);
        return lines < 2 ? apart : std::min(most, apart + std::max(0, spare) / (lines + 1));
    }

    static void append(std::vector<Sheet>& sheets, std::vector<Sheet> more) {
        for (auto& sheet : more) {
            sheets.push_back(std::move(sheet));
        }
    }

    WarningJob& job_;
    Sheet base_;  ///< what all pages have
    Area area_, text_;
    int margin_ = 0, em_ = 0;
    bool wide_ = false, column_ = false;
};

}  // namespace

std::vector<Sheet> barSheets(WarningJob& job) {
    return Bar(job).sheets();
}

}  // namespace tocsin::media::detail
