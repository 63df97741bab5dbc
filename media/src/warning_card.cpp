// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/warning_card.hpp"

#include <fmt/format.h>

#include "warning_layout.hpp"

namespace tocsin::media {
namespace {

using namespace detail;

constexpr int kLeastSide = 8, kMostSide = 8192;
/// A poster has a heading and at least two lines of text below it.
constexpr int kPosterWidth = 160, kPosterHeight = 160;
constexpr int kBarRatio = 4;

Result<> checkCard(WarningCard const& card, int width, int height) {
    for (int const side : {width, height}) {
        if (side < kLeastSide || side > kMostSide) {
            return Error{Errc::invalid,
                         fmt::format("a warning cannot be shown on {}x{} pixels; {} to {} on a "
                                     "side are possible",
                                     width, height, kLeastSide, kMostSide)};
        }
    }
    if (card.headline.empty()) {
        return Error{Errc::invalid, "a warning without a headline cannot be shown; give it one"};
    }
    return {};
}

class Pages final : public WarningPages {
public:
    Pages(WarningCard const& card, int width, int height)
        : job_(card, width, height), sheets_(sheetsOf(job_)) {}
    [[nodiscard]] std::size_t count() const noexcept override { return sheets_.size(); }
    [[nodiscard]] Milliseconds stands(std::size_t page) const override {
        return sheets_.at(page).stands;
    }
    [[nodiscard]] FramePtr draw(std::size_t page) override {
        return drawSheet(sheets_.at(page), job_.width, job_.height);
    }

private:
    WarningJob job_;
    std::vector<Sheet> sheets_;
};

}  // namespace

std::vector<Sheet> detail::sheetsOf(WarningJob& job) {
    bool const poster = job.width >= kPosterWidth && job.height >= kPosterHeight &&
                        job.width <= kBarRatio * job.height;
    return poster ? posterSheets(job) : barSheets(job);
}

Result<std::unique_ptr<WarningPages>> layOutWarning(WarningCard const& card, int width,
                                                    int height) {
    if (auto fine = checkCard(card, width, height); !fine) {
        return fine.error();
    }
    return std::unique_ptr<WarningPages>(std::make_unique<Pages>(card, width, height));
}

Result<std::vector<WarningPage>> renderWarning(WarningCard const& card, int width, int height) {
    auto const pages = layOutWarning(card, width, height);
    if (!pages) {
        return pages.error();
    }
    std::vector<WarningPage> out;
    for (std::size_t i = 0; i < (*pages)->count(); ++i) {
        out.push_back({(*pages)->draw(i), (*pages)->stands(i)});
    }
    return out;
}

void warmUpWarnings() {
    // Both kinds of lettering, with digits and letters.
    WarningCard const card{warning_colours::red, {}, {}, "预警 Aa19", {}, {"。，"}};
    (void)renderWarning(card, 192, 32);
    (void)renderWarning(card, 480, 270);
}

}  // namespace tocsin::media
