// SPDX-License-Identifier: Apache-2.0
// The sentences that are drafted from a filing's figures: the paragraph to paste, in three lengths,
// highlights and shortcomings. Exact figures only, never rounded; what is zero or unknown is left
// out or said.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "tocsin/documents/document.hpp"

namespace tocsin::filing {

enum class Length {
    brief,   ///< 短: for a message
    weekly,  ///< 周报
    summary  ///< 总结
};

/// The paragraph to paste.
[[nodiscard]] std::string paragraphOf(boost::json::object const& content, Length length,
                                      documents::Language language);

struct DraftedTexts {
    std::string overview, highlights, shortcomings;
};
[[nodiscard]] DraftedTexts draftedTexts(boost::json::object const& content,
                                        documents::Language language);

/// "2026年6月14日" and "14 June 2026"; the text itself if it is no day.
[[nodiscard]] std::string dayText(std::string const& day, documents::Language language);
/// An instant of a content in its zone, to the minute: "2026年6月16日15时00分".
[[nodiscard]] std::string instantText(boost::json::object const& content, std::string const& at,
                                      documents::Language language);
/// The same for a deadline: what ends at midnight is said to end at 24 o'clock of the day before.
[[nodiscard]] std::string deadlineText(boost::json::object const& content, std::string const& at,
                                       documents::Language language);
/// The local day of an instant in the content's zone, "2026-06-16"; empty if it is none.
[[nodiscard]] std::string localDay(boost::json::object const& content, std::string const& at);
/// "98.62 %" of two counts, cut off and never rounded up; "—" where nothing was to be.
[[nodiscard]] std::string percentOf(std::int64_t part, std::int64_t whole);
/// The same as a number: 9,862. `part` is 0 or more, `whole` more than 0.
[[nodiscard]] std::int64_t hundredthsOfPercents(std::int64_t part, std::int64_t whole);
/// Hours with two decimals, cut off.
[[nodiscard]] std::string hoursOf(std::int64_t ms);
[[nodiscard]] std::int64_t hundredthsOfHours(std::int64_t ms);
/// "128,430".
[[nodiscard]] std::string counted(std::int64_t count);

}  // namespace tocsin::filing
