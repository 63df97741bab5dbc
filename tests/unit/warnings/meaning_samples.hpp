// SPDX-License-Identifier: Apache-2.0
// What CAP messages for tests come to.
#pragma once

#include <gmock/gmock.h>

#include <string>

#include "cap_samples.hpp"
#include "tocsin/warnings/cap_meaning.hpp"

namespace tocsin::warnings {

inline Instant const kNow = at("2026-06-01T08:05:00+08:00");

inline CapMeaning meaningOf(CapText const& text, Instant now = kNow, Lasting const& lasting = {}) {
    auto const reading = readCap(text.xml());
    EXPECT_TRUE(reading.message) << testing::PrintToString(said(reading));
    return reading.message ? warnings::meaningOf(*reading.message, now, lasting) : CapMeaning();
}

inline std::string parameter(std::string const& name, std::string const& value) {
    return "<parameter><valueName>" + name + "</valueName><value>" + value + "</value></parameter>";
}

inline CapText english() {
    CapText text;
    text.language = "<language>en-US</language>";
    text.event = "<event>Rainstorm</event>";
    text.texts =
        "<senderName>Hangzhou Met Office</senderName><headline>Red rainstorm</headline>"
        "<description>Heavy rain.</description>";
    text.parameters.clear();
    return text;
}

}  // namespace tocsin::warnings
