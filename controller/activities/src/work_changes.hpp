// SPDX-License-Identifier: Apache-2.0
// Finding and changing one work record.
#pragma once

#include <functional>
#include <string>

#include "state.hpp"
#include "tocsin/access/route.hpp"

namespace tocsin::activities {

/// By its number, as the path says it. Errc::notFound.
[[nodiscard]] Result<store::WorkRecord> findWork(store::Tx const& tx, std::string const& number);
/// With its revision as ETag.
[[nodiscard]] access::Response workAnswer(store::WorkRecord const& record, int status = 200);

/// One change, by people of the record's unit, of a record that was not withdrawn, with its audit
/// entry. By If-Match the revision that the caller saw. Counts its revision, and answers with the
/// record as it is then.
[[nodiscard]] Result<access::Response> changeWork(
    ActivityBook::State const& state, access::Principal const& who, access::Request const& request,
    std::string const& action, std::string const& detail,
    std::function<Result<>(store::Tx&, store::WorkRecord&)> const& change, int status = 200);

}  // namespace tocsin::activities
