// SPDX-License-Identifier: Apache-2.0
// Which infos of a message belong together, and which still stand.
#pragma once

#include <vector>

#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

/// By the whole tag: zh-Hans and zh-Hant are two.
[[nodiscard]] bool ofOneLanguage(CapInfo const& a, CapInfo const& b);
/// Urgency, severity and certainty.
[[nodiscard]] bool ofOneWeight(CapInfo const& a, CapInfo const& b);
/// Whether both speak of one event, be it in two languages.
[[nodiscard]] bool speakOfOneThing(CapInfo const& a, CapInfo const& b);

[[nodiscard]] std::vector<CapInfo const*> allInfos(CapMessage const& message);
/// Those whose danger is not over, neither by themselves nor by a translation of them.
[[nodiscard]] std::vector<CapInfo const*> standingInfos(CapMessage const& message);

}  // namespace tocsin::warnings
