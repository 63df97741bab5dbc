// SPDX-License-Identifier: Apache-2.0
// Handlers of the book's routes. All block.
#pragma once

#include <boost/json/object.hpp>

#include "filing_forms.hpp"
#include "filing_query.hpp"
#include "filing_state.hpp"
#include "tocsin/filing/content.hpp"

namespace tocsin::filing {

using Answer = Result<access::Response>;

/// What is due of an activity, and what of it is filed.
[[nodiscard]] Answer showDue(BookPtr const& book, access::Principal const& who,
                             access::Request const& request);
/// A draft: content as of now, with the texts that people wrote and their revision as ETag.
[[nodiscard]] Answer showDraft(BookPtr const& book, access::Principal const& who,
                               access::Request const& request);
[[nodiscard]] Answer putDraft(BookPtr const& book, access::Principal const& who,
                              access::Request const& request);
[[nodiscard]] Answer draftForm(BookPtr const& book, access::Principal const& who,
                               access::Request const& request);
[[nodiscard]] Answer draftText(BookPtr const& book, access::Principal const& who,
                               access::Request const& request);
[[nodiscard]] Answer fillFromDraft(BookPtr const& book, access::Principal const& who,
                                   access::Request const& request);

[[nodiscard]] Answer freezeFiling(BookPtr const& book, access::Principal const& who,
                                  access::Request const& request);

[[nodiscard]] Answer listFilings(BookPtr const& book, access::Principal const& who,
                                 access::Request const& request);
[[nodiscard]] Answer showFiling(BookPtr const& book, access::Principal const& who,
                                access::Request const& request);
[[nodiscard]] Answer filingForm(BookPtr const& book, access::Principal const& who,
                                access::Request const& request);
[[nodiscard]] Answer filingText(BookPtr const& book, access::Principal const& who,
                                access::Request const& request);
[[nodiscard]] Answer fillFromFiling(BookPtr const& book, access::Principal const& who,
                                    access::Request const& request);

/// number, revision, activity, kind, issue, unit, from, to, as_of, due, who, reason, digest,
/// check_code, origin, forms.
[[nodiscard]] boost::json::object headJson(store::Filing const& filing);
/// The paragraph of a content in the length and language that the query asks for.
[[nodiscard]] Answer textAnswer(std::string const& content, access::Request const& request);
/// The form in the request's body, filled.
[[nodiscard]] Answer filledAnswer(BookPtr const& book, std::string const& content,
                                  Stamp const& stamp, access::Request const& request);
/// A file with its name, which browsers and clients take it under.
[[nodiscard]] access::Response fileAnswer(MadeForm form);
/// Makes the content of a snapshot; damage that is found comes back as an error.
[[nodiscard]] Result<boost::json::object> madeContent(FilingBook::State const& book,
                                                      access::Principal const& who,
                                                      access::Permission permission,
                                                      PeriodWish const& asked, ContentWish& wish);

}  // namespace tocsin::filing
