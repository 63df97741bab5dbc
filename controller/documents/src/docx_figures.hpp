// SPDX-License-Identifier: Apache-2.0
// What stands at a document's head: the 版头 of facts, and the figures that are seen first.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

/// One line a fact, a rule below the last.
[[nodiscard]] std::string docxFacts(std::vector<std::pair<std::string, std::string>> const& facts);

/// Side by side, each as large as its place allows.
[[nodiscard]] std::string docxFigures(Figures const& figures);

}  // namespace tocsin::documents
