// SPDX-License-Identifier: Apache-2.0
// The geometry of a chart, the same on paper and on the screen.
#pragma once

#include "tocsin/documents/document.hpp"
#include "tocsin/media/print_document.hpp"

namespace tocsin::documents {

/// Axes from zero with ticks at 1, 2 or 5 times a power of ten, bars or lines, the legend; not the
/// chart's title. As wide as an official page's text. What is not known leaves a gap.
[[nodiscard]] media::PrintDrawing chartDrawing(Chart const& chart, Language language);

}  // namespace tocsin::documents
