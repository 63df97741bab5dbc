// SPDX-License-Identifier: Apache-2.0
#include "workbook_charts.hpp"

#include <algorithm>

namespace tocsin::documents::spreadsheet {
namespace {

constexpr double kOwnWidth = 480, kOwnHeight = 288;  // of libxlsxwriter's charts, pixels
constexpr double kHeight = 300;
constexpr double kRowHeight = 20;  // of usual rows, pixels
constexpr std::size_t kMostLabels = 16;
constexpr std::size_t kMostMarkers = 62;
constexpr std::uint32_t kGrid = 0xd9d9d9;

void paint(lxw_chart_series& drawn, Chart const& chart, std::uint32_t colour) {
    if (chart.kind == ChartKind::bars) {
        lxw_chart_fill fill{};
        fill.color = colourOf(colour);
        chart_series_set_fill(&drawn, &fill);
        return;
    }
    lxw_chart_line line{};
    line.color = colourOf(colour);
    line.width = 2;
    chart_series_set_line(&drawn, &line);
    // A value between two that are not known is seen by its mark alone.
    if (chart.categories.size() <= kMostMarkers) {
        lxw_chart_fill fill{};
        fill.color = colourOf(colour);
        chart_series_set_marker_type(&drawn, LXW_CHART_MARKER_CIRCLE);
        chart_series_set_marker_size(&drawn, 4);
        chart_series_set_marker_fill(&drawn, &fill);
        chart_series_set_marker_line(&drawn, &line);
    }
}

/// Bars that do not begin at zero say what is not so.
bool beginsAtZero(Chart const& chart) {
    return chart.kind == ChartKind::bars &&
           std::all_of(chart.series.begin(), chart.series.end(), [](Series const& series) {
               return std::all_of(series.values.begin(), series.values.end(),
                                  [](auto const& value) { return value.value_or(0) >= 0; });
           });
}

void setAxes(lxw_chart& drawn, Chart const& chart) {
    auto* const across = chart_axis_get(&drawn, LXW_CHART_AXIS_TYPE_X);
    auto const step = (chart.categories.size() + kMostLabels - 1) / kMostLabels;
    chart_axis_set_interval_unit(across,
                                 static_cast<std::uint16_t>(std::max<std::size_t>(1, step)));
    lxw_chart_line line{};
    line.color = kGrid;
    line.width = 0.75;
    auto* const upright = chart_axis_get(&drawn, LXW_CHART_AXIS_TYPE_Y);
    chart_axis_major_gridlines_set_line(upright, &line);
    if (beginsAtZero(chart)) {
        chart_axis_set_min(upright, 0);
    }
}

}  // namespace

lxw_row_t Charts::draw(lxw_worksheet& on, lxw_row_t row, Chart const& chart, double width) {
    auto const kind = chart.kind == ChartKind::bars ? LXW_CHART_COLUMN : LXW_CHART_LINE;
    auto& drawn = *workbook_add_chart(&context_.workbook, static_cast<std::uint8_t>(kind));
    places_.push_back({&chart, nextRow_});
    nextRow_ += static_cast<lxw_row_t>(chart.categories.size()) + 3;
    auto const& place = places_.back();

    for (std::size_t i = 0; i < chart.series.size(); ++i) {
        addSeries(drawn, place, i);
    }
    lxw_chart_font font{};
    font.size = 12;
    font.bold = LXW_TRUE;
    chart_title_set_name_font(&drawn, &font);
    if (chart.title.empty()) {
        chart_title_off(&drawn);
    } else {
        chart_title_set_name_range(&drawn, sheet_.c_str(), place.row, 0);
    }
    if (!chart.valueTitle.empty()) {
        chart_axis_set_name_range(chart_axis_get(&drawn, LXW_CHART_AXIS_TYPE_Y), sheet_.c_str(),
                                  place.row, 1);
    }
    setAxes(drawn, chart);
    chart_legend_set_position(&drawn, LXW_CHART_LEGEND_BOTTOM);

    lxw_chart_options options{};
    options.x_scale = width / kOwnWidth;
    options.y_scale = kHeight / kOwnHeight;
    expectWritten(worksheet_insert_chart_opt(&on, row, 0, &drawn, &options), "chart");
    return static_cast<lxw_row_t>(kHeight / kRowHeight) + 1;
}

void Charts::addSeries(lxw_chart& drawn, Place const& place, std::size_t index) {
    auto const column = static_cast<lxw_col_t>(index + 1);
    auto const first = place.row + 2;
    auto const last = place.row + 1 + static_cast<lxw_row_t>(place.chart->categories.size());
    auto& series = *chart_add_series(&drawn, nullptr, nullptr);
    chart_series_set_categories(&series, sheet_.c_str(), first, 0, last, 0);
    chart_series_set_values(&series, sheet_.c_str(), first, column, last, column);
    chart_series_set_name_range(&series, sheet_.c_str(), place.row + 1, column);
    paint(series, *place.chart, place.chart->series[index].colour);
}

void Charts::writeData() {
    if (places_.empty()) {
        return;
    }
    auto& sheet = addSheet(context_, sheet_);
    expectWritten(worksheet_set_column(&sheet, 0, 0, 40, nullptr), "column");
    expectWritten(worksheet_set_column(&sheet, 1, 8, 16, nullptr), "column");
    for (auto const& place : places_) {
        writeData(sheet, place);
    }
}

void Charts::writeData(lxw_worksheet& sheet, Place const& place) {
    auto const& chart = *place.chart;
    auto& formats = context_.formats;
    writeText(sheet, place.row, 0, 0, chart.title, formats.of({.strong = true}));
    writeText(sheet, place.row, 1, 1, chart.valueTitle, formats.of({.colour = kFaint}));
    auto* const head =
        formats.of({.strong = true, .align = Align::centre, .ruled = true, .fill = kHeadFill});
    writeText(sheet, place.row + 1, 0, 0, "", head);
    auto* const named = formats.of({.ruled = true});
    auto* const valued = formats.of({.align = Align::right, .ruled = true});
    for (std::size_t i = 0; i < chart.categories.size(); ++i) {
        writeText(sheet, place.row + 2 + static_cast<lxw_row_t>(i), 0, 0, chart.categories[i],
                  named);
    }
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
        auto const column = static_cast<lxw_col_t>(s + 1);
        writeText(sheet, place.row + 1, column, column, chart.series[s].name, head);
        for (std::size_t i = 0; i < chart.series[s].values.size(); ++i) {
            // What is not known stays empty, which charts show as a gap.
            if (auto const& value = chart.series[s].values[i]) {
                expectWritten(
                    worksheet_write_number(&sheet, place.row + 2 + static_cast<lxw_row_t>(i),
                                           column, *value, valued),
                    "number");
            }
        }
    }
}

}  // namespace tocsin::documents::spreadsheet
