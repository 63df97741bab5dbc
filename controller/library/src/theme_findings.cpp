// SPDX-License-Identifier: Apache-2.0
#include "theme_findings.hpp"

#include <algorithm>
#include <cstdint>

#include "tocsin/store/folded.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kLeastLetters = 4;
constexpr std::size_t kOneInSo = 5;  // letters may be others
constexpr std::size_t kPlacesTold = 6;

/// A text as its characters, line breaks left out.
using Characters = std::vector<std::string>;

Characters charactersOf(std::string_view text) {
    Characters out;
    while (!text.empty()) {
        auto const length = std::max<std::size_t>(utf8SequenceLength(text), 1);
        if (text[0] != '\n') {
            out.emplace_back(text.substr(0, length));
        }
        text.remove_prefix(length);
    }
    return out;
}

bool isLetter(std::string const& character) {
    auto const c = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    // Points stand in U+00A0-00BF, 2000-206F, 2190-2BFF, 3000-303F and FE10-FE6F.
    auto const starts = [&character](char const* bytes) { return character.starts_with(bytes); };
    return !(starts("\xC2") || starts("\xE2") || starts("\xE3\x80") || starts("\xEF\xB8") ||
             starts("\xEF\xB9"));
}

/// Only letters, whatever their width and case.
Characters lettersOf(std::string const& text) {
    auto out = charactersOf(store::folded(text));
    std::erase_if(out, [](std::string const& character) { return !isLetter(character); });
    return out;
}

/// The cheapest way to find `theme` somewhere in `text`: distances by how much of both was used.
/// Row 0 is all zeros, since the text may begin anywhere.
class Alignment {
public:
    Alignment(Characters const& theme, Characters const& text)
        : theme_(theme),
          text_(text),
          columns_(text.size() + 1),
          costs_((theme.size() + 1) * columns_) {
        for (std::size_t i = 1; i <= theme.size(); ++i) {
            at(i, 0) = i;
            for (std::size_t j = 1; j <= text.size(); ++j) {
                at(i, j) = std::min({at(i - 1, j - 1) + (same(i, j) ? 0U : 1U), at(i - 1, j) + 1,
                                     at(i, j - 1) + 1});
            }
        }
        for (std::size_t j = 0; j <= text.size(); ++j) {
            end_ = at(theme.size(), j) < at(theme.size(), end_) ? j : end_;
        }
    }
    [[nodiscard]] std::size_t distance() const { return at(theme_.size(), end_); }

    /// What stands in the text in place of what the theme says.
    struct Place {
        std::string wrong, right;
    };
    [[nodiscard]] std::vector<Place> places() const {
        std::vector<Place> out;
        bool open = false;  // the place before goes on
        auto i = theme_.size(), j = end_;
        auto const differ = [&out, &open]() -> Place& {
            if (!open) {
                out.emplace_back();
            }
            open = true;
            return out.back();
        };
        while (i > 0) {
            if (j > 0 && same(i, j) && at(i, j) == at(i - 1, j - 1)) {
                open = false;
                --i, --j;
            } else if (j > 0 && at(i, j) == at(i - 1, j - 1) + 1) {
                auto& place = differ();
                place.right = theme_[--i] + place.right;
                place.wrong = text_[--j] + place.wrong;
            } else if (at(i, j) == at(i - 1, j) + 1) {
                auto& place = differ();
                place.right = theme_[--i] + place.right;
            } else {
                auto& place = differ();
                place.wrong = text_[--j] + place.wrong;
            }
        }
        std::ranges::reverse(out);
        return out;
    }

private:
    [[nodiscard]] bool same(std::size_t i, std::size_t j) const {
        return theme_[i - 1] == text_[j - 1];
    }
    [[nodiscard]] std::size_t& at(std::size_t i, std::size_t j) { return costs_[i * columns_ + j]; }
    [[nodiscard]] std::size_t at(std::size_t i, std::size_t j) const {
        return costs_[i * columns_ + j];
    }

    Characters const& theme_;
    Characters const& text_;
    std::size_t columns_;
    std::vector<std::size_t> costs_;
    std::size_t end_ = 0;
};

struct Told {
    std::string english, chinese;
};

Told toldOf(std::vector<Alignment::Place> const& places) {
    Told out;
    for (std::size_t i = 0; i < places.size() && i < kPlacesTold; ++i) {
        auto const& [wrong, right] = places[i];
        out.english += i == 0 ? "" : ", ";
        out.chinese += i == 0 ? "" : "，";
        if (wrong.empty()) {
            out.english += "\"" + right + "\" is missing";
            out.chinese += "缺“" + right + "”";
        } else if (right.empty()) {
            out.english += "\"" + wrong + "\" is too much";
            out.chinese += "多“" + wrong + "”";
        } else {
            out.english += "\"" + wrong + "\" should be \"" + right + "\"";
            out.chinese += "“" + wrong + "”应为“" + right + "”";
        }
    }
    if (places.size() > kPlacesTold) {
        out.english += " and so on";
        out.chinese += "等";
    }
    return out;
}

media::Finding findingOf(store::Theme const& theme, std::vector<Alignment::Place> const& places) {
    auto const whose = theme.title + (theme.period.empty() ? "" : " " + theme.period);
    auto const told = toldOf(places);
    return {"theme-differs",
            "it is nearly the theme of " + whose + ", \"" + theme.text + "\", but " + told.english,
            "与" + whose + "主题“" + theme.text + "”不完全一致：" + told.chinese,
            {{"places", static_cast<std::int64_t>(places.size())}}};
}

}  // namespace

std::vector<media::Finding> themeFindings(std::string const& text,
                                          std::vector<store::Theme> const& themes) {
    auto const written = charactersOf(text);
    auto const letters = lettersOf(text);
    std::vector<media::Finding> out;
    for (auto const& theme : themes) {
        auto const wanted = lettersOf(theme.text);
        if (wanted.size() < kLeastLetters ||
            Alignment(wanted, letters).distance() * kOneInSo > wanted.size()) {
            continue;
        }
        auto const themeCharacters = charactersOf(theme.text);
        Alignment const exact(themeCharacters, written);
        if (exact.distance() > 0) {
            out.push_back(findingOf(theme, exact.places()));
        }
    }
    return out;
}

}  // namespace tocsin::library
