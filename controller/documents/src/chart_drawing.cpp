// SPDX-License-Identifier: Apache-2.0
#include "chart_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "shown_text.hpp"

namespace tocsin::documents {
namespace {

using media::PrintAlign;
using media::PrintDrawing;
using media::PrintPoint;
using media::PrintShape;
using media::PrintShapeKind;

// Points.
constexpr double kWidth = 440, kPlotHeight = 170;
constexpr double kTop = 20;  ///< above the plot stands what its values are
constexpr double kType = 8.5, kLine = 11, kGap = 5;
constexpr double kSwatch = 9;
constexpr std::size_t kMostLabelLines = 3;
constexpr std::uint32_t kInk = 0x222222, kGrid = 0xd8d8d8;

std::optional<double> known(std::optional<double> value) {
    return value && std::isfinite(*value) ? value : std::nullopt;
}

/// Where the upright axis begins and ends, and how far its ticks are apart.
struct Scale {
    double from = 0, to = 1, step = 1;
};

Scale scaleOf(Chart const& chart) {
    double least = 0, most = 0;
    for (auto const& series : chart.series) {
        for (auto const& value : series.values) {
            least = std::min(least, known(value).value_or(0));
            most = std::max(most, known(value).value_or(0));
        }
    }
    // Beyond that differences of the two lose themselves.
    constexpr double kLargest = 1e15, kMostSteps = 5;
    least = std::max(least, -kLargest);
    most = std::min(most, kLargest);
    double const range = most - least;
    if (range <= 0) {
        return {};
    }
    double const power = std::pow(10, std::floor(std::log10(range / kMostSteps)));
    double step = 10 * power;
    for (double const times : {5.0, 2.0, 1.0}) {
        step = range / (times * power) <= kMostSteps ? times * power : step;
    }
    return {std::floor(least / step) * step, std::ceil(most / step) * step, step};
}

/// "12,000", "0.25": no more decimals than the step has.
std::string tickText(double value, double step) {
    int const decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
    auto text = fmt::format("{:.{}f}", std::abs(value) < step / 2 ? 0.0 : value, decimals);
    auto const first = text.starts_with('-') ? 1U : 0U;
    auto const point = std::min(text.find('.'), text.size());
    for (auto at = point; at > first + 3; at -= 3) {
        text.insert(at - 3, 1, ',');
    }
    return text;
}

std::string oneLine(std::string_view text) {
    auto out = shownText(text);
    std::ranges::replace(out, '\n', ' ');
    return out;
}

/// Broken anywhere: most labels are days, or names without blanks.
std::vector<std::string> lines(std::string const& label, double ems) {
    std::vector<std::string> out{""};
    std::string_view rest = label;
    while (!rest.empty()) {
        auto const character = rest.substr(0, characterLength(rest));
        if (!out.back().empty() && emsOf(out.back()) + emsOf(character) > ems) {
            if (out.size() == kMostLabelLines) {
                out.back() = cutToEms(out.back() + std::string(rest), ems);
                break;
            }
            out.emplace_back();
        }
        out.back() += character;
        rest.remove_prefix(character.size());
    }
    return out;
}

class Drawing {
public:
    Drawing(Chart const& chart, Language language)
        : chart_(chart), language_(language), scale_(scaleOf(chart)) {}

    PrintDrawing made() {
        axis();
        chart_.kind == ChartKind::bars ? bars() : curves();
        line({{left_, yOf(0)}, {kWidth, yOf(0)}}, kInk, 0.8);
        out_.width = kWidth;
        out_.height = legend(labels());
        return std::move(out_);
    }

private:
    void line(std::vector<PrintPoint> points, std::uint32_t colour, double width) {
        out_.shapes.push_back({PrintShapeKind::line, std::move(points), colour, width});
    }
    void box(double left, double top, double right, double bottom, std::uint32_t colour) {
        out_.shapes.push_back({PrintShapeKind::box, {{left, top}, {right, bottom}}, colour});
    }
    void text(std::string said, double x, double y, PrintAlign align) {
        out_.shapes.push_back(
            {PrintShapeKind::text, {{x, y}}, kInk, kType, std::move(said), align});
    }
    [[nodiscard]] double yOf(double value) const {
        double const share = (value - scale_.from) / (scale_.to - scale_.from);
        return kTop + kPlotHeight * (1 - std::clamp(share, 0.0, 1.0));
    }
    /// Of a category.
    [[nodiscard]] double slot() const {
        return (kWidth - left_) /
               static_cast<double>(std::max<std::size_t>(1, chart_.categories.size()));
    }
    [[nodiscard]] double middle(std::size_t category) const {
        return left_ + slot() * (static_cast<double>(category) + 0.5);
    }

    void axis();
    void bars();
    void curves();
    double labels();
    double legend(double top);

    Chart const& chart_;
    Language language_;
    Scale scale_;
    double left_ = 0;  ///< of the plot
    PrintDrawing out_;
};

void Drawing::axis() {
    std::vector<std::pair<double, std::string>> ticks;
    auto const steps = std::lround((scale_.to - scale_.from) / scale_.step);
    for (long i = 0; i <= steps; ++i) {
        double const value = scale_.from + static_cast<double>(i) * scale_.step;
        ticks.emplace_back(value, tickText(value, scale_.step));
        left_ = std::max(left_, emsOf(ticks.back().second) * kType + kGap);
    }
    for (auto const& [value, said] : ticks) {
        line({{left_, yOf(value)}, {kWidth, yOf(value)}}, kGrid, 0.5);
        text(said, left_ - kGap / 2, yOf(value), PrintAlign::right);
    }
    text(cutToEms(oneLine(chart_.valueTitle), kWidth / kType / 2), 0, kLine / 2, PrintAlign::left);
    line({{left_, kTop}, {left_, kTop + kPlotHeight}}, kInk, 0.8);
}

void Drawing::bars() {
    constexpr double kFilled = 0.72, kWidest = 40;
    auto const count = static_cast<double>(std::max<std::size_t>(1, chart_.series.size()));
    double const width = std::min(slot() * kFilled / count, kWidest);
    for (std::size_t i = 0; i < chart_.categories.size(); ++i) {
        double x = middle(i) - width * count / 2;
        for (auto const& series : chart_.series) {
            if (auto const value = known(series.values[i])) {
                // A hair between two bars, but none between bars that are hairs themselves.
                double const gap = width > 4 ? 0.6 : 0;
                box(x, yOf(std::max(*value, 0.0)), x + width - gap, yOf(std::min(*value, 0.0)),
                    series.colour);
            }
            x += width;
        }
    }
}

/// A value between two that are not known is a dot.
void Drawing::curves() {
    constexpr double kStroke = 1.5, kDot = 1.6;
    for (auto const& series : chart_.series) {
        std::vector<PrintPoint> run;
        auto const end = [&] {
            if (run.size() == 1) {
                auto const [x, y] = run.front();
                box(x - kDot, y - kDot, x + kDot, y + kDot, series.colour);
            } else if (!run.empty()) {
                line(run, series.colour, kStroke);
            }
            run.clear();
        };
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (auto const value = known(series.values[i])) {
                run.push_back({middle(i), yOf(*value)});
            } else {
                end();
            }
        }
        end();
    }
}

/// Below the plot, as many as have room. Returns where they end.
double Drawing::labels() {
    constexpr double kLeastRoom = 24;
    double widest = 0;
    std::vector<std::string> said;
    for (auto const& category : chart_.categories) {
        said.push_back(oneLine(category));
        widest = std::max(widest, emsOf(said.back()) * kType);
    }
    double const needed = std::min(widest, kLeastRoom) + kGap;
    auto const every = std::max<std::size_t>(1, static_cast<std::size_t>(needed / slot() + 0.999));
    std::size_t most = 0;
    double const top = kTop + kPlotHeight + kGap;
    for (std::size_t i = 0; i < said.size(); i += every) {
        double const room = slot() * static_cast<double>(every) - kGap / 2;
        auto const broken = lines(said[i], room / kType);
        // The first and last keep within the drawing.
        double const x = std::clamp(middle(i), std::min(room, kWidth) / 2, kWidth - room / 2);
        for (std::size_t at = 0; at < broken.size(); ++at) {
            text(broken[at], every > 1 ? middle(i) : x,
                 top + kLine * (static_cast<double>(at) + 0.5), PrintAlign::centre);
        }
        most = std::max(most, broken.size());
    }
    return top + kLine * static_cast<double>(most);
}

/// Names of the series in rows. Returns where they end.
double Drawing::legend(double top) {
    constexpr double kMostEms = 20;
    double x = left_, y = top + kGap;
    bool unknown = false;
    auto const room = [&](double width) {
        if (x > left_ && x + width > kWidth) {
            x = left_;
            y += kLine + 2;
        }
    };
    for (auto const& series : chart_.series) {
        auto const name = cutToEms(oneLine(series.name), kMostEms);
        double const width = kSwatch + kGap + emsOf(name) * kType + 3 * kGap;
        room(width);
        box(x, y + (kLine - kSwatch) / 2, x + kSwatch, y + (kLine + kSwatch) / 2, series.colour);
        text(name, x + kSwatch + kGap, y + kLine / 2, PrintAlign::left);
        x += width;
        unknown = unknown || !std::ranges::all_of(series.values, [](auto const& value) {
                      return known(value).has_value();
                  });
    }
    if (unknown) {
        std::string const said =
            language_ == Language::chinese ? "空缺处为未知，不是零" : "gaps: not known, not zero";
        room(emsOf(said) * kType);
        text(said, x, y + kLine / 2, PrintAlign::left);
    }
    return y + kLine + kGap;
}

}  // namespace

PrintDrawing chartDrawing(Chart const& chart, Language language) {
    return Drawing(chart, language).made();
}

}  // namespace tocsin::documents
