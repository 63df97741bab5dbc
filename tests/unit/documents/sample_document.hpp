// SPDX-License-Identifier: Apache-2.0
// Documents to be written, and names that somebody chose to do harm.
#pragma once

#include <string>
#include <vector>

#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

inline std::vector<std::string> const kHostileNames{
    "=cmd|'/C calc'!A0",
    "+1",
    "@SUM(1)",
    "/\\[]:*?",
    "<script>alert(1)</script>",
    "\" onload=\"alert(1)",
    "a\x01\x1b[31m\x7f",
    "invoice\xe2\x80\xaegpj.exe",
    "\xff\xfe broken",
    std::string(20'000, 'W'),
};

/// With the name in every place that has a text.
inline Document documentNaming(std::string const& name) {
    Document out;
    out.title = out.subtitle = out.footer = out.author = out.code = name;
    out.facts = {{name, name}};
    out.blocks = {Heading{1, name},
                  Paragraph{name, ParagraphStyle::body},
                  Table{name, name, {{name}}, {{{name}}}, {{{name}}}},
                  Chart{ChartKind::bars, name, name, {name}, {{name, 0x112233, {5.0}}}},
                  Pictures{{{"no picture", name, {name}}}},
                  Figures{{{name, name, name}}},
                  PageBreak{}};
    return out;
}

}  // namespace tocsin::documents
